/** What browsing events are summed up to: one column per habit, aligned with a list of customers. */
import type { NumberColumn } from '../../../shared/customer-table.ts';
import { behaviourUnit, inCatalogueOrder } from './behaviour-catalogue.ts';
import { actionColumns, categoryColumns, itemColumns, pageTimeColumns } from './browsing-interest.ts';
import { deviceColumns, pageColumns } from './browsing-levels.ts';
import { browsingLog, type BrowsingEvents } from './browsing-log.ts';
import { linesAreVisits, phoneShare, typicalVisit } from './browsing-visit-kinds.ts';
import { findVisits, returnColumns, visitColumns, visitHabitColumns } from './browsing-visits.ts';
import { dayOf } from './calendar.ts';

export type { BrowsingEvents } from './browsing-log.ts';

export interface BehaviourOptions {
  /** Seconds since 1970; its day is the one from which days are counted back. Default: the day after the last line. */
  referenceTime?: number;
}

/**
 * Columns `browsing:…` with one value for each of `nCustomers`; NaN is missing. Each formula stands with its function
 * (browsing-interest, browsing-visits, browsing-visit-kinds, browsing-levels). What the file cannot give is left out: without times and
 * sessions nothing of visits, without items nothing of items, and counts only of the actions that occur in it. Someone
 * without an event has 0 in the counts and is missing elsewhere. Events of customers outside of the list are not seen.
 * O(events log events).
 */
export function browsingColumns(
  events: BrowsingEvents,
  nCustomers: number,
  options: BehaviourOptions = {},
): NumberColumn[] {
  const log = browsingLog(events, nCustomers);
  const visits = findVisits(log);
  const habits: Record<string, Float64Array> = {
    ...actionColumns(log),
    ...itemColumns(log),
    ...categoryColumns(log),
    ...(visits && events.session && linesAreVisits(visits) ? {} : pageTimeColumns(log)),
  };
  const byPhone = visits && phoneShare(log, visits);
  if (byPhone) habits.phoneShare = byPhone;
  if (visits) {
    const typical = typicalVisit(log, visits);
    if (typical) habits.typicalVisit = typical;
    Object.assign(habits, visitColumns(log, visits, referenceDayOf(events.time, options)), returnColumns(log, visits));
    if (events.time) Object.assign(habits, visitHabitColumns(log, visits));
  }
  const columns = Object.entries(habits).map(([name, values]) => column(name, values, 'number'));
  for (const [name, values] of deviceColumns(log)) {
    // Of phones the share of visits is told.
    if (!byPhone || name !== 'device=phone') columns.push(column(name, values, 'number'));
  }
  for (const [name, values] of pageColumns(log)) columns.push(column(name, values, 'yesNo'));
  return inCatalogueOrder(columns);
}

function column(name: string, values: Float64Array, type: 'number' | 'yesNo'): NumberColumn {
  const id = `browsing:${name}`;
  return { id, family: 'browsing', type, unit: behaviourUnit(id), values };
}

/** The day from which days are counted back. */
export function referenceDayOf(time: Float64Array | null, { referenceTime }: BehaviourOptions): number {
  if (referenceTime !== undefined) return dayOf(referenceTime);
  let latest = -Infinity;
  for (const at of time ?? []) if (at > latest) latest = at;
  return dayOf(latest) + 1;
}

/** Events put together to visits: how often, how long, when. */
import { dayOf, secondsPerDay, weekdayOf } from './calendar.ts';
import type { BrowsingLog } from './browsing-log.ts';
import { levelCount } from './group-rows.ts';
import { sortLines } from './sort-lines.ts';

/** A longer pause in seconds ends a visit, as web analytics count it. */
const longestPause = 30 * 60;
const eveningFrom = 17 * 3600;

type Columns = Record<string, Float64Array>;

/** Customer c's visits are `start[c]` up to `start[c + 1] - 1`. */
export interface Visits {
  start: Int32Array;
  /** Seconds since 1970 of the first and last event; NaN where no event of the visit has a time. */
  first: Float64Array;
  last: Float64Array;
  /** Which visit an event is part of; -1 for none. */
  visitOf: Int32Array;
  /** Events that are part of a visit, customer by customer and visit by visit. */
  line: Int32Array;
  /** Whether any time has an hour. */
  hasHours: boolean;
}

/**
 * Visits are the file's own sessions; where it tells none, an event more than 30 minutes after the one before begins a
 * new one, and an event without a time is part of none. Null if the file has neither. O(events log events).
 */
export function findVisits({ events, groups, nCustomers }: BrowsingLog): Visits | null {
  const time = events.time;
  const session = events.session ?? null;
  if (!time && !session) return null;
  const sorted = groups.line.slice();
  const start = new Int32Array(nCustomers + 1);
  const visitOf = new Int32Array(events.customer.length).fill(-1);
  const first = new Float64Array(sorted.length);
  const last = new Float64Array(sorted.length);
  const sessionAt = (event: number): number => session?.[event] ?? -1;
  const timeAt = (event: number): number => time?.[event] ?? NaN;
  const scratch = new Int32Array(sorted.length);
  let [visit, part] = [-1, 0];
  for (let row = 0; row < nCustomers; row++) {
    const own = sorted.subarray(groups.start[row], groups.start[row + 1]);
    if (time) sortLines(own, time, scratch);
    if (session) sortLines(own, session, scratch);
    let before = -1;
    for (const event of own) {
      const at = timeAt(event);
      if (sessionAt(event) < 0 && Number.isNaN(at)) continue;
      const goesOn =
        before >= 0 &&
        sessionAt(event) === sessionAt(before) &&
        (sessionAt(event) >= 0 || at - timeAt(before) <= longestPause);
      if (!goesOn) {
        visit++;
        first[visit] = at;
        last[visit] = at;
      } else if (!Number.isNaN(at)) {
        last[visit] = at;
      }
      visitOf[event] = visit;
      sorted[part++] = event;
      before = event;
    }
    start[row + 1] = visit + 1;
  }
  return {
    start,
    first: first.slice(0, visit + 1),
    last: last.slice(0, visit + 1),
    visitOf,
    line: sorted.slice(0, part),
    hasHours: time?.some((t) => t % secondsPerDay > 0) ?? false,
  };
}

/**
 * Per row, with reference day R:
 * - sessions: visits; eventsPerSession: events in visits / visits, missing without any
 * - sessionLength: mean minutes from the first to the last event; absent where the file tells no hours
 * - daysSinceLastVisit: R - day of the last event; activeDays: calendar days with an event
 */
export function visitColumns(log: BrowsingLog, visits: Visits, referenceDay: number): Columns {
  const n = log.nCustomers;
  const { start, first, last, visitOf } = visits;
  const sessions = new Float64Array(n);
  const eventsPerSession = new Float64Array(n);
  const sessionLength = new Float64Array(n);
  const daysSinceLastVisit = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    const count = start[row + 1]! - start[row]!;
    let [events, minutes, timed, latest] = [0, 0, 0, -Infinity];
    for (let i = log.groups.start[row]!; i < log.groups.start[row + 1]!; i++) {
      if (visitOf[log.groups.line[i]!]! >= 0) events++;
    }
    for (let v = start[row]!; v < start[row + 1]!; v++) {
      if (Number.isNaN(last[v]!)) continue;
      minutes += (last[v]! - first[v]!) / 60;
      latest = Math.max(latest, last[v]!);
      timed++;
    }
    sessions[row] = count;
    eventsPerSession[row] = count > 0 ? events / count : NaN;
    sessionLength[row] = timed > 0 ? minutes / timed : NaN;
    daysSinceLastVisit[row] = timed > 0 ? referenceDay - dayOf(latest) : NaN;
  }
  const columns: Columns = { sessions, eventsPerSession };
  if (visits.hasHours) columns.sessionLength = sessionLength;
  if (log.events.time) Object.assign(columns, { daysSinceLastVisit, activeDays: activeDays(log, log.events.time) });
  return columns;
}

function activeDays({ groups, nCustomers }: BrowsingLog, time: Float64Array): Float64Array {
  const { start, line } = groups;
  const days = new Int32Array(line.length);
  for (let i = 0; i < line.length; i++) {
    const at = time[line[i]!]!;
    days[i] = Number.isNaN(at) ? unknownDay : dayOf(at);
  }
  const counts = new Float64Array(nCustomers);
  for (let row = 0; row < nCustomers; row++) {
    days.subarray(start[row], start[row + 1]).sort();
    for (let i = start[row]!; i < start[row + 1]!; i++) {
      if (days[i] !== unknownDay && (i === start[row] || days[i] !== days[i - 1])) counts[row]!++;
    }
  }
  return counts;
}

/** Before any calendar. */
const unknownDay = -(2 ** 31);

/**
 * returnedItemShare: of the distinct items that a customer met in visits, the share that came up in more than one;
 * missing without any.
 */
export function returnColumns(log: BrowsingLog, visits: Visits): Columns {
  const { item, customer } = log.events;
  if (!item) return {};
  const met = new Float64Array(log.nCustomers);
  const again = new Float64Array(log.nCustomers);
  // Of each item: its latest customer, the visit of theirs in which it came up first, and whether another followed.
  const whose = new Int32Array(levelCount(item)).fill(-1);
  const inVisit = new Int32Array(whose.length);
  for (const event of visits.line) {
    const [about, row, visit] = [item[event]!, customer[event]!, visits.visitOf[event]!];
    if (about < 0) continue;
    if (whose[about] !== row) {
      met[row]!++;
      whose[about] = row;
      inVisit[about] = visit;
    } else if (inVisit[about] !== counted && inVisit[about] !== visit) {
      again[row]!++;
      inVisit[about] = counted;
    }
  }
  return { returnedItemShare: again.map((count, row) => (met[row]! > 0 ? count / met[row]! : NaN)) };
}

const counted = -1;

/**
 * When visits begin, as for orders: weekendShare, eveningShare (from 17:00 on), and mean sine and cosine of the hour
 * (midnight is angle 0) and the weekday (Monday is angle 0), near (0, 0) for someone without a habit. Missing without a
 * visit whose time is known; nothing of the hour where the file tells none.
 */
export function visitHabitColumns({ nCustomers }: BrowsingLog, { start, first, hasHours }: Visits): Columns {
  const column = (): Float64Array => new Float64Array(nCustomers);
  const ofDay = { weekendShare: column(), weekdaySin: column(), weekdayCos: column() };
  const ofHour = { eveningShare: column(), hourSin: column(), hourCos: column() };
  const found: Columns = hasHours ? { ...ofDay, ...ofHour } : ofDay;
  for (let row = 0; row < nCustomers; row++) {
    let count = 0;
    for (let v = start[row]!; v < start[row + 1]!; v++) {
      const at = first[v]!;
      if (Number.isNaN(at)) continue;
      count++;
      const weekday = weekdayOf(dayOf(at));
      if (weekday >= 5) ofDay.weekendShare[row]!++;
      ofDay.weekdaySin[row]! += sineOfWeekday[weekday]!;
      ofDay.weekdayCos[row]! += cosineOfWeekday[weekday]!;
      const second = at - secondsPerDay * dayOf(at);
      const angle = (2 * Math.PI * second) / secondsPerDay;
      if (second >= eveningFrom) ofHour.eveningShare[row]!++;
      ofHour.hourSin[row]! += Math.sin(angle);
      ofHour.hourCos[row]! += Math.cos(angle);
    }
    for (const values of Object.values(found)) values[row] = count > 0 ? values[row]! / count : NaN;
  }
  return found;
}

const sineOfWeekday = Float64Array.from({ length: 7 }, (_, weekday) => Math.sin((2 * Math.PI * weekday) / 7));
const cosineOfWeekday = Float64Array.from({ length: 7 }, (_, weekday) => Math.cos((2 * Math.PI * weekday) / 7));

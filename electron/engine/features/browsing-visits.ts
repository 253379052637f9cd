/** Events put together to visits: how often, how long, when. */
import { dayOf, secondsPerDay, weekdayOf } from './calendar.ts';
import type { BrowsingLog } from './browsing-log.ts';
import { levelCount } from './group-rows.ts';

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
  // Events without a time come last; two of them differ by Infinity - Infinity, which sorts as equal.
  const lateAt = (event: number): number => (Number.isNaN(timeAt(event)) ? Infinity : timeAt(event));
  let [visit, part] = [-1, 0];
  for (let row = 0; row < nCustomers; row++) {
    const own = sorted.subarray(groups.start[row], groups.start[row + 1]);
    own.sort((a, b) => sessionAt(a) - sessionAt(b) || lateAt(a) - lateAt(b));
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
 * - sessionLength: mean minutes from the first to the last event; missing for everyone if the file has no times of day
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
  const days = Int32Array.from(groups.line, (event) => (Number.isNaN(time[event]!) ? unknownDay : dayOf(time[event]!)));
  return Float64Array.from({ length: nCustomers }, (_, row) => {
    const own = days.subarray(groups.start[row], groups.start[row + 1]).sort();
    let count = 0;
    own.forEach((day, i) => (count += Number(day !== unknownDay && (i === 0 || day !== own[i - 1]))));
    return count;
  });
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
  const [whose, inVisit] = [new Int32Array(levelCount(item)).fill(-1), new Int32Array(levelCount(item)).fill(-1)];
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
  const ofDay = ['weekendShare', 'weekdaySin', 'weekdayCos'];
  const ofHour = ['eveningShare', 'hourSin', 'hourCos'];
  const ids = hasHours ? [...ofDay, ...ofHour] : ofDay;
  const columns: Columns = Object.fromEntries(ids.map((id) => [id, new Float64Array(nCustomers)]));
  for (let row = 0; row < nCustomers; row++) {
    let count = 0;
    const add = (id: string, amount: number): void => {
      if (columns[id]) columns[id][row]! += amount;
    };
    for (let v = start[row]!; v < start[row + 1]!; v++) {
      const at = first[v]!;
      if (Number.isNaN(at)) continue;
      count++;
      const weekday = weekdayOf(dayOf(at));
      const second = at - secondsPerDay * dayOf(at);
      const [day, hour] = [(2 * Math.PI * weekday) / 7, (2 * Math.PI * second) / secondsPerDay];
      add('weekendShare', Number(weekday >= 5));
      add('weekdaySin', Math.sin(day));
      add('weekdayCos', Math.cos(day));
      add('eveningShare', Number(second >= eveningFrom));
      add('hourSin', Math.sin(hour));
      add('hourCos', Math.cos(hour));
    }
    for (const id of ids) columns[id]![row] = count > 0 ? columns[id]![row]! / count : NaN;
  }
  return columns;
}

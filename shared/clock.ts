/** Doubts about the clock that times were written by: the hours at which nobody orders, and zones that do not agree. */

/** The stretch of hours, from the first to before the last, in which hardly anything is ordered; hours of 24, wrapping. */
export interface QuietHours {
  from: number;
  to: number;
  /** By how many hours the clock seems to be ahead of the shop's own (behind: below 0), taking 3:30 for the dead of night. */
  ahead: number;
  /** Lines that would be of another day by such a clock. */
  moved: number;
}

/** An hour with less than this share of a usual one is quiet. */
const quietShare = 0.25;
const fewestLines = 200;
const leastQuiet = 3;
const deadOfNight = 3.5;
/** Quiet hours whose middle lies between these are those of no shop. */
const day = { from: 9, to: 21 };

/**
 * The quiet hours, where they are in the middle of the day; null where they are at night, where there are none, and of
 * fewer than 200 lines.
 * @param hours lines of each hour of the day.
 */
export function quietByDay(hours: readonly number[]): QuietHours | null {
  const all = hours.reduce((sum, lines) => sum + lines, 0);
  if (hours.length !== 24 || all < fewestLines) return null;
  const isQuiet = hours.map((lines) => lines < (quietShare * all) / 24);
  let [from, length] = [0, 0];
  for (let start = 0; start < 24; start++) {
    let run = 0;
    while (run < 24 && isQuiet[(start + run) % 24]) run++;
    if (run > length) [from, length] = [start, run];
  }
  const middle = (from + length / 2) % 24;
  if (length < leastQuiet || middle < day.from || middle >= day.to) return null;
  const ahead = Math.round(((middle - deadOfNight + 36) % 24) - 12);
  const moved = hours.reduce((sum, lines, hour) => (hour < ahead || hour >= 24 + ahead ? sum + lines : sum), 0);
  return { from, to: (from + length) % 24, ahead, moved };
}

/** Hours before or after Greenwich of zones that are written as letters. */
const lettered: Readonly<Record<string, number>> = {
  ...{ Z: 0, UTC: 0, GMT: 0, WET: 0, WEST: 1, BST: 1, CET: 1, MEZ: 1, CEST: 2, MESZ: 2, EET: 2, EEST: 3, MSK: 3 },
  ...{ EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7, JST: 9, AEST: 10, AEDT: 11 },
};

/** `Z`, `+0200`, `+02:00`, `CEST` as an offset in hours; null where that is not known. */
export function zoneOffset(zone: string): number | null {
  const plain = zone.trim().toUpperCase();
  const [, sign, hours, minutes = '0'] = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$/.exec(plain) ?? [];
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) + Number(minutes) / 60);
  return lettered[plain] ?? null;
}

/**
 * Lines of each zone, where their clocks do not agree: more than an hour apart (an hour is summer time), with and
 * without a zone, or of zones that nobody knows. The commonest first; null where all is well.
 * @param zones as written, an empty one for none.
 */
export function zoneDoubt(zones: readonly { zone: string; lines: number }[]): { zone: string; lines: number }[] | null {
  const sum = new Map<string, number>();
  for (const { zone, lines } of zones) sum.set(zone, (sum.get(zone) ?? 0) + lines);
  const all = [...sum].map(([zone, lines]) => ({ zone, lines })).sort((a, b) => b.lines - a.lines);
  if (all.length < 2) return null;
  const offsets = all.map(({ zone }) => (zone === '' ? null : zoneOffset(zone)));
  const known = offsets.filter((offset) => offset !== null);
  const agree = known.length === all.length && Math.max(...known) - Math.min(...known) <= 1;
  return agree ? null : all;
}

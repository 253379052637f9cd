/** Days, weekdays and months of wall-clock seconds since 1970. Calendar arithmetic only: no time zone, no clock. */

export const secondsPerDay = 86400;

/** Whole days since 1970-01-01 of a time in seconds. */
export function dayOf(time: number): number {
  return Math.floor(time / secondsPerDay);
}

/** 0 for Monday to 6 for Sunday; 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** 1 for January to 12 for December (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
export function monthOf(day: number): number {
  // Years are counted from 1 March, so that the leap day comes last, in eras of 400 years.
  const fromMarch = day + 719468;
  const dayOfEra = fromMarch - Math.floor(fromMarch / 146097) * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  return month < 10 ? month + 3 : month - 9;
}

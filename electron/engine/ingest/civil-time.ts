/** Days and times of day as seconds, on the clock of whoever wrote them. */
const [firstYear, lastYear] = [1900, 2199];

/** Seconds from 1970 to the beginning of a day of the Gregorian calendar; NaN when there is no such day. */
export function midnight(year: number, month: number, day: number): number {
  if (!(year >= firstYear && year <= lastYear && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return NaN;
  if (day > 28 && day > daysOfMonth(year, month)) return NaN;
  // Days from civil (Hinnant 2013): years begin in March, so that leap days come last.
  const y = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468) * 86_400;
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Seconds since midnight; NaN when there is no such time. A leap second is the one before it. */
export function clock(hour: number, minute: number, second: number): number {
  if (!(hour < 24 && minute < 60 && second <= 60)) return NaN;
  return hour * 3600 + minute * 60 + Math.min(second, 59);
}

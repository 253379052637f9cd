/** Days as people write them, and as midnights in seconds since 1970 in the shop's own time. */
const secondsPerDay = 86_400;

/** Midnight of a day written as 2024-12-31; null for anything else, and for days that no calendar has. */
export function dayOfText(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`) / 1000;
  return Number.isFinite(time) && textOfDay(time) === text ? time : null;
}

/** The day of a moment, as 2024-12-31. */
export function textOfDay(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 10);
}

export function dayAfter(day: number): number {
  return day + secondsPerDay;
}

export function dayBefore(day: number): number {
  return day - secondsPerDay;
}

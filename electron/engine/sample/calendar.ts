/** The shop's two years: days, discount weeks, seasons, and the days on which each habit buys. */

/** 2023-10-01, a Sunday: day 0. Two Christmases and two summers follow, and the last day lies well after either. */
const firstDayUtc = Date.UTC(2023, 9, 1);
const millisecondsPerDay = 86_400_000;

/** Days of business: 2023-10-01 to 2025-09-30. */
export const dayCount = 731;
/** Wall-clock seconds since 1970 at the start of day 0. */
export const firstSecond = firstDayUtc / 1000;

export interface Day {
  /** `YYYY-MM-DD`. */
  text: string;
  /** 0 = January. */
  month: number;
  /** 0 = Monday, 6 = Sunday. */
  weekday: number;
  /** Number of the discount week the day belongs to, or -1. */
  discountWeek: number;
}

/** Mondays on which a discount week of seven days starts. */
const discountMondays = [
  '2023-10-16',
  '2023-11-20',
  '2024-01-08',
  '2024-02-19',
  '2024-04-08',
  '2024-05-20',
  '2024-07-01',
  '2024-08-19',
  '2024-10-14',
  '2024-11-25',
  '2025-01-06',
  '2025-02-17',
  '2025-04-07',
  '2025-05-19',
  '2025-06-30',
  '2025-08-18',
  '2025-09-15',
].map((text) => dayOf(text));

/** Demand by month: Christmas above all, a lesser peak in summer. */
const monthDemand = [0.85, 0.8, 0.9, 1, 1.05, 1.2, 1.2, 1.05, 0.95, 1, 1.35, 1.45];

/** Number of a day given as `YYYY-MM-DD`; days before the first are negative. */
export function dayOf(text: string): number {
  return Math.round((Date.parse(`${text}T00:00:00Z`) - firstDayUtc) / millisecondsPerDay);
}

/** `YYYY-MM-DD` of a day's number, also outside the two years. */
export function dateText(day: number): string {
  return new Date(firstDayUtc + day * millisecondsPerDay).toISOString().slice(0, 10);
}

/** All days of business. */
export const days: readonly Day[] = Array.from({ length: dayCount }, (_, day) => {
  const date = new Date(firstDayUtc + day * millisecondsPerDay);
  return {
    text: dateText(day),
    month: date.getUTCMonth(),
    weekday: (date.getUTCDay() + 6) % 7,
    discountWeek: discountMondays.findIndex((monday) => day >= monday && day < monday + 7),
  };
});

/** `HH:MM` of each minute of a day. */
export const clockTexts: readonly string[] = Array.from(
  { length: 1440 },
  (_, minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
);

/** On which days a habit buys at all. */
export type BuyingDays = 'any' | 'discountWeeks' | 'giftSeason';

/**
 * Cumulative weights of all days for one habit: month's demand, slow growth, a lift in discount weeks and the weight
 * of the weekday (Monday first), zero on days the habit never buys and on the two holidays the shop is closed.
 */
export function cumulativeDemand(buying: BuyingDays, weekdays: readonly number[]): Float64Array {
  const cumulative = new Float64Array(dayCount);
  let sum = 0;
  days.forEach((day, index) => {
    sum += dayWeight(day, index, buying) * weekdays[day.weekday]!;
    cumulative[index] = sum;
  });
  return cumulative;
}

function dayWeight(day: Day, index: number, buying: BuyingDays): number {
  const monthAndDay = day.text.slice(5);
  if (monthAndDay === '12-25' || monthAndDay === '01-01') return 0;
  const discounted = day.discountWeek >= 0;
  if (buying === 'discountWeeks') return discounted ? 1 : 0;
  if (buying === 'giftSeason') return monthAndDay >= '11-08' && monthAndDay <= '12-22' ? 1 : 0;
  return monthDemand[day.month]! * (1 + 0.15 * (index / dayCount)) * (discounted ? 1.2 : 1);
}

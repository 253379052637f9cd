/** Orders by month as a chart needs them, and what they show. */
import type { Language } from '../../../shared/domain.ts';
import type { DataQuality } from '../../../shared/quality.ts';

const english = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Year and month (1 to 12) of a position. */
function monthAt({ firstMonth }: DataQuality['months'], position: number): { year: number; month: number } {
  const months = firstMonth.year * 12 + firstMonth.month - 1 + position;
  return { year: Math.floor(months / 12), month: (months % 12) + 1 };
}

/** A month in words: Nov 2011, 2011 年 11 月. */
export function monthName(months: DataQuality['months'], position: number, language: Language): string {
  const { year, month } = monthAt(months, position);
  return language === 'zh-CN' ? `${year} 年 ${month} 月` : `${english[month - 1]!} ${year}`;
}

/** Labels of an axis: short, with the year where it begins. */
export function monthTicks(months: DataQuality['months'], language: Language): string[] {
  return months.orders.map((_, position) => {
    const { month } = monthAt(months, position);
    if (position === 0 || month === 1) return monthName(months, position, language);
    return language === 'zh-CN' ? `${month} 月` : english[month - 1]!;
  });
}

/** Positions of the months with the most and the fewest orders; of the fewest, the last month does not count. */
export function extremes({ orders }: DataQuality['months']): { most: number; fewest: number } {
  const complete = orders.length > 1 ? orders.slice(0, -1) : orders;
  return { most: orders.indexOf(Math.max(...orders)), fewest: complete.indexOf(Math.min(...complete)) };
}

/** Position of the month in which a gap begins. */
export function monthOfGap({ firstMonth }: DataQuality['months'], from: number): number {
  const date = new Date(from * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth() - (firstMonth.year * 12 + firstMonth.month - 1);
}

/**
 * Growth of the latest complete half of the months on the half before it (at most a year each); null where there are
 * fewer than four complete months. The first and last month may be cut off, and do not count.
 */
export function growth({ orders }: DataQuality['months']): { share: number; months: number } | null {
  const complete = orders.slice(1, -1);
  const half = Math.min(12, Math.floor(complete.length / 2));
  if (half < 2) return null;
  const sum = (some: readonly number[]): number => some.reduce((all, one) => all + one, 0);
  const before = sum(complete.slice(-2 * half, -half));
  return before === 0 ? null : { share: sum(complete.slice(-half)) / before - 1, months: half };
}

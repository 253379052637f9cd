/** When customers order: gaps, momentum, season, weekday and hour. */
import { monthOf, secondsPerDay, weekdayOf } from './calendar.ts';
import type { OrderHistory } from './order-history.ts';

/** Length in days of the two windows that momentum compares. */
const windowDays = 90;
/** The earlier window must be covered by at least this many days of data. */
const leastBefore = 30;
/** Below a year of data, November and December say when a customer came, not what kind of customer it is. */
const yearDays = 365;
const eveningFrom = 17 * 3600;

/**
 * Per row, with reference day R:
 * - daysBetweenOrders: mean of the gaps between successive orders in calendar days; missing below two orders
 * - gapSpread: population standard deviation of the gaps / their mean; missing below three orders or without any gap
 * - recentOrders90: orders in the 90 days before R
 * - momentum: log2((a + 1/90) / (b + 1/90)), a and b being orders per day in the last 90 days and in the 90 before, each
 *   over the days that the data cover; +1 is twice as often as before. Missing for everyone if the data reach back less
 *   than 120 days
 * - seasonality: share of orders in November and December; missing for everyone if the data cover less than a year
 */
export function orderRhythmColumns(history: OrderHistory, referenceDay: number): Record<string, Float64Array> {
  const { orderStart, day, firstDay, lastDay } = history;
  const n = history.customers.length;
  const daysBetweenOrders = new Float64Array(n);
  const gapSpread = new Float64Array(n);
  const recentOrders90 = new Float64Array(n);
  const momentum = new Float64Array(n);
  const seasonality = new Float64Array(n);
  const covered = referenceDay - firstDay;
  const recentDays = Math.min(windowDays, covered);
  const beforeDays = Math.min(windowDays, covered - recentDays);
  const coversYear = lastDay - firstDay + 1 >= yearDays;
  for (let row = 0; row < n; row++) {
    const from = orderStart[row]!;
    const to = orderStart[row + 1]!;
    const gaps = to - from - 1;
    const mean = (day[to - 1]! - day[from]!) / gaps;
    let squares = 0;
    for (let o = from + 1; o < to; o++) squares += (day[o]! - day[o - 1]! - mean) ** 2;
    daysBetweenOrders[row] = gaps < 1 ? NaN : mean;
    gapSpread[row] = gaps < 2 || mean === 0 ? NaN : Math.sqrt(squares / gaps) / mean;

    let recent = 0;
    let before = 0;
    let season = 0;
    for (let o = from; o < to; o++) {
      const ago = referenceDay - day[o]!;
      if (ago <= windowDays) recent++;
      else if (ago <= 2 * windowDays) before++;
      if (coversYear && monthOf(day[o]!) >= 11) season++;
    }
    recentOrders90[row] = recent;
    momentum[row] =
      beforeDays < leastBefore
        ? NaN
        : Math.log2((recent / recentDays + 1 / windowDays) / (before / beforeDays + 1 / windowDays));
    seasonality[row] = coversYear ? season / (to - from) : NaN;
  }
  return { daysBetweenOrders, gapSpread, recentOrders90, momentum, seasonality };
}

/**
 * Per row:
 * - weekendShare: share of orders on Saturday and Sunday; eveningShare: share of orders from 17:00 on
 * - hourSin, hourCos and weekdaySin, weekdayCos: mean sine and cosine of the orders' hour (midnight is angle 0) and
 *   weekday (Monday is angle 0). The mean's length is how firm the habit is: someone without one is near (0, 0)
 */
export function orderHabitColumns(history: OrderHistory): Record<string, Float64Array> {
  const { orderStart, day, second } = history;
  const n = history.customers.length;
  const weekendShare = new Float64Array(n);
  const eveningShare = new Float64Array(n);
  const hourSin = new Float64Array(n);
  const hourCos = new Float64Array(n);
  const weekdaySin = new Float64Array(n);
  const weekdayCos = new Float64Array(n);
  const sineOfWeekday = Float64Array.from({ length: 7 }, (_, weekday) => Math.sin((2 * Math.PI * weekday) / 7));
  const cosineOfWeekday = Float64Array.from({ length: 7 }, (_, weekday) => Math.cos((2 * Math.PI * weekday) / 7));
  for (let row = 0; row < n; row++) {
    const from = orderStart[row]!;
    const to = orderStart[row + 1]!;
    for (let o = from; o < to; o++) {
      const weekday = weekdayOf(day[o]!);
      const angle = (2 * Math.PI * second[o]!) / secondsPerDay;
      if (weekday >= 5) weekendShare[row]!++;
      if (second[o]! >= eveningFrom) eveningShare[row]!++;
      hourSin[row]! += Math.sin(angle);
      hourCos[row]! += Math.cos(angle);
      weekdaySin[row]! += sineOfWeekday[weekday]!;
      weekdayCos[row]! += cosineOfWeekday[weekday]!;
    }
    for (const column of [weekendShare, eveningShare, hourSin, hourCos, weekdaySin, weekdayCos]) {
      column[row]! /= to - from;
    }
  }
  return { weekendShare, eveningShare, hourSin, hourCos, weekdaySin, weekdayCos };
}

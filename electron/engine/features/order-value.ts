/** How often, how much and how lately: the features that need nothing but the orders' days and money. */
import type { OrderHistory } from './order-history.ts';

/**
 * Per row of the history, with reference day R (days since 1970):
 * - recency: R - day of the last order, in calendar days, so 1 for an order on the day before R
 * - frequency: number of orders; monetary: sum of their money
 * - tenure: R - day of the first order; activeSpan: days from the first to the last order
 * - averageOrderValue: monetary / frequency; firstOrderValue: money of the earliest order
 * - orderValueSpread: population standard deviation of the order values / |their mean|; missing below two orders
 */
export function orderValueColumns(history: OrderHistory, referenceDay: number): Record<string, Float64Array> {
  const { orderStart, day, amount } = history;
  const n = history.customers.length;
  const recency = new Float64Array(n);
  const frequency = new Float64Array(n);
  const monetary = new Float64Array(n);
  const tenure = new Float64Array(n);
  const activeSpan = new Float64Array(n);
  const averageOrderValue = new Float64Array(n);
  const firstOrderValue = new Float64Array(n);
  const orderValueSpread = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    const from = orderStart[row]!;
    const to = orderStart[row + 1]!;
    let sum = 0;
    for (let o = from; o < to; o++) sum += amount[o]!;
    const mean = sum / (to - from);
    let squares = 0;
    for (let o = from; o < to; o++) squares += (amount[o]! - mean) ** 2;
    recency[row] = referenceDay - day[to - 1]!;
    frequency[row] = to - from;
    monetary[row] = sum;
    tenure[row] = referenceDay - day[from]!;
    activeSpan[row] = day[to - 1]! - day[from]!;
    averageOrderValue[row] = mean;
    firstOrderValue[row] = amount[from]!;
    orderValueSpread[row] = to - from < 2 || mean === 0 ? NaN : Math.sqrt(squares / (to - from)) / Math.abs(mean);
  }
  return {
    recency,
    frequency,
    monetary,
    tenure,
    activeSpan,
    averageOrderValue,
    firstOrderValue,
    orderValueSpread,
  };
}

/** The time that is looked at: which orders count, the day from which days are counted back, and where the future begins. */
import type { Period } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { CleanedOrders } from '../../../shared/orders.ts';
import { eachKeptLine, leastCustomers } from './future.ts';
import type { OrderFeatureOptions } from './order-features.ts';

/** Days are counted back from the chosen end; without one, from the day after the last order. */
export function referenceOf({ until }: Period): OrderFeatureOptions {
  return until === undefined ? {} : { referenceTime: until };
}

/**
 * Refuses a period that no segment can come of.
 * @param cleaned the orders of this very period.
 * @throws AppError invalid_input `period_needs_orders`; `period_reversed`, where it ends before it begins;
 * `period_empty`, where nobody ordered in it; `cut_off_outside`, where the future would begin before or after all of
 * its orders; `cut_off_too_early` (customers, needed), where too few people ordered before it. O(lines).
 */
export function checkPeriod(cleaned: CleanedOrders, { from, until, cutOff }: Period): void {
  if (from === undefined && until === undefined && cutOff === undefined) return;
  if (cleaned.orders.lines.count === 0) throw new AppError('invalid_input', { reason: 'period_needs_orders' });
  if (from !== undefined && until !== undefined && from >= until) {
    throw new AppError('invalid_input', { reason: 'period_reversed' });
  }
  const { customer } = cleaned.orders.lines;
  const before = new Set<number>();
  let [first, last] = [Infinity, -Infinity];
  eachKeptLine(cleaned, (line, time) => {
    if (time < first) first = time;
    if (time > last) last = time;
    if (cutOff !== undefined && time < cutOff) before.add(customer[line]!);
  });
  if (first > last) throw new AppError('invalid_input', { reason: 'period_empty' });
  if (cutOff === undefined) return;
  if (cutOff <= first || cutOff > last) throw new AppError('invalid_input', { reason: 'cut_off_outside' });
  if (before.size < leastCustomers) {
    const details = { reason: 'cut_off_too_early', customers: before.size, needed: leastCustomers };
    throw new AppError('invalid_input', details);
  }
}

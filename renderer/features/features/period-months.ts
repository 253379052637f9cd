import type { Period } from '../../../shared/domain.ts';
import type { DataQuality } from '../../../shared/quality.ts';

export interface PeriodMonth {
  orders: number;
  /** Wholly outside of the period; begins in the held-out future; or what features are made of. */
  place: 'outside' | 'future' | 'past';
}

/** Where each month lies in a period. Only a chosen cut-off is shown: the automatic one follows from the orders. */
export function monthsInPeriod({ firstMonth, orders }: DataQuality['months'], period: Period): PeriodMonth[] {
  const { from = -Infinity, until = Infinity, cutOff = Infinity } = period;
  const startOf = (position: number): number => Date.UTC(firstMonth.year, firstMonth.month - 1 + position) / 1000;
  return orders.map((count, position) => {
    const isOutside = startOf(position + 1) <= from || startOf(position) >= until;
    return { orders: count, place: isOutside ? 'outside' : startOf(position) >= cutOff ? 'future' : 'past' };
  });
}

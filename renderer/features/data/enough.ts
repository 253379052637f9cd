/** Whether a data set holds enough for segments worth acting on: rules of thumb, said as such. */
import type { DatasetSummary } from '../../../shared/domain.ts';

export interface Requirement {
  kind: 'customers' | 'orders' | 'months';
  found: number;
  /** What is wanted, and what is needed at the very least. */
  wanted: number;
  least: number;
}

const secondsPerMonth = (365.25 / 12) * 86_400;

/**
 * Customers (300 wanted, 50 at least: fewer make segments of a handful), orders per customer (1.5 and 1.1: habits show
 * from the second order on) and months of history (6 and 2).
 */
export function requirements(dataset: DatasetSummary, customers: number): Requirement[] {
  return [
    { kind: 'customers', found: customers, wanted: 300, least: 50 },
    { kind: 'orders', found: customers > 0 ? dataset.orders / customers : 0, wanted: 1.5, least: 1.1 },
    { kind: 'months', found: (dataset.lastTime - dataset.firstTime) / secondsPerMonth, wanted: 6, least: 2 },
  ];
}

/** Red as soon as one requirement misses its least, amber as soon as one misses what is wanted. */
export function light(all: readonly Requirement[]): 'green' | 'amber' | 'red' {
  if (all.some(({ found, least }) => found < least)) return 'red';
  return all.some(({ found, wanted }) => found < wanted) ? 'amber' : 'green';
}

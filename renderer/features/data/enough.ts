/** Whether a data set holds enough for segments worth acting on: rules of thumb, said as such. */
import type { DatasetSummary } from '../../../shared/domain.ts';

export interface Requirement {
  kind: 'customers' | 'orders' | 'months' | 'columns' | 'filled';
  found: number;
  /** What is wanted, and what is needed at the very least. */
  wanted: number;
  least: number;
}

const secondsPerMonth = (365.25 / 12) * 86_400;

/**
 * Customers (300 wanted, 50 at least: fewer make segments of a handful), orders per customer (1.5 and 1.1: habits show
 * from the second order on) and months of history (6 and 2). Without orders, columns to compare by (3 and 1) and how
 * many per cent of their cells are filled (80 and 30).
 */
export function requirements(dataset: DatasetSummary, customers: number): Requirement[] {
  const enoughCustomers: Requirement = { kind: 'customers', found: customers, wanted: 300, least: 50 };
  if (dataset.lines === 0) {
    const columns = comparedColumns(dataset);
    const filled = columns.reduce((sum, { missing, lines }) => sum + 1 - missing / Math.max(1, lines), 0);
    return [
      enoughCustomers,
      { kind: 'columns', found: columns.length, wanted: 3, least: 1 },
      { kind: 'filled', found: columns.length > 0 ? (100 * filled) / columns.length : 0, wanted: 80, least: 30 },
    ];
  }
  return [
    enoughCustomers,
    { kind: 'orders', found: customers > 0 ? dataset.orders / customers : 0, wanted: 1.5, least: 1.1 },
    { kind: 'months', found: (dataset.lastTime - dataset.firstTime) / secondsPerMonth, wanted: 6, least: 2 },
  ];
}

/** Profiles of the columns that become features, in all files. */
export function comparedColumns({ files }: DatasetSummary): { missing: number; lines: number }[] {
  return files.flatMap(({ kind, columns }) =>
    columns.flatMap(({ role, profile }) => {
      const isFeature = role === 'attribute' || (kind !== 'attributes' && kind !== 'features' && role !== 'ignored');
      return isFeature && profile && profile.distinct !== 1 ? [profile] : [];
    }),
  );
}

/** Red as soon as one requirement misses its least, amber as soon as one misses what is wanted. */
export function light(all: readonly Requirement[]): 'green' | 'amber' | 'red' {
  if (all.some(({ found, least }) => found < least)) return 'red';
  return all.some(({ found, wanted }) => found < wanted) ? 'amber' : 'green';
}

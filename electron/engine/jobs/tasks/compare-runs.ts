import type { RunComparison } from '../../../../shared/evaluation.ts';
import { compareRuns } from '../../insight/compare-runs.ts';
import { revenuePerCustomer } from '../../insight/top-products.ts';
import type { HeldKeys } from '../explorer.ts';
import { heldDataset, heldLabels } from './held-dataset.ts';

export interface EarlierRun {
  nSegments: number;
  /** Position of each customer's segment. */
  segments: Int32Array;
  /** The customers: indices into the data set that both runs are of, or names where it is another. */
  customers: Int32Array | string[];
}

/** Compares the held run with an earlier one. */
export function run(
  args: HeldKeys & { nSegments: number; earlier: EarlierRun },
): Omit<RunComparison, 'runId' | 'otherId' | 'sameData'> {
  const { table, cleaned, orders } = heldDataset(args.datasetKey);
  const after = heldLabels(args.labelsKey);
  const { earlier } = args;
  const byName = Array.isArray(earlier.customers);
  const known = new Map<string | number, number>();
  earlier.customers.forEach((customer: string | number, i: number) => known.set(customer, earlier.segments[i]!));
  const before = Int32Array.from(table.customers, (customer) => {
    const key = byName ? orders.dictionaries.customers[customer]! : customer;
    const segment = known.get(key) ?? -1;
    known.delete(key);
    return segment;
  });
  const droppedFrom = new Int32Array(earlier.nSegments);
  for (const segment of known.values()) droppedFrom[segment]!++;
  const comparison = compareRuns({
    after,
    before,
    nAfter: args.nSegments,
    nBefore: earlier.nSegments,
    revenue: revenuePerCustomer(table, cleaned),
    droppedFrom,
  });
  return { ...comparison, before, after };
}

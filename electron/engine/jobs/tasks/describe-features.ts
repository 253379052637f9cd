import type { FeatureTable } from '../../../../shared/domain.ts';
import type { FeatureOverview } from '../../../../shared/feature-overview.ts';
import { describeCategories } from '../../features/category-summary.ts';
import { describeFeatures, type DescribedColumns } from '../../features/feature-summary.ts';
import { fillGaps } from '../../ml/preprocessing/neighbour-fill.ts';
import { treatTable } from '../../ml/preprocessing/preprocessing.ts';
import { findUnusual, whatSetsApart } from '../../ml/preprocessing/unusual.ts';
import { takeRows, type Matrix } from '../../ml/types.ts';
import type { HeldKeys } from '../explorer.ts';
import type { TaskContext } from '../tasks.ts';
import { heldDataset } from './held-dataset.ts';

const known: DescribedColumns = new WeakMap();
/** Customers who are looked at for unusual ones, while nothing is to be done about these: a change is to be seen at once. */
const mostLookedAt = 20_000;
const mostNamed = 3;

/** All that the features page shows of the data set that is held. */
export function run(args: HeldKeys, context: TaskContext): FeatureOverview {
  const { orders, codings, table, suggested, pca, preprocessing, treated, unusual, failed } = heldDataset(
    args.datasetKey,
  );
  const filled = preprocessing.neighbours ? fillGaps(preprocessing.neighbours, table) : new Map<string, Float64Array>();
  const { features, pairs } = describeFeatures(table, suggested, { known, filled }, (share) => {
    context.checkCancelled();
    context.report(share);
  });
  // What was done about unusual customers must not hide who they are.
  const alike = unusual ? treatTable(table).treated : treated;
  return {
    customers: table.customers.length,
    features,
    pairs,
    categories: describeCategories(orders.table, table.customers, codings),
    unusual: describeUnusual(alike, unusual?.rows ?? null, table, context),
    pca,
    failed: failed.map(({ id, error }) => ({ id, error: error.toWire() })),
  };
}

function describeUnusual(
  treated: Matrix,
  known: Int32Array | null,
  { definitions }: FeatureTable,
  context: TaskContext,
): FeatureOverview['unusual'] {
  const step = known ? 1 : Math.max(1, Math.ceil(treated.nSamples / mostLookedAt));
  const seen = step === 1 ? treated : takeRows(treated, everyNth(treated.nSamples, step));
  const rows = known ?? (seen.nFeatures === 0 ? new Int32Array(0) : findUnusual(seen, context).rows);
  const used = definitions.filter(({ inUse }) => inUse);
  const apart = rows.length === 0 ? [] : whatSetsApart(seen, rows).slice(0, mostNamed);
  return {
    customers: rows.length * step,
    about: step > 1,
    apart: apart.map(({ column, difference }) => ({ feature: used[column]!.id, difference })),
  };
}

function everyNth(n: number, step: number): Int32Array {
  return Int32Array.from({ length: Math.ceil(n / step) }, (_, i) => i * step);
}

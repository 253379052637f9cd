import type { FeatureOverview } from '../../../../shared/feature-overview.ts';
import { describeFeatures, type DescribedColumns } from '../../features/feature-summary.ts';
import { fillGaps } from '../../ml/preprocessing/neighbour-fill.ts';
import type { HeldKeys } from '../explorer.ts';
import type { TaskContext } from '../tasks.ts';
import { heldDataset } from './held-dataset.ts';

const known: DescribedColumns = new WeakMap();

/** All that the features page shows of the data set that is held. */
export function run(args: HeldKeys, context: TaskContext): FeatureOverview {
  const { table, suggested, pca, preprocessing } = heldDataset(args.datasetKey);
  const filled = preprocessing.neighbours ? fillGaps(preprocessing.neighbours, table) : new Map<string, Float64Array>();
  const { features, pairs } = describeFeatures(table, suggested, { known, filled }, (share) => {
    context.checkCancelled();
    context.report(share);
  });
  return { customers: table.customers.length, features, pairs, pca };
}

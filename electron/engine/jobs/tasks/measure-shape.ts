import { clusteringEffort, type ClusteringEffort } from '../../segmentation/estimate/clustering-effort.ts';
import type { HeldKeys } from '../explorer.ts';
import { numericContext, type TaskContext } from '../tasks.ts';
import { heldDataset } from './held-dataset.ts';

/** What a run of the data set that is held will work on, for the estimate of its time. */
export function run(
  args: HeldKeys,
  context: TaskContext,
): { customers: number; features: number; effort: ClusteringEffort } {
  const { treated } = heldDataset(args.datasetKey);
  const effort = clusteringEffort(treated, numericContext(context, 0, 'effort'));
  return { customers: treated.nSamples, features: Math.max(1, treated.nFeatures), effort };
}

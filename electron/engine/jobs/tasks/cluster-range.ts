import { fitKMeansRange, type KMeansModel } from '../../ml/clustering/kmeans.ts';
import type { Matrix } from '../../ml/types.ts';
import { scoreCandidates, type ScoredLabels } from '../../segmentation/score-candidates.ts';
import { numericContext, partOf, type TaskContext } from '../tasks.ts';

export interface ClusteringCandidate extends ScoredLabels {
  nSegments: number;
  model: KMeansModel;
  labels: Int32Array;
}

/** K-Means for every number of segments in one space, each scored in that space. */
export function run(
  args: { space: Matrix; counts: number[]; nInit: number; silhouetteSample: number; seed: number; label: string },
  context: TaskContext,
): ClusteringCandidate[] {
  const { space, counts, nInit, seed, label } = args;
  const fits = fitKMeansRange(
    space,
    { nClusters: counts, nInit },
    numericContext(partOf(context, 0, 0.6), seed, label),
  ).map(({ model, labels }, i) => ({ nSegments: counts[i]!, model, labels }));
  const scored = scoreCandidates(
    space,
    fits,
    args.silhouetteSample,
    numericContext(partOf(context, 0.6, 1), seed, `${label}:silhouette`),
  );
  return fits.map((fit, i) => ({ ...fit, ...scored[i]! }));
}

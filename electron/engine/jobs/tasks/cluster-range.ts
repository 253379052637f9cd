import type { PartitionScores } from '../../../../shared/domain.ts';
import { fitKMeansRange, type KMeansModel } from '../../ml/clustering/kmeans.ts';
import { calinskiHarabasz, daviesBouldin } from '../../ml/metrics/partition.ts';
import { silhouetteScores } from '../../ml/metrics/silhouette.ts';
import type { Matrix } from '../../ml/types.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

export interface ClusteringCandidate {
  nSegments: number;
  model: KMeansModel;
  labels: Int32Array;
  scores: PartitionScores;
  smallestShare: number;
}

/** K-Means for every number of segments in one space, each scored in that space. */
export function run(
  args: { space: Matrix; counts: number[]; nInit: number; silhouetteSample: number; seed: number; label: string },
  context: TaskContext,
): ClusteringCandidate[] {
  const { space, counts, nInit } = args;
  const part = (from: number, to: number): TaskContext => ({
    ...context,
    report: (share) => context.report(from + share * (to - from)),
  });
  const fits = fitKMeansRange(space, { nClusters: counts, nInit }, numericContext(part(0, 0.6), args.seed, args.label));
  const silhouettes = silhouetteScores(
    space,
    fits.map((fit) => fit.labels),
    { sampleSize: args.silhouetteSample },
    numericContext(part(0.6, 1), args.seed, `${args.label}:silhouette`),
  );
  return fits.map((fit, i) => {
    const sizes = new Float64Array(counts[i]!);
    for (const label of fit.labels) sizes[label]!++;
    return {
      nSegments: counts[i]!,
      model: fit.model,
      labels: fit.labels,
      scores: {
        silhouette: silhouettes[i]!.silhouette,
        silhouetteSample: silhouettes[i]!.sample,
        daviesBouldin: daviesBouldin(space, fit.labels),
        calinskiHarabasz: calinskiHarabasz(space, fit.labels),
      },
      smallestShare: Math.min(...sizes) / space.nSamples,
    };
  });
}

import type { PartitionScores } from '../../../shared/domain.ts';
import { calinskiHarabasz, daviesBouldin } from '../ml/metrics/partition.ts';
import { silhouetteScores } from '../ml/metrics/silhouette.ts';
import type { Context, Matrix } from '../ml/types.ts';

export interface ScoredLabels {
  scores: PartitionScores;
  /** Share of customers in the smallest segment; 0 where one is empty. */
  smallestShare: number;
}

/** Several partitions of the same customers, scored in one space; each pairwise distance is computed once. */
export function scoreCandidates(
  space: Matrix,
  candidates: readonly { labels: Int32Array; nSegments: number }[],
  silhouetteSample: number,
  ctx: Context,
): ScoredLabels[] {
  const silhouettes = silhouetteScores(
    space,
    candidates.map(({ labels }) => labels),
    { sampleSize: silhouetteSample },
    ctx,
  );
  return candidates.map(({ labels, nSegments }, i) => {
    const sizes = new Float64Array(nSegments);
    for (const label of labels) sizes[label]!++;
    return {
      scores: {
        silhouette: silhouettes[i]!.silhouette,
        silhouetteSample: silhouettes[i]!.sample,
        daviesBouldin: daviesBouldin(space, labels),
        calinskiHarabasz: calinskiHarabasz(space, labels),
      },
      smallestShare: Math.min(...sizes) / space.nSamples,
    };
  });
}

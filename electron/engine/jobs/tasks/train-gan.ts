import type { SyntheticReport } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import { fitKMeansRange, predictKMeans, type KMeansModel } from '../../ml/clustering/kmeans.ts';
import type { GanCheckpoint } from '../../ml/networks/gan/gan.ts';
import { toShared } from '../../ml/shared-memory.ts';
import type { Matrix } from '../../ml/types.ts';
import { scoreCandidates, type ScoredLabels } from '../../segmentation/score-candidates.ts';
import { learnSynthetic } from '../../segmentation/synthetic.ts';
import { numericContext, partOf, type TaskContext } from '../tasks.ts';

export interface SyntheticCandidate extends ScoredLabels {
  nSegments: number;
  /** Centres of the synthetic customers, in the treated space. */
  model: KMeansModel;
  /** Nearest centre of each real customer, and of each representative synthetic one. */
  labels: Int32Array;
  syntheticLabels: Int32Array;
}

/**
 * Trains a GAN, clusters its representative customers for every number of segments, and scores what real customers get
 * of it; tells a checkpoint now and then. Neither the GAN nor its customers are kept: only centres.
 */
export function run(
  args: {
    space: Matrix;
    counts: number[];
    steps: number;
    nInit: number;
    silhouetteSample: number;
    seed: number;
    checkpoint: GanCheckpoint | null;
  },
  context: TaskContext,
): { synthetic: Matrix; candidates: SyntheticCandidate[]; report: SyntheticReport } {
  const { space, counts, steps, nInit, seed } = args;
  const { representative, report } = learnSynthetic(space, steps, {
    ...numericContext(partOf(context, 0, 0.8), seed, 'gan'),
    checkpoint: args.checkpoint,
    onCheckpoint: (checkpoint) => context.tell(checkpoint),
  });
  const fits = fitKMeansRange(
    representative,
    { nClusters: counts, nInit },
    numericContext(partOf(context, 0.8, 0.9), seed, 'gan:clustering'),
  )
    .map(({ model, labels }, i) => ({
      nSegments: counts[i]!,
      model,
      labels: predictKMeans(model, space),
      syntheticLabels: labels,
    }))
    // A single segment of real customers is no segmentation.
    .filter(({ labels }) => labels.some((label) => label !== labels[0]));
  if (fits.length === 0) throw new AppError('insufficient_data', { reason: 'one_segment' });
  const scored = scoreCandidates(
    space,
    fits,
    args.silhouetteSample,
    numericContext(partOf(context, 0.9, 1), seed, 'gan:silhouette'),
  );
  return {
    synthetic: toShared(representative),
    candidates: fits.map((fit, i) => ({ ...fit, ...scored[i]! })),
    report,
  };
}

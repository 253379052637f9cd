import type { PartitionScores } from '../../../../shared/domain.ts';
import { calinskiHarabasz, daviesBouldin } from '../../ml/metrics/partition.ts';
import { silhouetteScores } from '../../ml/metrics/silhouette.ts';
import type { Matrix } from '../../ml/types.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

/** Several partitions of the same customers, scored in one space; each pairwise distance is computed once. */
export function run(
  args: { space: Matrix; labelings: Int32Array[]; silhouetteSample: number; seed: number },
  context: TaskContext,
): PartitionScores[] {
  const silhouettes = silhouetteScores(
    args.space,
    args.labelings,
    { sampleSize: args.silhouetteSample },
    numericContext(context, args.seed, 'common:silhouette'),
  );
  return args.labelings.map((labels, i) => ({
    silhouette: silhouettes[i]!.silhouette,
    silhouetteSample: silhouettes[i]!.sample,
    daviesBouldin: daviesBouldin(args.space, labels),
    calinskiHarabasz: calinskiHarabasz(args.space, labels),
  }));
}

import type { PartitionScores } from '../../../../shared/domain.ts';
import type { Matrix } from '../../ml/types.ts';
import { scoreCandidates } from '../../segmentation/score-candidates.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

/** Several partitions of the same customers, scored in the space that is common to all methods. */
export function run(
  args: { space: Matrix; labelings: Int32Array[]; silhouetteSample: number; seed: number },
  context: TaskContext,
): PartitionScores[] {
  return scoreCandidates(
    args.space,
    args.labelings.map((labels) => ({
      labels,
      nSegments: 1 + labels.reduce((most, label) => Math.max(most, label), 0),
    })),
    args.silhouetteSample,
    numericContext(context, args.seed, 'common:silhouette'),
  ).map(({ scores }) => scores);
}

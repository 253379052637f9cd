import type { Method, SegmentProfile } from '../../../../shared/domain.ts';
import { describeSegments } from '../../insight/describe-segments.ts';
import { rfmSegmentKinds } from '../../ml/clustering/rfm.ts';
import type { HeldKeys } from '../explorer.ts';
import { numericContext, type TaskContext } from '../tasks.ts';
import { heldDataset } from './held-dataset.ts';

/** As `describeSegments`, of the data set that is held: the same labels get the same names. */
export function run(
  args: HeldKeys & {
    method: Method;
    labels: Int32Array;
    nSegments: number;
    overlap: Float64Array | null;
    seed: number;
  },
  context: TaskContext,
): { profiles: SegmentProfile[]; order: Int32Array } {
  const { table, treated, pca, cleaned } = heldDataset(args.datasetKey);
  return describeSegments(
    {
      table,
      treated,
      usedFeatures: pca.features,
      labels: args.labels,
      nClusters: args.nSegments,
      cleaned,
      stability: args.overlap,
      ...(args.method === 'rfm' ? { fixedKinds: [...rfmSegmentKinds] } : {}),
    },
    numericContext(context, args.seed, 'describe'),
  );
}

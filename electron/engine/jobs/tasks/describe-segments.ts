import type { FeatureTable, Method, Period, SegmentProfile } from '../../../../shared/domain.ts';
import type { Orders, Recipe } from '../../../../shared/orders.ts';
import { cleanOrders } from '../../ingest/clean-orders.ts';
import { describeSegments } from '../../insight/describe-segments.ts';
import { rfmSegmentKinds } from '../../ml/clustering/rfm.ts';
import type { Matrix } from '../../ml/types.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

/** Names, traits, rules and top products of the segments, in order of value. */
export function run(
  args: {
    orders: Orders;
    recipe: Recipe;
    period: Period;
    table: FeatureTable;
    treated: Matrix;
    usedFeatures: string[];
    method: Method;
    labels: Int32Array;
    nSegments: number;
    overlap: Float64Array | null;
    seed: number;
  },
  context: TaskContext,
): { profiles: SegmentProfile[]; order: Int32Array } {
  return describeSegments(
    {
      table: args.table,
      treated: args.treated,
      usedFeatures: args.usedFeatures,
      labels: args.labels,
      nClusters: args.nSegments,
      cleaned: cleanOrders(args.orders, args.recipe, args.period),
      stability: args.overlap,
      ...(args.method === 'rfm' ? { fixedKinds: [...rfmSegmentKinds] } : {}),
    },
    numericContext(context, args.seed, 'describe'),
  );
}

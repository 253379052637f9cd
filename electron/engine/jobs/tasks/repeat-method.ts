import { matchClusters } from '../../ml/metrics/match-clusters.ts';
import { adjustedRandIndex } from '../../ml/metrics/external.ts';
import { bootstrapRows } from '../../segmentation/bootstrap.ts';
import {
  fitMethod,
  predictMethod,
  takeCustomers,
  type MethodInput,
  type MethodPlan,
} from '../../segmentation/fit-method.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

export interface Repetition {
  /** Adjusted Rand index between this repetition and the reference. */
  agreement: number;
  /** For each reference segment, the Jaccard overlap with its best counterpart here. */
  overlap: Float64Array;
}

/** A whole method again, network included, on customers drawn with replacement. */
export async function run(
  args: { input: MethodInput; plan: MethodPlan; reference: Int32Array; seed: number; round: number },
  context: TaskContext,
): Promise<Repetition> {
  const ctx = numericContext(context, args.seed, `repeat:${args.plan.method}:${args.round}`);
  const { fit, judge } = bootstrapRows(args.input.treated.nSamples, ctx.random);
  const fitted = await fitMethod(takeCustomers(args.input, fit), args.plan, ctx);
  const labels = predictMethod(fitted, takeCustomers(args.input, judge));
  const reference = judge.map((row) => args.reference[row]!);
  const nSegments = args.plan.nSegments;
  return {
    agreement: adjustedRandIndex(reference, labels),
    overlap: matchClusters(reference, labels, nSegments, nSegments).jaccard,
  };
}

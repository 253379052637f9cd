import type { AutoencoderModel } from '../../ml/networks/autoencoder.ts';
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

/**
 * A whole method again on customers drawn with replacement: those of `label`.
 * @param args.network of this repetition, trained by `repeatNetwork` on the same customers; null for methods without.
 */
export async function run(
  args: {
    input: MethodInput;
    plan: MethodPlan;
    network: AutoencoderModel | null;
    reference: Int32Array;
    seed: number;
    label: string;
  },
  context: TaskContext,
): Promise<Repetition> {
  const ctx = numericContext(context, args.seed, args.label);
  const { fit, judge } = bootstrapRows(args.input.treated.nSamples, ctx.random);
  const fitted = await fitMethod(takeCustomers(args.input, fit), args.plan, ctx, args.network);
  const labels = predictMethod(fitted, takeCustomers(args.input, judge));
  const reference = judge.map((row) => args.reference[row]!);
  const nSegments = args.plan.nSegments;
  return {
    agreement: adjustedRandIndex(reference, labels),
    overlap: matchClusters(reference, labels, nSegments, nSegments).jaccard,
  };
}

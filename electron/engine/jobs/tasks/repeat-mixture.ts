import { predictGaussianMixture } from '../../ml/clustering/gaussian-mixture.ts';
import { adjustedRandIndex } from '../../ml/metrics/external.ts';
import { takeRows, type Matrix } from '../../ml/types.ts';
import { bootstrapRows } from '../../segmentation/bootstrap.ts';
import { fitMixture, mixtureBootstrapSample } from '../../segmentation/mixture.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

/** Starts of K-Means per refit, as `repeatClustering` has. */
const nInit = 3;

/** `repeatClustering` for Gaussian mixtures: one bootstrap round over every number of segments. */
export function run(
  args: { space: Matrix; counts: number[]; references: Int32Array[]; seed: number; label: string },
  context: TaskContext,
): number[] {
  const ctx = numericContext(context, args.seed, args.label);
  const { fit, judge } = bootstrapRows(args.space.nSamples, ctx.random, mixtureBootstrapSample);
  const judged = takeRows(args.space, judge);
  const fitted = takeRows(args.space, fit);
  return args.counts.map((nSegments, i) => {
    ctx.checkCancelled();
    const quiet = { ...ctx, random: ctx.random.fork(nSegments), report: () => {} };
    const labels = predictGaussianMixture(fitMixture(fitted, nSegments, nInit, quiet), judged);
    ctx.report((i + 1) / args.counts.length);
    return adjustedRandIndex(
      judge.map((row) => args.references[i]![row]!),
      labels,
    );
  });
}

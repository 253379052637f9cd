import { fitKMeansRange, predictKMeans } from '../../ml/clustering/kmeans.ts';
import { adjustedRandIndex } from '../../ml/metrics/external.ts';
import { takeRows, type Matrix } from '../../ml/types.ts';
import { bootstrapRows } from '../../segmentation/bootstrap.ts';
import { numericContext, type TaskContext } from '../tasks.ts';

/** Starts per refit: enough to find the same optimum again, few enough to repeat for every number of segments. */
const nInit = 3;

/**
 * One bootstrap round: K-Means again on customers drawn with replacement, for every number of segments. Returns how
 * well each agrees with the reference labels (adjusted Rand index on customers drawn without replacement).
 */
export function run(
  args: { space: Matrix; counts: number[]; references: Int32Array[]; seed: number; label: string },
  context: TaskContext,
): number[] {
  const ctx = numericContext(context, args.seed, args.label);
  const { fit, judge } = bootstrapRows(args.space.nSamples, ctx.random);
  const judged = takeRows(args.space, judge);
  const fits = fitKMeansRange(takeRows(args.space, fit), { nClusters: args.counts, nInit }, ctx);
  return fits.map((refit, i) => {
    const reference = judge.map((row) => args.references[i]![row]!);
    return adjustedRandIndex(reference, predictKMeans(refit.model, judged));
  });
}

/** How well a classifier tells synthetic rows from real ones: an area under the curve of 0.5 is not at all. */
import { ranks } from '../../preprocessing/correlation.ts';
import { NeighbourTree } from '../../projection/neighbours.ts';
import { takeRows, type Context, type Matrix } from '../../types.ts';

const folds = 5;
const neighbours = 15;

/**
 * Area under the curve of a 15-nearest-neighbour classifier of real against synthetic rows (the same features), five-fold
 * cross-validated. Both should be equally many.
 */
export function discernibility(real: Matrix, synthetic: Matrix, ctx: Context): number {
  const n = real.nSamples + synthetic.nSamples;
  const { nFeatures } = real;
  const data = new Float64Array(n * nFeatures);
  data.set(real.data);
  data.set(synthetic.data, real.nSamples * nFeatures);
  const all = { data, nSamples: n, nFeatures };
  const order = ctx.random.fork('folds').permutation(n);
  const scores = new Float64Array(n);
  for (let fold = 0; fold < folds; fold++) {
    const [seen, asked] = [order.filter((_, i) => i % folds !== fold), order.filter((_, i) => i % folds === fold)];
    const k = Math.min(neighbours, seen.length);
    const quiet = { ...ctx, report: () => {} };
    const found = new NeighbourTree(takeRows(all, seen), quiet).nearest(takeRows(all, asked), k, quiet);
    for (let i = 0; i < asked.length; i++) {
      let synthetics = 0;
      for (let m = 0; m < k; m++) if (seen[found.indices[i * k + m]!]! >= real.nSamples) synthetics++;
      scores[asked[i]!] = synthetics / k;
    }
  }
  return areaUnderCurve(scores, real.nSamples);
}

/** Chance that a value from position `first` on is higher than one before it; half of it where they are equal. */
export function areaUnderCurve(scores: Float64Array, first: number): number {
  const positives = scores.length - first;
  const sum = ranks(scores)
    .subarray(first)
    .reduce((total, rank) => total + rank, 0);
  return (sum - (positives * (positives + 1)) / 2) / (positives * first);
}

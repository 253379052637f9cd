/** The quantile transform: whatever the distribution, it becomes a normal one, as only the ranks count. */
import { normalQuantile } from './normal-quantile.ts';
import { quantileInPlace } from './order-statistics.ts';

/** As many as describe a distribution; more would hold the values of single customers. */
const mostReferences = 101;
/** Shares are kept this far from 0 and 1, where a normal distribution has no end. */
const margin = 1e-7;

/**
 * Quantiles of the values at equal steps from 0 to 1, ascending: 101, or as many as there are values; none for no value.
 * @param values usable numbers. O(n log n).
 */
export function fitQuantiles(values: Float64Array): number[] {
  const sorted = Float64Array.from(values).sort();
  const count = Math.min(mostReferences, sorted.length);
  return Array.from({ length: count }, (_, i) => quantileInPlace(sorted, count === 1 ? 0.5 : i / (count - 1)));
}

/**
 * The place of a value among the references, 0 to 1, as a quantile of the normal distribution: from -5.2 at the lowest
 * and below to 5.2 at the highest and above. Between references it is interpolated; on several equal ones it is the
 * middle of their shares. As scikit-learn's QuantileTransformer, but that the lowest and the highest value have the
 * middle of their shares too where many customers have them: no cliff beside a heap of zeros. 0 without references.
 * O(log references).
 */
export function quantileToNormal(value: number, references: readonly number[]): number {
  const last = references.length - 1;
  if (last < 0) return 0;
  // References below the value, and those up to it.
  const below = countBelow(references, (reference) => reference < value);
  const upTo = countBelow(references, (reference) => reference <= value);
  let place: number;
  if (upTo === 0) place = 0;
  else if (below === references.length) place = last;
  else if (upTo > below) place = (below + upTo - 1) / 2;
  else place = below - 1 + (value - references[below - 1]!) / (references[below]! - references[below - 1]!);
  const share = last === 0 ? 0.5 : place / last;
  return normalQuantile(Math.min(1 - margin, Math.max(margin, share)));
}

/** How many references, from the first, the test holds for. */
function countBelow(references: readonly number[], holds: (reference: number) => boolean): number {
  let [low, high] = [0, references.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(references[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

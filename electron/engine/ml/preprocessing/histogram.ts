/** Histograms that show where most values lie, whatever a few extremes do, and figures about a column's shape. */
import type { ColumnHistogram, ColumnShape } from '../../../../shared/feature-overview.ts';
import { quantileInPlace } from './order-statistics.ts';
import { usableValues } from './usable.ts';

export const histogramBins = 24;
/** Where an axis ends is judged on so many values. */
const axisSample = 10_000;
/** The axis goes beyond the middle 90 % of the values by this many times their width, at most. */
const reach = 1.5;

/**
 * Counts values in about 24 bins of equal width (at most; whole numbers get bins of whole width, so that no bin is empty
 * for its width alone). The axis spans the values, but is cut where it would go on for more than 1.5 times the width of
 * the middle 90 %: values beyond are counted in `below` and `above`. Where 90 % and more are equal, the width of the
 * others and these decides. A bin holds its lower bound, the last one its upper bound too. NaN, infinite and unusable
 * values are `missing`, so that counts + below + above + missing = n. All equal: one bin about them. O(n).
 */
export function histogram(values: ArrayLike<number>, bins = histogramBins): ColumnHistogram {
  const usable = usableValues(values);
  const missing = values.length - usable.length;
  const { low, high } = axisOf(usable);
  const edges = edgesOf(low, high, bins, areWhole(usable));
  const first = edges[0]!;
  const last = edges.at(-1)!;
  const nBins = edges.length - 1;
  const width = (last - first) / nBins;
  const counts = new Array<number>(nBins).fill(0);
  let below = 0;
  let above = 0;
  for (let i = 0; i < usable.length; i++) {
    const value = usable[i]!;
    if (value < first) below++;
    else if (value > last) above++;
    else {
      let bin = Math.min(nBins - 1, Math.floor((value - first) / width));
      // Rounding may put a value on the wrong side of its edge.
      if (value < edges[bin]!) bin--;
      else if (bin < nBins - 1 && value >= edges[bin + 1]!) bin++;
      counts[bin]!++;
    }
  }
  return { edges, counts, below, above, missing };
}

/**
 * How values are spread: skewness, and how many have exactly the median; if more than half have one value, it is that
 * one. O(n).
 */
export function columnShape(values: ArrayLike<number>): ColumnShape {
  const usable = usableValues(values);
  const skewness = skewnessOf(usable);
  const usual = quantileInPlace(usable, 0.5);
  let times = 0;
  for (let i = 0; i < usable.length; i++) if (usable[i] === usual) times++;
  return { skewness, usual, usualShare: usable.length > 0 ? times / usable.length : 0 };
}

/** Skewness g1 = m3 / m2^1.5 of usable values; 0 where all are equal, or there are none. O(n). */
export function skewnessOf(values: Float64Array): number {
  const count = values.length;
  if (count === 0) return 0;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  const mean = sum / count;
  let second = 0;
  let third = 0;
  for (let i = 0; i < count; i++) {
    const difference = values[i]! - mean;
    const square = difference * difference;
    second += square;
    third += square * difference;
  }
  second /= count;
  third /= count;
  const skewness = second > 1e-24 * mean * mean ? third / second ** 1.5 : 0;
  return Number.isFinite(skewness) ? skewness : 0;
}

function axisOf(values: Float64Array): { low: number; high: number } {
  if (values.length === 0) return { low: 0, high: 1 };
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const scratch = everyNth(values);
  let from = quantileInPlace(scratch, 0.05);
  let to = quantileInPlace(scratch, 0.95);
  if (from === to) {
    // Of those who differ there may be few: all are looked at for them.
    const others = everyNth(differing(values, from));
    if (others.length === 0) return { low, high };
    const usual = from;
    from = Math.min(usual, quantileInPlace(others, 0.05));
    to = Math.max(usual, quantileInPlace(others, 0.95));
  }
  const beyond = reach * (to - from);
  return { low: Math.max(low, from - beyond), high: Math.min(high, to + beyond) };
}

function edgesOf(low: number, high: number, bins: number, whole: boolean): number[] {
  if (whole && Math.max(-low, high) < 1e12) {
    const first = Math.ceil(low);
    const last = Math.floor(high);
    const width = Math.max(1, Math.ceil((last - first + 1) / bins));
    const nBins = Math.ceil((last - first + 1) / width);
    return Array.from({ length: nBins + 1 }, (_, b) => first - 0.5 + b * width);
  }
  // Narrower than this, bounds between them would be rounded to one another.
  if (high - low <= 1e-12 * Math.max(-low, high)) {
    const half = Math.max(0.5, Math.abs(low) * 1e-9);
    return [low - half, low + half];
  }
  const width = (high - low) / bins;
  return Array.from({ length: bins + 1 }, (_, b) => (b === bins ? high : low + b * width));
}

function areWhole(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isInteger(values[i])) return false;
  return true;
}

/** At most about 10,000 of the values, as a new array. */
function everyNth(values: Float64Array): Float64Array {
  const step = Math.max(1, Math.ceil(values.length / axisSample));
  const sample = new Float64Array(Math.ceil(values.length / step));
  let count = 0;
  for (let i = 0; i < values.length; i += step) sample[count++] = values[i]!;
  return sample.subarray(0, count);
}

function differing(values: Float64Array, from: number): Float64Array {
  const others = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] !== from) others[count++] = values[i]!;
  return others.subarray(0, count);
}

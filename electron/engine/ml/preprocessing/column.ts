/**
 * The treatment of one column, in this order: fill what is missing, hold outliers at their bounds, draw in the long
 * tail (transform), centre and scale. Fitting learns figures from the values; applying them looks at nothing else, so
 * that new customers are treated exactly as those the model was fitted on.
 */
import type { Treatment } from '../../../../shared/domain.ts';
import { argsort, quantileInPlace } from './order-statistics.ts';
import { fitQuantiles, quantileToNormal } from './quantile-transform.ts';
import { isUsable, usableValues } from './usable.ts';
import { fitYeoJohnson, yeoJohnson } from './yeo-johnson.ts';

/** What fitting learned about a column; plain data that survives JSON. */
export interface FittedColumn {
  /** Stands in for a missing value, in the column's own unit. */
  fill: number;
  /** Values outside are moved to the nearer bound, in the column's own unit; null keeps them. */
  bounds: { lower: number; upper: number } | null;
  transform: Treatment['transform'];
  /** The power of `yeoJohnson`. */
  lambda?: number;
  /** The references of `quantile`, ascending. */
  quantiles?: number[];
  /** Subtracted after the transform: mean (standard), median (robust), minimum (minmax) or 0 (none). */
  mean: number;
  /** Divides after that: population standard deviation, interquartile range, range, 1 or one number for all; never 0. */
  scale: number;
}

const largestFloat32 = 3.4028234663852886e38;
/** A spread below this share of the values' size is rounding, not variation. */
const roundingShare = 1e-12;

/**
 * Learns a column's treatment. `values` may hold NaN or Infinity, both mean missing. What stands in for them and the
 * bounds come from the values that are there, the transform's own figures from the filled and held ones, centre and
 * scale from the transformed ones. All values equal, or none at all, gives scale 1, so that the treated column is 0
 * throughout. O(n); O(n log n) for the most frequent value and the quantile transform.
 */
export function fitColumn(values: ArrayLike<number>, treatment: Treatment): FittedColumn {
  return treatColumn(values, treatment).fitted;
}

/** A column before and after: fits on `values` and returns them treated, with what was learned. As `fitColumn`. */
export function treatColumn(
  values: ArrayLike<number>,
  treatment: Treatment,
): { values: Float64Array; fitted: FittedColumn } {
  const { transform } = treatment;
  const usable = usableValues(values);
  const fill = fillOf(usable, treatment.missing);
  const bounds = boundsOf(usable, treatment.winsorise);
  const held: FittedColumn = { fill, bounds, transform: 'none', mean: 0, scale: 1 };
  const unscaled: FittedColumn = { ...held, transform };
  if (transform === 'yeoJohnson') unscaled.lambda = fitYeoJohnson(applyColumn(values, held));
  if (transform === 'quantile') unscaled.quantiles = fitQuantiles(applyColumn(values, held));
  const treated = applyColumn(values, unscaled);
  if (treatment.scale === 'none' || values.length === 0) return { values: treated, fitted: unscaled };
  const [mean, scale] = centreAndScale[treatment.scale](treated);
  for (let i = 0; i < treated.length; i++) treated[i] = withinFloat32((treated[i]! - mean) / scale);
  return { values: treated, fitted: { ...unscaled, mean, scale } };
}

/**
 * Treats values with what was fitted; the result is a new array of the same length without NaN or Infinity that also
 * stays finite as a 32-bit float. O(n).
 */
export function applyColumn(values: ArrayLike<number>, column: FittedColumn): Float64Array {
  const treated = new Float64Array(values.length);
  writeColumn(values, column, treated, 0, 1);
  return treated;
}

/** Like `applyColumn`, written to `target[offset + i * stride]`. */
export function writeColumn(
  values: ArrayLike<number>,
  column: FittedColumn,
  target: Float32Array | Float64Array,
  offset: number,
  stride: number,
): void {
  const { fill, transform, mean, scale } = column;
  const lower = column.bounds?.lower ?? -Infinity;
  const upper = column.bounds?.upper ?? Infinity;
  let previous = NaN;
  let result = 0;
  for (let i = 0, at = offset; i < values.length; i++, at += stride) {
    const raw = values[i]!;
    // Counts and shares repeat themselves a lot, and a logarithm is dear.
    if (raw !== previous) {
      const value = Math.min(Math.max(isUsable(raw) ? raw : fill, lower), upper);
      result = withinFloat32((transformed(value, transform, column) - mean) / scale);
      previous = raw;
    }
    target[at] = result;
  }
}

/**
 * `log1p` and `sqrt` keep the sign: sign(x) log(1 + |x|), so that a negative balance does not become NaN. For x >= 0
 * they are the plain functions.
 */
function transformed(value: number, transform: FittedColumn['transform'], column: FittedColumn): number {
  if (transform === 'log1p') return value < 0 ? -Math.log1p(-value) : Math.log1p(value);
  if (transform === 'sqrt') return value < 0 ? -Math.sqrt(-value) : Math.sqrt(value);
  if (transform === 'yeoJohnson') return withinFloat32(yeoJohnson(value, column.lambda ?? 1));
  if (transform === 'quantile') return quantileToNormal(value, column.quantiles ?? []);
  return value;
}

/** What stands in for a missing value, also for one that no neighbour fills: there the median. The median where no value is there to tell is 0. `usable` is rearranged. */
function fillOf(usable: Float64Array, missing: Treatment['missing']): number {
  if (typeof missing === 'object') return missing.constant;
  if (missing === 'zero' || usable.length === 0) return 0;
  return missing === 'mostFrequent' ? mostFrequent(usable) : quantileInPlace(usable, 0.5);
}

/** The commonest value; of several the least, as in scikit-learn's SimpleImputer. */
function mostFrequent(usable: Float64Array): number {
  const order = argsort(usable);
  let best = 0;
  let most = 0;
  for (let from = 0, to = 0; from < order.length; from = to) {
    const value = usable[order[from]!]!;
    while (to < order.length && usable[order[to]!] === value) to++;
    if (to - from > most) [best, most] = [value, to - from];
  }
  return best;
}

/**
 * Where values are held: at quantiles (winsorised), or at Tukey's fences (1977), the quartiles and so many interquartile
 * ranges beyond. `usable` is rearranged.
 */
function boundsOf(usable: Float64Array, winsorise: Treatment['winsorise']): FittedColumn['bounds'] {
  if (winsorise === null || usable.length === 0) return null;
  if ('lower' in winsorise) {
    return { lower: quantileInPlace(usable, winsorise.lower), upper: quantileInPlace(usable, winsorise.upper) };
  }
  const [first, third] = [quantileInPlace(usable, 0.25), quantileInPlace(usable, 0.75)];
  const reach = winsorise.fence * (third - first);
  return { lower: first - reach, upper: third + reach };
}

function withinFloat32(value: number): number {
  return Math.min(Math.max(value, -largestFloat32), largestFloat32);
}

/** What is subtracted, and what divides then: 1 where all values are equal. */
const centreAndScale: Record<Exclude<Treatment['scale'], 'none'>, (values: Float64Array) => [number, number]> = {
  standard: (values) => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i]!;
    const mean = sum / values.length;
    let squares = 0;
    for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
    return spread(mean, Math.sqrt(squares / values.length));
  },
  minmax: (values) => {
    let minimum = Infinity;
    let maximum = -Infinity;
    for (const value of values) {
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    }
    return spread(minimum, maximum - minimum);
  },
  // Where the middle half is equal there is no such range, though others may differ: their deviation scales instead.
  robust: (values) => {
    const scratch = Float64Array.from(values);
    const median = quantileInPlace(scratch, 0.5);
    const range = quantileInPlace(scratch, 0.75) - quantileInPlace(scratch, 0.25);
    return range > roundingShare * Math.abs(median) ? [median, range] : [median, centreAndScale.standard(values)[1]];
  },
};

function spread(centre: number, width: number): [number, number] {
  return [centre, width <= roundingShare * Math.abs(centre) ? 1 : width];
}

/**
 * The treatment of one column, in this order: fill what is missing, hold outliers at their bounds (winsorise), draw in
 * the long tail (transform), centre and scale. Fitting learns figures from the values; applying them looks at nothing
 * else, so that new customers are treated exactly as those the model was fitted on.
 */
import type { Treatment } from '../../../../shared/domain.ts';
import { quantileInPlace } from './order-statistics.ts';
import { isUsable, usableValues } from './usable.ts';

/** What fitting learned about a column; plain data that survives JSON. */
export interface FittedColumn {
  /** Stands in for a missing value, in the column's own unit. */
  fill: number;
  /** Values outside are moved to the nearer bound, in the column's own unit; null keeps them. */
  bounds: { lower: number; upper: number } | null;
  transform: Treatment['transform'];
  /** Subtracted after the transform: the mean (standard), the minimum (minmax) or 0 (none). */
  mean: number;
  /** Divides after that: population standard deviation (standard), range (minmax), 1 or one number for all; never 0. */
  scale: number;
}

const largestFloat32 = 3.4028234663852886e38;
/** A spread below this share of the values' size is rounding, not variation. */
const roundingShare = 1e-12;

/**
 * Learns a column's treatment. `values` may hold NaN or Infinity, both mean missing. The median and the bounds come
 * from the values that are there, mean and scale from the filled, held and transformed ones. All values equal, or none
 * at all, gives scale 1, so that the treated column is 0 throughout. O(n).
 */
export function fitColumn(values: ArrayLike<number>, treatment: Treatment): FittedColumn {
  return treatColumn(values, treatment).fitted;
}

/** A column before and after: fits on `values` and returns them treated, with what was learned. O(n). */
export function treatColumn(
  values: ArrayLike<number>,
  treatment: Treatment,
): { values: Float64Array; fitted: FittedColumn } {
  const { winsorise, missing, transform } = treatment;
  const usable = usableValues(values);
  const fill = missing === 'zero' || usable.length === 0 ? 0 : quantileInPlace(usable, 0.5);
  const bounds =
    winsorise === null || usable.length === 0
      ? null
      : { lower: quantileInPlace(usable, winsorise.lower), upper: quantileInPlace(usable, winsorise.upper) };
  const unscaled: FittedColumn = { fill, bounds, transform, mean: 0, scale: 1 };
  const treated = applyColumn(values, unscaled);
  if (treatment.scale === 'none' || values.length === 0) return { values: treated, fitted: unscaled };
  const [mean, scale] = treatment.scale === 'standard' ? meanAndDeviation(treated) : minimumAndRange(treated);
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
      result = withinFloat32((transformed(value, transform) - mean) / scale);
      previous = raw;
    }
    target[at] = result;
  }
}

/**
 * `log1p` and `sqrt` keep the sign: sign(x) log(1 + |x|), so that a negative balance does not become NaN. For x >= 0
 * they are the plain functions.
 */
export function transformed(value: number, transform: Treatment['transform']): number {
  if (transform === 'log1p') return value < 0 ? -Math.log1p(-value) : Math.log1p(value);
  if (transform === 'sqrt') return value < 0 ? -Math.sqrt(-value) : Math.sqrt(value);
  return value;
}

function withinFloat32(value: number): number {
  return Math.min(Math.max(value, -largestFloat32), largestFloat32);
}

function meanAndDeviation(values: Float64Array): [number, number] {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  const deviation = Math.sqrt(squares / values.length);
  return [mean, deviation <= roundingShare * Math.abs(mean) ? 1 : deviation];
}

function minimumAndRange(values: Float64Array): [number, number] {
  let minimum = Infinity;
  let maximum = -Infinity;
  for (const value of values) {
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  const range = maximum - minimum;
  return [minimum, range <= roundingShare * Math.abs(minimum) ? 1 : range];
}

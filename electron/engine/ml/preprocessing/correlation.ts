/** How closely columns move together. */
import type { Matrix } from '../types.ts';
import { zeros } from '../types.ts';
import { argsort } from './order-statistics.ts';

/** Symmetric nFeatures x nFeatures matrices, 1 on the diagonal. */
export interface Correlations {
  pearson: Matrix;
  spearman: Matrix;
}

/**
 * Pearson's and Spearman's correlation of every pair of columns of X (n x f, free of NaN). A column that never varies
 * correlates with nothing (0). Spearman's is Pearson's of the ranks, ties sharing their mean rank, as in SciPy.
 * O(f^2 n).
 */
export function correlations(X: Matrix): Correlations {
  const columns = Array.from({ length: X.nFeatures }, (_, f) => columnOf(X, f));
  return {
    pearson: products(columns.map(unitLength)),
    spearman: products(columns.map((column) => unitLength(ranks(column)))),
  };
}

/** Pearson's correlation of two columns of equal length; 0 if one never varies. */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return dot(unitLength(a), unitLength(b));
}

/** Spearman's rank correlation of two columns of equal length; 0 if one never varies. */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return dot(unitLength(ranks(a)), unitLength(ranks(b)));
}

/** Ranks from 1; equal values share the mean of their ranks. `values` must be free of NaN. O(n). */
export function ranks(values: ArrayLike<number>): Float64Array {
  const column = new Float64Array(values);
  const order = argsort(column);
  const result = new Float64Array(column.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    const value = column[order[to++]!]!;
    while (to < order.length && column[order[to]!] === value) to++;
    for (let i = from; i < to; i++) result[order[i]!] = (from + 1 + to) / 2;
  }
  return result;
}

/** The column centred and divided by its length, so that a correlation is a dot product; 0 if it never varies. */
export function unitLength(values: ArrayLike<number>): Float64Array {
  const count = values.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += values[i]!;
  const mean = sum / count;
  const centred = new Float64Array(count);
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const difference = values[i]! - mean;
    centred[i] = difference;
    squares += difference * difference;
  }
  const length = Math.sqrt(squares);
  // Below this the differences are the rounding of the mean.
  if (!(length > 1e-13 * Math.abs(mean) * Math.sqrt(count))) return centred.fill(0);
  for (let i = 0; i < count; i++) centred[i]! /= length;
  return centred;
}

/** Sum of products of two columns of equal length, kept within what a correlation can be. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return Math.min(1, Math.max(-1, sum));
}

function products(columns: Float64Array[]): Matrix {
  const nFeatures = columns.length;
  const result = zeros(nFeatures, nFeatures);
  for (let a = 0; a < nFeatures; a++) {
    result.data[a * nFeatures + a] = 1;
    for (let b = 0; b < a; b++) {
      const value = dot(columns[a]!, columns[b]!);
      result.data[a * nFeatures + b] = value;
      result.data[b * nFeatures + a] = value;
    }
  }
  return result;
}

function columnOf(X: Matrix, f: number): Float64Array {
  return Float64Array.from({ length: X.nSamples }, (_, i) => X.data[i * X.nFeatures + f]!);
}

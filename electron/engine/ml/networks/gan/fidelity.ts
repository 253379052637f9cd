/** How true synthetic rows are to real ones: column by column, in pairs, and as a whole. */
import type { ColumnDistances } from '../../../../../shared/domain.ts';
import { correlations } from '../../preprocessing/correlation.ts';
import { takeRows, type Context, type Matrix } from '../../types.ts';
import type { Coding } from './coding.ts';
import { discernibility } from './real-or-synthetic.ts';

export interface Fidelity {
  /** Columns of any value: Kolmogorov-Smirnov distance between their distributions, 0 to 1. */
  continuous: ColumnDistances;
  /** Columns of few values: total variation distance, 0 to 1. */
  categorical: ColumnDistances;
  /** Mean absolute difference of the correlations of all pairs of columns, 0 to 2. */
  correlationDistance: number;
  /** Area under the curve of a classifier of synthetic against real rows, on rows it was not trained on. */
  discernibility: number;
}

/** Rows of each sort that the classifier is given at most. */
const classified = 1200;

export function measureFidelity(real: Matrix, synthetic: Matrix, coding: Coding, ctx: Context): Fidelity {
  const [continuous, categorical]: number[][] = [[], []];
  for (const { columns, distanceAt } of coding.blocks) {
    ctx.checkCancelled();
    for (const column of columns) {
      const [a, b] = [columnOf(real, column), columnOf(synthetic, column)];
      if (distanceAt >= 0) continuous!.push(kolmogorovSmirnov(a, b));
      else categorical!.push(totalVariation(a, b));
    }
  }
  const [first, second] = [correlations(real).pearson.data, correlations(synthetic).pearson.data];
  const { nFeatures } = real;
  let apart = 0;
  for (let a = 0; a < nFeatures; a++) {
    for (let b = 0; b < a; b++) apart += Math.abs(first[a * nFeatures + b]! - second[a * nFeatures + b]!);
  }
  const size = Math.min(classified, real.nSamples, synthetic.nSamples);
  const draw = (X: Matrix, label: string): Matrix =>
    takeRows(X, ctx.random.fork(label).permutation(X.nSamples).slice(0, size));
  return {
    continuous: summary(continuous!),
    categorical: summary(categorical!),
    correlationDistance: nFeatures > 1 ? apart / ((nFeatures * (nFeatures - 1)) / 2) : 0,
    discernibility: discernibility(draw(real, 'real'), draw(synthetic, 'synthetic'), ctx),
  };
}

/** The largest difference between the shares of two samples that lie at or below any value. */
export function kolmogorovSmirnov(a: Float64Array, b: Float64Array): number {
  const [x, y] = [a.slice().sort(), b.slice().sort()];
  let most = 0;
  for (let i = 0, j = 0; i < x.length && j < y.length;) {
    const value = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= value) i++;
    while (j < y.length && y[j]! <= value) j++;
    most = Math.max(most, Math.abs(i / x.length - j / y.length));
  }
  return most;
}

/** Half the sum over all values of the difference between their shares. */
export function totalVariation(a: Float64Array, b: Float64Array): number {
  const shares = new Map<number, number>();
  for (const value of a) shares.set(value, (shares.get(value) ?? 0) + 1 / a.length);
  for (const value of b) shares.set(value, (shares.get(value) ?? 0) - 1 / b.length);
  return [...shares.values()].reduce((sum, share) => sum + Math.abs(share), 0) / 2;
}

function summary(distances: number[]): ColumnDistances {
  const sum = distances.reduce((total, distance) => total + distance, 0);
  const columns = distances.length;
  return { columns, mean: columns > 0 ? sum / columns : 0, worst: Math.max(0, ...distances) };
}

const columnOf = ({ data, nSamples, nFeatures }: Matrix, column: number): Float64Array =>
  Float64Array.from({ length: nSamples }, (_, i) => data[i * nFeatures + column]!);

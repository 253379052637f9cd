/** Customers unlike all others: who they are, and how their values are held where they are to count for less. */
import { fitIsolationForest, isolationScores, type IsolationForest } from '../outliers/isolation-forest.ts';
import { Random } from '../random.ts';
import { takeRows, type Context, type Matrix } from '../types.ts';
import { quantileInPlace } from './order-statistics.ts';

/** Rows with such a score and more are likely anomalies (Liu, Ting & Zhou 2008, section 3). */
export const unusualScore = 0.6;
/** Tukey's fences: the quartiles and so many interquartile ranges beyond. */
const fence = 1.5;

/** What tells unusual customers, and where each of their treated values is held; holds no customer. */
export interface HeldUnusual {
  forest: IsolationForest;
  /** Per column of the matrix; infinite where half of the customers have the same value. */
  lower: Float64Array;
  upper: Float64Array;
}

export interface Unusual {
  forest: IsolationForest;
  /** Ascending. */
  rows: Int32Array;
}

/** The rows of a treated matrix that are unlike all others. Deterministic: its chance does not depend on a run's seed. */
export function findUnusual(X: Matrix, ctx: Pick<Context, 'checkCancelled'>): Unusual {
  const forest = fitIsolationForest(X, {}, { ...ctx, random: new Random(0).fork('unusual'), report: () => {} });
  return { forest, rows: unusualRows(forest, X, ctx) };
}

function unusualRows(forest: IsolationForest, X: Matrix, ctx: Pick<Context, 'checkCancelled'>): Int32Array {
  const scores = isolationScores(forest, X, ctx);
  return Int32Array.from(scores.keys()).filter((row) => scores[row]! >= unusualScore);
}

/** Learns the fences of all columns. O(n f). */
export function fitHeldUnusual(forest: IsolationForest, X: Matrix): HeldUnusual {
  const lower = new Float64Array(X.nFeatures).fill(-Infinity);
  const upper = new Float64Array(X.nFeatures).fill(Infinity);
  for (let j = 0; j < X.nFeatures; j++) {
    const column = Float64Array.from({ length: X.nSamples }, (_, i) => X.data[i * X.nFeatures + j]!);
    const [first, third] = [quantileInPlace(column, 0.25), quantileInPlace(column, 0.75)];
    if (!(third > first)) continue;
    lower[j] = first - fence * (third - first);
    upper[j] = third + fence * (third - first);
  }
  return { forest, lower, upper };
}

/** Holds the values of unusual rows at the fences, in place; all other rows stay as they are. */
export function holdUnusual({ forest, lower, upper }: HeldUnusual, X: Matrix): void {
  for (const row of unusualRows(forest, X, { checkCancelled: () => {} })) {
    for (let j = 0, at = row * X.nFeatures; j < X.nFeatures; j++, at++) {
      X.data[at] = Math.min(Math.max(X.data[at]!, lower[j]!), upper[j]!);
    }
  }
}

/**
 * By which columns these rows differ most from the others: by the means of both, in deviations of the others, either way.
 * Largest first.
 */
export function whatSetsApart(X: Matrix, rows: Int32Array): { column: number; difference: number }[] {
  const isUnusual = new Set(rows);
  const others = takeRows(
    X,
    Int32Array.from({ length: X.nSamples }, (_, i) => i).filter((i) => !isUnusual.has(i)),
  );
  const own = takeRows(X, rows);
  return Array.from({ length: X.nFeatures }, (_, column) => {
    const [mean, deviation] = momentsOf(others, column);
    const [ownMean] = momentsOf(own, column);
    return { column, difference: (ownMean - mean) / (deviation > 0 ? deviation : 1) };
  }).sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || a.column - b.column);
}

function momentsOf({ data, nSamples, nFeatures }: Matrix, column: number): [mean: number, deviation: number] {
  let sum = 0;
  for (let i = 0; i < nSamples; i++) sum += data[i * nFeatures + column]!;
  const mean = sum / Math.max(1, nSamples);
  let squares = 0;
  for (let i = 0; i < nSamples; i++) squares += (data[i * nFeatures + column]! - mean) ** 2;
  return [mean, Math.sqrt(squares / Math.max(1, nSamples))];
}

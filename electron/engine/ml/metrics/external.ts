/** Agreement of two partitions of the same rows. Labels are names: their numbers do not matter. */
import { AppError } from '../../../../shared/errors.ts';
import { encodeLabels } from './labels.ts';
import { hungarian } from './hungarian.ts';

/** Counts of rows by both labels: `counts[a * nColumns + b]`. O(n). Throws `invalid_input` for unequal lengths. */
export function contingency(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): { counts: Float64Array; nRows: number; nColumns: number; rowSums: Int32Array; columnSums: Int32Array } {
  if (a.length !== b.length) throw new AppError('invalid_input', { reason: 'unequal_lengths' });
  const left = encodeLabels(a);
  const right = encodeLabels(b);
  const [nRows, nColumns] = [left.sizes.length, right.sizes.length];
  const counts = new Float64Array(nRows * nColumns);
  for (let i = 0; i < a.length; i++) counts[left.labels[i]! * nColumns + right.labels[i]!]!++;
  return { counts, nRows, nColumns, rowSums: left.sizes, columnSums: right.sizes };
}

/** Adjusted Rand index (Hubert & Arabie 1985): 1 for the same partition, 0 on average for unrelated ones. */
export function adjustedRandIndex(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const { counts, rowSums, columnSums } = contingency(a, b);
  const pairs = (sum: number, count: number): number => sum + (count * (count - 1)) / 2;
  const both = counts.reduce(pairs, 0);
  const left = rowSums.reduce(pairs, 0);
  const right = columnSums.reduce(pairs, 0);
  const all = pairs(0, a.length);
  const expected = all === 0 ? 0 : (left * right) / all;
  const most = (left + right) / 2;
  // Both all in one or all apart: nothing to disagree about.
  return most === expected ? 1 : (both - expected) / (most - expected);
}

/** Homogeneity, completeness and their harmonic mean (Rosenberg & Hirschberg 2007). `a` holds the classes. */
export function vMeasure(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): { homogeneity: number; completeness: number; vMeasure: number } {
  const { mutual, left, right } = information(a, b);
  const homogeneity = left === 0 ? 1 : mutual / left;
  const completeness = right === 0 ? 1 : mutual / right;
  const sum = homogeneity + completeness;
  return { homogeneity, completeness, vMeasure: sum === 0 ? 0 : (2 * homogeneity * completeness) / sum };
}

/** Mutual information over the arithmetic mean of both entropies, 0 to 1. */
export function normalizedMutualInformation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const { mutual, left, right } = information(a, b);
  return left + right === 0 ? 1 : (2 * mutual) / (left + right);
}

/** Share of rows that agree under the best one-to-one matching of labels (Hungarian method). */
export function clusteringAccuracy(truth: ArrayLike<number>, labels: ArrayLike<number>): number {
  const { counts, nRows, nColumns } = contingency(truth, labels);
  const size = Math.max(nRows, nColumns);
  const cost = Array.from({ length: nRows }, (_, r) =>
    Array.from({ length: size }, (_, c) => (c < nColumns ? -counts[r * nColumns + c]! : 0)),
  );
  const agreeing = hungarian(cost).reduce((sum, column, r) => sum - cost[r]![column]!, 0);
  return agreeing / truth.length;
}

/** Share of rows in the class that is most frequent in their cluster: 1 where every cluster holds one class only. */
export function purity(truth: ArrayLike<number>, labels: ArrayLike<number>): number {
  const { counts, nRows, nColumns } = contingency(truth, labels);
  let agreeing = 0;
  for (let c = 0; c < nColumns; c++) {
    let most = 0;
    for (let r = 0; r < nRows; r++) most = Math.max(most, counts[r * nColumns + c]!);
    agreeing += most;
  }
  return agreeing / truth.length;
}

function information(a: ArrayLike<number>, b: ArrayLike<number>): { mutual: number; left: number; right: number } {
  const { counts, nColumns, rowSums, columnSums } = contingency(a, b);
  const n = a.length;
  const entropy = (sums: Int32Array): number =>
    sums.reduce((sum, count) => (count > 0 ? sum - (count / n) * Math.log(count / n) : sum), 0);
  let mutual = 0;
  counts.forEach((count, at) => {
    if (count === 0) return;
    const expected = rowSums[Math.floor(at / nColumns)]! * columnSums[at % nColumns]!;
    mutual += (count / n) * Math.log((count * n) / expected);
  });
  return { mutual: Math.max(0, mutual), left: entropy(rowSums), right: entropy(columnSums) };
}

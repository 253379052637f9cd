/**
 * Kinds of rows, told to both networks, so that each learns every kind and none is forgotten (as Liu, Wang, Bau, Zhu &
 * Torralba 2020 condition on clusters). Kinds are small cells of K-Means, more of them than segments.
 */
import { fitKMeans } from '../../clustering/kmeans.ts';
import type { Random } from '../../random.ts';
import type { Context, Matrix } from '../../types.ts';

export interface Kinds {
  /** Share of the rows that are of each kind. */
  shares: Float64Array;
  /** Rows of each kind. */
  rows: Int32Array[];
}

const mostKinds = 32;
/** Rows that a kind has on average at least. */
const rowsPerKind = 25;
const starts = 2;

/** Cells of similar rows; at most one in 25 rows and 32 in all. */
export function findKinds(X: Matrix, ctx: Context): Kinds {
  const nClusters = Math.max(1, Math.min(mostKinds, Math.floor(X.nSamples / rowsPerKind)));
  const { labels } = fitKMeans(X, { nClusters, nInit: starts, maxIterations: 30 }, { ...ctx, report: () => {} });
  const rows: number[][] = Array.from({ length: nClusters }, () => []);
  for (const [row, label] of labels.entries()) rows[label]!.push(row);
  const present = rows.filter(({ length }) => length > 0);
  return {
    shares: Float64Array.from(present, ({ length }) => length / X.nSamples),
    rows: present.map((own) => Int32Array.from(own)),
  };
}

/** Shares raised to `power` and made to sum to 1: 1 leaves them, 0 makes all kinds alike. */
export function balanced(shares: Float64Array, power: number): Float64Array {
  const raised = shares.map((share) => share ** power);
  const sum = raised.reduce((total, value) => total + value, 0);
  return raised.map((value) => value / sum);
}

/**
 * `count` kinds in random order, each as often as its share says, to within one (systematic sampling): no chance where
 * none is needed.
 */
export function drawKinds(shares: Float64Array, count: number, random: Random): Int32Array {
  const drawn = new Int32Array(count);
  let position = random.uniform();
  let reached = 0;
  for (let kind = 0, i = 0; kind < shares.length; kind++) {
    reached += shares[kind]! * count;
    for (; i < count && (position < reached || kind + 1 === shares.length); i++, position++) drawn[i] = kind;
  }
  for (let i = count - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [drawn[i], drawn[j]] = [drawn[j]!, drawn[i]!];
  }
  return drawn;
}

/** How much columns tell of an outcome: mutual information, corrected for chance and with the level of chance. */
import type { Context } from '../types.ts';
import { binColumn } from './binned-column.ts';

/** A column as codes from 0; a missing value has a code of its own, as a gap may tell something too. */
export interface CodedColumn {
  codes: Uint8Array;
  nCodes: number;
}

const mostBins = 16;
const fewestBins = 4;

/** Bins that n rows fill so well that their pairs can be counted: the cube root of n, from 4 to 16. */
export function binsFor(n: number): number {
  return Math.min(mostBins, Math.max(fewestBins, Math.round(Math.cbrt(n))));
}

/** Codes a column: a code for each value where there are few, else for bins of about equally many rows. O(n log n). */
export function codeColumn(values: Float64Array, maxBins: number): CodedColumn {
  const { bins, nBins } = binColumn(
    values.map((value) => (Number.isFinite(value) ? value : NaN)),
    maxBins,
  );
  const hasGaps = bins.some((bin) => bin === nBins);
  return { codes: Uint8Array.from(bins), nCodes: nBins + (hasGaps ? 1 : 0) };
}

/** Shannon entropy in nats: what is uncertain about a column. O(n). */
export function entropy({ codes, nCodes }: CodedColumn): number {
  const counts = new Int32Array(nCodes);
  for (const code of codes) counts[code]!++;
  return codes.length === 0 ? 0 : Math.log(codes.length) - sumOfLogs(counts) / codes.length;
}

/**
 * Mutual information in nats, I(X; Y) = H(X) + H(Y) - H(X, Y), from counts, as scikit-learn's `mutual_info_score`: what
 * knowing one column takes away of what is uncertain about the other. Never below 0, and by chance alone above it.
 * O(n + cells).
 */
export function mutualInformation(x: CodedColumn, y: CodedColumn): number {
  const n = y.codes.length;
  if (n === 0) return 0;
  const joint = jointCounts(x, y.codes, y.nCodes, new Int32Array(2 * x.nCodes * y.nCodes));
  return Math.max(0, entropy(x) + entropy(y) - (Math.log(n) - sumOfLogs(joint) / n));
}

export interface InformationShares {
  /** Mutual information of each column with the outcome, in nats. */
  information: Float64Array;
  /** Share of what is uncertain about the outcome that each takes away beyond chance: 1 all of it, about 0 nothing. */
  shares: Float64Array;
  /** Shares up to here come about by chance: the best of all columns exceeds it in one of twenty shuffled outcomes. */
  chance: number;
  /** Entropy of the outcome, in nats. */
  uncertainty: number;
}

/**
 * Shares by (I - E) / (H - E): I is the mutual information, H the entropy of the outcome (I / H is Theil's uncertainty
 * coefficient, 1970), and E the mean of I over shuffled outcomes, which tell nothing; so corrected, columns of many
 * values have no advantage (Vinh, Epps & Bailey 2010, adjusted mutual information, with H(Y) as its bound). The level
 * of chance is the 95th percentile, over the shuffles, of the largest share among all columns (maxT of Westfall & Young
 * 1993): that any column without a bearing on the outcome exceeds it has a probability of 5 % in all. Of monotonic,
 * humped and categorical dependence alike, but of each column by itself: two that say the same both count.
 * O(permutations x columns x n).
 *
 * @param permutations at least 20, or no percentile can be told
 */
export function informationShares(
  columns: readonly CodedColumn[],
  outcome: CodedColumn,
  permutations: number,
  ctx: Context,
): InformationShares {
  const n = outcome.codes.length;
  const uncertainty = entropy(outcome);
  const own = columns.map(entropy);
  const information = Float64Array.from(columns, (column) => mutualInformation(column, outcome));
  const shuffled = new Uint8Array(n);
  const byChance = columns.map(() => new Float64Array(permutations));
  const largest = Math.max(1, ...columns.map(({ nCodes }) => nCodes));
  const cells = new Int32Array(2 * largest * outcome.nCodes);
  for (let p = 0; p < permutations; p++) {
    ctx.checkCancelled();
    const order = ctx.random.fork(p).permutation(n);
    for (let i = 0; i < n; i++) shuffled[i] = outcome.codes[order[i]!]!;
    columns.forEach((column, f) => {
      const joint = jointCounts(column, shuffled, outcome.nCodes, cells);
      byChance[f]![p] = Math.max(0, own[f]! + uncertainty - Math.log(n) + sumOfLogs(joint) / n);
    });
    ctx.report((p + 1) / permutations);
  }
  const expected = byChance.map((values) => values.reduce((sum, value) => sum + value, 0) / permutations);
  const shareOf = (value: number, f: number): number => {
    const beyond = uncertainty - expected[f]!;
    return beyond > 0 ? (value - expected[f]!) / beyond : 0;
  };
  const best = Float64Array.from({ length: permutations }, (_, p) =>
    byChance.reduce((most, values, f) => Math.max(most, shareOf(values[p]!, f)), 0),
  ).sort();
  return {
    information,
    shares: information.map((value, f) => Math.max(0, shareOf(value, f))),
    chance: best[Math.ceil(0.95 * permutations) - 1] ?? 0,
    uncertainty,
  };
}

/** Rows for each pair of codes, in the beginning of `cells`, which holds twice as many. */
function jointCounts(x: CodedColumn, y: Uint8Array, nY: number, cells: Int32Array): Int32Array {
  const size = x.nCodes * nY;
  const { codes } = x;
  cells.fill(0, 0, 2 * size);
  // Two counters by turns: a count that is still being written would have to be waited for.
  const n = y.length;
  let i = 0;
  for (; i + 1 < n; i += 2) {
    cells[codes[i]! * nY + y[i]!]!++;
    cells[size + codes[i + 1]! * nY + y[i + 1]!]!++;
  }
  if (i < n) cells[codes[i]! * nY + y[i]!]!++;
  for (let cell = 0; cell < size; cell++) cells[cell]! += cells[size + cell]!;
  return cells.subarray(0, size);
}

/** The sum of count x log(count). */
function sumOfLogs(counts: Int32Array): number {
  let sum = 0;
  for (const count of counts) if (count > 1) sum += count * Math.log(count);
  return sum;
}

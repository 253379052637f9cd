/**
 * Whether synthetic rows lie nearer to the rows a generator has learned from than to rows it never saw. If it only knows
 * what rows are like, the two are exchangeable.
 */
import { NeighbourTree } from '../../projection/neighbours.ts';
import type { Context, Matrix } from '../../types.ts';

export interface Nearness {
  /**
   * Share of the synthetic rows whose nearest real row was learned from, had there been equally many of both: a half
   * where nothing is copied, 1 where everything is.
   */
  share: number;
  /** By how many standard deviations of chance it is too high. */
  deviations: number;
}

export interface CopyCheck {
  all: Nearness;
  /** Of the tenth of the synthetic rows that lie nearest to a real one: a few copies among many would be here. */
  nearest: Nearness;
  /** Share of the synthetic rows that equal a learned row, less that of those that equal an unseen one (each by its number). */
  exact: number;
  /** Of the rows that equal a real one. */
  equal: Nearness;
}

/**
 * Share and deviations are both needed to say that people were copied: 3.3 deviations are exceeded by one honest
 * generator in two thousand, and a share of 0.6 means that more than a quarter of these rows are copies, which many
 * rows alone could not make of a slight leaning.
 */
export const copyLimits = { share: 0.6, deviations: 3.3, exact: 0.01 } as const;
/** A row that lies within this share of the usual distance equals the other. */
const equalWithin = 1e-4;

/**
 * Compares `synthetic` rows with those learned from and those held out (same features, at least one row of each). In
 * both parts the nearest real row decides. Under exchangeability each real row is a learned one by lot, so the learned
 * share has the mean and variance of a draw without replacement from rows that weigh as many synthetic rows as they are
 * nearest to.
 */
export function checkCopies(learned: Matrix, heldOut: Matrix, synthetic: Matrix, ctx: Context): CopyCheck {
  const { nFeatures } = learned;
  const n = learned.nSamples + heldOut.nSamples;
  const data = new Float64Array(n * nFeatures);
  data.set(learned.data);
  data.set(heldOut.data, learned.nSamples * nFeatures);
  const quiet = { ...ctx, report: () => {} };
  const tree = new NeighbourTree({ data, nSamples: n, nFeatures }, quiet);
  const { indices, squaredDistances } = tree.nearest(synthetic, 1, quiet);
  const distances = Float64Array.from(squaredDistances, Math.sqrt);
  const order = Int32Array.from(distances, (_, i) => i).sort((a, b) => distances[a]! - distances[b]! || a - b);
  const nearest = order.slice(0, Math.max(1, Math.floor(order.length / 10)));
  const nearness = (rows: Int32Array): Nearness =>
    learnedShare(
      rows.map((row) => indices[row]!),
      learned.nSamples,
      n,
    );
  const usual = distances[order[order.length >> 1]!]!;
  const equals = order.filter((row) => distances[row]! <= equalWithin * usual);
  let exact = 0;
  for (const row of equals) exact += indices[row]! < learned.nSamples ? 1 : -learned.nSamples / heldOut.nSamples;
  return {
    all: nearness(order),
    nearest: nearness(nearest),
    equal: equals.length > 0 ? nearness(equals) : { share: 0.5, deviations: 0 },
    exact: exact / synthetic.nSamples,
  };
}

/** True where a share is both far above a half and no chance, or where more than one in a hundred is a copy. */
export function copies({ all, nearest, equal, exact }: CopyCheck): boolean {
  const tooNear = ({ share, deviations }: Nearness): boolean =>
    share > copyLimits.share && deviations > copyLimits.deviations;
  return tooNear(all) || tooNear(nearest) || (exact > copyLimits.exact && equal.deviations > copyLimits.deviations);
}

/** `found` holds the nearest real row of each synthetic one; the first `nLearned` of the `n` real rows were learned. */
function learnedShare(found: Int32Array, nLearned: number, n: number): Nearness {
  const weights = new Float64Array(n);
  for (const row of found) weights[row]! += 1 / found.length;
  let share = 0;
  let squares = 0;
  for (let row = 0; row < n; row++) {
    if (row < nLearned) share += weights[row]!;
    squares += (weights[row]! - 1 / n) ** 2;
  }
  const expected = nLearned / n;
  const variance = (expected * (1 - expected) * n * squares) / (n - 1);
  const [learned, unseen] = [share / expected, (1 - share) / (1 - expected)];
  return {
    share: learned / (learned + unseen),
    deviations: variance > 0 ? (share - expected) / Math.sqrt(variance) : 0,
  };
}

/**
 * The marketer's rules: recency, frequency and monetary value scored 1 to 5 by quintile, and a fixed grid over the
 * scores. No learning beyond four cut points a figure.
 *
 * | segment | rule (first that holds; FM is the rounded mean of the F and M scores) |
 * | --- | --- |
 * | champions | R >= 4 and FM >= 4 |
 * | loyal | R >= 3 and FM >= 3 |
 * | recent | R >= 4 (few orders, but lately) |
 * | needsAttention | R = 3 |
 * | atRisk | FM >= 3 (were good, have gone quiet) |
 * | lapsed | the rest |
 */
import { AppError } from '../../../../shared/errors.ts';

export interface RfmValues {
  /** Days since the last order. */
  recency: Float64Array;
  /** Number of orders. */
  frequency: Float64Array;
  /** Sum of money spent. */
  monetary: Float64Array;
}

/** Four ascending cut points a figure: a score is 1 plus the number of cut points below the value. */
export interface RfmModel {
  recency: number[];
  frequency: number[];
  monetary: number[];
}

export const rfmSegmentKinds = ['champions', 'loyal', 'recent', 'needsAttention', 'atRisk', 'lapsed'] as const;

/**
 * Learns the quintiles. A figure that many customers share (one order) gets one score for all of them. O(n log n).
 * Throws `insufficient_data` (`no_rows`), `invalid_input` (`not_finite`).
 */
export function fitRfm(values: RfmValues): RfmModel {
  return {
    recency: quintiles(values.recency),
    frequency: quintiles(values.frequency),
    monetary: quintiles(values.monetary),
  };
}

/** Segment (index into `rfmSegmentKinds`) and scores (1 to 5; recency: 5 is the latest) of each customer. O(n). */
export function predictRfm(
  model: RfmModel,
  values: RfmValues,
): { labels: Int32Array; scores: { recency: Uint8Array; frequency: Uint8Array; monetary: Uint8Array } } {
  const scores = {
    recency: scored(values.recency, model.recency).map((score) => 6 - score),
    frequency: scored(values.frequency, model.frequency),
    monetary: scored(values.monetary, model.monetary),
  };
  const labels = Int32Array.from(scores.recency, (r, i) =>
    cell(r, Math.round((scores.frequency[i]! + scores.monetary[i]!) / 2)),
  );
  return { labels, scores };
}

function cell(r: number, fm: number): number {
  if (r >= 4 && fm >= 4) return 0;
  if (r >= 3 && fm >= 3) return 1;
  if (r >= 4) return 2;
  if (r === 3) return 3;
  return fm >= 3 ? 4 : 5;
}

function quintiles(values: Float64Array): number[] {
  if (values.length === 0) throw new AppError('insufficient_data', { reason: 'no_rows' });
  const sorted = values.slice().sort();
  // NaN sorts to the end.
  if (!Number.isFinite(sorted[0]!) || !Number.isFinite(sorted.at(-1)!)) {
    throw new AppError('invalid_input', { reason: 'not_finite' });
  }
  return [0.2, 0.4, 0.6, 0.8].map((share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!);
}

function scored(values: Float64Array, cuts: number[]): Uint8Array {
  return Uint8Array.from(values, (value) => 1 + cuts.filter((cut) => value > cut).length);
}

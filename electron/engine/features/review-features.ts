/** What reviews and ratings are summed up to. */
import type { NumberColumn } from '../../../shared/customer-table.ts';
import { behaviourUnit, inCatalogueOrder } from './behaviour-catalogue.ts';
import { referenceDayOf, type BehaviourOptions } from './browsing-features.ts';
import { dayOf } from './calendar.ts';

export interface Reviews {
  /** Indexes of customers; below 0 is missing. */
  customer: Int32Array;
  /** On any scale, higher is better; NaN is missing. Null where the file has none. */
  rating: Float64Array | null;
  /** Wall-clock seconds since 1970; NaN is missing. Null where the file has none. */
  time: Float64Array | null;
  /** How many people liked a review, or another measure of that; NaN is missing. */
  likes?: Float64Array | null;
}

/** The lower part of the scale that counts as low: 1 and 2 of 5, 0 of 1. */
const lowPart = 0.25;

/**
 * Per customer, of `nCustomers`; NaN is missing:
 * - social:reviews; social:meanRating; social:ratingSpread: population standard deviation, missing below two ratings
 * - social:lowRatingShare: share of ratings in the lowest quarter of the scale, which reaches from the lowest to the
 *   highest rating of the file; absent where all ratings are the same
 * - social:likes: sum over the reviews; social:daysSinceLastReview
 *
 * O(reviews + customers).
 */
export function reviewColumns(reviews: Reviews, nCustomers: number, options: BehaviourOptions = {}): NumberColumn[] {
  const { customer, rating, time, likes } = reviews;
  const count = new Float64Array(nCustomers);
  const rated = new Float64Array(nCustomers);
  const mean = new Float64Array(nCustomers);
  const squares = new Float64Array(nCustomers);
  const low = new Float64Array(nCustomers);
  const liked = new Float64Array(nCustomers);
  const latest = new Float64Array(nCustomers).fill(-Infinity);
  const scale = scaleOf(rating);
  const lowest = scale.from + lowPart * (scale.to - scale.from);
  for (let r = 0; r < customer.length; r++) {
    const row = customer[r]!;
    if (row < 0 || row >= nCustomers) continue;
    count[row]!++;
    if (time && time[r]! > latest[row]!) latest[row] = time[r]!;
    if (likes && likes[r]! > 0) liked[row]! += likes[r]!;
    const value = rating?.[r] ?? NaN;
    if (!Number.isFinite(value)) continue;
    // Welford's running mean and sum of squares, which round less than sums of large numbers.
    const away = value - mean[row]!;
    mean[row]! += away / ++rated[row]!;
    squares[row]! += away * (value - mean[row]!);
    if (value <= lowest) low[row]!++;
  }
  const columns = [column('reviews', count)];
  if (rating) {
    columns.push(
      column(
        'meanRating',
        mean.map((value, row) => (rated[row]! > 0 ? value : NaN)),
      ),
    );
    columns.push(
      column(
        'ratingSpread',
        squares.map((sum, row) => (rated[row]! > 1 ? Math.sqrt(sum / rated[row]!) : NaN)),
      ),
    );
    if (scale.to > scale.from)
      columns.push(
        column(
          'lowRatingShare',
          low.map((many, row) => many / rated[row]!),
        ),
      );
  }
  if (likes) columns.push(column('likes', liked));
  if (time) {
    const referenceDay = referenceDayOf(time, options);
    columns.push(
      column(
        'daysSinceLastReview',
        latest.map((at) => (at > -Infinity ? referenceDay - dayOf(at) : NaN)),
      ),
    );
  }
  return inCatalogueOrder(columns);
}

function scaleOf(rating: Float64Array | null): { from: number; to: number } {
  const scale = { from: Infinity, to: -Infinity };
  for (const value of rating ?? []) {
    if (!Number.isFinite(value)) continue;
    scale.from = Math.min(scale.from, value);
    scale.to = Math.max(scale.to, value);
  }
  return scale;
}

function column(name: string, values: Float64Array): NumberColumn {
  const id = `social:${name}`;
  return { id, family: 'social', type: 'number', unit: behaviourUnit(id), values };
}

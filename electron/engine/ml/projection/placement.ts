/** Puts rows that were not embedded onto a map that exists, without moving it. */
import { AppError } from '../../../../shared/errors.ts';
import type { Context, Matrix } from '../types.ts';
import { NeighbourTree } from './neighbours.ts';

export interface PlacementParams {
  /** Embedded neighbours that say where a row goes. Default 10; at most the number of embedded rows is used. */
  nNeighbours?: number;
}

/** Steps of Weiszfeld's iteration; the median is known to a fraction of a dot's size well before. */
const medianSteps = 20;

/**
 * Places each row of `newX` at the geometric median of the map positions of its nearest rows of X, weighted by
 * exp(-d^2 / s^2), s being the distance of the last of them. The median, unlike the mean, does not fall into the empty
 * space between two groups: it stays with the weightier one. A row equal to rows of X goes to the median of these.
 *
 * @param X n x f, the rows that were embedded.
 * @param embedding x, y of each row of X (2n values).
 * @param newX m x f, in the same features.
 * @returns x, y of each row of `newX` (2m values).
 * @throws AppError `insufficient_data` where X is empty, `invalid_input` where the shapes differ or a value is not
 *   finite.
 */
export function placeByNeighbours(
  X: Matrix,
  embedding: Float32Array,
  newX: Matrix,
  { nNeighbours = 10 }: PlacementParams,
  ctx: Context,
): Float32Array {
  if (X.nSamples === 0) throw new AppError('insufficient_data', { reason: 'no_rows' });
  if (newX.nFeatures !== X.nFeatures || embedding.length !== 2 * X.nSamples) {
    throw new AppError('invalid_input', { reason: 'shape_mismatch' });
  }
  const k = Math.min(nNeighbours, X.nSamples);
  const { indices, squaredDistances } = new NeighbourTree(X, ctx).nearest(newX, k, ctx);
  const positions = new Float32Array(2 * newX.nSamples);
  const weights = new Float64Array(k);
  for (let i = 0; i < newX.nSamples; i++) {
    if (i % 2048 === 0) ctx.checkCancelled();
    const farthest = squaredDistances[(i + 1) * k - 1]!;
    const isCopy = squaredDistances[i * k] === 0;
    for (let m = 0; m < k; m++) {
      const squared = squaredDistances[i * k + m]!;
      if (isCopy) weights[m] = squared === 0 ? 1 : 0;
      else weights[m] = Math.exp(-squared / farthest);
    }
    const [x, y] = weightedMedian(embedding, indices.subarray(i * k, (i + 1) * k), weights);
    positions[2 * i] = x;
    positions[2 * i + 1] = y;
  }
  return positions;
}

/** The point of least weighted distance to the given ones (Weiszfeld 1937), from their mean. */
function weightedMedian(embedding: Float32Array, rows: Int32Array, weights: Float64Array): [number, number] {
  let [x, y] = [0, 0];
  let spread = 0;
  for (let step = 0; step <= medianSteps; step++) {
    let [sum, sumX, sumY, sumDistance] = [0, 0, 0, 0];
    for (let m = 0; m < rows.length; m++) {
      const px = embedding[2 * rows[m]!]!;
      const py = embedding[2 * rows[m]! + 1]!;
      const distance = Math.hypot(px - x, py - y);
      // The first step is the mean. Later, a point that is nearly reached must not take an infinite weight.
      const weight = step === 0 ? weights[m]! : weights[m]! / Math.max(distance, 1e-3 * spread, 1e-30);
      sum += weight;
      sumX += weight * px;
      sumY += weight * py;
      sumDistance += weights[m]! * distance;
    }
    if (step === 1) spread = sumDistance / weights.reduce((total, weight) => total + weight, 0);
    if (step === 1 && spread === 0) break;
    x = sumX / sum;
    y = sumY / sum;
  }
  return [x, y];
}

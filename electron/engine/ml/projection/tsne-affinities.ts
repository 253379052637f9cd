/** The joint probabilities p of t-SNE: how close two rows are in the space of the features. */
import type { Context } from '../types.ts';
import type { Neighbours } from './neighbours.ts';

/** A symmetric sparse matrix by rows; each row is filled up to a multiple of 4 entries with (own index, 0). */
export interface Affinities {
  /** First entry of each row, and the number of entries. */
  rowStarts: Int32Array;
  columns: Int32Array;
  /** Their sum over all entries is 1. */
  probabilities: Float32Array;
}

const tolerance = 1e-5;
const rowsBetweenChecks = 2048;

/**
 * Conditional probabilities: for each query a Gaussian over its neighbours whose entropy is log(perplexity), found by
 * Newton's method on the logarithm of the precision, kept between bounds by bisection. Fewer distinct weights than the
 * perplexity (all distances equal, say) give the nearest entropy there is.
 */
export function conditionalProbabilities(
  { k, squaredDistances }: Neighbours,
  perplexity: number,
  ctx: Context,
): Float32Array {
  const n = squaredDistances.length / k;
  const wanted = Math.log(perplexity);
  const result = new Float32Array(squaredDistances.length);
  const weights = new Float64Array(k);
  let logPrecision = 0;
  for (let i = 0; i < n; i++) {
    if (i % rowsBetweenChecks === 0) ctx.checkCancelled();
    const from = i * k;
    const nearest = squaredDistances[from]!;
    let mean = 0;
    for (let m = 0; m < k; m++) mean += (squaredDistances[from + m]! - nearest) / k;
    if (mean === 0) {
      result.fill(1 / k, from, from + k);
      continue;
    }
    // Distances are measured in their own mean, so a good start is the last row's precision.
    let low = -60;
    let high = 60;
    let sum = 1;
    for (let step = 0; step < 100; step++) {
      const precision = Math.exp(logPrecision);
      sum = 0;
      let first = 0;
      let second = 0;
      for (let m = 0; m < k; m++) {
        const exponent = ((squaredDistances[from + m]! - nearest) / mean) * precision;
        const weight = Math.exp(-exponent);
        weights[m] = weight;
        sum += weight;
        first += weight * exponent;
        second += weight * exponent * exponent;
      }
      first /= sum;
      const excess = Math.log(sum) + first - wanted;
      if (Math.abs(excess) < tolerance) break;
      if (excess > 0) low = logPrecision;
      else high = logPrecision;
      if (high - low < 1e-9) break;
      // d entropy / d log(precision) = -variance of the exponent.
      const next = logPrecision + excess / (second / sum - first * first);
      logPrecision = next > low && next < high ? next : (low + high) / 2;
    }
    for (let m = 0; m < k; m++) result[from + m] = weights[m]! / sum;
    if (Math.abs(logPrecision) > 50) logPrecision = 0;
  }
  return result;
}

/** p_ij = (p_j|i + p_i|j) / 2n over the union of both neighbourhoods. */
export function jointProbabilities({ k, indices }: Neighbours, conditional: Float32Array, ctx: Context): Affinities {
  const n = indices.length / k;
  // The transposed lists: who has i as a neighbour.
  const incoming = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) {
    if (i % rowsBetweenChecks === 0) ctx.checkCancelled();
    for (let entry = i * k; entry < (i + 1) * k; entry++) incoming[indices[entry]! + 1]!++;
  }
  for (let i = 0; i < n; i++) incoming[i + 1]! += incoming[i]!;
  const next = incoming.slice(0, n);
  const sources = new Int32Array(indices.length);
  for (let i = 0; i < n; i++) {
    if (i % rowsBetweenChecks === 0) ctx.checkCancelled();
    for (let entry = i * k; entry < (i + 1) * k; entry++) sources[next[indices[entry]!]!++] = entry;
  }

  const most = indices.length * 2 + 4 * n;
  const columns = new Int32Array(most);
  const probabilities = new Float32Array(most);
  const rowStarts = new Int32Array(n + 1);
  const place = new Int32Array(n).fill(-1);
  let end = 0;
  for (let i = 0; i < n; i++) {
    if (i % rowsBetweenChecks === 0) ctx.checkCancelled();
    const start = end;
    for (let entry = i * k; entry < (i + 1) * k; entry++) {
      const j = indices[entry]!;
      place[j] = end;
      columns[end] = j;
      probabilities[end++] = conditional[entry]! / (2 * n);
    }
    for (let from = incoming[i]!; from < incoming[i + 1]!; from++) {
      const entry = sources[from]!;
      const j = Math.floor(entry / k);
      const share = conditional[entry]! / (2 * n);
      if (place[j]! >= start) probabilities[place[j]!]! += share;
      else {
        columns[end] = j;
        probabilities[end++] = share;
      }
    }
    while (end % 4 !== 0) columns[end++] = i;
    rowStarts[i + 1] = end;
  }
  return { rowStarts, columns: columns.slice(0, end), probabilities: probabilities.slice(0, end) };
}

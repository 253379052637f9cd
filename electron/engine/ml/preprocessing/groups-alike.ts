/** Parts rows into small groups of rows alike, so that what is kept of them are averages and not anybody's row. */
import type { Matrix } from '../types.ts';

/**
 * Squared distance of two rows over the columns that both have, scaled up to all columns, as scikit-learn's
 * `nan_euclidean_distances` (squared); Infinity where they share none. NaN is missing. O(f).
 */
export function gapDistance(a: Matrix['data'], atA: number, b: Matrix['data'], atB: number, nFeatures: number): number {
  let sum = 0;
  let present = 0;
  for (let j = 0; j < nFeatures; j++) {
    const difference = a[atA + j]! - b[atB + j]!;
    if (difference !== difference) continue;
    sum += difference * difference;
    present++;
  }
  return present === 0 ? Infinity : (sum / present) * nFeatures;
}

/**
 * Groups of `size` rows, the last of up to 2 `size` - 1: the row farthest from the centre of all that are left, and those
 * nearest to it, until too few are left for two groups (fixed-size microaggregation after MDAV, Domingo-Ferrer &
 * Mateo-Sanz 2002, one group at a time). Fewer than `size` rows make one group. O(n^2 f / size).
 * @param X rows in a common scale; NaN is missing.
 */
export function groupsAlike({ data, nSamples, nFeatures }: Matrix, size: number): Int32Array[] {
  const groups: Int32Array[] = [];
  let left = Int32Array.from({ length: nSamples }, (_, i) => i);
  while (left.length >= 2 * size) {
    const centre = averageOf(data, left, nFeatures, 1);
    let farthest = 0;
    let most = -1;
    left.forEach((row, i) => {
      const distance = gapDistance(centre, 0, data, row * nFeatures, nFeatures);
      // A row that shares no column with anything is nobody's neighbour: it goes last.
      if (distance > most && distance < Infinity) [most, farthest] = [distance, i];
    });
    const from = left[farthest]! * nFeatures;
    const distances = Float64Array.from(left, (row) => gapDistance(data, from, data, row * nFeatures, nFeatures));
    const chosen = nearest(distances, size);
    groups.push(chosen.map((i) => left[i]!).sort());
    const isTaken = new Set(chosen);
    left = left.filter((_, i) => !isTaken.has(i));
  }
  if (left.length > 0) groups.push(left);
  return groups;
}

/** Positions of the `count` least distances among those wanted, the nearest first, of equals the earlier. */
export function nearest(
  distances: Float64Array,
  count: number,
  isWanted: (i: number) => boolean = () => true,
): Int32Array {
  const found = new Int32Array(count);
  let length = 0;
  for (let i = 0; i < distances.length; i++) {
    const distance = distances[i]!;
    if (length === count && !(distance < distances[found[length - 1]!]!)) continue;
    if (!isWanted(i)) continue;
    let at = length < count ? length++ : count - 1;
    for (; at > 0 && distance < distances[found[at - 1]!]!; at--) found[at] = found[at - 1]!;
    found[at] = i;
  }
  return found.slice(0, length);
}

/** Mean of the rows in every column over those that have it; NaN where fewer than `fewest` do. */
export function averageOf(
  data: Matrix['data'],
  rows: ArrayLike<number>,
  nFeatures: number,
  fewest: number,
): Float64Array {
  const sums = new Float64Array(nFeatures);
  const counts = new Int32Array(nFeatures);
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * nFeatures;
    for (let j = 0; j < nFeatures; j++) {
      const value = data[from + j]!;
      if (value !== value) continue;
      sums[j]! += value;
      counts[j]!++;
    }
  }
  return sums.map((sum, j) => (counts[j]! >= fewest && counts[j]! > 0 ? sum / counts[j]! : NaN));
}

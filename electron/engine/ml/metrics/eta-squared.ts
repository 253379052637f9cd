/**
 * Share of the variance of `values` that lies between groups: 0 none, 1 all of it; 0 where nothing varies.
 *
 * @param labels group of each value, small whole numbers from 0; numbers may be skipped
 * @param weights how often each value counts (default: once)
 */
export function etaSquared(values: ArrayLike<number>, labels: Int32Array, weights?: Int32Array): number {
  const n = values.length;
  let groups = 0;
  for (let i = 0; i < n; i++) if (labels[i]! >= groups) groups = labels[i]! + 1;
  const sums = new Float64Array(groups);
  const counts = new Float64Array(groups);
  let [total, sum, squares] = [0, 0, 0];
  // Shifted by the first value, so that a large mean costs no digits.
  const shift = n > 0 ? values[0]! : 0;
  for (let i = 0; i < n; i++) {
    const weight = weights ? weights[i]! : 1;
    const value = values[i]! - shift;
    const group = labels[i]!;
    sums[group]! += weight * value;
    counts[group]! += weight;
    total += weight;
    sum += weight * value;
    squares += weight * value * value;
  }
  const overall = total > 0 ? (sum * sum) / total : 0;
  let between = -overall;
  for (let g = 0; g < groups; g++) if (counts[g]! > 0) between += (sums[g]! * sums[g]!) / counts[g]!;
  const variance = squares - overall;
  return variance > 1e-12 * squares ? Math.min(1, Math.max(0, between / variance)) : 0;
}

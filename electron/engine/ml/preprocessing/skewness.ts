/**
 * Skewness m3 / m2^(3/2), from the moments about the mean (Fisher and Pearson's g1); 0 where all values are equal.
 * @param values finite, at least one. O(n).
 */
export function skewness(values: ArrayLike<number>): number {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i]! / n;
  let [second, third] = [0, 0];
  for (let i = 0; i < n; i++) {
    const difference = values[i]! - mean;
    second += difference ** 2 / n;
    third += difference ** 3 / n;
  }
  return second > 0 ? third / second ** 1.5 : 0;
}

/** Which numbers can be computed with. */

/** Beyond this a square or a sum would overflow; such a value is taken for missing, like NaN and Infinity. */
const largest = 1e100;

/** True for a number that can be computed with: neither NaN nor infinite nor beyond 1e100 in size. */
export function isUsable(value: number): boolean {
  return Math.abs(value) <= largest;
}

/** The usable values in their order, as a new array. O(n). */
export function usableValues(values: ArrayLike<number>): Float64Array {
  const kept = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (isUsable(value)) kept[count++] = value;
  }
  return kept.subarray(0, count);
}

/** Customers in ten groups of the same size by a value, the highest first. */

export const tenths = 10;

/** Tenth, 0 to 9, of each value; equal values stand in the order of the rows. O(n log n). */
export function tenthsOf(values: Float64Array): Uint8Array {
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, row) => row).sort((a, b) => values[b]! - values[a]! || a - b);
  const result = new Uint8Array(n);
  order.forEach((row, place) => (result[row] = Math.floor((place * tenths) / n)));
  return result;
}

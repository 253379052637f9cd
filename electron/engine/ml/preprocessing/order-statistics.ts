/** Sorting and selecting numbers without comparison functions, which would take several times as long. */

const digitBits = 11;
const digits = 1 << digitBits;
/** Shifts of the digits within each 32-bit word: 11 + 11 + 10 bits. */
const shifts = [0, digitBits, 2 * digitBits];

/**
 * Positions of the values in ascending order; equal values keep their order. `values` must be free of NaN. A radix sort
 * over the bits of the numbers: O(n), digits in which all agree (the low bits of whole numbers) cost nothing more.
 */
export function argsort(values: Float64Array): Uint32Array {
  const count = values.length;
  const words = new Uint32Array(new Float64Array(values).buffer);
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  const [lowAt, highAt] = littleEndian ? [0, 1] : [1, 0];
  for (let i = 0; i < count; i++) {
    // Turns the order of signed floating-point numbers into that of unsigned whole ones.
    const sign = words[2 * i + highAt]! >> 31;
    low[i] = words[2 * i + lowAt]! ^ sign;
    high[i] = words[2 * i + highAt]! ^ (sign | 0x80000000);
  }
  let order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  let next = new Uint32Array(count);
  const start = new Uint32Array(digits);
  for (const keys of [low, high]) {
    for (const shift of shifts) {
      start.fill(0);
      for (let i = 0; i < count; i++) start[(keys[i]! >>> shift) & (digits - 1)]!++;
      if (count === 0 || start[(keys[0]! >>> shift) & (digits - 1)] === count) continue;
      for (let d = 0, sum = 0; d < digits; d++) {
        const size = start[d]!;
        start[d] = sum;
        sum += size;
      }
      for (let i = 0; i < count; i++) {
        const item = order[i]!;
        const digit = (keys[item]! >>> shift) & (digits - 1);
        next[start[digit]!++] = item;
      }
      [order, next] = [next, order];
    }
  }
  return order;
}

const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/**
 * Quantile q (0 to 1) of values[from] to values[to - 1] by linear interpolation, NumPy's default method; NaN if that
 * part is empty. It must be free of NaN and is rearranged. Quickselect (Hoare 1961), O(n) on average.
 */
export function quantileInPlace(values: Float64Array, q: number, from = 0, to = values.length): number {
  if (to <= from) return NaN;
  const position = q * (to - from - 1);
  const below = from + Math.floor(position);
  select(values, from, to - 1, below);
  const low = values[below]!;
  let high = below + 1 < to ? values[below + 1]! : low;
  for (let i = below + 2; i < to; i++) if (values[i]! < high) high = values[i]!;
  const share = position - Math.floor(position);
  // From the nearer end, as NumPy does: exact at both ends and monotone in between.
  return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
}

/** Rearranges values[left] to values[right] so that position k holds what it would hold if they were sorted. */
function select(values: Float64Array, left: number, right: number, k: number): void {
  while (left < right) {
    const pivot = values[(left + right) >> 1]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const swap = values[i]!;
        values[i++] = values[j]!;
        values[j--] = swap;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}

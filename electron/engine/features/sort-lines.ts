/** Sorting of lines by a key that stands in another column. */

/**
 * Sorts `lines` in place by `key[line]`, ascending; lines of the same key keep their order, and those whose key is NaN
 * come last. A merge sort without calls: a comparison function takes several times as long. O(n log n), O(n) where
 * they are in order already. `scratch` is at least as long as `lines`.
 */
export function sortLines(lines: Int32Array, key: Float64Array | Int32Array, scratch: Int32Array): void {
  const n = lines.length;
  if (inOrder(lines, key)) return;
  let [from, to] = [lines, scratch];
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const middle = Math.min(start + width, n);
      const end = Math.min(start + 2 * width, n);
      let [left, right] = [start, middle];
      for (let place = start; place < end; place++) {
        const takesLeft = left < middle && (right >= end || !isLater(key[from[left]!]!, key[from[right]!]!));
        to[place] = takesLeft ? from[left++]! : from[right++]!;
      }
    }
    [from, to] = [to, from];
  }
  if (from !== lines) lines.set(from.subarray(0, n));
}

function inOrder(lines: Int32Array, key: Float64Array | Int32Array): boolean {
  for (let i = 1; i < lines.length; i++) if (isLater(key[lines[i - 1]!]!, key[lines[i]!]!)) return false;
  return true;
}

/** Whether a comes after b. */
function isLater(a: number, b: number): boolean {
  return a > b || (Number.isNaN(a) && !Number.isNaN(b));
}

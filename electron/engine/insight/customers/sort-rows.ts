/** Rows of a table in the order of a column. No comparison functions: a million rows take a fraction of a second. */
import { argsort } from '../../ml/preprocessing/order-statistics.ts';

/**
 * Rows in order of their values; equal values stay in order of rows, in both directions, and what is missing (NaN,
 * infinite) comes last in both. O(n).
 */
export function sortRows(values: ArrayLike<number>, descending: boolean): Int32Array {
  const keys = new Float64Array(values.length);
  for (let row = 0; row < keys.length; row++) {
    const value = values[row]!;
    // Adding 0 makes one zero of the two.
    keys[row] = Number.isFinite(value) ? (descending ? -value : value) + 0 : Infinity;
  }
  return asRows(argsort(keys));
}

/** Characters of an id that decide about its place. */
const decidingCharacters = 64;

/**
 * The place of each id in natural order: `c9` before `C10`, whatever the case. Ids that differ in case or leading zeros
 * alone share a place; those whose first 64 characters are equal stay in order of rows. O(n) per character.
 */
export function naturalRanks(ids: readonly string[]): Int32Array {
  const keys = ids.map(naturalKey);
  let longest = 0;
  let highest = 0;
  for (const key of keys) {
    longest = Math.max(longest, Math.min(key.length, decidingCharacters));
    for (let at = 0; at < key.length; at++) highest = Math.max(highest, key.charCodeAt(at));
  }
  // As many characters as a double holds exactly make one number; the last ones are sorted first.
  const base = highest + 2;
  const together = Math.max(1, Math.floor(52 / Math.log2(base)));
  let order = Int32Array.from(keys, (_, row) => row);
  for (let from = Math.floor(Math.max(0, longest - 1) / together) * together; from >= 0; from -= together) {
    const numbers = new Float64Array(keys.length);
    for (let i = 0; i < order.length; i++) numbers[i] = numberOf(keys[order[i]!]!, from, together, base);
    const moved = argsort(numbers);
    const next = new Int32Array(order.length);
    for (let i = 0; i < next.length; i++) next[i] = order[moved[i]!]!;
    order = next;
  }
  const ranks = new Int32Array(keys.length);
  let rank = 0;
  for (let i = 1; i < order.length; i++) {
    if (keys[order[i]!] !== keys[order[i - 1]!]) rank++;
    ranks[order[i]!] = rank;
  }
  return ranks;
}

/** In lower case; a number is led by how long it is, so that shorter numbers come first as text, too. */
function naturalKey(id: string): string {
  return id.toLowerCase().replace(/\d+/g, (digits) => {
    const number = digits.replace(/^0+(?=\d)/, '');
    return String.fromCharCode(48 + Math.min(number.length, 60)) + number;
  });
}

/** Characters from..from+count as one number; past the end counts as less than any character. */
function numberOf(key: string, from: number, count: number, base: number): number {
  let number = 0;
  const end = Math.min(key.length, decidingCharacters);
  for (let at = from; at < from + count; at++) number = number * base + (at < end ? key.charCodeAt(at) + 1 : 0);
  return number;
}

function asRows(order: Uint32Array): Int32Array {
  return new Int32Array(order.buffer, order.byteOffset, order.length);
}

/**
 * Recognises records whose columns all equal an earlier record's, by a 64-bit hash of the record's bytes. Two
 * different records share a hash with a probability of about 1 in 1.8e19; among 5 million that is less than 1 in a
 * million for the whole file.
 */

/** Hashes one record at a time; the answer is in fields, so that no object is made for it. */
export class RecordHash {
  /** The two halves of the hash. */
  low = 0;
  high = 0;
  /** Whether the record holds bytes beyond ASCII. */
  beyondAscii = false;

  /** Hashes the bytes in view[start .. end). */
  read(view: DataView, start: number, end: number): void {
    let low = end - start;
    let high = 0x2545f491 ^ low;
    let union = 0;
    let i = start;
    for (; i + 4 <= end; i += 4) {
      const word = view.getInt32(i, true);
      union |= word;
      low = Math.imul(low ^ word, 0x85ebca6b);
      low = (low << 13) | (low >>> 19);
      high = Math.imul(high ^ word, 0x9e3779b1);
      high = (high << 17) | (high >>> 15);
    }
    let tail = 0;
    for (; i < end; i++) {
      const byte = view.getUint8(i);
      union |= byte;
      tail = (tail << 8) | byte;
    }
    this.beyondAscii = (union & 0x80808080) !== 0;
    low = finish(Math.imul(low ^ tail, 0xcc9e2d51));
    high = finish(Math.imul(high ^ tail, 0xc2b2ae35) ^ low);
    this.low = low;
    this.high = high;
  }
}

/**
 * Calls back for every line whose hash equals an earlier line's. The lines are first dealt into buckets that fit the
 * processor's cache, as a table of all hashes would miss it for every line. O(count).
 */
export function forEachRepeat(
  low: Int32Array,
  high: Int32Array,
  count: number,
  onRepeat: (line: number) => void,
): void {
  const bits = Math.max(0, Math.ceil(Math.log2(Math.max(1, count / 8192))));
  const buckets = 1 << bits;
  const bucketOf = (hash: number): number => (bits === 0 ? 0 : hash >>> (32 - bits));
  const ends = new Int32Array(buckets + 1);
  for (let i = 0; i < count; i++) ends[bucketOf(high[i]!) + 1]!++;
  let largest = 0;
  for (let b = 0; b < buckets; b++) {
    largest = Math.max(largest, ends[b + 1]!);
    ends[b + 1]! += ends[b]!;
  }
  // Three words a line: both halves of the hash and the line; dealt in the order of the lines.
  const dealt = new Int32Array(3 * count);
  const next = ends.slice(0, buckets);
  for (let i = 0; i < count; i++) {
    const to = 3 * next[bucketOf(high[i]!)]!++;
    dealt[to] = low[i]!;
    dealt[to + 1] = high[i]!;
    dealt[to + 2] = i;
  }
  const slots = new Int32Array(1 << Math.ceil(Math.log2(2 * largest + 2)));
  for (let b = 0; b < buckets; b++) repeatsInBucket(dealt, ends[b]!, ends[b + 1]!, slots, onRepeat);
}

/** @param slots room for a table: 1 + position in `dealt`, 0 where free. */
function repeatsInBucket(
  dealt: Int32Array,
  from: number,
  to: number,
  slots: Int32Array,
  onRepeat: (line: number) => void,
): void {
  slots.fill(0);
  const mask = slots.length - 1;
  for (let entry = from; entry < to; entry++) {
    const at = 3 * entry;
    let slot = dealt[at]! & mask;
    for (let kept = slots[slot]!; kept !== 0; kept = slots[slot]!) {
      const other = 3 * (kept - 1);
      if (dealt[other] === dealt[at] && dealt[other + 1] === dealt[at + 1]) break;
      slot = (slot + 1) & mask;
    }
    if (slots[slot] === 0) slots[slot] = entry + 1;
    else onRepeat(dealt[at + 2]!);
  }
}

/** Mixes all bits into all bits (the finaliser of MurmurHash3, Appleby 2011). */
function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/**
 * Distinct byte strings, numbered in the order of their first appearance. A look-up hashes the bytes where they lie
 * and compares them with those kept, so that no string is made for a value seen before.
 */
import { hasHighBytes, textDecoder } from './encoding.ts';

/** 32-bit hash of bytes, four at a time (the mixing of MurmurHash3, Appleby 2011). */
export function hashBytes(view: DataView, start: number, end: number): number {
  let hash = end - start;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word = Math.imul(view.getInt32(i, true), 0xcc9e2d51);
    hash ^= Math.imul((word << 15) | (word >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (; i < end; i++) tail = (tail << 8) | view.getUint8(i);
  hash ^= Math.imul(tail, 0xcc9e2d51);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Whether the same `length` bytes lie at both places, four at a time. */
function equal(a: DataView, from: number, b: DataView, start: number, length: number): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4) if (a.getInt32(from + i, true) !== b.getInt32(start + i, true)) return false;
  for (; i < length; i++) if (a.getUint8(from + i) !== b.getUint8(start + i)) return false;
  return true;
}

export class ByteDictionary {
  size = 0;
  /** Open addressing: 1 + index of the entry, 0 where free. */
  #slots = new Int32Array(1024);
  #hashes = new Int32Array(512);
  /** Entry i occupies #arena[#offsets[i] .. #offsets[i + 1]). */
  #offsets = new Int32Array(513);
  #arena = new Uint8Array(8192);
  #view = new DataView(this.#arena.buffer);
  /** The entry last answered, and its bytes in the arena. */
  #last = -1;
  #lastStart = 0;
  #lastLength = -1;

  /** The number of the value in view[start .. end), new or known. */
  intern(view: DataView, start: number, end: number): number {
    // Lines of one order follow each other: the last value is the likeliest.
    const length = end - start;
    if (length === this.#lastLength && equal(this.#view, this.#lastStart, view, start, length)) return this.#last;
    const hash = hashBytes(view, start, end);
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    let entry = slots[slot]! - 1;
    while (entry >= 0) {
      if (this.#hashes[entry] === hash) {
        const from = this.#offsets[entry]!;
        if (this.#offsets[entry + 1]! - from === length && equal(this.#view, from, view, start, length)) break;
      }
      slot = (slot + 1) & mask;
      entry = slots[slot]! - 1;
    }
    if (entry < 0) entry = this.#add(view, start, length, hash, slot);
    this.#last = entry;
    this.#lastStart = this.#offsets[entry]!;
    this.#lastLength = length;
    return entry;
  }

  /** All values as text, trimmed, by number. */
  decode(encoding: string): string[] {
    const used = this.#arena.subarray(0, this.#offsets[this.size]);
    if (encoding === 'latin1' || (encoding === 'utf-8' && !hasHighBytes(used, 0, used.length))) {
      // A character a byte: one text, cut apart, is much faster than as many as there are values.
      const all = textDecoder('latin1')(used);
      return Array.from({ length: this.size }, (_, i) => all.slice(this.#offsets[i], this.#offsets[i + 1]).trim());
    }
    const text = textDecoder(encoding);
    return Array.from({ length: this.size }, (_, i) =>
      text(this.#arena.subarray(this.#offsets[i]!, this.#offsets[i + 1]!)).trim(),
    );
  }

  #add(view: DataView, start: number, length: number, hash: number, slot: number): number {
    const entry = this.size++;
    if (entry === this.#hashes.length) {
      this.#hashes = enlarged(this.#hashes, entry * 2);
      this.#offsets = enlarged(this.#offsets, entry * 2 + 1);
    }
    const from = this.#offsets[entry]!;
    const to = from + length;
    if (to > this.#arena.length) {
      const arena = new Uint8Array(Math.max(to, this.#arena.length * 2));
      arena.set(this.#arena.subarray(0, from));
      this.#arena = arena;
      this.#view = new DataView(arena.buffer);
    }
    for (let i = 0; i < length; i++) this.#arena[from + i] = view.getUint8(start + i);
    this.#offsets[entry + 1] = to;
    this.#hashes[entry] = hash;
    this.#slots[slot] = entry + 1;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return entry;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.size; entry++) {
      let slot = this.#hashes[entry]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
    this.#slots = slots;
  }
}

function enlarged(old: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(old);
  return grown;
}

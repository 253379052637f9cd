/** Distinct pairs of whole numbers (from -2^31 on), numbered in the order of their first appearance. */
export class PairIndex {
  size = 0;
  /** The pairs by number. */
  first = new Int32Array(512);
  second = new Int32Array(512);
  #slots = new Int32Array(1024);

  /** The number of a pair, new or known. */
  add(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash(first, second) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]! - 1;
      if (entry < 0) return this.#insert(first, second, slot);
      if (this.first[entry] === first && this.second[entry] === second) return entry;
    }
  }

  #insert(first: number, second: number, slot: number): number {
    const entry = this.size++;
    if (entry === this.first.length) {
      this.first = enlarged(this.first);
      this.second = enlarged(this.second);
    }
    this.first[entry] = first;
    this.second[entry] = second;
    this.#slots[slot] = entry + 1;
    if (this.size * 2 > this.#slots.length) {
      const slots = new Int32Array(this.#slots.length * 2);
      const mask = slots.length - 1;
      for (let i = 0; i < this.size; i++) {
        let free = hash(this.first[i]!, this.second[i]!) & mask;
        while (slots[free] !== 0) free = (free + 1) & mask;
        slots[free] = i + 1;
      }
      this.#slots = slots;
    }
    return entry;
  }
}

function hash(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second ^ (second >>> 15), 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 16), 0xc2b2ae35) >>> 3;
}

function enlarged(old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(old.length * 2);
  grown.set(old);
  return grown;
}

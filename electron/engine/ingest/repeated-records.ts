/**
 * Recognises records whose columns all equal an earlier record's, by a 64-bit hash of the record's bytes. Two
 * different records share a hash with a probability of about 1 in 1.8e19; among 5 million that is less than 1 in a
 * million for the whole file.
 */
export class RepeatedRecords {
  /** True when the record last looked at holds bytes beyond ASCII. */
  beyondAscii = false;
  /** Open addressing, two words a slot; both zero where free. */
  #slots = new Int32Array(1 << 13);
  #size = 0;

  /** Makes room for so many more records. */
  reserve(more: number): void {
    while ((this.#size + more) * 4 > this.#slots.length) this.#grow();
  }

  /** Remembers the record in bytes[start .. end) and tells whether one with the same bytes came before. */
  add(view: DataView, start: number, end: number): boolean {
    let a = end - start;
    let b = 0x2545f491 ^ a;
    let union = 0;
    let i = start;
    for (; i + 4 <= end; i += 4) {
      const word = view.getInt32(i, true);
      union |= word;
      a = Math.imul(a ^ word, 0x85ebca6b);
      a ^= a >>> 15;
      b = Math.imul((b ^ ((word << 16) | (word >>> 16))) + a, 0x9e3779b1);
      b ^= b >>> 13;
    }
    let tail = 0;
    for (; i < end; i++) {
      const byte = view.getUint8(i);
      union |= byte;
      tail = (tail << 8) | byte;
    }
    this.beyondAscii = (union & 0x80808080) !== 0;
    a = Math.imul(a ^ tail, 0xcc9e2d51);
    b = Math.imul(b ^ tail ^ (a >>> 16), 0xc2b2ae35);
    a ^= b >>> 15;
    b ^= a >>> 17;
    return this.#insert(a, (a | b) === 0 ? 1 : b);
  }

  #insert(a: number, b: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 2;
    for (let slot = (a << 1) & mask; ; slot = (slot + 2) & mask) {
      const keptA = slots[slot]!;
      const keptB = slots[slot + 1]!;
      if (keptA === a && keptB === b) return true;
      if ((keptA | keptB) === 0) {
        slots[slot] = a;
        slots[slot + 1] = b;
        if (++this.#size * 4 > slots.length) this.#grow();
        return false;
      }
    }
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2);
    const mask = slots.length - 2;
    this.#slots = slots;
    if (this.#size === 0) return;
    for (let i = 0; i < old.length; i += 2) {
      if ((old[i]! | old[i + 1]!) === 0) continue;
      let slot = (old[i]! << 1) & mask;
      while ((slots[slot]! | slots[slot + 1]!) !== 0) slot = (slot + 2) & mask;
      slots[slot] = old[i]!;
      slots[slot + 1] = old[i + 1]!;
    }
  }
}

/** Everything that happens in the shop, one compact entry each; baskets are made again whenever they are needed. */
import { dayCount } from './calendar.ts';

/** What an entry is. `guest` is a sale to somebody without an account; `visit` is a session without a purchase. */
export const entryType = { sale: 0, return: 1, guest: 2, visit: 3, review: 4 } as const;

export interface Entry {
  /** Minutes since the start of day 0. */
  minute: number;
  /** -1 for guests. */
  customer: number;
  /** Sales, guests and visits: a running number of that customer. Returns and reviews: the index of their sale. */
  reference: number;
  /** Lines with different products, or 1 for a return. */
  lines: number;
  type: number;
  repeatsLine?: boolean;
  hasPostage?: boolean;
}

const repeatsBit = 8;
const postageBit = 16;
const typeMask = 7;

/** Entries as columns that grow: 15 bytes an entry. */
export class Schedule {
  count = 0;
  #minute = new Int32Array(1024);
  #customer = new Int32Array(1024);
  #reference = new Int32Array(1024);
  #lines = new Uint16Array(1024);
  #type = new Uint8Array(1024);

  add(entry: Entry): number {
    if (this.count === this.#minute.length) this.#grow();
    const index = this.count++;
    this.#minute[index] = entry.minute;
    this.#customer[index] = entry.customer;
    this.#reference[index] = entry.reference;
    this.#lines[index] = entry.lines;
    this.#type[index] = entry.type | (entry.repeatsLine ? repeatsBit : 0) | (entry.hasPostage ? postageBit : 0);
    return index;
  }

  #grow(): void {
    const length = Math.ceil(this.#minute.length * 1.5);
    const grown = <Column extends Int32Array | Uint16Array | Uint8Array>(from: Column, to: Column): Column => {
      to.set(from);
      return to;
    };
    this.#minute = grown(this.#minute, new Int32Array(length));
    this.#customer = grown(this.#customer, new Int32Array(length));
    this.#reference = grown(this.#reference, new Int32Array(length));
    this.#lines = grown(this.#lines, new Uint16Array(length));
    this.#type = grown(this.#type, new Uint8Array(length));
  }

  at(index: number): Required<Entry> {
    const bits = this.#type[index]!;
    return {
      minute: this.#minute[index]!,
      customer: this.#customer[index]!,
      reference: this.#reference[index]!,
      lines: this.#lines[index]!,
      type: bits & typeMask,
      repeatsLine: (bits & repeatsBit) !== 0,
      hasPostage: (bits & postageBit) !== 0,
    };
  }

  /**
   * Takes `excess` lines away, one from each sale of more than one line, round after round. Returns what could not be
   * taken.
   */
  trim(excess: number): number {
    let left = excess;
    for (let taken = -1; left > 0 && taken !== left;) {
      taken = left;
      for (let i = 0; i < this.count && left > 0; i++) {
        if ((this.#type[i]! & typeMask) !== entryType.sale || this.#lines[i]! < 2) continue;
        this.#lines[i] = this.#lines[i]! - 1;
        left--;
      }
    }
    return left;
  }

  /** Indexes of all entries by time; what happens in the same minute keeps its order (counting sort). */
  inTime(): Int32Array {
    const starts = new Int32Array(dayCount * 1440 + 1);
    for (let i = 0; i < this.count; i++) starts[this.#minute[i]! + 1]!++;
    for (let minute = 1; minute < starts.length; minute++) starts[minute]! += starts[minute - 1]!;
    const order = new Int32Array(this.count);
    for (let i = 0; i < this.count; i++) order[starts[this.#minute[i]!]!++] = i;
    return order;
  }
}

/** Recognises lines that are there already, each as often as it is there. */
import type { OrderLines } from '../../../../shared/orders.ts';

/** What makes two lines the same: whose, of which order, of what, when, how many, at which price. */
export type LineContent = Pick<OrderLines, 'customer' | 'invoice' | 'product' | 'time' | 'quantity' | 'price'>;

export class KnownLines {
  readonly #lines: LineContent;
  /** 1 + the first line of each content, 0 where free; and the line of the same content after it, -1 after the last. */
  readonly #slots: Int32Array;
  readonly #next: Int32Array;
  /** By first line: the next one that nobody has taken, -1 where all are taken. */
  readonly #left: Int32Array;

  /** O(lines). */
  constructor(lines: LineContent & { count: number }) {
    const { count } = lines;
    this.#lines = lines;
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 2)));
    this.#next = new Int32Array(count).fill(-1);
    this.#left = new Int32Array(count).fill(-1);
    const last = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const slot = this.#find(lines, i);
      const first = this.#slots[slot]! - 1;
      if (first < 0) {
        this.#slots[slot] = i + 1;
        this.#left[i] = last[i] = i;
      } else {
        this.#next[last[first]!] = i;
        last[first] = i;
      }
    }
  }

  /** Whether any line equals line `at` of others, which are numbered by the same dictionaries. */
  has(others: LineContent, at: number): boolean {
    return this.#slots[this.#find(others, at)]! > 0;
  }

  /** Takes a line that equals it, which nobody has taken before: its position, -1 where none is left. */
  take(others: LineContent, at: number): number {
    const first = this.#slots[this.#find(others, at)]! - 1;
    if (first < 0) return -1;
    const taken = this.#left[first]!;
    if (taken >= 0) this.#left[first] = this.#next[taken]!;
    return taken;
  }

  /** The slot of a content, or the free one where it would stand. */
  #find(others: LineContent, at: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(others, at) & mask;
    for (let kept = this.#slots[slot]!; kept !== 0; kept = this.#slots[slot]!) {
      if (isSame(this.#lines, kept - 1, others, at)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

function isSame(one: LineContent, i: number, other: LineContent, j: number): boolean {
  return (
    one.invoice[i] === other.invoice[j] &&
    one.product[i] === other.product[j] &&
    one.customer[i] === other.customer[j] &&
    one.time[i] === other.time[j] &&
    one.quantity[i] === other.quantity[j] &&
    one.price[i] === other.price[j]
  );
}

const numbers = new Float64Array(3);
const words = new Int32Array(numbers.buffer);

function hashOf({ invoice, product, customer, time, quantity, price }: LineContent, i: number): number {
  // Adding 0 makes one zero of the two.
  numbers[0] = time[i]! + 0;
  numbers[1] = quantity[i]! + 0;
  numbers[2] = price[i]! + 0;
  let hash = Math.imul(invoice[i]! ^ 0x2545f491, 0x85ebca6b);
  hash = mixed(hash, product[i]!);
  hash = mixed(hash, customer[i]!);
  for (let word = 0; word < words.length; word++) hash = mixed(hash, words[word]!);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function mixed(hash: number, word: number): number {
  const next = Math.imul(hash ^ word, 0x9e3779b1);
  return (next << 15) | (next >>> 17);
}

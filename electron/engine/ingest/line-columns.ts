/** Order lines while they are read: columns that grow, with what is needed only until the import ends. */
import { LineFlag, type OrderLines } from '../../../shared/orders.ts';
import { forEachRepeat } from './repeated-records.ts';

/**
 * Bits of `LineColumns.flags` that are gone when a file is settled; the lower ones are `LineFlag`, whose `otherCurrency`
 * is told once all files are.
 */
export const PendingFlag = {
  /** The file has a column of statuses, and this line's is empty: it has that of its order's other lines. */
  noStatus: 8,
  /** The date can be read as month, day and as day, month. */
  openDate: 16,
  /** The date can only be month, day; or only day, month. */
  monthFirst: 32,
  dayFirst: 64,
  /** The record is not UTF-8. */
  notUtf8: 128,
} as const;
export const finalFlags = 7;

export class LineColumns {
  count = 0;
  customer = new Int32Array(1024);
  invoice = new Int32Array(1024);
  product = new Int32Array(1024);
  country = new Int32Array(1024);
  description = new Int32Array(1024);
  /** Physical line in its file. */
  line = new Int32Array(1024);
  /** Hash of the record's bytes. */
  hashLow = new Int32Array(1024);
  hashHigh = new Int32Array(1024);
  quantity = new Float64Array(1024);
  price = new Float64Array(1024);
  time = new Float64Array(1024);
  flags = new Uint8Array(1024);
  /** Number in `Currencies`; 0 where the line names none. */
  currency = new Uint8Array(1024);

  /** Index of a new line, all of whose columns are to be set. */
  add(): number {
    if (this.count === this.time.length) this.#resize(Math.ceil(this.count * 1.6));
    return this.count++;
  }

  /** Makes room for so many more lines, so that the columns need not grow. */
  reserve(more: number): void {
    if (this.count + more > this.time.length) this.#resize(this.count + more);
  }

  /** Copies line `from` to the place of line `to`. */
  move(from: number, to: number): void {
    if (from === to) return;
    this.customer[to] = this.customer[from]!;
    this.invoice[to] = this.invoice[from]!;
    this.product[to] = this.product[from]!;
    this.country[to] = this.country[from]!;
    this.description[to] = this.description[from]!;
    this.line[to] = this.line[from]!;
    this.hashLow[to] = this.hashLow[from]!;
    this.hashHigh[to] = this.hashHigh[from]!;
    this.quantity[to] = this.quantity[from]!;
    this.price[to] = this.price[from]!;
    this.time[to] = this.time[from]!;
    this.flags[to] = this.flags[from]!;
    this.currency[to] = this.currency[from]!;
  }

  /** Marks the lines that repeat an earlier one. @returns the lasting columns, at their exact length; this instance is empty afterwards. */
  finish(): OrderLines {
    const { count } = this;
    forEachRepeat(this.hashLow, this.hashHigh, count, (line) => (this.flags[line]! |= LineFlag.repeats));
    this.description = this.line = this.hashLow = this.hashHigh = new Int32Array(0);
    this.currency = new Uint8Array(0);
    this.#resize(count);
    const { customer, invoice, product, country, quantity, price, time, flags } = this;
    return { count, customer, invoice, product, country, quantity, price, time, flags };
  }

  #resize(length: number): void {
    const integers = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      if (length <= old.length) return old.slice(0, length);
      const column = new Int32Array(length);
      column.set(old);
      return column;
    };
    const numbers = (old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      if (length <= old.length) return old.slice(0, length);
      const column = new Float64Array(length);
      column.set(old);
      return column;
    };
    this.customer = integers(this.customer);
    this.invoice = integers(this.invoice);
    this.product = integers(this.product);
    this.country = integers(this.country);
    this.description = integers(this.description);
    this.line = integers(this.line);
    this.hashLow = integers(this.hashLow);
    this.hashHigh = integers(this.hashHigh);
    this.quantity = numbers(this.quantity);
    this.price = numbers(this.price);
    this.time = numbers(this.time);
    const bytes = (old: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
      const column = new Uint8Array(length);
      column.set(old.subarray(0, length));
      return column;
    };
    this.flags = bytes(this.flags);
    this.currency = bytes(this.currency);
  }
}

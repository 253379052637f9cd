/** How long something took, as files write it: a number of some unit, or a clock time. */
import type { ColumnGuess } from '../../../../shared/domain.ts';
import { parseNumber, type Decimal } from '../numbers.ts';
import type { RecordScanner } from '../record-scanner.ts';
import type { CellColumn } from './cell-columns.ts';
import { Growing } from './growing.ts';

/** Minutes and seconds, with hours before them or not: 3:25, 00:03:25, 1:02:03.5. */
export const clockPattern = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]?\d(?:[.,]\d+)?)$/;
const colon = 58;
const longestClock = 16;
/** Whole numbers whose middle is above this many seconds on a page are milliseconds. */
const longestMiddle = 5000;

/** Seconds; NaN for what is no time, and for times below 0, by which some logs say that they do not know. */
export class DurationCells implements CellColumn {
  readonly guess: ColumnGuess;
  readonly #decimal: Decimal;
  readonly #unit: number;
  readonly #values = new Growing(Float64Array);

  /** @param unit of plain numbers in seconds; null where nothing says it. */
  constructor(guess: ColumnGuess, decimal: Decimal, unit: number | null) {
    this.guess = guess;
    this.#decimal = decimal;
    this.#unit = unit ?? 1;
  }

  add(record: RecordScanner): void {
    const i = this.guess.index;
    record.unescape(i);
    const [start, end] = [record.starts[i]!, record.ends[i]!];
    if (start === end) return this.#values.push(NaN);
    const number = parseNumber(record.bytes, start, end, this.#decimal);
    if (!Number.isNaN(number)) return this.#values.push(number >= 0 ? number * this.#unit : NaN);
    this.#values.push(clockSeconds(record.bytes, start, end));
  }

  finish(): Float64Array {
    const values = this.#values.finish();
    return this.#unit === 1 && areMilliseconds(values) ? values.map((value) => value / 1000) : values;
  }
}

function clockSeconds(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > longestClock || !bytes.subarray(start, end).includes(colon)) return NaN;
  const text = Buffer.from(bytes.subarray(start, end)).toString('latin1').trim();
  const [, hours = '0', minutes, seconds] = clockPattern.exec(text) ?? [];
  if (minutes === undefined || seconds === undefined) return NaN;
  return 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds.replace(',', '.'));
}

/** Nobody looks at half of all pages for an hour and more. */
function areMilliseconds(values: Float64Array): boolean {
  const given = values.filter((value) => value > 0);
  if (given.length === 0 || !given.every(Number.isInteger)) return false;
  let above = 0;
  for (const value of given) if (value > longestMiddle) above++;
  return above > given.length / 2;
}

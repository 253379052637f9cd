/** Columns of a table while it is read, each of one type; rows are added a cell at a time. */
import type { CalendarOrder, ColumnGuess, DateOrder } from '../../../../shared/domain.ts';
import { ByteDictionary } from '../byte-dictionary.ts';
import { isMissing } from '../column-values.ts';
import { DateOrderVotes } from '../date-order.ts';
import { DateReader, DayMonth, swapDayAndMonth, type DateKind } from '../dates.ts';
import { parseNumber, type Decimal } from '../numbers.ts';
import type { RecordScanner } from '../record-scanner.ts';
import { Growing } from './growing.ts';

/** Adds the cell of its column in a record; one call a row. */
export interface CellColumn {
  readonly guess: ColumnGuess;
  add: (record: RecordScanner) => void;
}

/** Numbers; what cannot be read as one is missing, and counted. */
export class NumberCells implements CellColumn {
  readonly guess: ColumnGuess;
  readonly values = new Growing(Float64Array);
  /** Cells that hold something, and of these how many are no number. */
  given = 0;
  unreadable = 0;
  readonly #decimal: Decimal;

  constructor(guess: ColumnGuess, decimal: Decimal) {
    this.guess = guess;
    this.#decimal = decimal;
  }

  add(record: RecordScanner): void {
    const i = this.guess.index;
    record.unescape(i);
    const [start, end] = [record.starts[i]!, record.ends[i]!];
    let value = NaN;
    if (start < end) {
      value = parseNumber(record.bytes, start, end, this.#decimal);
      if (!Number.isNaN(value)) this.given++;
      else if (
        !isMissing(
          Buffer.from(record.bytes.subarray(start, Math.min(end, start + 8)))
            .toString('latin1')
            .trim(),
        )
      ) {
        this.given++;
        this.unreadable++;
      }
    }
    this.values.push(value);
  }
}

/** Dates, as seconds since 1970; the order of day and month is decided when all have been seen. */
export class DateCells implements CellColumn {
  readonly guess: ColumnGuess;
  readonly #reader: DateReader;
  readonly #kind: DateKind;
  readonly #chosen: CalendarOrder | null;
  readonly #dayFirstHabit: boolean;
  readonly #votes = new DateOrderVotes();
  readonly #times = new Growing(Float64Array);
  readonly #dayMonths = new Growing(Uint8Array);

  constructor(guess: ColumnGuess, kind: DateKind, chosen: CalendarOrder | null, dayFirstHabit: boolean) {
    this.guess = guess;
    this.#kind = kind;
    this.#chosen = chosen;
    this.#dayFirstHabit = dayFirstHabit;
    this.#reader = new DateReader(kind, chosen);
  }

  /** Whether the last cell that was added is a date. */
  readable = false;

  add(record: RecordScanner): void {
    const i = this.guess.index;
    record.unescape(i);
    this.readable = this.#reader.read(record.bytes, record.starts[i]!, record.ends[i]!);
    this.#times.push(this.readable ? this.#reader.time : NaN);
    this.#dayMonths.push(this.readable ? this.#reader.dayMonth : DayMonth.fixed);
    if (this.readable) this.#votes.add(this.#reader.dayMonth);
  }

  finish(): { values: Float64Array; order: DateOrder } {
    const times = this.#times.finish();
    const dayMonths = this.#dayMonths.finish();
    const open = (): Float64Array => times.filter((_, i) => dayMonths[i] === DayMonth.open);
    const { order, dayFirst } = this.#votes.decide(this.#kind, open, this.#dayFirstHabit, this.#chosen);
    const wrongWay = dayFirst ? DayMonth.monthFirst : DayMonth.dayFirst;
    const values = times.map((time, i) => {
      if (dayMonths[i] === wrongWay) return NaN;
      return dayFirst && dayMonths[i] === DayMonth.open ? swapDayAndMonth(time) : time;
    });
    return { values, order };
  }
}

/** Texts, numbered in the order of their first appearance. */
export class TextCells implements CellColumn {
  readonly guess: ColumnGuess;
  readonly #dictionary = new ByteDictionary();
  readonly #codes = new Growing(Int32Array);

  constructor(guess: ColumnGuess) {
    this.guess = guess;
  }

  add(record: RecordScanner): void {
    const i = this.guess.index;
    record.unescape(i);
    this.#codes.push(this.#dictionary.intern(record.view, record.starts[i]!, record.ends[i]!));
  }

  /** Texts that are there, trimmed, and the position of each row's; -1 where it has none. */
  finish(encoding: string): { texts: string[]; codes: Int32Array } {
    const all = this.#dictionary.decode(encoding);
    const texts: string[] = [];
    const known = new Map<string, number>();
    const positions = all.map((text) => {
      if (isMissing(text)) return -1;
      const position = known.get(text) ?? texts.push(text) - 1;
      known.set(text, position);
      return position;
    });
    return { texts, codes: this.#codes.finish().map((code) => positions[code]!) };
  }
}

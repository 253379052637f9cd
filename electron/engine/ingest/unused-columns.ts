/**
 * What the columns hold that no role needs. Their cells are looked at in the first 100,000 records only, so that a wide
 * file costs no more than a narrow one; each column remembers at most 10,000 values.
 */
import type { ColumnGuess, ColumnProfile } from '../../../shared/domain.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import { isMissing, type ColumnValues } from './column-values.ts';
import { DateReader } from './dates.ts';
import type { Layout } from './layout.ts';
import { maskId } from './mask.ts';
import { parseNumber } from './numbers.ts';
import { redactPersonal } from './personal.ts';
import { commonest, emptyProfile, mostDistinct, profileNumbers } from './profile-columns.ts';
import type { RecordScanner } from './record-scanner.ts';

const mostRecords = 100_000;
/** A text that is repeated so seldom may be somebody's own words: its values are masked. */
const fewValues = 200;

class UnusedColumn {
  readonly guess: ColumnGuess;
  readonly #type: 'date' | 'number' | 'text';
  readonly #read: (bytes: Uint8Array, start: number, end: number) => number;
  readonly #dictionary = new ByteDictionary();
  readonly #counts = new Int32Array(mostDistinct + 1);
  /** Numbers after the dictionary was full. */
  #further: number[] = [];
  #full = false;
  #records = 0;

  constructor(guess: ColumnGuess, values: ColumnValues, layout: Layout) {
    this.guess = guess;
    this.#type = values.date ? 'date' : values.numericShare >= 0.8 ? 'number' : 'text';
    if (values.date) {
      const reader = new DateReader(values.date.kind, layout.dateOrder);
      this.#read = (bytes, start, end) => (reader.read(bytes, start, end) ? reader.time : NaN);
    } else this.#read = (bytes, start, end) => parseNumber(bytes, start, end, layout.decimal);
  }

  add(record: RecordScanner): void {
    this.#records++;
    const i = this.guess.index;
    record.unescape(i);
    const [start, end] = [record.starts[i]!, record.ends[i]!];
    if (start === end) return;
    if (!this.#full) {
      const entry = this.#dictionary.intern(record.view, start, end);
      this.#full = entry === mostDistinct;
      this.#counts[entry]!++;
    } else if (this.#type !== 'text') {
      const value = this.#read(record.bytes, start, end);
      if (!Number.isNaN(value)) this.#further.push(value);
    }
  }

  profile(encoding: string): ColumnProfile {
    const texts = this.#dictionary.decode(encoding);
    const lines = this.#records;
    const distinct = this.#full ? null : texts.filter((text) => !isMissing(text)).length;
    if (distinct === 0) return emptyProfile(lines);
    if (this.#type !== 'text') return this.#numbers(texts, this.#type, distinct);
    texts.forEach((text, i) => {
      if (isMissing(text)) this.#counts[i] = 0;
    });
    const counts = this.#counts.subarray(0, texts.length);
    const given = counts.reduce((sum, count) => sum + count, 0);
    const common = commonest(counts, 5);
    const show = distinct !== null && distinct <= fewValues ? redactPersonal : maskId;
    return {
      ...emptyProfile(lines),
      type: 'text',
      // Beyond 10,000 values nobody counts which are missing.
      missing: this.#full ? Math.round(lines * this.guess.missingShare) : lines - given,
      distinct,
      bars: this.#full ? [] : common.map((i) => counts[i]!),
      examples: common.map((i) => show(texts[i]!)),
    };
  }

  #numbers(texts: string[], type: 'number' | 'date', distinct: number | null): ColumnProfile {
    const values: number[] = [];
    texts.forEach((text, i) => {
      const bytes = Buffer.from(text, 'utf8');
      const value = isMissing(text) ? NaN : this.#read(bytes, 0, bytes.length);
      if (!Number.isNaN(value)) for (let n = this.#counts[i]!; n > 0; n--) values.push(value);
    });
    const all = Float64Array.from(values.concat(this.#further));
    return { ...profileNumbers(all, type, this.#records), distinct };
  }
}

/** All columns of a file that are neither read for a role nor personal. */
export class UnusedColumns {
  readonly #columns: UnusedColumn[];
  #records = 0;

  /** @param used positions of the columns that the import reads. */
  constructor(layout: Layout, used: ReadonlySet<number>) {
    this.#columns = layout.columns
      .filter(({ index, role, masked }) => !used.has(index) && role !== 'personal' && !masked)
      .map((guess) => new UnusedColumn(guess, layout.values[guess.index]!, layout));
  }

  add(record: RecordScanner): void {
    if (this.#columns.length === 0 || this.#records === mostRecords) return;
    this.#records++;
    for (const column of this.#columns) column.add(record);
  }

  /** Profiles by the position of their column. */
  profiles(encoding: string): Map<number, ColumnProfile> {
    return new Map(this.#columns.map((column) => [column.guess.index, column.profile(encoding)] as const));
  }
}

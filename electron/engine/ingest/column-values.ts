/** What the sampled values of a column say about it. */
import { DateReader, type DateKind } from './dates.ts';
import { parseNumberText, type Decimal } from './numbers.ts';
import { personalKind } from './personal.ts';
import { shareOf } from './share-of.ts';

/** Texts that stand for an empty cell. */
const missingText = /^(?:|na|n\/a|#n\/a|nan|null|none|nil|\\n|-|--|\?|无|空)$/i;

/** Whether a cell is empty or says so. */
export function isMissing(text: string): boolean {
  return text.length <= 4 && missingText.test(text);
}

export interface ColumnValues {
  /** Sampled cells, in file order, trimmed; missing ones are empty. */
  cells: readonly string[];
  /** Share of cells that are missing. */
  missingShare: number;
  /** Share of the given cells that are numbers, and of those that are whole numbers, negative, or have decimals. */
  numericShare: number;
  integerShare: number;
  negativeShare: number;
  decimalShare: number;
  /** Distinct given values per given cell. */
  distinctShare: number;
  distinct: number;
  meanLength: number;
  /** Share of given cells that contain a letter; and a blank. */
  letterShare: number;
  blankShare: number;
  /** How its dates are written, and how many of the given cells are; null where less than 80 % are any dates. */
  date: { kind: DateKind; share: number } | null;
  personal: 'contact' | 'person' | null;
}

/** Measures the sampled cells of one column. */
export function describeValues(column: readonly string[], decimal: Decimal): ColumnValues {
  const cells = column.map((cell) => (isMissing(cell) ? '' : cell));
  const given = cells.filter((cell) => cell !== '');
  const n = Math.max(1, given.length);
  const numbers = given.map((cell) => parseNumberText(cell, decimal));
  const numeric = numbers.filter((value) => !Number.isNaN(value));
  const distinct = new Set(given).size;
  return {
    cells,
    missingShare: column.length === 0 ? 0 : 1 - given.length / column.length,
    numericShare: numeric.length / n,
    integerShare: numeric.filter(Number.isInteger).length / Math.max(1, numeric.length),
    negativeShare: numeric.filter((value) => value < 0).length / Math.max(1, numeric.length),
    decimalShare: given.filter((cell) => /\d[.,]\d/.test(cell)).length / n,
    distinctShare: distinct / n,
    distinct,
    meanLength: given.reduce((sum, cell) => sum + cell.length, 0) / n,
    letterShare: given.filter((cell) => /\p{L}/u.test(cell)).length / n,
    blankShare: given.filter((cell) => cell.includes(' ')).length / n,
    date: dateOf(given),
    personal: personalKind(given),
  };
}

const dateKinds: readonly DateKind[] = ['calendar', 'unix-seconds', 'unix-milliseconds', 'excel-serial'];
const readers = Object.fromEntries(dateKinds.map((kind) => [kind, new DateReader(kind)])) as Record<
  DateKind,
  DateReader
>;
const plausible: Record<DateKind, RegExp> = {
  calendar: /\D|^\d{8}$|^\d{12}$|^\d{14}$/,
  'unix-seconds': /^\d{9,10}(?:\.\d+)?$/,
  'unix-milliseconds': /^\d{12,13}$/,
  'excel-serial': /^[2-7]\d{4}(?:[.,]\d+)?$/,
};

function dateOf(given: readonly string[]): ColumnValues['date'] {
  for (const kind of dateKinds) {
    const share = shareOf(given, 0.8, (cell) => readsAsDate(cell, kind));
    if (share >= 0.8) return { kind, share };
  }
  return null;
}

/** Whether a text is a date of this kind. */
export function readsAsDate(text: string, kind: DateKind): boolean {
  if (!plausible[kind].test(text)) return false;
  const bytes = Buffer.from(text, 'utf8');
  return readers[kind].read(bytes, 0, bytes.length);
}

/** Reads a file with one row per customer: attributes, or ready features. */
import type {
  ColumnGuess,
  ColumnProfile,
  ColumnRole,
  DateOrder,
  RejectedLine,
  SourceFile,
} from '../../../../shared/domain.ts';
import { consentAnswers } from '../../../../shared/consent.ts';
import type { CustomerColumn, CustomerTable, LabelColumn, TableFamily } from '../../../../shared/customer-table.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { ImportContext } from '../import-orders.ts';
import type { Layout } from '../layout.ts';
import { maskPersonal } from '../mask.ts';
import type { StandIns } from '../stand-ins.ts';
import { emptyProfile, profileNumbers, profileTexts } from '../profile-columns.ts';
import { consentOf, saysRefusal } from '../consent.ts';
import { DateCells, NumberCells, TextCells, type CellColumn } from './cell-columns.ts';
import { yesNo } from '../yes-no.ts';
import { columnType } from './column-type.ts';
import { distinctIds } from './distinct-ids.ts';
import { lastRows } from './last-rows.ts';
import { readCells } from './read-cells.ts';

export interface ReadTable {
  table: CustomerTable;
  file: SourceFile;
  rejectedLines: (RejectedLine & { file: string })[];
  /** Different products that it names, where it names any. */
  products?: string[];
}

/** A column of numbers with more other cells than this was no column of numbers. */
const mostUnreadable = 0.05;

/**
 * One row of the table per customer, in the order of their first rows; where a customer has several rows, the last one
 * counts. Columns that are `attribute` become columns of the table by their type, the `label` becomes its label.
 * @throws AppError as `readCells`; invalid_input `no_attributes`; insufficient_data `no_lines`.
 */
export async function readCustomers(layout: Layout, context: ImportContext): Promise<ReadTable> {
  const family: TableFamily = layout.kind === 'features' ? 'ready' : 'attributes';
  const texts = new Set<number>();
  for (;;) {
    const columns = cellColumns(layout, family, texts);
    if (!columns.some(({ guess }) => guess.role === 'attribute')) {
      throw new AppError('invalid_input', { reason: 'no_attributes', file: layout.source.name });
    }
    const read = await readCells(layout, columns, context);
    const misjudged = columns.filter(
      (column) => column instanceof NumberCells && column.unreadable > mostUnreadable * column.given,
    );
    // The beginning of the file misled: such a column is read again, as text.
    if (misjudged.length > 0 && family === 'attributes') {
      for (const { guess } of misjudged) texts.add(guess.index);
      continue;
    }
    return tableOf(layout, family, columns, read, context.standIns);
  }
}

const textRoles: ReadonlySet<ColumnRole> = new Set(['customer', 'label', 'consent']);

function cellColumns(layout: Layout, family: TableFamily, texts: ReadonlySet<number>): CellColumn[] {
  return layout.columns.flatMap((guess): CellColumn[] => {
    if (textRoles.has(guess.role)) return [new TextCells(guess)];
    if (guess.role !== 'attribute') return [];
    const values = layout.values[guess.index]!;
    const type = family === 'ready' ? 'number' : texts.has(guess.index) ? 'category' : columnType(guess.name, values);
    if (type === 'number') return [new NumberCells(guess, layout.decimal)];
    if (type === 'date') {
      return [new DateCells(guess, values.date!.kind, layout.dateOrder, layout.dayFirstHabit)];
    }
    return [new TextCells(guess)];
  });
}

function tableOf(
  layout: Layout,
  family: TableFamily,
  cells: readonly CellColumn[],
  { rows, encoding, file, rejectedLines }: Awaited<ReturnType<typeof readCells>>,
  standIns: StandIns | undefined,
): ReadTable {
  if (rows === 0) throw new AppError('insufficient_data', { reason: 'no_lines' });
  const profiles = new Map<number, ColumnProfile>();
  let dateOrder: DateOrder = 'ymd';
  let label: LabelColumn | null = null;
  let consent: Int8Array | undefined;
  const id = cells.find(({ guess }) => guess.role === 'customer');
  const written = id instanceof TextCells ? id.finish(encoding) : null;
  const ids = written && standIns ? standIns.replace(written) : written;
  if (ids)
    profiles.set(
      id!.guess.index,
      profileTexts({ from: 0, to: rows }, ids.codes, ids.texts, { id: true, masked: true }),
    );
  const { customers, take } = lastRows(rows, ids);

  const columns = cells.flatMap((column): CustomerColumn[] => {
    const { guess } = column;
    const head = { id: `${family}:${guess.name}`, family };
    if (column instanceof NumberCells) {
      const values = column.values.finish();
      profiles.set(guess.index, profileNumbers(values.filter(Number.isFinite), 'number', rows));
      return [{ ...head, type: 'number', unit: 'number', values: take(values, Float64Array) }];
    }
    if (column instanceof DateCells) {
      const { values, order } = column.finish();
      dateOrder = order;
      profiles.set(guess.index, profileNumbers(values.filter(Number.isFinite), 'date', rows));
      return [{ ...head, type: 'date', unit: 'days', values: take(values, Float64Array) }];
    }
    if (!(column instanceof TextCells) || guess.role === 'customer') return [];
    const { texts, codes } = column.finish(encoding);
    profiles.set(guess.index, profileTexts({ from: 0, to: rows }, codes, texts, { id: false, masked: false }));
    if (guess.role === 'label') {
      label = { name: guess.name, levels: texts, codes: take(codes, Int32Array) };
      return [];
    }
    if (guess.role === 'consent') {
      const inverted = saysRefusal(guess.name);
      const answers = Int32Array.from(texts, (text) => consentOf(text, inverted));
      const said = codes.map((code) => (code < 0 ? consentAnswers.unknown : answers[code]!));
      consent = Int8Array.from(ids ? latestAnswers(said, ids) : said);
      return [];
    }
    if (texts.length <= 2 && texts.every((text) => !Number.isNaN(yesNo(text)))) {
      const values = Float64Array.from(codes, (code) => (code < 0 ? NaN : yesNo(texts[code]!)));
      return [{ ...head, type: 'yesNo', unit: 'share', values: take(values, Float64Array) }];
    }
    return [{ ...head, type: 'category', levels: texts, codes: take(codes, Int32Array) }];
  });

  return {
    table: { customers, columns: distinctIds(columns), label, ...(consent ? { consent } : {}) },
    file: { ...file, dateOrder, columns: layout.columns.map((guess) => withProfile(guess, profiles, layout)) },
    rejectedLines,
  };
}

/** The last answer of each customer that says something, for each row of its id. */
function latestAnswers(said: Int32Array, { texts, codes }: { texts: string[]; codes: Int32Array }): Int32Array {
  const latest = new Int32Array(texts.length).fill(consentAnswers.unknown);
  codes.forEach((customer, row) => {
    if (customer >= 0 && said[row] !== consentAnswers.unknown) latest[customer] = said[row]!;
  });
  return latest;
}

/** A column with its profile; of one that was not read, what the beginning of the file tells. */
export function withProfile(
  guess: ColumnGuess,
  profiles: ReadonlyMap<number, ColumnProfile>,
  layout: Layout,
): ColumnGuess {
  const profile = profiles.get(guess.index);
  if (profile) return { ...guess, profile };
  const { cells } = layout.values[guess.index]!;
  const given = cells.filter((cell) => cell !== '');
  const missing = cells.length - given.length;
  const examples = [...new Set(given.map(maskPersonal))].slice(0, 5);
  const type = guess.role === 'personal' ? 'personal' : given.length === 0 ? 'empty' : 'text';
  const distinct = new Set(given).size;
  return { ...guess, profile: { ...emptyProfile(cells.length), type, missing, distinct, examples } };
}

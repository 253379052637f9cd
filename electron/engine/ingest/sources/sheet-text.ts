/** The rows of a sheet as CSV text in which the number of a line is the number of the row. */
import { CsvLines, timeText, type CellContent } from './csv-rows.ts';

/** Rows that are looked at to know how wide the table is. */
const sampleRows = 100;
/** A sheet has no more (ECMA-376 gives no bound; Excel's is 2^20). */
const mostRows = 1 << 20;
const dayZero = Date.UTC(1899, 11, 31);
const dayOne = Date.UTC(1900, 0, 1);
/** A table from this width on may have a title above it. */
const titledWidth = 3;

export interface SheetRow {
  /** 0-based. */
  index: number;
  values: readonly CellContent[];
}

/**
 * Rows that are missing or empty become empty lines. So do titles: rows at the top with a single cell, where the table
 * below has three columns or more. Rows are filled up to the width of the table, which is that of its widest row among
 * the first hundred.
 * @throws Error when rows are not in ascending order, or beyond the last one a sheet can have.
 */
export async function* sheetText(
  rows: AsyncIterable<SheetRow>,
): AsyncGenerator<{ chunk: Uint8Array; row: number; bytes: number }> {
  const lines = new CsvLines();
  const sample: SheetRow[] = [];
  let width = 0;
  let written = 0;
  let inTable = false;
  const write = ({ index, values }: SheetRow): void => {
    lines.blank(index - written);
    const filled = values.filter(isFilled).length;
    inTable ||= filled > (width >= titledWidth ? 1 : 0);
    if (filled > 0 && inTable) lines.row(values.slice(0, lengthOf(values)).map(withoutDayZero), width);
    else lines.blank(1);
    written = index + 1;
  };
  let last = -1;
  let sampled = false;
  for await (const { index, values } of rows) {
    if (!(index > last && index < mostRows)) throw new Error('rows are out of order');
    last = index;
    if (!sampled) {
      sample.push({ index, values });
      width = Math.max(width, lengthOf(values));
      sampled = sample.length === sampleRows;
      if (sampled) for (const row of sample) write(row);
    } else write({ index, values });
    for (const chunk of lines.full()) yield { chunk, row: written, bytes: lines.bytes };
  }
  if (!sampled) for (const row of sample) write(row);
  for (const chunk of lines.rest()) yield { chunk, row: written, bytes: lines.bytes };
}

/** A time of day without a day is a fraction of day zero in a sheet. */
function withoutDayZero(cell: CellContent): CellContent {
  if (!(cell instanceof Date) || cell.getTime() < dayZero || cell.getTime() >= dayOne) return cell;
  return timeText(Math.min(86_399, Math.round((cell.getTime() - dayZero) / 1000)));
}

function isFilled(cell: CellContent): boolean {
  return cell !== null && cell !== undefined && cell !== '';
}

/** Cells up to the last one with content. */
function lengthOf(values: readonly CellContent[]): number {
  let length = values.length;
  while (length > 0 && !isFilled(values[length - 1])) length--;
  return length;
}

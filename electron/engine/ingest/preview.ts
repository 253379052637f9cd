/** The first records of a file as a person checks them: each cell as written, as understood, and what is wrong. */
import type { ColumnRole, PreviewCell, PreviewRecord } from '../../../shared/domain.ts';
import { DateReader, DayMonth, swapDayAndMonth } from './dates.ts';
import { textDecoder } from './encoding.ts';
import type { Layout } from './layout.ts';
import { maskPersonal } from './mask.ts';
import { parseNumber } from './numbers.ts';
import { redactPersonal } from './personal.ts';
import type { RecordScanner } from './record-scanner.ts';

const previewRecords = 50;
/** What is shown of a cell at most: nobody reads more in a table. */
const mostCharacters = 200;
const numeric: ReadonlySet<ColumnRole> = new Set(['quantity', 'price', 'amount']);

/** Bytes kept of a cell: enough for those characters in any encoding. */
const mostBytes = 4 * mostCharacters + 8;
/** Roles whose cells are ids or figures: what looks like a phone number there is none. */
const plain: ReadonlySet<ColumnRole> = new Set(['invoice', 'product', 'customer', 'date', ...numeric]);

interface RawRecord {
  line: number;
  fault: PreviewRecord['fault'];
  cells: Uint8Array[];
}

/** Keeps the first records as bytes; what they say is only known when the file has been looked at. */
export class Preview {
  readonly #layout: Layout;
  readonly #records: RawRecord[] = [];

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  get full(): boolean {
    return this.#records.length === previewRecords;
  }

  add(record: RecordScanner): void {
    if (this.full) return;
    const cells = Array.from({ length: Math.min(record.nFields, this.#layout.columns.length) }, (_, i) => {
      record.unescape(i);
      return record.bytes.slice(record.starts[i]!, Math.min(record.ends[i]!, record.starts[i]! + mostBytes));
    });
    this.#records.push({ line: record.line, fault: faultOf(record, this.#layout.width), cells });
  }

  /**
   * The records in the encoding and order of dates that were decided. An empty customer is no fault, as the line is
   * kept; an empty date or number is, as for the import.
   */
  finish(encoding: string, dayFirst: boolean): PreviewRecord[] {
    const { columns, transcoded, source } = this.#layout;
    const decode = textDecoder(transcoded ? 'utf-8' : encoding);
    const dates = new DateReader(this.#layout.dateKind, this.#layout.dateOrder);
    return this.#records.map(({ line, fault, cells }) => ({
      line: source.place(line).line,
      ...(fault && { fault }),
      cells: columns.map(({ role, masked }, i) => {
        const bytes = cells[i] ?? new Uint8Array();
        const written = shorten(decode(bytes).trim());
        const isFigure = plain.has(role) || (role === 'attribute' && this.#isFigure(i));
        const text = masked ? maskPersonal(written) : isFigure ? written : redactPersonal(written);
        const understood = this.#understand(role, bytes, dates, dayFirst);
        // What a masked cell was understood as would say what is in it.
        return masked && 'value' in understood ? { text } : { text, ...understood };
      }),
    }));
  }

  /** Dates and numbers of a table look like phone numbers now and then, and are none. */
  #isFigure(column: number): boolean {
    const { date, numericShare } = this.#layout.values[column]!;
    return date !== null || numericShare >= 0.95;
  }

  #understand(role: ColumnRole, bytes: Uint8Array, dates: DateReader, dayFirst: boolean): Omit<PreviewCell, 'text'> {
    if (role === 'date') {
      const wrongWay = dayFirst ? DayMonth.monthFirst : DayMonth.dayFirst;
      if (!dates.read(bytes, 0, bytes.length) || dates.dayMonth === wrongWay) return { fault: 'bad_date' };
      const open = dates.dayMonth === DayMonth.open;
      return { value: dayFirst && open ? swapDayAndMonth(dates.time) : dates.time };
    }
    if (!numeric.has(role)) return {};
    const value = parseNumber(bytes, 0, bytes.length, this.#layout.decimal);
    return Number.isNaN(value) ? { fault: 'bad_number' } : { value };
  }
}

/** As the import decides it: fields beyond the columns are harmless where they are empty. */
export function faultOf({ nFields, starts, ends }: RecordScanner, width: number): PreviewRecord['fault'] {
  if (nFields < width) return 'too_few_fields';
  for (let i = width; i < nFields; i++) if (ends[i]! > starts[i]!) return 'too_many_fields';
  return undefined;
}

function shorten(text: string): string {
  const characters = [...text];
  return characters.length > mostCharacters ? `${characters.slice(0, mostCharacters).join('')}…` : text;
}

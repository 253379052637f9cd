/** The same table as a file of every format that is read. */
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { archive, workbook } from '../workbooks.ts';
import type { Table, Writing } from './tables.ts';

export interface Format {
  name: string;
  writing: Writing;
  /** Records are lines of text, so that they can have too few or too many fields. */
  isText: boolean;
  /** Takes several times as long to read, so that fewer will do. */
  isPacked?: true;
  write: (table: Table) => Uint8Array | Promise<Uint8Array>;
}

interface TextStyle {
  encoding?: string;
  mark?: boolean;
  delimiter?: string;
  lineEnd?: string;
  quoteAll?: boolean;
  decimalComma?: boolean;
}

export function textOf({ header, rows }: Table, style: TextStyle = {}): Buffer {
  const {
    encoding = 'utf-8',
    mark = false,
    delimiter = ',',
    lineEnd = '\n',
    quoteAll = false,
    decimalComma = false,
  } = style;
  const written = (cell: string): string => {
    const text = decimalComma && /^-?\d+\.\d+$/.test(cell) ? cell.replace('.', ',') : cell;
    const needed = quoteAll || text.includes(delimiter) || /["\r\n]/.test(text);
    return needed ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [header, ...rows.map(({ cells }) => cells)].map(
    (cells) => cells.map(written).join(delimiter) + lineEnd,
  );
  return iconv.encode(lines.join(''), encoding, { addBOM: mark });
}

const text = (name: string, writing: Writing, style: TextStyle = {}): Format => ({
  ...{ name, writing, isText: true },
  write: (table) => textOf(table, style),
});

/** Numbers as numbers and dates as dates, as spreadsheets keep them. */
function sheetOf({ header, rows }: Table): (string | number | Date)[][] {
  const typed = (cell: string): string | number | Date => {
    if (/^-?\d+(\.\d+)?$/.test(cell)) return Number(cell);
    const when = /^\d{4}-\d\d-\d\d( \d\d:\d\d)?$/.test(cell) ? new Date(`${cell.replace(' ', 'T')}Z`) : null;
    return when && !Number.isNaN(when.getTime()) ? when : cell;
  };
  return [header, ...rows.map(({ cells }) => cells.map(typed))];
}

function halves(table: Table): [Table, Table] {
  const middle = table.rows.length >> 1;
  return [
    { ...table, rows: table.rows.slice(0, middle) },
    { ...table, rows: table.rows.slice(middle) },
  ];
}

export const formats: readonly Format[] = [
  text('comma, UTF-8', 'german'),
  text('semicolon, UTF-8 with mark, decimal comma', 'german', { delimiter: ';', mark: true, decimalComma: true }),
  text('tab, UTF-16LE, CRLF', 'chinese', { delimiter: '\t', encoding: 'utf-16le', mark: true, lineEnd: '\r\n' }),
  text('comma, UTF-16BE, no mark', 'english', { encoding: 'utf-16be' }),
  text('pipe, Windows-1252, CR', 'german', { delimiter: '|', encoding: 'windows-1252', lineEnd: '\r' }),
  text('comma, GB18030, all quoted', 'chinese', { encoding: 'gb18030', quoteAll: true }),
  text('tab, Big5', 'traditional', { encoding: 'big5', delimiter: '\t' }),
  text('comma, Shift-JIS, CRLF', 'japanese', { encoding: 'shift_jis', lineEnd: '\r\n' }),
  {
    ...{ name: 'gzip', writing: 'chinese', isText: true },
    write: (table) => gzipSync(textOf(table), { level: 1 }),
  },
  {
    ...{ name: 'zip of two texts', writing: 'german', isText: true, isPacked: true },
    write: (table) => {
      const [a, b] = halves(table).map((half) => textOf(half, { encoding: 'utf-8' }));
      return archive({ 'a.csv': a!, 'b.csv': b! });
    },
  },
  {
    ...{ name: 'xlsx of two sheets', writing: 'japanese', isText: false, isPacked: true },
    write: (table) => {
      const [a, b] = halves(table).map(sheetOf);
      return workbook({ January: a!, February: b! });
    },
  },
  {
    ...{ name: 'zip of an xlsx', writing: 'chinese', isText: false, isPacked: true },
    write: async (table) => archive({ 'orders.xlsx': await workbook({ Sheet1: sheetOf(table) }) }, { level: 0 }),
  },
];

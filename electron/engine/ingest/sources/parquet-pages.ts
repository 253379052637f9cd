/**
 * Looks through the pages of a Parquet column before they are decoded. The decoder believes whatever a page says of
 * itself, so that a few damaged bytes would have it write billions of values; a page that promises more than its group
 * of rows can hold is found here.
 */
import type { ColumnMetaData, Compressors, RowGroup } from 'hyparquet';
import type { RawBytes } from './raw-bytes.ts';
import { Thrift, type Struct } from './thrift.ts';

const mostPageBytes = 1 << 28;
/** Usual pages are a megabyte; up to this one may be larger than what its column says of itself. */
const usualPageBytes = 1 << 24;
/** Writers fill the last run of bits up, some by more than the eight values of the format. */
const surplus = 1024;
const [dataPage, dictionaryPage, dataPageV2] = [0, 2, 3];
/** Encodings whose values are numbers of a dictionary, or booleans, in runs. */
const [plainDictionary, runLength, dictionary] = [2, 3, 8];

export interface FlatColumn {
  name: string;
  /** It may be null, so that its pages begin with levels that say where. */
  optional: boolean;
}

interface Column extends ColumnMetaData {
  optional: boolean;
}

/**
 * @param columns those that will be decoded; they hold one value a row.
 * @throws Error when a page cannot be what it says.
 */
export async function checkPages(
  bytes: RawBytes,
  group: RowGroup,
  columns: readonly FlatColumn[],
  compressors: Compressors,
): Promise<void> {
  const rows = Number(group.num_rows);
  for (const { meta_data: column } of group.columns) {
    const wanted = columns.find(({ name }) => name === column?.path_in_schema[0]);
    if (!column || !wanted) continue;
    const from = Number(column.dictionary_page_offset || column.data_page_offset);
    const to = from + Number(column.total_compressed_size);
    if (!(from >= 0 && from <= to && to <= bytes.size)) throw new Error('a column lies outside the file');
    checkColumn(await bytes.read(from, to), { ...column, optional: wanted.optional }, rows, compressors);
  }
}

function checkColumn(bytes: Uint8Array<ArrayBuffer>, column: Column, rows: number, compressors: Compressors): void {
  const reader = new Thrift(bytes);
  const mostBytes = Math.min(mostPageBytes, Math.max(usualPageBytes, Number(column.total_uncompressed_size)));
  let values = 0;
  while (values < rows && reader.at < bytes.length - 1) {
    const header = reader.struct();
    const type = header.number(1);
    const unpacked = header.number(2);
    const packed = header.number(3);
    if (!(packed >= 0 && reader.at + packed <= bytes.length && unpacked >= 0 && unpacked <= mostBytes)) {
      throw new Error('a page lies outside its column');
    }
    const content = bytes.subarray(reader.at, reader.at + packed);
    reader.at += packed;
    if (type === dictionaryPage) {
      const count = header.child(7)?.number(1) ?? NaN;
      if (!(count >= 0 && count <= 8 * unpacked)) throw new Error('a dictionary has more values than bytes');
      continue;
    }
    const page = header.child(type === dataPageV2 ? 8 : 5);
    const count = page?.number(1) ?? NaN;
    if (!page || !(count >= 0 && (values += count) <= rows)) throw new Error('a page has more values than rows');
    if (type === dataPage) checkPage(unpack(content, unpacked, column, compressors), page, column, count);
    else if (type === dataPageV2) checkPageV2(content, unpacked, page, column, compressors, count);
    else throw new Error('an unknown kind of page');
  }
}

function unpack(content: Uint8Array, size: number, { codec }: Column, compressors: Compressors): Uint8Array {
  if (codec === 'UNCOMPRESSED') return content;
  const unpacked = compressors[codec]?.(content, size);
  if (unpacked?.length !== size) throw new Error('a page cannot be unpacked');
  return unpacked;
}

/** Levels with their length before them, then values. */
function checkPage(page: Uint8Array, header: Struct, column: Column, count: number): void {
  const encoding = header.number(2);
  let at = 0;
  if (column.optional) {
    const length = lengthAt(page, 0);
    checkRuns(page, 4, 4 + length, 1, count);
    at = 4 + length;
  }
  checkValues(page, at, encoding, column, count);
}

function checkPageV2(
  content: Uint8Array,
  unpacked: number,
  header: Struct,
  column: Column,
  compressors: Compressors,
  count: number,
): void {
  const nulls = header.number(2);
  const levels = header.number(5);
  const repetitions = header.number(6);
  const isPacked = header.has(7) ? header.number(7) === 1 : true;
  const before = levels + repetitions;
  if (!(nulls >= 0 && nulls <= count && levels >= 0 && repetitions >= 0 && before <= content.length)) {
    throw new Error('the levels of a page lie outside it');
  }
  if (levels > 0) checkRuns(content, repetitions, before, 1, count);
  const rest = content.subarray(before);
  const values = isPacked && unpacked > before ? unpack(rest, unpacked - before, column, compressors) : rest;
  checkValues(values, 0, header.number(4), column, count);
}

function checkValues(page: Uint8Array, at: number, encoding: number, column: Column, count: number): void {
  if (encoding === runLength && column.type === 'BOOLEAN') {
    checkRuns(page, at + 4, at + 4 + lengthAt(page, at), 1, count);
  } else if (encoding === plainDictionary || encoding === dictionary) {
    if (at >= page.length) return;
    const width = page[at]!;
    if (width > 32) throw new Error('numbers of a dictionary have 32 bits at most');
    checkRuns(page, at + 1, page.length, width, count);
  }
}

function lengthAt(page: Uint8Array, at: number): number {
  const length = new DataView(page.buffer, page.byteOffset, page.byteLength).getUint32(at, true);
  if (at + 4 + length > page.length) throw new Error('levels lie outside their page');
  return length;
}

/** Runs of equal values and of packed bits must not hold more values than they are to. */
function checkRuns(bytes: Uint8Array, from: number, to: number, width: number, count: number): void {
  const reader = new Thrift(bytes, from);
  for (let seen = 0; seen < count && reader.at < to;) {
    const header = reader.varint();
    const isPacked = header % 2 === 1;
    const values = isPacked ? 8 * Math.floor(header / 2) : Math.floor(header / 2);
    if (values > count - seen + surplus) throw new Error('a run is longer than its page');
    reader.at += isPacked ? (values / 8) * width : Math.ceil(width / 8);
    seen += values;
  }
}

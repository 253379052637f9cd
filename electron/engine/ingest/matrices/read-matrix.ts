/** Reads files of nothing but numbers, plain or gzipped, as a matrix: one row per entry of the first dimension. */
import { AppError } from '../../../../shared/errors.ts';
import { openSource, readStart, type ByteSource } from '../sources/byte-source.ts';
import { arrayFormat, headerBytes, readHeader, type ArrayHeader } from './array-header.ts';

export interface NumberMatrix {
  /** 0-based row and column: `values[row * nColumns + column]`. */
  values: Float64Array | Float32Array;
  nRows: number;
  /** Product of all dimensions after the first; 1 for a list. */
  nColumns: number;
}

/** As of tables in text; more is no table of features. */
const mostColumns = 10_000;
/** Deflate packs a byte into no less than this share of one. */
const densestPacking = 1 / 1032;
/** The longest typed array that is asked for. */
const mostValues = 2 ** 31 - 1;

export interface OpenMatrix {
  source: ByteSource;
  nRows: number;
  nColumns: number;
  /** What values are divided by: 255 for bytes without a sign, as pictures have, else 1. */
  scale: number;
  /**
   * Values as they stand in the file, of all rows or the first of them. The file is read to its end for all of them, so
   * that its checksum is known.
   * @param visit told the share that has been read; may throw to stop.
   */
  read: (options?: { rows?: number; visit?: (share: number) => void }) => Promise<NumberMatrix>;
}

/** Whether the file begins like an array of numbers. Throws AppError as `openSource`. */
export async function isMatrix(path: string): Promise<boolean> {
  const { bytes } = await readStart(await openSource(path), 8);
  return arrayFormat(bytes) !== null;
}

/**
 * The whole matrix; bytes without a sign are divided by 255.
 * @throws AppError as `openMatrix`, and while reading gzip_cut_short, gzip_damaged.
 */
export async function readMatrix(path: string): Promise<NumberMatrix> {
  const { scale, read } = await openMatrix(path);
  const { values, ...size } = await read();
  return { ...size, values: scale === 1 ? values : values.map((value) => value / scale) };
}

/**
 * Reads the header and holds it against the file, so that no more memory is asked for than the file can fill.
 * @throws AppError as `openSource` and `readHeader`; invalid_input `array_empty`, `array_too_wide` (10,000 columns at
 * most), `array_too_large`, `array_size` (fewer or more bytes than the header says).
 */
export async function openMatrix(path: string): Promise<OpenMatrix> {
  const source = await openSource(path);
  const { bytes: start } = await readStart(source, headerBytes);
  const header = readHeader(start, source.name);
  const [nRows = 0, ...others] = header.shape;
  const nColumns = others.reduce((product, length) => product * length, 1);
  const refuse = (reason: string, details = {}): never => {
    throw new AppError('invalid_input', { reason, file: source.name, ...details });
  };
  if (nRows === 0 || nColumns === 0) refuse('array_empty');
  if (nColumns > mostColumns) refuse('array_too_wide', { columns: nColumns, most: mostColumns });
  const expected = header.offset + nRows * nColumns * header.element.bytes;
  const found = await unpackedBytes(source, expected);
  if (found !== expected) refuse('array_size', { expected, found });
  if (nRows * nColumns > mostValues) refuse('array_too_large', { rows: nRows, columns: nColumns });
  return {
    source,
    nRows,
    nColumns,
    scale: header.element.isByte ? 255 : 1,
    read: ({ rows = nRows, visit = () => {} } = {}) =>
      readValues(source, header, { nRows, nColumns, wanted: Math.min(rows, nRows), visit }),
  };
}

/** Bytes that the file holds when unpacked, counted no further than beyond what is expected. */
async function unpackedBytes(source: ByteSource, expected: number): Promise<number> {
  if (source.compression === 'none' || expected * densestPacking > source.bytes) return source.bytes;
  let bytes = 0;
  for await (const chunk of source.chunks()) {
    bytes += chunk.length;
    if (bytes > expected) break;
  }
  return bytes;
}

async function readValues(
  source: ByteSource,
  { element, shape, fortranOrder, offset }: ArrayHeader,
  plan: { nRows: number; nColumns: number; wanted: number; visit: (share: number) => void },
): Promise<NumberMatrix> {
  const { nRows, nColumns, wanted, visit } = plan;
  const values = new (element.fitsFloat32 ? Float32Array : Float64Array)(wanted * nColumns);
  const total = nRows * nColumns;
  const columnOf = fortranOrder ? fortranColumns(shape.slice(1)) : null;
  let skip = offset;
  let next = 0;
  let rest = new Uint8Array(0);
  for await (const chunk of source.chunks()) {
    visit(next / total);
    const fresh = chunk.subarray(Math.min(skip, chunk.length));
    skip -= chunk.length - fresh.length;
    // A number may lie across two chunks.
    const bytes = rest.length > 0 ? Buffer.concat([rest, fresh]) : fresh;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const whole = Math.min(total - next, Math.floor(bytes.length / element.bytes));
    for (let i = 0; i < whole; i++, next++) {
      const row = columnOf ? next % nRows : Math.floor(next / nColumns);
      if (row >= wanted) continue;
      const column = columnOf ? columnOf[Math.floor(next / nRows)]! : next - row * nColumns;
      values[row * nColumns + column] = element.read(view, i * element.bytes);
    }
    rest = bytes.slice(whole * element.bytes);
    if (!columnOf && wanted < nRows && next >= wanted * nColumns) break;
  }
  visit(1);
  return { values, nRows: wanted, nColumns };
}

/** Where each column of an array in Fortran order stands when the dimensions after the first are laid out row by row. */
function fortranColumns(dimensions: readonly number[]): Int32Array {
  const count = dimensions.reduce((product, length) => product * length, 1);
  return Int32Array.from({ length: count }, (_, position) => {
    let left = position;
    const index = dimensions.map((length) => {
      const own = left % length;
      left = Math.floor(left / length);
      return own;
    });
    return dimensions.reduce((column, length, i) => column * length + index[i]!, 0);
  });
}

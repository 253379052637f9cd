import { AppError } from '../../../shared/errors.ts';

/** A column as `OrderLines` holds it. */
export type Column = Int32Array | Float64Array | Uint8Array;

/**
 * Layout, little-endian: u8 width of one entry in bytes (0, 1, 2, 4: whole numbers; 8: float64 as it is), u8 0,
 * u16 scale, u32 count, f64 base, then the entries. A whole-number entry `e` means `(base + e) / scale`: an order's
 * time within a block fits two to four bytes instead of eight, a price in cents two instead of eight. Only what comes
 * back bit for bit is stored so, the rest stays float64.
 */
const headerBytes = 16;
const scales = [1, 100, 1000];

/** A column in as few bytes as hold it exactly. */
export function encodeColumn(values: Column): Uint8Array {
  if (!(values instanceof Float64Array)) {
    const integers = values instanceof Int32Array ? values : Int32Array.from(values);
    const range = integerRange(integers);
    return encodeOffsets(integerOffsets(integers, range.low), 1, range);
  }
  for (const scale of scales) {
    const range = wholeRange(values, scale);
    if (range) return encodeOffsets(wholeOffsets(values, scale, range.low), scale, range);
  }
  const encoded = header(8, 1, values.length, 0);
  encoded.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), headerBytes);
  return encoded;
}

/** Number of values in an encoded column. */
export function columnLength(encoded: Uint8Array): number {
  return new DataView(encoded.buffer, encoded.byteOffset).getUint32(4, true);
}

/**
 * Writes the values of an encoded column into `target` from `offset` on.
 *
 * @throws AppError `storage` (`damaged`) where the column's length does not fit its header or the target
 */
export function decodeColumn(encoded: Uint8Array, target: Column, offset: number): void {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  if (encoded.length < headerBytes) throw new AppError('storage', { reason: 'damaged' });
  const width = view.getUint8(0);
  const scale = view.getUint16(2, true);
  const count = view.getUint32(4, true);
  const base = view.getFloat64(8, true);
  if (encoded.length !== headerBytes + width * count || offset + count > target.length) {
    throw new AppError('storage', { reason: 'damaged' });
  }
  if (width === 0) {
    target.fill(base / scale, offset, offset + count);
    return;
  }
  target.set(entriesOf(encoded, width, count), offset);
  if (width === 8 || (base === 0 && scale === 1)) return;
  // `set` converts between types natively; a loop over one type of array is several times as fast as over any.
  const values = target.subarray(offset, offset + count);
  if (values instanceof Float64Array) for (let i = 0; i < count; i++) values[i] = (base + values[i]!) / scale;
  else if (values instanceof Int32Array) for (let i = 0; i < count; i++) values[i]! += base;
  else for (let i = 0; i < count; i++) values[i]! += base;
}

interface Range {
  low: number;
  high: number;
}

// Each of these loops meets one type of array only: over any, they would take several times as long.

function integerRange(values: Int32Array): Range {
  let low = values[0] ?? 0;
  let high = low;
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  return { low, high };
}

function integerOffsets(values: Int32Array, low: number): Uint32Array {
  const offsets = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) offsets[i] = values[i]! - low;
  return offsets;
}

/** Lowest and highest of `value * scale`, where all are whole, exact and at most 2^32 apart; otherwise null. */
function wholeRange(values: Float64Array, scale: number): Range | null {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const whole = Math.round(value * scale);
    if (whole / scale !== value || Math.abs(whole) > Number.MAX_SAFE_INTEGER || Object.is(value, -0)) return null;
    if (whole < low) low = whole;
    if (whole > high) high = whole;
  }
  if (values.length === 0) return { low: 0, high: 0 };
  return high - low < 2 ** 32 ? { low, high } : null;
}

function wholeOffsets(values: Float64Array, scale: number, low: number): Uint32Array {
  const offsets = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) offsets[i] = Math.round(values[i]! * scale) - low;
  return offsets;
}

/** What is added to the lowest value, in as few bytes as hold the highest. */
function encodeOffsets(offsets: Uint32Array, scale: number, { low, high }: Range): Uint8Array {
  const span = high - low;
  const width = span === 0 ? 0 : span < 2 ** 8 ? 1 : span < 2 ** 16 ? 2 : 4;
  const encoded = header(width, scale, offsets.length, low);
  if (width > 0) entriesOf(encoded, width, offsets.length).set(offsets);
  return encoded;
}

function header(width: number, scale: number, count: number, base: number): Uint8Array {
  const encoded = new Uint8Array(headerBytes + width * count);
  const view = new DataView(encoded.buffer);
  view.setUint8(0, width);
  view.setUint16(2, scale, true);
  view.setUint32(4, count, true);
  view.setFloat64(8, base, true);
  return encoded;
}

function entriesOf(
  encoded: Uint8Array,
  width: number,
  count: number,
): Uint8Array | Uint16Array | Uint32Array | Float64Array {
  // SQLite's buffers need not start where wider numbers may.
  const aligned = (encoded.byteOffset + headerBytes) % width === 0 ? encoded : new Uint8Array(encoded);
  const from = aligned.byteOffset + headerBytes;
  if (width === 1) return new Uint8Array(aligned.buffer, from, count);
  if (width === 2) return new Uint16Array(aligned.buffer, from, count);
  if (width === 4) return new Uint32Array(aligned.buffer, from, count);
  if (width === 8) return new Float64Array(aligned.buffer, from, count);
  throw new AppError('storage', { reason: 'damaged' });
}

import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';

/**
 * Layout, little-endian: u32 magic, u8 version, u8 flags (1: deflated), u16 0, u32 CRC-32 of all that follows it,
 * u32 length of the JSON, f64 length of the content, then the content: JSON (UTF-8), zeros up to a multiple of 8, the
 * arrays, each padded likewise. The JSON is `{ value, arrays, numbers }`: what JSON cannot say stands as null in
 * `value` and with its path in the other two.
 */
const magic = 0x50_4c_4e_43; // "CNLP"
const version = 1;
const headerBytes = 24;
const deflated = 1;

const arrayTypes = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
};
type ArrayTypeName = keyof typeof arrayTypes;
type TypedArray = InstanceType<(typeof arrayTypes)[ArrayTypeName]>;
type Path = (string | number)[];

interface Lifted {
  value: unknown;
  /** Path, type, offset behind the JSON, length. */
  arrays: [Path, ArrayTypeName, number, number][];
  numbers: [Path, 'NaN' | 'Infinity' | '-Infinity'][];
}

interface Parts {
  arrays: TypedArray[];
  bytes: number;
}

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/**
 * Plain data with typed arrays anywhere in it, as one blob with a checksum. NaN and infinities survive; `undefined`
 * properties are left out, as in JSON. The arrays are copied.
 *
 * @param options.compress deflate the content; worth it for text, hardly for arrays (default false)
 */
export function packParts(value: unknown, options: { compress?: boolean } = {}): Uint8Array {
  const lifted: Lifted = { value: null, arrays: [], numbers: [] };
  const parts: Parts = { arrays: [], bytes: 0 };
  lifted.value = lift(value, [], lifted, parts);
  const json = Buffer.from(JSON.stringify(lifted), 'utf8');
  const start = padded(json.length);
  let content = new Uint8Array(start + parts.bytes);
  content.set(json);
  let at = start;
  for (const part of parts.arrays) {
    content.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += padded(part.byteLength);
  }
  if (options.compress) content = new Uint8Array(deflateSync(content, { level: 3 }));

  const blob = new Uint8Array(headerBytes + content.length);
  const view = new DataView(blob.buffer);
  view.setUint32(0, magic, true);
  view.setUint8(4, version);
  view.setUint8(5, options.compress ? deflated : 0);
  view.setUint32(12, json.length, true);
  view.setFloat64(16, content.length, true);
  blob.set(content, headerBytes);
  view.setUint32(8, crc32(blob.subarray(12)), true);
  return blob;
}

/**
 * What `packParts` packed, its arrays on memory of their own.
 *
 * @throws AppError `storage` (`damaged`) where length or checksum are not right
 */
export function unpackParts<Value = unknown>(blob: Uint8Array): Value {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const sound =
    blob.length >= headerBytes &&
    view.getUint32(0, true) === magic &&
    view.getUint8(4) === version &&
    view.getFloat64(16, true) === blob.length - headerBytes &&
    view.getUint32(8, true) === crc32(blob.subarray(12));
  if (!sound) throw new AppError('storage', { reason: 'damaged' });
  const stored = blob.subarray(headerBytes);
  const content = view.getUint8(5) & deflated ? inflateSync(stored) : stored;
  const jsonLength = view.getUint32(12, true);
  const lifted = JSON.parse(new TextDecoder().decode(content.subarray(0, jsonLength))) as Lifted;
  const start = padded(jsonLength);
  for (const [path, type, offset, length] of lifted.arrays) {
    const ArrayType = arrayTypes[type];
    const from = content.byteOffset + start + offset;
    const bytes = content.buffer.slice(from, from + length * ArrayType.BYTES_PER_ELEMENT);
    put(lifted, path, new ArrayType(bytes as ArrayBuffer));
  }
  for (const [path, name] of lifted.numbers) put(lifted, path, Number(name));
  return lifted.value as Value;
}

/** The checksum a packed blob carries, to be kept beside it as well: so a blob in another's place is noticed. */
export function checksumOf(blob: Uint8Array): number {
  return new DataView(blob.buffer, blob.byteOffset, blob.byteLength).getUint32(8, true);
}

function lift(value: unknown, path: Path, lifted: Lifted, parts: Parts): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    lifted.numbers.push([[...path], String(value) as 'NaN']);
    return null;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (ArrayBuffer.isView(value)) {
    const array = value as TypedArray;
    const type = typeNameOf(array);
    lifted.arrays.push([[...path], type, parts.bytes, array.length]);
    parts.arrays.push(array);
    parts.bytes += padded(array.byteLength);
    return null;
  }
  const inside = (key: string | number, item: unknown): unknown => {
    path.push(key);
    const kept = lift(item, path, lifted, parts);
    path.pop();
    return kept;
  };
  if (Array.isArray(value)) return value.map((item, i) => inside(i, item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(key, item)]));
}

function typeNameOf(array: TypedArray): ArrayTypeName {
  const names = Object.keys(arrayTypes) as ArrayTypeName[];
  const name = names.find((candidate) => array instanceof arrayTypes[candidate]);
  if (!name) throw new TypeError('This kind of array cannot be packed');
  return name;
}

function put(lifted: Lifted, path: Path, item: unknown): void {
  if (path.length === 0) {
    lifted.value = item;
    return;
  }
  let at = lifted.value as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as typeof at;
  at[path.at(-1)!] = item;
}

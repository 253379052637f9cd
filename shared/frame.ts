/**
 * One frame for every wire: a message as JSON, its typed arrays beside it as bytes. Layout, little-endian:
 * u32 magic, u32 JSON length, JSON (UTF-8), zero padding to 8, then the parts, each padded to 8. The JSON holds
 * `{ "$part": [type, offset, length] }` where an array was and `{ "$number": "NaN" }` where a number JSON lacks.
 */
import { AppError } from './errors.ts';

const magic = 0x31_4c_4e_43; // "CNL1"
/** Larger frames are refused: no message of ours comes near. */
export const maxFrameBytes = 512 * 1024 * 1024;

const arrayTypes = { Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array };
type ArrayTypeName = keyof typeof arrayTypes;
type TypedArray = InstanceType<(typeof arrayTypes)[ArrayTypeName]>;

function typeName(value: object): ArrayTypeName | null {
  const name = value.constructor?.name;
  return name in arrayTypes && ArrayBuffer.isView(value) ? (name as ArrayTypeName) : null;
}

const padded = (bytes: number): number => (bytes + 7) & ~7;

/** Message to frame. The arrays are copied. */
export function encodeFrame(message: unknown): Uint8Array {
  const parts: TypedArray[] = [];
  let partBytes = 0;
  // JSON.stringify hands typed arrays to the replacer as they are, before it looks inside.
  const json = JSON.stringify(message, (_key, value: unknown) => {
    // JSON has no NaN and no infinities: they travel by name.
    if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
    if (typeof value !== 'object' || value === null) return value;
    const type = typeName(value);
    if (!type) return value;
    const array = value as TypedArray;
    const offset = partBytes;
    parts.push(array);
    partBytes += padded(array.byteLength);
    return { $part: [type, offset, array.length] };
  });
  const jsonBytes = new TextEncoder().encode(json);
  const start = padded(8 + jsonBytes.byteLength);
  const frame = new Uint8Array(start + partBytes);
  const view = new DataView(frame.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, jsonBytes.byteLength, true);
  frame.set(jsonBytes, 8);
  let at = start;
  for (const part of parts) {
    frame.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += padded(part.byteLength);
  }
  return frame;
}

/** Frame to message. Throws `invalid_input` (`malformed_frame`, `oversized_frame`) on anything else. */
export function decodeFrame(frame: Uint8Array): unknown {
  if (frame.byteLength > maxFrameBytes) throw new AppError('invalid_input', { reason: 'oversized_frame' });
  try {
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    if (view.getUint32(0, true) !== magic) throw new RangeError('magic');
    const jsonLength = view.getUint32(4, true);
    const start = padded(8 + jsonLength);
    if (start > padded(frame.byteLength)) throw new RangeError('length');
    const json = new TextDecoder('utf-8', { fatal: true }).decode(frame.subarray(8, 8 + jsonLength));
    return JSON.parse(json, (_key, value: unknown) => {
      if (typeof value !== 'object' || value === null) return value;
      if ('$number' in value) return Number(value.$number);
      if (!('$part' in value)) return value;
      const [type, offset, length] = value.$part as [ArrayTypeName, number, number];
      const ArrayType = Object.hasOwn(arrayTypes, type) ? arrayTypes[type] : null;
      const bytes = ArrayType ? length * ArrayType.BYTES_PER_ELEMENT : NaN;
      if (!ArrayType || !(offset >= 0) || !(length >= 0) || start + offset + bytes > frame.byteLength) {
        throw new RangeError('part');
      }
      return new ArrayType(new Uint8Array(frame.subarray(start + offset, start + offset + bytes)).buffer);
    });
  } catch (cause) {
    throw new AppError('invalid_input', { reason: 'malformed_frame' }, { cause });
  }
}

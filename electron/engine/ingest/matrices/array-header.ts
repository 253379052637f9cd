/** The beginnings of array files: NumPy's `.npy` (NEP 1, versions 1 to 3), and IDX as the MNIST digits came in. */
import { AppError } from '../../../../shared/errors.ts';
import { elementType, type ElementType } from './element-type.ts';

export interface ArrayHeader {
  element: ElementType;
  /** Lengths of the dimensions, the first being the rows. */
  shape: number[];
  /** The first index runs fastest. */
  fortranOrder: boolean;
  /** Where the numbers begin. */
  offset: number;
}

/** Enough of a file to hold its header. */
export const headerBytes = 1 << 17;
const mostDimensions = 32;
const npyMagic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** By the first bytes; no text begins like either. */
export function arrayFormat(bytes: Uint8Array): 'npy' | 'idx' | null {
  if (npyMagic.every((byte, i) => bytes[i] === byte)) return 'npy';
  const isIdx = bytes[0] === 0 && bytes[1] === 0 && bytes[2]! in idxTypes && bytes[3]! >= 1 && bytes[3]! <= 8;
  return isIdx ? 'idx' : null;
}

/**
 * @param start the first `headerBytes` of the unpacked file, or all of a shorter one.
 * @throws AppError invalid_input `array_header` (damaged), `array_objects` (no plain numbers), `array_type`.
 */
export function readHeader(start: Uint8Array, file: string): ArrayHeader {
  const header = arrayFormat(start) === 'npy' ? npyHeader(start, file) : idxHeader(start, file);
  const fits = header.shape.length >= 1 && header.shape.length <= mostDimensions;
  if (!fits || !header.shape.every((length) => Number.isSafeInteger(length))) throw damaged(file);
  return header;
}

function npyHeader(start: Uint8Array, file: string): ArrayHeader {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const version = start[6];
  if (start.length < 12 || version === undefined || version < 1 || version > 3) throw damaged(file);
  const textAt = version === 1 ? 10 : 12;
  const offset = textAt + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (offset > start.length) throw damaged(file);
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(start.subarray(textAt, offset));
  if (/'descr'\s*:\s*[[(]/.test(text)) throw new AppError('invalid_input', { reason: 'array_objects', file });
  const type = /'descr'\s*:\s*'([<>|=]?)([A-Za-z?])(\d*)[^']*'/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (!type || !order || !shape) throw damaged(file);
  const [, endian, kind, size] = type;
  if (kind === 'O' || kind === 'V') throw new AppError('invalid_input', { reason: 'array_objects', file });
  const element = elementType(kind === '?' ? 'b' : kind!, Number(size || 1), endian !== '>');
  if (!element) throw new AppError('invalid_input', { reason: 'array_type', file, type: `${kind}${size}` });
  const lengths = shape[1]!
    .split(',')
    .map((part) => part.trim().replace(/L$/, ''))
    .filter((part) => part !== '');
  if (!lengths.every((length) => /^\d+$/.test(length))) throw damaged(file);
  return { element, shape: lengths.map(Number), fortranOrder: order[1] === 'True', offset };
}

const idxTypes: Readonly<Record<number, readonly [kind: string, bytes: number]>> = {
  0x08: ['u', 1],
  0x09: ['i', 1],
  0x0b: ['i', 2],
  0x0c: ['i', 4],
  0x0d: ['f', 4],
  0x0e: ['f', 8],
};

/** Two zero bytes, the type, the number of dimensions, each length in four bytes, then the numbers; big-endian. */
function idxHeader(start: Uint8Array, file: string): ArrayHeader {
  const dimensions = start[3]!;
  const offset = 4 + 4 * dimensions;
  if (offset > start.length) throw damaged(file);
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  return {
    element: elementType(...idxTypes[start[2]!]!, false)!,
    shape: Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i)),
    fortranOrder: false,
    offset,
  };
}

function damaged(file: string): AppError {
  return new AppError('invalid_input', { reason: 'array_header', file });
}

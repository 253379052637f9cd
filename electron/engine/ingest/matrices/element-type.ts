/** Numbers as they stand in binary files. */

export interface ElementType {
  /** Size in bytes. */
  bytes: number;
  /** Of a byte without a sign, 0 to 255: brightness, by custom. */
  isByte: boolean;
  /** Whether 32-bit floats hold its values. */
  fitsFloat32: boolean;
  read: (view: DataView, at: number) => number;
}

type Kind = 'b' | 'i' | 'u' | 'f';

/**
 * The type of a kind (`b` truth value, `i` signed, `u` unsigned, `f` floating) and a size in bytes; null for one that
 * is not read. Whole numbers of 8 bytes beyond 2^53 are rounded.
 */
export function elementType(kind: string, bytes: number, littleEndian: boolean): ElementType | null {
  const read = readers(littleEndian)[kind as Kind]?.[bytes];
  if (!read) return null;
  return { bytes, isByte: kind === 'u' && bytes === 1, fitsFloat32: bytes <= 2 || (kind === 'f' && bytes === 4), read };
}

function readers(little: boolean): Record<Kind, Record<number, ElementType['read']>> {
  return {
    b: { 1: (view, at) => Number(view.getUint8(at) !== 0) },
    i: {
      1: (view, at) => view.getInt8(at),
      2: (view, at) => view.getInt16(at, little),
      4: (view, at) => view.getInt32(at, little),
      8: (view, at) => Number(view.getBigInt64(at, little)),
    },
    u: {
      1: (view, at) => view.getUint8(at),
      2: (view, at) => view.getUint16(at, little),
      4: (view, at) => view.getUint32(at, little),
      8: (view, at) => Number(view.getBigUint64(at, little)),
    },
    f: {
      4: (view, at) => view.getFloat32(at, little),
      8: (view, at) => view.getFloat64(at, little),
    },
  };
}

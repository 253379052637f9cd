import { describe, expect, it } from 'vitest';
import { columnLength, decodeColumn, encodeColumn } from '../../../electron/engine/workspace/column-codec.ts';
import { checksumOf, packParts, unpackParts } from '../../../electron/engine/workspace/parts.ts';
import { errorOf } from './fixtures.ts';

describe('packParts', () => {
  const value = {
    name: '客户 Grüße',
    nothing: null,
    figures: [1, NaN, -Infinity, Infinity, 0.1],
    deep: [{ x: new Float32Array([1.5, NaN]), __proto__2: 1 }, { $part: ['Int32Array', 0, 1] }],
    types: [
      new Int8Array([-1]),
      new Uint8Array([1, 2, 3]),
      new Int16Array([-300]),
      new Uint16Array([60000]),
      new Int32Array([-70000]),
      new Uint32Array([4e9]),
      new Float64Array([Math.PI, -0]),
      new Float64Array(0),
    ],
    shared: new Int32Array(new SharedArrayBuffer(8)),
  };

  it.each([false, true])('brings back every type, name and odd number (compressed: %s)', (compress) => {
    const back = unpackParts<typeof value>(packParts(value, { compress }));
    expect(back).toEqual({ ...value, shared: new Int32Array(2) });
    expect(Object.is(back.types[6]![1], -0)).toBe(true);
    expect(back.shared.buffer).toBeInstanceOf(ArrayBuffer);
  });

  it('packs lone values, parts of larger arrays, and reads from an odd address', () => {
    expect(unpackParts(packParts(NaN))).toBeNaN();
    expect(unpackParts(packParts(new Float64Array([1, 2, 3]).subarray(1)))).toEqual(new Float64Array([2, 3]));
    const blob = packParts(value);
    const odd = new Uint8Array(blob.length + 3).subarray(3);
    odd.set(blob);
    expect(unpackParts<typeof value>(odd).types).toEqual(value.types);
  });

  it('is the same bytes for the same value, and no changed byte passes', () => {
    const blob = packParts(value);
    expect(packParts(value)).toEqual(blob);
    expect(checksumOf(packParts({ ...value, name: 'x' }))).not.toBe(checksumOf(blob));
    for (const at of [0, 4, 9, 13, 17, 30, blob.length - 1]) {
      const changed = blob.slice();
      changed[at]! ^= 1;
      expect(errorOf(() => unpackParts(changed))).toMatchObject({ code: 'storage', reason: 'damaged' });
    }
    expect(errorOf(() => unpackParts(blob.subarray(0, -1)))).toMatchObject({ reason: 'damaged' });
    expect(errorOf(() => unpackParts(new Uint8Array(5)))).toMatchObject({ reason: 'damaged' });
  });
});

describe('encodeColumn', () => {
  const bytesOf = (column: Float64Array | Int32Array | Uint8Array): number => {
    const encoded = encodeColumn(column);
    expect(columnLength(encoded)).toBe(column.length);
    const back = column.slice().fill(9);
    // From an odd address, as a database may hand it over.
    const odd = new Uint8Array(encoded.length + 1).subarray(1);
    odd.set(encoded);
    decodeColumn(odd, back, 0);
    expect(new Uint8Array(back.buffer)).toEqual(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    return encoded.length - 16;
  };

  it('takes as few bytes as bring back the same bits', () => {
    expect(bytesOf(new Int32Array(100).fill(-1))).toBe(0);
    expect(bytesOf(new Int32Array([-1, 254]))).toBe(2);
    expect(bytesOf(new Int32Array([-1, 255]))).toBe(4);
    expect(bytesOf(new Int32Array([-2147483648, 2147483647]))).toBe(8);
    expect(bytesOf(new Uint8Array([0, 1, 255]))).toBe(3);
    expect(bytesOf(new Float64Array([1_260_000_000, 1_260_000_200]))).toBe(2);
    expect(bytesOf(new Float64Array([0.01, 12.99, 5]))).toBe(6);
    expect(bytesOf(new Float64Array([0.001, 0.29]))).toBe(4);
    expect(bytesOf(new Float64Array([-80995, 80995]))).toBe(8);
    expect(bytesOf(new Float64Array(0))).toBe(0);
  });

  it('leaves what no whole number can hold as it is', () => {
    for (const odd of [NaN, Infinity, -Infinity, -0, 0.1 + 0.2, 1e300, 2 ** 53 + 2, 1e-7]) {
      expect(bytesOf(new Float64Array([1, odd]))).toBe(16);
    }
    expect(bytesOf(new Float64Array([0, 2 ** 32 - 1]))).toBe(8);
    expect(bytesOf(new Float64Array([0, 2 ** 32]))).toBe(16);
  });

  it('brings back a million random prices', () => {
    const prices = Float64Array.from({ length: 100_000 }, (_, i) => ((i * 7919) % 100_003) / 100);
    expect(bytesOf(prices)).toBe(400_000);
  });

  it('refuses a column that was cut or does not fit', () => {
    const encoded = encodeColumn(new Int32Array([1, 2, 300]));
    const target = new Int32Array(3);
    expect(errorOf(() => decodeColumn(encoded.subarray(0, -1), target, 0))).toMatchObject({ reason: 'damaged' });
    expect(errorOf(() => decodeColumn(encoded, target, 1))).toMatchObject({ reason: 'damaged' });
    expect(errorOf(() => decodeColumn(encoded.subarray(0, 3), target, 0))).toMatchObject({ reason: 'damaged' });
  });
});

/** Writes arrays of numbers as NumPy and MNIST do, for tests. */

/** A `.npy` file with these bytes as its numbers. */
export function npy(
  descr: string,
  shape: readonly number[],
  body: Uint8Array,
  { version = 1, fortran = false } = {},
): Buffer {
  const size = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const order = fortran ? 'True' : 'False';
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${size}, }`;
  const head = version === 1 ? 10 : 12;
  const length = Math.ceil((head + text.length + 1) / 64) * 64 - head;
  const header = Buffer.alloc(head + length, ' ');
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  if (version === 1) header.writeUInt16LE(length, 8);
  else header.writeUInt32LE(length, 8);
  header.write(text, head);
  header.write('\n', head + length - 1);
  return Buffer.concat([header, body]);
}

/** 64-bit floats, little-endian. */
export function doubles(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, i) => bytes.writeDoubleLE(value, 8 * i));
  return bytes;
}

/** An IDX file. */
export function idx(type: number, shape: readonly number[], body: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, type, shape.length]);
  shape.forEach((length, i) => header.writeUInt32BE(length, 4 + 4 * i));
  return Buffer.concat([header, body]);
}

import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../electron/engine/ingest/import-files.ts';
import { inspectFile } from '../../../electron/engine/ingest/inspect-file.ts';
import { readLabels } from '../../../electron/engine/ingest/matrices/read-labels.ts';
import { isMatrix, openMatrix, readMatrix } from '../../../electron/engine/ingest/matrices/read-matrix.ts';
import { doubles, idx, npy } from './array-files.ts';
import { failure, fileOf, quiet } from './import-text.ts';

const reading = { columns: {}, exclude: [] };
const bytesOf = (array: ArrayBufferView): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
const swapped = (array: ArrayBufferView, size: 2 | 4 | 8): Buffer => {
  const bytes = Buffer.from(bytesOf(array));
  return size === 2 ? bytes.swap16() : size === 4 ? bytes.swap32() : bytes.swap64();
};
const read = async (content: Uint8Array): Promise<unknown> => {
  const { values, nRows, nColumns } = await readMatrix(fileOf(content, 'array.bin'));
  return { nRows, nColumns, values: [...values] };
};
const six = { nRows: 3, nColumns: 2, values: [1, -2, 3, 4, 5, -6] };
const numbers = [1, -2, 3, 4, 5, -6];

describe('readMatrix', () => {
  it.each([
    ['<f8', bytesOf(Float64Array.from(numbers))],
    ['>f8', swapped(Float64Array.from(numbers), 8)],
    ['<f4', bytesOf(Float32Array.from(numbers))],
    ['>f4', swapped(Float32Array.from(numbers), 4)],
    ['|i1', bytesOf(Int8Array.from(numbers))],
    ['<i2', bytesOf(Int16Array.from(numbers))],
    ['>i2', swapped(Int16Array.from(numbers), 2)],
    ['<i4', bytesOf(Int32Array.from(numbers))],
    ['>i4', swapped(Int32Array.from(numbers), 4)],
    ['<i8', bytesOf(BigInt64Array.from(numbers.map(BigInt)))],
    ['>i8', swapped(BigInt64Array.from(numbers.map(BigInt)), 8)],
  ])('reads %s', async (descr, body) => {
    expect(await read(npy(descr, [3, 2], body))).toEqual(six);
  });

  it('reads numbers without a sign, truth values, and bytes as shares of 255', async () => {
    const [low, high] = [7, 4_000_000_000];
    const shape = [2];
    expect(await read(npy('<u2', shape, bytesOf(Uint16Array.of(low, 65_535))))).toMatchObject({ values: [7, 65_535] });
    expect(await read(npy('>u4', shape, swapped(Uint32Array.of(low, high), 4)))).toMatchObject({ values: [low, high] });
    expect(await read(npy('<u8', shape, bytesOf(BigUint64Array.of(7n, 2n ** 53n))))).toMatchObject({
      values: [7, 2 ** 53],
    });
    expect(await read(npy('|b1', shape, Buffer.of(1, 0)))).toEqual({ nRows: 2, nColumns: 1, values: [1, 0] });
    expect(await read(npy('|u1', shape, Buffer.of(255, 51)))).toMatchObject({ values: [1, Math.fround(0.2)] });
  });

  it('reads every version of the header, either order and any number of dimensions, gzipped or not', async () => {
    const body = doubles(numbers);
    expect(await read(npy('<f8', [3, 2], body, { version: 2 }))).toEqual(six);
    expect(await read(gzipSync(npy('<f8', [3, 2], body, { version: 3 })))).toEqual(six);
    expect(await read(npy('<f8', [3, 2], doubles([1, 3, 5, -2, 4, -6]), { fortran: true }))).toEqual(six);
    // x[i][j][k] = 100 i + 10 j + k, first index fastest.
    const [fastest, laid]: number[][] = [[], []];
    for (let k = 0; k < 4; k++)
      for (let j = 0; j < 3; j++) for (let i = 0; i < 2; i++) fastest!.push(100 * i + 10 * j + k);
    for (let i = 0; i < 2; i++)
      for (let j = 0; j < 3; j++) for (let k = 0; k < 4; k++) laid!.push(100 * i + 10 * j + k);
    const cube = { nRows: 2, nColumns: 12, values: laid };
    expect(await read(npy('<f8', [2, 3, 4], doubles(fastest!), { fortran: true }))).toEqual(cube);
    expect(await read(npy('<f8', [2, 3, 4], doubles(laid!)))).toEqual(cube);
  });

  it('joins numbers that lie across two chunks', async () => {
    const many = Array.from({ length: 120_001 }, (_, i) => i / 7);
    // Twelve bytes of header: no chunk of whole kilobytes ends with a number.
    const file = idx(0x0e, [many.length, 1], swapped(Float64Array.from(many), 8));
    const { values } = await readMatrix(fileOf(gzipSync(file), 'long.gz'));
    expect([...values]).toEqual(many);
  });

  it.each([
    [0x08, Buffer.of(0, 255), [0, 1]],
    [0x09, Buffer.of(5, 0xff), [5, -1]],
    [0x0b, swapped(Int16Array.of(300, -1), 2), [300, -1]],
    [0x0c, swapped(Int32Array.of(70_000, -1), 4), [70_000, -1]],
    [0x0d, swapped(Float32Array.of(0.5, -1), 4), [0.5, -1]],
    [0x0e, swapped(Float64Array.of(0.1, -1), 8), [0.1, -1]],
  ])('reads IDX of type %i', async (type, body, values) => {
    expect(await read(idx(type, [1, 2, 1], body))).toEqual({ nRows: 1, nColumns: 2, values });
  });

  it('reads the first rows without the rest', async () => {
    const { read: rows } = await openMatrix(fileOf(npy('<f8', [3, 2], doubles(numbers)), 'six.npy'));
    expect(await rows({ rows: 1 })).toEqual({ nRows: 1, nColumns: 2, values: Float64Array.of(1, -2) });
  });

  it('is told from texts by its first bytes', async () => {
    expect(await isMatrix(fileOf(npy('<f8', [1], doubles([1])), 'named.csv'))).toBe(true);
    expect(await isMatrix(fileOf(gzipSync(idx(8, [1], Buffer.of(1))), 'labels.gz'))).toBe(true);
    for (const text of ['a,b\n1,2\n', '\ufeffa', 'x', Buffer.from('\ufeffa', 'utf16le'), Buffer.of(0, 0, 0xfe, 0xff)]) {
      expect(await isMatrix(fileOf(text, 'text.npy'))).toBe(false);
    }
  });

  const whole = npy('<f8', [3, 2], doubles(numbers));
  it.each([
    ['array_size', whole.subarray(0, -1)],
    ['array_size', Buffer.concat([whole, Buffer.of(0)])],
    ['array_size', gzipSync(whole.subarray(0, -8))],
    ['array_size', idx(8, [0xffffffff, 100], Buffer.of(1, 2))],
    ['array_size', gzipSync(idx(8, [0xffffffff, 100], Buffer.of(1, 2)))],
    ['array_size', npy('<f8', [10 ** 15, 8], doubles([1]))],
    ['array_too_wide', idx(8, [1, 0xffffffff, 0xffffffff], Buffer.of(1, 2))],
    ['array_header', npy('<f8', [10 ** 17, 8], doubles([1]))],
    ['array_header', whole.subarray(0, 40)],
    ['array_header', whole.subarray(0, 7)],
    ['array_header', npy('<f8', [], doubles([1]))],
    ['array_header', Buffer.from(whole.toString('latin1').replace('shape', 'shade'), 'latin1')],
    ['array_header', Buffer.from(whole.toString('latin1').replace('(3, 2)', '(3,-2)'), 'latin1')],
    ['array_header', Buffer.concat([Buffer.from(whole.subarray(0, 6)), Buffer.of(9, 0), whole.subarray(8)])],
    ['array_header', idx(8, [2, 2], Buffer.of()).subarray(0, 9)],
    ['array_objects', npy('|O', [3, 2], Buffer.alloc(48))],
    ['array_objects', npy('|V8', [3, 2], Buffer.alloc(48))],
    ['array_objects', Buffer.from(whole.toString('latin1').replace("'<f8'", "[('a'"), 'latin1')],
    ['array_type', npy('<f2', [3, 2], Buffer.alloc(12))],
    ['array_type', npy('<U4', [3, 2], Buffer.alloc(96))],
    ['array_empty', npy('<f8', [0, 2], Buffer.alloc(0))],
    ['array_empty', idx(8, [2, 0], Buffer.alloc(0))],
  ])('refuses with %s (%#)', async (reason, content) => {
    const { code, details } = await failure(readMatrix(fileOf(content, 'bad.npy')));
    expect(code).toBe('invalid_input');
    expect(details).toMatchObject({ reason, file: 'bad.npy' });
  });

  it('says when a gzipped array breaks off', async () => {
    const noise = doubles(Array.from({ length: 5000 }, (_, i) => Math.sin(i * i)));
    const { details } = await failure(
      readMatrix(fileOf(gzipSync(npy('<f8', [5000], noise)).subarray(0, 20_000), 'cut.npy.gz')),
    );
    expect(details).toMatchObject({ reason: 'gzip_cut_short', file: 'cut.npy.gz' });
  });
});

describe('readLabels', () => {
  const labelsOf = (content: string | Uint8Array, rows?: number): Promise<string[]> =>
    readLabels(fileOf(content, 'labels'), rows);

  it('reads lists of numbers as they are, bytes too', async () => {
    expect(await labelsOf(idx(8, [3], Buffer.of(9, 0, 255)))).toEqual(['9', '0', '255']);
    expect(await labelsOf(npy('<f8', [3, 1], doubles([1, NaN, 2.5])))).toEqual(['1', '', '2.5']);
  });

  it('reads a text of one column, with or without a header', async () => {
    expect(await labelsOf('label\n1\n2\n')).toEqual(['1', '2']);
    expect(await labelsOf('1\n2\n')).toEqual(['1', '2']);
    expect(await labelsOf('cat\ndog\n', 2)).toEqual(['cat', 'dog']);
    expect(await labelsOf('animal\ncat\n"big, dog"\n', 2)).toEqual(['cat', 'big, dog']);
    expect(await labelsOf('3\n1\n2\n', 2)).toEqual(['1', '2']);
  });

  it('refuses more than one column', async () => {
    expect((await failure(labelsOf('a,b\n1,2\n'))).details).toMatchObject({ reason: 'labels_not_one_column', line: 1 });
    expect((await failure(labelsOf(npy('<f8', [1, 2], doubles([1, 2]))))).details.reason).toBe('labels_not_one_column');
  });
});

describe('an array of numbers', () => {
  const array = (): string => fileOf(npy('|u1', [3, 2], Buffer.of(0, 7, 51, 8, 255, 7)), 'pixels.npy');

  it('is a table of ready features', async () => {
    const { orders, files, rejectedLines } = await importFiles([array()], [reading], quiet);
    expect(orders.dictionaries.customers).toEqual(['1', '2', '3']);
    expect(orders.lines.count).toBe(0);
    expect(orders.table!.columns).toMatchObject([
      { id: 'ready:column 1', family: 'ready', values: Float64Array.of(0, 51 / 255, 1) },
      { id: 'ready:column 2' },
    ]);
    expect(files).toMatchObject([
      { name: 'pixels.npy', kind: 'features', encoding: '', lines: 3, accepted: 3, rejected: 0 },
    ]);
    expect(files[0]!.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(files[0]!.columns[0]!.profile).toMatchObject({ type: 'number', lines: 3, low: 0, high: 1 });
    expect(rejectedLines).toEqual([]);
  });

  it('may hold the label, and columns to leave out', async () => {
    const { orders } = await importFiles([array()], [{ columns: { label: 2 }, exclude: [] }], quiet);
    expect(orders.table!.columns).toHaveLength(1);
    expect(orders.table!.label).toEqual({ name: 'column 2', levels: ['7', '8'], codes: Int32Array.of(0, 1, 0) });
    const all = importFiles([array()], [{ columns: {}, exclude: [1, 2] }], quiet);
    expect((await failure(all)).details.reason).toBe('no_attributes');
    const kind = importFiles([array()], [{ ...reading, kind: 'orders' }], quiet);
    expect((await failure(kind)).details).toMatchObject({ reason: 'array_kind', file: 'pixels.npy' });
  });

  it('shows its first columns and rows before it is imported', async () => {
    const wide = Array.from({ length: 60 * 300 }, (_, i) => i);
    const inspection = await inspectFile(fileOf(npy('<f8', [60, 300], doubles(wide)), 'wide.npy'));
    expect(inspection).toMatchObject({ kind: 'features', kindConfidence: 1, encoding: '', delimiter: '' });
    expect(inspection.columns).toHaveLength(200);
    expect(inspection.preview).toHaveLength(50);
    expect(inspection.preview[1]).toMatchObject({ line: 2, cells: { 0: { text: '300', value: 300 } } });
    const labelled = await inspectFile(fileOf(npy('<f8', [60, 300], doubles(wide)), 'wide.npy'), {
      columns: { label: 'column 300' },
    });
    expect(labelled.columns.at(-1)).toMatchObject({ index: 299, role: 'label' });
  });

  it('takes known labels from a file, one a row', async () => {
    const labels = fileOf('kind\na\nb\na\n', 'kinds.txt');
    const { orders, files } = await importFiles([array()], [reading], quiet, { truth: labels });
    expect(orders.table!.label).toEqual({ name: 'kinds.txt', levels: ['a', 'b'], codes: Int32Array.of(0, 1, 0) });
    expect(files[0]!.truth).toMatchObject({ name: 'kinds.txt' });
    const short = importFiles([array()], [reading], quiet, { truth: fileOf('a\nb\n', 'short.txt') });
    expect((await failure(short)).details).toMatchObject({ reason: 'labels_count', labels: 2, rows: 3 });
  });

  it('refuses labels for orders, and labels that put nobody into groups', async () => {
    const orders = fileOf(
      'invoice,customer,product,quantity,price,date\n1,7,a,1,2.5,2024-01-31\n2,8,b,1,2.5,2024-02-01\n',
    );
    const given = importFiles([orders], [reading], quiet, { truth: fileOf('1\n2\n', 'two.txt') });
    expect((await failure(given)).details.reason).toBe('labels_without_rows');
    const values = Array.from({ length: 600 }, (_, i) => i);
    const many = fileOf(npy('<f8', [600], doubles(values)), 'many.npy');
    expect((await failure(importFiles([many], [reading], quiet, { truth: many }))).details).toMatchObject({
      reason: 'too_many_labels',
      labels: 600,
    });
  });

  const data = process.env.CLIENTELE_DATA;
  it.skipIf(!data)('reads Fashion-MNIST (needs CLIENTELE_DATA)', async () => {
    const images = await readMatrix(join(data!, 'fashion-mnist/t10k-images-idx3-ubyte.gz'));
    expect(images).toMatchObject({ nRows: 10_000, nColumns: 784 });
    expect(Float32Array.from(images.values).reduce((most, value) => Math.max(most, value))).toBe(1);
    const labels = await readLabels(join(data!, 'fashion-mnist/t10k-labels-idx1-ubyte.gz'));
    expect(labels).toHaveLength(10_000);
    expect([...new Set(labels)].sort()).toEqual([...'0123456789']);
    expect(labels.filter((label) => label === '3')).toHaveLength(1000);
  });
});

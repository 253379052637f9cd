import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../electron/engine/ingest/import-files.ts';
import { inspectFile } from '../../../electron/engine/ingest/inspect-file.ts';
import { lineKey, linesOfFile } from '../../../electron/engine/ingest/lines-of-file.ts';
import { openSource } from '../../../electron/engine/ingest/sources/byte-source.ts';
import { failure, fileOf, importText, quiet } from './import-text.ts';
import { archive, rawWorkbook, workbook, type Rows } from './workbooks.ts';

const header = ['customer_id', 'date', 'price'];
const csv = `${header.join(',')}\n1,2024-05-01,2.5\n2,2024-05-02,3\n`;
const day = (text: string): Date => new Date(`${text}Z`);
const orders = (n: number, from = 0): Rows => [
  header,
  ...Array.from({ length: n }, (_, i) => [
    from + i,
    day(`2024-05-${String((i % 28) + 1).padStart(2, '0')}T10:15`),
    i / 4,
  ]),
];

async function textOf(content: Uint8Array | string, name = 'orders.xlsx', part?: string): Promise<string> {
  const source = await openSource(fileOf(content, name), part === undefined ? {} : { part });
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.chunks()) chunks.push(Uint8Array.from(chunk));
  expect(source.sha256()).toBe(createHash('sha256').update(content).digest('hex'));
  expect(source.bytesRead()).toBe(source.bytes);
  return Buffer.concat(chunks).toString('utf8');
}

describe('workbooks', () => {
  it('become CSV, a line a row', async () => {
    const rows: Rows = [
      ['text', 'number', 'date', 'yes', 'more'],
      ['plain', 0.1 + 0.2, day('2024-02-29T00:00'), true, null],
      ['a "quote", a comma', 1e21, day('2024-02-29T23:59:59'), false, 'x'],
      ['two\r\nlines\nor\rthree', 1.5e-7, null, null, ''],
      [null, null, null, null, null],
      ['李雷', -12345678901234, day('1931-07-04T00:00'), true, ' y '],
    ];
    expect(await textOf(await workbook({ Sheet1: rows }))).toBe(
      [
        'text,number,date,yes,more',
        'plain,0.30000000000000004,2024-02-29,TRUE,',
        '"a ""quote"", a comma",1000000000000000000000,2024-02-29 23:59:59,FALSE,x',
        'two lines or three,0.00000015,,,',
        '',
        '李雷,-12345678901234,1931-07-04,TRUE, y ',
        '',
      ].join('\n'),
    );
  });

  it('keep the numbers of their rows below blank rows and titles', async () => {
    const cell = (ref: string, value: string): string => `<c r="${ref}" t="str"><v>${value}</v></c>`;
    const row = (r: number, ...cells: string[]): string =>
      `<row r="${r}">${cells.map((value, i) => cell(`${'ABC'[i]}${r}`, value)).join('')}</row>`;
    const sheet = [
      row(2, 'Orders of the year'),
      row(4, ...header),
      row(6, '1', '2024-05-01', '2.5'),
      row(7, '2', 'no date at all', '3'),
      row(9, '3', '2024-05-02', '3'),
    ].join('');
    const path = fileOf(rawWorkbook({ Orders: sheet }), 'blank.xlsx');
    const { files, rejectedLines } = await importFiles([path], [{ columns: {}, exclude: [] }], quiet);
    expect(files[0]).toMatchObject({ lines: 3, accepted: 2, rejected: 1 });
    expect(rejectedLines).toEqual([
      { file: 'blank.xlsx', line: 7, reason: 'bad_date', column: 'date', shape: 'aa aaaa aa aaa' },
    ]);
  });

  it('read all sheets with the same header as one table, and say in which a line lies', async () => {
    const second = orders(4, 100);
    second[3]![1] = 'unknown';
    const content = await workbook({ Notes: [['Only a note'], ['and another']], May: orders(30), June: second });
    const path = fileOf(content, 'months.xlsx');
    const inspection = await inspectFile(path);
    expect(inspection).toMatchObject({ container: 'excel', compression: 'none', encoding: 'utf-8', delimiter: ',' });
    expect(inspection.parts.map(({ name, read }) => [name, read])).toEqual([
      ['Notes', false],
      ['May', true],
      ['June', true],
    ]);
    const shares: number[] = [];
    const { files, rejectedLines } = await importFiles([path], [{ columns: {}, exclude: [] }], {
      ...quiet,
      report: (share) => shares.push(share),
    });
    expect(files[0]).toMatchObject({ lines: 34, accepted: 33 });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(rejectedLines).toEqual([
      { file: 'months.xlsx', part: 'June', line: 4, reason: 'bad_date', column: 'date', shape: 'aaaaaaa' },
    ]);
    const texts = await linesOfFile(path, files[0]!, new Set(rejectedLines.map(lineKey)));
    expect([...texts.values()]).toEqual(['102,unknown,0.5']);
  });

  it('read the sheet that was asked for, or the one with most rows', async () => {
    const content = await workbook({
      Few: orders(3),
      Many: [['customer_id', 'date', 'amount'], ...orders(40).slice(1)],
    });
    expect((await importText(content, {}, 'two.xlsx')).files[0]).toMatchObject({ lines: 40 });
    expect((await importText(content, { part: 'Few' }, 'two.xlsx')).files[0]).toMatchObject({ lines: 3, part: 'Few' });
    expect(await failure(importText(content, { part: 'None' }, 'two.xlsx'))).toEqual({
      code: 'invalid_input',
      details: { reason: 'no_such_part', file: 'two.xlsx', part: 'None', parts: ['Few', 'Many'] },
    });
  });

  it('announce their rows where the sheet does, and are not believed when they cannot mean it', async () => {
    const row = (r: number): string => `<row r="${r}"><c r="A${r}"><v>${r}</v></c><c r="B${r}"><v>${r}</v></c></row>`;
    const sheet = Array.from({ length: 100 }, (_, i) => row(i + 1)).join('');
    const rows = async (dimension: string): Promise<(number | null)[]> =>
      (await openSource(fileOf(rawWorkbook({ A: sheet, B: row(1) }, dimension), 'rows.xlsx'))).parts.map(
        (part) => part.rows,
      );
    expect(await rows('<dimension ref="A1:B100"/>')).toEqual([99, 99]);
    expect(await rows('<dimension ref="A1"/>')).toEqual([null, 0]);
    expect(await rows('')).toEqual([null, null]);
  });

  it('are refused by what they are, not by their names', async () => {
    const ole = (name: string): Buffer =>
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(3000), Buffer.from(name, 'utf16le')]);
    const reasons = async (content: Uint8Array): Promise<unknown> =>
      (await failure(importText(content, {}, 'orders.csv'))).details.reason;
    expect(await reasons(ole('EncryptedPackage'))).toBe('password_protected');
    expect(await reasons(ole('Workbook'))).toBe('old_excel');
    const types = { '[Content_Types].xml': '<Types/>' };
    expect(await reasons(archive({ ...types, 'xl/workbook.bin': 'x' }))).toBe('other_workbook');
    expect(await reasons(archive({ mimetype: 'application/x', 'content.xml': '<x/>' }))).toBe('other_workbook');
    expect(await reasons(await workbook({ Empty: [] }))).toBe('empty_file');
    expect(await reasons(await workbook({ Empty: [], Bare: [] }))).toBe('no_table_inside');
  });
});

describe('zip archives', () => {
  it('read like the one file of data in them', async () => {
    const junk = {
      'a/': '',
      '__MACOSX/._orders.csv': 'junk',
      '.DS_Store': 'junk',
      'picture.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
    };
    const zip = archive({ ...junk, 'a/orders.csv': csv });
    expect(await textOf(zip, 'orders.zip')).toBe(csv);
    const inspection = await inspectFile(fileOf(zip, 'orders.zip'));
    expect(inspection).toMatchObject({ container: 'zip', parts: [] });
    expect((await importText(zip, {}, 'orders.zip')).files[0]).toMatchObject({ lines: 2, name: 'orders.zip' });
    expect(await textOf(archive({ 'orders.csv': csv }, { level: 0 }), 'stored.zip')).toBe(csv);
    expect(await textOf(archive({ 'orders.csv.gz': gzipSync(csv) }), 'twice.zip')).toBe(csv);
  });

  it('open workbooks and Parquet files inside', async () => {
    const inside = archive({ 'orders.xlsx': await workbook({ May: orders(3), June: orders(2) }) });
    const { files } = await importText(inside, {}, 'books.zip');
    expect(files[0]).toMatchObject({ lines: 5 });
    expect((await inspectFile(fileOf(inside, 'books.zip'))).container).toBe('excel');
    const parquet = archive({ 'orders.parquet': readFileSync(fixture('orders-snappy.parquet')) });
    expect((await importText(parquet, {}, 'parquet.zip')).files[0]).toMatchObject({ lines: 300 });
  });

  it('read files with the same header as one table, whatever their line ends', async () => {
    const zip = archive({
      'one.csv': csv.replaceAll('\n', '\r\n').trimEnd(),
      'two.csv': `\ufeff\r\n${csv.replaceAll('\n', '\r\n')}3,nothing,1\r\n`,
      'readme.txt': 'Exported by the shop\n',
    });
    const path = fileOf(zip, 'years.zip');
    const { files, rejectedLines } = await importFiles([path], [{ columns: {}, exclude: [] }], quiet);
    expect(files[0]).toMatchObject({ lines: 5, accepted: 4 });
    expect(rejectedLines).toEqual([
      { file: 'years.zip', part: 'two.csv', line: 5, reason: 'bad_date', column: 'date', shape: 'aaaaaaa' },
    ]);
    expect([...(await linesOfFile(path, files[0]!, new Set(rejectedLines.map(lineKey)))).values()]).toEqual([
      '3,nothing,1',
    ]);
  });

  it('say in which file an error lies', async () => {
    const zip = archive({ 'one.csv': csv, 'two.csv': `${csv}3,"2024-05-01,2\n` });
    expect((await failure(importText(zip, {}, 'quote.zip'))).details).toMatchObject({
      ...{ reason: 'unclosed_quote', file: 'quote.zip', part: 'two.csv', line: 4 },
    });
  });

  it('are refused when they are encrypted, damaged, empty, packed strangely, or bombs', async () => {
    const zip = Buffer.from(archive({ 'orders.csv': csv.repeat(50) }));
    const at = zip.lastIndexOf(Buffer.from('PK\x01\x02'));
    const changed = (offset: number, value: number): Buffer => {
      const copy = Buffer.from(zip);
      copy.writeUInt16LE(value, at + offset);
      return copy;
    };
    const details = async (content: Uint8Array): Promise<object> =>
      (await failure(importText(content, {}, 'orders.zip'))).details;
    expect(await details(changed(8, 1))).toEqual({ reason: 'password_protected', file: 'orders.zip' });
    expect(await details(changed(10, 9))).toMatchObject({ reason: 'unknown_packing', part: 'orders.csv' });
    expect(await details(changed(16, 12345))).toMatchObject({ reason: 'damaged_container', kind: 'zip' });
    expect(await details(zip.subarray(0, -30))).toMatchObject({ reason: 'damaged_container', kind: 'zip' });
    expect(await details(archive({ '.hidden': csv }))).toEqual({ reason: 'no_table_inside', file: 'orders.zip' });
    const boasting = Buffer.from(zip);
    boasting.writeUInt32LE(0x7fffffff, at + 24);
    expect(await details(boasting)).toEqual({ reason: 'unpacks_too_large', file: 'orders.zip' });
    expect((await failure(textOf(gzipSync(new Uint8Array(110 << 20)), 'zeros.gz'))).details).toEqual({
      ...{ reason: 'unpacks_too_large', file: 'zeros.gz' },
    });
  });
});

function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/parquet/${name}`, import.meta.url));
}

/** The files were made by make_parquet.py beside them: three groups of rows, other pages and compression in each file. */
describe('Parquet', () => {
  it.each(['orders-snappy.parquet', 'orders-v2-zstd.parquet', 'orders-plain.parquet'])('%s', async (name) => {
    const lines = (await textOf(readFileSync(fixture(name)), name)).split('\n');
    expect(lines).toHaveLength(302);
    expect(lines.slice(0, 6)).toEqual([
      'customer_id,order_date,day,price,quantity,ticket,paid,tax,description',
      '10000,2024-01-01,2023-12-31,0.05,-1,4611686018427387904,TRUE,0,"Anna ""A"", the first"',
      '10001,2024-02-02 01:01:05,2024-01-01,1.15,0,4611686018427387905,FALSE,0.19,line break',
      '10002,2024-03-03 02:02:05,2024-01-02,2.25,1,4611686018427387906,TRUE,0.38,李雷',
      '10003,2024-04-04 03:03:00,2024-01-03,3.35,2,4611686018427387907,FALSE,0.57,',
      '10004,2024-05-05 04:04:05,2024-01-04,4.45,3,4611686018427387908,TRUE,0.76,',
    ]);
    expect(lines[300]).toBe('10019,2024-12-20 11:59:05,2024-10-25,,4,4611686018427388203,FALSE,56.81,');
    const inspection = await inspectFile(fixture(name));
    expect(inspection).toMatchObject({ container: 'parquet', kind: 'orders', encoding: 'utf-8', parts: [] });
    const { files } = await importFiles([fixture(name)], [{ columns: {}, exclude: [] }], quiet);
    expect(files[0]).toMatchObject({ lines: 300, accepted: 294, rejected: 6 });
  });

  it('is refused when it is encrypted or cut short', async () => {
    const whole = readFileSync(fixture('orders-snappy.parquet'));
    const details = async (content: Uint8Array): Promise<object> =>
      (await failure(importText(content, {}, 'orders.csv'))).details;
    expect(await details(Buffer.from('PARE and more'))).toMatchObject({ reason: 'password_protected' });
    expect(await details(whole.subarray(0, 9000))).toMatchObject({ reason: 'damaged_container', kind: 'parquet' });
  });
});

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../electron/engine/ingest/import-files.ts';
import { inspectFile } from '../../../electron/engine/ingest/inspect-file.ts';
import { failure, fileOf, importPaths, importText, quiet } from './import-text.ts';

const header = 'customer_id,date,price';
const rows = (n: number, row: (i: number) => string): string =>
  [header, ...Array.from({ length: n }, (_, i) => row(i))].join('\n');

describe('errors about a file', () => {
  const invalid = (details: Record<string, unknown>): unknown => ({
    code: 'invalid_input',
    details: { file: 'orders.csv', ...details },
  });

  it.each<[string, string | Uint8Array, Record<string, unknown>]>([
    ['empty', '', { reason: 'empty_file' }],
    ['nothing but a mark', '\ufeff', { reason: 'empty_file' }],
    ['empty lines', '\n\r\n\n', { reason: 'empty_file' }],
    ['an empty gzip', gzipSync(''), { reason: 'empty_file' }],
    ['a header alone', `${header}\n`, { reason: 'header_only' }],
    [
      'zero bytes',
      Uint8Array.from({ length: 1000 }, (_, i) => (i * 37) % 251),
      { reason: 'binary_file', kind: 'unknown' },
    ],
    ['half a zip', Buffer.from('PK\x03\x04 and more'), { reason: 'damaged_container', kind: 'zip' }],
    ['a PDF', Buffer.from('%PDF-1.7\nand more'), { reason: 'binary_file', kind: 'pdf' }],
    [
      'a quote that stays open',
      `${header}\n1,2011-01-13,2\n2,"2011-01-13,2\n3,2011-01-13,2\n`,
      { reason: 'unclosed_quote', line: 3 },
    ],
    ['a long line', `${header}\n1,2011-01-13,2\n${'x'.repeat(3_000_000)}`, { reason: 'line_too_long', line: 3 }],
    [
      'a long line far on',
      `${rows(90_000, () => '1,2011-01-13,2')}\n${'x'.repeat(3_000_000)}`,
      { reason: 'line_too_long', line: 90_002 },
    ],
    [
      'no customer',
      'colour,date,price\nred,2011-01-13,2\nblue,2011-01-13,2\n',
      { reason: 'no_role', role: 'customer' },
    ],
    ['no date', 'customer_id,price\n1,2\n', { reason: 'no_role', role: 'date' }],
    ['no money', 'customer_id,date\n1,2011-01-13\n', { reason: 'no_role', role: 'price' }],
    [
      'dates of no form',
      rows(30, (i) => `${i},in week ${i},2`),
      {
        reason: 'no_date_format',
        line: 2,
        column: 'date',
        shape: 'aa aaaa 9',
        cause: 'bad_date',
        rejected: 30,
        records: 30,
      },
    ],
    [
      'prices of no form',
      rows(30, (i) => `${i},2011-01-13,${i < 10 ? '2' : 'cheap'}`),
      {
        reason: 'all_rejected',
        line: 12,
        column: 'price',
        shape: 'aaaaa',
        cause: 'bad_number',
        rejected: 20,
        records: 30,
      },
    ],
    [
      'two encodings',
      Buffer.concat([Buffer.from(`${header}\ncafé,2011-01-13,2\n`), iconv.encode('café,2011-01-13,2\n', 'latin1')]),
      { reason: 'mixed_encodings', line: 3 },
    ],
    [
      'gzip cut short',
      gzipSync(rows(2000, (i) => `${i},2011-01-13,${i * 7}`)).subarray(0, -500),
      { reason: 'gzip_cut_short' },
    ],
    [
      'damaged gzip',
      Buffer.concat([gzipSync('x').subarray(0, 10), Buffer.alloc(50, 0xff)]),
      { reason: 'gzip_damaged' },
    ],
  ])('%s', async (_, content, details) => {
    expect(await failure(importText(content))).toEqual(invalid(details));
  });

  it('a folder, and a file that is not there', async () => {
    const folder = join(dirname(fileOf('x')), 'folder.csv');
    mkdirSync(folder, { recursive: true });
    for (const attempt of [inspectFile, (path: string) => importPaths([path])]) {
      expect(await failure(attempt(folder))).toEqual({
        code: 'invalid_input',
        details: { reason: 'directory', file: 'folder.csv' },
      });
      expect(await failure(attempt(join(folder, 'none.csv')))).toEqual({
        code: 'not_found',
        details: { reason: 'missing_file', file: 'none.csv' },
      });
    }
  });

  it('choices that do not go', async () => {
    const content = rows(3, () => '1,2011-01-13,2');
    expect((await failure(importText(content, { encoding: 'klingon' }))).details.reason).toBe('unknown_encoding');
    expect((await failure(importText(content, { delimiter: 'xy' }))).details.reason).toBe('unknown_delimiter');
    expect((await failure(importText(content, { exclude: ['nothing'] }))).details.reason).toBe('no_such_column');
    expect((await failure(importFiles([], [], quiet))).details.reason).toBe('no_files');
  });

  it('never shows what is in a cell', async () => {
    const secret = 'Zebulon';
    for (const content of [
      rows(9, () => `${secret},${secret},2`),
      rows(9, () => `${secret},2011-01-13,${secret}`),
      `${header}\n${secret},"${secret},2\n`,
    ]) {
      expect(JSON.stringify(await failure(importText(content)))).not.toContain(secret);
    }
  });
});

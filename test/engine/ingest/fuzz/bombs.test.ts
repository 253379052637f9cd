/** Files that were made to fill a memory or to keep a computer busy: refused, each within a moment. */
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importFiles } from '../../../../electron/engine/ingest/import-files.ts';
import { fileOf, failure, quiet } from '../import-text.ts';
import { archive, rawWorkbook } from '../workbooks.ts';
import { verifyError } from './verify.ts';
import { AppError } from '../../../../shared/errors.ts';

const megabytes = 2 ** 20;
const memory = 400 * megabytes;
const csv = `customer,date,price\n${Array.from({ length: 60 }, (_, i) => `K${i % 9},2024-03-${10 + (i % 20)},${i}.5\n`).join('')}`;

async function reasonOf(content: Uint8Array | string): Promise<string> {
  const run = importFiles([fileOf(content, 'bomb.bin')], [{ columns: {}, exclude: [] }], { ...quiet, memory });
  return verifyError(AppError.fromWire(await failure(run)));
}

let started = 0;
let before = 0;
beforeEach(() => {
  before = process.memoryUsage.rss();
  started = performance.now();
});
afterEach(() => {
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(process.memoryUsage.rss() - before).toBeLessThan(memory);
});

/** The list of an archive with its only entry `times` times, all of them at the same place. */
function overlapping(zip: Buffer, times: number): Buffer {
  const list = zip.lastIndexOf(Buffer.from('PK\x01\x02'));
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  const entry = zip.subarray(list, end);
  const tail = Buffer.from(zip.subarray(end));
  tail.writeUInt16LE(times, 8);
  tail.writeUInt16LE(times, 10);
  tail.writeUInt32LE(times * entry.length, 12);
  return Buffer.concat([zip.subarray(0, list), ...Array.from({ length: times }, () => entry), tail]);
}

describe('a bomb', () => {
  it('of many sound lines is too large for the memory before one is read', async () => {
    const packed = gzipSync(`customer,date,price\n${'K1,2024-03-10,5.5\n'.repeat(4 * megabytes)}`, { level: 1 });
    expect(packed.length).toBeLessThan(2 * megabytes);
    expect(await reasonOf(packed)).toBe('memory_short');
  });

  it('of nothing but zeros, blanks or line ends is none that unpacks', async () => {
    for (const byte of ['\0', ' ', '\n']) {
      const packed = gzipSync(Buffer.alloc(101 * megabytes, byte), { level: 1 });
      expect(['unpacks_too_large', 'binary_file', 'line_too_long', 'empty_file', 'memory_short']).toContain(
        await reasonOf(packed),
      );
    }
  });

  it('of archives within archives is not opened', async () => {
    const inner = archive({ 'a.csv': csv, 'b.csv': csv });
    expect(await reasonOf(archive({ 'inner.zip': archive({ 'deeper.zip': inner }) }))).toBe('binary_file');
    expect(await reasonOf(gzipSync(gzipSync(csv)))).toBe('binary_file');
  });

  it('of entries over each other is refused by what they unpack to together', async () => {
    const large = `customer,date,price\n${'K1,2024-03-10,5.5\n'.repeat(100_000)}`;
    const zip = overlapping(Buffer.from(archive({ 'a.csv': large })), 900);
    expect(await reasonOf(zip)).toBe('unpacks_too_large');
  });

  it('of more files than anybody packs is refused by their number', async () => {
    expect(await reasonOf(overlapping(Buffer.from(archive({ 'a.csv': csv })), 60_000))).toBe('too_many_parts');
  });

  it('in a sheet is stopped while it unpacks', async () => {
    const cell = '<c t="inlineStr"><is><t>x</t></is></c>';
    const rows = '<row>'.concat(cell.repeat(50), '</row>').repeat(15_000);
    expect(await reasonOf(rawWorkbook({ Sheet1: rows }))).toMatch(
      /unpacks_too_large|memory_short|damaged_container|all_rejected|header_only|no_role/,
    );
  });

  it('of one field or one line without an end is refused where it becomes too long', async () => {
    const field = 'x'.repeat(3 * megabytes);
    expect(await reasonOf(`${csv}K1,2024-03-10,${field}\n`)).toBe('line_too_long');
    expect(await reasonOf(`${csv}K1,2024-03-10,"${field}`)).toBe('line_too_long');
    expect(await reasonOf(`${csv}K1,2024-03-10,"${'x\n'.repeat(2 * megabytes)}`)).toBe('unclosed_quote');
    expect(await reasonOf(','.repeat(3 * megabytes))).toBe('line_too_long');
  });
});

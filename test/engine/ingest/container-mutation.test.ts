/** Damaged containers are read or refused; nothing crashes, hangs or fills the memory. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../../electron/engine/ingest/import-files.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import { AppError } from '../../../shared/errors.ts';
import { fileOf, quiet } from './import-text.ts';
import { archive, workbook } from './workbooks.ts';

const rows = [
  ['customer_id', 'date', 'price', 'description'],
  ...Array.from({ length: 120 }, (_, i) => [i % 30, new Date(Date.UTC(2024, 1, 1 + i)), i / 4, `Product ${i % 7}`]),
];
const csv = Array.from({ length: 200 }, (_, i) => `${i % 30},2024-05-${10 + (i % 20)},${i / 4},Product ${i % 7}\n`);
const text = `customer_id,date,price,description\n${csv.join('')}`;
const parquet = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/parquet/${name}.parquet`, import.meta.url)));

const containers: Record<string, () => Uint8Array | Promise<Uint8Array>> = {
  xlsx: () => workbook({ First: rows, Second: rows }),
  zip: () => archive({ 'a.csv': text, 'b.csv': text, 'c.xlsx': archive({ 'x.csv': text }) }),
  gzip: () => gzipSync(text),
  'parquet, snappy': () => parquet('orders-snappy'),
  'parquet, plain': () => parquet('orders-plain'),
  'parquet, zstd': () => parquet('orders-v2-zstd'),
};

/** One to eight changes: bytes, lengths, order, end. */
function damage(whole: Uint8Array, random: Random): Uint8Array {
  let bytes = Uint8Array.from(whole);
  const place = (): number => random.integer(bytes.length);
  const view = (): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let n = 1 + random.integer(8); n > 0 && bytes.length > 16; n--) {
    switch (random.integer(7)) {
      case 0:
        bytes[place()] = random.integer(256);
        break;
      case 1:
        bytes[place()]! ^= 1 << random.integer(8);
        break;
      case 2:
        // A length or an offset beyond all bounds.
        view().setUint32(
          random.integer(bytes.length - 4),
          [0xffffffff, 0x7fffffff, 0, 1 << 24][random.integer(4)]!,
          true,
        );
        break;
      case 3: {
        const [from, to, length] = [place(), place(), 1 + random.integer(64)];
        bytes.copyWithin(to, from, from + length);
        break;
      }
      case 4:
        // The end, where directories and footers are.
        bytes[Math.max(0, bytes.length - 1 - random.integer(600))] = random.integer(256);
        break;
      case 5:
        bytes
          .subarray(Math.min(place(), bytes.length - 32))
          .subarray(0, 32)
          .reverse();
        break;
      default:
        if (random.integer(4) === 0) bytes = bytes.slice(0, 16 + random.integer(bytes.length - 16));
        else bytes.fill(255, place(), place());
    }
  }
  return bytes;
}

describe.each(Object.entries(containers))('damaged %s', (name, make) => {
  let whole: Uint8Array;
  beforeAll(async () => {
    whole = await make();
  });

  it('is read or refused', async () => {
    const random = new Random(20_260_101).fork(name);
    let refused = 0;
    let slowest = 0;
    for (let i = 0; i < 60; i++) {
      const path = fileOf(damage(whole, random), 'orders.bin');
      const start = performance.now();
      try {
        const { files } = await importFiles([path], [{ columns: {}, exclude: [] }], quiet);
        expect(files[0]!.lines).toBeLessThan(100_000);
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown;
        expect(['invalid_input', 'insufficient_data']).toContain(thrown.code);
        refused++;
      }
      slowest = Math.max(slowest, performance.now() - start);
    }
    expect(refused).toBeGreaterThan(0);
    expect(slowest).toBeLessThan(5000);
    expect(process.memoryUsage().rss).toBeLessThan(2 ** 31);
  }, 60_000);
});

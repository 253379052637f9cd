import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { cleanOrders, defaultRecipe } from '../../../electron/engine/ingest/clean-orders.ts';
import { importOrders } from '../../../electron/engine/ingest/import-orders.ts';
import { inspectFile } from '../../../electron/engine/ingest/inspect-file.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import { AppError } from '../../../shared/errors.ts';
import { ingestText } from '../../../shared/language/ingest.ts';
import { fileOf, quiet } from './import-text.ts';

const original = readFileSync(fileURLToPath(new URL('../../fixtures/ingest/shop.csv', import.meta.url)));
const signs = Buffer.from(',;|\t"\'\r\n \0/.-:0159aC\xff\xc3\xe9\x80\xa3', 'latin1');

/** The file with a few bytes changed, dropped, doubled or cut off, sometimes packed. */
function mutant(random: Random): Uint8Array {
  let bytes: Buffer = Buffer.from(original);
  for (let change = 1 + random.integer(6); change > 0; change--) {
    const i = random.integer(bytes.length + 1);
    const j = Math.min(bytes.length, i + random.integer(80));
    switch (random.integer(6)) {
      case 0:
        if (i < bytes.length) bytes[i] = random.integer(256);
        break;
      case 1:
        if (i < bytes.length) bytes[i] = signs[random.integer(signs.length)]!;
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, i), bytes.subarray(j)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, j), bytes.subarray(i)]);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, i), signs.subarray(random.integer(signs.length)), bytes.subarray(i)]);
        break;
      default:
        if (random.integer(4) === 0) bytes = Buffer.from(bytes.subarray(0, i));
    }
  }
  if (random.integer(8) > 0) return bytes;
  const packed = gzipSync(bytes);
  if (random.integer(2) === 0) packed[random.integer(packed.length)] = random.integer(256);
  return packed;
}

it('reads or refuses 300 mutants of a file, and never anything else', async () => {
  const random = new Random(20101201);
  const ends = new Map<string, number>();
  for (let i = 0; i < 300; i++) {
    const path = fileOf(mutant(random.fork(i)), 'mutant.csv');
    let end = 'read';
    try {
      const { orders, files, rejectedLines } = await importOrders([path], {}, quiet);
      const file = files[0]!;
      expect(file.accepted).toBe(orders.lines.count);
      expect(file.accepted + file.rejected).toBe(file.lines);
      expect(rejectedLines).toHaveLength(file.rejected);
      const { customers, products, countries, invoices } = orders.dictionaries;
      for (let line = 0; line < orders.lines.count; line++) {
        expect(
          Number.isFinite(orders.lines.price[line]! + orders.lines.quantity[line]! + orders.lines.time[line]!),
        ).toBe(true);
        expect(orders.lines.customer[line]).toBeLessThan(customers.length);
        expect(orders.lines.product[line]).toBeLessThan(products.length);
        expect(orders.lines.country[line]).toBeLessThan(countries.length);
        if (invoices) expect(typeof invoices[orders.lines.invoice[line]!]).toBe('string');
        expect(orders.lines.flags[line]).toBeLessThan(4);
      }
      const cleaned = cleanOrders(orders, defaultRecipe());
      expect(cleaned.counts.reduce((sum, { lines }) => sum + lines, 0)).toBeLessThanOrEqual(orders.lines.count);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw new Error(`mutant ${i}`, { cause: thrown });
      end = thrown.details.reason!;
      expect(Object.keys(ingestText.en.errors), `mutant ${i}`).toContain(end);
    }
    ends.set(end, (ends.get(end) ?? 0) + 1);
    try {
      await inspectFile(path);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw new Error(`mutant ${i}`, { cause: thrown });
    }
  }
  expect(ends.get('read')).toBeGreaterThan(100);
  expect(ends.size).toBeGreaterThan(5);
});

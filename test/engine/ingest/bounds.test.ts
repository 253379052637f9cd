/** The edges of what a file may hold: files that change underfoot, countless categories, nothing that varies, nobody. */
import { appendFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../electron/engine/ingest/import-files.ts';
import { inspectFile } from '../../../electron/engine/ingest/inspect-file.ts';
import { surveyOrders } from '../../../electron/engine/ingest/survey-orders.ts';
import type { CategoryColumn } from '../../../shared/customer-table.ts';
import type { FileReading } from '../../../shared/domain.ts';
import { doubles, npy } from './array-files.ts';
import { fileOf, failure, importText, quiet } from './import-text.ts';
import { workbook } from './workbooks.ts';

const asFound: FileReading = { columns: {}, exclude: [] };
const lines = Array.from({ length: 400 }, (_, i) => `${i >> 1},K${i % 40},2024-03-${10 + (i % 20)},${i % 9}.5,3`);
const orders = `invoice,customer,date,price,quantity\n${lines.join('\n')}\n`;
const rows = orders
  .trim()
  .split('\n')
  .map((line) => line.split(','));

const contents: Record<string, () => string | Uint8Array | Promise<Uint8Array>> = {
  text: () => orders,
  gzip: () => gzipSync(orders),
  workbook: () => workbook({ Orders: rows }),
  array: () => npy('<f8', [30, 4], doubles(Array.from({ length: 120 }, (_, i) => i % 11))),
};
/** What another program may do to a file while it is read. */
const doings: Record<string, (path: string, whole: string | Uint8Array) => void> = {
  'goes on': (path) => appendFileSync(path, '999,K1,2024-03-10,5,1\n'),
  'gets shorter': (path) => truncateSync(path, 40),
  'is written anew, as long as before': (path, whole) => writeFileSync(path, Buffer.from(whole).reverse()),
  'is taken away': (path) => rmSync(path),
};

describe.each(Object.entries(contents))('a file of the kind %s', (kind, make) => {
  it.each(Object.entries(doings))('that %s while it is read is refused', async (_, change) => {
    const whole = await make();
    const path = fileOf(whole, `changing-${kind}`);
    let changed = false;
    const report = (): void => {
      if (changed) return;
      changed = true;
      change(path, whole);
    };
    const error = await failure(importFiles([path], [asFound], { ...quiet, report }));
    expect(error.code).toMatch(/invalid_input|not_found/);
    const reasons = ['file_changed', 'missing_file', 'gzip_damaged', 'gzip_cut_short', 'damaged_container'];
    expect(reasons).toContain(error.details.reason);
    // Whoever looks again reads what is there now.
    const again = fileOf(whole, `changing-${kind}`);
    expect((await importFiles([again], [asFound], quiet)).files[0]!.lines).toBe(kind === 'array' ? 30 : 400);
  });
});

describe('columns', () => {
  it('may hold ten thousand categories', async () => {
    const people = Array.from({ length: 20_000 }, (_, i) => `C${i},town ${i % 10_000},${i % 70}`);
    const path = fileOf(`customer_id,town,age\n${people.join('\n')}\n`);
    const { orders: read } = await importFiles([path], [{ ...asFound, attributes: ['town'] }], quiet);
    const town = read.table!.columns.find(({ id }) => id === 'attributes:town') as CategoryColumn;
    expect(town.levels).toHaveLength(10_000);
    expect(town.levels[town.codes[19_999]!]).toBe('town 9999');
    const products = Array.from(
      { length: 20_000 },
      (_, i) => `${i},K${i % 50},2024-03-${10 + (i % 20)},5,P${i % 10_000},L${i % 10_000}`,
    );
    const many = await importText(`invoice,customer,date,price,product,country\n${products.join('\n')}\n`);
    expect(many.orders.dictionaries.products).toHaveLength(10_000);
    expect(many.orders.dictionaries.countries).toHaveLength(10_000);
  });

  it('may never vary', async () => {
    const same = `invoice,customer,date,price,quantity\n${'1,K1,2024-03-10 10:00,5.5,2\n'.repeat(300)}`;
    const { orders: read, files } = await importText(same);
    expect(read.dictionaries.customers).toEqual(['K1']);
    expect(read.lines.count).toBe(300);
    const price = files[0]!.columns.find(({ name }) => name === 'price')!;
    expect(price.profile).toMatchObject({ low: 5.5, median: 5.5, high: 5.5, distinct: 1, missing: 0 });
    const quality = surveyOrders(read, 1_800_000_000);
    expect(quality.months.lines).toEqual([300]);
    expect(quality.outliers).toEqual({ quantity: null, price: null });
    const equal = Array.from({ length: 50 }, (_, i) => `C${i},7,red,2024-01-01`);
    const { orders: people } = await importFiles(
      [fileOf(`customer_id,points,colour,joined\n${equal.join('\n')}\n`)],
      [asFound],
      quiet,
    );
    const points = people.table!.columns.find(({ id }) => id === 'attributes:points')!;
    expect(points.type === 'number' && new Set(points.values)).toEqual(new Set([7]));
  });

  it('are never infinite, and nothing that is made of them is', async () => {
    const odd = ['NaN', 'inf', '-Infinity', '1e999', '', '∞', '#NUM!'];
    const reviews = Array.from(
      { length: 90 },
      (_, i) => `K${i % 20},${i % 13 ? 1 + (i % 5) : odd[(i / 13) % 7]!},2024-03-${10 + (i % 20)}`,
    );
    const { orders: read } = await importFiles(
      [fileOf(`customer_id,rating,date\n${reviews.join('\n')}\n`)],
      [{ ...asFound, kind: 'reviews' }],
      quiet,
    );
    for (const column of read.table!.columns) {
      if (column.type === 'category') continue;
      expect(
        [...column.values].filter((value) => Math.abs(value) === Infinity),
        column.id,
      ).toEqual([]);
    }
    expect(read.table!.columns.length).toBeGreaterThan(2);
  });
});

describe('customers', () => {
  it('may be none at all', async () => {
    const header = 'invoice,customer,date,price,quantity\n';
    expect((await failure(importText(header))).details.reason).toBe('header_only');
    expect((await failure(importText('\n\n\n'))).details.reason).toBe('empty_file');
    const unnamed = await importText(orders.replace(/,K\d+,/g, ',,'), { columns: { customer: 'customer' } });
    expect(unnamed.orders.dictionaries.customers).toEqual([]);
    expect(unnamed.orders.lines.customer.every((customer) => customer === -1)).toBe(true);
    expect(surveyOrders(unnamed.orders, 1_800_000_000).customersByRules).toEqual([]);
    const table = await failure(importFiles([fileOf('customer_id,age,town\n')], [asFound], quiet));
    expect(table.details.reason).toBe('header_only');
  });

  it('may be a single one', async () => {
    const { orders: read } = await importText('invoice,customer,date,price\n1,K1,2024-03-10,5\n');
    expect(read.dictionaries.customers).toEqual(['K1']);
    const path = fileOf('customer_id,age,joined\nK1,31,2024-01-05\n');
    const { orders: people } = await importFiles([path], [{ ...asFound, kind: 'attributes' }], quiet);
    expect(people.dictionaries.customers).toEqual(['K1']);
    expect((await inspectFile(path, { kind: 'attributes' })).preview).toHaveLength(1);
  });
});

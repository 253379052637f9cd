import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cleanOrders, defaultRecipe } from '../../../electron/engine/ingest/clean-orders.ts';
import type { ImportedOrders } from '../../../electron/engine/ingest/import-orders.ts';
import { importFiles } from '../../../electron/engine/ingest/import-files.ts';
import { inspectFile } from '../../../electron/engine/ingest/inspect-file.ts';
import { readLayout } from '../../../electron/engine/ingest/layout.ts';
import { LineFlag } from '../../../shared/orders.ts';
import { failure, importPaths, lineOf, quiet } from './import-text.ts';

const data = process.env.CLIENTELE_DATA;
const path = (name: string): string => join(data!, name);
const load = (name: string): Promise<ImportedOrders> => importPaths([path(name)]);

describe('real files (CLIENTELE_DATA)', () => {
  it.skipIf(!data)('online_retail.csv.gz', async () => {
    expect(await inspectFile(path('online_retail.csv.gz'))).toMatchObject({
      compression: 'gzip',
      encoding: 'latin1',
      dateOrder: 'mdy',
      dateOrderAmbiguous: false,
    });
    const { orders, files } = await load('online_retail.csv.gz');
    const { lines, dictionaries } = orders;
    expect(files[0]).toMatchObject({
      lines: 541_909,
      accepted: 541_909,
      rejected: 0,
      encoding: 'latin1',
      dateOrder: 'mdy',
    });
    expect(dictionaries.customers).toHaveLength(4372);
    expect(dictionaries.products).toHaveLength(4070);
    expect(dictionaries.invoices).toHaveLength(25_900);
    expect(dictionaries.countries).toHaveLength(38);
    expect(lines.flags.reduce((n, flags) => n + (flags & LineFlag.repeats), 0)).toBe(5268);
    expect(lines.flags.filter((flags) => (flags & LineFlag.creditNote) !== 0)).toHaveLength(9288);
    expect(lines.quantity.filter((quantity) => quantity < 0)).toHaveLength(10_624);
    expect(Math.max(...[...lines.quantity].slice(-3000), 80_995)).toBe(80_995);
    expect(lines.price.filter((price) => price === 0)).toHaveLength(2515);
    expect(lineOf({ orders } as ImportedOrders, 541_908)).toMatchObject({
      customer: '12680',
      time: '2011-12-09T12:50',
    });
    expect(dictionaries.products.find(({ code }) => code === 'gift_0001_40')?.name).toBe(
      'Dotcomgiftshop Gift Voucher £40.00',
    );

    const cleaned = cleanOrders(orders, defaultRecipe());
    expect(cleaned.counts.map(({ rule, lines: touched }) => `${rule} ${touched}`)).toEqual([
      'noCustomer 135080',
      'exactDuplicate 5225',
      'notCompleted 0',
      'return 8872',
      'nonPositivePrice 40',
      'otherCurrency 0',
      'nonProduct 1635',
    ]);
    expect(cleaned.keptCustomers).toBe(4338);
    expect(cleaned.keptLines).toBe(392_692);
  });

  it.skipIf(!data)('CDNOW_master.txt: blanks, a header', async () => {
    const { orders, files } = await load('cdnow/CDNOW_master.txt');
    expect(files[0]).toMatchObject({ delimiter: 'blanks', lines: 69_659, rejected: 0, dateOrder: 'ymd' });
    expect(orders.dictionaries.customers).toHaveLength(23_570);
    expect(orders.dictionaries.customers[0]).toBe('00001');
    expect(orders.lines.price.filter((price) => price === 0)).toHaveLength(80);
    expect(orders.lines.flags.reduce((n, flags) => n + (flags & LineFlag.repeats), 0)).toBe(255);
    // 2,068 further purchases on a day already present belong to the same order.
    expect(new Set(orders.lines.invoice).size).toBe(69_659 - 2068);
  });

  it.skipIf(!data)('CDNOW_sample.txt: blanks, no header', async () => {
    const { orders, files } = await load('cdnow/CDNOW_sample.txt');
    expect(files[0]!.columns.map(({ role }) => role)).toEqual(['customer', 'ignored', 'date', 'quantity', 'amount']);
    expect(orders.dictionaries.customers).toHaveLength(2357);
    expect(orders.lines.count).toBe(6919);
    expect(orders.lines.price[0]).toBe(29.33 / 2);
  });

  it.skipIf(!data)('meal_order_detail.csv: line breaks in quotes, Chinese', async () => {
    const { orders, files } = await load('chinese/meal_order_detail.csv');
    expect(files[0]).toMatchObject({ lines: 10_037, rejected: 0, encoding: 'utf-8', dateOrder: 'ymd' });
    expect(orders.dictionaries.invoices).toHaveLength(942);
    expect(orders.dictionaries.products).toHaveLength(150);
    expect(orders.dictionaries.products[0]).toEqual({ code: '610047', name: '西瓜胡萝卜沙拉', isService: false });
    expect(orders.dictionaries.products.some(({ name }) => /[\r\n]/.test(name))).toBe(false);
    const customer = files[0]!.columns.find(({ role }) => role === 'customer')!;
    expect(customer.name).toBe('emp_id');
    expect(customer.confidence).toBeLessThan(0.6);
  });

  it.skipIf(!data)('tmall_double11_beauty_gbk.csv: GBK', async () => {
    const inspection = await inspectFile(path('chinese/tmall_double11_beauty_gbk.csv'));
    expect(inspection).toMatchObject({ encoding: 'gb18030', delimiter: ',', hasHeader: true, dateOrder: 'ymd' });
    expect(inspection.columns.map(({ name }) => name)).toContain('店名');
  });

  it.skipIf(!data)('marketing_campaign: tables that are no orders', async () => {
    expect(await inspectFile(path('marketing_campaign.csv'))).toMatchObject({ delimiter: '\t', dateOrder: 'dmy' });
    expect(await inspectFile(path('marketing_campaign_semicolon_bom.csv'))).toMatchObject({
      delimiter: ';',
      dateOrder: 'ymd',
    });
    expect((await failure(load('marketing_campaign.csv'))).details).toMatchObject({
      reason: 'no_role',
      role: 'customer',
    });
  });

  it.skipIf(!data)('online_retail_II_extract_two_sheets.xlsx: both sheets as one table', async () => {
    const file = 'online_retail_II_extract_two_sheets.xlsx';
    const inspection = await inspectFile(path(file), {}, { quick: true });
    expect(inspection).toMatchObject({ container: 'excel', encoding: 'utf-8', dateOrder: 'ymd', hasHeader: true });
    expect(inspection.parts).toEqual([
      { name: 'Year 2009-2010', rows: 14_269, read: true },
      { name: 'Year 2010-2011', rows: 20_497, read: true },
    ]);
    const reading = { columns: {}, exclude: [] };
    const { orders, files, rejectedLines } = await importFiles([path(file)], [reading], quiet);
    expect(files[0]).toMatchObject({ lines: 34_766, accepted: 34_766, rejected: 0, dateOrder: 'ymd', kind: 'orders' });
    expect(files[0]!.columns).toHaveLength(8);
    expect(files[0]!.columns.find(({ role }) => role === 'customer')!.name).toBe('Customer ID');
    expect(rejectedLines).toEqual([]);
    expect(files[0]!.sha256).toBe('8189d905882d365b991e0befc295893eac91f2d437b48986edea1bf236b22a5f');
    const { time, price, quantity } = orders.lines;
    expect(new Date(time[0]! * 1000).toISOString()).toBe('2009-12-06T10:30:00.000Z');
    expect([price[0], quantity[0]]).toEqual([2.95, 6]);
    // The second sheet goes on after the first.
    expect(new Date(time[34_765]! * 1000).getUTCFullYear()).toBe(2011);
    const one = await importFiles([path(file)], [{ ...reading, part: 'Year 2010-2011' }], quiet);
    expect(one.files[0]).toMatchObject({ lines: 20_497, part: 'Year 2010-2011' });
  });

  /** Encoding, delimiter, whether there is a header, columns, and records. */
  const written: [string, string, string, boolean, number, number][] = [
    ['online_retail.csv.gz', 'latin1', ',', true, 8, 541_909],
    ['cdnow/CDNOW_master.txt', 'utf-8', 'blanks', true, 4, 69_659],
    ['cdnow/CDNOW_sample.txt', 'utf-8', 'blanks', false, 5, 6919],
    ['marketing_campaign.csv', 'utf-8', '\t', true, 29, 2240],
    ['marketing_campaign_semicolon_bom.csv', 'utf-8', ';', true, 29, 2240],
    ['Mall_Customers.csv', 'utf-8', ',', true, 5, 200],
    ['Wholesale_customers_data.csv', 'utf-8', ',', true, 8, 440],
    ['online_shoppers_intention.csv', 'utf-8', ',', true, 18, 12_330],
    ['msweb_page_visits.csv.gz', 'utf-8', ',', true, 2, 98_653],
    ['taobao_UserBehavior_sample.csv', 'utf-8', ',', false, 5, 4321],
    ['chinese/tmall_double11_beauty_gbk.csv', 'gb18030', ',', true, 7, 27_598],
    ['chinese/meal_order_detail.csv', 'utf-8', ',', true, 19, 10_037],
  ];
  it.skipIf(!data).each(written)('%s is read as it is written, and nobody is in it', async (name, ...rest) => {
    const [encoding, delimiter, hasHeader, width, records] = rest;
    const found = await inspectFile(path(name));
    expect(found).toMatchObject({ encoding, delimiter, hasHeader, decimal: '.' });
    expect(found.columns).toHaveLength(width);
    expect(found.columns.filter(({ role, masked }) => role === 'personal' || masked)).toEqual([]);
    const layout = await readLayout(path(name));
    let [count, wrong] = [0, 0];
    await layout.scan(
      ({ nFields }) => {
        count++;
        if (nFields !== width) wrong++;
      },
      () => true,
    );
    expect([count, wrong]).toEqual([records, 0]);
  });
});

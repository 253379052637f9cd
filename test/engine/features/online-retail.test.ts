/** Sums over all customers of UCI Online Retail, as a plain script over sets and lists has them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chooseCutOff } from '../../../electron/engine/features/future.ts';
import { computeOrderFeatures } from '../../../electron/engine/features/order-features.ts';
import { applyPreprocessing, fitPreprocessing } from '../../../electron/engine/ml/preprocessing/preprocessing.ts';
import type { CleanedOrders } from '../../../shared/orders.ts';
import { column, seconds } from './tiny-shop.ts';

const data = process.env.CLIENTELE_DATA;

describe('UCI Online Retail', () => {
  it.skipIf(!data)('agrees with an independent computation (needs CLIENTELE_DATA)', () => {
    const cleaned = readOnlineRetail(join(data!, 'online_retail.csv.gz'));
    const table = computeOrderFeatures(cleaned);
    expect(table.customers.length).toBe(4338);
    const sum = (id: string): number => column(table, id).reduce((all, v) => (Number.isNaN(v) ? all : all + v), 0);
    expect(sum('recency')).toBe(403_692);
    expect(sum('frequency')).toBe(18_532);
    expect(sum('tenure')).toBe(970_979);
    expect(sum('itemsTotal')).toBe(5_152_002);
    expect(sum('distinctProducts')).toBe(266_792);
    expect(sum('monetary')).toBeCloseTo(8_887_208.894, 3);
    expect(sum('weekendShare')).toBeCloseTo(552.39037968, 6);
    expect(sum('eveningShare')).toBeCloseTo(209.80117, 6);
    expect(sum('discountShare')).toBeCloseTo(426.16654583, 6);
    expect(sum('returnRate')).toBeCloseTo(731.2604487, 6);
    expect(sum('daysBetweenOrders')).toBeCloseTo(206_700.42978, 4);
    expect(sum('newProductShare')).toBeCloseTo(1984.79776556, 6);
    // Nine in ten are from the United Kingdom.
    expect(table.definitions.find(({ id }) => id === 'country=United Kingdom')).toMatchObject({ inUse: false });
    expect(table.definitions.filter(({ inUse }) => inUse).length).toBeGreaterThanOrEqual(15);
    const treated = applyPreprocessing(fitPreprocessing(table), table);
    expect(treated.data.every((value) => Number.isFinite(value) && Math.abs(value) < 40)).toBe(true);
    expect(chooseCutOff(cleaned)).toBe(seconds('2011-09-07'));
  });
});

/** Just enough of a reader for this one file, with every code taken for a product. */
function readOnlineRetail(path: string): CleanedOrders {
  const records = gunzipSync(readFileSync(path)).toString('latin1').trimEnd().split(/\r?\n/).slice(1);
  const count = records.length;
  const dictionaries = Array.from({ length: 4 }, () => new Map<string, number>());
  const index = (dictionary: number, name: string): number => {
    const known = dictionaries[dictionary]!;
    if (!known.has(name)) known.set(name, known.size);
    return known.get(name)!;
  };
  const lines = {
    count,
    customer: new Int32Array(count),
    invoice: new Int32Array(count),
    product: new Int32Array(count),
    country: new Int32Array(count),
    quantity: new Float64Array(count),
    price: new Float64Array(count),
    time: new Float64Array(count),
    flags: new Uint8Array(count),
  };
  const verdict = new Uint8Array(count);
  const seen = new Set<string>();
  records.forEach((record, i) => {
    const cells = record.match(/("([^"]|"")*"|[^,]*)(,|$)/g)!.map((cell) => cell.replace(/,$/, ''));
    const [invoice, product, , quantity, date, price, customer, country] = cells as [string, ...string[]];
    const [, month, day, year, hour, minute] = /^(\d+)\/(\d+)\/(\d+) (\d+):(\d+)$/.exec(date!)!;
    lines.invoice[i] = index(0, invoice);
    lines.product[i] = index(1, product!);
    lines.customer[i] = customer === '' ? -1 : index(2, customer!);
    lines.country[i] = index(3, country!);
    lines.quantity[i] = Number(quantity);
    lines.price[i] = Number(price);
    lines.time[i] = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) / 1000;
    if (customer === '') verdict[i] = 1;
    else if (seen.has(record)) verdict[i] = 2;
    else if (invoice.startsWith('C') || Number(quantity) < 0) verdict[i] = 4;
    else if (!(Number(price) > 0)) verdict[i] = 5;
    if (customer !== '') seen.add(record);
  });
  const names = (dictionary: number): string[] => [...dictionaries[dictionary]!.keys()];
  return {
    orders: {
      lines,
      dictionaries: {
        invoices: names(0),
        products: names(1).map((code) => ({ code, name: '', isService: false })),
        customers: names(2),
        countries: names(3),
      },
    },
    verdict,
    counts: [],
    keptLines: verdict.filter((value) => value === 0).length,
    keptCustomers: 4338,
  };
}

/** What columns hold and what lines show, against figures worked out by hand. */
import { describe, expect, it } from 'vitest';
import { cleanOrders, defaultRecipe } from '../../../electron/engine/ingest/clean-orders.ts';
import { surveyOrders } from '../../../electron/engine/ingest/survey-orders.ts';
import { profileNumbers } from '../../../electron/engine/ingest/profile-columns.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import { cleaningRules } from '../../../shared/orders.ts';
import { cleaningOf, touchedBy, withRule } from '../../../shared/quality.ts';
import { at, fileOf, importPaths, importText } from './import-text.ts';

const shop = [
  'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country,Channel,Remark,Email',
  '1001,A1,Mug,2,2024-01-05 10:00,4.00,0071,France,web,left at door,a@shop.example',
  '1001,B2,Lamp,1,2024-01-05 10:00,20.00,0071,France,web,,a@shop.example',
  '1002,A1,Mug,-2,2024-01-09 12:00,4.00,0072,Spain,web,ring twice,b@shop.example',
  '1003,A1,Mug,5,2024-03-01 09:30,0,0073,France,web,,',
  '1004,POST,Postage,1,2024-03-02 09:30,3.50,0072,Spain,web,,b@shop.example',
  '1005,C3,,4,2024-03-02 11:00,1.25,,Italy,web,,c@shop.example',
  '1001,A1,Mug,2,2024-01-05 10:00,4.00,0071,France,web,left at door,a@shop.example',
  '1006,B2,Lamp,1,soon,20.00,0071,France,web,,a@shop.example',
].join('\n');

describe('profiles', () => {
  it('count, order and mask', async () => {
    const { files } = await importText(shop);
    const of = (name: string) => files[0]!.columns.find((column) => column.name === name)!.profile!;
    expect(of('InvoiceNo')).toMatchObject({ type: 'id', lines: 7, missing: 0, distinct: 5, digits: true });
    expect(of('InvoiceNo').examples).toEqual(['1•••', '1•••', '1•••', '1•••', '1•••']);
    expect(of('StockCode')).toMatchObject({ type: 'id', distinct: 4, bars: [4, 1, 1, 1] });
    expect(of('StockCode').examples).toEqual(['A1', 'B2', 'POST', 'C3']);
    expect(of('StockCode').digits).toBeUndefined();
    expect(of('Description')).toMatchObject({ type: 'text', missing: 1, distinct: 3, bars: [4, 1, 1] });
    expect(of('Description').examples).toEqual(['Mug', 'Lamp', 'Postage']);
    expect(of('Quantity')).toMatchObject({ type: 'number', distinct: 5, low: -2, median: 2, high: 5 });
    expect(of('UnitPrice')).toMatchObject({ low: 0, median: 4, high: 20 });
    expect(of('InvoiceDate')).toMatchObject({
      type: 'date',
      distinct: 5,
      low: at('2024-01-05 10:00'),
      median: at('2024-01-09 12:00'),
      high: at('2024-03-02 11:00'),
    });
    expect(of('CustomerID')).toMatchObject({ type: 'id', missing: 1, distinct: 3, digits: true });
    expect(of('Country')).toMatchObject({ missing: 0, distinct: 3, bars: [4, 2, 1] });
    expect(of('Channel')).toMatchObject({ type: 'text', lines: 7, distinct: 1, bars: [7], examples: ['web'] });
    expect(of('Remark')).toMatchObject({ type: 'text', missing: 4, distinct: 2 });
    expect(of('Email')).toMatchObject({ type: 'personal', low: null, bars: [] });
    expect(JSON.stringify(files)).not.toMatch(/shop\.example|007[123]/);
  });

  it('of several files are those of each', async () => {
    const [head] = shop.split('\n');
    const one = fileOf(shop, 'one.csv');
    const other = fileOf(`${head}\n2001,A1,Mug,9,2024-05-01,7.00,0090,Chile,web,,\n`, 'other.csv');
    const { files } = await importPaths([one, other]);
    const quantities = files.map(({ columns }) => columns[3]!.profile!);
    expect(quantities.map(({ lines, low, high }) => [lines, low, high])).toEqual([
      [7, -2, 5],
      [1, 9, 9],
    ]);
    expect(files[1]!.columns[7]!.profile).toMatchObject({ distinct: 1, examples: ['Chile'] });
  });

  it('find the middle exactly and put every value into a bar, whatever the shape', () => {
    const random = new Random(7);
    for (const draw of [
      () => random.uniform(),
      () => Math.floor(random.uniform() * 9) - 4,
      () => Math.exp(12 * random.uniform()) * (random.uniform() < 0.1 ? -1 : 1),
      () => (random.uniform() < 0.999 ? 1 + random.uniform() / 1e6 : 1e9),
    ]) {
      const values = Float64Array.from({ length: 20_001 }, draw);
      const { low, median, high, bars } = profileNumbers(values, 'number');
      const sorted = values.toSorted();
      expect([low, median, high]).toEqual([sorted[0], sorted[10_000], sorted.at(-1)]);
      expect(bars.reduce((sum, count) => sum + count, 0)).toBe(values.length);
    }
  });

  it('are not pressed flat by giants, and stop counting at 10,000', () => {
    const values = Float64Array.from({ length: 50_000 }, (_, i) => (i < 2 ? (i === 0 ? -1e9 : 1e9) : (i % 12_000) + 1));
    const { barRange, bars, distinct } = profileNumbers(values, 'number');
    expect(distinct).toBeNull();
    expect(barRange![1]).toBeLessThan(13_000);
    expect(Math.min(...bars)).toBeGreaterThan(1000);
    expect(
      profileNumbers(
        Float64Array.from({ length: 20_000 }, (_, i) => i % 10_000),
        'number',
      ).distinct,
    ).toBe(10_000);
  });

  it('of unused columns stay small: numbers beyond 10,000 values are told, texts are not kept', async () => {
    const rows = Array.from({ length: 12_000 }, (_, i) => `c${i % 50},2024-01-01,1,${i * 3},word ${i}`);
    const { files } = await importText(['customer_id,date,price,weight,words', ...rows].join('\n'));
    const [weight, words] = files[0]!.columns.slice(3).map(({ profile }) => profile!);
    expect(weight).toMatchObject({ type: 'number', distinct: null, low: 0, median: 17_997, high: 35_997 });
    expect(words).toMatchObject({ type: 'text', distinct: null, bars: [] });
    expect(words!.examples.every((example) => example === 'w•••')).toBe(true);
  });
});

describe('the survey of lines', () => {
  const now = at('2024-06-01 00:00');

  it('counts what every choice of rules would do, as cleaning does it', async () => {
    const { orders } = await importText(shop);
    const quality = surveyOrders(orders, now);
    expect(quality.linesByRules.reduce((sum, lines) => sum + lines, 0)).toBe(7);
    expect(cleaningRules.map((rule) => touchedBy(quality, rule))).toEqual([1, 1, 0, 1, 1, 0, 1]);
    for (let choice = 0; choice < 2 ** cleaningRules.length; choice++) {
      let recipe = defaultRecipe();
      cleaningRules.forEach((rule, i) => (recipe = withRule(recipe, rule, (choice & (1 << i)) !== 0)));
      const { counts, keptLines, keptCustomers } = cleanOrders(orders, recipe);
      expect(cleaningOf(quality, recipe)).toEqual({ counts, keptLines, keptCustomers });
    }
  });

  it('finds gaps, stray dates and giants', async () => {
    const day = (n: number): string => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);
    const rows = Array.from({ length: 2000 }, (_, i) => {
      const n = i % 120;
      return `c${i % 90},${day(n < 60 ? n : n + 20)},${i === 5 ? 90_000 : (i % 9) + 1},2.5`;
    });
    rows.push('c1,1999-02-03,1,2.5', 'c1,2031-01-01,1,2.5', 'c2,2031-01-01,1,2.5');
    const { orders } = await importText(['customer_id,date,quantity,price', ...rows].join('\n'));
    const quality = surveyOrders(orders, now);
    expect(quality).toMatchObject({ futureLines: 2, ancientLines: 1 });
    expect(quality.outliers.quantity).toMatchObject({ lines: 1, high: 90_000 });
    expect(quality.outliers.price).toBeNull();
    // The stray dates make gaps of years; the real one is told as well.
    expect(quality.gapCount).toBe(3);
    expect(quality.gaps.at(-1)).toEqual({ from: at(`${day(60)} 00:00`), to: at(`${day(79)} 00:00`), days: 20 });
    const weekly = await importText(
      ['customer_id,date,price', ...Array.from({ length: 60 }, (_, i) => `c${i},${day(7 * i)},1`)].join('\n'),
    );
    expect(surveyOrders(weekly.orders, at('2026-01-01 00:00')).gapCount).toBe(0);
  });

  it('counts months with those in between', async () => {
    const { orders } = await importText(shop);
    expect(surveyOrders(orders, now).months).toEqual({
      firstMonth: { year: 2024, month: 1 },
      orders: [2, 0, 3],
      lines: [4, 0, 3],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { createProductList } from '../../../../electron/engine/insight/products/product-list.ts';
import { productLines } from '../../../../electron/engine/output/products-csv.ts';
import type { CleanedOrders } from '../../../../shared/orders.ts';
import { shownColumns, type ProductColumn } from '../../../../shared/products.ts';
import { seconds, shop, type Line } from '../../features/tiny-shop.ts';

const line = (invoice: string, customer: string, product: string, rest: Partial<Line> = {}): Line => ({
  ...{ invoice, customer, product, quantity: 1, price: 2, at: '2011-01-03 10:00' },
  ...rest,
});
const cleaned = shop([
  line('1', 'Ann', 'cup', { quantity: 3 }),
  line('1', 'Ann', 'cup', { quantity: 1, price: 4 }),
  line('2', 'Ben', 'cup', { at: '2011-02-01 09:00' }),
  line('3', 'Ben', 'cup', { at: '2011-03-01 09:00' }),
  line('C4', 'Ben', 'cup', { quantity: -3, rule: 'return', at: '2011-04-01 09:00' }),
  line('3', 'Ben', 'cup', { quantity: 100, rule: 'exactDuplicate' }),
  line('5', 'Cem', 'Pot9', { price: 100 }),
  line('5', 'Cem', 'pot10', { price: 7 }),
  line('5', 'Cem', 'post', { rule: 'nonProduct' }),
  line('C6', 'Cem', '=lost', { quantity: -1, rule: 'return' }),
  line('7', 'Cem', ''),
]);
cleaned.orders.dictionaries.products.find(({ code }) => code === 'pot10')!.name = 'Great pot';
const list = createProductList(cleaned);
const page = (by: ProductColumn, descending: boolean, search = '', offset = 0, limit = 10) =>
  list.page({ search, sort: { by, descending } }, offset, limit);
const codes = (...asked: Parameters<typeof page>): string[] => page(...asked).rows.map(({ code }) => code);

describe('the list of products', () => {
  it('counts what was sold, and returns only in their rate', () => {
    expect(page('revenue', true, 'cup').rows).toEqual([
      {
        ...{
          code: 'cup',
          name: '',
          category: '',
          brand: '',
          listPrice: NaN,
          customers: 2,
          orders: 3,
          quantity: 6,
          revenue: 14,
        },
        ...{ averagePrice: 14 / 6, returnRate: 0.5 },
        ...{ firstSold: seconds('2011-01-03 10:00'), lastSold: seconds('2011-03-01 09:00') },
      },
    ]);
    expect(page('revenue', true, 'lost').rows).toEqual([
      {
        ...{
          code: '=lost',
          name: '',
          category: '',
          brand: '',
          listPrice: NaN,
          customers: 0,
          orders: 0,
          quantity: 0,
          revenue: 0,
        },
        ...{ averagePrice: NaN, returnRate: NaN, firstSold: NaN, lastSold: NaN },
      },
    ]);
  });

  it('sorts by every column, what is missing last', () => {
    expect(codes('revenue', true)).toEqual(['Pot9', 'cup', 'pot10', '=lost']);
    expect(codes('revenue', false)).toEqual(['=lost', 'pot10', 'cup', 'Pot9']);
    expect(codes('code', false)).toEqual(['=lost', 'cup', 'Pot9', 'pot10']);
    expect(codes('name', true)[0]).toBe('pot10');
    expect(codes('averagePrice', false)).toEqual(['cup', 'pot10', 'Pot9', '=lost']);
    expect(codes('lastSold', true)).toEqual(['cup', 'Pot9', 'pot10', '=lost']);
  });

  it('searches codes and names, and answers in pages', () => {
    expect(codes('code', false, ' POT')).toEqual(['Pot9', 'pot10']);
    expect(codes('code', false, 'great')).toEqual(['pot10']);
    expect(page('code', false, 'zzz')).toEqual({ total: 0, all: 4, hasCatalogue: false, rows: [] });
    expect(codes('code', false, '', 1, 2)).toEqual(['cup', 'Pot9']);
    expect(createProductList(shop([])).page({ search: '', sort: { by: 'name', descending: false } }, 0, 5)).toEqual({
      ...{ total: 0, all: 0, hasCatalogue: false, rows: [] },
    });
  });

  it('is written for spreadsheets: no formulas, empty cells for what is missing', () => {
    const text = productLines(page('revenue', false).rows, shownColumns(false));
    expect(text.split('\n')[0]).toBe("'=lost,,0,0,0,0,,,,");
    expect(text).toContain('cup,,2,3,6,14,2.3333,0.5,2011-01-03,2011-03-01\n');
  });

  it('says what a catalogue says of them, and searches and sorts by it', () => {
    const { orders } = cleaned;
    const itemOf = Int32Array.from(orders.dictionaries.products, ({ code }) => ['cup', 'Pot9'].indexOf(code));
    const catalogue = {
      ...{ itemOf, category: { texts: ['Tea things', 'Pots'], codes: Int32Array.of(0, 1) } },
      ...{ brand: { texts: ['Clay'], codes: Int32Array.of(-1, 0) }, listPrice: Float64Array.of(4, 120) },
    };
    const known = createProductList({ ...cleaned, orders: { ...orders, catalogue } });
    const asked = (by: ProductColumn, search = '') => known.page({ search, sort: { by, descending: false } }, 0, 9);
    expect(asked('category').rows.map(({ code, category }) => [code, category])).toEqual([
      ['Pot9', 'Pots'],
      ['cup', 'Tea things'],
      ['pot10', ''],
      ['=lost', ''],
    ]);
    expect(asked('listPrice', 'clay')).toMatchObject({ hasCatalogue: true, rows: [{ code: 'Pot9', listPrice: 120 }] });
    const text = productLines(asked('code', 'tea').rows, shownColumns(true));
    expect(text).toBe('cup,,Tea things,,2,3,6,14,2.3333,4,0.5,2011-01-03,2011-03-01\n');
  });

  it('takes a million lines in a moment', () => {
    const count = 1_000_000;
    const fill = (of: number): Int32Array => Int32Array.from({ length: count }, (_, i) => (i * 7919) % of);
    const many: CleanedOrders = structuredClone(cleaned);
    many.verdict = new Uint8Array(count);
    many.orders.dictionaries.customers = Array.from({ length: 50_000 }, (_, i) => `c${i}`);
    many.orders.dictionaries.products = Array.from({ length: 20_000 }, (_, i) => ({
      ...{ code: `p${i}`, name: '', isService: false },
    }));
    many.orders.lines = {
      ...{ count, customer: fill(50_000), product: fill(20_000), invoice: fill(200_000), country: fill(1) },
      ...{ quantity: new Float64Array(count).fill(1), price: new Float64Array(count).fill(2) },
      ...{ time: new Float64Array(count).fill(1e9), flags: new Uint8Array(count) },
    };
    const start = performance.now();
    const answer = createProductList(many).page({ search: '', sort: { by: 'code', descending: false } }, 0, 50);
    const took = performance.now() - start;
    expect(answer.total).toBe(20_000);
    expect(answer.rows[0]).toMatchObject({ code: 'p0', quantity: 50, revenue: 100 });
    // Generous: the machine that tests may be busy.
    expect(took).toBeLessThan(3000);
  });
});

import { describe, expect, it } from 'vitest';
import { computeOrderFeatures } from '../../../electron/engine/features/order-features.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import { column, janShop, seconds, shop } from './tiny-shop.ts';
import type { Line } from './tiny-shop.ts';

const people = ['Ann', 'Bob', 'Cai', 'Dan'];
const jan = computeOrderFeatures(shop(janShop, people));

function expectColumn(id: string, expected: number[], table = jan): void {
  const values = column(table, id);
  expect(values.length, id).toBe(expected.length);
  expected.forEach((value, row) => {
    if (Number.isNaN(value)) expect(values[row], `${id} of row ${row}`).toBeNaN();
    else expect(values[row], `${id} of row ${row}`).toBeCloseTo(value, 10);
  });
}

describe('every feature, worked by hand (Ann, Bob, Cai; as of 1 February)', () => {
  const root3 = Math.sqrt(3);
  const weekday = (day: number): [number, number] => [
    Math.sin((2 * Math.PI * day) / 7),
    Math.cos((2 * Math.PI * day) / 7),
  ];
  const [monday, wednesday, saturday, sunday] = [weekday(0), weekday(2), weekday(5), weekday(6)];
  it.each<[string, number[]]>([
    ['recency', [9, 1, 1]],
    ['frequency', [3, 1, 2]],
    ['monetary', [57, 40, 15]],
    ['tenure', [29, 1, 27]],
    ['activeSpan', [20, 0, 26]],
    ['averageOrderValue', [19, 40, 7.5]],
    ['firstOrderValue', [28, 40, 5]],
    ['orderValueSpread', [Math.sqrt((81 + 100 + 1) / 3) / 19, NaN, 1 / 3]],
    ['daysBetweenOrders', [10, NaN, 26]],
    ['gapSpread', [0.5, NaN, NaN]],
    ['recentOrders90', [3, 1, 2]],
    ['momentum', [NaN, NaN, NaN]],
    ['seasonality', [NaN, NaN, NaN]],
    ['itemsTotal', [9, 10, 5]],
    ['itemsPerOrder', [3, 10, 2.5]],
    ['linesPerOrder', [5 / 3, 1, 1.5]],
    ['distinctProducts', [3, 1, 2]],
    ['newProductShare', [1 / 3, NaN, 1 / 2]],
    ['favouriteProductShare', [3 / 5, 1, 2 / 3]],
    ['averagePrice', [36.5 / 5, 4, 10 / 3]],
    // Usual prices: pot 10 (of 9, 10, 10), cup 5 (of 4, 5, 5), tea 2.5.
    ['priceLevel', [4.9 / 5, 0.8, 1]],
    ['discountShare', [1 / 5, 1, 0]],
    ['returnRate', [1 / 3, 0, 0]],
    ['returnedValueShare', [10 / 57, 0, 0]],
    ['weekendShare', [2 / 3, 0, 0]],
    ['eveningShare', [1 / 3, 0, 1 / 2]],
    // 10:00, 18:00, 10:00 are 150, 270, 150 degrees; 12:00 is 180; 20:00 and 6:00 are 300 and 90.
    ['hourSin', [0, 0, (1 - root3 / 2) / 2]],
    ['hourCos', [-root3 / 3, -1, 1 / 4]],
    ['weekdaySin', [(monday[0] + saturday[0] + sunday[0]) / 3, monday[0], (wednesday[0] + monday[0]) / 2]],
    ['weekdayCos', [(monday[1] + saturday[1] + sunday[1]) / 3, monday[1], (wednesday[1] + monday[1]) / 2]],
    ['recencyScore', [1, 3, 3]],
    ['frequencyScore', [5, 1, 3]],
    ['monetaryScore', [5, 3, 1]],
  ])('%s', (id, expected) => expectColumn(id, expected));

  it('has a row for everyone with a kept line, in order of customer index', () => {
    expect(Array.from(jan.customers)).toEqual([0, 1, 2]);
  });

  it('has at least 24 features, each in the table once', () => {
    const ids = jan.definitions.map((definition) => definition.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(24);
    expect(jan.values.length).toBe(ids.length);
  });

  it('counts momentum, recent orders and the season over a long history', () => {
    const order = (invoice: number, customer: string, at: string): Line => ({
      invoice: String(invoice),
      customer,
      product: 'pot',
      quantity: 1,
      price: 1,
      at,
    });
    const table = computeOrderFeatures(
      shop([
        order(1, 'Ann', '2010-11-01'),
        order(2, 'Ann', '2011-08-15'),
        order(3, 'Ann', '2011-10-10'),
        order(4, 'Ann', '2011-12-30'),
        order(5, 'Ann', '2011-12-31'),
        order(6, 'Bob', '2011-07-10'),
        // 90 and 91 days before 1 January 2012.
        order(7, 'Cai', '2011-10-03'),
        order(8, 'Cai', '2011-10-02'),
      ]),
    );
    expectColumn('recentOrders90', [3, 0, 1], table);
    // (3 + 1) / (1 + 1), (0 + 1) / (1 + 1) and (1 + 1) / (1 + 1), as both windows are covered in full.
    expectColumn('momentum', [1, -1, 0], table);
    expectColumn('seasonality', [3 / 5, 0, 0], table);
  });

  it('weighs momentum by the days that the data cover', () => {
    const table = computeOrderFeatures(
      shop([
        { invoice: '1', customer: 'Ann', product: 'pot', quantity: 1, price: 1, at: '2011-01-01' },
        { invoice: '2', customer: 'Ann', product: 'pot', quantity: 1, price: 1, at: '2011-05-15' },
      ]),
    );
    // 135 days: 90 with one order, 45 before with one order.
    expectColumn('momentum', [Math.log2((1 / 90 + 1 / 90) / (1 / 45 + 1 / 90))], table);
  });
});

describe('invariances', () => {
  it('does not depend on the order of the lines', () => {
    const orders = [1, 2, 3, 4].map((seed) => Array.from(new Random(seed).permutation(janShop.length)));
    for (const order of [...orders, Array.from(janShop.keys()).reverse()]) {
      const table = computeOrderFeatures(
        shop(
          order.map((i) => janShop[i]!),
          people,
        ),
      );
      for (const { id } of jan.definitions) expectColumn(id, column(jan, id), table);
    }
  });

  it('takes an order to happen when its earliest line does', () => {
    const late = { ...janShop[0]!, product: 'cup', price: 5, at: '2011-01-04 00:10' };
    const early = { ...late, at: '2011-01-02 23:50' };
    for (const lines of [
      [late, early],
      [early, late],
    ]) {
      const table = computeOrderFeatures(shop(lines));
      expectColumn('frequency', [1], table);
      expectColumn('tenure', [1], table);
      expectColumn('eveningShare', [1], table);
    }
  });

  it('counts a product once in an order, however many lines it takes there', () => {
    const table = computeOrderFeatures(shop([...janShop, janShop[6]!, janShop[6]!], people));
    expectColumn('favouriteProductShare', [3 / 5, 1, 2 / 3], table);
    expectColumn('newProductShare', [1 / 3, NaN, 1 / 2], table);
    expectColumn('linesPerOrder', [7 / 3, 1, 1.5], table);
  });

  it('does not let gifts lower the usual price', () => {
    const gifts = Array.from({ length: 9 }, () => ({ ...janShop[0]!, customer: 'Dan', invoice: '9', price: 0 }));
    const table = computeOrderFeatures(shop([...janShop, ...gifts], people));
    expectColumn('priceLevel', [4.9 / 5, 0.8, 1, NaN], table);
    expectColumn('discountShare', [1 / 5, 1, 0, NaN], table);
    expectColumn('averagePrice', [36.5 / 5, 4, 10 / 3, 0], table);
  });

  it('scales money and nothing else with prices', () => {
    const dearer = computeOrderFeatures(
      shop(
        janShop.map((line) => ({ ...line, price: line.price * 8 })),
        people,
      ),
    );
    const money = [
      'monetary',
      'averageOrderValue',
      'firstOrderValue',
      'averagePrice',
      'expectedOrderValue',
      'lifetimeValue',
    ];
    for (const { id, unit } of jan.definitions) {
      expect(unit === 'money', id).toBe(money.includes(id));
      const factor = money.includes(id) ? 8 : 1;
      expectColumn(
        id,
        column(jan, id).map((value) => value * factor),
        dearer,
      );
    }
  });

  it('tells apart an invoice number that two customers share', () => {
    const table = computeOrderFeatures(
      shop(
        janShop.map((line) => (line.invoice.startsWith('C') ? line : { ...line, invoice: line.at })),
        people,
      ),
    );
    expectColumn('frequency', [3, 1, 2], table);
    const shared = computeOrderFeatures(
      shop(
        ['Ann', 'Bob', 'Ann', 'Bob', 'Cai'].map((customer) => ({ ...janShop[0]!, customer })),
        people,
      ),
    );
    expectColumn('frequency', [1, 1, 1], shared);
    expectColumn('monetary', [40, 40, 20], shared);
  });

  it('leaves the orders untouched and remembers nothing', () => {
    const cleaned = shop(janShop, people);
    const before = structuredClone(cleaned);
    const first = computeOrderFeatures(cleaned);
    expect(computeOrderFeatures(cleaned)).toEqual(first);
    expect(cleaned).toEqual(before);
  });
});

describe('options', () => {
  it('sees only lines strictly before `until`, for usual prices too', () => {
    const cut = seconds('2011-01-23 10:00');
    const past = computeOrderFeatures(shop(janShop, people), { until: cut });
    const without = computeOrderFeatures(
      shop(
        janShop.filter((line) => seconds(line.at) < cut),
        people,
      ),
    );
    expect(Array.from(past.customers)).toEqual([0, 2]);
    expectColumn('frequency', [2, 1], past);
    expectColumn('recency', [1, 4], past);
    expectColumn('returnRate', [0, 0], past);
    // The pot now usually costs 9.5.
    expectColumn('priceLevel', [(10 / 9.5 + 1 + 9 / 9.5) / 3, 1], past);
    for (const { id } of without.definitions) expectColumn(id, column(without, id), past);
  });

  it('counts days back from a chosen reference day and sees nothing after it', () => {
    const later = computeOrderFeatures(shop(janShop, people), { referenceTime: seconds('2011-02-11 15:00') });
    expectColumn('recency', [19, 11, 11], later);
    const earlier = computeOrderFeatures(shop(janShop, people), { referenceTime: seconds('2011-01-24') });
    expectColumn('recency', [1, 19], earlier);
  });

  it('replays definitions on new customers: these columns, in this order, with the same verdict', () => {
    const definitions = ['monetary', 'country=Oz', 'recency', 'country=*', 'frequency'].map((id) => ({
      ...jan.definitions[0]!,
      id,
      inUse: id !== 'recency',
    }));
    const table = computeOrderFeatures(
      shop([
        { ...janShop[0]!, customer: 'Eve', country: 'Oz' },
        { ...janShop[0]!, customer: 'Fay', country: 'Nod' },
        { ...janShop[0]!, customer: 'Gus' },
      ]),
      { definitions, exclude: ['monetary'] },
    );
    expect(table.definitions).toEqual(definitions);
    expectColumn('monetary', [20, 20, 20], table);
    expectColumn('country=Oz', [1, 0, 0], table);
    expectColumn('country=*', [0, 1, 0], table);
    expect(Array.from(table.values[2]!)).toEqual([1, 1, 1]);
    const own = computeOrderFeatures(shop(janShop, people), { definitions: jan.definitions });
    expect(own).toEqual(jan);
  });

  it.each(['handedness', 'constructor'])('refuses a definition that orders do not give (%s)', (id) => {
    const definitions = [{ ...jan.definitions[0]!, id }];
    expect(() => computeOrderFeatures(shop(janShop), { definitions })).toThrow(
      expect.objectContaining({ code: 'invalid_input', details: { reason: 'unknown_feature', feature: id } }),
    );
  });
});

describe('edges', () => {
  it('gives columns without rows for a shop without customers', () => {
    for (const cleaned of [shop([]), shop([{ ...janShop[0]!, customer: '' }]), shop([janShop[7]!])]) {
      const table = computeOrderFeatures(cleaned);
      expect(table.customers.length).toBe(0);
      expect(table.values.every((values) => values.length === 0)).toBe(true);
      expect(table.definitions.some((definition) => definition.inUse)).toBe(false);
    }
  });

  it('gives one row for one customer, and nothing to use', () => {
    const table = computeOrderFeatures(shop([janShop[0]!]));
    expectColumn('monetary', [20], table);
    expect(table.definitions.some((definition) => definition.inUse)).toBe(false);
  });

  it('does not see lines whose figures are not finite', () => {
    const broken = [
      { ...janShop[0]!, price: NaN },
      { ...janShop[0]!, quantity: Infinity },
      { ...janShop[0]!, price: 1e300, quantity: 1e300 },
    ];
    const table = computeOrderFeatures(shop([...janShop, ...broken], people));
    for (const { id } of jan.definitions) expectColumn(id, column(jan, id), table);
    const cleaned = shop([...janShop, janShop[0]!], people);
    cleaned.orders.lines.time[janShop.length] = NaN;
    expectColumn('itemsTotal', [9, 10, 5], computeOrderFeatures(cleaned));
  });

  it('keeps product features missing where lines name no product', () => {
    const table = computeOrderFeatures(
      shop(
        janShop.map((line) => ({ ...line, product: '' })),
        people,
      ),
    );
    expectColumn('itemsTotal', [9, 10, 5], table);
    expectColumn('distinctProducts', [0, 0, 0], table);
    for (const id of ['newProductShare', 'favouriteProductShare', 'priceLevel', 'discountShare']) {
      expectColumn(id, [NaN, NaN, NaN], table);
    }
  });

  it('does not take credited postage for a return', () => {
    const credit = { ...janShop[2]!, invoice: 'C9', quantity: -1, rule: 'return' as const };
    expectColumn('returnRate', [1 / 3, 0, 0], computeOrderFeatures(shop([...janShop, credit], people)));
  });
});

import { describe, expect, it } from 'vitest';
import { lifetimeColumns, lifetimeHorizon } from '../../../electron/engine/features/lifetime-value.ts';
import { groupOrders } from '../../../electron/engine/features/order-history.ts';
import { expectedPurchases } from '../../../electron/engine/ml/lifetime/bg-nbd.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import { shop, type Line } from './tiny-shop.ts';

/** A shop of a year: customer i orders every so often, and every third stops half way. */
function yearOfOrders(customers: number): Line[] {
  const random = new Random(4);
  const lines: Line[] = [];
  for (let i = 0; i < customers; i++) {
    const pace = 20 + random.integer(60);
    const last = i % 3 === 0 ? 180 : 364;
    for (let day = random.integer(40); day <= last; day += 1 + Math.round(pace * 2 * random.uniform())) {
      const at = new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10);
      const price = 5 + 2 * (i % 10) + random.uniform();
      lines.push({ invoice: `${i}-${day}`, customer: `c${i}`, product: 'P', quantity: 1, price, at });
    }
  }
  return lines;
}

const columnsOf = (lines: Line[], model?: Parameters<typeof lifetimeColumns>[1]) =>
  lifetimeColumns(groupOrders(shop(lines), Infinity), model);

describe('lifetime value', () => {
  it('expects less of who fell silent, and more money of who spends more', () => {
    const { columns, model } = columnsOf(yearOfOrders(180));
    const meanOf = (column: Float64Array, keep: (row: number) => boolean): number => {
      const kept = [...column].filter((_, row) => keep(row));
      return kept.reduce((sum, value) => sum + value, 0) / kept.length;
    };
    const silent = (row: number): boolean => row % 3 === 0;
    const steady = (row: number): boolean => row % 3 !== 0;
    for (const name of ['aliveProbability', 'returnProbability', 'expectedOrders', 'lifetimeValue']) {
      expect(meanOf(columns[name]!, silent), name).toBeLessThan(meanOf(columns[name]!, steady));
    }
    expect(meanOf(columns.expectedOrderValue!, (row) => row % 10 === 9)).toBeGreaterThan(
      meanOf(columns.expectedOrderValue!, (row) => row % 10 === 0) + 10,
    );
    for (const value of columns.returnProbability!) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
    expect(columns.lifetimeValue![5]).toBeCloseTo(columns.expectedOrders![5]! * columns.expectedOrderValue![5]!, 9);
    expect(model!.gammaGamma).not.toBeNull();
  });

  it('counts purchase days: two orders of one day are one, and the first is no repeat', () => {
    const { model } = columnsOf(yearOfOrders(180));
    const order = (at: string, invoice: string): Line => ({
      ...{ invoice, customer: 'c', product: 'P', quantity: 1, price: 10 },
      at,
    });
    const lines = [
      order('2023-01-01', 'a'),
      order('2023-01-01', 'b'),
      order('2023-03-02', 'c'),
      order('2023-03-02', 'd'),
    ];
    const { columns } = columnsOf([...lines, { ...order('2023-12-31', 'e'), customer: 'other' }], model);
    expect(columns.expectedOrders![0]).toBe(expectedPurchases(model!.bgNbd, 1, 60, 364, lifetimeHorizon));
  });

  it('applies a model to new customers as it is', () => {
    const lines = yearOfOrders(180);
    const { columns, model } = columnsOf(lines);
    expect(columnsOf(lines, structuredClone(model)).columns).toEqual(columns);
  });

  it.each([
    ['a single month', yearOfOrders(180).filter(({ at }) => at < '2023-02-01')],
    ['too few customers who came back', yearOfOrders(20)],
    ['nobody at all', []],
    ['one customer', yearOfOrders(1)],
  ])('says nothing about %s', (_, lines) => {
    const { columns, model } = columnsOf(lines);
    expect(model).toBeNull();
    for (const column of Object.values(columns)) expect([...column].every(Number.isNaN)).toBe(true);
  });

  it('takes the own mean where customers spend too differently for a common one', () => {
    // Half spend about 1, half about 10,000, each always the same: no gamma distribution has a mean between them.
    const lines = yearOfOrders(180).map((line) => ({ ...line, price: Number(line.customer.slice(1)) % 2 ? 1e4 : 1 }));
    const { columns, model } = columnsOf(lines);
    expect(model!.gammaGamma).toBeNull();
    expect(columns.expectedOrderValue![0]).toBeCloseTo(1, 9);
    expect(columns.expectedOrderValue![1]).toBeCloseTo(1e4, 9);
  });

  it('copes with orders that cost nothing', () => {
    const free = yearOfOrders(180).map((line) => ({ ...line, price: 0 }));
    const { columns, model } = columnsOf(free);
    expect(model!.gammaGamma).toBeNull();
    expect(columns.expectedOrders![1]).toBeGreaterThan(0);
    expect(columns.lifetimeValue![1]).toBe(0);
  });
});

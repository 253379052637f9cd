import { describe, expect, it } from 'vitest';
import { computeOrderFeatures } from '../../../../electron/engine/features/order-features.ts';
import {
  customerOrders,
  isPurchase,
  monthlySpend,
  monthNumber,
} from '../../../../electron/engine/insight/customers/customer-orders.ts';
import { column, janShop, seconds, shop } from '../../features/tiny-shop.ts';

const cleaned = shop(janShop);

describe('the orders of one customer', () => {
  it('are told latest first, with services counted and returns apart', () => {
    const orders = customerOrders(cleaned, 0);
    expect(orders.map(({ invoice, total, returned }) => [invoice, total, returned])).toEqual([
      ['C5', 0, 10],
      ['4', 20, 0],
      ['3', 9, 0],
      ['1', 28, 0],
    ]);
    expect(orders[0]!.items).toEqual([{ code: 'pot', name: '', quantity: -1, amount: -10, kind: 'return' }]);
    expect(orders.map(isPurchase)).toEqual([false, true, true, true]);
    expect(orders[3]!.items.map(({ kind }) => kind)).toEqual(['sale', 'sale', 'service']);
  });

  it('add up to the features of everybody', () => {
    const table = computeOrderFeatures(cleaned);
    const [money, count] = [column(table, 'monetary'), column(table, 'frequency')];
    table.customers.forEach((customer, row) => {
      const purchases = customerOrders(cleaned, customer).filter(isPurchase);
      expect(purchases.reduce((sum, { total }) => sum + total, 0)).toBeCloseTo(money[row]!);
      expect(purchases).toHaveLength(count[row]!);
    });
  });

  it('show what a rule left out without counting it', () => {
    const twice = shop([
      { invoice: '1', customer: 'Eve', product: 'cup', quantity: 1, price: 5, at: '2011-01-03 10:00' },
      {
        invoice: '1',
        customer: 'Eve',
        product: 'cup',
        quantity: 1,
        price: 5,
        at: '2011-01-03 10:00',
        rule: 'exactDuplicate',
      },
    ]);
    const [order] = customerOrders(twice, 0);
    expect(order).toMatchObject({ total: 5, returned: 0 });
    expect(order!.items.map(({ kind }) => kind)).toEqual(['sale', 'uncounted']);
    expect(customerOrders(twice, 9)).toEqual([]);
  });

  it('make a series of months from the first to the last of the data', () => {
    const months = monthlySpend(customerOrders(cleaned, 0), seconds('2010-11-30'), seconds('2011-02-01'));
    expect(months).toEqual({ first: 12 * 2010 + 10, spend: [0, 0, 57, 0] });
    expect(monthNumber(seconds('2010-12-31'))).toBe(12 * 2010 + 11);
  });
});

import { describe, expect, it } from 'vitest';
import { cleanOrders, defaultRecipe } from '../../../electron/engine/ingest/clean-orders.ts';
import { importText } from './import-text.ts';

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID';
const content = [
  header,
  '1,A,CUP,1,2011-01-13,2,17',
  '1,A,CUP,1,2011-01-13,2,17',
  '2,A,CUP,1,2011-01-13,2,',
  '2,A,CUP,1,2011-01-13,2,',
  'C3,A,CUP,-1,2011-01-13,2,17',
  '4,A,CUP,-1,2011-01-13,0,17',
  'C5,A,CUP,1,2011-01-13,2,18',
  '6,A,CUP,1,2011-01-13,0,18',
  '7,A,CUP,1,2011-01-13,-5,18',
  '8,POST,POSTAGE,1,2011-01-13,5,19',
  '9,POST,POSTAGE,-1,2011-01-13,5,19',
  '10,A,CUP,3,2011-01-13,2,20',
].join('\n');

describe('cleanOrders', () => {
  it('gives every line to the first rule that touches it', async () => {
    const { orders } = await importText(content);
    const cleaned = cleanOrders(orders, defaultRecipe());
    expect([...cleaned.verdict]).toEqual([0, 2, 1, 1, 4, 4, 4, 5, 5, 7, 4, 0]);
    expect(cleaned.counts).toEqual([
      { rule: 'noCustomer', enabled: true, lines: 2 },
      { rule: 'exactDuplicate', enabled: true, lines: 1 },
      { rule: 'notCompleted', enabled: true, lines: 0 },
      { rule: 'return', enabled: true, lines: 4 },
      { rule: 'nonPositivePrice', enabled: true, lines: 2 },
      { rule: 'otherCurrency', enabled: true, lines: 0 },
      { rule: 'nonProduct', enabled: true, lines: 1 },
    ]);
    expect(cleaned.keptLines).toBe(3);
    expect(cleaned.keptCustomers).toBe(3);
    expect(cleaned.orders).toBe(orders);
  });

  it('lets every rule be undone', async () => {
    const { orders } = await importText(content);
    const recipe = defaultRecipe();
    for (const rule of recipe.rules) rule.enabled = rule.rule === 'return';
    const cleaned = cleanOrders(orders, recipe);
    expect(cleaned.counts.map(({ lines }) => lines)).toEqual([0, 0, 0, 4, 0, 0, 0]);
    expect(cleaned.keptLines).toBe(8);
    expect(cleaned.keptCustomers).toBe(4);
    for (const rule of recipe.rules) rule.enabled = false;
    expect(cleanOrders(orders, recipe).keptLines).toBe(12);
  });
});

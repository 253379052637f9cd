import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { groupOrders } from '../../../electron/engine/features/order-history.ts';
import { cleanOrders, defaultRecipe } from '../../../electron/engine/ingest/clean-orders.ts';
import { statusOf, statusShare } from '../../../electron/engine/ingest/order-status.ts';
import { surveyOrders } from '../../../electron/engine/ingest/survey-orders.ts';
import { cleaningOf, sameRecipe, withRule } from '../../../shared/quality.ts';
import { completeRecipe, LineFlag, type Recipe } from '../../../shared/orders.ts';
import { importPaths, importText } from './import-text.ts';

const header = 'order_id,customer_id,order_date,product_id,quantity,unit_price,order_status';

describe('words for the status of an order', () => {
  it('are told in English and Chinese, however they are written', () => {
    const meanings = {
      paid: 'sale',
      'Partially refunded': 'sale',
      'wc-on-hold': 'open',
      PAYMENT_PENDING: 'open',
      Canceled: 'ended',
      voided: 'ended',
      Refunded: 'refunded',
      交易成功: 'sale',
      '买家已付款，等待卖家发货': 'sale',
      等待买家付款: 'open',
      交易关闭: 'ended',
      退款成功: 'refunded',
      'Bob Miller': null,
    };
    for (const [text, meaning] of Object.entries(meanings)) expect(statusOf(text), text).toBe(meaning);
    expect(statusShare(['paid', '', 'failed', 'gold', 'silver'])).toBe(0.5);
  });
});

describe('a column of statuses', () => {
  const content = [
    header,
    '1,a,2024-01-01,P,1,10,delivered',
    '2,a,2024-02-01,P,2,10,cancelled',
    '3,b,2024-02-02,P,1,10,pending',
    '4,b,2024-02-03,Q,1,30,refunded',
    '5,b,2024-02-04,Q,1,20,delivered',
    '6,c,2024-02-05,P,1,10,failed',
    '7,d,2024-02-06,P,1,10,who knows',
    '8,d,2024-02-06,POST,1,4,cancelled',
  ].join('\n');

  it('is one more cleaning rule, and refunded orders are returns', async () => {
    const { orders, files } = await importText(content);
    expect(files[0]!.columns.at(-1)).toMatchObject({ role: 'status', because: 'name and values' });
    expect(files[0]!.columns.at(-1)!.profile).toMatchObject({ type: 'text', lines: 8, missing: 0, distinct: 6 });
    const { notCompleted, creditNote } = LineFlag;
    const flags = [0, notCompleted, notCompleted, creditNote, 0, notCompleted, 0, notCompleted];
    expect([...orders.lines.flags]).toEqual(flags);

    const cleaned = cleanOrders(orders, defaultRecipe());
    const counts = Object.fromEntries(cleaned.counts.map(({ rule, lines }) => [rule, lines]));
    expect(counts).toMatchObject({ notCompleted: 4, return: 1, nonProduct: 0 });
    expect(cleaned).toMatchObject({ keptLines: 3, keptCustomers: 3 });
    const history = groupOrders(cleaned, Infinity);
    expect([...history.amount]).toEqual([10, 20, 10]);
    expect([...history.returnedAmount]).toEqual([0, 30, 0]);

    const without = withRule(defaultRecipe(), 'notCompleted', false);
    const all = cleanOrders(orders, without);
    expect(all).toMatchObject({ keptLines: 7, keptCustomers: 4 });
    for (const recipe of [defaultRecipe(), without]) {
      const { counts: counted, keptLines, keptCustomers } = cleanOrders(orders, recipe);
      expect(cleaningOf(surveyOrders(orders, 0), recipe)).toEqual({ counts: counted, keptLines, keptCustomers });
    }
  });

  it('of other words is none, and a file without one is read as ever', async () => {
    const ranks = content.replace(/delivered|failed|pending|cancelled|refunded|who knows/g, 'gold');
    const { orders, files } = await importText(ranks);
    expect(files[0]!.columns.at(-1)!.role).not.toBe('status');
    expect(orders.lines.flags.every((flags) => flags === 0)).toBe(true);
    const chosen = await importText(content.replace('order_status', 'stage'), { columns: { status: 'stage' } });
    expect(chosen.orders.lines.flags.filter((flags) => flags !== 0)).toHaveLength(5);
  });

  it('that stands on the first line of an order only, is that of all its lines', async () => {
    const { orders } = await importText(
      [
        header,
        '1,a,2024-01-01,P,1,10,voided',
        '1,a,2024-01-01,Q,1,10,',
        '2,a,2024-01-02,P,1,10,paid',
        '2,a,2024-01-02,Q,1,10,',
        '3,b,2024-01-03,Q,1,10,',
        '1,a,2024-01-01,R,1,10,',
      ].join('\n'),
    );
    expect([...orders.lines.flags]).toEqual([4, 4, 0, 0, 0, 4]);
  });

  it('of a Taobao export leaves out what was closed without a payment', async () => {
    const path = fileURLToPath(new URL('../../fixtures/exports/taobao-orders-gbk.csv', import.meta.url));
    const { orders } = await importPaths([path]);
    const counts = cleanOrders(orders, defaultRecipe()).counts.filter(({ lines }) => lines > 0);
    expect(counts).toEqual([{ rule: 'notCompleted', enabled: true, lines: 1 }]);
  });
});

describe('a recipe made before a rule was known', () => {
  it('has the rule switched on, and is the same recipe', () => {
    const old: Recipe = { version: 1, rules: defaultRecipe().rules.filter(({ rule }) => rule !== 'notCompleted') };
    expect(completeRecipe(old)).toEqual(defaultRecipe());
    expect(sameRecipe(old, defaultRecipe())).toBe(true);
    expect(sameRecipe(old, withRule(defaultRecipe(), 'notCompleted', false))).toBe(false);
  });
});

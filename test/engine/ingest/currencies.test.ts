/** What money is counted in, told by columns, signs and names. */
import { describe, expect, it } from 'vitest';
import { cleanOrders, defaultRecipe } from '../../../electron/engine/ingest/clean-orders.ts';
import { currencyInName, currencyOfSign } from '../../../electron/engine/ingest/currency-names.ts';
import { importOrders } from '../../../electron/engine/ingest/import-orders.ts';
import { readLayout } from '../../../electron/engine/ingest/layout.ts';
import { surveyOrders } from '../../../electron/engine/ingest/survey-orders.ts';
import { currenciesOf, isCurrencyCode } from '../../../shared/currency.ts';
import { cleaningRules, LineFlag } from '../../../shared/orders.ts';
import { fileOf, importPaths, importText, quiet } from './import-text.ts';

const orders = (header: string, cells: readonly string[]): string =>
  [
    `customer_id,order_date,${header}`,
    ...Array.from({ length: 12 }, (_, i) => `C${i % 4},2024-03-${String(i + 10)},${cells[i % cells.length]!}`),
  ].join('\n');

async function found(header: string, cells: readonly string[]): Promise<Record<string, number>> {
  const { files } = await importText(orders(header, cells));
  return Object.fromEntries((files[0]!.currencies ?? []).map(({ code, lines }) => [code, lines]));
}

describe('the currency of orders', () => {
  it('is told by the sign or code beside amounts, before or after, also of returns', async () => {
    expect(await found('price', ['£2.50', '-£3.00', '£1'])).toEqual({ GBP: 12 });
    expect(await found('price', ['2.50 €', '(3.00 €)'])).toEqual({ EUR: 12 });
    expect(await found('price', ['USD 2.50', '3 USD', '$4.00'])).toEqual({ USD: 12 });
    expect(await found('price', ['Rs. 250', '₹ 300'])).toEqual({ INR: 12 });
  });

  it('is not told by numbers alone, by counts, or by crowns, which are those of several countries', async () => {
    expect(await found('price', ['2.50', '-3.00', '(4.00)'])).toEqual({});
    expect(await found('price', ['25 kr', '30 kr'])).toEqual({});
    expect(await found('price', ['25 件', '30 件'])).toEqual({});
  });

  it('counts the lines of each where there are several', async () => {
    expect(await found('price', ['£2.50', '£3.50', '€4.00', '5.00'])).toEqual({ GBP: 6, EUR: 3 });
  });

  it('is told by a column, whose word counts more than a sign; the column named like the amount is the one', async () => {
    expect(await found('price,Currency', ['$2.50,CAD', '$3.50,cad'])).toEqual({ CAD: 12 });
    expect(await found('price,Currency', ['2.50,usd', '3.50,eur', '3.50,'])).toEqual({ USD: 4, EUR: 4 });
    expect(await found('Amount Paid,Currency,Fee,Fee Currency', ['2.50,GBP,1,EUR'])).toEqual({ GBP: 12 });
    expect(await found('Currency,Local Currency,Local Amount', ['GBP,EUR,1.5'])).toEqual({ EUR: 12 });
  });

  it('is told by the name of the amount, which is understood all the same', async () => {
    for (const name of ['UnitPrice (GBP)', 'price_gbp', 'Price in £', 'GBP price', 'unit price [GBP]']) {
      const { files } = await importText(orders(name, ['2.50', '3.5']));
      expect(files[0]!.columns[2], name).toMatchObject({ role: 'price' });
      expect(files[0]!.currencies, name).toEqual([{ code: 'GBP', lines: 12 }]);
    }
    const { files } = await importText(orders('金额（元）', ['25', '30']));
    expect(files[0]).toMatchObject({ currencies: [{ code: 'CNY', lines: 12 }] });
    expect(files[0]!.columns[2]!.role).toBe('amount');
  });

  it('takes the shared sign of yen and yuan for yuan beside cents or Chinese, for yen beside kana, else for neither', async () => {
    expect(await found('price', ['¥2.50', '¥3.00'])).toEqual({ CNY: 12 });
    expect(await found('単価,メモ', ['¥250,a', '¥300,b'])).toEqual({ JPY: 12 });
    expect(await found('价格', ['￥250', '￥300'])).toEqual({ CNY: 12 });
    expect(await found('price', ['¥250', '¥300'])).toEqual({});
  });

  it('is read in files of other encodings', async () => {
    const text = orders('price', ['£2.50', '£3.50']);
    const { files } = await importText(Buffer.from(text, 'latin1'));
    expect(files[0]).toMatchObject({ encoding: 'latin1', currencies: [{ code: 'GBP', lines: 12 }] });
  });

  it('is summed over files', async () => {
    const paths = [fileOf(orders('price', ['£2.50', '€3.50']), 'a.csv'), fileOf(orders('price', ['€2.50']), 'b.csv')];
    const { files } = await importPaths(paths);
    expect(currenciesOf(files)).toEqual([
      { code: 'EUR', lines: 18 },
      { code: 'GBP', lines: 6 },
    ]);
  });

  it('leaves a column alone that is not to be read', async () => {
    const { files } = await importText(orders('price,Currency', ['2.50,GBP']), { exclude: ['Currency'] });
    expect(files[0]!.currencies).toBeUndefined();
  });
});

describe('amounts in another currency than most', () => {
  const cells = ['£2.50', '£3.50', '€4.00', '5.00'];

  it('are left out by a rule, those that name none are not', async () => {
    const { orders: found } = await importText(orders('price', cells));
    const cleaned = cleanOrders(found, defaultRecipe());
    expect(cleaned.counts.find(({ rule }) => rule === 'otherCurrency')).toEqual({
      ...{ rule: 'otherCurrency', enabled: true, lines: 3 },
    });
    expect(cleaned.keptLines).toBe(9);
    const { linesByRules } = surveyOrders(found, Date.UTC(2024, 5) / 1000);
    expect(linesByRules[1 << cleaningRules.indexOf('otherCurrency')]).toBe(3);
    const recipe = defaultRecipe();
    recipe.rules.find(({ rule }) => rule === 'otherCurrency')!.enabled = false;
    expect(cleanOrders(found, recipe).keptLines).toBe(12);
  });

  it('are told by the most lines of all files, or by the data that they are read into', async () => {
    const paths = [fileOf(orders('price', ['£2.50']), 'a.csv'), fileOf(orders('price', ['€2', '€3', '£1']), 'b.csv')];
    const layouts = [await readLayout(paths[0]!), await readLayout(paths[1]!)];
    const marked = async (currency?: string): Promise<number> => {
      const { lines } = (await importOrders(layouts, { ...quiet, currency })).orders;
      return lines.flags.filter((flags) => (flags & LineFlag.otherCurrency) !== 0).length;
    };
    expect(await marked()).toBe(8);
    expect(await marked('EUR')).toBe(16);
  });
});

describe('names of currencies', () => {
  it('are codes of ISO 4217', () => {
    for (const sign of ['£', '€', '$', 'HK$', 'R$', '元', '円', '₹', 'zł', 'Kč', 'Fr.', 'rmb', 'aud', 'US Dollar']) {
      expect(isCurrencyCode(currencyOfSign(sign) ?? ''), sign).toBe(true);
    }
    expect(currencyOfSign('')).toBeNull();
    expect(currencyOfSign('kr')).toBeNull();
  });

  it('are no words: (all), top and per cent say nothing', () => {
    for (const name of ['Total (all)', 'price_top', 'Try', 'EUR', 'price (each)', 'discount (%)', 'amount']) {
      expect(currencyInName(name), name).toBeNull();
    }
    expect(currencyInName('Total (ALL)')).toEqual({ currency: 'ALL', rest: 'Total' });
  });
});

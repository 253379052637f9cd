import { completeRecipe, type OrderDictionaries, type OrderLines } from '../../../shared/orders.ts';
import type { ImportedDataset } from '../../../electron/engine/workspace/datasets.ts';

/** Lines as a shop has them: prices in cents, some odd ones, half-hours, returns, missing customers. */
export function makeOrderLines(count: number): OrderLines {
  const lines: OrderLines = {
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
  let state = 12345;
  const next = (below: number): number => (state = (state * 1103515245 + 12345) % 2147483648) % below;
  for (let i = 0; i < count; i++) {
    lines.customer[i] = next(5) === 0 ? -1 : next(5000);
    lines.invoice[i] = i >> 4;
    lines.product[i] = next(4000);
    lines.country[i] = next(38);
    lines.quantity[i] = next(50) === 0 ? -next(80_000) : 1 + next(24);
    lines.price[i] = next(10_000) / 100;
    lines.time[i] = 1_260_000_000 + i * 30;
    lines.flags[i] = next(4);
  }
  return lines;
}

/** Names for `makeOrderLines`; `planted` stands among the customers, the products and the invoices. */
export function makeDictionaries(planted: string): OrderDictionaries {
  return {
    customers: Array.from({ length: 5000 }, (_, i) => (i === 7 ? planted : String(12_000 + i))),
    products: Array.from({ length: 4000 }, (_, i) => ({
      code: `P${i}`,
      name: i === 7 ? planted : `Thing ${i}`,
      isService: i % 100 === 0,
    })),
    countries: Array.from({ length: 38 }, (_, i) => `Land ${i}`),
    invoices: [planted],
  };
}

/** What `storeDataset` wants besides the lines. */
export function importedDataset(datasetId: number, lines: OrderLines, planted: string): ImportedDataset {
  return {
    datasetId,
    dictionaries: makeDictionaries(planted),
    files: [],
    rejectedLines: [{ file: 'orders.csv', line: 3, reason: 'bad_date', shape: 'aa' }],
    lines: lines.count,
    orders: (lines.count >> 4) + 1,
    firstTime: 1_260_000_000,
    lastTime: 1_260_000_000 + lines.count * 30,
    recipe: completeRecipe({ version: 1, rules: [{ rule: 'noCustomer', enabled: true }] }),
  };
}

/** Shops small enough to be worked out by hand. */
import { cleaningRules, type CleanedOrders, type CleaningRule, type OrderLines } from '../../../shared/orders.ts';
import type { FeatureTable } from '../../../shared/domain.ts';

export interface Line {
  invoice: string;
  customer: string;
  product: string;
  quantity: number;
  price: number;
  /** `2011-01-03 10:00`, the shop's own time. */
  at: string;
  country?: string;
  /** The rule that leaves it out, or marks it as a service; default: it is kept. */
  rule?: CleaningRule;
}

/** Seconds since 1970 of a wall-clock time. */
export function seconds(at: string): number {
  return Date.parse(`${at.replace(' ', 'T')}${at.length > 10 ? ':00' : 'T00:00:00'}Z`) / 1000;
}

/** Lines as ingest and cleaning would hand them on; dictionaries in order of first mention unless given. */
export function shop(given: readonly Line[], customers?: string[]): CleanedOrders {
  const indices = (values: string[], known: string[] = []): { names: string[]; index: Int32Array } => {
    const names = [...known];
    const index = Int32Array.from(values, (value) => {
      if (value === '') return -1;
      if (!names.includes(value)) names.push(value);
      return names.indexOf(value);
    });
    return { names, index };
  };
  const customer = indices(
    given.map((line) => line.customer),
    customers,
  );
  const invoice = indices(given.map((line) => line.invoice));
  const product = indices(given.map((line) => line.product));
  const country = indices(given.map((line) => line.country ?? ''));
  const services = new Set(given.filter((line) => line.rule === 'nonProduct').map((line) => line.product));
  const lines: OrderLines = {
    count: given.length,
    customer: customer.index,
    invoice: invoice.index,
    product: product.index,
    country: country.index,
    quantity: Float64Array.from(given, (line) => line.quantity),
    price: Float64Array.from(given, (line) => line.price),
    time: Float64Array.from(given, (line) => seconds(line.at)),
    flags: new Uint8Array(given.length),
  };
  const verdict = Uint8Array.from(given, ({ rule }) => (rule ? cleaningRules.indexOf(rule) + 1 : 0));
  const kept = given.filter(({ rule }) => rule === undefined || rule === 'nonProduct');
  return {
    orders: {
      lines,
      dictionaries: {
        customers: customer.names,
        products: product.names.map((code) => ({ code, name: '', isService: services.has(code) })),
        countries: country.names,
        invoices: invoice.names,
      },
    },
    verdict,
    counts: [],
    keptLines: kept.length,
    keptCustomers: new Set(kept.map((line) => line.customer)).size,
  };
}

/** The values of a feature, one per row. */
export function column(table: FeatureTable, id: string): number[] {
  const position = table.definitions.findIndex((definition) => definition.id === id);
  if (position < 0) throw new Error(`no feature ${id}`);
  return Array.from(table.values[position]!);
}

/** Ann orders three times and returns once, Bob orders once, Cai twice, Dan only sent something back. */
export const janShop: readonly Line[] = [
  { invoice: '1', customer: 'Ann', product: 'pot', quantity: 2, price: 10, at: '2011-01-03 10:00' },
  { invoice: '1', customer: 'Ann', product: 'cup', quantity: 1, price: 5, at: '2011-01-03 10:00' },
  {
    invoice: '1',
    customer: 'Ann',
    product: 'postage',
    quantity: 1,
    price: 3,
    at: '2011-01-03 10:00',
    rule: 'nonProduct',
  },
  { invoice: '2', customer: 'Cai', product: 'tea', quantity: 2, price: 2.5, at: '2011-01-05 20:00' },
  { invoice: '3', customer: 'Ann', product: 'pot', quantity: 1, price: 9, at: '2011-01-08 18:00' },
  { invoice: '4', customer: 'Ann', product: 'tea', quantity: 4, price: 2.5, at: '2011-01-23 10:00' },
  { invoice: '4', customer: 'Ann', product: 'pot', quantity: 1, price: 10, at: '2011-01-23 10:00' },
  { invoice: 'C5', customer: 'Ann', product: 'pot', quantity: -1, price: 10, at: '2011-01-24 09:00', rule: 'return' },
  { invoice: 'C6', customer: 'Dan', product: 'cup', quantity: -1, price: 5, at: '2011-01-25 09:00', rule: 'return' },
  { invoice: '7', customer: 'Cai', product: 'tea', quantity: 2, price: 2.5, at: '2011-01-31 06:00' },
  { invoice: '7', customer: 'Cai', product: 'cup', quantity: 1, price: 5, at: '2011-01-31 06:00' },
  { invoice: '8', customer: 'Bob', product: 'cup', quantity: 10, price: 4, at: '2011-01-31 12:00' },
];

import type { Catalogue } from './catalogue.ts';
import type { CustomerTable } from './customer-table.ts';

/**
 * Order lines as columns: one entry per line that could be read, in the order of the file(s). This is what ingest
 * makes, the workspace stores, and cleaning and features read. 37 bytes a line, so that five million fit easily.
 */
export interface OrderLines {
  count: number;
  /** Index into `OrderDictionaries.customers`; -1 where the line names none. */
  customer: Int32Array;
  /** Index of the order (invoice). Files without such a column get one order per customer and day. */
  invoice: Int32Array;
  /** Index into `OrderDictionaries.products`; -1 where the line names none. */
  product: Int32Array;
  /** Index into `OrderDictionaries.countries`; -1 where the line names none. */
  country: Int32Array;
  /** Units; negative for what came back. 1 where the file has no such column. */
  quantity: Float64Array;
  /** Price of one unit in the currency of the file. */
  price: Float64Array;
  /** Wall-clock time of the order, as seconds since 1970-01-01 00:00 in the shop's own time zone. */
  time: Float64Array;
  /** Bits of `LineFlag`. */
  flags: Uint8Array;
}

/** What only the text of a line can tell, kept as bits because the text itself is not. */
export const LineFlag = {
  /** Every column equals that of an earlier line. */
  repeats: 1,
  /** The invoice number marks a credit note (starts with C), or the status says that the order was refunded. */
  creditNote: 2,
  /** The status says that the order was cancelled, failed or was never paid. */
  notCompleted: 4,
  /** Its amount is in another currency than most. */
  otherCurrency: 8,
} as const;

export interface Product {
  code: string;
  /**
   * What the catalogue calls it, else the description most often given for this code, freed of what looks personal;
   * empty where there is none.
   */
  name: string;
  /** Postage, fees, manual corrections, samples: money, but no product. */
  isService: boolean;
}

export interface OrderDictionaries {
  customers: string[];
  products: Product[];
  countries: string[];
  /** Invoice numbers by index; null where the file has none. */
  invoices: string[] | null;
}

export interface Orders {
  lines: OrderLines;
  dictionaries: OrderDictionaries;
  /** What other files say of the customers, in the order of the dictionary; absent where there are none. */
  table?: Omit<CustomerTable, 'customers'> | undefined;
  /** What a catalogue says of the products; absent where there is none. */
  catalogue?: Catalogue | undefined;
}

/** The cleaning rules in the order in which they are applied; each counts only the lines it newly touches. */
export const cleaningRules = [
  'noCustomer',
  'exactDuplicate',
  'notCompleted',
  'return',
  'nonPositivePrice',
  'otherCurrency',
  'nonProduct',
] as const;
export type CleaningRule = (typeof cleaningRules)[number];

/** An ordered, undoable list of cleaning steps, stored with the data set and replayed on new data. */
export interface Recipe {
  version: 1;
  rules: { rule: CleaningRule; enabled: boolean }[];
}

/** The recipe with every rule; one made before a rule was known has it switched on, as its data had nothing for it. */
export function completeRecipe(recipe: Recipe): Recipe {
  const known = new Map(recipe.rules.map(({ rule, enabled }) => [rule, enabled]));
  return { version: 1, rules: cleaningRules.map((rule) => ({ rule, enabled: known.get(rule) ?? true })) };
}

/** Verdict on a line that was ordered before or after the time that is looked at. */
export const outsidePeriod = 255;

export interface CleaningCount {
  rule: CleaningRule;
  enabled: boolean;
  /** Lines newly touched by this rule. */
  lines: number;
}

/**
 * Orders with the verdict of the recipe on each line. `verdict[i]` is 0 for a sale that counts, otherwise 1 + the
 * index of the rule in `cleaningRules` that touched it first, or `outsidePeriod`. Lines touched by `nonProduct` still count as orders and
 * money; they only stay out of product features, and lines touched by `return` feed the return features.
 */
export interface CleanedOrders {
  orders: Orders;
  verdict: Uint8Array;
  counts: CleaningCount[];
  /** Lines with verdict 0 or `nonProduct`. */
  keptLines: number;
  /** Customers with at least one kept line. */
  keptCustomers: number;
}

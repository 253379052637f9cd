/** What is read, added to data that are there. */
import type { Addition } from '../../../../shared/additions.ts';
import { LineFlag, type OrderLines, type Orders } from '../../../../shared/orders.ts';
import { KnownLines } from './known-lines.ts';
import { appendNumbered, invoiceNames, mergeNames, mergeProducts } from './merge-names.ts';
import { mergeTables } from './merge-tables.ts';

/** How things are added, besides the things themselves. */
export interface MergeOptions {
  /** Leaves out lines that are there already, each as often as it is there. */
  onlyNew: boolean;
  /** Whether customers who are not there yet come in. */
  extend: boolean;
  /** Customers are rows without an id: none of the added is there already. */
  numbered: boolean;
}

export type MergeCounts = Pick<Addition, 'of' | 'read' | 'known' | 'added' | 'updated'>;

/** Bits that only the status of an order decides. */
const ofStatus = LineFlag.notCompleted | LineFlag.creditNote;

/**
 * Data with what is added behind them: everything that was there keeps its number. Lines are the same by customer, order,
 * product, time, quantity and price; one that repeats a line that was there is marked as a repetition, as it would be had
 * all been read together. Where only new lines are taken, one that is there already and whose order has another status by
 * now gives it to the line that is there. O(lines + customers * columns).
 * @returns also which of the added lines were passed over, 1 each.
 */
export function mergeContent(
  there: Orders,
  added: Orders,
  { onlyNew, extend, numbered }: MergeOptions,
): { orders: Orders; counts: MergeCounts; passed: Uint8Array } {
  const [old, own] = [there.dictionaries, added.dictionaries];
  const customers = numbered
    ? appendNumbered(old.customers, own.customers)
    : mergeNames(old.customers, own.customers, extend);
  const products = mergeProducts(old.products, own.products);
  const countries = mergeNames(old.countries, own.countries);
  const invoices = mergeNames(invoiceNames(there), invoiceNames(added));
  const { lines, passed, ...found } = mergeLines(
    there.lines,
    {
      ...added.lines,
      customer: renumber(added.lines.customer, customers.at),
      product: renumber(added.lines.product, products.at),
      country: renumber(added.lines.country, countries.at),
      invoice: renumber(added.lines.invoice, invoices.at),
    },
    onlyNew,
  );

  const rowOf = new Int32Array(customers.names.length).fill(-1);
  customers.at.forEach((place, row) => {
    if (place >= 0) rowOf[place] = row;
  });
  const before = old.customers.length;
  const { table, updated } = mergeTables(there.table, added.table, { size: rowOf.length, before, rowOf });
  const hasNumbers = old.invoices !== null || own.invoices !== null;
  const isOfLines = added.lines.count > 0;
  const known = customers.at.reduce((sum, place) => sum + Number(place >= 0 && place < before), 0);
  return {
    passed,
    orders: {
      lines,
      dictionaries: {
        customers: customers.names,
        products: products.products,
        countries: countries.names,
        invoices: hasNumbers ? invoices.names : null,
      },
      ...(table ? { table } : {}),
    },
    counts: isOfLines
      ? { of: 'lines', read: added.lines.count, ...found }
      : { of: 'customers', read: own.customers.length, known, added: rowOf.length - before, updated },
  };
}

function renumber(numbers: Int32Array, at: Int32Array): Int32Array {
  return numbers.map((number) => (number < 0 ? number : at[number]!));
}

function mergeLines(
  there: OrderLines,
  own: OrderLines,
  onlyNew: boolean,
): { lines: OrderLines; passed: Uint8Array } & Pick<MergeCounts, 'known' | 'added' | 'updated'> {
  const bag = new KnownLines(there);
  const flags = Uint8Array.from(there.flags);
  const kept: number[] = [];
  const passed = new Uint8Array(own.count);
  const repeats: number[] = [];
  let known = 0;
  let updated = 0;
  for (let i = 0; i < own.count; i++) {
    const taken = bag.take(own, i);
    if (taken >= 0) known++;
    if (taken >= 0 && onlyNew) {
      const flag = (flags[taken]! & ~ofStatus) | (own.flags[i]! & ofStatus);
      if (flag !== flags[taken]) updated++;
      flags[taken] = flag;
      passed[i] = 1;
    } else {
      if (bag.has(own, i)) repeats.push(kept.length);
      kept.push(i);
    }
  }
  const join = <Values extends Int32Array | Float64Array | Uint8Array>(before: Values, values: Values): Values => {
    const all = new (before.constructor as new (length: number) => Values)(before.length + kept.length);
    all.set(before);
    kept.forEach((i, k) => (all[before.length + k] = values[i]!));
    return all;
  };
  const lines: OrderLines = {
    count: there.count + kept.length,
    customer: join(there.customer, own.customer),
    invoice: join(there.invoice, own.invoice),
    product: join(there.product, own.product),
    country: join(there.country, own.country),
    quantity: join(there.quantity, own.quantity),
    price: join(there.price, own.price),
    time: join(there.time, own.time),
    flags: join(flags, own.flags),
  };
  for (const k of repeats) lines.flags[there.count + k]! |= LineFlag.repeats;
  return { lines, passed, known, added: kept.length, updated };
}

/**
 * The list of customers, sorted and filtered. What was sorted and filtered is kept, so that scrolling through a
 * million of them costs next to nothing per page.
 */
import { consentAnswers } from '../../../../shared/consent.ts';
import type { CustomerFilter, CustomerSort } from '../../../../shared/customers.ts';
import type { FeatureTable } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import { naturalRanks, sortRows } from './sort-rows.ts';

/** The filter with segments as positions in the run's list, as memberships have them. */
export type ListFilter = Omit<CustomerFilter, 'segments'> & { positions?: readonly number[] | undefined };

/** A filtered list in its order. */
export interface CustomerView {
  /** Rows of the feature table. */
  rows: Int32Array;
  /** Share of everybody's money, 0 to 1. */
  revenueShare: number;
}

export interface CustomerList {
  table: FeatureTable;
  /** Position of each row's segment in the run's list. */
  labels: Int32Array;
  /** Answer of each row (`consentAnswers`); null where no file says it. */
  consent: Int8Array | null;
  idOf: (row: number) => string;
  /** Values of a feature. Throws `invalid_input` (`unknown_feature`). */
  column: (feature: string) => Float64Array;
  /** A customer's value of a feature that only orders give; NaN where there are none. */
  ofOrders: (feature: string, row: number) => number;
  view: (filter: ListFilter, sort: CustomerSort) => CustomerView;
  /** Lower-case id of each row, for searching. */
  lowered: () => readonly string[];
  /** Computes once what describes the list as a whole. */
  once: <Value>(name: string, compute: () => Value) => Value;
}

/** Orders and views kept; four bytes a customer each. */
const keptOrders = 6;
const keptViews = 4;

/** `ids` are all ids of the data set, as `table.customers` points to them; `answers` who of these agreed to be written to. */
export function createCustomerList(
  ids: readonly string[],
  table: FeatureTable,
  labels: Int32Array,
  answers?: Int8Array,
): CustomerList {
  const orders = new Map<string, Int32Array>();
  const views: { key: string; rows: Int32Array | undefined; view: CustomerView }[] = [];
  const computed = new Map<string, unknown>();
  const size = table.customers.length;
  const consent = answers ? Int8Array.from(table.customers, (customer) => answers[customer]!) : null;

  const idOf = (row: number): string => ids[table.customers[row]!]!;
  const once: CustomerList['once'] = <Value>(name: string, compute: () => Value): Value => {
    if (!computed.has(name)) computed.set(name, compute());
    return computed.get(name) as Value;
  };
  const lowered = (): readonly string[] =>
    once('lowered', () => Array.from({ length: size }, (_, row) => idOf(row).toLowerCase()));
  function column(feature: string): Float64Array {
    const position = table.definitions.findIndex(({ id }) => id === feature);
    if (position < 0) throw new AppError('invalid_input', { reason: 'unknown_feature', feature });
    return table.values[position]!;
  }

  function sortKeys(by: string): ArrayLike<number> {
    if (by === 'segment') return labels;
    if (by === 'consent') return knownConsent();
    if (by !== 'customer') return column(by);
    return once('ranks', () => naturalRanks(Array.from({ length: size }, (_, row) => idOf(row))));
  }
  /** Throws `invalid_input` (`no_consent_known`). */
  function knownConsent(): Int8Array {
    if (!consent) throw new AppError('invalid_input', { reason: 'no_consent_known' });
    return consent;
  }
  const has = (feature: string): boolean => table.definitions.some(({ id }) => id === feature);
  const ofOrders = (feature: string, row: number): number => (has(feature) ? column(feature)[row]! : NaN);

  /** Who spent most comes first, unless nobody's money is known. */
  function sorted(wish: CustomerSort): Int32Array {
    const { by, descending } =
      wish.by === 'monetary' && !has('monetary') ? { by: 'customer', descending: false } : wish;
    const key = `${by} ${descending}`;
    const order = orders.get(key) ?? sortRows(sortKeys(by), descending);
    // Used last stands last.
    orders.delete(key);
    orders.set(key, order);
    if (orders.size > keptOrders) orders.delete(orders.keys().next().value!);
    return order;
  }

  /** 1 for the rows that fit; null where nothing restricts them. */
  function fitting({ search, positions, rows, where, consented }: ListFilter): Uint8Array | null {
    const wanted = search?.trim().toLowerCase() ?? '';
    if (!wanted && !positions && !rows && !where?.length && !consented) return null;
    const fits = new Uint8Array(size);
    if (rows) for (const row of rows) fits[row] = 1;
    else fits.fill(1);
    if (positions) {
      const allowed = new Set(positions);
      for (let row = 0; row < size; row++) if (!allowed.has(labels[row]!)) fits[row] = 0;
    }
    if (consented) {
      const answer = knownConsent();
      for (let row = 0; row < size; row++) if (answer[row] !== consentAnswers.yes) fits[row] = 0;
    }
    for (const { feature, low, high } of where ?? []) {
      const values = column(feature);
      const [from, to] = [low ?? -Infinity, high ?? Infinity];
      // A missing value fails both comparisons.
      for (let row = 0; row < size; row++) if (!(values[row]! >= from && values[row]! <= to)) fits[row] = 0;
    }
    if (wanted) {
      const texts = lowered();
      for (let row = 0; row < size; row++) if (fits[row] === 1 && !texts[row]!.includes(wanted)) fits[row] = 0;
    }
    return fits;
  }

  function makeView(filter: ListFilter, sort: CustomerSort): CustomerView {
    const order = sorted(sort);
    const fits = fitting(filter);
    if (!fits) return { rows: order, revenueShare: 1 };
    const rows = order.filter((row) => fits[row] === 1);
    const money = table.definitions.findIndex(({ id }) => id === 'monetary');
    const spent = table.values[money];
    if (!spent) return { rows, revenueShare: NaN };
    const everybody = once('money', () => spent.reduce((sum, value) => sum + value, 0));
    // Added in order of rows, so that the share does not depend on how the list is sorted.
    let sum = 0;
    for (let row = 0; row < size; row++) if (fits[row] === 1) sum += spent[row]!;
    return { rows, revenueShare: everybody === 0 ? NaN : sum / everybody };
  }

  function view(filter: ListFilter, sort: CustomerSort): CustomerView {
    const { rows, ...rest } = filter;
    const key = JSON.stringify([rest.search, rest.positions, rest.where, rest.consented, sort.by, sort.descending]);
    const at = views.findIndex((kept) => kept.key === key && sameRows(kept.rows, rows));
    const found = at >= 0 ? views.splice(at, 1)[0]! : { key, rows, view: makeView(filter, sort) };
    views.push(found);
    if (views.length > keptViews) views.shift();
    return found.view;
  }
  return { table, labels, consent, idOf, column, ofOrders, view, lowered, once };
}

function sameRows(one: Int32Array | undefined, other: Int32Array | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.length === other.length && one.every((row, i) => row === other[i]);
}

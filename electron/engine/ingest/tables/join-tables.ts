/** Several tables of customers as one, by the customers' ids. */
import type { CustomerColumn, CustomerTable } from '../../../../shared/customer-table.ts';
import { consentAnswers } from '../../../../shared/consent.ts';
import { joinConsent } from '../consent.ts';
import { distinctIds } from './distinct-ids.ts';
import { countMatches, matchIds } from './match-ids.ts';

export interface JoinedTables {
  customers: string[];
  table: Omit<CustomerTable, 'customers'> | undefined;
  /** For each table how many of its customers are among `customers`, and how many are not and are left out. */
  matches: { matched: number; unmatched: number }[];
}

/**
 * Brings the columns of all tables to the customers of the orders, or, where there are none, of the first table: who is
 * found only elsewhere is left out, who is missing from a table has no value in its columns. Ids are compared as in
 * `matchIds`.
 * @param customers those of the orders; null where there are none.
 * @param ofOrders their consent, where the orders say it. Where files disagree on it, a no counts.
 */
export function joinTables(
  customers: readonly string[] | null,
  tables: readonly CustomerTable[],
  ofOrders?: Int8Array,
): JoinedTables {
  const base = customers ?? tables[0]?.customers ?? [];
  if (tables.length === 0) {
    const table = ofOrders ? { columns: [], label: null, consent: ofOrders } : undefined;
    return { customers: [...base], table, matches: [] };
  }
  const matches: JoinedTables['matches'] = [];
  const columns: CustomerColumn[] = [];
  let label: CustomerTable['label'] = null;
  let consent = ofOrders;
  for (const table of tables) {
    const rowOf = matchIds(base, table.customers);
    const matched = countMatches(rowOf);
    matches.push({ matched, unmatched: table.customers.length - matched });
    columns.push(...table.columns.map((column) => takeRows(column, rowOf)));
    const { consent: own } = table;
    if (own) {
      const answers = Int8Array.from(rowOf, (row) => (row < 0 ? consentAnswers.unknown : own[row]!));
      consent = joinConsent(consent, answers);
    }
    if (!label && table.label) label = { ...table.label, codes: takeCodes(table.label.codes, rowOf) };
  }
  return {
    customers: [...base],
    table: { columns: distinctIds(columns), label, ...(consent ? { consent } : {}) },
    matches,
  };
}

function takeRows(column: CustomerColumn, rowOf: Int32Array): CustomerColumn {
  if (column.type === 'category') return { ...column, codes: takeCodes(column.codes, rowOf) };
  return { ...column, values: Float64Array.from(rowOf, (row) => (row < 0 ? NaN : column.values[row]!)) };
}

function takeCodes(codes: Int32Array, rowOf: Int32Array): Int32Array {
  return rowOf.map((row) => (row < 0 ? -1 : codes[row]!));
}

/** Several tables of customers as one, by the customers' ids. */
import type { CustomerColumn, CustomerTable } from '../../../../shared/customer-table.ts';
import { consentAnswers } from '../../../../shared/consent.ts';
import { joinConsent } from '../consent.ts';
import { looseId } from '../plain-id.ts';
import { distinctIds } from './distinct-ids.ts';

export interface JoinedTables {
  customers: string[];
  table: Omit<CustomerTable, 'customers'> | undefined;
  /** For each table how many of its customers are among `customers`, and how many are not and are left out. */
  matches: { matched: number; unmatched: number }[];
}

/** Where ids as written match less than this share, they are compared in a plain form. */
const enoughAsWritten = 0.5;

/**
 * Brings the columns of all tables to the customers of the orders, or, where there are none, of the first table: who is
 * found only elsewhere is left out, who is missing from a table has no value in its columns. Ids are compared as
 * written; where that fails for most, without regard to case, leading zeros and the `.0` of spreadsheets.
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
    const rowOf = rowsByCustomer(base, table.customers);
    const matched = rowOf.reduce((count, row) => count + Number(row >= 0), 0);
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

/** The row of each customer in a table; -1 where it is not in there. */
function rowsByCustomer(customers: readonly string[], ids: readonly string[]): Int32Array {
  if (customers === ids) return Int32Array.from(ids, (_, row) => row);
  const asWritten = look(customers, ids, (id) => id);
  const found = asWritten.reduce((count, row) => count + Number(row >= 0), 0);
  if (found >= enoughAsWritten * Math.min(customers.length, ids.length)) return asWritten;
  const inPlainForm = look(customers, ids, looseId);
  const foundPlain = inPlainForm.reduce((count, row) => count + Number(row >= 0), 0);
  return foundPlain > found ? inPlainForm : asWritten;
}

function look(customers: readonly string[], ids: readonly string[], form: (id: string) => string): Int32Array {
  const rows = new Map(ids.map((id, row) => [form(id), row]));
  return Int32Array.from(customers, (id) => rows.get(form(id)) ?? -1);
}

function takeRows(column: CustomerColumn, rowOf: Int32Array): CustomerColumn {
  if (column.type === 'category') return { ...column, codes: takeCodes(column.codes, rowOf) };
  return { ...column, values: Float64Array.from(rowOf, (row) => (row < 0 ? NaN : column.values[row]!)) };
}

function takeCodes(codes: Int32Array, rowOf: Int32Array): Int32Array {
  return rowOf.map((row) => (row < 0 ? -1 : codes[row]!));
}

/** What holds of every import that succeeds, and of every error that one may end with. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { cleanOrders, defaultRecipe } from '../../../../electron/engine/ingest/clean-orders.ts';
import type { ImportedOrders } from '../../../../electron/engine/ingest/import-orders.ts';
import { surveyOrders } from '../../../../electron/engine/ingest/survey-orders.ts';
import type { CustomerTable } from '../../../../shared/customer-table.ts';
import { languages } from '../../../../shared/domain.ts';
import { AppError, type ErrorCode } from '../../../../shared/errors.ts';
import { errorSentence } from '../../../../shared/language/errors.ts';
import type { OrderLines, Orders } from '../../../../shared/orders.ts';

const allowed: readonly ErrorCode[] = ['invalid_input', 'insufficient_data', 'out_of_memory'];

/** The error's reason. Throws what is no error of ours. */
export function verifyError(thrown: unknown): string {
  if (!(thrown instanceof AppError)) throw thrown;
  const { code, details } = thrown;
  if (!allowed.includes(code)) throw thrown;
  for (const language of languages) {
    const sentence = errorSentence(thrown, language);
    const general = errorSentence({ code, details: {} }, language);
    if (sentence === general || /undefined|NaN|null\b|\[object|[\r\n]/.test(sentence)) {
      throw new Error(`no clear sentence for ${details.reason}: ${sentence}`, { cause: thrown });
    }
  }
  return details.reason!;
}

export function verifyImport({ orders, files, rejectedLines }: ImportedOrders, bytes: Uint8Array): void {
  expect(files).toHaveLength(1);
  const [file] = files;
  expect(file!.accepted + file!.rejected).toBe(file!.lines);
  expect(file!.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(rejectedLines).toHaveLength(Math.min(1000, file!.rejected));
  expect(rejectedLines.every(({ line }) => line >= 1)).toBe(true);
  if (orders.lines.count > 0) expect(orders.lines.count).toBe(file!.accepted);
  verifyLines(orders);
  if (orders.table) verifyTable(orders.table, orders.dictionaries.customers.length);
}

/** Plain loops: `expect` a cell would take longer than the import. */
function verifyLines(orders: Orders): void {
  const { lines, dictionaries } = orders;
  const { count } = lines;
  const { customers, products, countries, invoices } = dictionaries;
  expect(new Set(customers).size).toBe(customers.length);
  const problems: string[] = [];
  const within = (name: 'customer' | 'product' | 'country', size: number): void => {
    if (lines[name].length !== count || !lines[name].every((code) => code >= -1 && code < size)) problems.push(name);
  };
  within('customer', customers.length);
  within('product', products.length);
  within('country', countries.length);
  const known = invoices?.length ?? Infinity;
  if (!lines.invoice.every((code) => code >= 0 && (code < known || known === 0))) problems.push('invoice');
  for (const name of ['quantity', 'price', 'time'] as const) {
    if (lines[name].length !== count || !lines[name].every(Number.isFinite)) problems.push(name);
  }
  if (!lines.flags.every((flag) => flag < 4)) problems.push('flags');
  expect(problems).toEqual([]);
  const cleaned = cleanOrders(orders, defaultRecipe());
  expect(cleaned.counts.reduce((sum, rule) => sum + rule.lines, 0)).toBeLessThanOrEqual(count);
  const quality = surveyOrders(orders, 1_800_000_000);
  expect(quality.linesByRules.reduce((sum, some) => sum + some, 0)).toBe(count);
}

function verifyTable({ columns, label }: Omit<CustomerTable, 'customers'>, customers: number): void {
  const problems: string[] = [];
  for (const column of columns) {
    const cells = column.type === 'category' ? column.codes : column.values;
    const most = column.type === 'category' ? column.levels.length : 0;
    if (cells.length !== customers) problems.push(`${column.id} has another length`);
    if (column.type === 'category') {
      if (!column.codes.every((code) => code >= -1 && code < most)) problems.push(`${column.id} has no such level`);
    } else if (!column.values.every((value) => Number.isFinite(value) || Number.isNaN(value))) {
      problems.push(`${column.id} is infinite`);
    }
  }
  if (label && !(label.codes.length === customers)) problems.push('the label has another length');
  expect(new Set(columns.map(({ id }) => id)).size).toBe(columns.length);
  expect(problems).toEqual([]);
}

/** What a table of orders says, whatever the order of its lines. */
export interface Tally {
  lines: number;
  units: number;
  money: number;
  customers: string[];
  withoutCustomer: number;
  firstTime: number;
  lastTime: number;
}

export function tallyOf(lines: OrderLines, customers: readonly string[]): Tally {
  const bought = new Set<string>();
  const tally = {
    lines: lines.count,
    units: 0,
    money: 0,
    withoutCustomer: 0,
    firstTime: Infinity,
    lastTime: -Infinity,
  };
  for (let i = 0; i < lines.count; i++) {
    tally.units += lines.quantity[i]!;
    tally.money += lines.quantity[i]! * Math.round(lines.price[i]! * 100);
    tally.firstTime = Math.min(tally.firstTime, lines.time[i]!);
    tally.lastTime = Math.max(tally.lastTime, lines.time[i]!);
    if (lines.customer[i]! < 0) tally.withoutCustomer++;
    else bought.add(customers[lines.customer[i]!]!);
  }
  return { ...tally, customers: [...bought].sort() };
}

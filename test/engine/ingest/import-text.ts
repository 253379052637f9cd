import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import {
  importOrders,
  type ImportContext,
  type ImportedOrders,
} from '../../../electron/engine/ingest/import-orders.ts';
import { readLayout, type LayoutOptions } from '../../../electron/engine/ingest/layout.ts';
import { AppError, type WireError } from '../../../shared/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-ingest-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file that is gone when the tests are over. */
export function fileOf(content: string | Uint8Array, name = 'orders.csv'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export const quiet = { checkCancelled: (): void => undefined, report: (): void => undefined };

/** Imports files of orders. @param options for all of them, or a list of one a file. */
export async function importPaths(
  paths: readonly string[],
  options: LayoutOptions | LayoutOptions[] = {},
  context: ImportContext = quiet,
): Promise<ImportedOrders> {
  const of = (i: number): LayoutOptions => (Array.isArray(options) ? options[i]! : options);
  return importOrders(
    await Promise.all(paths.map((path, i) => readLayout(path, { ...of(i), kind: 'orders' }))),
    context,
  );
}

/** Imports one file with the given content. */
export function importText(
  content: string | Uint8Array,
  options: LayoutOptions = {},
  name = 'orders.csv',
): Promise<ImportedOrders> {
  return importPaths([fileOf(content, name)], options);
}

/** The AppError that a promise ends with, as code and details. */
export async function failure(promise: Promise<unknown>): Promise<WireError> {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.toWire();
    throw thrown;
  }
  throw new Error('it should have failed');
}

/** Seconds since 1970 of a wall-clock time. */
export function at(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`) / 1000;
}

/** A line as an object, with texts in the place of numbers. */
export function lineOf({ orders: { lines, dictionaries } }: ImportedOrders, i: number): Record<string, unknown> {
  return {
    customer: dictionaries.customers[lines.customer[i]!] ?? null,
    invoice: dictionaries.invoices?.[lines.invoice[i]!] ?? lines.invoice[i],
    product: dictionaries.products[lines.product[i]!]?.code ?? null,
    country: dictionaries.countries[lines.country[i]!] ?? null,
    quantity: lines.quantity[i],
    price: lines.price[i],
    time: new Date(lines.time[i]! * 1000).toISOString().slice(0, 16),
    flags: lines.flags[i],
  };
}

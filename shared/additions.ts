/** Files that are read into data that are there already: whether they fit, and what came of it. */
import { hasAttributes } from './file-roles.ts';
import type { DatasetSummary, FileKind } from './domain.ts';

/**
 * `append`: all lines; of a customer that is there already, the newer row. `new`: only the lines that are not there yet.
 * `replace`: instead of what was there.
 */
export const addWays = ['append', 'new', 'replace'] as const;
export type AddWay = (typeof addWays)[number];

/** What an import did to data that were there. */
export interface Addition {
  how: AddWay;
  /** Milliseconds since 1970, UTC. */
  at: number;
  /** Names of its files. */
  files: string[];
  /** Customers where its files hold no order lines. */
  of: 'lines' | 'customers';
  /** How many were read; how many of them were there already, and how many of them are new and stay. */
  read: number;
  known: number;
  added: number;
  /** Of those that were there already, lines whose status is another one now, or customers whose row is. */
  updated: number;
}

interface Layout {
  kind?: FileKind;
  columns: readonly { name: string; role: string }[];
}

const layoutKey = ({ kind = 'orders', columns }: Layout): string =>
  JSON.stringify([kind, columns.map(({ name }) => name)]);

/** Whether the customers of a file are its rows, as no column says who they are. */
function isOfRows({ kind = 'orders', columns }: Layout): boolean {
  return hasAttributes(kind) && !columns.some(({ role }) => role === 'customer');
}

/**
 * The ways in which files can be read into a data set: those whose columns are, in the same order, those of its own files.
 * What was summed up (visits, relationships, reviews), sampled or labelled line by line can only be replaced as a whole.
 */
export function waysToAdd(
  { status, files }: Pick<DatasetSummary, 'status' | 'files'>,
  added: readonly Layout[],
): AddWay[] {
  if (status !== 'ready' || added.length === 0) return [];
  const own = new Set(files.map(layoutKey));
  const others = new Set(added.map(layoutKey));
  if (![...others].every((key) => own.has(key))) return [];
  const ways: AddWay[] = [];
  const adds = added.every(({ kind = 'orders' }) => kind === 'orders' || kind === 'catalogue' || hasAttributes(kind));
  // A list of products by itself says nothing of customers.
  if (added.every(({ kind }) => kind === 'catalogue')) return [];
  const whole = files.every(({ sample, truth }) => !sample && !truth);
  const ofRows = added.some(isOfRows);
  if (adds && whole && (!ofRows || own.size === 1)) ways.push('append', ...(ofRows ? [] : (['new'] as const)));
  if (others.size === own.size) ways.push('replace');
  return ways;
}

/** Whether added files can bring customers that are not there yet: those of the orders, else of the first file, are. */
export function bringsCustomers(files: readonly Layout[], added: readonly Layout[]): boolean {
  const isOrders = ({ kind = 'orders' }: Layout): boolean => kind === 'orders';
  if (files.some(isOrders)) return added.some(isOrders);
  const first = files[0];
  return first !== undefined && added.some((file) => layoutKey(file) === layoutKey(first));
}

/** Whether the customers of data are the rows of their files. */
export function isNumbered(files: readonly Layout[]): boolean {
  return files.some(isOfRows);
}

/** Logs of behaviour from records of texts, and columns by name: what the tests of browsing and social share. */
import type { BrowsingEvents } from '../../../electron/engine/features/browsing-log.ts';
import type { CategoryColumn, CustomerColumn, NumberColumn } from '../../../shared/customer-table.ts';
import { seconds } from './tiny-shop.ts';

/** Distinct texts in the order in which they come, and each record's place among them; -1 for an empty one. */
export function coded(texts: readonly string[]): { codes: Int32Array; levels: string[] } {
  const places = new Map<string, number>();
  const codes = Int32Array.from(texts, (text) => {
    if (text === '') return -1;
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  return { codes, levels: [...places.keys()] };
}

/** Fields of a record that stands in a log; those that no record has become columns that the file does not have. */
export interface LogRecord {
  customer: string;
  time?: string | number;
  item?: string;
  category?: string;
  action?: string;
  device?: string;
  session?: string;
  seconds?: number;
}

export function logOf(records: readonly LogRecord[]): { events: BrowsingEvents; customers: string[] } {
  const has = (field: keyof LogRecord): boolean => records.some((record) => record[field] !== undefined);
  const column = (field: 'item' | 'category' | 'action' | 'device' | 'session'): ReturnType<typeof coded> | null =>
    has(field) ? coded(records.map((record) => record[field] ?? '')) : null;
  const customers = coded(records.map(({ customer }) => customer));
  const [item, action, device] = [column('item'), column('action'), column('device')];
  const time = ({ time: at }: LogRecord): number => (typeof at === 'string' ? seconds(at) : (at ?? NaN));
  return {
    customers: customers.levels,
    events: {
      customer: customers.codes,
      time: has('time') ? Float64Array.from(records, time) : null,
      item: item?.codes ?? null,
      items: item?.levels ?? [],
      category: column('category')?.codes ?? null,
      action: action?.codes ?? null,
      actions: action?.levels ?? [],
      device: device?.codes ?? null,
      devices: device?.levels ?? [],
      session: column('session')?.codes ?? null,
      seconds: has('seconds') ? Float64Array.from(records, (record) => record.seconds ?? NaN) : null,
    },
  };
}

/** The values of a column of numbers. */
export function valuesOf(columns: readonly CustomerColumn[], id: string): number[] {
  const found = columns.find((column): column is NumberColumn => column.id === id && column.type !== 'category');
  if (!found) throw new Error(`no column ${id}`);
  return [...found.values];
}

/** The texts of a column of categories; null is missing. */
export function textsOf(columns: readonly CustomerColumn[], id: string): (string | null)[] {
  const found = columns.find((column): column is CategoryColumn => column.id === id && column.type === 'category');
  if (!found) throw new Error(`no column ${id}`);
  return Array.from(found.codes, (code) => found.levels[code] ?? null);
}

/** Sum of all values that are not missing. */
export function sumOf(columns: readonly CustomerColumn[], id: string): number {
  return valuesOf(columns, id).reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0);
}

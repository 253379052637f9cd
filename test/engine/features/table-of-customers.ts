import { cleanOrders, defaultRecipe } from '../../../electron/engine/ingest/clean-orders.ts';
import { LineColumns } from '../../../electron/engine/ingest/line-columns.ts';
import type { CustomerColumn } from '../../../shared/customer-table.ts';
import type { CleanedOrders } from '../../../shared/orders.ts';

/** A data set of `n` customers without an order. */
export function noOrders(n: number, columns: CustomerColumn[]): CleanedOrders {
  const customers = Array.from({ length: n }, (_, i) => String(i + 1));
  const dictionaries = { customers, products: [], countries: [], invoices: null };
  const orders = { lines: new LineColumns().finish(), dictionaries, table: { columns, label: null } };
  return cleanOrders(orders, defaultRecipe());
}

export function daySeconds(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000;
}

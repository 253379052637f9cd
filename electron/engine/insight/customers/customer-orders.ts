/** The orders of one customer, read from the lines as they lie. */
import type { CustomerItemKind, CustomerOrder } from '../../../../shared/customers.ts';
import { cleaningRules, type CleanedOrders } from '../../../../shared/orders.ts';

const kindOfVerdict: CustomerItemKind[] = [
  'sale',
  ...cleaningRules.map((rule): CustomerItemKind =>
    rule === 'return' ? 'return' : rule === 'nonProduct' ? 'service' : 'uncounted',
  ),
];

/**
 * All orders of a customer (index in the dictionaries), latest first. Totals agree with the features: an order is one
 * invoice and happens when its earliest line does; sales and services count, returns are told apart, lines that a
 * cleaning rule leaves out are shown as such. O(lines).
 */
export function customerOrders(cleaned: CleanedOrders, customer: number): CustomerOrder[] {
  const { lines, dictionaries } = cleaned.orders;
  const byInvoice = new Map<number, CustomerOrder>();
  for (let line = lines.customer.indexOf(customer); line >= 0; line = lines.customer.indexOf(customer, line + 1)) {
    const invoice = lines.invoice[line]!;
    const time = lines.time[line]!;
    let order = byInvoice.get(invoice);
    if (!order) {
      order = { invoice: dictionaries.invoices?.[invoice] ?? null, time: Infinity, total: 0, returned: 0, items: [] };
      byInvoice.set(invoice, order);
    }
    const money = lines.quantity[line]! * lines.price[line]!;
    const kind = Number.isFinite(money) ? (kindOfVerdict[cleaned.verdict[line]!] ?? 'uncounted') : 'uncounted';
    const amount = kind === 'return' ? -Math.abs(money) : money;
    if (kind === 'sale' || kind === 'service') order.total += money;
    if (kind === 'return') order.returned += Math.abs(money);
    if (time < order.time) order.time = time;
    const product = dictionaries.products[lines.product[line]!];
    order.items.push({
      code: product?.code ?? '',
      name: product?.name ?? '',
      quantity: lines.quantity[line]!,
      amount,
      kind,
    });
  }
  return [...byInvoice.values()].sort((a, b) => b.time - a.time);
}

/** True for an order that sold something; the others only brought something back, or count for nothing. */
export function isPurchase({ items }: CustomerOrder): boolean {
  return items.some(({ kind }) => kind === 'sale' || kind === 'service');
}

/** 12 * year + month (January is 0) of a moment in seconds since 1970. */
export function monthNumber(time: number): number {
  const date = new Date(time * 1000);
  return 12 * date.getUTCFullYear() + date.getUTCMonth();
}

/** Money of purchases per month, from the month of `firstTime` to that of `lastTime`. */
export function monthlySpend(
  orders: readonly CustomerOrder[],
  firstTime: number,
  lastTime: number,
): { first: number; spend: number[] } {
  const first = monthNumber(firstTime);
  const spend = new Array<number>(monthNumber(lastTime) - first + 1).fill(0);
  for (const { time, total } of orders) {
    const month = monthNumber(time) - first;
    if (month >= 0 && month < spend.length) spend[month]! += total;
  }
  return { first, spend };
}

/**
 * Order lines regrouped as customers read them: lines within orders, orders within customers, in order of time. All
 * of it over typed arrays, in a few passes over the lines, so that a million of them take a fraction of a second.
 */
import { cleaningRules } from '../../../shared/orders.ts';
import type { CleanedOrders, OrderLines } from '../../../shared/orders.ts';
import { dayOf, secondsPerDay } from './calendar.ts';

/** Verdicts in `CleanedOrders` of lines that are no sale of a product, but still say something. */
const verdictOfReturn = cleaningRules.indexOf('return') + 1;
export const verdictOfService = cleaningRules.indexOf('nonProduct') + 1;

export interface OrderHistory {
  lines: OrderLines;
  /** Customer index of each row, ascending: everyone with a kept line that was seen. */
  customers: Int32Array;
  /** Row r has orders orderStart[r] to orderStart[r + 1] - 1, the earliest first; one entry more than rows. */
  orderStart: Int32Array;
  /** Day (since 1970) and second of the day on which each order began. */
  day: Int32Array;
  second: Int32Array;
  /** Money of each order, services included. */
  amount: Float64Array;
  /** Country of each order; -1 unknown. */
  country: Int32Array;
  /** Product lines of order o are productLines[lineStart[o]] to productLines[lineStart[o + 1] - 1]. */
  lineStart: Int32Array;
  /** Positions in `lines` of all lines that sell a product, by order. */
  productLines: Int32Array;
  /** Orders that came back, at least in part, and the money of it, per row. */
  returnedOrders: Int32Array;
  returnedAmount: Float64Array;
  /** First and last day with an order of anyone; 0 and -1 when there is none. */
  firstDay: number;
  lastDay: number;
}

/**
 * Groups what a recipe kept. An order is one invoice of one customer and happens when its earliest line does; orders
 * at the same second stand in order of value. Lines at or after `until` (seconds; Infinity sees all), lines without a
 * customer and lines whose figures are not finite are not seen. O(lines + customers + invoices), plus a sort for those
 * customers whose orders stand in the file out of order.
 */
export function groupOrders(cleaned: CleanedOrders, until: number): OrderHistory {
  const { lines } = cleaned.orders;
  const nCustomers = cleaned.orders.dictionaries.customers.length;
  const found = findOrders(cleaned, until);
  const { customers, orderStart, sorted } = ordersByCustomer(found, nCustomers);

  const nOrders = sorted.length;
  const day = new Int32Array(nOrders);
  const second = new Int32Array(nOrders);
  const amount = new Float64Array(nOrders);
  const country = new Int32Array(nOrders);
  const lineStart = new Int32Array(nOrders + 1);
  const nextLine = new Int32Array(nOrders);
  let firstDay = nOrders === 0 ? 0 : Infinity;
  let lastDay = nOrders === 0 ? -1 : -Infinity;
  for (let at = 0; at < nOrders; at++) {
    const order = sorted[at]!;
    day[at] = dayOf(found.time[order]!);
    second[at] = found.time[order]! - day[at]! * secondsPerDay;
    amount[at] = found.amount[order]!;
    country[at] = found.country[order]!;
    nextLine[order] = lineStart[at]!;
    lineStart[at + 1] = lineStart[at]! + found.productLines[order]!;
    if (day[at]! < firstDay) firstDay = day[at]!;
    if (day[at]! > lastDay) lastDay = day[at]!;
  }
  const productLines = new Int32Array(lineStart[nOrders]!);
  const { orderOfLine } = found;
  for (let line = 0; line < orderOfLine.length; line++) {
    const order = orderOfLine[line]! - 1;
    if (order >= 0) productLines[nextLine[order]!++] = line;
  }
  return {
    lines,
    customers,
    orderStart,
    day,
    second,
    amount,
    country,
    lineStart,
    productLines,
    ...returnsByRow(cleaned, found.returned, customers),
    firstDay,
    lastDay,
  };
}

/** Orders in the order in which their first lines stand in the file. Their number is not known before: plain arrays. */
interface FoundOrders {
  customer: number[];
  time: number[];
  amount: number[];
  country: number[];
  /** Number of lines that sell a product. */
  productLines: number[];
  /** Per line: 1 + its order if it sells a product, otherwise 0. */
  orderOfLine: Int32Array;
  /** Positions of the lines that came back. */
  returned: number[];
}

function findOrders(cleaned: CleanedOrders, until: number): FoundOrders {
  const { verdict } = cleaned;
  const { count, customer, invoice, time, quantity, price, country } = cleaned.orders.lines;
  const nCustomers = cleaned.orders.dictionaries.customers.length;
  let nInvoices = 0;
  for (let i = 0; i < count; i++) if (invoice[i]! >= nInvoices) nInvoices = invoice[i]! + 1;
  const orderOfInvoice = new Int32Array(nInvoices).fill(-1);
  // An invoice number is rarely shared by customers; where it is, the orders of all but the first are found in here.
  const orderOfOthers = new Map<number, number>();
  const found: FoundOrders = {
    customer: [],
    time: [],
    amount: [],
    country: [],
    productLines: [],
    orderOfLine: new Int32Array(count),
    returned: [],
  };
  for (let i = 0; i < count; i++) {
    const because = verdict[i]!;
    if (because !== 0 && because !== verdictOfService && because !== verdictOfReturn) continue;
    const who = customer[i]!;
    const when = time[i]!;
    const money = quantity[i]! * price[i]!;
    if (who < 0 || !(when < until) || when === -Infinity || !Number.isFinite(money)) continue;
    if (because === verdictOfReturn) {
      found.returned.push(i);
      continue;
    }
    const nOrders = found.customer.length;
    let order = orderOfInvoice[invoice[i]!]!;
    if (order >= 0 && found.customer[order] !== who) {
      order = orderOfOthers.get(invoice[i]! * nCustomers + who) ?? -1;
      if (order < 0) orderOfOthers.set(invoice[i]! * nCustomers + who, nOrders);
    } else if (order < 0) orderOfInvoice[invoice[i]!] = nOrders;
    if (order < 0) {
      order = nOrders;
      found.customer.push(who);
      found.time.push(when);
      found.amount.push(0);
      found.country.push(country[i]!);
      found.productLines.push(0);
    }
    if (when < found.time[order]!) found.time[order] = when;
    // Not simply the country first named, so that the order of lines does not matter.
    if (country[i]! > found.country[order]!) found.country[order] = country[i]!;
    found.amount[order]! += money;
    if (because === 0) {
      found.productLines[order]!++;
      found.orderOfLine[i] = order + 1;
    }
  }
  return found;
}

/** Who ordered, ascending, and everyone's orders one after the other in order of time. */
function ordersByCustomer(
  found: FoundOrders,
  nCustomers: number,
): { customers: Int32Array; orderStart: Int32Array; sorted: Int32Array } {
  const { customer, time, amount } = found;
  const nOrders = customer.length;
  const next = new Int32Array(nCustomers + 1);
  for (let o = 0; o < nOrders; o++) next[customer[o]! + 1]!++;
  const ordering = new Int32Array(nCustomers);
  let nRows = 0;
  for (let c = 0; c < nCustomers; c++) if (next[c + 1]! > 0) ordering[nRows++] = c;
  const customers = ordering.slice(0, nRows);
  for (let c = 0; c < nCustomers; c++) next[c + 1]! += next[c]!;
  const orderStart = new Int32Array(customers.length + 1);
  for (let row = 0; row < customers.length; row++) orderStart[row] = next[customers[row]!]!;
  orderStart[customers.length] = nOrders;
  const sorted = new Int32Array(nOrders);
  for (let o = 0; o < nOrders; o++) sorted[next[customer[o]!]!++] = o;

  const inTime = (a: number, b: number): number => time[a]! - time[b]! || amount[a]! - amount[b]! || a - b;
  for (let row = 0; row < customers.length; row++) {
    const from = orderStart[row]!;
    const to = orderStart[row + 1]!;
    for (let at = from + 1; at < to; at++) {
      if (inTime(sorted[at - 1]!, sorted[at]!) <= 0) continue;
      sorted.subarray(from, to).sort(inTime);
      break;
    }
  }
  return { customers, orderStart, sorted };
}

/**
 * What came back, for the customers who also bought: invoices, each once per customer, and money. Credited services
 * (postage, fees) are no return of goods.
 */
function returnsByRow(
  cleaned: CleanedOrders,
  returned: readonly number[],
  customers: Int32Array,
): Pick<OrderHistory, 'returnedOrders' | 'returnedAmount'> {
  const { customer, invoice, product, quantity, price } = cleaned.orders.lines;
  const { products, customers: known } = cleaned.orders.dictionaries;
  const rowOf = new Int32Array(known.length).fill(-1);
  for (let row = 0; row < customers.length; row++) rowOf[customers[row]!] = row;
  const returnedOrders = new Int32Array(customers.length);
  const returnedAmount = new Float64Array(customers.length);
  const counted = new Set<number>();
  for (const line of returned) {
    const row = rowOf[customer[line]!]!;
    if (row < 0 || products[product[line]!]?.isService) continue;
    returnedAmount[row]! += Math.abs(quantity[line]! * price[line]!);
    const order = invoice[line]! * known.length + customer[line]!;
    if (counted.has(order)) continue;
    counted.add(order);
    returnedOrders[row]!++;
  }
  return { returnedOrders, returnedAmount };
}

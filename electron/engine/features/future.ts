/** Held-out future: fit on the months up to a cut-off, then ask how well segments foresee what came after. */
import type { CleanedOrders } from '../../../shared/orders.ts';
import { dayOf, secondsPerDay } from './calendar.ts';
import { verdictOfService } from './order-history.ts';

const heldOutShare = 0.25;
const leastHeldOut = 30;
const mostHeldOut = 180;
const leastSpan = 90;
/** With fewer customers before it a cut-off says nothing. */
export const leastCustomers = 50;

/**
 * What customers did at or after `cutOff` (seconds), in the order of `customers` (dictionary indices): `revenue`, at
 * least 0, `spend`, log(1 + revenue), and `repeat`, 1 for any later order; and the `days` from the cut-off to the last
 * order of anyone. O(lines).
 */
export function futureOutcomes(
  cleaned: CleanedOrders,
  customers: Int32Array,
  cutOff: number,
): { revenue: Float64Array; spend: Float64Array; repeat: Uint8Array; days: number } {
  const revenue = new Float64Array(customers.length);
  const repeat = new Uint8Array(customers.length);
  const rowOf = new Int32Array(cleaned.orders.dictionaries.customers.length).fill(-1);
  customers.forEach((customer, row) => (rowOf[customer] = row));
  const { customer, quantity, price } = cleaned.orders.lines;
  let last = cutOff - secondsPerDay;
  eachKeptLine(cleaned, (line, time) => {
    if (time < cutOff) return;
    last = Math.max(last, time);
    const row = rowOf[customer[line]!]!;
    if (row < 0) return;
    revenue[row]! += quantity[line]! * price[line]!;
    repeat[row] = 1;
  });
  for (let row = 0; row < revenue.length; row++) revenue[row] = Math.max(0, revenue[row]!);
  return { revenue, spend: revenue.map(Math.log1p), repeat, days: dayOf(last) - dayOf(cutOff) + 1 };
}

/**
 * Midnight, in seconds since 1970, that leaves the last quarter of the days between first and last order to the
 * future, at least 30 and at most 180 days. Null if the data span fewer than 90 days or fewer than 50 customers ordered
 * before it: then the future says nothing. O(lines).
 */
export function chooseCutOff(cleaned: CleanedOrders): number | null {
  let firstDay = Infinity;
  let lastDay = -Infinity;
  eachKeptLine(cleaned, (_, time) => {
    const day = dayOf(time);
    if (day < firstDay) firstDay = day;
    if (day > lastDay) lastDay = day;
  });
  const span = lastDay - firstDay + 1;
  if (!(span >= leastSpan)) return null;
  const heldOut = Math.min(mostHeldOut, Math.max(leastHeldOut, Math.round(heldOutShare * span)));
  const cutOff = (lastDay + 1 - heldOut) * secondsPerDay;
  const { customer } = cleaned.orders.lines;
  const known = new Uint8Array(cleaned.orders.dictionaries.customers.length);
  let nKnown = 0;
  eachKeptLine(cleaned, (line, time) => {
    if (time >= cutOff || known[customer[line]!]) return;
    known[customer[line]!] = 1;
    nKnown++;
  });
  return nKnown < leastCustomers ? null : cutOff;
}

/** Calls `visit` for each line that counts as an order of a known customer. */
export function eachKeptLine(cleaned: CleanedOrders, visit: (line: number, time: number) => void): void {
  const { verdict } = cleaned;
  const { count, customer, time, quantity, price } = cleaned.orders.lines;
  for (let i = 0; i < count; i++) {
    const kept = verdict[i] === 0 || verdict[i] === verdictOfService;
    if (kept && customer[i]! >= 0 && Number.isFinite(time[i]) && Number.isFinite(quantity[i]! * price[i]!)) {
      visit(i, time[i]!);
    }
  }
}

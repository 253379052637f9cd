/** One look at all lines of a data set: what every choice of cleaning rules would do, and what else is odd. */
import { countConsent } from '../../../shared/consent.ts';
import { cleaningRules, LineFlag, type OrderLines, type Orders } from '../../../shared/orders.ts';
import type { DataQuality, Outliers } from '../../../shared/quality.ts';

const secondsPerDay = 86_400;
/** In days. */
const tenYears = 3652;
const noBit: Record<(typeof cleaningRules)[number], number> = Object.fromEntries(
  cleaningRules.map((rule, i) => [rule, 1 << i]),
) as Record<(typeof cleaningRules)[number], number>;
/** All sets of rules that can touch a line. */
const nSets = 2 ** cleaningRules.length;
/** Stretches of days without an order that are told. */
const mostGaps = 3;

/**
 * Counts what `DataQuality` holds. O(lines), in a few passes over the columns.
 * @param now seconds since 1970 at which the lines are looked at, on the shop's own clock or near it.
 */
export function surveyOrders(orders: Orders, now: number): DataQuality {
  const { lines } = orders;
  const consent = orders.table?.consent;
  const { linesByRules, customersByRules } = census(orders);
  const days = daysWithOrders(lines);
  const { gaps, gapCount } = findGaps(days);
  const centre = middleDay(days);
  let futureLines = 0;
  let ancientLines = 0;
  for (const [day, count] of days) {
    // A day's grace: the shop's clock may be ahead of this computer's.
    if (day > Math.floor(now / secondsPerDay) + 1) futureLines += count;
    else if (day < centre - tenYears) ancientLines += count;
  }
  return {
    version: 3,
    linesByRules,
    customersByRules,
    months: monthsOf(lines, days),
    gaps,
    gapCount,
    futureLines,
    ancientLines,
    hours: hoursOf(lines),
    outliers: { quantity: outliersOf(lines.quantity, lines.count), price: outliersOf(lines.price, lines.count) },
    ...(consent ? { consent: countConsent(consent) } : {}),
  };
}

/** Sets of rules that touch a line, as bits; the same rules as in `cleanOrders`. */
function census({ lines, dictionaries }: Orders): Pick<DataQuality, 'linesByRules' | 'customersByRules'> {
  const { count, customer, product, quantity, price, flags } = lines;
  const services = Uint8Array.from(dictionaries.products, ({ isService }) => (isService ? 1 : 0));
  const linesByRules = new Array<number>(nSets).fill(0);
  /** Of each customer, a bit for every set. */
  const words = nSets / 32;
  const ofCustomer = new Uint32Array(dictionaries.customers.length * words);
  for (let i = 0; i < count; i++) {
    const who = customer[i]!;
    const flag = flags[i]!;
    let set = who < 0 ? noBit.noCustomer : 0;
    if ((flag & LineFlag.repeats) !== 0) set |= noBit.exactDuplicate;
    if ((flag & LineFlag.notCompleted) !== 0) set |= noBit.notCompleted;
    if ((flag & LineFlag.creditNote) !== 0 || quantity[i]! < 0) set |= noBit.return;
    if (!(price[i]! > 0)) set |= noBit.nonPositivePrice;
    if ((flag & LineFlag.otherCurrency) !== 0) set |= noBit.otherCurrency;
    if (product[i]! >= 0 && services[product[i]!] === 1) set |= noBit.nonProduct;
    linesByRules[set]!++;
    if (who >= 0) ofCustomer[who * words + (set >>> 5)]! |= 1 << (set & 31);
  }
  const customers = new Map<string, number>();
  for (let from = 0; from < ofCustomer.length; from += words) {
    const key = ofCustomer.subarray(from, from + words).join();
    customers.set(key, (customers.get(key) ?? 0) + 1);
  }
  const customersByRules = [...customers].map(([key, count]): [number[], number] => {
    const bits = key.split(',').map(Number);
    return [linesByRules.flatMap((_, set) => ((bits[set >>> 5]! >>> (set & 31)) & 1 ? [set] : [])), count];
  });
  return { linesByRules, customersByRules };
}

/** Days since 1970 on which anything was ordered, ascending, with their lines. */
function daysWithOrders(lines: OrderLines): [day: number, lines: number][] {
  const found = new Map<number, number>();
  let last = NaN;
  let held = 0;
  for (let i = 0; i < lines.count; i++) {
    const day = Math.floor(lines.time[i]! / secondsPerDay);
    if (day !== last) {
      if (held > 0) found.set(last, (found.get(last) ?? 0) + held);
      last = day;
      held = 0;
    }
    held++;
  }
  if (held > 0) found.set(last, (found.get(last) ?? 0) + held);
  return [...found].sort((a, b) => a[0] - b[0]);
}

function middleDay(days: [number, number][]): number {
  const half = days.reduce((sum, [, lines]) => sum + lines, 0) / 2;
  let seen = 0;
  for (const [day, lines] of days) if ((seen += lines) >= half) return day;
  return 0;
}

/**
 * Stretches without orders that are unusual for this shop: longer than a week, and longer than four times the stretch
 * that 95 % of its days with orders are followed by. A shop that is closed on Sundays has no gaps.
 */
function findGaps(days: [number, number][]): Pick<DataQuality, 'gaps' | 'gapCount'> {
  const steps = days.slice(1).map(([day], i) => day - days[i]![0]);
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(0.95 * steps.length)] ?? 1;
  const unusual = steps.flatMap((step, i) =>
    step - 1 > Math.max(7, 4 * usual)
      ? [{ from: (days[i]![0] + 1) * secondsPerDay, to: (days[i + 1]![0] - 1) * secondsPerDay, days: step - 1 }]
      : [],
  );
  return {
    gaps: unusual.toSorted((a, b) => b.days - a.days || a.from - b.from).slice(0, mostGaps),
    gapCount: unusual.length,
  };
}

/** Months that are told at most: a stray date far off would make a chart of nothing. */
const mostMonths = 600;

function monthsOf(lines: OrderLines, days: [number, number][]): DataQuality['months'] {
  if (days.length === 0) return { firstMonth: { year: 1970, month: 1 }, orders: [], lines: [] };
  const last = monthOf(days.at(-1)![0]);
  const first = Math.max(monthOf(days[0]![0]), last - mostMonths + 1);
  const counts = new Array<number>(last - first + 1).fill(0);
  for (const [day, count] of days) if (monthOf(day) >= first) counts[monthOf(day) - first]! += count;
  let invoices = 0;
  for (let i = 0; i < lines.count; i++) if (lines.invoice[i]! >= invoices) invoices = lines.invoice[i]! + 1;
  const orders = new Array<number>(last - first + 1).fill(0);
  const seen = new Uint8Array(invoices);
  const months = new Map(days.map(([day]) => [day, monthOf(day)]));
  for (let i = 0; i < lines.count; i++) {
    const invoice = lines.invoice[i]!;
    if (seen[invoice] === 1) continue;
    seen[invoice] = 1;
    const month = months.get(Math.floor(lines.time[i]! / secondsPerDay))!;
    if (month >= first) orders[month - first]!++;
  }
  return { firstMonth: { year: Math.floor(first / 12), month: (first % 12) + 1 }, orders, lines: counts };
}

/** Months since year 0. */
function monthOf(day: number): number {
  const date = new Date(day * secondsPerDay * 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/**
 * Values whose size is beyond ten times the size that 99.9 % of them stay below. Sizes are told apart by the exponent
 * and the first four binary digits of the number, that is to 6 %.
 */
function outliersOf(values: Float64Array, count: number): Outliers | null {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * count);
  const steps = new Int32Array(1 << 15);
  // Upper halves of the numbers: little-endian, as every computer that runs this is.
  for (let i = 1; i < words.length; i += 2) steps[(words[i]! & 0x7fffffff) >>> 16]!++;
  const given = count - steps[0]!;
  let below = 0;
  let step = 1;
  while (step < steps.length - 1 && below + steps[step]! < 0.999 * given) below += steps[step++]!;
  const beyond = 10 * upperEdge(step);
  let lines = 0;
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (!(Math.abs(value) > beyond)) continue;
    lines++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return lines === 0 ? null : { lines, low, high, beyond };
}

/** Lines of each hour of the day; null where most of them have no time of day. */
function hoursOf({ time, count }: OrderLines): number[] | null {
  const hours = new Array<number>(24).fill(0);
  let timed = 0;
  for (let i = 0; i < count; i++) {
    const second = ((time[i]! % secondsPerDay) + secondsPerDay) % secondsPerDay;
    if (second === 0) continue;
    hours[Math.floor(second / 3600)]!++;
    timed++;
  }
  return timed > count / 2 ? hours : null;
}

/** The smallest size above a step. */
function upperEdge(step: number): number {
  return new Float64Array(Int32Array.of(0, (step + 1) << 16).buffer)[0]!;
}

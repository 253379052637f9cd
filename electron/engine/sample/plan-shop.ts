/** Plans the whole shop: who is of which kind, and every order, return, visit and review, in bounded memory. */
import { Random } from '../ml/random.ts';
import { cumulativeDemand, dayCount } from './calendar.ts';
import { exponential, findCumulative, poisson, seedOf } from './chance.ts';
import { sampleKinds } from './kinds.ts';
import { minuteOfDay, mostLines, planCustomer } from './persona.ts';
import type { CustomerPlan } from './persona.ts';
import { entryType, Schedule } from './schedule.ts';

export interface Shop {
  seed: number;
  /** Index into `sampleKinds` by customer. */
  kinds: Uint8Array;
  schedule: Schedule;
  /** Day of the first order by customer. */
  firstDays: Int16Array;
  /** Lines of orders.csv. */
  lines: number;
}

/** Browsing events are kept this long before the last day. */
const eventDays = 90;
export const firstEventMinute = (dayCount - eventDays) * 1440;

const lastMinute = dayCount * 1440 - 1;
/** Share of the lines that customers with a number are to fill; guests fill the rest, to the line. */
const customerShare = 0.94;
const mostCustomerShare = 0.98;
/** Customers of each kind on which the scale is found. */
const calibrationCustomers = 400;
const checkEvery = 512;

/**
 * Plans a shop of exactly `lines` order lines, at least 8 for each customer. Memory: about 20 bytes for each order and
 * 3 for each customer. Throws `cancelled`.
 */
export function planShop(seed: number, customers: number, lines: number, checkCancelled: () => void): Shop {
  const kinds = assignKinds(seed, customers);
  const firstDays = new Int16Array(customers);
  const most = Math.floor(lines * mostCustomerShare);
  let scale = findScale(seed, kinds, lines * customerShare, checkCancelled);
  for (;;) {
    const schedule = new Schedule();
    let planned = 0;
    for (let customer = 0; customer < customers; customer++) {
      if (customer % checkEvery === 0) checkCancelled();
      const plan = planCustomer(seed, customer, kinds[customer]!, scale);
      firstDays[customer] = Math.floor(plan.orders[0]!.minute / 1440);
      planned += scheduleCustomer(schedule, customer, plan);
    }
    if (planned > most) planned += schedule.trim(planned - most) - (planned - most);
    if (planned <= lines) {
      scheduleGuests(schedule, seed, lines - planned, scale);
      return { seed, kinds, schedule, firstDays, lines };
    }
    // A handful of customers with hardly a line each: chance weighs more than the scale, so everybody buys less. Ends,
    // as at the smallest scale nobody has more than one order, of four lines with all that can come with it.
    scale /= 2;
  }
}

/** The kind of every customer: exact shares (largest remainders), in random order. */
export function assignKinds(seed: number, customers: number): Uint8Array {
  const wanted = sampleKinds.map(({ share }) => share * customers);
  const counts = wanted.map(Math.floor);
  const byRemainder = wanted.map((_, i) => i).sort((a, b) => (wanted[b]! % 1) - (wanted[a]! % 1) || a - b);
  const missing = customers - counts.reduce((sum, count) => sum + count, 0);
  for (const kind of byRemainder.slice(0, missing)) counts[kind]!++;
  const places = new Random(seed).fork('kinds').permutation(customers);
  const kinds = new Uint8Array(customers);
  let next = 0;
  counts.forEach((count, kind) => {
    for (let i = 0; i < count; i++) kinds[places[next++]!] = kind;
  });
  return kinds;
}

/** The scale at which customers come to about `target` lines, by bisection over a few hundred customers of each kind. */
function findScale(seed: number, kinds: Uint8Array, target: number, checkCancelled: () => void): number {
  const members = sampleKinds.map((): number[] => []);
  const counts = sampleKinds.map(() => 0);
  kinds.forEach((kind, customer) => {
    if (counts[kind]!++ < calibrationCustomers) members[kind]!.push(customer);
  });
  const expected = (scale: number): number => {
    let total = 0;
    members.forEach((sample, kind) => {
      checkCancelled();
      let lines = 0;
      for (const customer of sample) lines += linesOf(planCustomer(seed, customer, kind, scale));
      if (sample.length > 0) total += (lines * counts[kind]!) / sample.length;
    });
    return total;
  };
  let low = Math.log(1e-3);
  let high = Math.log(1e4);
  // The natural shop first: most are near it, so that the search starts in a narrow range.
  const guess = Math.log(target / Math.max(1, expected(1)));
  for (const [side, bound] of [
    ['low', guess - 0.7],
    ['high', guess + 0.7],
  ] as const) {
    if (bound <= low || bound >= high) continue;
    const isBelow = expected(Math.exp(bound)) < target;
    if (isBelow) low = bound;
    else high = bound;
    if (isBelow !== (side === 'low')) break;
  }
  for (let step = 0; step < 20 && high - low > 0.005; step++) {
    const middle = (low + high) / 2;
    if (expected(Math.exp(middle)) < target) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

/** Lines of a customer's sales, without credit notes. */
function linesOf(plan: CustomerPlan): number {
  let lines = 0;
  for (const order of plan.orders) lines += order.lines + Number(order.repeatsLine) + Number(order.hasPostage);
  return lines;
}

/** Enters all a customer does into the schedule; returns the lines that makes in orders.csv. */
function scheduleCustomer(schedule: Schedule, customer: number, plan: CustomerPlan): number {
  const { persona, orders, random } = plan;
  const { kind } = persona;
  let lines = linesOf(plan);
  orders.forEach((order, number) => {
    const sale = schedule.add({ ...order, customer, reference: number, type: entryType.sale });
    const later = (days: number): number =>
      (Math.floor(order.minute / 1440) + Math.ceil(days)) * 1440 + minuteOfDay(random, 13, 3);
    if (random.uniform() < kind.returnRate) {
      const minute = later(2 + exponential(random, 9));
      if (minute <= lastMinute) {
        schedule.add({ minute, customer, reference: sale, lines: 1, type: entryType.return });
        lines++;
      }
    }
    if (random.uniform() < kind.reviews.rate) {
      const minute = later(3 + exponential(random, 12));
      if (minute <= lastMinute) {
        schedule.add({ minute, customer, reference: sale, lines: 1, type: entryType.review });
      }
    }
  });
  const visits = poisson(random, kind.visits);
  for (let visit = 0; visit < visits; visit++) {
    const minute = firstEventMinute + random.integer(eventDays) * 1440 + minuteOfDay(random, persona.hour, 2.5);
    schedule.add({ minute, customer, reference: visit, lines: 0, type: entryType.visit });
  }
  return lines;
}

/** Sales without a customer number that come to exactly `lines` lines. */
function scheduleGuests(schedule: Schedule, seed: number, lines: number, scale: number): void {
  const random = new Random(seedOf(seed, -1, -4));
  const demand = cumulativeDemand('any', [1, 1, 1, 1, 1, 1, 1]);
  for (let left = lines, number = 0; left > 0; number++) {
    const day = findCumulative(demand, random.uniform() * demand.at(-1)!);
    const wanted = 1 + Math.floor(exponential(random, 3.5 * Math.sqrt(scale)));
    const orderLines = Math.min(left, wanted, mostLines);
    schedule.add({
      minute: day * 1440 + minuteOfDay(random, 14, 3),
      customer: -1,
      reference: number,
      lines: orderLines,
      type: entryType.guest,
    });
    left -= orderLines;
  }
}

/** One invented customer: individual effects on the habits of a kind, and the orders that follow from them. */
import { Random } from '../ml/random.ts';
import { cumulativeDemand, dayCount } from './calendar.ts';
import { categories } from './catalogue-words.ts';
import { exponential, findCumulative, gammaEffect, logNormalEffect, roundByChance, seedOf } from './chance.ts';
import { sampleKinds } from './kinds.ts';
import type { SampleKind } from './kinds.ts';
import { drawCountry } from './people.ts';

export interface Persona {
  kind: SampleKind;
  /** Index into `sampleKinds`. */
  kindIndex: number;
  /** Mean lines of an order. */
  lines: number;
  /** Mean units of a line. */
  units: number;
  hour: number;
  favouriteCategory: number;
  /** Index into `countries`. */
  country: number;
}

export interface PlannedOrder {
  /** Minutes since the start of day 0. */
  minute: number;
  /** Lines with different products. */
  lines: number;
  /** One line is written twice. */
  repeatsLine: boolean;
  hasPostage: boolean;
}

export interface CustomerPlan {
  persona: Persona;
  /** By time. */
  orders: PlannedOrder[];
  /** Stream for whatever else happens to this customer, in a state that depends on the plan alone. */
  random: Random;
}

/** An order has no more lines than this, so that a basket stays one. */
export const mostLines = 400;
/** No more than this many orders a day of activity, on average. */
const mostOrdersPerDay = 0.8;

const demandByKind = sampleKinds.map((kind) => cumulativeDemand(kind.buying, kind.weekdays));

/** The persona of a customer: a pure function of the seed, the customer's number and the kind. */
export function createPersona(seed: number, customer: number, kindIndex: number): Persona {
  return personaFrom(new Random(seedOf(seed, customer, -1)), kindIndex);
}

function personaFrom(random: Random, kindIndex: number): Persona {
  const kind = sampleKinds[kindIndex]!;
  return {
    kind,
    kindIndex,
    lines: kind.lines.mean * logNormalEffect(random, kind.lines.betweenCustomers),
    units: kind.units.mean * logNormalEffect(random, kind.units.betweenCustomers),
    hour: kind.hours.centre + kind.hours.betweenCustomers * random.normal(),
    favouriteCategory: random.integer(categories.length),
    country: drawCountry(random),
  };
}

/**
 * The persona and all orders of a customer. `scale` is about how many times more lines than natural the customer buys;
 * half of it (in logarithms) comes from more orders and half from larger ones.
 */
export function planCustomer(seed: number, customer: number, kindIndex: number, scale: number): CustomerPlan {
  const persona = createPersona(seed, customer, kindIndex);
  const random = new Random(seedOf(seed, customer, -2));
  const { kind } = persona;
  const orderScale = kind.scalesOrders ? Math.sqrt(scale) : 1;
  const lineScale = Math.sqrt(scale);

  const [earliest, latest] = kind.active.from;
  const from = Math.max(0, earliest + random.integer(latest - earliest + 1));
  const quiet = Math.min(exponential(random, kind.active.quietDays), 90);
  const until = Math.min(from + kind.active.atMostDays, Math.round(dayCount - 1 - quiet));
  const wanted = kind.orders.mean * orderScale * gammaEffect(random, kind.orders.shape);
  const least = Math.max(1, Math.round(kind.orders.minimum * Math.min(1, orderScale)));
  const most = Math.max(1, Math.floor((until - from) * mostOrdersPerDay));
  const count = Math.min(most, Math.max(least, roundByChance(random, wanted)));

  const meanLines = Math.max(0, persona.lines * lineScale - 1);
  const spread = kind.lines.betweenOrders;
  const minutes = orderMinutes(random, persona, from, until, count);
  const orders = minutes.map((minute): PlannedOrder => {
    const more = roundByChance(random, meanLines * logNormalEffect(random, spread));
    return {
      minute,
      lines: Math.min(mostLines, 1 + more),
      repeatsLine: random.uniform() < 0.025,
      hasPostage: random.uniform() < (persona.country === 0 ? 0.04 : 0.4),
    };
  });
  return { persona, orders, random };
}

/**
 * Times of `count` orders, ascending. The demand between two days is cut into equal parts and each gets one order, so
 * that season, weekdays and regularity are those of the kind and the last order is never far from the end.
 */
function orderMinutes(random: Random, persona: Persona, from: number, until: number, count: number): number[] {
  const { kind } = persona;
  const demand = demandByKind[persona.kindIndex]!;
  const low = from > 0 ? demand[from - 1]! : 0;
  const high = demand[until]!;
  const minutes: number[] = [];
  for (let i = 0; i < count; i++) {
    const place = (i + 0.5 + (random.uniform() - 0.5) * kind.irregularity) / count;
    const day = findCumulative(demand, low + place * (high - low));
    minutes.push(day * 1440 + minuteOfDay(random, persona.hour, kind.hours.betweenOrders));
  }
  return minutes.sort((a, b) => a - b);
}

/** A minute of the shop's day (07:00 to 22:59) around an hour. */
export function minuteOfDay(random: Random, hour: number, spread: number): number {
  const minute = Math.round((hour + spread * random.normal()) * 60);
  // What falls outside is thrown back inside, evenly over the hour next to the border.
  if (minute < 420) return 420 + random.integer(60);
  if (minute > 1379) return 1379 - random.integer(60);
  return minute;
}

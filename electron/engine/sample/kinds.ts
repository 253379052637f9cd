/** The hidden kinds of customers: what the segments found should bring to light again. */
import type { BuyingDays } from './calendar.ts';

export type SampleKindName =
  'champion' | 'weekday_regular' | 'wholesaler' | 'bargain_hunter' | 'gift_buyer' | 'lapsed_one_timer';

/** Habits of one kind. Every customer gets individual effects on top, so that a kind is a cloud and not a point. */
export interface SampleKind {
  name: SampleKindName;
  /** Share of all customers. */
  share: number;
  /** Orders in the two years: mean, smallest number, and shape of the gamma effect between customers. */
  orders: { mean: number; minimum: number; shape: number };
  /** Whether a larger shop (more lines a customer) means more orders of this kind, or only larger ones. */
  scalesOrders: boolean;
  /** Lines of an order: mean, and log-spread between customers and between orders. */
  lines: { mean: number; betweenCustomers: number; betweenOrders: number };
  /** Units of a line: mean, log-spread between customers and lines, and the pack they come in. */
  units: { mean: number; betweenCustomers: number; betweenLines: number; pack: number };
  /** First day of activity is uniform in `from` (before day 0: known from an earlier time); activity stops `quietDays` (exponential mean) before the last day. */
  active: { from: readonly [number, number]; quietDays: number; atMostDays: number };
  /** 0: as regular as a clock; 1: anywhere within each stretch between orders. */
  irregularity: number;
  buying: BuyingDays;
  /** Weight of the days Monday to Sunday. */
  weekdays: readonly number[];
  /** Hour of the day: centre, and standard deviation between customers and between orders. */
  hours: { centre: number; betweenCustomers: number; betweenOrders: number };
  /** Shares of the low, middle and high third of the price range within a category. */
  priceLevels: readonly [number, number, number];
  /** Share of lines picked among what is discounted, in a discount week. */
  seeksDiscount: number;
  /** Weight of gift-like categories against the others. */
  giftTaste: number;
  /** Chance that an order is followed by a credit note. */
  returnRate: number;
  /** Chance that an order is followed by a review, and the ratings' mean. */
  reviews: { rate: number; rating: number };
  /** Visits without a purchase in the weeks for which events are kept. */
  visits: number;
  /** Mean number of customers followed. */
  follows: number;
}

/** All hidden kinds; their shares sum to 1. The index in this list is the number used inside the generator. */
export const sampleKinds: readonly SampleKind[] = [
  {
    name: 'champion',
    share: 0.14,
    orders: { mean: 26, minimum: 9, shape: 10 },
    scalesOrders: true,
    lines: { mean: 5.6, betweenCustomers: 0.26, betweenOrders: 0.45 },
    units: { mean: 2.2, betweenCustomers: 0.22, betweenLines: 0.5, pack: 1 },
    active: { from: [-150, 150], quietDays: 5, atMostDays: 731 },
    irregularity: 1,
    buying: 'any',
    weekdays: [0.9, 0.85, 0.9, 1, 1.1, 1.5, 1.3],
    hours: { centre: 16.5, betweenCustomers: 0.9, betweenOrders: 2.4 },
    priceLevels: [0.2, 0.45, 0.35],
    seeksDiscount: 0.1,
    giftTaste: 1,
    returnRate: 0.1,
    reviews: { rate: 0.08, rating: 4.5 },
    visits: 6,
    follows: 3,
  },
  {
    name: 'weekday_regular',
    share: 0.24,
    orders: { mean: 14, minimum: 5, shape: 10 },
    scalesOrders: true,
    lines: { mean: 1.6, betweenCustomers: 0.22, betweenOrders: 0.35 },
    units: { mean: 1.3, betweenCustomers: 0.15, betweenLines: 0.35, pack: 1 },
    active: { from: [-150, 240], quietDays: 14, atMostDays: 731 },
    irregularity: 0.7,
    buying: 'any',
    weekdays: [1.2, 1.2, 1.15, 1.1, 1, 0.1, 0.06],
    hours: { centre: 11.5, betweenCustomers: 0.7, betweenOrders: 1.1 },
    priceLevels: [0.34, 0.4, 0.26],
    seeksDiscount: 0.05,
    giftTaste: 0.6,
    returnRate: 0.03,
    reviews: { rate: 0.04, rating: 4.2 },
    visits: 2.5,
    follows: 1,
  },
  {
    name: 'wholesaler',
    share: 0.09,
    orders: { mean: 6, minimum: 3, shape: 11 },
    scalesOrders: true,
    lines: { mean: 8, betweenCustomers: 0.28, betweenOrders: 0.35 },
    units: { mean: 42, betweenCustomers: 0.45, betweenLines: 0.5, pack: 6 },
    active: { from: [-150, 120], quietDays: 25, atMostDays: 731 },
    irregularity: 0.7,
    buying: 'any',
    weekdays: [1.3, 1.2, 1.1, 1, 0.8, 0.03, 0.01],
    hours: { centre: 9.5, betweenCustomers: 0.6, betweenOrders: 0.9 },
    priceLevels: [0.3, 0.5, 0.2],
    seeksDiscount: 0.05,
    giftTaste: 0.8,
    returnRate: 0.06,
    reviews: { rate: 0.01, rating: 3.9 },
    visits: 1.5,
    follows: 0.2,
  },
  {
    name: 'bargain_hunter',
    share: 0.17,
    orders: { mean: 5, minimum: 3, shape: 11 },
    scalesOrders: true,
    lines: { mean: 6, betweenCustomers: 0.25, betweenOrders: 0.35 },
    units: { mean: 2, betweenCustomers: 0.2, betweenLines: 0.45, pack: 1 },
    active: { from: [-150, 180], quietDays: 10, atMostDays: 731 },
    irregularity: 0.8,
    buying: 'discountWeeks',
    weekdays: [0.6, 0.5, 0.5, 0.5, 0.7, 2.4, 1.9],
    hours: { centre: 14, betweenCustomers: 0.9, betweenOrders: 1.8 },
    priceLevels: [0.86, 0.13, 0.01],
    seeksDiscount: 0.9,
    giftTaste: 0.8,
    returnRate: 0.09,
    reviews: { rate: 0.03, rating: 3.6 },
    visits: 3,
    follows: 1.2,
  },
  {
    name: 'gift_buyer',
    share: 0.18,
    orders: { mean: 3.4, minimum: 2, shape: 20 },
    scalesOrders: true,
    lines: { mean: 2.8, betweenCustomers: 0.22, betweenOrders: 0.35 },
    units: { mean: 1.5, betweenCustomers: 0.2, betweenLines: 0.4, pack: 1 },
    active: { from: [0, 30], quietDays: 2, atMostDays: 731 },
    irregularity: 0.6,
    buying: 'giftSeason',
    weekdays: [0.15, 0.15, 0.15, 0.2, 0.4, 2.4, 2.2],
    hours: { centre: 19.9, betweenCustomers: 0.6, betweenOrders: 0.9 },
    priceLevels: [0.05, 0.35, 0.6],
    seeksDiscount: 0,
    giftTaste: 6,
    returnRate: 0.05,
    reviews: { rate: 0.05, rating: 4.3 },
    visits: 0.3,
    follows: 0.8,
  },
  {
    name: 'lapsed_one_timer',
    share: 0.18,
    orders: { mean: 1.05, minimum: 1, shape: 30 },
    scalesOrders: false,
    lines: { mean: 2, betweenCustomers: 0.2, betweenOrders: 0.3 },
    units: { mean: 1.3, betweenCustomers: 0.12, betweenLines: 0.4, pack: 1 },
    active: { from: [20, 330], quietDays: 0, atMostDays: 30 },
    irregularity: 1,
    buying: 'any',
    weekdays: [0.5, 1.6, 1.8, 1.4, 0.4, 0.05, 0.03],
    hours: { centre: 14, betweenCustomers: 0.7, betweenOrders: 0.7 },
    priceLevels: [0.35, 0.45, 0.2],
    seeksDiscount: 0.05,
    giftTaste: 1,
    returnRate: 0,
    reviews: { rate: 0.02, rating: 3.2 },
    visits: 0.08,
    follows: 0.3,
  },
];

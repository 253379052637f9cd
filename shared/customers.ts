/** The customers of a run as people look at them: the table, one customer, and what is searched for. Plain data. */
import type { FeatureDefinition } from './domain.ts';

/** A feature's values from `low` to `high`, both included; null is open. A missing value is never within. */
export interface ValueRange {
  feature: string;
  low: number | null;
  high: number | null;
}

/** Which customers, all conditions at once; what is left out restricts nothing. */
export interface CustomerFilter {
  /** Part of the customer's id, in any case. */
  search?: string | undefined;
  /** Ids of segments. */
  segments?: readonly number[] | undefined;
  /** Rows of the feature table, as a brush over the map gives them. */
  rows?: Int32Array | undefined;
  where?: readonly ValueRange[] | undefined;
  /** Only customers who agreed to be written to; who did not say is not among them. */
  consented?: boolean | undefined;
}

export interface CustomerSort {
  /** `customer`, `segment`, `consent` or the id of a feature. */
  by: string;
  descending: boolean;
}

/** One line of the table. */
export interface CustomerRow {
  /** Row of the feature table: what `customer.get` takes. */
  row: number;
  /** As the file has it; masked where it looks personal, unless it was asked to be shown. */
  customer: string;
  /** Id of the segment. */
  segment: number;
  /** In the order of `CustomerPage.columns`; NaN is missing. */
  values: number[];
  /** One of `consentAnswers`; absent where no file says it. */
  consent?: number;
}

export interface CustomerPage {
  /** Customers that the filter leaves, of all there are. */
  total: number;
  all: number;
  /** Share of everybody's money that they spent, 0 to 1. */
  revenueShare: number;
  rows: CustomerRow[];
  /** Ids of the features shown. */
  columns: string[];
  /** Whether any id on this page looks personal, masked or not. */
  personal: boolean;
}

export interface FoundCustomer {
  row: number;
  customer: string;
  segment: number;
  /** NaN without orders. */
  orders: number;
  money: number;
}

/** `uncounted` lines are in the file, but a cleaning rule leaves them out of every figure. */
export type CustomerItemKind = 'sale' | 'service' | 'return' | 'uncounted';

export interface CustomerItem {
  code: string;
  /** Empty where the file has none. */
  name: string;
  quantity: number;
  /** Money of the line; below 0 for what came back. */
  amount: number;
  kind: CustomerItemKind;
}

export interface CustomerOrder {
  /** Number of the invoice; null where the file has none. */
  invoice: string | null;
  /** Seconds since 1970, the shop's own time. */
  time: number;
  /** Money of what was sold, services included; 0 where something only came back. */
  total: number;
  /** Money that came back, 0 or more. */
  returned: number;
  items: CustomerItem[];
}

/** A figure of a customer beside those of others. */
export interface CustomerFigure {
  feature: string;
  value: number;
  segmentMedian: number;
  overallMedian: number;
  /** Share of all customers with a lower value, counting equal ones half; NaN where the value is missing. */
  rank: number;
}

export interface CustomerDetail {
  row: number;
  customer: string;
  /** Whether the id looks personal, masked or not. */
  personal: boolean;
  /** Id of the segment. */
  segment: number;
  /**
   * How far the customer is from the middle of the own segment and of the closest other, in the treated features; null
   * where there is no other.
   */
  distance: number;
  closest: { segment: number; distance: number } | null;
  figures: CustomerFigure[];
  /** Share of customers who spent less, and who ordered less often; NaN without orders. */
  moreMoneyThan: number;
  moreOrdersThan: number;
  /** Latest first, at most 500. */
  orders: CustomerOrder[];
  /** How many there are; orders that only brought something back are among them. */
  orderCount: number;
  /** Money per month from the first month of the data to its last; `first` is 12 * year + month, January being 0. */
  months: { first: number; spend: number[] };
  /** The moment silence is counted from: the end of the day of the last order of all, seconds since 1970. */
  referenceTime: number;
  /** Where the customer stands in the list that was asked for; null when the list has no such customer. */
  place: { position: number; total: number; previous: number | null; next: number | null } | null;
}

/** Orders of one customer that are told at most. */
export const mostOrdersTold = 500;

const usualColumns = ['recency', 'frequency', 'monetary', 'averageOrderValue', 'distinctProducts', 'daysBetweenOrders'];

/** The features that the table shows unless a person chooses others. */
export function defaultColumns(definitions: readonly Pick<FeatureDefinition, 'id'>[]): string[] {
  const usual = usualColumns.filter((id) => definitions.some((definition) => definition.id === id));
  if (usual.length > 0) return usual;
  // Figures first: of a category, only one of its columns says yes.
  const figures = definitions.filter(({ id }) => !id.includes('='));
  return [...figures, ...definitions].slice(0, Math.min(usualColumns.length, definitions.length)).map(({ id }) => id);
}

/** Features that a person can read beside a customer: no coordinates on a clock, no column per country. */
export function isReadable({ id, unit }: Pick<FeatureDefinition, 'id' | 'unit'>): boolean {
  return unit !== 'cycle' && unit !== 'score' && !id.includes('=');
}

import type { OrderTimelineData, TimelineBar } from '../../../shared/charts/order-timeline-option.ts';
import type { CustomerDetail } from '../../../shared/customers.ts';
import type { Language } from '../../../shared/domain.ts';
import { figureOf, isSilent } from '../../../shared/language/customers.ts';
import { formatFeature } from '../../../shared/language/features.ts';

/** Orders drawn one by one; more are drawn by month. */
const mostBars = 60;
/** Share of the time that a printed amount takes. */
const labelShare = 0.08;
const secondsPerDay = 86_400;

/** First moment of a month, 12 * year + month, in seconds since 1970. */
export function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / 1000;
}

export interface Timeline {
  /** Whether bars are months rather than orders. */
  monthly: boolean;
  /** Earliest first; at least one, unless nothing was bought. */
  bars: { time: number; amount: number }[];
  data: OrderTimelineData;
}

/** What the timeline draws: every order, or of many orders the months; the largest and the last carry their amount. */
export function timelineOf(detail: CustomerDetail, language: Language, currency?: string): Timeline {
  const purchases = detail.orders.filter(({ items }) =>
    items.some(({ kind }) => kind === 'sale' || kind === 'service'),
  );
  const monthly = purchases.length > mostBars || detail.orderCount > detail.orders.length;
  const months = detail.months.spend.map((amount, i) => ({ time: monthStart(detail.months.first + i), amount }));
  const bars = monthly
    ? months.filter(({ amount }) => amount !== 0)
    : purchases.map(({ time, total }) => ({ time, amount: total })).reverse();
  const largest = bars.reduce((best, bar, i) => (bar.amount > (bars[best]?.amount ?? -Infinity) ? i : best), 0);
  const silence = figureOf(detail, 'recency');
  const from = monthStart(detail.months.first);
  const to = Math.max(detail.referenceTime, from + secondsPerDay);
  return {
    monthly,
    bars,
    data: {
      bars: bars.map((bar, i): TimelineBar => {
        const besideLargest = bar.time - (bars[largest]?.time ?? 0) < labelShare * (to - from);
        const named = i === largest || (i === bars.length - 1 && !besideLargest);
        return { ...bar, label: named ? formatFeature(bar.amount, 'money', language, currency) : '' };
      }),
      from,
      to,
      silentFrom: detail.referenceTime - silence * secondsPerDay,
      silentLabel: isSilent(detail) ? formatFeature(silence, 'days', language) : '',
      language,
    },
  };
}

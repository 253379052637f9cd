import { describe, expect, it } from 'vitest';
import { periodOf } from '../../../electron/cli/period-options.ts';
import { parseVerb } from '../../../electron/cli/arguments.ts';
import { segmentVerb } from '../../../electron/cli/verbs/segment.ts';
import { featureCandidates } from '../../../electron/engine/features/customer-features.ts';
import { checkPeriod, referenceOf } from '../../../electron/engine/features/period.ts';
import { cleanOrders, defaultRecipe } from '../../../electron/engine/ingest/clean-orders.ts';
import { monthsInPeriod } from '../../../renderer/features/features/period-months.ts';
import type { FeatureTable, Period } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { outsidePeriod } from '../../../shared/orders.ts';
import { dayOfText } from '../../../shared/period.ts';
import { sameSettings } from '../../../shared/settings.ts';
import { defaultSettings } from '../../../renderer/session.svelte.ts';
import { seconds, shop } from './tiny-shop.ts';

const customers = 60;
const at = (day: number): string =>
  new Date(Date.UTC(2024, 0, 1 + day, 9)).toISOString().slice(0, 16).replace('T', ' ');
/** An order a day for 120 days, each by the next of 60 customers. */
const { orders } = shop(
  Array.from({ length: 120 }, (_, day) => ({
    ...{ invoice: `i${day}`, customer: `c${day % customers}`, product: 'cup', quantity: 1, price: 2, at: at(day) },
  })),
);
const clean = (period: Period) => cleanOrders(orders, defaultRecipe(), period);
const recency = (table: FeatureTable): Float64Array =>
  table.values[table.definitions.findIndex(({ id }) => id === 'recency')]!;

describe('the time that is looked at', () => {
  it('leaves out the orders before and after it, which no rule counts', () => {
    const cleaned = clean({ from: seconds('2024-01-11'), until: seconds('2024-01-31') });
    expect(cleaned.keptLines).toBe(20);
    expect(cleaned.keptCustomers).toBe(20);
    expect(cleaned.verdict.filter((verdict) => verdict === outsidePeriod)).toHaveLength(100);
    expect(cleaned.counts.every(({ lines }) => lines === 0)).toBe(true);
    expect([...clean({}).verdict]).toEqual([...cleanOrders(orders, defaultRecipe()).verdict]);
  });

  it('is where days are counted back from', () => {
    const features = (period: Period) => recency(featureCandidates(clean(period), referenceOf(period)));
    // The last order was on the 120th day, that of the first customer on the 61st.
    expect(features({})[0]).toBe(60);
    expect(features({ until: seconds('2024-03-11') })[0]).toBe(10);
    expect(features({ until: seconds('2024-06-01') })[59]).toBe(33);
    expect(features({ from: seconds('2024-03-01') })[0]).toBe(60);
  });

  it('is refused where nothing can come of it', () => {
    const reason = (period: Period): unknown => {
      try {
        checkPeriod(clean(period), period);
        return null;
      } catch (thrown) {
        return AppError.from(thrown).details.reason;
      }
    };
    expect(reason({})).toBeNull();
    expect(reason({ from: seconds('2024-02-01'), cutOff: seconds('2024-04-01') })).toBeNull();
    expect(reason({ from: seconds('2024-02-01'), until: seconds('2024-02-01') })).toBe('period_reversed');
    expect(reason({ from: seconds('2025-01-01') })).toBe('period_empty');
    expect(reason({ cutOff: seconds('2024-01-01') })).toBe('cut_off_outside');
    expect(reason({ cutOff: seconds('2024-05-01') })).toBe('cut_off_outside');
    expect(reason({ until: seconds('2024-03-01'), cutOff: seconds('2024-03-15') })).toBe('cut_off_outside');
    expect(reason({ cutOff: seconds('2024-02-01') })).toBe('cut_off_too_early');
    expect(() => checkPeriod(shop([]), { from: 0 })).toThrow(AppError);
  });

  it('belongs to the settings of a run', () => {
    const period = { from: seconds('2024-01-01') };
    expect(sameSettings(defaultSettings, { ...defaultSettings, period: {} })).toBe(true);
    expect(sameSettings(defaultSettings, { ...defaultSettings, period })).toBe(false);
  });

  it('is said on the command line in days, both included', () => {
    const of = (...argv: string[]) => periodOf(parseVerb(segmentVerb, argv));
    expect(of()).toEqual({});
    expect(of('--from', '2024-01-01', '--until', '2024-01-31', '--cutoff', '2024-01-15')).toEqual({
      period: { from: seconds('2024-01-01'), until: seconds('2024-02-01'), cutOff: seconds('2024-01-15') },
    });
    expect(() => of('--until', '31.1.2024')).toThrow('--until takes a day');
    expect(dayOfText('2024-02-30')).toBeNull();
    expect(dayOfText('2024-02-29')).toBe(seconds('2024-02-29'));
  });

  it('is shown above the orders of each month', () => {
    const months = { firstMonth: { year: 2023, month: 12 }, orders: [1, 2, 3, 4, 5], lines: [] };
    const places = (period: Period) => monthsInPeriod(months, period).map(({ place }) => place);
    expect(places({})).toEqual(Array<string>(5).fill('past'));
    const period = { from: seconds('2024-01-01'), until: seconds('2024-04-01'), cutOff: seconds('2024-02-10') };
    expect(places(period)).toEqual(['outside', 'past', 'past', 'future', 'outside']);
  });
});

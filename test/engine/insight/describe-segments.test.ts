import { describe, expect, it } from 'vitest';
import { describeSegments, type SegmentsToDescribe } from '../../../electron/engine/insight/describe-segments.ts';
import { orderCatalogue } from '../../../electron/engine/features/order-catalogue.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import type { Context } from '../../../electron/engine/ml/types.ts';
import { AppError } from '../../../shared/errors.ts';
import { cleaningRules, type CleaningRule } from '../../../shared/orders.ts';

const verdictOf = (rule: CleaningRule): number => cleaningRules.indexOf(rule) + 1;

const context = (): Context => ({
  random: new Random(1),
  checkCancelled: () => undefined,
  report: () => undefined,
});

describe('describeSegments', () => {
  const shop = makeShop();
  const { profiles, order } = describeSegments(shop, context());

  it('orders by revenue per customer and maps every label to its place', () => {
    expect(profiles.map(({ number }) => number)).toEqual([1, 2, 3]);
    const perCustomer = profiles.map(({ revenue, size }) => revenue! / size);
    expect(perCustomer).toEqual([...perCustomer].sort((a, b) => b - a));
    // Label 1 is the best, label 3 nobody's, label 0 the silent, label 2 the new.
    expect([...order]).toEqual([1, 0, 2, -1]);
  });

  it('counts customers and revenue: fees are money, returns and foreign lines are not', () => {
    expect(profiles.map(({ size }) => size)).toEqual([20, 40, 60]);
    expect(profiles[0]!.revenue).toBeCloseTo(20 * (10 * 30 + 5), 9);
    expect(profiles.reduce((sum, { revenueShare }) => sum + revenueShare!, 0)).toBeCloseTo(1, 12);
    expect(profiles.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('names by behaviour', () => {
    expect(profiles.map(({ kind }) => kind)).toEqual(['champions', 'atRisk', 'recent']);
    expect(profiles.every(({ distinction }) => distinction === null)).toBe(true);
  });

  it('lists traits by strength with raw figures, of features in use that can be read', () => {
    const [best] = profiles;
    const sizes = best!.traits.map(({ standardisedDifference }) => Math.abs(standardisedDifference));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    const frequency = best!.traits.find(({ feature }) => feature === 'frequency')!;
    expect(frequency.segmentMedian).toBe(10);
    expect(frequency.overallMedian).toBe(2);
    expect(best!.traits.some(({ feature }) => feature === 'hourSin' || feature === 'activeSpan')).toBe(false);
    expect(best!.traits.length).toBeLessThanOrEqual(5);
  });

  it('has standardised means for every definition: weighted by size they cancel out', () => {
    for (let f = 0; f < shop.table.definitions.length; f++) {
      const sum = profiles.reduce((total, { size, standardisedMeans }) => total + size * standardisedMeans[f]!, 0);
      expect(sum).toBeCloseTo(0, 8);
    }
    // A feature that is off is standardised from its raw values.
    const off = shop.table.definitions.findIndex(({ id }) => id === 'activeSpan');
    expect(profiles[0]!.standardisedMeans[off]).toBeGreaterThan(0.5);
  });

  it('finds a rule that its own figures bear out', () => {
    for (const [position, profile] of profiles.entries()) {
      expect(profile.rule).not.toBeNull();
      const { conditions, precision, coverage } = profile.rule!;
      let matched = 0;
      let right = 0;
      for (let row = 0; row < shop.labels.length; row++) {
        const fits = conditions.every(({ feature, low, high }) => {
          const f = shop.table.definitions.findIndex(({ id }) => id === feature);
          const value = shop.table.values[f]![row]!;
          return (low === null || value >= low) && (high === null || value < high);
        });
        if (!fits) continue;
        matched++;
        if (order[shop.labels[row]!] === position) right++;
      }
      expect(precision).toBeCloseTo(right / matched, 9);
      expect(coverage).toBeCloseTo(right / profile.size, 9);
      expect(precision).toBeGreaterThan(0.9);
    }
  });

  it('names products by lift, never services nor what fewer than 10 customers bought', () => {
    expect(profiles[0]!.topProducts).toEqual([{ code: 'P1', name: 'Rain jacket', customers: 20, lift: 6 }]);
    for (const { topProducts } of profiles) {
      expect(topProducts.some(({ code }) => code === 'POST' || code === 'P9')).toBe(false);
    }
  });

  it('keeps the names of a rule grid, and tells equal ones apart', () => {
    const fixed = describeSegments({ ...shop, fixedKinds: ['loyal', 'loyal', 'lapsed', 'oneTime'] }, context());
    expect(fixed.profiles.map(({ kind }) => kind)).toEqual(['loyal', 'loyal', 'lapsed']);
    const [first, second, third] = fixed.profiles.map(({ distinction }) => distinction);
    expect(first).not.toBeNull();
    expect(second).not.toEqual(first);
    expect(third).toBeNull();
  });

  it('carries stability by label, NaN where it was not measured', () => {
    expect(profiles.every(({ stability }) => Number.isNaN(stability))).toBe(true);
    const measured = describeSegments({ ...shop, stability: Float64Array.of(0.1, 0.2, 0.3, 0) }, context());
    expect(measured.profiles.map(({ stability }) => stability)).toEqual([0.2, 0.1, 0.3]);
  });

  it('gives a group under 10 customers no rule', () => {
    const labels = Int32Array.from(shop.labels);
    for (let row = 0; row < 5; row++) labels[row] = 3;
    const small = describeSegments({ ...shop, labels }, context());
    const profile = small.profiles.find(({ size }) => size === 5)!;
    expect(profile.rule).toBeNull();
    expect(profile.topProducts).toEqual([]);
  });

  it('is deterministic and stops when cancelled', () => {
    expect(describeSegments(shop, context())).toEqual({ profiles, order });
    const cancelled = (): never => {
      throw new AppError('cancelled');
    };
    expect(() => describeSegments(shop, { ...context(), checkCancelled: cancelled })).toThrow(AppError);
  });
});

/**
 * 120 customers: 20 order ten times at 30 (and bought the jacket), 40 spent 3 x 40 long ago, 60 ordered once lately.
 * Customer 0 of the dictionary is not in the table.
 */
function makeShop(): SegmentsToDescribe {
  const groups = [
    { label: 1, count: 20, orders: 10, price: 30, recency: 10, tenure: 300, product: 1 },
    { label: 0, count: 40, orders: 3, price: 40, recency: 220, tenure: 320, product: 2 },
    { label: 2, count: 60, orders: 1, price: 25, recency: 12, tenure: 12, product: 3 },
  ];
  const lines: [customer: number, product: number, quantity: number, price: number, verdict: number][] = [
    [0, 1, 100, 100, 0],
    [-1, 1, 100, 100, verdictOf('noCustomer')],
  ];
  const rows: { label: number; values: Record<string, number> }[] = [];
  for (const group of groups) {
    for (let c = 0; c < group.count; c++) {
      const customer = rows.length + 1;
      const jitter = c % 5;
      for (let o = 0; o < group.orders; o++) lines.push([customer, group.product, 1, group.price, 0]);
      lines.push([customer, 0, 1, 5, verdictOf('nonProduct')]);
      lines.push([customer, group.product, -1, group.price, verdictOf('return')]);
      if (group.label === 1 && c < 9) lines.push([customer, 4, 0, 10, 0]);
      rows.push({
        label: group.label,
        values: {
          recency: group.recency + jitter,
          frequency: group.orders,
          monetary: group.orders * group.price + 5,
          tenure: group.tenure + jitter,
          averageOrderValue: group.price + jitter,
          hourSin: group.label,
          activeSpan: group.orders === 1 ? 0 : 10 * group.orders + jitter,
        },
      });
    }
  }
  const ids = Object.keys(rows[0]!.values);
  const usedFeatures = ids.filter((id) => id !== 'activeSpan');
  const definitions = ids.map((id) => {
    const { unit, treatment } = orderCatalogue.find((entry) => entry.id === id)!;
    return { id, family: 'orders' as const, unit, treatment, inUse: usedFeatures.includes(id) };
  });
  const data = Float64Array.from(rows.flatMap(({ values }) => usedFeatures.map((id) => Math.log1p(values[id]!))));
  return {
    table: {
      definitions,
      customers: Int32Array.from(rows, (_, row) => row + 1),
      values: ids.map((id) => Float64Array.from(rows, ({ values }) => values[id]!)),
    },
    treated: { data, nSamples: rows.length, nFeatures: usedFeatures.length },
    usedFeatures,
    labels: Int32Array.from(rows, ({ label }) => label),
    nClusters: 4,
    cleaned: {
      orders: {
        lines: {
          count: lines.length,
          customer: Int32Array.from(lines, ([customer]) => customer),
          invoice: Int32Array.from(lines, (_, i) => i),
          product: Int32Array.from(lines, ([, product]) => product),
          country: new Int32Array(lines.length),
          quantity: Float64Array.from(lines, ([, , quantity]) => quantity),
          price: Float64Array.from(lines, ([, , , price]) => price),
          time: new Float64Array(lines.length),
          flags: new Uint8Array(lines.length),
        },
        dictionaries: {
          customers: Array.from({ length: rows.length + 1 }, (_, i) => `C${i}`),
          products: [
            { code: 'POST', name: 'Postage', isService: true },
            { code: 'P1', name: 'Rain jacket', isService: false },
            { code: 'P2', name: 'Boots', isService: false },
            { code: 'P3', name: 'Socks', isService: false },
            { code: 'P9', name: 'Rare thing', isService: false },
          ],
          countries: ['Germany'],
          invoices: null,
        },
      },
      verdict: Uint8Array.from(lines, ([, , , , verdict]) => verdict),
      counts: [],
      keptLines: lines.length,
      keptCustomers: rows.length,
    },
    stability: null,
  };
}

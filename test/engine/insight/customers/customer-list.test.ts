import { describe, expect, it } from 'vitest';
import { createCustomerList } from '../../../../electron/engine/insight/customers/customer-list.ts';
import { closestSegments, customerFigures } from '../../../../electron/engine/insight/customers/customer-figures.ts';
import { findCustomers } from '../../../../electron/engine/insight/customers/find-customers.ts';
import type { FeatureDefinition, FeatureTable } from '../../../../shared/domain.ts';

const definition = (id: string): FeatureDefinition => ({
  id,
  family: 'orders',
  unit: 'money',
  treatment: { missing: 'median', winsorise: null, transform: 'none', scale: 'standard' },
  inUse: true,
});
/** Five rows; the first id of the data set has no row. */
const ids = ['nobody', 'Ann', 'ben', 'Anna', 'joan', 'cai'];
const table: FeatureTable = {
  definitions: [definition('monetary'), definition('gap')],
  customers: Int32Array.of(1, 2, 3, 4, 5),
  values: [Float64Array.of(10, 30, 30, 20, 10), Float64Array.of(NaN, 2, 8, NaN, 5)],
};
const labels = Int32Array.of(0, 1, 1, 0, 2);
const list = createCustomerList(ids, table, labels);
const best = { by: 'monetary', descending: true };
const rows = (...[filter, sort]: Parameters<typeof list.view>): number[] => [...list.view(filter, sort).rows];

describe('the list of customers', () => {
  it('sorts by a feature, by segment and by id', () => {
    expect(rows({}, best)).toEqual([1, 2, 3, 0, 4]);
    expect(rows({}, { by: 'gap', descending: false })).toEqual([1, 4, 2, 0, 3]);
    expect(rows({}, { by: 'gap', descending: true })).toEqual([2, 4, 1, 0, 3]);
    expect(rows({}, { by: 'segment', descending: false })).toEqual([0, 3, 1, 2, 4]);
    expect(rows({}, { by: 'customer', descending: false })).toEqual([0, 2, 1, 4, 3]);
    expect(() => list.view({}, { by: 'shoe size', descending: false })).toThrow('unknown_feature');
  });

  it('filters by all conditions at once', () => {
    expect(rows({ positions: [0, 2] }, best)).toEqual([3, 0, 4]);
    expect(rows({ positions: [] }, best)).toEqual([]);
    expect(rows({ search: ' AN ' }, best)).toEqual([2, 3, 0]);
    expect(rows({ search: '  ' }, best)).toHaveLength(5);
    expect(rows({ rows: Int32Array.of(4, 1) }, best)).toEqual([1, 4]);
    // Both ends count, and a missing value is never within.
    expect(rows({ where: [{ feature: 'gap', low: 2, high: 5 }] }, best)).toEqual([1, 4]);
    expect(rows({ where: [{ feature: 'gap', low: null, high: null }] }, best)).toEqual([1, 2, 4]);
    expect(
      rows({ search: 'n', rows: Int32Array.of(0, 1, 2), where: [{ feature: 'gap', low: 0, high: null }] }, best),
    ).toEqual([1, 2]);
  });

  it('tells the share of the money', () => {
    expect(list.view({}, best).revenueShare).toBe(1);
    expect(list.view({ positions: [1] }, best).revenueShare).toBeCloseTo(0.6);
    expect(list.view({ search: 'zzz' }, best).revenueShare).toBe(0);
  });

  it('keeps what was worked out, and never mistakes one selection of rows for another', () => {
    const view = list.view({ rows: Int32Array.of(1, 2) }, best);
    expect(list.view({ rows: Int32Array.of(1, 2) }, best)).toBe(view);
    expect([...list.view({ rows: Int32Array.of(1, 3) }, best).rows]).toEqual([1, 3]);
    expect([...list.view({ rows: new Int32Array(0) }, best).rows]).toEqual([]);
  });

  it('finds the very id first, then beginnings, then parts, who spent most first', () => {
    expect(findCustomers(list, 'ann', 20)).toEqual([0, 2]);
    expect(findCustomers(list, 'AN', 20)).toEqual([2, 0, 3]);
    expect(findCustomers(list, 'n', 2)).toEqual([1, 2]);
    expect(findCustomers(list, ' ', 20)).toEqual([]);
    expect(findCustomers(list, 'nobody', 20)).toEqual([]);
  });
});

describe('one customer beside the others', () => {
  it('compares with the medians of those whose value is known', () => {
    expect(customerFigures(list, 1)).toEqual([
      { feature: 'monetary', value: 30, segmentMedian: 30, overallMedian: 20, rank: 0.8 },
      { feature: 'gap', value: 2, segmentMedian: 5, overallMedian: 5, rank: 1 / 6 },
    ]);
    const [, gap] = customerFigures(list, 0);
    expect(gap).toEqual({ feature: 'gap', value: NaN, segmentMedian: NaN, overallMedian: 5, rank: NaN });
  });

  it('names the closest other segment by distance, even where it is closer than the own', () => {
    const treated = { data: Float32Array.of(0, 10, 12, 4, 30), nSamples: 5, nFeatures: 1 };
    expect(closestSegments(list, treated, 1)).toEqual({ distance: 1, closest: { position: 0, distance: 8 } });
    const alone = createCustomerList(ids, table, new Int32Array(5));
    expect(closestSegments(alone, treated, 1).closest).toBeNull();
    const odd = createCustomerList(ids, table, Int32Array.of(0, 0, 0, 0, 1));
    expect(closestSegments(odd, { ...treated, data: Float32Array.of(0, 0, 0, 40, 30) }, 3)).toEqual({
      distance: 30,
      closest: { position: 1, distance: 10 },
    });
  });
});

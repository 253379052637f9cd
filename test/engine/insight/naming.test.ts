import { describe, expect, it } from 'vitest';
import { superiority, type Standing } from '../../../electron/engine/insight/aspects.ts';
import {
  distinguish,
  kindFit,
  kindRules,
  nameSegments,
  type HabitKind,
} from '../../../electron/engine/insight/naming.ts';
import { type SegmentKind } from '../../../shared/domain.ts';

describe('superiority', () => {
  it('is the chance of having more than a customer outside the segment, ties counted half', () => {
    const values = Float64Array.of(1, 3, 1, 2, 5, NaN);
    const labels = Int32Array.of(0, 0, 1, 1, 1, 0);
    // Pairs of first and second: 1 ties 1, loses to 2 and 5; 3 beats 1 and 2, loses to 5.
    const [first, second] = superiority(values, labels, 2);
    expect(first).toBeCloseTo(2.5 / 6, 12);
    expect(second).toBeCloseTo(3.5 / 6, 12);
  });

  it('does not depend on the size of the segment', () => {
    for (const size of [10, 50, 90]) {
      const values = Float64Array.from({ length: 100 }, (_, i) => i);
      expect(
        superiority(
          values,
          Int32Array.from(values, (i) => (i >= 100 - size ? 1 : 0)),
          2,
        )[1],
      ).toBeCloseTo(1, 12);
    }
  });

  it('is one half for a segment of which nothing is known, or that holds everybody', () => {
    expect([...superiority(Float64Array.of(NaN, 4, 5), Int32Array.of(0, 1, 1), 2)]).toEqual([0.5, 0.5]);
  });
});

const average: Standing = { basket: 0.5, discount: 0.5, variety: 0.5, returns: 0.5, tenure: 0.5 };

describe('the naming table', () => {
  it('gives every kind its own name at its own ideal', () => {
    for (const kind of Object.keys(kindRules) as HabitKind[]) {
      const ideal = Object.fromEntries(
        Object.entries(kindRules[kind].ideal).map(([aspect, [standing]]) => [aspect, standing]),
      );
      const standing: Standing = { recency: 0.5, frequency: 0.5, monetary: 0.5, ...average, ...ideal };
      expect(nameSegments([standing], [kindRules[kind].once ? 1 : 3])).toEqual([kind]);
    }
  });

  const cases: [SegmentKind, Standing, number][] = [
    ['champions', { recency: 0.2, frequency: 0.88, monetary: 0.9 }, 9],
    ['loyal', { recency: 0.35, frequency: 0.68, monetary: 0.66, tenure: 0.66 }, 4],
    ['recent', { recency: 0.15, frequency: 0.3, monetary: 0.33, tenure: 0.15 }, 1],
    ['atRisk', { recency: 0.76, frequency: 0.55, monetary: 0.58 }, 3],
    ['lapsed', { recency: 0.85, frequency: 0.3, monetary: 0.22, tenure: 0.75 }, 2],
    ['needsAttention', { recency: 0.52, frequency: 0.55, monetary: 0.5 }, 2],
    ['bargainHunters', { recency: 0.5, frequency: 0.5, monetary: 0.42, discount: 0.85 }, 2],
    ['manyReturns', { recency: 0.4, frequency: 0.6, monetary: 0.6, returns: 0.88 }, 3],
  ];
  it.each(cases)('calls a segment %s by its standing', (kind, standing, orders) => {
    expect(nameSegments([{ ...average, ...standing }], [orders])).toEqual([kind]);
  });

  it('names together what would collide alone: the better fit keeps the name, the other gets its next', () => {
    const best: Standing = { ...average, recency: 0.12, frequency: 0.95, monetary: 0.96 };
    const good: Standing = { ...average, recency: 0.25, frequency: 0.82, monetary: 0.8, tenure: 0.6 };
    expect(nameSegments([good, best], [5, 12])).toEqual(['loyal', 'champions']);
  });

  it('repeats a name rather than giving a wrong one', () => {
    const lapsed: Standing = { ...average, recency: 0.9, frequency: 0.25, monetary: 0.2, tenure: 0.8 };
    const kinds = nameSegments([lapsed, lapsed, lapsed, lapsed, lapsed], [2, 2, 2, 2, 2]);
    expect(kinds.filter((kind) => kind === 'lapsed').length).toBeGreaterThan(1);
    for (const kind of kinds) expect(['lapsed', 'atRisk', 'needsAttention']).toContain(kind);
  });

  it('never says champions of silent customers, nor one-time of those who came back', () => {
    const silent: Standing = { ...average, recency: 0.9, frequency: 0.9, monetary: 0.95 };
    expect(kindFit('champions', silent, 9)).toBeLessThan(kindFit('atRisk', silent, 9));
    const twice: Standing = { ...average, recency: 0.65, frequency: 0.3, monetary: 0.3 };
    expect(kindFit('oneTime', twice, 2)).toBeLessThan(kindFit('oneTime', twice, 1));
  });
});

describe('distinguish', () => {
  it('tells segments of a kind apart by what differs most, and leaves the others alone', () => {
    const found = distinguish(
      ['loyal', 'champions', 'loyal'],
      [
        [0.1, 1.2, 3],
        [2, 2, 2],
        [0.3, -0.5, -3],
      ],
      ['recency', 'averageOrderValue', null],
    );
    expect(found).toEqual([
      { feature: 'averageOrderValue', high: true },
      null,
      { feature: 'averageOrderValue', high: false },
    ]);
  });

  it('gives no two of a kind the same feature and direction', () => {
    const found = distinguish(
      ['loyal', 'loyal', 'loyal'],
      [
        [3, 0.2],
        [2.5, -0.4],
        [-5, 0.1],
      ],
      ['recency', 'frequency'],
    );
    expect(new Set(found.map((entry) => `${entry!.feature} ${entry!.high}`)).size).toBe(3);
  });
});

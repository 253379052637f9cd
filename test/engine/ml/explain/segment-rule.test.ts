import { describe, expect, it } from 'vitest';
import { binColumn } from '../../../../electron/engine/ml/explain/binned-column.ts';
import { roundest } from '../../../../electron/engine/ml/explain/readable-threshold.ts';
import { segmentRule } from '../../../../electron/engine/ml/explain/segment-rule.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import { context } from '../goldens.ts';

function uniform(n: number, high: number, seed: number): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: n }, () => high * random.uniform());
}

describe('segmentRule', () => {
  it('finds the rule that made the segment, in round figures', () => {
    const n = 5000;
    const recency = uniform(n, 365, 1);
    const orders = uniform(n, 20, 2).map(Math.floor);
    const noise = uniform(n, 1, 3);
    const isMember = Uint8Array.from(recency, (days, i) => (days < 31.2 && orders[i]! >= 5 ? 1 : 0));
    const rule = segmentRule([noise, recency, orders], isMember, {}, context(1))!;
    expect(rule.conditions.toSorted((a, b) => a.column - b.column)).toEqual([
      { column: 1, low: null, high: expect.closeTo(31, 0) },
      { column: 2, low: 5, high: null },
    ]);
    expect(rule.precision).toBeGreaterThan(0.98);
    expect(rule.coverage).toBeGreaterThan(0.98);
    for (const { high } of rule.conditions) if (high !== null) expect(String(high).length).toBeLessThanOrEqual(4);
  });

  it('finds the best interval of a column, as trying all of them does', () => {
    const random = new Random(4);
    for (let round = 0; round < 20; round++) {
      const values = Float64Array.from({ length: 60 }, () => random.integer(12));
      const isMember = Uint8Array.from(values, (value) =>
        random.uniform() < (value > 3 && value < 8 ? 0.8 : 0.2) ? 1 : 0,
      );
      const nMembers = isMember.reduce((a, b) => a + b, 0);
      let best = 0;
      for (let low = 0; low < 12; low++) {
        for (let high = low + 1; high <= 12; high++) {
          const inside = [...isMember].filter((_, i) => values[i]! >= low && values[i]! < high);
          best = Math.max(best, (2 * inside.filter(Boolean).length) / (nMembers + inside.length));
        }
      }
      const rule = segmentRule([values], isMember, { minGain: 0, roundingLoss: 0 }, context(1))!;
      const found = (2 * rule.precision * rule.coverage) / (rule.precision + rule.coverage);
      expect(found).toBeCloseTo(best, 9);
    }
  });

  it('uses no more conditions than allowed, and none that do not help', () => {
    const columns = [1, 2, 3, 4].map((seed) => uniform(2000, 1, seed));
    const isMember = Uint8Array.from(columns[0]!, (_, i) => (columns.every((values) => values[i]! > 0.4) ? 1 : 0));
    expect(segmentRule(columns, isMember, {}, context(1))!.conditions).toHaveLength(3);
    expect(segmentRule(columns, isMember, { maxConditions: 1 }, context(1))!.conditions).toHaveLength(1);
    const one = Uint8Array.from(columns[2]!, (value) => (value > 0.5 ? 1 : 0));
    const rule = segmentRule(columns, one, {}, context(1))!;
    expect(rule.conditions).toEqual([{ column: 2, low: expect.closeTo(0.5, 2), high: null }]);
  });

  it('reports precision and coverage of the very rule it returns; rows without a value never match', () => {
    const columns = [uniform(3000, 100, 5), uniform(3000, 1000, 6)];
    for (let i = 0; i < 3000; i += 7) columns[0]![i] = NaN;
    const isMember = Uint8Array.from(columns[0]!, (value, i) => (value > 60 || columns[1]![i]! > 900 ? 1 : 0));
    const rule = segmentRule(columns, isMember, {}, context(1))!;
    const matched = [...isMember.keys()].filter((i) =>
      rule.conditions.every(({ column, low, high }) => {
        const value = columns[column]![i]!;
        return !Number.isNaN(value) && (low === null || value >= low) && (high === null || value < high);
      }),
    );
    const members = matched.filter((i) => isMember[i]).length;
    expect(rule.precision).toBeCloseTo(members / matched.length, 12);
    expect(rule.coverage).toBeCloseTo(members / isMember.reduce((a, b) => a + b, 0), 12);
  });

  it('has nothing to say of nobody or everybody', () => {
    const column = uniform(10, 1, 1);
    expect(segmentRule([column], new Uint8Array(10), {}, context(1))).toBeNull();
    expect(segmentRule([column], new Uint8Array(10).fill(1), {}, context(1))).toBeNull();
    expect(segmentRule([], Uint8Array.of(1, 0), {}, context(1))!.conditions).toEqual([]);
    const unknown = new Float64Array(2).fill(NaN);
    expect(segmentRule([unknown], Uint8Array.of(1, 0), {}, context(1))!.conditions).toEqual([]);
  });
});

describe('binColumn', () => {
  it('keeps equal values together and every bin in order', () => {
    const values = uniform(5000, 1, 9).map((value, i) => (i % 3 === 0 ? 0.5 : value));
    values[4] = NaN;
    const { bins, nBins, lowest, highest } = binColumn(values, 64);
    expect(nBins).toBeLessThanOrEqual(64);
    expect(nBins).toBeGreaterThan(30);
    expect(bins[4]).toBe(nBins);
    for (const [i, value] of values.entries()) {
      if (i === 4) continue;
      expect(value >= lowest[bins[i]!]! && value <= highest[bins[i]!]!).toBe(true);
    }
    for (let bin = 1; bin < nBins; bin++) expect(lowest[bin]).toBeGreaterThan(highest[bin - 1]!);
  });
});

describe('roundest', () => {
  it.each([
    [4, 5, 5],
    [29.3, 33.1, 30],
    [0.1234, 0.1311, 0.13],
    [-3, 2, 0],
    [-0.34, -0.29, -0.3],
    [1234, 1234.5, 1234.5],
    [98, 123, 100],
    [41, 49, 45],
    [2, 2, 2],
    [-Infinity, 7, 7],
  ])('above %d and up to %d is %d', (above, upTo, expected) => {
    expect(roundest(above, upTo)).toBe(expected);
  });
});

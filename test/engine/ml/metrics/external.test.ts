import { describe, expect, it } from 'vitest';
import { etaSquared } from '../../../../electron/engine/ml/metrics/eta-squared.ts';
import {
  adjustedRandIndex,
  clusteringAccuracy,
  normalizedMutualInformation,
  vMeasure,
} from '../../../../electron/engine/ml/metrics/external.ts';
import { hungarian } from '../../../../electron/engine/ml/metrics/hungarian.ts';
import { meanInterval } from '../../../../electron/engine/ml/metrics/interval.ts';
import { matchClusters } from '../../../../electron/engine/ml/metrics/match-clusters.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import { goldens, relativeError } from '../goldens.ts';

describe('agreement of partitions', () => {
  it.each(['iris', 'wine'] as const)('equals the reference on %s', (name) => {
    const golden = goldens[name].threeClusters;
    const truth = Int32Array.from(goldens[name].classes);
    const labels = Int32Array.from(golden.labels, (label) => 7 * label);
    expect(relativeError(adjustedRandIndex(truth, labels), golden.adjustedRand)).toBeLessThan(1e-9);
    expect(relativeError(normalizedMutualInformation(truth, labels), golden.nmi)).toBeLessThan(1e-9);
    expect(relativeError(vMeasure(truth, labels).vMeasure, golden.vMeasure)).toBeLessThan(1e-9);
  });

  it('is 1 for the same partition by other names, and 0 by chance', () => {
    const a = Int32Array.of(0, 0, 1, 1, 2, 2);
    const b = Int32Array.of(5, 5, 0, 0, 9, 9);
    for (const measure of [adjustedRandIndex, normalizedMutualInformation, clusteringAccuracy]) {
      expect(measure(a, b)).toBeCloseTo(1, 12);
      expect(measure(a, a)).toBeCloseTo(1, 12);
    }
    const all = Int32Array.of(1, 1, 1);
    expect(adjustedRandIndex(all, all)).toBe(1);
    const random = new Random(1);
    const [x, y] = [0, 1].map(() => Int32Array.from({ length: 20_000 }, () => random.integer(4)));
    expect(Math.abs(adjustedRandIndex(x!, y!))).toBeLessThan(0.001);
  });

  it('counts what the best naming gets right', () => {
    const truth = Int32Array.of(0, 0, 0, 1, 1, 2);
    expect(clusteringAccuracy(truth, Int32Array.of(4, 4, 1, 1, 1, 1))).toBeCloseTo(4 / 6, 12);
    expect(clusteringAccuracy(truth, Int32Array.of(0, 1, 2, 3, 3, 4))).toBeCloseTo(4 / 6, 12);
  });

  it('refuses labelings of different lengths', () => {
    expect(() => adjustedRandIndex(Int32Array.of(1, 2), Int32Array.of(1))).toThrowError(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});

describe('hungarian', () => {
  it('finds the least sum where each row taking its best would collide', () => {
    const columns = hungarian([
      [1, 2, 9],
      [1, 9, 9],
    ]);
    expect(columns).toEqual([1, 0]);
  });

  it('equals the best of all permutations', () => {
    const random = new Random(5);
    for (let trial = 0; trial < 50; trial++) {
      const cost = Array.from({ length: 4 }, () => Array.from({ length: 6 }, () => random.uniform() - 0.5));
      const found = hungarian(cost);
      expect(new Set(found).size).toBe(4);
      const sum = found.reduce((total, column, row) => total + cost[row]![column]!, 0);
      expect(sum).toBeCloseTo(least(cost, 0, new Set()), 12);
    }
  });

  function least(cost: number[][], row: number, taken: Set<number>): number {
    if (row === cost.length) return 0;
    let best = Infinity;
    for (let column = 0; column < cost[row]!.length; column++) {
      if (taken.has(column)) continue;
      best = Math.min(best, cost[row]![column]! + least(cost, row + 1, new Set([...taken, column])));
    }
    return best;
  }
});

describe('matchClusters', () => {
  it('finds the counterpart with the largest overlap', () => {
    const reference = Int32Array.of(0, 0, 0, 0, 1, 1, 3);
    const other = Int32Array.of(2, 2, 2, 0, 0, 0, 1);
    const { match, jaccard } = matchClusters(reference, other, 4, 3);
    expect([...match]).toEqual([2, 0, -1, 1]);
    expect([...jaccard]).toEqual([3 / 4, 2 / 3, 0, 1]);
  });
});

describe('etaSquared', () => {
  it('is the share of variance between groups', () => {
    const labels = Int32Array.of(0, 0, 5, 5);
    expect(etaSquared(Float64Array.of(1, 1, 4, 4), labels)).toBeCloseTo(1, 12);
    expect(etaSquared(Float64Array.of(1, 4, 1, 4), labels)).toBeCloseTo(0, 12);
    // Means 2 and 6, overall 4: 16 between, 20 in all.
    expect(etaSquared(Float64Array.of(1, 3, 5, 7), labels)).toBeCloseTo(16 / 20, 12);
    expect(etaSquared(Float64Array.of(2, 2, 2, 2), labels)).toBe(0);
  });
});

describe('meanInterval', () => {
  it.each([
    [2, 12.706204736432095],
    [6, 2.570581835636314],
    [31, 2.0422724563012373],
    [32, 2.0395134463964077],
    [61, 2.000297821058262],
    [1001, 1.9623390808264078],
  ])('uses Student t for %i values', (n, quantile) => {
    const values = Array.from({ length: n }, (_, i) => Math.sin(i) + 3);
    const mean = values.reduce((a, b) => a + b, 0) / n;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
    const half = quantile * Math.sqrt(variance / n);
    const interval = meanInterval(values);
    expect(interval.mean).toBeCloseTo(mean, 12);
    expect(relativeError(interval.high - mean, half)).toBeLessThan(1e-6);
    expect(relativeError(mean - interval.low, half)).toBeLessThan(1e-6);
  });

  it('takes a single value as its own interval', () => {
    expect(meanInterval([4])).toEqual({ mean: 4, low: 4, high: 4 });
  });
});

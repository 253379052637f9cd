import { describe, expect, it } from 'vitest';
import { columnShape, histogram, histogramBins } from '../../../../electron/engine/ml/preprocessing/histogram.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

describe('histogram', () => {
  const random = new Random(3);
  const normal = Float64Array.from({ length: 4000 }, () => random.normal());

  it('counts every value once: in a bin, beyond the axis, or as missing', () => {
    const samples = [
      normal,
      normal.map(Math.exp),
      normal.map((value, i) => (i % 7 === 0 ? NaN : Math.round(5 * Math.exp(value)))),
      normal.map((value, i) => (i % 20 === 0 ? value : 0)),
      Float64Array.of(NaN, Infinity, -Infinity, 1e200),
      new Float64Array(0),
    ];
    for (const values of samples) {
      const { counts, edges, below, above, missing } = histogram(values);
      expect(sum(counts) + below + above + missing).toBe(values.length);
      expect(edges.length).toBe(counts.length + 1);
      expect(counts.length).toBeLessThanOrEqual(histogramBins);
      edges.slice(1).forEach((edge, i) => expect(edge).toBeGreaterThan(edges[i]!));
    }
    expect(histogram(samples[2]!).missing).toBe(572);
    expect(histogram(samples[4]!).missing).toBe(4);
  });

  it('is not flattened by one whale: the axis is cut, and who lies beyond is counted', () => {
    const customers = Array.from({ length: 200 }, (_, i) => 10 + (i % 50) + 0.5);
    const alone = histogram([...customers, 1e6, -4e5]);
    expect([alone.below, alone.above]).toEqual([1, 1]);
    expect(alone.edges.at(-1)!).toBeLessThan(150);
    expect(alone.counts.filter((count) => count > 0).length).toBeGreaterThan(5);
    // Without whales nothing is cut.
    const all = histogram(customers);
    expect([all.below, all.above, all.edges[0], all.edges.at(-1)]).toEqual([0, 0, 10.5, 59.5]);
  });

  it('cuts no axis of few customers at their own values, but for a whale among them', () => {
    const few = Array.from({ length: 30 }, (_, i) => i + 0.25);
    expect(histogram(few)).toMatchObject({ below: 0, above: 0 });
    expect(histogram([...few.slice(1), 90_000.5])).toMatchObject({ below: 0, above: 1 });
  });

  it('shows what the others have where nearly all are equal', () => {
    const values = [...Array<number>(970).fill(0), ...Array.from({ length: 29 }, (_, i) => 0.2 + i / 100), 5000];
    const { edges, above, counts } = histogram(values);
    expect(above).toBe(1);
    expect(edges.at(-1)!).toBeLessThan(2);
    expect(counts[0]).toBe(970);
  });

  it('gives whole numbers bins of whole width, so that none is empty for that alone', () => {
    expect(histogram([1, 1, 1, 2, 2, 3, 4])).toEqual({
      edges: [0.5, 1.5, 2.5, 3.5, 4.5],
      counts: [3, 2, 1, 1],
      below: 0,
      above: 0,
      missing: 0,
    });
    const days = histogram(Array.from({ length: 1000 }, (_, i) => 1 + (i % 100)));
    expect(days.edges[1]! - days.edges[0]!).toBe(5);
    expect(days.counts).toEqual(Array<number>(20).fill(50));
  });

  it('copes with equal values and with none', () => {
    expect(histogram([0.1, 0.1]).counts).toEqual([2]);
    expect(histogram([1e80, 1e80]).counts).toEqual([2]);
    expect(histogram([1e80, 1e80 + 2e64]).counts).toEqual([2]);
    expect(sum(histogram([NaN]).counts)).toBe(0);
  });
});

describe('columnShape', () => {
  it('gives the skewness and what most have', () => {
    // By hand: mean 2, squares 1 1 1 9, cubes -1 -1 -1 27: (24 / 4) / (12 / 4) ^ 1.5.
    const shape = columnShape([1, 1, 1, 5]);
    expect(shape.skewness).toBeCloseTo(6 / 3 ** 1.5, 12);
    expect([shape.usual, shape.usualShare]).toEqual([1, 0.75]);
    expect(columnShape([-1, -1, -1, -5]).skewness).toBeCloseTo(-6 / 3 ** 1.5, 12);
  });

  it('is level where all are equal, and says when nothing is known', () => {
    expect(columnShape([0.1, 0.1, 0.1])).toEqual({ skewness: 0, usual: 0.1, usualShare: 1 });
    expect(columnShape([NaN, Infinity])).toEqual({ skewness: 0, usual: NaN, usualShare: 0 });
  });
});

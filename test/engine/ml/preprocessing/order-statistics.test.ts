import { describe, expect, it } from 'vitest';
import { correlations, pearson, ranks, spearman } from '../../../../electron/engine/ml/preprocessing/correlation.ts';
import { argsort, quantileInPlace } from '../../../../electron/engine/ml/preprocessing/order-statistics.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';

const random = new Random(11);
const samples: [string, Float64Array][] = [
  ['nothing', new Float64Array(0)],
  ['one', Float64Array.of(3)],
  ['normal', Float64Array.from({ length: 2000 }, () => random.normal())],
  ['few distinct', Float64Array.from({ length: 2000 }, () => random.integer(4) - 2)],
  ['all sizes', Float64Array.from({ length: 2000 }, () => random.normal() * 10 ** (random.integer(600) - 300))],
  ['extremes', Float64Array.of(Infinity, -Infinity, 0, -0, 5e-324, -5e-324, 1e308, -1e308)],
  ['descending', Float64Array.from({ length: 500 }, (_, i) => -i)],
];

describe('argsort', () => {
  it.each(samples)('sorts as the built-in sort does: %s', (_, values) => {
    const order = argsort(values);
    expect(Array.from(order, (i) => values[i])).toEqual(Array.from(values.slice().sort()));
  });

  it('keeps the order of equal values', () => {
    expect(Array.from(argsort(Float64Array.of(2, 1, 2, 1, 2)))).toEqual([1, 3, 0, 2, 4]);
  });
});

describe('quantileInPlace, as NumPy has it', () => {
  it('interpolates between neighbours', () => {
    const expected = [1, 1.015, 1.6, 2.5, 5.17, 9.895, 10];
    [0, 0.005, 0.2, 0.5, 0.77, 0.995, 1].forEach((q, i) => {
      expect(quantileInPlace(Float64Array.of(3, 1, 2, 10), q)).toBeCloseTo(expected[i]!, 12);
    });
  });

  it.each(samples.slice(1, 4))('picks what a full sort would: %s', (_, values) => {
    const sorted = values.slice().sort();
    for (const q of [0, 0.1, 0.5, 0.99, 1]) {
      const position = q * (values.length - 1);
      const [below, above] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
      const expected = below + (above - below) * (position - Math.floor(position));
      expect(quantileInPlace(values.slice(), q)).toBeCloseTo(expected, 12);
    }
  });

  it('looks only at the part it is given', () => {
    const values = Float64Array.of(9, 9, 3, 1, 2, -9);
    expect(quantileInPlace(values, 0.5, 2, 5)).toBe(2);
    expect([values[0], values[1], values[5]]).toEqual([9, 9, -9]);
    expect(quantileInPlace(values, 0.5, 3, 3)).toBeNaN();
  });
});

describe('correlations, as NumPy and SciPy have them', () => {
  const a = [1, 2, 3, 4, 5, 6, 6, 9];
  const b = [2, 1, 4, 3, 7, 7, 7, 50];

  it('gives equal values their mean rank', () => {
    expect(Array.from(ranks(a))).toEqual([1, 2, 3, 4, 5, 6.5, 6.5, 8]);
    expect(Array.from(ranks(b))).toEqual([2, 1, 4, 3, 6, 6, 6, 8]);
  });

  it('gives the figures of two columns', () => {
    expect(pearson(a, b)).toBeCloseTo(0.7955229384767367, 12);
    expect(spearman(a, b)).toBeCloseTo(0.9326733179802502, 12);
    expect(spearman(a, [5, 5, 5, 5, 5, 5, 5, 5])).toBe(0);
    expect(pearson(a, new Array<number>(8).fill(0.1))).toBe(0);
  });

  it('gives symmetric matrices with ones on the diagonal', () => {
    const data = new Float32Array(8 * 3);
    a.forEach((value, i) => data.set([value, b[i]!, 4], 3 * i));
    const { pearson: linear, spearman: ranked } = correlations({ data, nSamples: 8, nFeatures: 3 });
    expect([linear.nSamples, linear.nFeatures]).toEqual([3, 3]);
    expect(linear.data[1]).toBeCloseTo(0.7955229384767367, 12);
    expect(ranked.data[3]).toBeCloseTo(0.9326733179802502, 12);
    for (const { data: matrix } of [linear, ranked]) {
      expect([matrix[0], matrix[4], matrix[8], matrix[2], matrix[5]]).toEqual([1, 1, 1, 0, 0]);
      expect([matrix[1], matrix[2], matrix[5]]).toEqual([matrix[3], matrix[6], matrix[7]]);
    }
  });
});

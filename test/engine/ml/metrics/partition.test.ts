import { describe, expect, it } from 'vitest';
import { calinskiHarabasz, daviesBouldin } from '../../../../electron/engine/ml/metrics/partition.ts';
import { silhouetteScore, silhouetteScores } from '../../../../electron/engine/ml/metrics/silhouette.ts';
import type { Matrix } from '../../../../electron/engine/ml/types.ts';
import { clouds, context, goldens, matrix, relativeError, standardised } from '../goldens.ts';

/** Rousseeuw's definition, pair by pair in double precision. */
function plainSilhouettes({ data, nSamples, nFeatures }: Matrix, labels: Int32Array): number[] {
  return Array.from({ length: nSamples }, (_, i) => {
    const distances = new Map<number, number[]>();
    for (let j = 0; j < nSamples; j++) {
      if (j === i) continue;
      let squared = 0;
      for (let f = 0; f < nFeatures; f++) squared += (data[i * nFeatures + f]! - data[j * nFeatures + f]!) ** 2;
      distances.set(labels[j]!, [...(distances.get(labels[j]!) ?? []), Math.sqrt(squared)]);
    }
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const own = distances.get(labels[i]!);
    if (!own) return 0;
    const others = [...distances].filter(([label]) => label !== labels[i]).map(([, values]) => mean(values));
    const [a, b] = [mean(own), Math.min(...others)];
    return Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b);
  });
}

const oneSegment = expect.objectContaining({
  code: 'insufficient_data',
  details: expect.objectContaining({ reason: 'one_segment' }),
});

describe('measures of a partition', () => {
  it.each(['iris', 'wine'] as const)('equal the reference on %s', (name) => {
    const X = standardised(goldens[name]);
    const golden = goldens[name].threeClusters;
    // Numbers that are skipped must not matter.
    const labels = Int32Array.from(golden.labels, (label) => 3 * label + 2);
    expect(relativeError(daviesBouldin(X, labels), golden.daviesBouldin)).toBeLessThan(1e-9);
    expect(relativeError(calinskiHarabasz(X, labels), golden.calinskiHarabasz)).toBeLessThan(1e-9);
    expect(relativeError(silhouetteScore(X, labels, context(1)), golden.silhouette)).toBeLessThan(1e-6);
    const [scores] = silhouetteScores(X, [labels], {}, context(1));
    for (const [i, expected] of golden.firstSilhouettes.entries()) {
      expect(relativeError(scores!.perSample[i]!, expected)).toBeLessThan(1e-6);
    }
    expect(scores).toMatchObject({ sample: X.nSamples, low: scores!.silhouette, high: scores!.silhouette });
  });

  it('score several labelings at once as each alone', () => {
    const X = clouds(203, 7, 5, 1.5, 1);
    const labelings = [2, 3, 7, 40].map((k) => Int32Array.from({ length: 203 }, (_, i) => (i * i + (i % 5)) % k));
    const together = silhouetteScores(X, labelings, {}, context(1));
    for (const [l, labels] of labelings.entries()) {
      const plain = plainSilhouettes(X, labels);
      for (const [i, expected] of plain.entries()) expect(together[l]!.perSample[i]).toBeCloseTo(expected, 6);
    }
  });

  it('give a row alone in its cluster 0, and equal rows 0', () => {
    const X = matrix([[0], [1], [9]]);
    const [scores] = silhouetteScores(X, [Int32Array.of(0, 0, 5)], {}, context(1));
    expect(scores!.perSample[0]).toBeCloseTo(8 / 9, 6);
    expect(scores!.perSample[2]).toBe(0);
    const equal = matrix([[1], [1], [1], [1]]);
    expect(silhouetteScore(equal, Int32Array.of(0, 0, 1, 1), context(1))).toBe(0);
    expect(daviesBouldin(equal, Int32Array.of(0, 0, 1, 1))).toBe(0);
    expect(calinskiHarabasz(equal, Int32Array.of(0, 0, 1, 1))).toBe(1);
  });

  it('draw a sample that holds every cluster, and say how sure it is', () => {
    const X = clouds(6000, 3, 4, 1, 2);
    const labels = Int32Array.from({ length: 6000 }, (_, i) => (i < 8 ? 4 : i % 4));
    const [whole] = silhouetteScores(X, [labels], {}, context(1));
    const [sampled] = silhouetteScores(X, [labels], { sampleSize: 1500 }, context(1));
    expect(Math.abs(sampled!.sample - 1500)).toBeLessThan(10);
    expect(sampled!.high - sampled!.low).toBeGreaterThan(0);
    expect(sampled!.high - sampled!.low).toBeLessThan(0.05);
    // Twice the half-width: the seed is fixed, so this does not flicker.
    expect(Math.abs(sampled!.silhouette - whole!.silhouette)).toBeLessThan(sampled!.high - sampled!.low);
    expect(silhouetteScores(X, [labels], { sampleSize: 1500 }, context(1))[0]).toEqual(sampled);
    expect(silhouetteScores(X, [labels], { sampleSize: 1500 }, context(2))[0]!.silhouette).not.toBe(
      sampled!.silhouette,
    );
  });

  it('refuse a single cluster', () => {
    const X = matrix([[1], [2]]);
    const labels = Int32Array.of(3, 3);
    expect(() => daviesBouldin(X, labels)).toThrowError(oneSegment);
    expect(() => calinskiHarabasz(X, labels)).toThrowError(oneSegment);
    expect(() => silhouetteScores(X, [labels], {}, context(1))).toThrowError(oneSegment);
  });

  it.each([NaN, Infinity])('refuse %s', (bad) => {
    const X = matrix([[1], [bad], [3]]);
    const labels = Int32Array.of(0, 1, 1);
    const notFinite = expect.objectContaining({
      code: 'invalid_input',
      details: expect.objectContaining({ reason: 'not_finite' }),
    });
    expect(() => silhouetteScores(X, [labels], {}, context(1))).toThrowError(notFinite);
    expect(() => daviesBouldin(X, labels)).toThrowError(notFinite);
    expect(() => calinskiHarabasz(X, labels)).toThrowError(notFinite);
  });

  it('find the same silhouettes far from the origin', () => {
    const X = clouds(200, 3, 3, 0.5, 4);
    const labels = Int32Array.from({ length: 200 }, (_, i) => i % 3);
    const moved = { ...X, data: X.data.map((value) => value + 1e6) as Float64Array };
    const here = silhouetteScore(X, labels, context(1));
    expect(silhouetteScore(moved, labels, context(1))).toBeCloseTo(here, 5);
  });
});

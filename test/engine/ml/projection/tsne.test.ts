import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { trustworthiness } from '../../../../electron/engine/ml/projection/trustworthiness.ts';
import { fitTsne } from '../../../../electron/engine/ml/projection/tsne.ts';
import type { Matrix } from '../../../../electron/engine/ml/types.ts';
import { blobs, context, normals, squaredDistance } from './tsne-samples.ts';

function mapOf(embedding: Float32Array): Matrix {
  return { data: embedding, nSamples: embedding.length / 2, nFeatures: 2 };
}

describe('fitTsne', () => {
  it('keeps separate blobs separate and neighbours together', () => {
    const X = blobs(900, 6, 5, 6);
    const { embedding, klDivergence, nIterations } = fitTsne(X, {}, context());
    expect(nIterations).toBe(750);
    expect(klDivergence).toBeGreaterThan(0);
    expect(trustworthiness(X, embedding, 15, context())).toBeGreaterThan(0.95);
    const map = mapOf(embedding);
    for (let i = 0; i < 900; i++) {
      let nearest = -1;
      let least = Infinity;
      for (let j = 0; j < 900; j++) {
        const squared = squaredDistance(map, i, map, j);
        if (j !== i && squared < least) [nearest, least] = [j, squared];
      }
      expect(nearest % 5).toBe(i % 5);
    }
  });

  it('is the same for the same seed, to the byte', () => {
    const X = blobs(1500, 4, 3, 4);
    const params = { nIterations: 300 };
    const first = fitTsne(X, params, context(5));
    const second = fitTsne(X, params, context(5));
    expect(second.embedding).toEqual(first.embedding);
    expect(second.klDivergence).toBe(first.klDivergence);
    expect(fitTsne(X, params, context(6)).embedding).not.toEqual(first.embedding);
  });

  it('goes on to a better map with more iterations', () => {
    const X = blobs(600, 5, 4, 3);
    const short = fitTsne(X, { nIterations: 300 }, context()).klDivergence;
    const long = fitTsne(X, { nIterations: 750 }, context()).klDivergence;
    expect(long).toBeLessThan(short);
  });

  it('centres the map and reports progress up to 1', () => {
    const shares: number[] = [];
    const { embedding } = fitTsne(blobs(200, 3, 2, 4), {}, { ...context(), report: (share) => shares.push(share) });
    const sum = embedding.reduce((total, value) => total + value, 0);
    expect(Math.abs(sum)).toBeLessThan(0.01);
    expect(shares.length).toBeGreaterThanOrEqual(750);
    expect(shares.every((share, at) => at === 0 || share >= shares[at - 1]!)).toBe(true);
    expect(shares.at(-1)).toBeCloseTo(1, 10);
  });

  it('stops when cancelled, at the beginning and on the way', () => {
    for (const after of [0, 100]) {
      let calls = 0;
      const checkCancelled = () => {
        if (calls++ >= after) throw new AppError('cancelled');
      };
      expect(() => fitTsne(normals(300, 3), {}, { ...context(), checkCancelled })).toThrow('cancelled');
      expect(calls).toBe(after + 1);
    }
  });

  for (const nSamples of [1, 2, 3, 4, 5, 10]) {
    it(`embeds ${nSamples} rows`, () => {
      const { embedding, klDivergence } = fitTsne(normals(nSamples, 3), {}, context());
      expect(embedding.length).toBe(2 * nSamples);
      expect(embedding.every(Number.isFinite)).toBe(true);
      expect(Number.isFinite(klDivergence)).toBe(true);
    });
  }

  it('spreads equal rows around one spot', () => {
    const X: Matrix = { data: new Float64Array(1200).fill(7), nSamples: 400, nFeatures: 3 };
    const { embedding } = fitTsne(X, {}, context());
    expect(embedding.every(Number.isFinite)).toBe(true);
    expect(new Set(embedding).size).toBeGreaterThan(700);
  });

  it('keeps many identical rows together and away from others', () => {
    const X = blobs(600, 3, 2, 8);
    for (let i = 0; i < 600; i += 2) X.data.fill(20, i * 3, i * 3 + 3);
    const map = mapOf(fitTsne(X, {}, context()).embedding);
    const centre = { data: new Float64Array(2), nSamples: 1, nFeatures: 2 };
    for (let i = 0; i < 600; i += 2) for (const c of [0, 1]) centre.data[c]! += map.data[2 * i + c]! / 300;
    const radius = Math.max(...Array.from({ length: 300 }, (_, i) => squaredDistance(map, 2 * i, centre, 0)));
    const others = Array.from({ length: 300 }, (_, i) => squaredDistance(map, 2 * i + 1, centre, 0));
    expect(others.filter((squared) => squared < radius).length).toBe(0);
  });

  it('embeds a single feature, and a constant one beside it', () => {
    const line = normals(200, 1);
    const beside = { data: new Float64Array(400), nSamples: 200, nFeatures: 2 };
    for (let i = 0; i < 200; i++) beside.data[2 * i] = line.data[i]!;
    for (const X of [line, beside]) {
      const { embedding } = fitTsne(X, {}, context());
      expect(trustworthiness(X, embedding, 10, context())).toBeGreaterThan(0.97);
    }
  });

  it('refuses values that are not finite, and no rows', () => {
    const X = normals(50, 2);
    X.data[3] = Infinity;
    expect(() => fitTsne(X, {}, context())).toThrow('not_finite');
    expect(() => fitTsne(normals(0, 2), {}, context())).toThrow('insufficient_data');
  });
});

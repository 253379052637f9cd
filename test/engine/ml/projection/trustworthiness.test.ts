import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { trustworthiness } from '../../../../electron/engine/ml/projection/trustworthiness.ts';
import { fitTsne } from '../../../../electron/engine/ml/projection/tsne.ts';
import type { Matrix } from '../../../../electron/engine/ml/types.ts';
import { context, normals } from './tsne-samples.ts';

const fixture = new URL('../../../fixtures/clustering.json', import.meta.url);
const { iris } = JSON.parse(readFileSync(fixture, 'utf8')) as { iris: { rows: number[][] } };
const irisMatrix: Matrix = { data: Float64Array.from(iris.rows.flat()), nSamples: 150, nFeatures: 4 };

describe('trustworthiness', () => {
  it("equals scikit-learn's", () => {
    const numbers = Array.from({ length: 60 }, (_, i) => i);
    const rows = numbers.flatMap((i) => [Math.sin(i * 1.3) * i, i ** 1.5, Math.cos(i * i)]);
    const X = { data: Float64Array.from(rows), nSamples: 60, nFeatures: 3 };
    const map = Float32Array.from(numbers.flatMap((i) => [Math.sin(i * 1.3) * i, Math.cos(i * 0.7) * 9]));
    expect(trustworthiness(X, map, 1, context())).toBeCloseTo(0.6405172413793103, 12);
    expect(trustworthiness(X, map, 5, context())).toBeCloseTo(0.6598076923076923, 12);
    expect(trustworthiness(X, map, 15, context())).toBeCloseTo(0.6834834834834835, 12);
  });

  it('is 1 where the map is the data', () => {
    const X = normals(100, 2);
    expect(trustworthiness(X, Float32Array.from(X.data), 10, context())).toBe(1);
  });

  it('refuses too many neighbours and a map of another length', () => {
    const X = normals(20, 2);
    expect(() => trustworthiness(X, Float32Array.from(X.data), 10, context())).toThrow('too_many_neighbours');
    expect(() => trustworthiness(X, new Float32Array(10), 3, context())).toThrow('shape_mismatch');
  });
});

describe('t-SNE of the iris flowers', () => {
  it("is as good as scikit-learn's: trustworthiness 0.988, divergence 0.1205", () => {
    const { embedding, klDivergence } = fitTsne(irisMatrix, {}, context());
    expect(trustworthiness(irisMatrix, embedding, 15, context())).toBeGreaterThan(0.985);
    expect(klDivergence).toBeLessThan(1.05 * 0.1205);
  });
});

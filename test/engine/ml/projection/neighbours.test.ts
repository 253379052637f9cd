import { describe, expect, it } from 'vitest';
import { nearestNeighbours, NeighbourTree } from '../../../../electron/engine/ml/projection/neighbours.ts';
import type { Matrix } from '../../../../electron/engine/ml/types.ts';
import { blobs, context, normals, squaredDistance } from './tsne-samples.ts';

function bruteForce(Q: Matrix, i: number, X: Matrix, without: number): { row: number; squared: number }[] {
  return Array.from({ length: X.nSamples }, (_, row) => ({ row, squared: squaredDistance(Q, i, X, row) }))
    .filter(({ row }) => row !== without)
    .sort((a, b) => a.squared - b.squared);
}

describe('nearestNeighbours', () => {
  for (const [nSamples, nFeatures, k] of [
    [2, 1, 1],
    [33, 3, 32],
    [700, 5, 20],
    [600, 24, 90],
  ] as const) {
    it(`finds the ${k} nearest of ${nSamples} rows with ${nFeatures} features`, () => {
      const X = blobs(nSamples, nFeatures, 4, 3);
      const { indices, squaredDistances } = nearestNeighbours(X, k, context());
      for (let i = 0; i < nSamples; i++) {
        const expected = bruteForce(X, i, X, i).slice(0, k);
        expect([...indices.subarray(i * k, (i + 1) * k)]).toEqual(expected.map(({ row }) => row));
        expected.forEach(({ squared }, m) => expect(squaredDistances[i * k + m]! / squared).toBeCloseTo(1, 4));
      }
    });
  }

  it('gives identical rows different neighbours at distance 0', () => {
    const X: Matrix = { data: new Float64Array(600), nSamples: 300, nFeatures: 2 };
    const { indices, squaredDistances } = nearestNeighbours(X, 10, context());
    expect(squaredDistances.every((squared) => squared === 0)).toBe(true);
    const timesChosen = new Map<number, number>();
    for (let i = 0; i < 300; i++) {
      const own = new Set(indices.subarray(i * 10, (i + 1) * 10));
      expect(own.size).toBe(10);
      expect(own.has(i)).toBe(false);
      for (const j of own) timesChosen.set(j, (timesChosen.get(j) ?? 0) + 1);
    }
    expect(Math.max(...timesChosen.values())).toBeLessThan(60);
    expect(timesChosen.size).toBeGreaterThan(250);
  });

  it('does not lose digits to a large offset', () => {
    const X = normals(200, 3);
    const shifted = { ...X, data: X.data.map((value) => value + 1e8) };
    const plain = nearestNeighbours(X, 5, context()).indices;
    const moved = nearestNeighbours(shifted, 5, context()).indices;
    const different = plain.filter((row, at) => row !== moved[at]).length;
    expect(different).toBeLessThan(3);
  });

  it('refuses values that are not finite, and more neighbours than there are', () => {
    const X = normals(10, 2);
    expect(() => nearestNeighbours(X, 10, context())).toThrow('too_many_neighbours');
    X.data[5] = NaN;
    expect(() => nearestNeighbours(X, 3, context())).toThrow('not_finite');
  });

  it('stops when cancelled', () => {
    const checkCancelled = () => {
      throw new Error('stop');
    };
    expect(() => nearestNeighbours(normals(100, 2), 3, { ...context(), checkCancelled })).toThrow('stop');
  });
});

describe('NeighbourTree', () => {
  it('finds the rows nearest to rows that are not in it, however far they are', () => {
    const X = blobs(500, 4, 3, 4);
    const Q = blobs(50, 4, 3, 5, 9);
    Q.data.fill(1e30, 0, 4);
    const { indices } = new NeighbourTree(X, context()).nearest(Q, 7, context());
    for (let i = 1; i < 50; i++) {
      expect([...indices.subarray(i * 7, (i + 1) * 7)]).toEqual(
        bruteForce(Q, i, X, -1)
          .slice(0, 7)
          .map(({ row }) => row),
      );
    }
    expect(new Set(indices.subarray(0, 7)).size).toBe(7);
    expect(indices.every((row) => row >= 0 && row < 500)).toBe(true);
  });
});

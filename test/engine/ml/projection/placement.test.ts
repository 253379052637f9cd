import { describe, expect, it } from 'vitest';
import { placeByNeighbours } from '../../../../electron/engine/ml/projection/placement.ts';
import { trustworthiness } from '../../../../electron/engine/ml/projection/trustworthiness.ts';
import { fitTsne } from '../../../../electron/engine/ml/projection/tsne.ts';
import { takeRows, type Matrix } from '../../../../electron/engine/ml/types.ts';
import { blobs, context } from './tsne-samples.ts';

const plane: Matrix = { data: Float64Array.of(0, 0, 1, 0, 0, 1, 1, 1, 9, 9), nSamples: 5, nFeatures: 2 };
const map = Float32Array.from(plane.data, (value) => 10 * value);

describe('placeByNeighbours', () => {
  it('puts a row that was embedded where it is', () => {
    const placed = placeByNeighbours(plane, map, plane, { nNeighbours: 4 }, context());
    map.forEach((value, at) => expect(placed[at]).toBeCloseTo(value, 4));
  });

  it('puts a row between four equally far ones into their middle', () => {
    const middle = { data: Float64Array.of(0.5, 0.5), nSamples: 1, nFeatures: 2 };
    const [x, y] = placeByNeighbours(plane, map, middle, { nNeighbours: 4 }, context());
    expect(x).toBeCloseTo(5, 3);
    expect(y).toBeCloseTo(5, 3);
  });

  it('does not put a row into the gap that a stray neighbour opens', () => {
    const data = Float64Array.of(0, 0.1, 0.2, 0.3, 0.4);
    const torn = Float32Array.of(0, 0, 1, 0, 2, 0, 1, 1, 500, 0);
    const X = { data, nSamples: 5, nFeatures: 1 };
    const [x] = placeByNeighbours(X, torn, { data: Float64Array.of(0.22), nSamples: 1, nFeatures: 1 }, {}, context());
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(3);
  });

  it('puts left-out rows into their own blob, nearly as trustworthy as if embedded', () => {
    const X = blobs(900, 5, 3, 8);
    const rows = (rest: number[]) => Array.from({ length: 900 }, (_, i) => i).filter((i) => rest.includes(i % 9));
    const [kept, left] = [rows([0, 1, 2, 3, 4, 5]), rows([6, 7, 8])];
    const embedded = takeRows(X, kept);
    const { embedding } = fitTsne(embedded, {}, context());
    const placed = placeByNeighbours(embedded, embedding, takeRows(X, left), {}, context());
    const together = new Float32Array([...embedding, ...placed]);
    expect(trustworthiness(takeRows(X, [...kept, ...left]), together, 15, context())).toBeGreaterThan(0.95);
    expect(placeByNeighbours(embedded, embedding, takeRows(X, left), {}, context())).toEqual(placed);
  });

  it('refuses a map or rows of another shape', () => {
    expect(() => placeByNeighbours(plane, map.slice(2), plane, {}, context())).toThrow('shape_mismatch');
    const wide = { data: new Float64Array(3), nSamples: 1, nFeatures: 3 };
    expect(() => placeByNeighbours(plane, map, wide, {}, context())).toThrow('shape_mismatch');
  });
});

/** The map: who is embedded, who is placed, and the same dots on any number of threads. */
import { afterAll, describe, expect, it } from 'vitest';
import { createCancelFlag } from '../../../electron/engine/jobs/cancel.ts';
import { drawMap } from '../../../electron/engine/jobs/draw-map.ts';
import { createPool } from '../../../electron/engine/jobs/pool.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import { toShared } from '../../../electron/engine/ml/shared-memory.ts';

const one = createPool(1);
const two = createPool(2);
afterAll(() => Promise.all([one.close(), two.close()]));

const n = 26_000;
const random = new Random(5);
const groups = 4;
const space = toShared({
  data: Float64Array.from({ length: n * 4 }, (_, at) => ((at >> 2) % groups) * 12 + random.normal()),
  nSamples: n,
  nFeatures: 4,
});
const settings = { map: 'tsne', preset: 'fast', seed: 3 } as const;

describe('the map', () => {
  it('shows everybody: 6,000 embedded, the rest placed in their own group, alike on one and two threads', async () => {
    const shares: number[] = [];
    const report = (share: number): void => void shares.push(share);
    const [alone, shared] = await Promise.all(
      [one, two].map((pool) => drawMap(space, settings, { pool, cancel: createCancelFlag() }, report)),
    );
    expect(shared).toEqual(alone);
    expect(alone!.x).toBeInstanceOf(Float32Array);
    expect(alone).toMatchObject({ embedded: 6000, sampledFrom: n });
    expect([...alone!.rows].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    expect(Math.max(...shares)).toBe(1);

    // Groups far apart in the features are apart on the map, and those placed lie with their own.
    const centres = Array.from({ length: groups }, () => [0, 0, 0]);
    for (let i = 0; i < 6000; i++) {
      const centre = centres[alone!.rows[i]! % groups]!;
      centre[0]! += alone!.x[i]!;
      centre[1]! += alone!.y[i]!;
      centre[2]!++;
    }
    const nearest = (i: number): number => {
      const distances = centres.map(([x, y, count]) =>
        Math.hypot(alone!.x[i]! - x! / count!, alone!.y[i]! - y! / count!),
      );
      return distances.indexOf(Math.min(...distances));
    };
    let own = 0;
    for (let i = 6000; i < n; i++) own += nearest(i) === alone!.rows[i]! % groups ? 1 : 0;
    expect(own / (n - 6000)).toBeGreaterThan(0.99);
  });

  it('by PCA has nobody to place, and none where none is wanted', async () => {
    const deps = { pool: two, cancel: createCancelFlag() };
    const map = await drawMap(space, { ...settings, map: 'pca' }, deps, () => {});
    expect(map).toMatchObject({ kind: 'pca', embedded: n, klDivergence: null });
    expect(await drawMap(space, { ...settings, map: 'none' }, deps, () => {})).toBeNull();
  });
});

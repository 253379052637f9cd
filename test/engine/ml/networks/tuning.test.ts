import { describe, expect, it } from 'vitest';
import {
  chooseTrial,
  defaultLayers,
  runTrial,
  survivors,
  tuningPlan,
} from '../../../../electron/engine/ml/networks/tuning.ts';
import { context, manifold } from './samples.ts';

const trial = (layers: number[], validationLoss: number) => ({ layers, epochs: 8, validationLoss });

describe('tuning', () => {
  it('plans structures that fit the number of features', () => {
    expect(tuningPlan(13, 5000, 'fast')).toEqual({ rungs: [], candidates: [[64, 32, 5]], sampleSize: 0 });
    for (const preset of ['balanced', 'deep'] as const) {
      for (const nFeatures of [1, 2, 3, 13, 40]) {
        const { candidates, rungs, sampleSize } = tuningPlan(nFeatures, 5000, preset);
        expect(new Set(candidates.map(String)).size).toBe(candidates.length);
        for (const layers of candidates) expect(layers.at(-1)!).toBeLessThanOrEqual(Math.max(1, nFeatures - 1));
        expect(rungs.at(-1)!.keep).toBe(1);
        expect(sampleSize).toBe(5000);
      }
    }
    expect(tuningPlan(13, 5000, 'deep').candidates.length).toBe(12);
    expect(tuningPlan(13, 1e6, 'balanced').sampleSize).toBe(8_000);
    expect([1, 2, 4, 13, 100].map((n) => defaultLayers(n).at(-1))).toEqual([1, 1, 2, 5, 8]);
  });

  it('keeps a structure of each latent size before a second of any', () => {
    const trials = [trial([64, 8], 0.1), trial([32, 8], 0.12), trial([64, 4], 0.3), trial([64, 2], 0.6)];
    expect(survivors(trials, 3)).toEqual([
      [64, 8],
      [64, 4],
      [64, 2],
    ]);
    expect(survivors(trials, 4).at(-1)).toEqual([32, 8]);
  });

  it('takes the smallest latent that explains nearly as much as the best', () => {
    const trials = [trial([64, 8], 0.1), trial([64, 32, 4], 0.14), trial([32, 4], 0.149), trial([64, 2], 0.3)];
    expect(chooseTrial(trials).layers).toEqual([32, 4]);
    expect(chooseTrial(trials, 0.1).layers).toEqual([64, 8]);
  });

  it('finds the dimensions that the data have', async () => {
    const X = manifold(1500, 12, 1);
    const trials = await Promise.all(
      [
        [32, 2],
        [32, 3],
        [32, 6],
      ].map((layers) => runTrial(X, layers, 40, { ...context(1), backend: 'kernels' })),
    );
    expect(chooseTrial(trials).layers).toEqual([32, 3]);
    expect(await runTrial(X, [32, 2], 40, { ...context(1), backend: 'kernels' })).toEqual(trials[0]);
  });
});

import { describe, expect, it } from 'vitest';
import { defaultLayers, planTuning, survivors, usualNetwork } from '../../../../electron/engine/ml/networks/tuning.ts';
import { fitAutoencoder, type AutoencoderCheckpoint } from '../../../../electron/engine/ml/networks/autoencoder.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import { context, manifold } from './samples.ts';

const budget = { trials: 16, firstEpochs: 5, mostEpochs: 100 };

describe('the candidates of tuning', () => {
  it('begin with the usual network, differ from each other, and fit the number of features', () => {
    expect([1, 2, 4, 13, 100].map((n) => defaultLayers(n).at(-1))).toEqual([1, 1, 2, 5, 8]);
    for (const nFeatures of [1, 2, 3, 13, 40]) {
      const { candidates } = planTuning(nFeatures, budget, {}, new Random(1));
      expect(candidates[0]).toEqual(usualNetwork(nFeatures));
      expect(new Set(candidates.map((candidate) => JSON.stringify(candidate))).size).toBe(16);
      for (const { layers } of candidates) expect(layers.at(-1)!).toBeLessThanOrEqual(Math.max(1, nFeatures - 1));
    }
  });

  it('are drawn by the seed, and spread over every choice', () => {
    const of = (seed: number) => planTuning(13, budget, {}, new Random(seed)).candidates;
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
    const drawn = of(3).slice(1);
    for (const value of [0, 0.1, 0.2, 0.4]) {
      const count = drawn.filter(({ noise }) => noise === value).length;
      expect(count).toBeGreaterThanOrEqual(2);
      expect(count).toBeLessThanOrEqual(6);
    }
    expect(new Set(drawn.map(({ learningRate }) => learningRate)).size).toBe(4);
    expect(new Set(drawn.map(({ layers }) => layers.at(-1))).size).toBeGreaterThanOrEqual(4);
  });

  it('keep what a person fixed, and are as many as there can be', () => {
    const fixed = { noise: 0.3, learningRate: 0.01 };
    const { candidates } = planTuning(2, { ...budget, trials: 64 }, fixed, new Random(1));
    for (const candidate of candidates) expect(candidate).toMatchObject(fixed);
    // Two features leave a latent size of one, and five shapes of hidden layers.
    expect(candidates).toHaveLength(5);
  });
});

describe('the rungs of tuning', () => {
  const rungsOf = (trials: number, mostEpochs = 1000) =>
    planTuning(13, { trials, firstEpochs: 5, mostEpochs }, {}, new Random(1)).rungs;

  it('double the epochs and halve the candidates until one is left', () => {
    expect(rungsOf(8)).toEqual([
      { epochs: 5, keep: 4 },
      { epochs: 10, keep: 2 },
      { epochs: 20, keep: 1 },
    ]);
    expect(rungsOf(5).map(({ keep }) => keep)).toEqual([3, 2, 1]);
    expect(rungsOf(2)).toEqual([{ epochs: 5, keep: 1 }]);
    expect(rungsOf(1)).toEqual([]);
  });

  it('end with the epochs that the run has', () => {
    expect(rungsOf(64, 20)).toEqual([
      { epochs: 5, keep: 32 },
      { epochs: 10, keep: 16 },
      { epochs: 20, keep: 1 },
    ]);
  });
});

describe('survivors', () => {
  const trial = (candidate: number, score: number | null) => ({ candidate, score });

  it('are the better half; the earlier of equals; never one that learned nothing', () => {
    const trials = [trial(1, 0.3), trial(2, 0.5), trial(3, null), trial(4, 0.3), trial(5, 0.1)];
    expect(survivors(trials, 3).map(({ candidate }) => candidate)).toEqual([2, 1, 4]);
    expect(survivors(trials, 5)).toHaveLength(4);
    expect(survivors([trial(1, null)], 1)).toEqual([]);
  });
});

describe('a candidate that goes on', () => {
  it('learns the same bits as one that never stopped', async () => {
    const X = manifold(400, 8, 1);
    const plan = { layers: [16, 3], noise: 0.2, learningRate: 2e-3, scheduleEpochs: 8 };
    let reached: AutoencoderCheckpoint | undefined;
    const learn = (epochs: number, checkpoint?: AutoencoderCheckpoint) =>
      fitAutoencoder(
        X,
        { ...plan, epochs, patience: epochs },
        {
          ...context(1),
          backend: 'kernels',
          checkpointEvery: epochs,
          onCheckpoint: (state) => (reached = state),
          ...(checkpoint ? { checkpoint } : {}),
        },
      );
    await learn(4);
    expect(reached!.curve.loss).toHaveLength(4);
    const continued = await learn(8, reached);
    expect(continued).toEqual(await learn(8));
    expect(continued.model.training).toMatchObject({ noise: 0.2, learningRate: 2e-3 });
  });
});

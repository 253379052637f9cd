import { describe, expect, it } from 'vitest';
import { autoencoderSpec } from '../../../../electron/engine/ml/networks/dense.ts';
import {
  usualBatch,
  encode,
  fitAutoencoder,
  reconstruct,
  reconstructionError,
  type AutoencoderCheckpoint,
  type AutoencoderContext,
  type AutoencoderParams,
} from '../../../../electron/engine/ml/networks/autoencoder.ts';
import { alongAxes } from '../../../../electron/engine/ml/networks/latent-axes.ts';
import { takeRows, type Matrix } from '../../../../electron/engine/ml/types.ts';
import { AppError } from '../../../../shared/errors.ts';
import { context, gaussian, manifold } from './samples.ts';

const fit = (X: Matrix, params: Partial<AutoencoderParams>, ctx: Partial<AutoencoderContext> = {}) =>
  fitAutoencoder(X, { layers: [16, 8, 3], ...params }, { ...context(1), backend: 'kernels', ...ctx });

describe('fitAutoencoder', () => {
  it('learns a manifold of three dimensions in twelve, also from blanked inputs', async () => {
    const X = manifold(3000, 12, 1);
    const { model, curve, reconstructionLoss } = await fit(X, { layers: [64, 32, 3], epochs: 60 });
    expect(reconstructionLoss).toBeLessThan(0.05);
    expect(model.training.validationLoss).toBeLessThan(0.05);
    expect(curve.validationLoss[curve.bestEpoch - 1]).toBe(Math.min(...curve.validationLoss));
    const errors = reconstructionError(model, X);
    expect(errors.reduce((sum, error) => sum + error, 0) / X.nSamples).toBeCloseTo(reconstructionLoss, 5);
    const denoising = await fit(X, { layers: [64, 32, 3], epochs: 60, noise: 0.1 });
    expect(denoising.reconstructionLoss).toBeLessThan(0.15);
    expect(denoising.curve.loss.at(-1)).toBeGreaterThan(denoising.curve.validationLoss.at(-1)!);
  });

  it('gives the same bytes for the same seed, others for another, and leaves X as it was', async () => {
    const X = manifold(300, 7, 2);
    const before = X.data.slice();
    const first = await fit(X, { epochs: 5, noise: 0.2 });
    expect(await fit(X, { epochs: 5, noise: 0.2 })).toEqual(first);
    const other = await fit(X, { epochs: 5, noise: 0.2 }, context(2));
    expect(other.model.weights).not.toEqual(first.model.weights);
    expect(X.data).toEqual(before);
  });

  it.each(['kernels', 'wasm'] as const)('%s: continues from any checkpoint to the same bytes', async (backend) => {
    const X = manifold(400, 6, 3);
    const checkpoints: AutoencoderCheckpoint[] = [];
    const ctx = { checkpointEvery: 4, backend };
    const onCheckpoint = (checkpoint: AutoencoderCheckpoint) => checkpoints.push(structuredClone(checkpoint));
    const whole = await fit(X, { epochs: 14, noise: 0.1 }, { ...ctx, onCheckpoint });
    expect(checkpoints.map((checkpoint) => checkpoint.curve.loss.length)).toEqual([4, 8, 12]);
    for (const checkpoint of checkpoints) {
      expect(await fit(X, { epochs: 14, noise: 0.1 }, { ...ctx, checkpoint })).toEqual(whole);
    }
    await expect(fit(X, { layers: [16, 8, 2] }, { checkpoint: checkpoints[0]! })).rejects.toMatchObject({
      details: { reason: 'checkpoint_mismatch' },
    });
  });

  it('stops early and keeps the weights of the best epoch', async () => {
    // Pure noise on few rows: what is learned by heart does not help the rows held out.
    const X = gaussian(60, 8, 4);
    const { curve, model } = await fit(X, { layers: [64, 4], epochs: 2000, patience: 10, learningRate: 3e-3 });
    expect(curve.loss.length).toBe(curve.bestEpoch + 10);
    expect(curve.loss.length).toBeLessThan(2000);
    expect(model.training).toMatchObject({ nValidation: 6, epochs: curve.loss.length, bestEpoch: curve.bestEpoch });
    const again = await fit(X, { layers: [64, 4], epochs: 2000, patience: 10, learningRate: 3e-3 });
    expect(again.model.weights).toEqual(model.weights);
  });

  it('tells its curve after every epoch and reports up to 1', async () => {
    const lengths: number[] = [];
    const shares: number[] = [];
    await fit(
      manifold(100, 5, 1),
      { epochs: 3 },
      { onEpoch: (curve) => lengths.push(curve.validationLoss.length), report: (share) => shares.push(share) },
    );
    expect(lengths).toEqual([1, 2, 3]);
    expect(shares.at(-1)).toBe(1);
  });

  it('works on one row, on constant columns and on one column', async () => {
    const single = await fit({ data: new Float64Array([1, -1, 2]), nSamples: 1, nFeatures: 3 }, { epochs: 3 });
    expect(Number.isFinite(single.reconstructionLoss)).toBe(true);
    const constant = { data: new Float32Array(500), nSamples: 100, nFeatures: 5 };
    expect((await fit(constant, { epochs: 3 })).reconstructionLoss).toBe(0);
    const line = await fit(gaussian(100, 1, 1), { layers: [1], epochs: 3, batchSize: 1e9, noise: 0.1 });
    expect(encode(line.model, gaussian(3, 1, 2)).nFeatures).toBe(1);
  });

  it('refuses what it cannot learn from', async () => {
    const X = manifold(50, 4, 1);
    const holed = { ...X, data: X.data.slice() };
    holed.data[4 * 10 + 2] = NaN;
    await expect(fit(holed, {})).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'not_finite', column: 3 },
    });
    await expect(fit({ data: new Float64Array(0), nSamples: 0, nFeatures: 4 }, {})).rejects.toMatchObject({
      code: 'insufficient_data',
    });
    await expect(fit(X, { layers: [] })).rejects.toMatchObject({ details: { reason: 'bad_network' } });
    await expect(fit(X, { noise: 1 })).rejects.toMatchObject({ details: { parameter: 'noise' } });
    await expect(fit(X, { axisPower: 2 })).rejects.toMatchObject({ details: { parameter: 'axisPower' } });
    await expect(fit(X, { learningRate: 1e6, epochs: 50 })).rejects.toMatchObject({
      code: 'not_converged',
      details: { reason: 'diverged' },
    });
    const huge = { ...X, data: X.data.map((value) => 1e30 * value) };
    await expect(fit(huge, {})).rejects.toMatchObject({ code: 'not_converged' });
  });

  it('stops when it is cancelled', async () => {
    let asked = 0;
    const checkCancelled = () => {
      if (++asked > 5) throw new AppError('cancelled', { reason: 'cancelled' });
    };
    await expect(fit(manifold(200, 5, 1), { epochs: 1000 }, { checkCancelled })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(asked).toBe(6);
  });
});

describe('usualBatch', () => {
  it('gives few rows about 32 steps an epoch, and large networks no tiny ones', () => {
    const small = autoencoderSpec(20, [64, 32, 7]);
    expect([50, 440, 1000, 4338, 8192, 100_000].map((rows) => usualBatch(rows, small))).toEqual([
      32, 32, 32, 128, 256, 256,
    ]);
    const large = autoencoderSpec(64, [500, 500, 2000, 10]);
    expect([50, 1797, 10_000].map((rows) => usualBatch(rows, large))).toEqual([128, 128, 256]);
  });
});

describe('encode and reconstruct', () => {
  it('give what the trainer computes, row by row, on any part of the rows', async () => {
    const X = manifold(203, 6, 5);
    const { model } = await fit(X, { epochs: 4 });
    const latent = encode(model, X);
    expect([latent.nSamples, latent.nFeatures]).toEqual([203, 3]);
    const part = takeRows(X, [202, 5, 77]);
    expect(encode(model, part).data).toEqual(takeRows(latent, [202, 5, 77]).data);

    // The definition in double precision.
    const [input, errors] = [Array.from(X.data.subarray(0, 6)), reconstructionError(model, X)];
    let values = input;
    for (let layer = 0; layer < 6; layer++) {
      const [matrix, bias] = [model.weights[2 * layer]!, model.weights[2 * layer + 1]!];
      values = Array.from(bias, (start, unit) => {
        const sum = values.reduce((total, value, i) => total + value * matrix[i * bias.length + unit]!, start);
        return layer === 2 || layer === 5 ? sum : Math.max(0, sum);
      });
      if (layer !== 2) continue;
      const raw = { data: Float64Array.from(values), nSamples: 1, nFeatures: 3 };
      alongAxes(raw, model.latentAxes).data.forEach((value, unit) => expect(latent.data[unit]).toBeCloseTo(value, 4));
    }
    values.forEach((value, j) => expect(reconstruct(model, X).data[j]).toBeCloseTo(value, 4));
    expect(errors[0]).toBeCloseTo(values.reduce((sum, value, j) => sum + (value - input[j]!) ** 2, 0) / 6, 4);
  });

  it('survives a round trip through JSON and bytes', async () => {
    const X = manifold(64, 5, 5);
    const { model } = await fit(X, { epochs: 2 });
    const { weights, ...rest } = model;
    const restored = {
      ...(JSON.parse(JSON.stringify(rest)) as typeof rest),
      weights: weights.map((values) => new Float32Array(new Uint8Array(values.buffer.slice(0)).buffer)),
    };
    expect(encode(restored, X)).toEqual(encode(model, X));
  });

  it('refuse other features and holes', async () => {
    const { model } = await fit(manifold(64, 5, 5), { epochs: 2 });
    expect(() => encode(model, gaussian(3, 4, 1))).toThrow('wrong_features');
    expect(() => encode(model, { data: new Float64Array([1, 2, NaN, 4, 5]), nSamples: 1, nFeatures: 5 })).toThrow(
      'not_finite',
    );
    expect(encode(model, { data: new Float64Array(0), nSamples: 0, nFeatures: 5 }).data.length).toBe(0);
  });
});

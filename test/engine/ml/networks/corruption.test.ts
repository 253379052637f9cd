/** Noise of the denoising autoencoder: what is drawn, and that every device adds the same. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { fitAutoencoder } from '../../../../electron/engine/ml/networks/autoencoder.ts';
import { corrupt } from '../../../../electron/engine/ml/networks/corruption.ts';
import { createTrainer } from '../../../../electron/engine/ml/networks/create-trainer.ts';
import { autoencoderSpec, initialWeights } from '../../../../electron/engine/ml/networks/dense.ts';
import { KernelTrainer } from '../../../../electron/engine/ml/networks/kernel-trainer.ts';
import { forward, meanSquaredError } from '../../../../electron/engine/ml/networks/tensorflow-model.ts';
import { TensorflowTrainer } from '../../../../electron/engine/ml/networks/tensorflow-trainer.ts';
import type { DenseTrainer } from '../../../../electron/engine/ml/networks/trainer.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import { clouds, context } from '../goldens.ts';
import { gaussian, rows } from './samples.ts';

/** What is added to each input. */
function addedTo(length: number, noise: number, seed: number): Float64Array {
  const { keep, added } = corrupt(length, 'gaussian', noise, new Random(seed))!;
  return Float64Array.from(keep, (flag) => added![flag]!);
}

describe('corruption', () => {
  it('is normally distributed with the deviation asked for', () => {
    const drawn = addedTo(200_001, 0.3, 1).sort();
    const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
    const deviation = Math.sqrt(drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length);
    expect(Math.abs(mean)).toBeLessThan(0.003);
    expect(deviation).toBeCloseTo(0.3, 2);
    // Quantiles of a normal distribution: -1.2816, -0.6745, 0, 0.6745, 1.6449.
    for (const [share, z] of [
      [0.1, -1.2816],
      [0.25, -0.6745],
      [0.5, 0],
      [0.75, 0.6745],
      [0.95, 1.6449],
    ] as const) {
      expect(Math.abs(drawn[Math.floor(share * drawn.length)]! / 0.3 - z), `at ${share}`).toBeLessThan(0.03);
    }
  });

  it('of masking blanks the share asked for and adds nothing; none is none', () => {
    const { keep, added } = corrupt(100_000, 'masking', 0.2, new Random(2))!;
    expect(added).toBeNull();
    expect(new Set(keep)).toEqual(new Set([0, 1]));
    expect(keep.reduce((sum, flag) => sum + flag, 0) / keep.length).toBeCloseTo(0.8, 2);
    expect(corrupt(10, 'gaussian', 0, new Random(1))).toBeNull();
    expect(addedTo(7, 0.1, 3)).toEqual(addedTo(7, 0.1, 3));
  });
});

describe('training with Gaussian noise', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it.each(['kernels', 'wasm'] as const)(
    '%s: has the loss that TensorFlow.js has with the same noise',
    async (device) => {
      const [n, width] = [90, 7];
      const spec = autoencoderSpec(width, [8, 2]);
      const X = gaussian(n, width, 5);
      const weights = initialWeights(spec, new Random(6));
      const noise = corrupt(n * width, 'gaussian', 0.4, new Random(8))!;
      const trainer = await createTrainer(device, spec, X, { weights, batchSize: n });
      const loss = trainer.trainEpoch({ order: rows(n), ...noise, learningRate: 1e-3, checkCancelled: () => {} });
      await tf.setBackend('cpu');
      const expected = tf.tidy(() => {
        const clean = tf.tensor2d(Float32Array.from(X.data), [n, width]);
        const input = tf.add(
          clean,
          tf.tensor2d(
            Float32Array.from(noise.keep, (flag) => noise.added![flag]!),
            [n, width],
          ),
        );
        const tensors = weights.map((values, i) =>
          i % 2 === 0 ? tf.tensor2d(values, [spec.sizes[i >> 1]!, spec.sizes[(i >> 1) + 1]!]) : tf.tensor1d(values),
        );
        return meanSquaredError(tf, forward(tf, spec, tensors, input as tf.Tensor2D), clean).dataSync()[0]!;
      });
      expect(loss / expected).toBeCloseTo(1, 5);
    },
  );

  it('takes the same Adam steps on the kernels and in TensorFlow.js, in batches and mixed with blanked inputs', () => {
    const spec = autoencoderSpec(9, [16, 3]);
    const X = gaussian(300, 9, 5);
    const settings = { weights: initialWeights(spec, new Random(6)), batchSize: 64 };
    const random = new Random(7);
    const epochs = [corrupt(2700, 'gaussian', 0.2, random)!, corrupt(2700, 'masking', 0.2, random)!];
    epochs[0]!.keep.fill(0, 100, 300);
    const train = (trainer: DenseTrainer) =>
      [...epochs, ...epochs].map((noise) =>
        trainer.trainEpoch({ order: rows(300), ...noise, learningRate: 1e-3, checkCancelled: () => {} }),
      );
    const kernels = train(new KernelTrainer(spec, X, settings));
    const plain = train(new TensorflowTrainer(tf, spec, X, settings));
    kernels.forEach((loss, i) => expect(loss / plain[i]!).toBeCloseTo(1, 4));
  });

  it('is the same for a seed, says so in the model, and restores clean rows from noisy ones more hardly than plain ones', async () => {
    const X = clouds(400, 8, 3, 0.3, 4);
    const fit = (noise: number) =>
      fitAutoencoder(
        X,
        { layers: [32, 3], epochs: 60, noise, noiseKind: 'gaussian' },
        { ...context(1), backend: 'kernels' },
      );
    const [denoising, plain] = [await fit(0.4), await fit(0)];
    expect(denoising.model.training).toMatchObject({ noise: 0.4, noiseKind: 'gaussian' });
    expect(await fit(0.4)).toEqual(denoising);
    expect(denoising.curve.loss.at(-1)!).toBeGreaterThan(plain.curve.loss.at(-1)!);
    expect(denoising.reconstructionLoss).toBeLessThan(1);
  });
});

import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTrainer } from '../../../../electron/engine/ml/networks/create-trainer.ts';
import {
  autoencoderSpec,
  initialWeights,
  type DenseSpec,
  type DenseWeights,
} from '../../../../electron/engine/ml/networks/dense.ts';
import { KernelTrainer } from '../../../../electron/engine/ml/networks/kernel-trainer.ts';
import { TensorflowTrainer } from '../../../../electron/engine/ml/networks/tensorflow-trainer.ts';
import type { DenseTrainer } from '../../../../electron/engine/ml/networks/trainer.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import type { Matrix } from '../../../../electron/engine/ml/types.ts';
import { gaussian, rows } from './samples.ts';

/** Loss in double precision, straight from the definition. */
function plainLoss(spec: DenseSpec, weights: Float64Array[], X: Matrix): number {
  let sum = 0;
  for (let i = 0; i < X.nSamples; i++) {
    const row = Array.from(X.data.subarray(i * X.nFeatures, (i + 1) * X.nFeatures));
    let values = row;
    spec.activations.forEach((activation, layer) => {
      const width = spec.sizes[layer + 1]!;
      values = Array.from({ length: width }, (_, unit) => {
        const total = values.reduce(
          (part, value, input) => part + value * weights[2 * layer]![input * width + unit]!,
          weights[2 * layer + 1]![unit]!,
        );
        return activation === 'relu' ? Math.max(0, total) : total;
      });
    });
    values.forEach((value, j) => (sum += (value - row[j]!) ** 2));
  }
  return sum / (X.nSamples * X.nFeatures);
}

/** Weights with non-zero biases, so that a wrong bias shows. */
function someWeights(spec: DenseSpec, seed: number): DenseWeights {
  const random = new Random(seed);
  const weights = initialWeights(spec, random);
  for (let index = 1; index < weights.length; index += 2) {
    weights[index]!.forEach((_, i) => (weights[index]![i] = 0.3 * random.normal()));
  }
  return weights;
}

/** Largest difference as a share of the largest value. */
function difference(found: Float32Array, expected: Float32Array): number {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0) / scale;
}

const epoch = (order: Int32Array, keep: Uint8Array | null = null) => ({
  order,
  keep,
  learningRate: 1e-3,
  checkCancelled: () => {},
});

const structures: [number, number[], number][] = [
  [13, [64, 32, 4], 201],
  [5, [7, 3], 64],
  [1, [1], 3],
  [30, [20, 10, 9], 129],
  [3, [8, 2], 1],
  // Large enough for panels: deeper than one, and not a multiple of their width.
  [600, [300, 5], 70],
];

describe('devices of the dense trainer', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it.each(structures)('%i features, layers %j, %i rows: gradients equal those of TensorFlow.js', (n, layers, nRows) => {
    const spec = autoencoderSpec(n, layers);
    const X = gaussian(nRows, n, 3);
    const settings = { weights: someWeights(spec, 4), batchSize: 256 };
    const expected = new TensorflowTrainer(tf, spec, X, settings).gradients(rows(nRows));
    const trainer = new KernelTrainer(spec, X, settings);
    const found = trainer.gradients(rows(nRows));
    expect(found.loss).toBeCloseTo(expected.loss, 4);
    found.gradients.forEach((gradient, i) =>
      expect(difference(gradient, expected.gradients[i]!), `array ${i}`).toBeLessThan(1e-4),
    );
    // Asking twice must not add up.
    expect(trainer.gradients(rows(nRows))).toEqual(found);
    expect(trainer.evaluate(rows(nRows))).toBeCloseTo(expected.loss, 4);
  });

  it('has the gradients that the loss itself has, by finite differences in double precision', () => {
    const spec = autoencoderSpec(5, [7, 3]);
    const X = gaussian(20, 5, 8);
    const weights = someWeights(spec, 9);
    const { gradients, loss } = new KernelTrainer(spec, X, { weights, batchSize: 20 }).gradients(rows(20));
    const exact = weights.map((values) => Float64Array.from(values));
    expect(loss).toBeCloseTo(plainLoss(spec, exact, X), 5);
    for (const [index, gradient] of gradients.entries()) {
      const numeric = gradient.map((_, i) => {
        const kept = exact[index]![i]!;
        exact[index]![i] = kept + 1e-6;
        const above = plainLoss(spec, exact, X);
        exact[index]![i] = kept - 1e-6;
        const below = plainLoss(spec, exact, X);
        exact[index]![i] = kept;
        return (above - below) / 2e-6;
      });
      expect(difference(gradient, numeric), `array ${index}`).toBeLessThan(1e-4);
    }
  });

  it('takes the same Adam steps on the kernels, on wasm and on cpu, with and without blanked inputs', async () => {
    const spec = autoencoderSpec(9, [16, 3]);
    const X = gaussian(300, 9, 5);
    const settings = { weights: initialWeights(spec, new Random(6)), batchSize: 64 };
    const random = new Random(7);
    const keep = Uint8Array.from({ length: 300 * 9 }, () => (random.uniform() < 0.8 ? 1 : 0));
    const train = (trainer: DenseTrainer) => {
      const losses = [null, null, keep, keep].map((flags) => trainer.trainEpoch(epoch(rows(300), flags)));
      return { losses: [...losses, trainer.evaluate(rows(300))], weights: trainer.weights() };
    };
    const kernels = train(new KernelTrainer(spec, X, settings));
    const cpu = train(new TensorflowTrainer(tf, spec, X, settings));
    const wasm = train(await createTrainer('wasm', spec, X, settings));
    await tf.setBackend('cpu');
    for (const other of [cpu, wasm]) {
      kernels.losses.forEach((loss, i) => expect(loss / other.losses[i]!).toBeCloseTo(1, 4));
      kernels.weights.forEach((values, i) => expect(difference(values, other.weights[i]!)).toBeLessThan(2e-3));
    }
    expect(kernels.losses[1]).toBeLessThan(kernels.losses[0]!);
  });

  it.each(['kernels', 'wasm'] as const)('%s: blanks the input, not the target', async (backend) => {
    const spec = autoencoderSpec(7, [8, 2]);
    const X = gaussian(90, 7, 5);
    const trainer = await createTrainer(backend, spec, X, {
      weights: initialWeights(spec, new Random(6)),
      batchSize: 90,
    });
    // Nothing goes in and all biases are zero, so nothing comes out.
    const meanSquare = Array.from(X.data).reduce((sum, value) => sum + value * value, 0) / X.data.length;
    expect(trainer.trainEpoch(epoch(rows(90), new Uint8Array(90 * 7)))).toBeCloseTo(meanSquare, 5);
  });

  it('does not depend on how an epoch is cut into calls', () => {
    const spec = autoencoderSpec(10, [128, 64, 8]);
    const X = gaussian(20_000, 10, 1);
    const settings = { weights: initialWeights(spec, new Random(1)), batchSize: 256 };
    const random = new Random(7);
    const order = random.permutation(20_000);
    const keep = Uint8Array.from({ length: 200_000 }, () => (random.uniform() < 0.8 ? 1 : 0));
    const [whole, parts] = [new KernelTrainer(spec, X, settings), new KernelTrainer(spec, X, settings)];
    whole.trainEpoch(epoch(order, keep));
    for (let first = 0; first < 20_000; first += 11 * 256) {
      const last = Math.min(20_000, first + 11 * 256);
      parts.trainEpoch(epoch(order.subarray(first, last), keep.subarray(10 * first, 10 * last)));
    }
    expect(parts.state()).toEqual(whole.state());
  });

  it.each(['kernels', 'wasm'] as const)('%s: goes on from a state as if it had never stopped', async (backend) => {
    const spec = autoencoderSpec(6, [10, 2]);
    const X = gaussian(150, 6, 5);
    const settings = { weights: initialWeights(spec, new Random(6)), batchSize: 32 };
    const straight = await createTrainer(backend, spec, X, settings);
    straight.trainEpoch(epoch(rows(150)));
    const state = structuredClone(straight.state());
    straight.trainEpoch(epoch(rows(150)));
    const resumed = await createTrainer(backend, spec, X, settings);
    resumed.restore(state);
    resumed.trainEpoch(epoch(rows(150)));
    expect(resumed.state()).toEqual(straight.state());
    expect(state.step).toBe(5);
  });

  it('asks for cancellation between the calls of a long epoch', () => {
    const spec = autoencoderSpec(10, [128, 64, 8]);
    const trainer = new KernelTrainer(spec, gaussian(30_000, 10, 1), {
      weights: initialWeights(spec, new Random(1)),
      batchSize: 256,
    });
    let asked = 0;
    const order = rows(30_000);
    expect(() =>
      trainer.trainEpoch({
        ...epoch(order),
        checkCancelled: () => {
          if (++asked === 3) throw new Error('stop');
        },
      }),
    ).toThrow('stop');
    expect(asked).toBe(3);
  });

  it('leaves no tensor behind', async () => {
    const spec = autoencoderSpec(6, [8, 2]);
    const X = gaussian(70, 6, 5);
    const before = tf.memory().numTensors;
    const counts: number[] = [];
    for (let run = 0; run < 10; run++) {
      const weights = initialWeights(spec, new Random(run));
      const trainer = await createTrainer('wasm', spec, X, { weights, batchSize: 32 });
      trainer.trainEpoch(epoch(rows(70)));
      trainer.evaluate(rows(70));
      trainer.gradients(rows(70));
      trainer.dispose();
      counts.push(tf.memory().numTensors);
    }
    expect(counts).toEqual(Array(10).fill(before));
  });

  afterAll(async () => {
    await tf.setBackend('cpu');
  });
});

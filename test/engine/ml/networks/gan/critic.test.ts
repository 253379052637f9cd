/** The loss of the critic with its gradient penalty, held to TensorFlow.js, whose tape knows second derivatives. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { Kernel } from '../../../../../electron/engine/ml/backend/kernel.ts';
import { Critic, penaltyWeight } from '../../../../../electron/engine/ml/networks/gan/critic.ts';
import type { AdversarialExports, LeakyNetwork } from '../../../../../electron/engine/ml/networks/gan/leaky-network.ts';
import { Random } from '../../../../../electron/engine/ml/random.ts';

interface Parameters {
  weights: Float32Array;
  bias: Float32Array;
}

/** The true (unpadded) part of a network's parameters, as `read` sees the padded ones. */
function layersOf(network: LeakyNetwork, sizes: readonly number[], from: Float32Array): Parameters[] {
  let at = 0;
  return network.layers.map(({ depth, width }, index) => {
    const [inputs, units] = [sizes[index]!, sizes[index + 1]!];
    const weights = new Float32Array(inputs * units);
    for (let i = 0; i < inputs; i++) {
      for (let j = 0; j < units; j++) weights[i * units + j] = from[at + i * width + j]!;
    }
    const bias = from.slice(at + depth * width, at + depth * width + units);
    at += (depth + 1) * width;
    return { weights, bias };
  });
}

function say(layers: tf.Tensor[], input: tf.Tensor2D): tf.Tensor {
  let x: tf.Tensor2D = input;
  for (let index = 0; index < layers.length; index += 2) {
    const sum = tf.add(tf.matMul(x, layers[index] as tf.Tensor2D), layers[index + 1]!) as tf.Tensor2D;
    // By hand, as the derivative of a leaky rectifier has none of its own in TensorFlow.js.
    x = index + 2 < layers.length ? tf.mul(sum, tf.add(0.2, tf.mul(0.8, tf.step(sum)))) : sum;
  }
  return x;
}

describe.each([
  [7, 3, [12, 8], 8],
  [10, 1, [16], 4],
  [5, 4, [9, 6, 11], 12],
] as [number, number, number[], number][])(
  '%i units and %i kinds, hidden %j, %i rows',
  (rowWidth, kinds, hidden, batch) => {
    beforeAll(() => tf.setBackend('cpu'));
    const sizes = [rowWidth + kinds, ...hidden, 1];

    function filled(): { critic: Critic; rows: Record<'real' | 'synthetic' | 'between', Float32Array> } {
      const random = new Random(4);
      const critic = new Critic(
        new Kernel<AdversarialExports>('adversarial'),
        { rowWidth, kinds, hidden, batch },
        random,
      );
      const { inputStride } = critic.network;
      for (const layer of hidden.keys())
        critic.network.weightsOf(layer).bias.set(hidden.map(() => 0.3 * random.normal()));
      for (let i = 0; i < batch; i++) {
        for (const sort of ['real', 'synthetic'] as const) {
          const row = critic.rows(sort).subarray(i * inputStride, (i + 1) * inputStride);
          for (let j = 0; j < rowWidth; j++) row[j] = random.normal();
          row[rowWidth + (i % kinds)] = 1;
        }
      }
      critic.mix(random);
      const plain = (sort: 'real' | 'synthetic' | 'between'): Float32Array =>
        Float32Array.from({ length: batch * sizes[0]! }, (_, at) => {
          const [row, unit] = [Math.floor(at / sizes[0]!), at % sizes[0]!];
          return critic.rows(sort)[row * inputStride + unit]!;
        });
      return { critic, rows: { real: plain('real'), synthetic: plain('synthetic'), between: plain('between') } };
    }

    it('mixes real and synthetic rows of a kind', () => {
      const { rows } = filled();
      rows.between.forEach((value, at) => {
        const [low, high] = [rows.real[at]!, rows.synthetic[at]!].sort((a, b) => a - b);
        expect(value).toBeGreaterThanOrEqual(low! - 1e-6);
        expect(value).toBeLessThanOrEqual(high! + 1e-6);
      });
    });

    it('has the gradients of TensorFlow.js, second derivatives and all', () => {
      const { critic, rows } = filled();
      const layers = layersOf(critic.network, sizes, critic.network.parameters());
      const found = critic.gradients();
      const gradients = layersOf(critic.network, sizes, critic.network.gradients());
      const tensors = layers.flatMap(({ weights, bias }, index) => [
        tf.tensor2d(weights, [sizes[index]!, sizes[index + 1]!]),
        tf.tensor1d(bias),
      ]);
      const [real, synthetic, between] = (['real', 'synthetic', 'between'] as const).map((sort) =>
        tf.tensor2d(rows[sort], [batch, sizes[0]!]),
      ) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const own = tf.concat([tf.ones([batch, rowWidth]), tf.zeros([batch, kinds])], 1);
      let penalty = NaN;
      const { value, grads } = tf.valueAndGrads((...all: tf.Tensor[]) => {
        const distance = tf.sub(tf.mean(say(all, synthetic)), tf.mean(say(all, real)));
        const slope = tf.mul(tf.grad((x: tf.Tensor) => tf.sum(say(all, x as tf.Tensor2D)))(between), own);
        const length = tf.sqrt(tf.sum(tf.square(slope), 1));
        const steepness = tf.mul(penaltyWeight, tf.mean(tf.square(tf.sub(length, 1))));
        penalty = steepness.dataSync()[0]!;
        return tf.add(distance, steepness) as tf.Scalar;
      })(tensors);
      expect(found.penalty).toBeCloseTo(penalty, 3);
      expect(found.penalty - found.distance).toBeCloseTo(value.dataSync()[0]!, 3);
      gradients.forEach(({ weights, bias }, index) => {
        [weights, bias].forEach((own, part) => {
          const expected = grads[2 * index + part]!.dataSync() as Float32Array;
          const scale = expected.reduce((most, one) => Math.max(most, Math.abs(one)), 1e-3);
          own.forEach((one, i) => expect(Math.abs(one - expected[i]!) / scale, `layer ${index}`).toBeLessThan(3e-4));
        });
      });
    });

    it('wishes of synthetic rows what raises it, and learns nothing from that', () => {
      const { critic, rows } = filled();
      const tensors = layersOf(critic.network, sizes, critic.network.parameters()).flatMap(
        ({ weights, bias }, index) => [tf.tensor2d(weights, [sizes[index]!, sizes[index + 1]!]), tf.tensor1d(bias)],
      );
      const expected = tf
        .grad((x: tf.Tensor) => tf.neg(tf.mean(say(tensors, x as tf.Tensor2D))))(
          tf.tensor2d(rows.synthetic, [batch, sizes[0]!]),
        )
        .dataSync();
      const wishes = critic.wishes();
      const { inputStride } = critic.network;
      expected.forEach((value, at) => {
        const [row, unit] = [Math.floor(at / sizes[0]!), at % sizes[0]!];
        expect(wishes[row * inputStride + unit]).toBeCloseTo(value, 5);
      });
      expect(critic.network.gradients().every((value) => value === 0)).toBe(true);
    });
  },
);

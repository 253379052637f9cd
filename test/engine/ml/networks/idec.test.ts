import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { fitKMeans } from '../../../../electron/engine/ml/clustering/kmeans.ts';
import { adjustedRandIndex } from '../../../../electron/engine/ml/metrics/external.ts';
import {
  encode,
  fitAutoencoder,
  reconstruct,
  type AutoencoderModel,
} from '../../../../electron/engine/ml/networks/autoencoder.ts';
import { autoencoderSpec, initialWeights } from '../../../../electron/engine/ml/networks/dense.ts';
import { foldAxes } from '../../../../electron/engine/ml/networks/fold-axes.ts';
import { IdecTrainer } from '../../../../electron/engine/ml/networks/idec-trainer.ts';
import { fitIdec, idecProbabilities, predictIdec } from '../../../../electron/engine/ml/networks/idec.ts';
import {
  hardAssignment,
  softAssignment,
  targetDistribution,
} from '../../../../electron/engine/ml/networks/soft-assignment.ts';
import { forward, meanSquaredError } from '../../../../electron/engine/ml/networks/tensorflow-model.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import type { Matrix } from '../../../../electron/engine/ml/types.ts';
import { AppError } from '../../../../shared/errors.ts';
import { matrix } from '../goldens.ts';
import { context, gaussian, rows } from './samples.ts';

describe('soft assignment, worked by hand', () => {
  // Two rows on a line, centres at 0 and 2: squared distances 0 and 4, then 1 and 1.
  const Z = matrix([[0], [1]]);
  const centres = [0, 2];

  it('is Student’s kernel, normalised', () => {
    const q = softAssignment(Z, centres, 2);
    // 1 and 1/5 share 5/6 to 1/6; two halves share alike.
    [5 / 6, 1 / 6, 1 / 2, 1 / 2].forEach((wanted, i) => expect(q[i]).toBeCloseTo(wanted, 6));
    expect([...hardAssignment(q, 2)]).toEqual([0, 0]);
  });

  it('has the target of DEC', () => {
    const p = targetDistribution(softAssignment(Z, centres, 2), 2);
    // f = (4/3, 2/3). Row 0: (25/36)/(4/3) = 25/48 against (1/36)/(2/3) = 1/24, so 25/27. Row 1: 3/16 against 3/8.
    [25 / 27, 2 / 27, 1 / 3, 2 / 3].forEach((wanted, i) => expect(p[i]).toBeCloseTo(wanted, 6));
  });

  it('leaves an empty cluster empty', () => {
    expect([...targetDistribution(Float32Array.of(1, 0, 1, 0), 2)]).toEqual([1, 0, 1, 0]);
  });
});

/** The whole loss in TensorFlow.js, from its definition, with gradients by its tape. */
function definedGradients(
  spec: ReturnType<typeof autoencoderSpec>,
  weights: Float32Array[],
  centres: Float32Array,
  targets: Float32Array,
  X: Matrix,
  depth: number,
  nClusters: number,
  weight: number,
) {
  const tensors = weights.map((values, index) =>
    index % 2 === 0
      ? tf.tensor2d(values, [spec.sizes[index >> 1]!, spec.sizes[(index >> 1) + 1]!])
      : tf.tensor1d(values),
  );
  const input = tf.tensor2d(Float32Array.from(X.data), [X.nSamples, X.nFeatures]);
  const p = tf.tensor2d(targets, [X.nSamples, nClusters]);
  const m = tf.tensor2d(centres, [nClusters, centres.length / nClusters]);
  const encoder = { sizes: spec.sizes.slice(0, depth + 1), activations: spec.activations.slice(0, depth) };
  const { grads } = tf.valueAndGrads((...all: tf.Tensor[]) => {
    const own = all.slice(0, -1);
    const z = forward(tf, encoder, own.slice(0, 2 * depth), input);
    const distances = tf.sum(tf.square(tf.sub(tf.expandDims(z, 1), tf.expandDims(all.at(-1)!, 0))), 2);
    const kernel = tf.div(1, tf.add(1, distances));
    const q = tf.div(kernel, tf.sum(kernel, 1, true));
    const divergence = tf.div(tf.sum(tf.mul(p, tf.sub(tf.log(p), tf.log(q)))), X.nSamples);
    return tf.add(meanSquaredError(tf, forward(tf, spec, own, input), input), tf.mul(divergence, weight)) as tf.Scalar;
  })([...tensors, m]);
  return grads.map((gradient) => gradient.dataSync() as Float32Array);
}

describe('the gradient of IDEC', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it.each([
    [9, [16, 3], 150, 4],
    [5, [4], 7, 2],
    [13, [20, 12, 6], 65, 5],
  ] as [number, number[], number, number][])(
    '%i features, layers %j, %i rows, %i clusters: as TensorFlow.js has it',
    (n, layers, nRows, nClusters) => {
      const spec = autoencoderSpec(n, layers);
      const X = gaussian(nRows, n, 2);
      const random = new Random(5);
      const weights = initialWeights(spec, random);
      const centres = Float32Array.from({ length: nClusters * layers.at(-1)! }, () => random.normal());
      const raw = Float32Array.from({ length: nRows * nClusters }, () => 0.05 + random.uniform());
      const targets = raw.map((value, at) => {
        const row = Math.floor(at / nClusters) * nClusters;
        return value / raw.subarray(row, row + nClusters).reduce((sum, one) => sum + one, 0);
      });
      const trainer = new IdecTrainer(spec, X, {
        ...{ weights, centres, nClusters, batchSize: 256, clusteringWeight: 0.7 },
        latentLayer: layers.length - 1,
      });
      trainer.setTargets(targets);
      const found = trainer.gradients(rows(nRows));
      const expected = definedGradients(spec, weights, centres, targets, X, layers.length, nClusters, 0.7);
      [...found.gradients, found.centres].forEach((gradient, index) => {
        const scale = expected[index]!.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
        gradient.forEach((value, i) =>
          expect(Math.abs(value - expected[index]![i]!) / scale, `array ${index}`).toBeLessThan(2e-4),
        );
      });
      // Asking twice must not add up, and the weights come back as they went in.
      expect(trainer.gradients(rows(nRows))).toEqual(found);
      expect(trainer.weights()).toEqual(weights);
      expect(trainer.centres()).toEqual(centres);
      trainer.dispose();
    },
  );
});

/** Groups on curved sheets: rows of the same kind lie on an arc in the plane, seen through twelve features. */
function arcs(nSamples: number, seed: number): { X: Matrix; kinds: Int32Array } {
  const random = new Random(seed);
  const kinds = Int32Array.from({ length: nSamples }, (_, i) => i % 3);
  const loadings = Array.from({ length: 12 }, () => [random.normal(), random.normal(), random.normal()]);
  const data = new Float64Array(nSamples * 12);
  for (let i = 0; i < nSamples; i++) {
    const angle = 2.2 * (random.uniform() - 0.5);
    const radius = 1 + 2 * kinds[i]!;
    const hidden = [radius * Math.cos(angle), radius * Math.sin(angle), 0.2 * random.normal()];
    loadings.forEach((loading, j) => {
      const sum = loading.reduce((total, value, h) => total + value * hidden[h]!, 0);
      data[12 * i + j] = 0.4 * sum + 0.1 * random.normal();
    });
  }
  return { X: { data, nSamples, nFeatures: 12 }, kinds };
}

describe('IDEC', () => {
  const { X } = arcs(900, 3);
  let autoencoder: AutoencoderModel;
  beforeAll(async () => {
    const fit = await fitAutoencoder(X, { layers: [24, 12, 3], epochs: 120 }, { ...context(1), backend: 'kernels' });
    autoencoder = fit.model;
  });

  it('begins with a network that computes the same in the metric of its axes', () => {
    const folded = foldAxes(autoencoder, X);
    const [before, after] = [encode(autoencoder, X).data, encode(folded, X).data];
    after.forEach((value, i) => expect(value).toBeCloseTo(before[i]!, 3));
    const [one, other] = [reconstruct(autoencoder, X).data, reconstruct(folded, X).data];
    other.forEach((value, i) => expect(value).toBeCloseTo(one[i]!, 3));
  });

  it('folds away directions that no row uses without changing reconstructions', () => {
    const flat: AutoencoderModel = { ...autoencoder, weights: autoencoder.weights.map((values) => values.slice()) };
    // The second latent unit says 0.7 to everybody, and the axes drop it.
    const units = 3;
    for (let at = 1; at < flat.weights[4]!.length; at += units) flat.weights[4]![at] = 0;
    flat.weights[5]![1] = 0.7;
    const axes = Float64Array.of(1, 0.5, 0, 0, 0, 0, -0.2, 2, 0);
    const folded = foldAxes({ ...flat, latentAxes: axes }, X);
    const identity = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
    const wanted = reconstruct({ ...flat, latentAxes: identity }, X).data;
    reconstruct(folded, X).data.forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 3));
  });

  it('draws the clusters together, and ends when nobody changes', () => {
    const fit = fitIdec(X, { autoencoder, nClusters: 3, steps: 4000 }, context(2));
    expect(fit.converged).toBe(true);
    expect(fit.labels).toEqual(predictIdec(fit.model, X));
    const sure = (q: Float32Array): number => {
      let sum = 0;
      for (let i = 0; i < q.length; i += 3) sum += Math.max(q[i]!, q[i + 1]!, q[i + 2]!);
      return sum / (q.length / 3);
    };
    const start = encode(foldAxes(autoencoder, X), X);
    const before = fitKMeans(start, { nClusters: 3, nInit: 20 }, context(9)).model;
    expect(sure(idecProbabilities(fit.model, X))).toBeGreaterThan(
      sure(softAssignment(start, before.centres, 3)) + 0.02,
    );
  });

  it('finds the kinds of rows at least as well as K-Means on its start', () => {
    const { X: rowsToFind, kinds } = arcs(900, 3);
    const start = encode(foldAxes(autoencoder, rowsToFind), rowsToFind);
    const before = adjustedRandIndex(kinds, fitKMeans(start, { nClusters: 3, nInit: 20 }, context(9)).labels);
    const after = adjustedRandIndex(kinds, fitIdec(rowsToFind, { autoencoder, nClusters: 3 }, context(2)).labels);
    expect(after).toBeGreaterThanOrEqual(before - 0.01);
  });

  it('gives the same bits for the same seed, leaves X alone and travels as plain data', () => {
    const before = X.data.slice();
    const params = { autoencoder, nClusters: 3, steps: 300, updateEvery: 50 };
    const first = fitIdec(X, params, context(4));
    expect(fitIdec(X, params, context(4))).toEqual(first);
    expect(X.data).toEqual(before);
    expect(predictIdec(structuredClone(first.model), X)).toEqual(first.labels);
  });

  it('stops when it is cancelled, and refuses what it cannot use', () => {
    const checkCancelled = (): void => {
      throw new AppError('cancelled');
    };
    expect(() => fitIdec(X, { autoencoder, nClusters: 3 }, { ...context(1), checkCancelled })).toThrowError(
      expect.objectContaining({ code: 'cancelled' }),
    );
    expect(() => fitIdec(gaussian(40, 5, 1), { autoencoder, nClusters: 3 }, context(1))).toThrowError(
      expect.objectContaining({ code: 'invalid_input' }),
    );
    expect(() => fitIdec(X, { autoencoder, nClusters: 3, steps: 0 }, context(1))).toThrowError(
      expect.objectContaining({ code: 'invalid_input' }),
    );
    expect(() => fitIdec(gaussian(2, 12, 1), { autoencoder, nClusters: 3 }, context(1))).toThrowError(
      expect.objectContaining({ code: 'insufficient_data' }),
    );
  });
});

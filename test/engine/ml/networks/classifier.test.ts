import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  accuracy,
  balancedAccuracy,
  expectedCalibrationError,
  logLoss,
} from '../../../../electron/engine/ml/metrics/classification.ts';
import { classifierSpec } from '../../../../electron/engine/ml/networks/classifier/classifier-model.ts';
import {
  classifierProbabilities,
  fitClassifier,
  predictClassifier,
} from '../../../../electron/engine/ml/networks/classifier/classifier.ts';
import { stratifiedSplit } from '../../../../electron/engine/ml/networks/classifier/hold-out.ts';
import { fitTemperature, softmax } from '../../../../electron/engine/ml/networks/classifier/temperature.ts';
import { initialWeights } from '../../../../electron/engine/ml/networks/dense.ts';
import { KernelTrainer } from '../../../../electron/engine/ml/networks/kernel-trainer.ts';
import { runNetwork } from '../../../../electron/engine/ml/networks/run-network.ts';
import { forward } from '../../../../electron/engine/ml/networks/tensorflow-model.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import { takeRows, type Matrix } from '../../../../electron/engine/ml/types.ts';
import { AppError } from '../../../../shared/errors.ts';
import { context, gaussian, rows } from './samples.ts';

/** Two rings round the origin, which no line tells apart, with `nFeatures` - 2 features of noise. */
function rings(nSamples: number, nFeatures: number, seed: number): { X: Matrix; labels: Int32Array } {
  const X = gaussian(nSamples, nFeatures, seed);
  const random = new Random(seed + 1);
  const labels = Int32Array.from({ length: nSamples }, (_, i) => i % 2);
  labels.forEach((label, i) => {
    const angle = 2 * Math.PI * random.uniform();
    const radius = 0.7 + label + 0.15 * random.normal();
    X.data.set([radius * Math.cos(angle), radius * Math.sin(angle)], i * nFeatures);
  });
  return { X, labels };
}

/** Class 1 with probability 1 / (1 + exp(-(slope x0 + shift))): the best that can be known is known. */
function logistic(nSamples: number, slope: number, shift: number, seed: number): { X: Matrix; labels: Int32Array } {
  const X = gaussian(nSamples, 6, seed);
  const random = new Random(seed + 1);
  const labels = Int32Array.from({ length: nSamples }, (_, i) =>
    random.uniform() < 1 / (1 + Math.exp(-(slope * X.data[6 * i]! + shift))) ? 1 : 0,
  );
  return { X, labels };
}

/** Mean weighted cross-entropy in TensorFlow.js, from its definition, with gradients by its tape. */
function definedGradients(
  spec: ReturnType<typeof classifierSpec>,
  weights: Float32Array[],
  X: Matrix,
  labels: Int32Array,
  classWeights: number[],
) {
  const tensors = weights.map((values, index) =>
    index % 2 === 0
      ? tf.tensor2d(values, [spec.sizes[index >> 1]!, spec.sizes[(index >> 1) + 1]!])
      : tf.tensor1d(values),
  );
  const input = tf.tensor2d(Float32Array.from(X.data), [X.nSamples, X.nFeatures]);
  const truth = tf.oneHot(tf.tensor1d(labels, 'int32'), classWeights.length);
  const own = tf.tensor1d(Array.from(labels, (label) => classWeights[label]!));
  const { value, grads } = tf.valueAndGrads((...all: tf.Tensor[]) => {
    const logits = forward(tf, spec, all, input);
    const entropy = tf.neg(tf.sum(tf.mul(truth, tf.logSoftmax(logits)), 1));
    return tf.mean(tf.mul(entropy, own)) as tf.Scalar;
  })(tensors);
  return { loss: value.dataSync()[0]!, gradients: grads.map((gradient) => gradient.dataSync() as Float32Array) };
}

describe('the gradient of the cross-entropy', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it.each([
    [9, [16, 7], 150, [1, 1, 1, 1, 1]],
    [5, [4], 7, [0.3, 2.5]],
    [13, [20, 12, 6], 65, [1, 0.2, 3]],
    [6, [], 64, [1, 2, 0.5, 4]],
    [3, [4], 1, [1, 1]],
  ] as [number, number[], number, number[]][])(
    '%i features, layers %j, %i rows, class weights %j: as TensorFlow.js has it',
    (n, layers, nRows, classWeights) => {
      const spec = classifierSpec(n, layers, classWeights.length);
      const X = gaussian(nRows, n, 2);
      const random = new Random(5);
      const weights = initialWeights(spec, random);
      weights.forEach((values, index) => {
        if (index % 2 === 1) values.forEach((_, i) => (values[i] = 0.3 * random.normal()));
      });
      const labels = Int32Array.from({ length: nRows }, () => random.integer(classWeights.length));
      const settings = { weights, batchSize: 256, classes: { labels, weights: classWeights } };
      const trainer = new KernelTrainer(spec, X, settings);
      const found = trainer.gradients(rows(nRows));
      const expected = definedGradients(spec, weights, X, labels, classWeights);
      expect(found.loss).toBeCloseTo(expected.loss, 5);
      found.gradients.forEach((gradient, index) => {
        const scale = expected.gradients[index]!.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
        gradient.forEach((value, i) =>
          expect(Math.abs(value - expected.gradients[index]![i]!) / scale, `array ${index}`).toBeLessThan(2e-4),
        );
      });
      // Asking twice must not add up.
      expect(trainer.gradients(rows(nRows))).toEqual(found);
      expect(trainer.evaluate(rows(nRows))).toBeCloseTo(expected.loss, 5);
      trainer.dispose();
    },
  );

  it('stays finite however sure the network is', () => {
    const spec = classifierSpec(1, [], 3);
    const X = { data: Float64Array.of(1e4, -1e4), nSamples: 2, nFeatures: 1 };
    const weights = [Float32Array.of(1, 0, -1), new Float32Array(3)];
    const settings = { weights, batchSize: 2, classes: { labels: Int32Array.of(0, 0), weights: [1, 1, 1] } };
    const { loss, gradients } = new KernelTrainer(spec, X, settings).gradients(rows(2));
    // The first is right for certain, the second wrong by 20,000.
    expect(loss).toBeCloseTo(1e4, 2);
    expect([...gradients[1]!]).toEqual([-0.5, 0, 0.5]);
  });
});

describe('classifier', () => {
  it('learns what no line tells apart, and predicts rows that it did not see', () => {
    const train = rings(1500, 5, 1);
    const test = rings(1000, 5, 11);
    const model = fitClassifier(train.X, train.labels, {}, context(1));
    expect(accuracy(test.labels, predictClassifier(model, test.X))).toBeGreaterThan(0.95);
    const linear = fitClassifier(train.X, train.labels, { layers: [] }, context(1));
    expect(accuracy(test.labels, predictClassifier(linear, test.X))).toBeLessThan(0.6);
    const { curve, nSamples, nValidation } = model.training;
    expect([nSamples, nValidation]).toEqual([1500, 226]);
    expect(curve.validationLoss[curve.bestEpoch - 1]).toBe(Math.min(...curve.validationLoss));
  });

  it('leaves rows without a label out of training, and gives them a class all the same', () => {
    const { X, labels } = rings(1200, 4, 2);
    const some = labels.map((label, i) => (i % 3 === 0 ? -1 : label));
    const known = rows(1200).filter((i) => i % 3 !== 0);
    const model = fitClassifier(X, some, {}, context(3));
    const alone = fitClassifier(
      takeRows(X, known),
      known.map((i) => labels[i]!),
      {},
      context(3),
    );
    expect(model).toEqual(alone);
    const unknown = rows(1200).filter((i) => i % 3 === 0);
    const predicted = predictClassifier(model, X);
    expect(
      accuracy(
        unknown.map((i) => labels[i]!),
        unknown.map((i) => predicted[i]!),
      ),
    ).toBeGreaterThan(0.95);
  });

  it('finds a rare class when classes are balanced, and its probabilities stay true all the same', () => {
    const train = logistic(6000, 2, -3.5, 5);
    const test = logistic(6000, 2, -3.5, 15);
    const [plain, balanced] = (['none', 'balanced'] as const).map((classWeight) =>
      fitClassifier(train.X, train.labels, { classWeight, layers: [16] }, context(4)),
    );
    const recall = (model: typeof plain) => balancedAccuracy(test.labels, predictClassifier(model!, test.X));
    expect(recall(balanced)).toBeGreaterThan(recall(plain) + 0.1);
    const share = test.labels.reduce((sum, label) => sum + label, 0) / 6000;
    for (const model of [plain!, balanced!]) {
      const probabilities = classifierProbabilities(model, test.X);
      const expected = probabilities.reduce((sum, value, at) => sum + (at % 2) * value, 0) / 6000;
      expect(Math.abs(expected - share)).toBeLessThan(0.015);
      expect(expectedCalibrationError(test.labels, probabilities, 2)).toBeLessThan(0.02);
      for (let i = 0; i < 20; i++) expect(probabilities[2 * i]! + probabilities[2 * i + 1]!).toBeCloseTo(1, 12);
    }
  });

  it.each([
    ['one class', gaussian(60, 3, 1), new Int32Array(60)],
    ['one row', gaussian(1, 3, 1), Int32Array.of(1)],
    ['two rows of two classes', gaussian(2, 3, 1), Int32Array.of(0, 1)],
    [
      'constant columns',
      { data: new Float64Array(90).fill(2), nSamples: 30, nFeatures: 3 },
      rows(30).map((i) => i % 2),
    ],
    ['a class that nobody has', gaussian(60, 3, 1), rows(60).map((i) => 2 * (i % 2))],
    ['as many classes as rows', gaussian(25, 3, 1), rows(25)],
  ])('goes with %s', (_name, X, labels) => {
    for (const classWeight of ['none', 'balanced'] as const) {
      const model = fitClassifier(X, labels, { epochs: 5, classWeight }, context(1));
      const probabilities = classifierProbabilities(model, X);
      expect(probabilities.length).toBe(X.nSamples * model.nClasses);
      expect(probabilities.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(predictClassifier(model, X).every((label) => label >= 0 && label < model.nClasses)).toBe(true);
    }
  });

  it('learns two rows by heart', () => {
    const X = gaussian(2, 3, 1);
    const model = fitClassifier(X, Int32Array.of(1, 0), {}, context(1));
    expect([...predictClassifier(model, X)]).toEqual([1, 0]);
    expect(model.calibration).toBe(null);
  });

  it('takes 10,000 rows of 50 features in a few seconds', () => {
    const X = gaussian(10_000, 50, 7);
    const labels = Int32Array.from({ length: 10_000 }, (_, i) => {
      const [a, b, c] = X.data.subarray(50 * i, 50 * i + 3);
      return a! * b! > 0 ? 0 : c! > 0 ? 1 : 2;
    });
    const start = performance.now();
    const model = fitClassifier(X, labels, { epochs: 30, patience: 30 }, context(1));
    expect(performance.now() - start).toBeLessThan(8000);
    expect(accuracy(labels, predictClassifier(model, X))).toBeGreaterThan(0.9);
  });

  it('stops when it is cancelled on the way', () => {
    const { X, labels } = rings(2000, 5, 3);
    let looks = 0;
    const checkCancelled = (): void => {
      if (++looks === 7) throw new AppError('cancelled');
    };
    expect(() => fitClassifier(X, labels, {}, { ...context(1), checkCancelled })).toThrowError(
      expect.objectContaining({ code: 'cancelled' }),
    );
    expect(looks).toBe(7);
  });

  it.each([
    ['unequal_lengths', gaussian(5, 2, 1), new Int32Array(4), {}],
    ['no_labels', gaussian(5, 2, 1), new Int32Array(5).fill(-1), {}],
    ['bad_label', gaussian(5, 2, 1), new Int32Array(5).fill(-2), {}],
    ['not_finite', { ...gaussian(2, 2, 1), data: Float64Array.of(1, 2, NaN, 3) }, new Int32Array(2), {}],
    ['bad_network', gaussian(5, 2, 1), new Int32Array(5), { layers: [0] }],
    ['bad_parameter', gaussian(5, 2, 1), new Int32Array(5), { patience: 0 }],
    ['diverged', { data: Float64Array.of(1e38, -1e38), nSamples: 1, nFeatures: 2 }, Int32Array.of(2), {}],
  ])('says %s', (reason, X, labels, params) => {
    expect(() => fitClassifier(X, labels, params, context(1))).toThrowError(
      expect.objectContaining({ details: expect.objectContaining({ reason }) as object }),
    );
  });

  it('refuses rows with other columns', () => {
    const { X, labels } = rings(50, 4, 1);
    const model = fitClassifier(X, labels, { epochs: 1 }, context(1));
    expect(() => predictClassifier(model, gaussian(3, 5, 1))).toThrowError(
      expect.objectContaining({ details: { reason: 'wrong_features', expected: 4, found: 5 } }),
    );
  });
});

describe('stratified hold-out', () => {
  it('takes the share of every class, and never the last row of one', () => {
    const labels = Int32Array.from({ length: 103 }, (_, i) => (i < 60 ? 0 : i < 100 ? 1 : i < 102 ? 2 : 3));
    const { training, validation } = stratifiedSplit(labels, 0.3, new Random(1));
    const sizes = [0, 1, 2, 3].map((c) => validation.filter((row) => labels[row] === c).length);
    expect(sizes).toEqual([18, 12, 1, 0]);
    expect(Int32Array.of(...training, ...validation).sort()).toEqual(rows(103));
    expect(stratifiedSplit(labels.slice(0, 19), 0.3, new Random(1)).validation.length).toBe(0);
  });
});

describe('temperature scaling', () => {
  it('finds the factor by which logits were blown up', () => {
    const nClasses = 4;
    const logits = gaussian(20_000, nClasses, 3);
    const random = new Random(9);
    const probabilities = softmax(logits, 1, new Float64Array(nClasses));
    const labels = Int32Array.from({ length: 20_000 }, (_, i) => {
      let left = random.uniform();
      let c = 0;
      while (c < nClasses - 1 && (left -= probabilities[i * nClasses + c]!) > 0) c++;
      return c;
    });
    for (const factor of [0.5, 1, 3]) {
      const blown = { ...logits, data: logits.data.map((value) => factor * value) as Float64Array };
      expect(fitTemperature(blown, labels, new Float64Array(nClasses)) / factor).toBeCloseTo(1, 1);
    }
  });

  it('has the lowest log loss of all temperatures', () => {
    const logits = gaussian(300, 3, 4);
    const labels = Int32Array.from({ length: 300 }, (_, i) => i % 3);
    labels.forEach((label, i) => (logits.data[3 * i + label]! += 2));
    const offsets = Float64Array.of(0.3, 0, -0.5);
    const loss = (temperature: number) => logLoss(labels, softmax(logits, temperature, offsets), 3);
    const best = fitTemperature(logits, labels, offsets);
    for (const factor of [0.8, 0.99, 1.01, 1.25]) expect(loss(best)).toBeLessThan(loss(best * factor));
  });

  it('keeps within bounds where nothing is ever wrong, or everything is', () => {
    const logits = { data: Float64Array.of(1, 0, 0, 1), nSamples: 2, nFeatures: 2 };
    const offsets = new Float64Array(2);
    expect(fitTemperature(logits, Int32Array.of(0, 1), offsets)).toBe(0.1);
    expect(fitTemperature(logits, Int32Array.of(1, 0), offsets)).toBe(10);
  });

  it('makes an overconfident network honest about rows that neither saw', () => {
    // Trained far too long on few rows with much chance in them.
    const train = logistic(300, 1.5, 0, 21);
    const spec = classifierSpec(6, [64, 32], 2);
    const trainer = new KernelTrainer(spec, train.X, {
      weights: initialWeights(spec, new Random(1)),
      batchSize: 32,
      classes: { labels: train.labels, weights: [1, 1] },
    });
    for (let epoch = 0; epoch < 200; epoch++) {
      trainer.trainEpoch({ order: rows(300), keep: null, learningRate: 1e-3, checkCancelled: () => {} });
    }
    const weights = trainer.weights();
    trainer.dispose();
    const [held, test] = [logistic(2000, 1.5, 0, 31), logistic(4000, 1.5, 0, 41)];
    const offsets = new Float64Array(2);
    const temperature = fitTemperature(runNetwork(spec, weights, held.X), held.labels, offsets);
    expect(temperature).toBeGreaterThan(2);
    const logits = runNetwork(spec, weights, test.X);
    const errors = [1, temperature].map((t) => expectedCalibrationError(test.labels, softmax(logits, t, offsets), 2));
    expect(errors[0]).toBeGreaterThan(0.15);
    expect(errors[1]).toBeLessThan(0.05);
  });

  it('is part of a fit, which says what it did', () => {
    const { X, labels } = logistic(3000, 1.5, 0, 51);
    const { temperature, calibration } = fitClassifier(X, labels, {}, context(2));
    expect(calibration!.nRows).toBe(450);
    expect(calibration!.logLossAfter).toBeLessThanOrEqual(calibration!.logLossBefore);
    expect(temperature).toBeGreaterThan(0.1);
    expect(temperature).toBeLessThan(10);
  });
});

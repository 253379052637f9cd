import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  accuracy,
  balancedAccuracy,
  confusionMatrix,
  expectedCalibrationError,
  reliability,
  logLoss,
  macroF1,
} from '../../../../electron/engine/ml/metrics/classification.ts';
import {
  crossValidate,
  joinFolds,
  runFold,
  stratifiedFolds,
} from '../../../../electron/engine/ml/metrics/cross-validate.ts';
import {
  adjustedRandIndex,
  clusteringAccuracy,
  normalizedMutualInformation,
  purity,
} from '../../../../electron/engine/ml/metrics/external.ts';
import { likeliest } from '../../../../electron/engine/ml/metrics/labels.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import type { Context, Matrix } from '../../../../electron/engine/ml/types.ts';
import { AppError } from '../../../../shared/errors.ts';
import { clouds, context, relativeError } from '../goldens.ts';

/** Made with scikit-learn; how is written in the file. */
const { scores } = JSON.parse(
  readFileSync(new URL('../../../fixtures/classification.json', import.meta.url), 'utf8'),
) as {
  scores: { nClasses: number } & Record<
    'accuracy' | 'balancedAccuracy' | 'macroF1' | 'logLoss' | 'calibrationError',
    number
  > &
    Record<'adjustedRand' | 'nmi' | 'purity' | 'matchedAccuracy', number> &
    Record<'truth' | 'probabilities' | 'predicted' | 'confusion' | 'clusters', number[]>;
};

describe('scores of predicted classes', () => {
  const { truth, predicted, probabilities, nClasses, clusters } = scores;

  it.each([
    ['accuracy', accuracy(truth, predicted)],
    ['balancedAccuracy', balancedAccuracy(truth, predicted)],
    ['macroF1', macroF1(truth, predicted)],
    ['logLoss', logLoss(truth, probabilities, nClasses)],
    ['calibrationError', expectedCalibrationError(truth, probabilities, nClasses)],
    ['adjustedRand', adjustedRandIndex(truth, clusters)],
    ['nmi', normalizedMutualInformation(truth, clusters)],
    ['purity', purity(truth, clusters)],
    ['matchedAccuracy', clusteringAccuracy(truth, clusters)],
  ] as const)('%s equals the reference', (name, found) => {
    expect(relativeError(found, scores[name])).toBeLessThan(1e-9);
  });

  it('counts the confusion, and predicts the likeliest', () => {
    expect([...confusionMatrix(truth, predicted).counts]).toEqual(scores.confusion);
    expect([...likeliest(probabilities, nClasses)]).toEqual(predicted);
  });

  it('counts no class that is nowhere', () => {
    const a = Int32Array.of(0, 0, 3, 3);
    const b = Int32Array.of(0, 3, 3, 3);
    expect(balancedAccuracy(a, b)).toBeCloseTo((1 / 2 + 1) / 2, 12);
    expect(macroF1(a, b)).toBeCloseTo((2 / 3 + 4 / 5) / 2, 12);
    // Class 1 is predicted and never true: no recall, but an F1 of 0.
    expect(balancedAccuracy(a, Int32Array.of(0, 1, 3, 3))).toBeCloseTo(3 / 4, 12);
    expect(macroF1(a, Int32Array.of(0, 1, 3, 3))).toBeCloseTo((2 / 3 + 0 + 1) / 3, 12);
  });

  it('knows a calibrated forecast from a boastful one', () => {
    const truthful = Array.from({ length: 100 }, (_, i) => (i < 80 ? 0 : 1));
    const says = (p: number) => Array.from({ length: 100 }, () => [p, 1 - p]).flat();
    expect(expectedCalibrationError(truthful, says(0.8), 2)).toBeCloseTo(0, 12);
    expect(expectedCalibrationError(truthful, says(1), 2)).toBeCloseTo(0.2, 12);
    // Opposite errors in different bins do not make up for each other.
    const mixed = [...says(0.9).slice(0, 100), ...says(0.7).slice(100)];
    expect(
      expectedCalibrationError(
        truthful.map((_, i) => (i % 5 === 0 ? 1 : 0)),
        mixed,
        2,
      ),
    ).toBeCloseTo(0.1, 12);
  });

  it('refuses what does not fit together', () => {
    const reason = (call: () => unknown, expected: string) =>
      expect(call).toThrowError(
        expect.objectContaining({ details: expect.objectContaining({ reason: expected }) as object }),
      );
    reason(() => accuracy([0, 1], [0]), 'unequal_lengths');
    reason(() => accuracy([], []), 'no_rows');
    reason(() => accuracy([0, -1], [0, 0]), 'bad_label');
    reason(() => logLoss([2], [0.5, 0.5], 2), 'bad_label');
    reason(() => logLoss([0], [0.5, 0.5, 0], 2), 'unequal_lengths');
  });
});

describe('stratified folds', () => {
  const random = new Random(3);
  const labels = Int32Array.from({ length: 203 }, () => [-1, 0, 0, 0, 0, 1, 1, 2][random.integer(8)]!);
  const folds = stratifiedFolds(labels, 5, new Random(1));

  it('spread every class, and all rows, evenly', () => {
    const known = labels.filter((label) => label >= 0).length;
    for (const label of [0, 1, 2, null]) {
      const size = label === null ? known : labels.filter((own) => own === label).length;
      for (let fold = 0; fold < 5; fold++) {
        const own = folds.filter((f, i) => f === fold && (label === null || labels[i] === label)).length;
        expect(Math.abs(own - size / 5)).toBeLessThan(1);
      }
    }
    expect(folds.every((fold, i) => (fold === -1) === (labels[i] === -1))).toBe(true);
  });

  it('are the same for a seed and others for another', () => {
    expect(stratifiedFolds(labels, 5, new Random(1))).toEqual(folds);
    expect(stratifiedFolds(labels, 5, new Random(2))).not.toEqual(folds);
  });

  it('need as many labels as folds', () => {
    expect(() => stratifiedFolds(Int32Array.of(0, 1, -1), 3, new Random(1))).toThrowError(
      expect.objectContaining({ details: { reason: 'too_few_labels', needed: 3 } }),
    );
    expect(() => stratifiedFolds(labels, 1, new Random(1))).toThrowError(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});

describe('cross-validation', () => {
  const X = clouds(120, 3, 3, 0.1, 4);
  const labels = Int32Array.from({ length: 120 }, (_, i) => (i % 10 === 9 ? -1 : i % 3));
  /** Predicts the class of the nearest training row. */
  const fit = (rows: Matrix, own: Int32Array) => ({ rows, own });
  const predict = ({ rows, own }: ReturnType<typeof fit>, others: Matrix) => {
    const found = Int32Array.from({ length: others.nSamples }, (_, i) => {
      let [best, nearest] = [0, Infinity];
      for (let r = 0; r < rows.nSamples; r++) {
        let distance = 0;
        for (let j = 0; j < 3; j++) distance += (rows.data[3 * r + j]! - others.data[3 * i + j]!) ** 2;
        if (distance < nearest) [best, nearest] = [r, distance];
      }
      return own[best]!;
    });
    const probabilities = Float64Array.from({ length: 3 * found.length }, (_, at) =>
      found[Math.floor(at / 3)] === at % 3 ? 0.8 : 0.1,
    );
    return { labels: found, probabilities };
  };

  it('predicts every labelled row once, by a model that did not see it', () => {
    const seen: number[] = [];
    const result = crossValidate(
      (rows, own, ctx) => {
        seen.push(rows.nSamples);
        expect(own.length).toBe(rows.nSamples);
        expect(own.includes(-1)).toBe(false);
        ctx.report(0.5);
        return fit(rows, own);
      },
      predict,
      X,
      labels,
      4,
      context(1),
    );
    expect(seen).toEqual([81, 81, 81, 81]);
    expect(result.predicted).toEqual(labels);
    expect(result.accuracy).toEqual({ mean: 1, low: 1, high: 1 });
    expect(result.confusion.counts.reduce((a, b) => a + b, 0)).toBe(108);
    expect(result.logLoss!.mean).toBeCloseTo(-Math.log(0.8), 12);
    expect(result.calibrationError!.mean).toBeCloseTo(0.2, 12);
  });

  it('finds the same when folds run elsewhere, in another order', () => {
    const random = new Random(8);
    const chance = labels.map((label) => (label < 0 ? -1 : random.integer(3)));
    const folds = stratifiedFolds(chance, 3, context(1).random.fork('folds'));
    const outcomes = [2, 0, 1].map((fold) => runFold({ fit, predict }, X, chance, folds, fold, context(1)));
    const inOrder = [outcomes[1]!, outcomes[2]!, outcomes[0]!];
    expect(joinFolds(inOrder, chance)).toEqual(crossValidate(fit, predict, X, chance, 3, context(1)));
  });

  it('does not flatter what has learnt by heart', () => {
    const random = new Random(8);
    const chance = labels.map((label) => (label < 0 ? -1 : random.integer(3)));
    const {
      accuracy: found,
      balancedAccuracy: balanced,
      macroF1: f1,
    } = crossValidate(fit, predict, X, chance, 5, context(1));
    for (const { mean, low, high } of [found, balanced, f1]) {
      expect(mean).toBeLessThan(0.5);
      expect(low).toBeLessThan(mean);
      expect(high - mean).toBeCloseTo(mean - low, 12);
    }
  });

  it('gives no chance to a class that training rows did not have, and says nothing without probabilities', () => {
    const rare = labels.map((label, i) => (i === 0 ? 5 : label));
    // Far from all others, so that it is nobody's neighbour.
    const apart = { ...X, data: X.data.map((value, at) => (at < 3 ? 100 : value)) as Float64Array };
    const result = crossValidate(fit, predict, apart, rare, 4, context(1));
    // One row of 108 was ruled out: -log of the least probability, in one of four folds of 27.
    expect(result.logLoss!.mean).toBeCloseTo((-Math.log(0.8) * 107 - Math.log(Number.EPSILON)) / 108, 9);
    const silent = crossValidate(
      fit,
      (model, rows) => ({ labels: predict(model, rows).labels }),
      apart,
      rare,
      4,
      context(1),
    );
    expect([silent.logLoss, silent.calibrationError]).toEqual([null, null]);
    expect(silent.accuracy).toEqual(result.accuracy);
  });

  it('reports shares that grow to 1, and stops when it is cancelled', () => {
    const shares: number[] = [0];
    const told = { ...context(1), report: (share: number) => shares.push(share) };
    const reporting = (rows: Matrix, own: Int32Array, ctx: Context) => {
      [0.5, 1].forEach((share) => ctx.report(share));
      return fit(rows, own);
    };
    crossValidate(reporting, predict, X, labels, 3, told);
    expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
    expect(shares.at(-1)).toBe(1);
    const checkCancelled = () => {
      throw new AppError('cancelled');
    };
    expect(() => crossValidate(fit, predict, X, labels, 3, { ...context(1), checkCancelled })).toThrowError(
      expect.objectContaining({ code: 'cancelled' }),
    );
  });
});

describe('reliability', () => {
  it('counts predictions by how sure they were, in the bins of the calibration error', () => {
    const truth = Int32Array.of(0, 0, 1, 1);
    const probabilities = [0.95, 0.05, 0.6, 0.4, 0.45, 0.55, 0.92, 0.08];
    const { rows, confidence, right } = reliability(truth, probabilities, 2);
    expect([...rows]).toEqual([0, 0, 0, 0, 0, 2, 0, 0, 0, 2]);
    expect(confidence[5]).toBeCloseTo(1.15, 12);
    expect(confidence[9]).toBeCloseTo(1.87, 12);
    expect([...right]).toEqual([0, 0, 0, 0, 0, 2, 0, 0, 0, 1]);
    const gap = rows.reduce((sum, _, bin) => sum + Math.abs(confidence[bin]! - right[bin]!), 0) / truth.length;
    expect(gap).toBeCloseTo(expectedCalibrationError(truth, probabilities, 2, 10), 12);
  });
});

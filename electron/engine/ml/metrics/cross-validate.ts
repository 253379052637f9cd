/** How well an estimator predicts classes of rows that it did not see: stratified k-fold cross-validation. */
import type { Interval } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Random } from '../random.ts';
import { takeRows, type Context, type Matrix } from '../types.ts';
import {
  accuracy,
  balancedAccuracy,
  confusionMatrix,
  expectedCalibrationError,
  logLoss,
  macroF1,
  type ConfusionMatrix,
} from './classification.ts';
import { meanInterval } from './interval.ts';
import { rowsWithLabel } from './labels.ts';

export interface Prediction {
  labels: Int32Array;
  /** n x nClasses, row-major; without it nothing is said of log loss and calibration. */
  probabilities?: ArrayLike<number>;
}

/**
 * Means over the folds with 95 % intervals (Student's t). Folds share training rows, so the intervals are a little too
 * narrow (Bengio & Grandvalet 2004).
 */
export interface CrossValidation {
  nFolds: number;
  accuracy: Interval;
  balancedAccuracy: Interval;
  macroF1: Interval;
  logLoss: Interval | null;
  calibrationError: Interval | null;
  /** Of all rows, each predicted by the fold that did not see it. */
  confusion: ConfusionMatrix;
  /** Those predictions in the order of X; -1 where there is no label. */
  predicted: Int32Array;
}

/**
 * Fold of each row, 0 to nFolds - 1; -1 for rows without a label (-1). Classes are spread evenly: in every fold a class
 * has its share of rows, give or take one, and so have the folds of all rows.
 * @throws AppError `invalid_input` bad_parameter (nFolds not a whole number from 2 up), `insufficient_data` too_few_labels
 */
export function stratifiedFolds(labels: Int32Array, nFolds: number, random: Random): Int32Array {
  if (!(Number.isInteger(nFolds) && nFolds >= 2)) {
    throw new AppError('invalid_input', { reason: 'bad_parameter', parameter: 'nFolds' });
  }
  const shuffled = random.permutation(labels.length).filter((row) => labels[row]! >= 0);
  if (shuffled.length < nFolds) throw new AppError('insufficient_data', { reason: 'too_few_labels', needed: nFolds });
  // Dealt out like cards, class after class; the next class goes on where the last one ended. Sorting is stable.
  const folds = new Int32Array(labels.length).fill(-1);
  Array.from(shuffled)
    .sort((a, b) => labels[a]! - labels[b]!)
    .forEach((row, at) => (folds[row] = at % nFolds));
  return folds;
}

/**
 * Fits on all folds but one, predicts that one, for each in turn. Whatever learns from data (scaling too) belongs into
 * `fit`. Each fold's `ctx.random` is its own. The same seed gives the same folds for any estimator.
 * @param fit told the training rows, all of them labelled
 * @param k folds
 * @throws as `stratifiedFolds`, `fit` and `predict`; `cancelled`
 */
export function crossValidate<Model>(
  fit: (X: Matrix, labels: Int32Array, ctx: Context) => Model,
  predict: (model: Model, X: Matrix) => Prediction,
  X: Matrix,
  labels: Int32Array,
  k: number,
  ctx: Context,
): CrossValidation {
  if (labels.length !== X.nSamples) throw new AppError('invalid_input', { reason: 'unequal_lengths' });
  const folds = stratifiedFolds(labels, k, ctx.random.fork('folds'));
  const nClasses = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const predicted = new Int32Array(labels.length).fill(-1);
  const scores = { accuracy: [], balancedAccuracy: [], macroF1: [], logLoss: [], calibrationError: [] } as Record<
    'accuracy' | 'balancedAccuracy' | 'macroF1' | 'logLoss' | 'calibrationError',
    number[]
  >;
  for (let fold = 0; fold < k; fold++) {
    ctx.checkCancelled();
    const rowsWhere = (wanted: (own: number) => boolean): Int32Array =>
      Int32Array.from(folds.keys()).filter((row) => wanted(folds[row]!));
    const training = rowsWhere((own) => own >= 0 && own !== fold);
    const held = rowsWhere((own) => own === fold);
    const labelsOf = (rows: Int32Array): Int32Array => rows.map((row) => labels[row]!);
    const model = fit(takeRows(X, training), labelsOf(training), {
      random: ctx.random.fork(`fold ${fold}`),
      checkCancelled: ctx.checkCancelled,
      report: (share) => ctx.report((fold + share) / k),
    });
    const truth = labelsOf(held);
    const { labels: found, probabilities } = predict(model, takeRows(X, held));
    held.forEach((row, i) => (predicted[row] = found[i]!));
    scores.accuracy.push(accuracy(truth, found));
    scores.balancedAccuracy.push(balancedAccuracy(truth, found));
    scores.macroF1.push(macroF1(truth, found));
    if (probabilities) {
      // A class that no training row had has no column of its own: it was given no chance.
      const own = widened(probabilities, held.length, nClasses);
      scores.logLoss.push(logLoss(truth, own, nClasses));
      scores.calibrationError.push(expectedCalibrationError(truth, own, nClasses));
    }
    ctx.report((fold + 1) / k);
  }
  const known = rowsWithLabel(labels);
  return {
    nFolds: k,
    accuracy: meanInterval(scores.accuracy),
    balancedAccuracy: meanInterval(scores.balancedAccuracy),
    macroF1: meanInterval(scores.macroF1),
    logLoss: scores.logLoss.length > 0 ? meanInterval(scores.logLoss) : null,
    calibrationError: scores.calibrationError.length > 0 ? meanInterval(scores.calibrationError) : null,
    confusion: confusionMatrix(
      known.map((row) => labels[row]!),
      known.map((row) => predicted[row]!),
      nClasses,
    ),
    predicted,
  };
}

function widened(probabilities: ArrayLike<number>, nRows: number, nClasses: number): ArrayLike<number> {
  const width = probabilities.length / nRows;
  if (width === nClasses) return probabilities;
  const wide = new Float64Array(nRows * nClasses);
  for (let i = 0; i < nRows; i++)
    for (let c = 0; c < width; c++) wide[i * nClasses + c] = probabilities[i * width + c]!;
  return wide;
}

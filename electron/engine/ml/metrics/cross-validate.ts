/** How well an estimator predicts classes of rows that it did not see: stratified k-fold cross-validation. */
import type { Interval, ReliabilityBin } from '../../../../shared/domain.ts';
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
  reliability,
  type ConfusionMatrix,
  type ReliabilitySums,
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
  /** Of all rows by how sure their prediction was, without empty bins; null without probabilities. */
  reliability: ReliabilityBin[] | null;
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

/** What one fold found: plain data, so that folds may run anywhere. */
export interface FoldOutcome {
  /** Rows that were predicted, and what they were predicted to be. */
  rows: Int32Array;
  predicted: Int32Array;
  scores: { accuracy: number; balancedAccuracy: number; macroF1: number };
  /** Null without probabilities. */
  probabilityScores: { logLoss: number; calibrationError: number; reliability: ReliabilitySums } | null;
}

export interface Estimator<Model> {
  /** Told rows that all have a label. Whatever learns from data, scaling too, belongs in here. */
  fit: (X: Matrix, labels: Int32Array, ctx: Context) => Model;
  predict: (model: Model, X: Matrix) => Prediction;
}

/**
 * Fits on all folds but one and predicts that one. Its `ctx.random` depends on the fold alone, so that folds may run in
 * any order, side by side.
 * @param folds of `stratifiedFolds`
 */
export function runFold<Model>(
  { fit, predict }: Estimator<Model>,
  X: Matrix,
  labels: Int32Array,
  folds: Int32Array,
  fold: number,
  ctx: Context,
): FoldOutcome {
  ctx.checkCancelled();
  const rowsWhere = (wanted: (own: number) => boolean): Int32Array =>
    Int32Array.from(folds.keys()).filter((row) => wanted(folds[row]!));
  const labelsOf = (rows: Int32Array): Int32Array => rows.map((row) => labels[row]!);
  const training = rowsWhere((own) => own >= 0 && own !== fold);
  const rows = rowsWhere((own) => own === fold);
  const own = { ...ctx, random: ctx.random.fork(`fold ${fold}`) };
  const model = fit(takeRows(X, training), labelsOf(training), own);
  return scoreFold(rows, predict(model, takeRows(X, rows)), labels);
}

/** The outcome of a fold whose `rows` were predicted, in their order. `labels` are those of all rows. */
export function scoreFold(rows: Int32Array, prediction: Prediction, labels: Int32Array): FoldOutcome {
  const { labels: predicted, probabilities } = prediction;
  const truth = rows.map((row) => labels[row]!);
  const scores = {
    accuracy: accuracy(truth, predicted),
    balancedAccuracy: balancedAccuracy(truth, predicted),
    macroF1: macroF1(truth, predicted),
  };
  if (!probabilities) return { rows, predicted, scores, probabilityScores: null };
  // A class that no training row had has no column of its own: it was given no chance.
  const nClasses = classesOf(labels);
  const wide = widened(probabilities, rows.length, nClasses);
  const probabilityScores = {
    logLoss: logLoss(truth, wide, nClasses),
    calibrationError: expectedCalibrationError(truth, wide, nClasses),
    reliability: reliability(truth, wide, nClasses),
  };
  return { rows, predicted, scores, probabilityScores };
}

/** Joins the outcomes of all folds, in the order of the folds. */
export function joinFolds(outcomes: readonly FoldOutcome[], labels: Int32Array): CrossValidation {
  const predicted = new Int32Array(labels.length).fill(-1);
  for (const outcome of outcomes) outcome.rows.forEach((row, i) => (predicted[row] = outcome.predicted[i]!));
  const known = rowsWithLabel(labels);
  const interval = (score: keyof FoldOutcome['scores']): Interval =>
    meanInterval(outcomes.map(({ scores }) => scores[score]));
  const byProbability = outcomes.flatMap(({ probabilityScores }) => probabilityScores ?? []);
  const hasAll = byProbability.length === outcomes.length;
  return {
    nFolds: outcomes.length,
    accuracy: interval('accuracy'),
    balancedAccuracy: interval('balancedAccuracy'),
    macroF1: interval('macroF1'),
    logLoss: hasAll ? meanInterval(byProbability.map((scores) => scores.logLoss)) : null,
    calibrationError: hasAll ? meanInterval(byProbability.map((scores) => scores.calibrationError)) : null,
    reliability: hasAll ? joinBins(byProbability.map((scores) => scores.reliability)) : null,
    confusion: confusionMatrix(
      known.map((row) => labels[row]!),
      known.map((row) => predicted[row]!),
      classesOf(labels),
    ),
    predicted,
  };
}

/**
 * Runs `k` folds one after another and joins them. The same seed gives the same folds for any estimator.
 * @throws as `stratifiedFolds`, `fit` and `predict`; `invalid_input` unequal_lengths, `cancelled`
 */
export function crossValidate<Model>(
  fit: Estimator<Model>['fit'],
  predict: Estimator<Model>['predict'],
  X: Matrix,
  labels: Int32Array,
  k: number,
  ctx: Context,
): CrossValidation {
  if (labels.length !== X.nSamples) throw new AppError('invalid_input', { reason: 'unequal_lengths' });
  const folds = stratifiedFolds(labels, k, ctx.random.fork('folds'));
  const outcomes = Array.from({ length: k }, (_, fold) => {
    const report = (share: number): void => ctx.report((fold + share) / k);
    const { random, checkCancelled } = ctx;
    const outcome = runFold({ fit, predict }, X, labels, folds, fold, { random, checkCancelled, report });
    report(1);
    return outcome;
  });
  return joinFolds(outcomes, labels);
}

function joinBins(folds: readonly ReliabilitySums[]): ReliabilityBin[] {
  const total = (part: keyof ReliabilitySums, bin: number): number =>
    folds.reduce((sum, fold) => sum + fold[part][bin]!, 0);
  return Array.from(folds[0]?.rows ?? [], (_, bin) => {
    const rows = total('rows', bin);
    return { rows, confidence: total('confidence', bin) / rows, accuracy: total('right', bin) / rows };
  }).filter(({ rows }) => rows > 0);
}

function classesOf(labels: Int32Array): number {
  return labels.reduce((most, label) => Math.max(most, label + 1), 0);
}

function widened(probabilities: ArrayLike<number>, nRows: number, nClasses: number): ArrayLike<number> {
  const width = probabilities.length / nRows;
  if (width === nClasses) return probabilities;
  const wide = new Float64Array(nRows * nClasses);
  for (let i = 0; i < nRows; i++)
    for (let c = 0; c < width; c++) wide[i * nClasses + c] = probabilities[i * width + c]!;
  return wide;
}

/**
 * How well predicted classes and their probabilities agree with the true ones. Classes are 0 to nClasses - 1; unlike
 * the labels of partitions (external.ts) their numbers count. All throw `invalid_input` (unequal_lengths, bad_label)
 * and `insufficient_data` (no_rows).
 */
import { AppError } from '../../../../shared/errors.ts';
import { likeliest } from './labels.ts';

/** Rows by true and predicted class: `counts[truth * nClasses + predicted]`. */
export interface ConfusionMatrix {
  nClasses: number;
  counts: Float64Array;
  /** Rows of each true and of each predicted class. */
  truths: Float64Array;
  predictions: Float64Array;
}

/** Counts rows by class. `nClasses` must exceed every label; by default it just does. O(n). */
export function confusionMatrix(truth: ArrayLike<number>, predicted: ArrayLike<number>, nClasses = 0): ConfusionMatrix {
  checkLengths(truth.length, predicted.length);
  let size = nClasses;
  if (size === 0) for (let i = 0; i < truth.length; i++) size = Math.max(size, truth[i]! + 1, predicted[i]! + 1);
  const counts = new Float64Array(size * size);
  const truths = new Float64Array(size);
  const predictions = new Float64Array(size);
  for (let i = 0; i < truth.length; i++) {
    checkLabel(truth[i]!, size);
    checkLabel(predicted[i]!, size);
    counts[truth[i]! * size + predicted[i]!]!++;
    truths[truth[i]!]!++;
    predictions[predicted[i]!]!++;
  }
  return { nClasses: size, counts, truths, predictions };
}

/** Share of rows that are predicted right. */
export function accuracy(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const { nClasses, counts } = confusionMatrix(truth, predicted);
  let right = 0;
  for (let c = 0; c < nClasses; c++) right += counts[c * nClasses + c]!;
  return right / truth.length;
}

/** Mean, over the classes that there are, of the share of their rows that is predicted right. */
export function balancedAccuracy(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const { nClasses, counts, truths } = confusionMatrix(truth, predicted);
  let sum = 0;
  let present = 0;
  for (let c = 0; c < nClasses; c++) {
    if (truths[c] === 0) continue;
    sum += counts[c * nClasses + c]! / truths[c]!;
    present++;
  }
  return sum / present;
}

/** Mean, over the classes that are true or predicted anywhere, of F1, the harmonic mean of precision and recall. */
export function macroF1(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const { nClasses, counts, truths, predictions } = confusionMatrix(truth, predicted);
  let sum = 0;
  let present = 0;
  for (let c = 0; c < nClasses; c++) {
    const total = truths[c]! + predictions[c]!;
    if (total === 0) continue;
    sum += (2 * counts[c * nClasses + c]!) / total;
    present++;
  }
  return sum / present;
}

/** Least probability that counts in a logarithm: what was ruled out and came true costs 36, not infinity. */
const leastProbability = Number.EPSILON;

/**
 * Mean of -log of the probability given to the true class, in nats.
 * @param probabilities n x nClasses, row-major, each row summing to 1
 */
export function logLoss(truth: ArrayLike<number>, probabilities: ArrayLike<number>, nClasses: number): number {
  checkLengths(truth.length * nClasses, probabilities.length);
  let sum = 0;
  for (let i = 0; i < truth.length; i++) {
    checkLabel(truth[i]!, nClasses);
    const own = probabilities[i * nClasses + truth[i]!]!;
    sum -= Math.log(Math.min(1 - leastProbability, Math.max(leastProbability, own)));
  }
  return sum / truth.length;
}

/**
 * Expected calibration error (Naeini et al. 2015; Guo et al. 2017): how far, on average over rows, the probability of
 * the likeliest class lies from the share of right predictions among rows with about that probability. Bins are
 * (b / nBins, (b + 1) / nBins]; of equally likely classes the lowest is predicted.
 * @param probabilities n x nClasses, row-major, each row summing to 1
 * @param nBins default 15
 */
export function expectedCalibrationError(
  truth: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  nClasses: number,
  nBins = 15,
): number {
  checkLengths(truth.length * nClasses, probabilities.length);
  const predicted = likeliest(probabilities, nClasses);
  const gaps = new Float64Array(nBins);
  for (let i = 0; i < truth.length; i++) {
    checkLabel(truth[i]!, nClasses);
    const best = predicted[i]!;
    const confidence = probabilities[i * nClasses + best]!;
    const bin = Math.min(nBins - 1, Math.max(0, Math.ceil(confidence * nBins) - 1));
    gaps[bin]! += confidence - (best === truth[i] ? 1 : 0);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / truth.length;
}

/**
 * A reliability diagram as figures: predictions of the likeliest class in `nBins` equal steps of their probability,
 * empty ones left out. Bins and errors as `expectedCalibrationError`; sums, so that parts can be added up.
 * @param nBins default 10
 */
export function reliability(
  truth: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  nClasses: number,
  nBins = 10,
): ReliabilitySums {
  checkLengths(truth.length * nClasses, probabilities.length);
  const predicted = likeliest(probabilities, nClasses);
  const sums: ReliabilitySums = {
    rows: new Float64Array(nBins),
    confidence: new Float64Array(nBins),
    right: new Float64Array(nBins),
  };
  for (let i = 0; i < truth.length; i++) {
    checkLabel(truth[i]!, nClasses);
    const best = predicted[i]!;
    const confidence = probabilities[i * nClasses + best]!;
    const bin = Math.min(nBins - 1, Math.max(0, Math.ceil(confidence * nBins) - 1));
    sums.rows[bin]!++;
    sums.confidence[bin]! += confidence;
    if (best === truth[i]) sums.right[bin]!++;
  }
  return sums;
}

/** Per bin: rows, the sum of their confidence, and how many were right. */
export interface ReliabilitySums {
  rows: Float64Array;
  confidence: Float64Array;
  right: Float64Array;
}

function checkLengths(expected: number, found: number): void {
  if (expected !== found) throw new AppError('invalid_input', { reason: 'unequal_lengths' });
  if (expected === 0) throw new AppError('insufficient_data', { reason: 'no_rows' });
}

function checkLabel(label: number, nClasses: number): void {
  if (!(Number.isInteger(label) && label >= 0 && label < nClasses)) {
    throw new AppError('invalid_input', { reason: 'bad_label' });
  }
}

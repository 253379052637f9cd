/**
 * Learns segments or classes that a business already has from labelled rows: a network that outputs the class itself,
 * with probabilities that can be taken at their word.
 */
import type { TrainingCurve } from '../../../../../shared/domain.ts';
import { AppError } from '../../../../../shared/errors.ts';
import { expectedCalibrationError, logLoss } from '../../metrics/classification.ts';
import { rowsWithLabel } from '../../metrics/labels.ts';
import { takeRows, type Context, type Matrix } from '../../types.ts';
import { initialWeights, type DenseSpec } from '../dense.ts';
import { evaluate, learningRateAt, shuffled } from '../epochs.ts';
import { KernelTrainer } from '../kernel-trainer.ts';
import { checkFinite } from '../run-network.ts';
import {
  classifierLogits,
  classifierSpec,
  weightOffsets,
  type Calibration,
  type ClassifierModel,
} from './classifier-model.ts';
import { stratifiedSplit } from './hold-out.ts';
import { fitTemperature, softmax } from './temperature.ts';

export { classifierProbabilities, predictClassifier, type ClassifierModel } from './classifier-model.ts';

export interface ClassifierParams {
  /** Units of the hidden layers; none makes it a multinomial logistic regression. */
  layers: number[];
  /** Most epochs. */
  epochs: number;
  /** Most rows of a batch; small data get smaller ones, so that an epoch has 16 steps. */
  batchSize: number;
  /** Of Adam; falls to a tenth over the last third of `epochs`. */
  learningRate: number;
  /** Epochs without a lower validation loss after which training stops. */
  patience: number;
  /** Share of each class held out to decide when to stop and to calibrate; none of fewer than 20 labelled rows. */
  validationShare: number;
  /** `balanced` lets every class weigh the same in total, so that rare ones are found; `none` every row. */
  classWeight: 'none' | 'balanced';
}

export const classifierDefaults: ClassifierParams = {
  layers: [64, 32],
  epochs: 100,
  batchSize: 128,
  learningRate: 1e-3,
  patience: 15,
  validationShare: 0.15,
  classWeight: 'none',
};

/** Steps that an epoch has at least: with fewer, a hundred epochs on a few hundred rows would end long before the network has learnt anything. */
const stepsPerEpoch = 16;
const smallestBatch = 16;
/** From fewer rows a temperature would be mostly chance. */
const fewestToCalibrate = 100;

/**
 * Fits a classifier to the rows of X (samples x features, finite, best standardised) that have a label: 0 and up, -1
 * for none. Minimises cross-entropy; keeps the weights of the epoch with the lowest validation loss, then calibrates by
 * temperature on the rows held out. Deterministic for a seed. O(epochs x samples x weights), in our kernels.
 *
 * @throws AppError invalid_input (not_finite, bad_network, bad_parameter, bad_label, unequal_lengths),
 * insufficient_data no_labels, not_converged diverged, cancelled.
 */
export function fitClassifier(
  X: Matrix,
  labels: Int32Array,
  params: Partial<ClassifierParams>,
  ctx: Context,
): ClassifierModel {
  const settings = { ...classifierDefaults, ...params };
  checkParams(settings);
  const { rows, truth } = labelled(X, labels);
  const { nFeatures } = rows;
  const nClasses = truth.reduce((most, label) => Math.max(most, label + 1), 0);
  const spec = classifierSpec(nFeatures, settings.layers, nClasses);
  const { training, validation } = stratifiedSplit(truth, settings.validationShare, ctx.random.fork('validation'));
  const classWeights = weightsOf(truth, nClasses, settings.classWeight);
  const fewRows = Math.max(smallestBatch, Math.floor(training.length / stepsPerEpoch));
  const trainer = new KernelTrainer(spec, rows, {
    weights: initialWeights(spec, ctx.random.fork('weights')),
    batchSize: Math.min(settings.batchSize, fewRows),
    classes: { labels: truth, weights: classWeights },
  });
  try {
    const { weights, curve } = train(trainer, spec, training, validation, settings, ctx);
    const network = { nFeatures, nClasses, layers: [...settings.layers], weights };
    const held = takeRows(rows, validation);
    const calibrated = calibrate(
      classifierLogits(network, held),
      validation.map((row) => truth[row]!),
      weightOffsets(classWeights),
      ctx.checkCancelled,
    );
    ctx.report(1);
    const stats = { nSamples: truth.length, nValidation: validation.length, curve };
    return { ...network, classWeights, ...calibrated, training: stats };
  } finally {
    trainer.dispose();
  }
}

function train(
  trainer: KernelTrainer,
  spec: DenseSpec,
  training: Int32Array,
  validation: Int32Array,
  settings: ClassifierParams,
  ctx: Context,
): { weights: Float32Array[]; curve: TrainingCurve } {
  const random = ctx.random.fork('epochs');
  const judged = validation.length > 0 ? validation : training;
  const curve: TrainingCurve = { loss: [], validationLoss: [], bestEpoch: 0 };
  let weights = trainer.weights();
  let lowest = Infinity;
  for (let epoch = 0; epoch < settings.epochs && epoch - curve.bestEpoch < settings.patience; epoch++) {
    ctx.checkCancelled();
    const order = shuffled(training, random);
    const learningRate = learningRateAt(epoch, settings);
    const loss = trainer.trainEpoch({ order, keep: null, learningRate, checkCancelled: ctx.checkCancelled });
    const validationLoss = evaluate(trainer, spec, judged, ctx.checkCancelled);
    if (!Number.isFinite(loss + validationLoss)) throw new AppError('not_converged', { reason: 'diverged' });
    curve.loss.push(loss);
    curve.validationLoss.push(validationLoss);
    if (validationLoss < lowest) {
      lowest = validationLoss;
      curve.bestEpoch = epoch + 1;
      weights = trainer.weights();
    }
    ctx.report((epoch + 1) / settings.epochs);
  }
  return { weights, curve };
}

function calibrate(
  logits: Matrix,
  truth: Int32Array,
  offsets: Float64Array,
  checkCancelled: () => void,
): { temperature: number; calibration: Calibration | null } {
  if (truth.length < fewestToCalibrate) return { temperature: 1, calibration: null };
  const temperature = fitTemperature(logits, truth, offsets, checkCancelled);
  const nClasses = logits.nFeatures;
  const before = softmax(logits, 1, offsets);
  const after = softmax(logits, temperature, offsets);
  const calibration = {
    nRows: truth.length,
    errorBefore: expectedCalibrationError(truth, before, nClasses),
    errorAfter: expectedCalibrationError(truth, after, nClasses),
    logLossBefore: logLoss(truth, before, nClasses),
    logLossAfter: logLoss(truth, after, nClasses),
  };
  return { temperature, calibration };
}

/** The rows that have a label, and their labels. */
function labelled(X: Matrix, labels: Int32Array): { rows: Matrix; truth: Int32Array } {
  if (labels.length !== X.nSamples) throw new AppError('invalid_input', { reason: 'unequal_lengths' });
  if (labels.some((label) => label < -1)) throw new AppError('invalid_input', { reason: 'bad_label' });
  const known = rowsWithLabel(labels);
  if (known.length === 0) throw new AppError('insufficient_data', { reason: 'no_labels' });
  const rows = known.length === X.nSamples ? X : takeRows(X, known);
  checkFinite(rows);
  return { rows, truth: known.map((row) => labels[row]!) };
}

/** 1 for every class, or n / (classes x rows of the class), which is 1 on average over rows. Absent classes weigh 1. */
function weightsOf(truth: Int32Array, nClasses: number, classWeight: 'none' | 'balanced'): Float64Array {
  const sizes = new Float64Array(nClasses);
  for (const label of truth) sizes[label]!++;
  const present = sizes.reduce((count, size) => count + (size > 0 ? 1 : 0), 0);
  return sizes.map((size) => (classWeight === 'none' || size === 0 ? 1 : truth.length / (present * size)));
}

function checkParams(params: ClassifierParams): void {
  const wholes = { epochs: params.epochs, batchSize: params.batchSize, patience: params.patience };
  const bad =
    Object.entries(wholes).find(([, value]) => !Number.isInteger(value) || value < 1)?.[0] ??
    (params.learningRate > 0 ? null : 'learningRate') ??
    (params.validationShare >= 0 && params.validationShare < 1 ? null : 'validationShare');
  if (bad) throw new AppError('invalid_input', { reason: 'bad_parameter', parameter: bad });
}

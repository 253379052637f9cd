/** A fitted classifier as plain data, and what it says of rows: classes and calibrated probabilities. */
import type { TrainingCurve } from '../../../../../shared/domain.ts';
import { AppError } from '../../../../../shared/errors.ts';
import { likeliest } from '../../metrics/labels.ts';
import type { Matrix } from '../../types.ts';
import type { DenseSpec, DenseWeights } from '../dense.ts';
import { runNetwork } from '../run-network.ts';
import { softmax } from './temperature.ts';

/** What temperature scaling did, on the rows held out; null in a model that had too few of them. */
export interface Calibration {
  nRows: number;
  /** Expected calibration error at temperature 1, and at the one that was found on these very rows. */
  errorBefore: number;
  errorAfter: number;
  logLossBefore: number;
  logLossAfter: number;
}

export interface ClassifierModel {
  nFeatures: number;
  nClasses: number;
  /** Units of the hidden layers. */
  layers: number[];
  /** `[W0, b0, W1, b1, ...]`, matrices inputs x units, row-major; the last layer has a unit per class. */
  weights: DenseWeights;
  /** What a row of each class weighed in training, 1 on average over rows. */
  classWeights: Float64Array;
  /** Logits are divided by it; above 1 where the network was too sure of itself. */
  temperature: number;
  calibration: Calibration | null;
  training: {
    /** Rows with a label, those held out among them. */
    nSamples: number;
    nValidation: number;
    /** Weighted cross-entropies per epoch; the weights of the best epoch (1-based) were kept. */
    curve: TrainingCurve;
  };
}

/** The network: rectified hidden layers, then a linear unit per class, whose softmax are the probabilities. */
export function classifierSpec(nFeatures: number, layers: readonly number[], nClasses: number): DenseSpec {
  const sizes = [nFeatures, ...layers, nClasses];
  if (!sizes.every((size) => Number.isInteger(size) && size > 0)) {
    throw new AppError('invalid_input', { reason: 'bad_network', layers: layers.join('-') });
  }
  return { sizes, activations: [...layers.map(() => 'relu' as const), 'linear'] };
}

/** Outputs of the last layer: samples x nClasses, single precision. Throws as `runNetwork`. */
export function classifierLogits(
  model: Pick<ClassifierModel, 'nFeatures' | 'nClasses' | 'layers' | 'weights'>,
  X: Matrix,
): Matrix {
  return runNetwork(classifierSpec(model.nFeatures, model.layers, model.nClasses), model.weights, X);
}

/**
 * Class of each row of X (treated as in training). With balanced class weights this is the class with the highest
 * weight x probability, so that rare classes are found; else the likeliest. Throws as `runNetwork`.
 */
export function predictClassifier(model: ClassifierModel, X: Matrix): Int32Array {
  return likeliest(classifierLogits(model, X).data, model.nClasses);
}

/**
 * Calibrated probability of every class: samples x nClasses, each row summing to 1. Class weights are undone, so that
 * they are frequencies to be expected among rows like those of training. Throws as `runNetwork`.
 */
export function classifierProbabilities(model: ClassifierModel, X: Matrix): Float64Array {
  return softmax(classifierLogits(model, X), model.temperature, weightOffsets(model.classWeights));
}

/** Training by weights w makes softmax(logits) proportional to w x probability (Elkan 2001): -log w undoes that. */
export function weightOffsets(classWeights: Float64Array): Float64Array {
  return classWeights.map((weight) => -Math.log(weight));
}

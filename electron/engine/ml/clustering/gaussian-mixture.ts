/** Gaussian mixture by expectation-maximisation: fit, assign further rows, and say how sure each assignment is. */
import { AppError } from '../../../../shared/errors.ts';
import type { Context, Matrix } from '../types.ts';
import { requireFinite } from './finite.ts';
import { diagonalOf, logDensities, type Covariance } from './gaussian-density.ts';
import { fitKMeans } from './kmeans.ts';

export type { Covariance } from './gaussian-density.ts';

export interface GaussianMixtureModel {
  nClusters: number;
  nFeatures: number;
  covariance: Covariance;
  /** Shares of the components; they sum to 1. */
  weights: Float64Array;
  /** nClusters x nFeatures, row-major. */
  means: Float64Array;
  /** Full: nClusters x nFeatures x nFeatures. Diagonal: variances, nClusters x nFeatures. */
  covariances: Float64Array;
}

export interface GaussianMixtureFit {
  model: GaussianMixtureModel;
  /** Component per row, 0 to nClusters - 1; equal to `predictGaussianMixture(model, X)`. */
  labels: Int32Array;
  /** Mean natural log of the density at the rows. */
  meanLogLikelihood: number;
  /** Bayesian information criterion (Schwarz 1978): -2 log L + parameters * ln n. Lower is better. */
  bic: number;
  nIterations: number;
  converged: boolean;
}

export interface GaussianMixtureParams {
  nClusters: number;
  /** `full` lets each component lean any way; `diagonal` takes features as independent within it. Default full. */
  covariance?: Covariance;
  /** Starts of the K-Means whose clusters EM begins from. Default 10. */
  nInit?: number;
  /** Begin from these labels in place of K-Means. */
  initialLabels?: Int32Array;
  /** Stop when the mean log-likelihood gains less. Default 1e-3. */
  tolerance?: number;
  /** Default 100. */
  maxIterations?: number;
  /** Added to each variance, so that no component collapses onto a point. Default 1e-6. */
  regularisation?: number;
}

export const gaussianMixtureDefaults = {
  covariance: 'full',
  nInit: 10,
  tolerance: 1e-3,
  maxIterations: 100,
  regularisation: 1e-6,
} as const;

/** Rows between two looks at the cancel flag. */
const stretch = 2048;

/**
 * EM from the clusters of K-Means (Dempster, Laird & Rubin 1977), in float64. Deterministic for a seed.
 * O(nIterations * nSamples * nClusters * nFeatures^2) with full, one nFeatures less with diagonal covariances.
 * @throws AppError `invalid_input` (not_finite, bad_parameter), `insufficient_data` (fewer rows than clusters),
 * `not_converged` (singular_covariance: a component lies flat even with `regularisation`), `cancelled`.
 */
export function fitGaussianMixture(X: Matrix, params: GaussianMixtureParams, ctx: Context): GaussianMixtureFit {
  const { nClusters, covariance, nInit, tolerance, maxIterations, regularisation } = {
    ...gaussianMixtureDefaults,
    ...params,
  };
  if (!(tolerance >= 0 && regularisation >= 0 && maxIterations >= 1)) {
    throw new AppError('invalid_input', { reason: 'bad_parameter', parameter: 'tolerance' });
  }
  requireFinite(X);
  const labels = params.initialLabels ?? startingLabels(X, nClusters, nInit, ctx);
  if (labels.length !== X.nSamples || labels.some((label) => !(label >= 0 && label < nClusters))) {
    throw new AppError('invalid_input', { reason: 'bad_parameter', parameter: 'initialLabels' });
  }
  const responsibilities = new Float64Array(X.nSamples * nClusters);
  for (const [i, label] of labels.entries()) responsibilities[i * nClusters + label] = 1;
  const settings = { covariance, regularisation };
  let model = maximise(X, responsibilities, nClusters, settings, ctx);
  let last = -Infinity;
  let nIterations = 0;
  let converged = false;
  while (nIterations < maxIterations) {
    nIterations++;
    const meanLogLikelihood = expect(model, X, responsibilities, ctx);
    model = maximise(X, responsibilities, nClusters, settings, ctx);
    ctx.report(0.2 + (0.8 * nIterations) / maxIterations);
    converged = Math.abs(meanLogLikelihood - last) < tolerance;
    last = meanLogLikelihood;
    if (converged) break;
  }
  const meanLogLikelihood = expect(model, X, responsibilities, ctx);
  ctx.report(1);
  return {
    model,
    labels: mostLikely(responsibilities, nClusters),
    meanLogLikelihood,
    bic: -2 * meanLogLikelihood * X.nSamples + parameterCount(model) * Math.log(X.nSamples),
    nIterations,
    converged,
  };
}

/** The likeliest component of each row; the lowest one where several are equally likely. */
export function predictGaussianMixture(model: GaussianMixtureModel, X: Matrix): Int32Array {
  return mostLikely(gaussianMixturePosteriors(model, X), model.nClusters);
}

/** Probability of each component given the row: nSamples x nClusters, row-major, each row summing to 1. */
export function gaussianMixturePosteriors(model: GaussianMixtureModel, X: Matrix): Float64Array {
  if (X.nFeatures !== model.nFeatures) {
    throw new AppError('invalid_input', { reason: 'feature_count', expected: model.nFeatures, found: X.nFeatures });
  }
  requireFinite(X);
  const posteriors = new Float64Array(X.nSamples * model.nClusters);
  expect(model, X, posteriors, null);
  return posteriors;
}

/**
 * The E-step: writes each row's responsibilities (nSamples x nClusters) and returns the mean log-likelihood under the
 * model. Sums in log space, so that far rows do not vanish.
 */
export function expect(
  model: GaussianMixtureModel,
  X: Matrix,
  responsibilities: Float64Array,
  ctx: Pick<Context, 'checkCancelled'> | null,
): number {
  const { nClusters } = model;
  const densities = logDensities(model);
  let total = 0;
  for (let i = 0; i < X.nSamples; i++) {
    if (i % stretch === 0) ctx?.checkCancelled();
    const at = i * nClusters;
    densities(X, i, responsibilities, at);
    let highest = -Infinity;
    for (let k = 0; k < nClusters; k++) highest = Math.max(highest, responsibilities[at + k]!);
    let sum = 0;
    for (let k = 0; k < nClusters; k++) {
      const share = Math.exp(responsibilities[at + k]! - highest);
      responsibilities[at + k] = share;
      sum += share;
    }
    for (let k = 0; k < nClusters; k++) responsibilities[at + k]! /= sum;
    total += highest + Math.log(sum);
  }
  return total / X.nSamples;
}

/** The M-step: weights, means and covariances that fit the responsibilities best. */
export function maximise(
  X: Matrix,
  responsibilities: Float64Array,
  nClusters: number,
  { covariance, regularisation }: { covariance: Covariance; regularisation: number },
  ctx: Pick<Context, 'checkCancelled'>,
): GaussianMixtureModel {
  const { nSamples, nFeatures, data } = X;
  // As scikit-learn does: an empty component divides by almost, not by exactly, nothing.
  const mass = new Float64Array(nClusters).fill(10 * Number.EPSILON);
  const means = new Float64Array(nClusters * nFeatures);
  for (let i = 0; i < nSamples; i++) {
    if (i % stretch === 0) ctx.checkCancelled();
    for (let k = 0; k < nClusters; k++) {
      const share = responsibilities[i * nClusters + k]!;
      if (share === 0) continue;
      mass[k]! += share;
      for (let j = 0; j < nFeatures; j++) means[k * nFeatures + j]! += share * data[i * nFeatures + j]!;
    }
  }
  for (let k = 0; k < nClusters; k++) for (let j = 0; j < nFeatures; j++) means[k * nFeatures + j]! /= mass[k]!;
  const spread = covariance === 'full' ? nFeatures * nFeatures : nFeatures;
  const covariances = new Float64Array(nClusters * spread);
  const offset = new Float64Array(nFeatures);
  for (let i = 0; i < nSamples; i++) {
    if (i % stretch === 0) ctx.checkCancelled();
    for (let k = 0; k < nClusters; k++) {
      const share = responsibilities[i * nClusters + k]!;
      // What weighs less than rounding adds nothing but time.
      if (share < 1e-15) continue;
      for (let j = 0; j < nFeatures; j++) offset[j] = data[i * nFeatures + j]! - means[k * nFeatures + j]!;
      const at = k * spread;
      if (covariance === 'diagonal') {
        for (let j = 0; j < nFeatures; j++) covariances[at + j]! += share * offset[j]! * offset[j]!;
        continue;
      }
      for (let j = 0; j < nFeatures; j++) {
        const weighted = share * offset[j]!;
        const row = at + j * nFeatures;
        for (let l = 0; l <= j; l++) covariances[row + l]! += weighted * offset[l]!;
      }
    }
  }
  for (let k = 0; k < nClusters; k++) {
    const own = covariances.subarray(k * spread, (k + 1) * spread);
    for (let j = 0; j < own.length; j++) own[j]! /= mass[k]!;
    for (let j = 0; j < nFeatures; j++) own[diagonalOf(covariance, nFeatures, j)]! += regularisation;
    if (covariance === 'full') mirror(own, nFeatures);
  }
  const all = mass.reduce((sum, share) => sum + share, 0);
  return { nClusters, nFeatures, covariance, weights: mass.map((share) => share / all), means, covariances };
}

function startingLabels(X: Matrix, nClusters: number, nInit: number, ctx: Context): Int32Array {
  const part = { ...ctx, random: ctx.random.fork('start'), report: (share: number) => ctx.report(0.2 * share) };
  return fitKMeans(X, { nClusters, nInit }, part).labels;
}

/** Copies the lower triangle onto the upper one. */
function mirror(square: Float64Array, size: number): void {
  for (let j = 0; j < size; j++) for (let l = 0; l < j; l++) square[l * size + j] = square[j * size + l]!;
}

/** Free parameters: weights, means, covariances. */
function parameterCount({ nClusters, nFeatures, covariance }: GaussianMixtureModel): number {
  const perComponent = covariance === 'full' ? (nFeatures * (nFeatures + 1)) / 2 : nFeatures;
  return nClusters - 1 + nClusters * (nFeatures + perComponent);
}

function mostLikely(responsibilities: Float64Array, nClusters: number): Int32Array {
  const labels = new Int32Array(responsibilities.length / nClusters);
  for (let i = 0; i < labels.length; i++) {
    let best = 0;
    for (let k = 1; k < nClusters; k++) {
      if (responsibilities[i * nClusters + k]! > responsibilities[i * nClusters + best]!) best = k;
    }
    labels[i] = best;
  }
  return labels;
}

/** Principal component analysis, exact, by the eigenvalues of the covariance matrix. */
import { AppError } from '../../../../shared/errors.ts';
import type { Context, Matrix } from '../types.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

export interface PcaParams {
  /** Components to keep; default: as many as there are features or customers, whichever is fewer. */
  nComponents?: number;
}

export interface PcaModel {
  nComponents: number;
  nFeatures: number;
  /** Subtracted before projecting. */
  mean: Float64Array;
  /** nComponents x nFeatures, row-major, unit length; the loading of largest magnitude is positive. */
  components: Float64Array;
  /** Variance along each component (divisor n - 1), descending. */
  explainedVariance: Float64Array;
  /** The same as a share of the variance of all features. */
  explainedVarianceRatio: Float64Array;
}

/**
 * Fits X (n x f). A matrix without any variance gets ratios of 0. O(n f^2 + f^3).
 * Throws `invalid_input` (`not_finite`) and, without a row, `insufficient_data`.
 */
export function fitPca(X: Matrix, params: PcaParams, ctx: Context): PcaModel {
  const { data, nSamples, nFeatures } = X;
  if (nSamples === 0) throw new AppError('insufficient_data', { reason: 'no_rows' });
  const nComponents = Math.min(params.nComponents ?? Infinity, nFeatures, nSamples);
  const mean = new Float64Array(nFeatures);
  for (let i = 0, at = 0; i < nSamples; i++) for (let j = 0; j < nFeatures; j++) mean[j]! += data[at++]!;
  for (let j = 0; j < nFeatures; j++) mean[j]! /= nSamples;
  const covariance = covarianceOf(X, mean, ctx);
  const { values, vectors } = symmetricEigen(covariance, nFeatures);

  let total = 0;
  for (const value of values) total += Math.max(0, value);
  const components = new Float64Array(nComponents * nFeatures);
  const explainedVariance = new Float64Array(nComponents);
  const explainedVarianceRatio = new Float64Array(nComponents);
  for (let c = 0; c < nComponents; c++) {
    explainedVariance[c] = Math.max(0, values[c]!);
    explainedVarianceRatio[c] = total > 0 ? explainedVariance[c]! / total : 0;
    let largest = 0;
    for (let j = 0; j < nFeatures; j++) {
      const loading = vectors[j * nFeatures + c]!;
      if (Math.abs(loading) > Math.abs(largest)) largest = loading;
    }
    const sign = largest < 0 ? -1 : 1;
    for (let j = 0; j < nFeatures; j++) components[c * nFeatures + j] = sign * vectors[j * nFeatures + c]!;
  }
  return { nComponents, nFeatures, mean, components, explainedVariance, explainedVarianceRatio };
}

/** The model with its first components only: what `fitPca` gives for so many, without fitting again. */
export function firstComponents(model: PcaModel, nComponents: number): PcaModel {
  return {
    ...model,
    nComponents,
    components: model.components.slice(0, nComponents * model.nFeatures),
    explainedVariance: model.explainedVariance.slice(0, nComponents),
    explainedVarianceRatio: model.explainedVarianceRatio.slice(0, nComponents),
  };
}

/** Coordinates of X (n x f) along the components: n x nComponents. */
export function transformPca(model: PcaModel, X: Matrix): Matrix {
  const { nComponents, nFeatures, mean, components } = model;
  const data = new Float64Array(X.nSamples * nComponents);
  for (let i = 0; i < X.nSamples; i++) {
    for (let c = 0; c < nComponents; c++) {
      let sum = 0;
      for (let j = 0; j < nFeatures; j++) {
        sum += (X.data[i * nFeatures + j]! - mean[j]!) * components[c * nFeatures + j]!;
      }
      data[i * nComponents + c] = sum;
    }
  }
  return { data, nSamples: X.nSamples, nFeatures: nComponents };
}

function covarianceOf({ data, nSamples, nFeatures }: Matrix, mean: Float64Array, ctx: Context): Float64Array {
  const covariance = new Float64Array(nFeatures * nFeatures);
  const row = new Float64Array(nFeatures);
  for (let i = 0; i < nSamples; i++) {
    if (i % 4096 === 0) ctx.checkCancelled();
    for (let j = 0; j < nFeatures; j++) row[j] = data[i * nFeatures + j]! - mean[j]!;
    for (let j = 0; j < nFeatures; j++) {
      const value = row[j]!;
      for (let k = 0; k <= j; k++) covariance[j * nFeatures + k]! += value * row[k]!;
    }
  }
  const divisor = Math.max(1, nSamples - 1);
  for (let j = 0; j < nFeatures; j++) {
    for (let k = 0; k <= j; k++) {
      const value = covariance[j * nFeatures + k]! / divisor;
      // One value that is not a number makes its whole row so: the diagonal tells for all.
      if (!Number.isFinite(value)) throw new AppError('invalid_input', { reason: 'not_finite', column: j + 1 });
      covariance[j * nFeatures + k] = value;
      covariance[k * nFeatures + j] = value;
    }
  }
  return covariance;
}

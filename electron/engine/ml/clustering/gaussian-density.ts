/** Log densities of Gaussian components, by Cholesky factors. */
import { AppError } from '../../../../shared/errors.ts';
import type { Matrix } from '../types.ts';

export type Covariance = 'full' | 'diagonal';

interface Components {
  nClusters: number;
  nFeatures: number;
  covariance: Covariance;
  weights: Float64Array;
  means: Float64Array;
  covariances: Float64Array;
}

/** Where the variance of feature j stands among a component's covariances. */
export function diagonalOf(covariance: Covariance, nFeatures: number, j: number): number {
  return covariance === 'full' ? j * nFeatures + j : j;
}

/**
 * Lower triangular L with L Lᵀ = A for a symmetric, positive definite A (size x size, row-major); above the diagonal 0.
 * @throws AppError `not_converged` (singular_covariance)
 */
export function cholesky(A: Float64Array, size: number): Float64Array {
  const L = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    for (let l = 0; l <= j; l++) {
      let sum = A[j * size + l]!;
      for (let m = 0; m < l; m++) sum -= L[j * size + m]! * L[l * size + m]!;
      if (j > l) L[j * size + l] = sum / L[l * size + l]!;
      else if (sum > 0) L[j * size + j] = Math.sqrt(sum);
      else throw new AppError('not_converged', { reason: 'singular_covariance' });
    }
  }
  return L;
}

/**
 * Writes, for row i of X, ln(weight_k N(x | mean_k, covariance_k)) of every component to `out` from `at` on. The
 * factors are computed once, here.
 */
export function logDensities(model: Components): (X: Matrix, i: number, out: Float64Array, at: number) => void {
  const { nClusters, nFeatures, covariance, weights, means, covariances } = model;
  const full = covariance === 'full';
  const spread = full ? nFeatures * nFeatures : nFeatures;
  const factors = Array.from({ length: nClusters }, (_, k) => {
    const own = covariances.subarray(k * spread, (k + 1) * spread);
    return full ? cholesky(own, nFeatures) : own.map(Math.sqrt);
  });
  // ln weight - d/2 ln 2π - ½ ln |Σ|, and |Σ| is the squared product of the factor's diagonal.
  const constants = factors.map((factor, k) => {
    let constant = Math.log(weights[k]!) - (nFeatures / 2) * Math.log(2 * Math.PI);
    for (let j = 0; j < nFeatures; j++) constant -= Math.log(factor[diagonalOf(covariance, nFeatures, j)]!);
    return constant;
  });
  // Division is the slow part of the substitution.
  const inverses = factors.map((factor) =>
    Float64Array.from({ length: nFeatures }, (_, j) => 1 / factor[diagonalOf(covariance, nFeatures, j)]!),
  );
  const solved = new Float64Array(nFeatures);
  return ({ data }, i, out, at) => {
    const row = i * nFeatures;
    for (let k = 0; k < nClusters; k++) {
      const factor = factors[k]!;
      const inverse = inverses[k]!;
      let distance = 0;
      for (let j = 0; j < nFeatures; j++) {
        let value = data[row + j]! - means[k * nFeatures + j]!;
        if (full) {
          const start = j * nFeatures;
          for (let l = 0; l < j; l++) value -= factor[start + l]! * solved[l]!;
        }
        value *= inverse[j]!;
        solved[j] = value;
        distance += value * value;
      }
      out[at + k] = constants[k]! - 0.5 * distance;
    }
  };
}

import { Random } from '../../../../electron/engine/ml/random.ts';
import type { Context, Matrix } from '../../../../electron/engine/ml/types.ts';

export function context(seed = 1): Context {
  return { random: new Random(seed), checkCancelled: () => undefined, report: () => undefined };
}

export function normals(nSamples: number, nFeatures: number, seed = 1): Matrix {
  const random = new Random(seed);
  const data = Float64Array.from({ length: nSamples * nFeatures }, () => random.normal());
  return { data, nSamples, nFeatures };
}

/** Normal clouds of unit variance; row i belongs to blob i % nBlobs, whose centre is `distance` times a normal. */
export function blobs(nSamples: number, nFeatures: number, nBlobs: number, distance: number, seed = 1): Matrix {
  const centres = normals(nBlobs, nFeatures, seed + 1000);
  const X = normals(nSamples, nFeatures, seed);
  for (let i = 0; i < nSamples; i++) {
    for (let j = 0; j < nFeatures; j++) {
      X.data[i * nFeatures + j]! += distance * centres.data[(i % nBlobs) * nFeatures + j]!;
    }
  }
  return X;
}

/** Squared distance of row i of X to row j of Y. */
export function squaredDistance(X: Matrix, i: number, Y: Matrix, j: number): number {
  let sum = 0;
  for (let f = 0; f < X.nFeatures; f++) sum += (X.data[i * X.nFeatures + f]! - Y.data[j * X.nFeatures + f]!) ** 2;
  return sum;
}

/** Length of the difference of two vectors over the length of the second. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let error = 0;
  let length = 0;
  for (let i = 0; i < expected.length; i++) {
    error += (actual[i]! - expected[i]!) ** 2;
    length += expected[i]! ** 2;
  }
  return Math.sqrt(error / length);
}

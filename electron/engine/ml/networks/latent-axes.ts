/**
 * A network may stretch and turn its latent space at will: the decoder undoes it, and the loss never notices. Distances
 * in it, and so clusters, would then be an accident of the seed. The latent axes below give it the one metric that
 * means something: how far apart the decoder puts two customers among the features.
 */
import { fitPca } from '../projection/pca.ts';
import { symmetricEigen } from '../projection/symmetric-eigen.ts';
import type { Context, Matrix } from '../types.ts';

/** Directions with less than this share of the largest variance carry nothing. */
const negligible = 1e-9;

/**
 * The matrix A (l x l, row-major) that turns raw latent coordinates Z (n x l) into Z A. With W the least-squares linear
 * map from Z to the reconstructions (n x f), distances |z A - z' A| equal |z W - z' W|, and the columns of Z A are the
 * principal axes of Z W, in descending order, sign-fixed. Latent directions that no customer uses become 0. O(n l f).
 *
 * `power` bends that metric: the deviation along each axis becomes its power. 1 keeps it; 0 makes all axes count alike;
 * what lies between is for features that say the same thing many times over, such as pixels, whose first axis (how
 * bright) would drown all others.
 */
export function latentAxes(Z: Matrix, reconstructions: Matrix, ctx: Context, power = 1): Float64Array {
  const l = Z.nFeatures;
  const f = reconstructions.nFeatures;
  const W = leastSquares(centred(Z), centred(reconstructions), ctx);
  const { lengths, directions } = orthogonalParts(W, l, f);
  // Z W has no more directions than Z: its principal axes are found among them, not among the features.
  const along = { data: multiply(Z.data, lengths, Z.nSamples, l, l), nSamples: Z.nSamples, nFeatures: l };
  const { nComponents, components, explainedVariance } = fitPca(along, { nComponents: l }, ctx);
  const loadings = multiply(components, directions, nComponents, l, f);
  const axes = new Float64Array(l * l);
  for (let c = 0; c < nComponents; c++) {
    const variance = explainedVariance[c]!;
    // An axis without variance stays without: no power makes anything of it but noise.
    const stretch = variance > negligible * explainedVariance[0]! ? variance ** ((power - 1) / 2) : 0;
    const scale = stretch * signOfLargest(loadings.subarray(c * f, (c + 1) * f));
    for (let a = 0; a < l; a++) {
      for (let b = 0; b < l; b++) axes[a * l + c]! += scale * lengths[a * l + b]! * components[c * l + b]!;
    }
  }
  return axes;
}

/** W (l x f) as lengths (l x l) times directions (l x f) whose rows are orthonormal, or 0 where W has fewer. */
function orthogonalParts(W: Float64Array, l: number, f: number): { lengths: Float64Array; directions: Float64Array } {
  const gram = new Float64Array(l * l);
  for (let a = 0; a < l; a++) {
    for (let b = 0; b < l; b++) {
      for (let j = 0; j < f; j++) gram[a * l + b]! += W[a * f + j]! * W[b * f + j]!;
    }
  }
  const { values, vectors } = symmetricEigen(gram, l);
  const lengths = new Float64Array(l * l);
  const inverse = new Float64Array(l * l);
  for (let e = 0; e < l; e++) {
    if (!(values[e]! > negligible * values[0]!)) continue;
    for (let a = 0; a < l; a++) {
      lengths[a * l + e] = vectors[a * l + e]! * Math.sqrt(values[e]!);
      inverse[e * l + a] = vectors[a * l + e]! / Math.sqrt(values[e]!);
    }
  }
  return { lengths, directions: multiply(inverse, W, l, l, f) };
}

/** A (n x m) times B (m x k). */
function multiply(A: ArrayLike<number>, B: Float64Array, n: number, m: number, k: number): Float64Array {
  const result = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < m; a++) {
      const value = A[i * m + a]!;
      for (let j = 0; j < k; j++) result[i * k + j]! += value * B[a * k + j]!;
    }
  }
  return result;
}

function signOfLargest(values: Float64Array): number {
  let largest = 0;
  for (const value of values) if (Math.abs(value) > Math.abs(largest)) largest = value;
  return largest < 0 ? -1 : 1;
}

/** Z A, in single precision. */
export function alongAxes(Z: Matrix, axes: Float64Array): Matrix {
  const l = Z.nFeatures;
  const data = new Float32Array(Z.data.length);
  for (let i = 0; i < Z.nSamples; i++) {
    for (let c = 0; c < l; c++) {
      let sum = 0;
      for (let a = 0; a < l; a++) sum += Z.data[i * l + a]! * axes[a * l + c]!;
      data[i * l + c] = sum;
    }
  }
  return { data, nSamples: Z.nSamples, nFeatures: l };
}

function centred({ data, nSamples, nFeatures }: Matrix): Matrix {
  const means = new Float64Array(nFeatures);
  for (let i = 0; i < data.length; i++) means[i % nFeatures]! += data[i]! / nSamples;
  return { data: Float64Array.from(data, (value, i) => value - means[i % nFeatures]!), nSamples, nFeatures };
}

/** The matrix W (l x f) with the least |Z W - X|, by the pseudo-inverse of Z'Z. */
function leastSquares(Z: Matrix, X: Matrix, ctx: Context): Float64Array {
  const [l, f] = [Z.nFeatures, X.nFeatures];
  const gram = new Float64Array(l * l);
  const cross = new Float64Array(l * f);
  for (let i = 0; i < Z.nSamples; i++) {
    if (i % 1024 === 0) ctx.checkCancelled();
    for (let a = 0; a < l; a++) {
      const z = Z.data[i * l + a]!;
      for (let b = 0; b < l; b++) gram[a * l + b]! += z * Z.data[i * l + b]!;
      for (let j = 0; j < f; j++) cross[a * f + j]! += z * X.data[i * f + j]!;
    }
  }
  const { values, vectors } = symmetricEigen(gram, l);
  const W = new Float64Array(l * f);
  for (let e = 0; e < l; e++) {
    if (!(values[e]! > negligible * values[0]!)) continue;
    for (let j = 0; j < f; j++) {
      let along = 0;
      for (let a = 0; a < l; a++) along += vectors[a * l + e]! * cross[a * f + j]!;
      for (let a = 0; a < l; a++) W[a * f + j]! += (vectors[a * l + e]! * along) / values[e]!;
    }
  }
  return W;
}

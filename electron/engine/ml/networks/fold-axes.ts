/** Builds the metric of the latent space into the network itself, so that it can be trained on in that metric. */
import { symmetricEigen } from '../projection/symmetric-eigen.ts';
import type { Matrix } from '../types.ts';
import { encode, type AutoencoderModel } from './autoencoder-model.ts';

/** Directions with less than this share of the largest squared stretch are taken as unused. */
const negligible = 1e-12;

/**
 * The same network with latent coordinates z A in place of z, A being its latent axes: the encoder's last layer takes A
 * in, the decoder's first layer its pseudo-inverse. What reconstructions got from directions that A drops, which no row
 * uses, goes into the decoder's bias as a constant. The axes of the result are the identity.
 * @param X rows to average the dropped directions over
 */
export function foldAxes(model: AutoencoderModel, X: Matrix, checkCancelled?: () => void): AutoencoderModel {
  const l = model.layers.at(-1)!;
  const last = 2 * (model.layers.length - 1);
  const first = last + 2;
  const A = model.latentAxes;
  const inverse = pseudoInverse(A, l);
  const identity = Float64Array.from({ length: l * l }, (_, i) => (i % (l + 1) === 0 ? 1 : 0));
  const raw = { ...model, latentAxes: identity };
  const mean = columnMeans(encode(raw, X, checkCancelled));
  // What of the mean A and its inverse do not give back.
  const kept = product(product(mean, A, 1, l, l), inverse, 1, l, l);
  const dropped = mean.map((value, i) => value - kept[i]!);
  const weights = model.weights.map((values) => values.slice());
  const inputs = weights[last]!.length / l;
  weights[last] = Float32Array.from(product(weights[last]!, A, inputs, l, l));
  weights[last + 1] = Float32Array.from(product(weights[last + 1]!, A, 1, l, l));
  const units = weights[first + 1]!.length;
  const constant = product(dropped, weights[first]!, 1, l, units);
  weights[first] = Float32Array.from(product(inverse, weights[first]!, l, l, units));
  weights[first + 1] = weights[first + 1]!.map((bias, j) => bias + constant[j]!);
  return { ...raw, weights };
}

/** A (n x m) times B (m x k), in double precision. */
function product(A: ArrayLike<number>, B: ArrayLike<number>, n: number, m: number, k: number): Float64Array {
  const result = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < m; a++) {
      const value = A[i * m + a]!;
      for (let j = 0; j < k; j++) result[i * k + j]! += value * B[a * k + j]!;
    }
  }
  return result;
}

/** Moore-Penrose inverse of a square matrix, by the eigenvectors of AᵀA. */
function pseudoInverse(A: Float64Array, size: number): Float64Array {
  const transposed = Float64Array.from({ length: size * size }, (_, i) => A[(i % size) * size + Math.floor(i / size)]!);
  const { values, vectors } = symmetricEigen(product(transposed, A, size, size, size), size);
  const inverse = new Float64Array(size * size);
  for (let e = 0; e < size; e++) {
    if (!(values[e]! > negligible * values[0]!)) continue;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++)
        inverse[i * size + j]! += (vectors[i * size + e]! * vectors[j * size + e]!) / values[e]!;
    }
  }
  return product(inverse, transposed, size, size, size);
}

function columnMeans({ data, nSamples, nFeatures }: Matrix): Float64Array {
  const means = new Float64Array(nFeatures);
  for (let i = 0; i < data.length; i++) means[i % nFeatures]! += data[i]! / nSamples;
  return means;
}

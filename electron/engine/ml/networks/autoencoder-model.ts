/** A fitted autoencoder as plain data, and what it computes: latent coordinates, reconstructions, their errors. */
import { AppError } from '../../../../shared/errors.ts';
import type { Matrix } from '../types.ts';
import { autoencoderSpec, type DenseSpec, type DenseWeights } from './dense.ts';
import { alongAxes } from './latent-axes.ts';
import { blockRows, DenseLayout } from './dense-layout.ts';

export interface AutoencoderModel {
  nFeatures: number;
  /** Units of the encoder's layers; the last is the latent size. */
  layers: number[];
  /** Of the whole network, encoder then decoder: `[W0, b0, W1, b1, ...]`, matrices inputs x units, row-major. */
  weights: DenseWeights;
  /** Latent size squared: what gives the latent space its metric, see `latent-axes.ts`. */
  latentAxes: Float64Array;
  training: {
    nSamples: number;
    /** Rows held out to decide when to stop. */
    nValidation: number;
    /** Epochs trained, and the one (1-based) whose weights were kept. */
    epochs: number;
    bestEpoch: number;
    /** Mean squared errors of the kept weights: on the held-out rows (or all, if none were), and on all rows. */
    validationLoss: number;
    reconstructionLoss: number;
  };
}

/**
 * Latent coordinates (samples x latent size, single precision) of X (samples x nFeatures, treated as in training).
 * Always computed by the kernel, whatever device trained; a row's bits depend on that row alone, so parts encoded on
 * several threads equal the whole. O(samples x weights); `checkCancelled` is called on the way and may throw.
 *
 * @throws AppError invalid_input not_finite, or wrong_features when X has other columns than the training data.
 */
export function encode(model: AutoencoderModel, X: Matrix, checkCancelled?: () => void): Matrix {
  const { sizes, activations } = autoencoderSpec(model.nFeatures, model.layers);
  const depth = model.layers.length;
  const encoder = { sizes: sizes.slice(0, depth + 1), activations: activations.slice(0, depth) };
  return alongAxes(run(encoder, model.weights.slice(0, 2 * depth), X, checkCancelled), model.latentAxes);
}

/** X as the network gives it back (samples x nFeatures, single precision). Looks and throws as `encode`. */
export function reconstruct(model: AutoencoderModel, X: Matrix, checkCancelled?: () => void): Matrix {
  return run(autoencoderSpec(model.nFeatures, model.layers), model.weights, X, checkCancelled);
}

/** Mean squared error of each row's reconstruction over its features: large for customers unlike any other. */
export function reconstructionError(model: AutoencoderModel, X: Matrix): Float64Array {
  const output = reconstruct(model, X).data;
  const { nSamples, nFeatures } = X;
  return Float64Array.from({ length: nSamples }, (_, i) => {
    let sum = 0;
    for (let at = i * nFeatures; at < (i + 1) * nFeatures; at++) sum += (output[at]! - X.data[at]!) ** 2;
    return sum / nFeatures;
  });
}

/** Throws AppError invalid_input not_finite, with the 1-based number of the feature, unless all values are finite. */
export function checkFinite(X: Matrix): void {
  const at = X.data.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new AppError('invalid_input', { reason: 'not_finite', column: (at % X.nFeatures) + 1 });
}

function run(spec: DenseSpec, weights: DenseWeights, X: Matrix, checkCancelled?: () => void): Matrix {
  const { nSamples, nFeatures } = X;
  if (nFeatures !== spec.sizes[0]) {
    throw new AppError('invalid_input', { reason: 'wrong_features', expected: spec.sizes[0]!, found: nFeatures });
  }
  checkFinite(X);
  const layout = new DenseLayout(spec, false);
  layout.write(layout.weights, weights);
  const width = spec.sizes.at(-1)!;
  const { kernel, table, inputStride, outputStride } = layout;
  const input = kernel.float32(layout.input, blockRows * inputStride);
  const data = new Float32Array(nSamples * width);
  for (let first = 0; first < nSamples; first += blockRows) {
    checkCancelled?.();
    const rows = Math.min(blockRows, nSamples - first);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < nFeatures; j++) input[i * inputStride + j] = X.data[(first + i) * nFeatures + j]!;
    }
    const output = kernel.float32(kernel.exports.infer(table, rows), rows * outputStride);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < width; j++) data[(first + i) * width + j] = output[i * outputStride + j]!;
    }
  }
  return { data, nSamples, nFeatures: width };
}

/** A fitted autoencoder as plain data, and what it computes: latent coordinates, reconstructions, their errors. */
import type { NoiseKind } from '../../../../shared/domain.ts';
import type { Matrix } from '../types.ts';
import { autoencoderSpec, type DenseWeights } from './dense.ts';
import { alongAxes } from './latent-axes.ts';
import { runNetwork } from './run-network.ts';

export { checkFinite } from './run-network.ts';

export interface AutoencoderModel {
  nFeatures: number;
  /** Units of the encoder's layers; the last is the latent size. */
  layers: number[];
  /** Of the whole network, encoder then decoder: `[W0, b0, W1, b1, ...]`, matrices inputs x units, row-major. */
  weights: DenseWeights;
  /** Latent size squared: what gives the latent space its metric, see `latent-axes.ts`. */
  latentAxes: Float64Array;
  training: {
    /** How much the input was spoiled, and Adam's rate; missing in models before there was a choice. */
    noise?: number;
    /** Default: masking. */
    noiseKind?: NoiseKind;
    learningRate?: number;
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
  return alongAxes(runNetwork(encoder, model.weights.slice(0, 2 * depth), X, checkCancelled), model.latentAxes);
}

/** X as the network gives it back (samples x nFeatures, single precision). Looks and throws as `encode`. */
export function reconstruct(model: AutoencoderModel, X: Matrix, checkCancelled?: () => void): Matrix {
  return runNetwork(autoencoderSpec(model.nFeatures, model.layers), model.weights, X, checkCancelled);
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

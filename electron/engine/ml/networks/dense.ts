/** A dense network as plain data: its structure, its first weights, and the sizes of its parts. */
import { AppError } from '../../../../shared/errors.ts';
import type { Random } from '../random.ts';

export type Activation = 'relu' | 'linear';

/** `sizes[l]` units feed `sizes[l + 1]` through activation `activations[l]`; so one activation less than sizes. */
export interface DenseSpec {
  sizes: number[];
  activations: Activation[];
}

/** Per layer a weight matrix (inputs x units, row-major) and a bias vector: `[W0, b0, W1, b1, ...]`, single precision. */
export type DenseWeights = Float32Array[];

/** Lengths of the arrays of `DenseWeights`. */
export function weightLengths(spec: DenseSpec): number[] {
  return spec.activations.flatMap((_, layer) => [spec.sizes[layer]! * spec.sizes[layer + 1]!, spec.sizes[layer + 1]!]);
}

/** The autoencoder of an encoder: its layers mirrored, rectified inside, linear in the latent layer and the output. */
export function autoencoderSpec(nFeatures: number, layers: readonly number[]): DenseSpec {
  if (layers.length === 0 || ![nFeatures, ...layers].every((size) => Number.isInteger(size) && size > 0)) {
    throw new AppError('invalid_input', { reason: 'bad_network', layers: layers.join('-') });
  }
  const sizes = [nFeatures, ...layers, ...layers.slice(0, -1).reverse(), nFeatures];
  const activations = sizes
    .slice(1)
    .map((_, layer): Activation => (layer === layers.length - 1 || layer === sizes.length - 2 ? 'linear' : 'relu'));
  return { sizes, activations };
}

/**
 * First weights after He et al. (2015): normal with variance 2 / inputs; biases zero. The numbers come from `random`
 * alone, so that every device starts from the same ones.
 */
export function initialWeights(spec: DenseSpec, random: Random): DenseWeights {
  return weightLengths(spec).map((length, index) => {
    const values = new Float32Array(length);
    if (index % 2 === 0) {
      const deviation = Math.sqrt(2 / spec.sizes[index / 2]!);
      for (let i = 0; i < length; i++) values[i] = deviation * random.normal();
    }
    return values;
  });
}

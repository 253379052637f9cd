/** A dense network's output for rows that it need not have seen. */
import { AppError } from '../../../../shared/errors.ts';
import type { Matrix } from '../types.ts';
import type { DenseSpec, DenseWeights } from './dense.ts';
import { blockRows, DenseLayout } from './dense-layout.ts';

/**
 * Output of a trained network (samples x last size, single precision) for X (samples x first size). Always computed by
 * the kernel, whatever device trained; a row's bits depend on that row alone. O(samples x weights);
 * `checkCancelled` is called on the way and may throw.
 *
 * @throws AppError invalid_input not_finite, or wrong_features when X has other columns than the first layer takes.
 */
export function runNetwork(spec: DenseSpec, weights: DenseWeights, X: Matrix, checkCancelled?: () => void): Matrix {
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

/** Throws AppError invalid_input not_finite, with the 1-based number of the feature, unless all values are finite. */
export function checkFinite(X: Matrix): void {
  const at = X.data.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new AppError('invalid_input', { reason: 'not_finite', column: (at % X.nFeatures) + 1 });
}

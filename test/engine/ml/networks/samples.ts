/** Made-up data for the tests of networks. */
import { Random } from '../../../../electron/engine/ml/random.ts';
import type { Context, Matrix } from '../../../../electron/engine/ml/types.ts';

export function context(seed: number): Context {
  return { random: new Random(seed), checkCancelled: () => {}, report: () => {} };
}

export function gaussian(nSamples: number, nFeatures: number, seed: number): Matrix {
  const random = new Random(seed);
  const data = new Float64Array(nSamples * nFeatures);
  for (let i = 0; i < data.length; i++) data[i] = random.normal();
  return { data, nSamples, nFeatures };
}

/** Smooth functions of three hidden coordinates, each feature with mean about 0 and variance about 1. */
export function manifold(nSamples: number, nFeatures: number, seed: number): Matrix {
  const random = new Random(seed);
  const loadings = Array.from({ length: nFeatures }, () => [0, 1, 2].map(() => random.normal()));
  const data = new Float64Array(nSamples * nFeatures);
  for (let i = 0; i < nSamples; i++) {
    const hidden = [random.normal(), random.normal(), random.normal()];
    for (let j = 0; j < nFeatures; j++) {
      const sum = loadings[j]!.reduce((total, loading, h) => total + loading * hidden[h]!, 0);
      data[i * nFeatures + j] = 0.7 * sum + 0.5 * Math.tanh(sum);
    }
  }
  return standardised({ data, nSamples, nFeatures });
}

function standardised(X: Matrix): Matrix {
  const { data, nSamples, nFeatures } = X;
  for (let j = 0; j < nFeatures; j++) {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < nSamples; i++) sum += data[i * nFeatures + j]!;
    const mean = sum / nSamples;
    for (let i = 0; i < nSamples; i++) squares += (data[i * nFeatures + j]! - mean) ** 2;
    const deviation = Math.sqrt(squares / nSamples);
    for (let i = 0; i < nSamples; i++) data[i * nFeatures + j] = (data[i * nFeatures + j]! - mean) / deviation;
  }
  return X;
}

export const rows = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

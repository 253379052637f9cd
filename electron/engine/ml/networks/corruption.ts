/** How inputs are spoiled while a denoising autoencoder learns to restore them (Vincent et al. 2008, 2010). */
import type { NoiseKind } from '../../../../shared/domain.ts';
import { normalQuantile } from '../preprocessing/normal-quantile.ts';
import type { Random } from '../random.ts';

export interface Corruption {
  /** A byte per input: 0 blanks it, 1 leaves it as it is, any other adds `added[byte]`. */
  keep: Uint8Array;
  /** 256 numbers, of which the first two are not used; null where nothing is added. */
  added: Float32Array | null;
}

const firstAdded = 2;
const nAdded = 256 - firstAdded;

/**
 * Draws what happens to each input of an epoch.
 *
 * `masking`: it is blanked with probability `noise`. `gaussian`: a number of mean 0 and deviation `noise` is added, one of
 * 254 that are equally likely and stand at the middle quantiles of a normal distribution, scaled to that very deviation.
 * @returns null where nothing is to happen.
 */
export function corrupt(length: number, kind: NoiseKind, noise: number, random: Random): Corruption | null {
  if (noise === 0) return null;
  const keep = new Uint8Array(length);
  if (kind === 'masking') {
    const threshold = noise * 2 ** 32;
    for (let i = 0; i < length; i++) keep[i] = random.uint32() >= threshold ? 1 : 0;
    return { keep, added: null };
  }
  for (let i = 0; i < length; i += 2) {
    const bits = random.uint32();
    keep[i] = firstAdded + (((bits & 0xffff) * nAdded) >>> 16);
    if (i + 1 < length) keep[i + 1] = firstAdded + (((bits >>> 16) * nAdded) >>> 16);
  }
  return { keep, added: normalSteps().map((step) => step * noise) };
}

/** 254 steps of a normal distribution, with mean 0 and variance 1; behind two zeros. */
function normalSteps(): Float32Array {
  const steps = Float64Array.from({ length: nAdded }, (_, i) => normalQuantile((i + 0.5) / nAdded));
  const deviation = Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0) / nAdded);
  const result = new Float32Array(256);
  steps.forEach((step, i) => (result[firstAdded + i] = step / deviation));
  return result;
}

import type { Random } from '../ml/random.ts';
import { bootstrapSample } from './presets.ts';

/**
 * The customers of one bootstrap round: `fit` are drawn with replacement to be fitted on, `judge` without replacement
 * to compare labels on. At most `most` of each (default: `bootstrapSample`).
 */
export function bootstrapRows(
  nCustomers: number,
  random: Random,
  most = bootstrapSample,
): { fit: Int32Array; judge: Int32Array } {
  const size = Math.min(nCustomers, most);
  const fit = Int32Array.from({ length: size }, () => random.integer(nCustomers));
  const judge =
    size === nCustomers
      ? Int32Array.from({ length: size }, (_, i) => i)
      : random.permutation(nCustomers).slice(0, size);
  return { fit: fit.sort(), judge: judge.sort() };
}

/** What every training by epochs shares: the order of the rows and the course of the learning rate. */
import type { Random } from '../random.ts';

/** The rows in random order. */
export function shuffled(rows: Int32Array, random: Random): Int32Array {
  return random.permutation(rows.length).map((position) => rows[position]!);
}

/** Constant, then geometrically down to a tenth over the last third of `epochs`; `epoch` counts from 0. */
export function learningRateAt(epoch: number, plan: { epochs: number; learningRate: number }): number {
  const { epochs, learningRate } = plan;
  const start = Math.floor((2 / 3) * epochs);
  return epoch < start ? learningRate : learningRate * 10 ** (-(epoch - start + 1) / (epochs - start));
}

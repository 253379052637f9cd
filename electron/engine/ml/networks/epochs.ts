/** What every training by epochs shares: the order of the rows, the course of the learning rate, the look at the loss. */
import type { Random } from '../random.ts';
import type { DenseSpec } from './dense.ts';
import { blockRows, rowsPerCall } from './dense-layout.ts';
import type { DenseTrainer } from './trainer.ts';

/** Rows evaluated between two looks at the cancel flag, at most. */
const mostRowsPerLook = 16_384;

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

/** Mean loss of the rows, as `DenseTrainer.evaluate`, with looks at the cancel flag on the way. `rows` is not empty. */
export function evaluate(trainer: DenseTrainer, spec: DenseSpec, rows: Int32Array, checkCancelled: () => void): number {
  const rowsPerLook = Math.min(mostRowsPerLook, rowsPerCall(spec, blockRows));
  let sum = 0;
  for (let first = 0; first < rows.length; first += rowsPerLook) {
    checkCancelled();
    const part = rows.subarray(first, first + rowsPerLook);
    sum += trainer.evaluate(part) * part.length;
  }
  return sum / rows.length;
}

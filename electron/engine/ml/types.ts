/** Vocabulary of all numerics: pure functions over these, never I/O, a clock, or chance other than `ctx.random`. */
import type { Random } from './random.ts';

/** Row-major samples x features. May lie on a SharedArrayBuffer; estimators never write to it. */
export interface Matrix {
  data: Float32Array | Float64Array;
  nSamples: number;
  nFeatures: number;
}

export interface Context {
  /** The only source of chance. Fork it by a label for each independent part, so that order and threads do not matter. */
  random: Random;
  /** Throws AppError('cancelled') once the job is cancelled; call it at least every 50 ms of work. */
  checkCancelled: () => void;
  /** Share of the work done, 0 to 1; cheap, may be called often. */
  report: (share: number) => void;
}

/** An empty, zeroed matrix. */
export function zeros(nSamples: number, nFeatures: number): Matrix {
  return { data: new Float64Array(nSamples * nFeatures), nSamples, nFeatures };
}

/** The chosen rows of X, in the order of `rows`, as a new matrix of the same type. */
export function takeRows(X: Matrix, rows: ArrayLike<number>): Matrix {
  const { nFeatures } = X;
  const data =
    X.data instanceof Float32Array
      ? new Float32Array(rows.length * nFeatures)
      : new Float64Array(rows.length * nFeatures);
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * nFeatures;
    for (let j = 0; j < nFeatures; j++) data[i * nFeatures + j] = X.data[from + j]!;
  }
  return { data, nSamples: rows.length, nFeatures };
}

/** What every device offers: training of a network that reproduces its input. */
import type { DenseWeights } from './dense.ts';

/** All that training changes, as plain data that any device can go on from. */
export interface TrainerState {
  weights: DenseWeights;
  /** Adam's first and second moments, shaped as the weights. */
  firstMoments: DenseWeights;
  secondMoments: DenseWeights;
  /** Adam steps taken. */
  step: number;
}

export interface EpochSettings {
  /** Rows of X in the order to train on; no more than X has. */
  order: Int32Array;
  /**
   * `order.length` x nFeatures, row-major: 0 blanks that input (denoising), 1 keeps it, any other adds `added[byte]` to it.
   * The target stays clean. null keeps all.
   */
  keep: Uint8Array | null;
  /** 256 numbers; by default nothing is added. */
  added?: Float32Array | null;
  learningRate: number;
  /** Called between batches, at least every 50 ms or so on usual machines; may throw. */
  checkCancelled: () => void;
}

/** Mean squared errors are means over rows and features. Lists of rows are no longer than X. */
export interface DenseTrainer {
  /** One pass over `order` in batches, Adam after each; returns the mean squared error seen on the way. */
  trainEpoch: (epoch: EpochSettings) => number;
  /** Mean squared reconstruction error of the chosen rows; 0 for none. */
  evaluate: (rows: Int32Array) => number;
  /** Mean squared error of the rows and its gradients, shaped as the weights. Trains nothing. */
  gradients: (rows: Int32Array) => { loss: number; gradients: DenseWeights };
  /** A copy of the weights. */
  weights: () => DenseWeights;
  state: () => TrainerState;
  restore: (state: TrainerState) => void;
  /** Frees what the device holds; the trainer is of no use afterwards. */
  dispose: () => void;
}

export interface TrainerSettings {
  /** First weights; Adam starts at step 0 with zero moments. */
  weights: DenseWeights;
  batchSize: number;
}

/** State before the first step. */
export function freshState(weights: DenseWeights): TrainerState {
  const blank = (): DenseWeights => weights.map((values) => new Float32Array(values.length));
  return { weights, firstMoments: blank(), secondMoments: blank(), step: 0 };
}

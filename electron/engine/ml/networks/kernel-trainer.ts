/**
 * The device `kernels`: training in our own WebAssembly (f32x4), whole batches per call. It also trains classifiers,
 * whose losses are cross-entropies, weighted by class, averaged over rows.
 */
import type { Matrix } from '../types.ts';
import { DenseLayout, rowsPerCall } from './dense-layout.ts';
import type { DenseSpec, DenseWeights } from './dense.ts';
import {
  freshState,
  type DenseTrainer,
  type EpochSettings,
  type TrainerSettings,
  type TrainerState,
} from './trainer.ts';

export interface KernelTrainerSettings extends TrainerSettings {
  /** Makes a classifier of the network: the class of each row of X, and the weight of each class. */
  classes?: { labels: Int32Array; weights: ArrayLike<number> };
}

/** See `DenseTrainer`. Sums in single precision in a fixed order: the same bits on every machine. */
export class KernelTrainer implements DenseTrainer {
  readonly #layout: DenseLayout;
  readonly #batchSize: number;
  readonly #rowsPerCall: number;
  readonly #order: number;
  readonly #keep: number;
  readonly #nFeatures: number;
  /** What a row's loss is a sum over. */
  readonly #termsPerRow: number;
  #step = 0;

  constructor(spec: DenseSpec, X: Matrix, settings: KernelTrainerSettings) {
    const { nSamples, nFeatures } = X;
    this.#layout = new DenseLayout(spec, true);
    this.#batchSize = Math.min(settings.batchSize, nSamples);
    this.#nFeatures = nFeatures;
    this.#termsPerRow = settings.classes ? 1 : nFeatures;
    this.#rowsPerCall = rowsPerCall(spec, this.#batchSize);
    this.#layout.loadSamples(X);
    if (settings.classes) this.#layout.setLabels(settings.classes.labels, settings.classes.weights);
    this.#order = this.#layout.reserve(4 * nSamples);
    this.#keep = this.#layout.reserve(Math.min(this.#rowsPerCall, nSamples) * nFeatures);
    this.restore(freshState(settings.weights));
  }

  trainEpoch({ order, keep, added, learningRate, checkCancelled }: EpochSettings): number {
    const { kernel } = this.#layout;
    if (keep && added) this.#layout.setAdded(added);
    kernel.int32(this.#order, order.length).set(order);
    let sum = 0;
    for (let first = 0; first < order.length; first += this.#rowsPerCall) {
      checkCancelled();
      const rows = Math.min(this.#rowsPerCall, order.length - first);
      if (keep) {
        const flags = keep.subarray(first * this.#nFeatures, (first + rows) * this.#nFeatures);
        kernel.uint8(this.#keep, flags.length).set(flags);
      }
      const batches = { order: this.#order + 4 * first, keep: keep ? this.#keep : 0, rows, batchSize: this.#batchSize };
      sum += this.#layout.train(batches, this.#step, learningRate, checkCancelled);
      this.#step += Math.ceil(rows / this.#batchSize);
    }
    return sum / (order.length * this.#termsPerRow);
  }

  evaluate(rows: Int32Array): number {
    if (rows.length === 0) return 0;
    const { kernel, table } = this.#layout;
    kernel.int32(this.#order, rows.length).set(rows);
    return kernel.exports.evaluate(table, this.#order, rows.length) / (rows.length * this.#termsPerRow);
  }

  gradients(rows: Int32Array): { loss: number; gradients: DenseWeights } {
    const { kernel, table } = this.#layout;
    kernel.int32(this.#order, rows.length).set(rows);
    const sum = kernel.exports.gradients(table, this.#order, 0, rows.length);
    const gradients = this.#layout.read(this.#layout.gradients);
    // A step leaves them at zero for the next one, and so must this.
    kernel.uint8(this.#layout.gradients, this.#layout.parameterBytes).fill(0);
    return { loss: sum / (rows.length * this.#termsPerRow), gradients };
  }

  weights(): DenseWeights {
    return this.#layout.read(this.#layout.weights);
  }

  state(): TrainerState {
    const { weights, firstMoments, secondMoments } = this.#layout;
    return {
      weights: this.#layout.read(weights),
      firstMoments: this.#layout.read(firstMoments),
      secondMoments: this.#layout.read(secondMoments),
      step: this.#step,
    };
  }

  restore(state: TrainerState): void {
    this.#layout.write(this.#layout.weights, state.weights);
    this.#layout.write(this.#layout.firstMoments, state.firstMoments);
    this.#layout.write(this.#layout.secondMoments, state.secondMoments);
    this.#step = state.step;
  }

  /** The kernel's memory goes with the trainer. */
  dispose(): void {
    this.#layout.kernel.reset();
  }
}

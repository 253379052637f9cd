/** The device `kernels`: training in our own WebAssembly (f32x4), whole batches per call. */
import type { Matrix } from '../types.ts';
import { DenseLayout } from './dense-layout.ts';
import { weightLengths, type DenseSpec, type DenseWeights } from './dense.ts';
import {
  freshState,
  type DenseTrainer,
  type EpochSettings,
  type TrainerSettings,
  type TrainerState,
} from './trainer.ts';

/** Products of a forward pass that a call may take: about 30 ms of training at 800,000 small samples a second. */
const productsPerCall = 1.5e8;

/** See `DenseTrainer`. Sums in single precision in a fixed order: the same bits on every machine. */
export class KernelTrainer implements DenseTrainer {
  readonly #layout: DenseLayout;
  readonly #batchSize: number;
  readonly #rowsPerCall: number;
  readonly #order: number;
  readonly #keep: number;
  readonly #nFeatures: number;
  #step = 0;

  constructor(spec: DenseSpec, X: Matrix, settings: TrainerSettings) {
    const { nSamples, nFeatures } = X;
    this.#layout = new DenseLayout(spec, true);
    this.#batchSize = Math.min(settings.batchSize, nSamples);
    this.#nFeatures = nFeatures;
    const products = weightLengths(spec).reduce((sum, length) => sum + length, 0);
    this.#rowsPerCall = Math.max(1, Math.floor(productsPerCall / products / this.#batchSize)) * this.#batchSize;
    const stride = this.#layout.inputStride;
    const samples = this.#layout.reserve(4 * nSamples * stride);
    this.#order = this.#layout.reserve(4 * nSamples);
    this.#keep = this.#layout.reserve(Math.min(this.#rowsPerCall, nSamples) * nFeatures);
    this.#layout.setSamples(samples);
    const view = this.#layout.kernel.float32(samples, nSamples * stride);
    for (let i = 0; i < nSamples; i++) {
      for (let j = 0; j < nFeatures; j++) view[i * stride + j] = X.data[i * nFeatures + j]!;
    }
    this.restore(freshState(settings.weights));
  }

  trainEpoch({ order, keep, learningRate, checkCancelled }: EpochSettings): number {
    const { kernel, table } = this.#layout;
    kernel.int32(this.#order, order.length).set(order);
    let sum = 0;
    for (let first = 0; first < order.length; first += this.#rowsPerCall) {
      checkCancelled();
      const rows = Math.min(this.#rowsPerCall, order.length - first);
      if (keep) {
        const flags = keep.subarray(first * this.#nFeatures, (first + rows) * this.#nFeatures);
        kernel.uint8(this.#keep, flags.length).set(flags);
      }
      const at = this.#order + 4 * first;
      const flagsAt = keep ? this.#keep : 0;
      sum += kernel.exports.train(table, at, flagsAt, rows, this.#batchSize, learningRate, this.#step);
      this.#step += Math.ceil(rows / this.#batchSize);
    }
    return sum / (order.length * this.#nFeatures);
  }

  evaluate(rows: Int32Array): number {
    if (rows.length === 0) return 0;
    const { kernel, table } = this.#layout;
    kernel.int32(this.#order, rows.length).set(rows);
    return kernel.exports.evaluate(table, this.#order, rows.length) / (rows.length * this.#nFeatures);
  }

  gradients(rows: Int32Array): { loss: number; gradients: DenseWeights } {
    const { kernel, table } = this.#layout;
    kernel.int32(this.#order, rows.length).set(rows);
    const sum = kernel.exports.gradients(table, this.#order, 0, rows.length);
    const gradients = this.#layout.read(this.#layout.gradients);
    // A step leaves them at zero for the next one, and so must this.
    kernel.uint8(this.#layout.gradients, this.#layout.parameterBytes).fill(0);
    return { loss: sum / (rows.length * this.#nFeatures), gradients };
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

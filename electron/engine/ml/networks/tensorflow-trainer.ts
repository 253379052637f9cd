/** The devices `wasm` and `tensorflow`: training in TensorFlow.js, with Adam on plain arrays. */
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../backend/tensorflow.ts';
import type { Matrix } from '../types.ts';
import { adamStep } from './adam.ts';
import { weightLengths, type DenseSpec, type DenseWeights } from './dense.ts';
import type { Corruption } from './corruption.ts';
import { forward, meanSquaredError } from './tensorflow-model.ts';
import {
  freshState,
  type DenseTrainer,
  type EpochSettings,
  type TrainerSettings,
  type TrainerState,
} from './trainer.ts';

/** Rows of a forward pass without training: bounds the memory of evaluation. */
const evaluationRows = 4096;

const copy = (arrays: DenseWeights): DenseWeights => arrays.map((values) => values.slice());

/** See `DenseTrainer`; runs on whatever backend is current in `tf`. Holds no tensor between two calls. */
export class TensorflowTrainer implements DenseTrainer {
  readonly #tf: Tensorflow;
  readonly #spec: DenseSpec;
  readonly #batchSize: number;
  readonly #nFeatures: number;
  readonly #samples: Float32Array;
  #state: TrainerState;

  constructor(tf: Tensorflow, spec: DenseSpec, X: Matrix, settings: TrainerSettings) {
    this.#tf = tf;
    this.#spec = spec;
    this.#batchSize = settings.batchSize;
    this.#nFeatures = X.nFeatures;
    this.#samples = Float32Array.from(X.data);
    this.#state = freshState(copy(settings.weights));
  }

  trainEpoch({ order, keep, added, learningRate, checkCancelled }: EpochSettings): number {
    let sum = 0;
    for (let first = 0; first < order.length; first += this.#batchSize) {
      checkCancelled();
      const rows = order.subarray(first, first + this.#batchSize);
      const flags = keep?.subarray(first * this.#nFeatures, (first + rows.length) * this.#nFeatures) ?? null;
      const { loss, gradients } = this.#lossAndGradients(rows, flags && { keep: flags, added: added ?? null });
      sum += loss * rows.length;
      adamStep(this.#state, gradients, learningRate);
    }
    return sum / order.length;
  }

  evaluate(rows: Int32Array): number {
    let sum = 0;
    for (let first = 0; first < rows.length; first += evaluationRows) {
      const part = rows.subarray(first, first + evaluationRows);
      const mean = this.#tf.tidy(() => {
        const X = this.#tensor(this.#take(part), part.length);
        return meanSquaredError(this.#tf, forward(this.#tf, this.#spec, this.#tensors(), X), X).dataSync()[0]!;
      });
      sum += mean * part.length;
    }
    return rows.length === 0 ? 0 : sum / rows.length;
  }

  gradients(rows: Int32Array): { loss: number; gradients: DenseWeights } {
    return this.#lossAndGradients(rows, null);
  }

  weights(): DenseWeights {
    return copy(this.#state.weights);
  }

  state(): TrainerState {
    const { weights, firstMoments, secondMoments, step } = this.#state;
    return { weights: copy(weights), firstMoments: copy(firstMoments), secondMoments: copy(secondMoments), step };
  }

  restore({ weights, firstMoments, secondMoments, step }: TrainerState): void {
    this.#state = {
      weights: copy(weights),
      firstMoments: copy(firstMoments),
      secondMoments: copy(secondMoments),
      step,
    };
  }

  /** Nothing to free: every tensor is gone at the end of the call that made it. */
  dispose(): void {
    this.#state = freshState(weightLengths(this.#spec).map(() => new Float32Array(0)));
  }

  #lossAndGradients(rows: Int32Array, corruption: Corruption | null): { loss: number; gradients: DenseWeights } {
    const tf = this.#tf;
    return tf.tidy(() => {
      const values = this.#take(rows);
      const target = this.#tensor(values, rows.length);
      const input = corruption ? this.#tensor(corrupted(values, corruption), rows.length) : target;
      const gradientsOf = tf.valueAndGrads((...weights: Tensor[]) =>
        meanSquaredError(tf, forward(tf, this.#spec, weights, input), target),
      );
      const { value, grads } = gradientsOf(this.#tensors());
      return {
        loss: value.dataSync()[0]!,
        gradients: grads.map((gradient) => gradient.dataSync() as Float32Array),
      };
    });
  }

  #take(rows: Int32Array): Float32Array {
    const width = this.#nFeatures;
    const values = new Float32Array(rows.length * width);
    rows.forEach((row, i) => values.set(this.#samples.subarray(row * width, (row + 1) * width), i * width));
    return values;
  }

  #tensor(values: Float32Array, nRows: number): Tensor2D {
    return this.#tf.tensor2d(values, [nRows, this.#nFeatures]);
  }

  #tensors(): Tensor[] {
    const { sizes } = this.#spec;
    return this.#state.weights.map((values, index) => {
      const layer = index >> 1;
      return index % 2 === 0
        ? this.#tf.tensor2d(values, [sizes[layer]!, sizes[layer + 1]!])
        : this.#tf.tensor1d(values);
    });
  }
}

/** The values as the network sees them while it learns, in single precision like the kernels'. */
function corrupted(values: Float32Array, { keep, added }: Corruption): Float32Array {
  return values.map((value, i) => {
    const flag = keep[i]!;
    return flag === 0 ? 0 : flag === 1 ? value : value + (added?.[flag] ?? 0);
  });
}

/**
 * The critic of a Wasserstein GAN with gradient penalty (Gulrajani, Ahmed, Arjovsky, Dumoulin & Courville 2017): it
 * learns to say more of real rows than of synthetic ones, and is held to a slope of 1 between the two.
 */
import type { Kernel } from '../../backend/kernel.ts';
import type { Random } from '../../random.ts';
import { LeakyNetwork, type AdversarialExports } from './leaky-network.ts';

export interface CriticShape {
  /** Units of a coded row, and of the kind that is told beside it. */
  rowWidth: number;
  kinds: number;
  hidden: readonly number[];
  /** Rows of each sort in a batch; a multiple of 4. */
  batch: number;
}

/** What the penalty weighs beside the distance (lambda). */
export const penaltyWeight = 10;

/** Rows of the network's input: the real ones, then as many synthetic ones, then those in between. */
export class Critic {
  readonly network: LeakyNetwork;
  readonly #shape: CriticShape;
  readonly #wanted: number;
  readonly #scratch: [number, number];

  constructor(kernel: Kernel<AdversarialExports>, shape: CriticShape, random: Random) {
    const { rowWidth, kinds, hidden, batch } = shape;
    this.#shape = shape;
    this.network = new LeakyNetwork(kernel, {
      sizes: [rowWidth + kinds, ...hidden, 1],
      rows: 3 * batch,
      skips: false,
    });
    const widest = Math.max(...this.network.layers.map(({ width }) => width));
    this.#wanted = kernel.reserve(4 * batch * this.network.inputStride);
    this.#scratch = [kernel.reserve(4 * batch * widest), kernel.reserve(4 * batch * widest)];
    this.network.initialise(random, 1);
  }

  /** The input rows of a sort, `inputStride` numbers each. Take the view last. */
  rows(sort: 'real' | 'synthetic' | 'between'): Float32Array {
    const { kernel, input, inputStride } = this.network;
    const numbers = this.#shape.batch * inputStride;
    const position = { real: 0, synthetic: 1, between: 2 }[sort];
    return kernel.float32(input + 4 * position * numbers, numbers);
  }

  /** Draws the rows in between: each at a random place on the line from a real to a synthetic row of the same kind. */
  mix(random: Random): void {
    const { batch } = this.#shape;
    const { inputStride } = this.network;
    const [real, synthetic, between] = [this.rows('real'), this.rows('synthetic'), this.rows('between')];
    for (let i = 0; i < batch; i++) {
      const share = random.uniform();
      for (let at = i * inputStride; at < (i + 1) * inputStride; at++) {
        between[at] = real[at]! + share * (synthetic[at]! - real[at]!);
      }
    }
  }

  /**
   * Adds the gradients of mean(critic(synthetic)) - mean(critic(real)) + 10 mean((|slope| - 1)^2) over the rows as they
   * are; the slope is that of a row's own units, not of its kind. Returns both parts.
   */
  gradients(): { distance: number; penalty: number } {
    const { batch } = this.#shape;
    const { network } = this;
    network.forward(0, 3 * batch);
    network.turn();
    const { kernel, outputStride } = network;
    const output = kernel.float32(network.output, 2 * batch * outputStride);
    const delta = kernel.float32(network.outputDelta, 3 * batch * outputStride).fill(0);
    let distance = 0;
    for (let i = 0; i < batch; i++) {
      distance += (output[i * outputStride]! - output[(batch + i) * outputStride]!) / batch;
      delta[i * outputStride] = -1 / batch;
      delta[(batch + i) * outputStride] = 1 / batch;
      delta[(2 * batch + i) * outputStride] = 1;
    }
    network.backward(0, 2 * batch, { learns: true, reaches: false });
    network.backward(2 * batch, batch, { learns: false, reaches: true });
    const penalty = this.#steepness();
    network.backwardOfGradient(2 * batch, batch, this.#wanted, this.#scratch);
    return { distance, penalty };
  }

  /** The penalty of the slopes between, and its derivative by each of them. */
  #steepness(): number {
    const { batch, rowWidth } = this.#shape;
    const { kernel, inputStride, inputDelta } = this.network;
    const slope = kernel.float32(inputDelta + 8 * batch * inputStride, batch * inputStride);
    const wanted = kernel.float32(this.#wanted, batch * inputStride);
    let penalty = 0;
    for (let i = 0; i < batch; i++) {
      const from = i * inputStride;
      let squares = 0;
      for (let j = 0; j < rowWidth; j++) squares += slope[from + j]! ** 2;
      const length = Math.sqrt(squares);
      penalty += (penaltyWeight * (length - 1) ** 2) / batch;
      const factor = length > 0 ? (2 * penaltyWeight * (1 - 1 / length)) / batch : 0;
      for (let j = 0; j < rowWidth; j++) wanted[from + j] = factor * slope[from + j]!;
    }
    return penalty;
  }

  /** What the critic would have the synthetic rows be: the derivative of -mean(critic(synthetic)) by each row. */
  wishes(): Float32Array {
    const { batch } = this.#shape;
    const { network } = this;
    network.forward(batch, batch);
    network.turn();
    const { kernel, outputStride, inputStride } = network;
    const delta = kernel.float32(network.outputDelta + 4 * batch * outputStride, batch * outputStride).fill(0);
    for (let i = 0; i < batch; i++) delta[i * outputStride] = -1 / batch;
    network.backward(batch, batch, { learns: false, reaches: true });
    return kernel.float32(network.inputDelta + 4 * batch * inputStride, batch * inputStride);
  }
}

/**
 * The generator: from noise and a kind to coded rows. Units of a block's modes compete by Gumbel's trick (Jang, Gu &
 * Poole 2017): one of them wins and becomes 1, while gradients flow as through their softmax (straight through).
 */
import type { Kernel } from '../../backend/kernel.ts';
import type { Random } from '../../random.ts';
import { deviationsPerUnit, type Coding } from './coding.ts';
import type { Kinds } from './kinds.ts';
import { LeakyNetwork, type AdversarialExports } from './leaky-network.ts';

export interface GeneratorShape {
  coding: Coding;
  kinds: number;
  noise: number;
  hidden: readonly number[];
  /** Rows at once; a multiple of 4. */
  batch: number;
}

/** Of the softmax: the smaller, the nearer to a choice, and the noisier the gradient. */
const temperature = 0.5;
/** Gumbel noise is drawn once, this much of it, and read from a random place on: its logarithms cost as much as a layer. */
const poolSize = 2 ** 16;
/** Share of a mode that a kind has none of. */
const rarest = 0.002;
/** Of the last layer's first weights: it begins nearly from what `beginFrom` sets. */
const lastScale = 0.3;

export class Generator {
  readonly network: LeakyNetwork;
  readonly #shape: GeneratorShape;
  /** Softmax of every unit, and whether a row's distances count, of the last `generate`. */
  readonly #soft: Float32Array;
  readonly #coded: Float32Array;
  readonly #gumbels: Float32Array;
  #next = 0;

  constructor(kernel: Kernel<AdversarialExports>, shape: GeneratorShape, random: Random) {
    const { coding, kinds, noise, hidden, batch } = shape;
    this.#shape = shape;
    this.network = new LeakyNetwork(kernel, {
      sizes: [noise + kinds, ...hidden, coding.saidWidth],
      rows: batch,
      skips: true,
    });
    this.#soft = new Float32Array(batch * coding.width);
    this.#coded = new Float32Array(batch * coding.width);
    const noises = random.fork('gumbel');
    this.#gumbels = Float32Array.from(
      { length: poolSize },
      () => -Math.log(-Math.log(noises.uniform() + 1e-12) + 1e-12),
    );
    this.network.initialise(random, lastScale);
  }

  /**
   * Begins from columns that are independent within a kind: the last layer sees kind and noise, and takes from them the
   * shares of the modes and the places and spreads of the distances in `coded` (rows x width).
   */
  beginFrom(coded: Float32Array, kinds: Kinds): void {
    const { coding, noise } = this.#shape;
    const { layers } = this.network;
    const { width, deepDepth } = layers.at(-1)!;
    const { weights } = this.network.weightsOf(layers.length - 1);
    let scaled = 0;
    for (const { modes, start, distanceAt } of coding.blocks) {
      let [within, counted] = [0, 0];
      kinds.rows.forEach((rows, kind) => {
        const to = (deepDepth + noise + kind) * width;
        const counts = modes.map((_, k) => rows.reduce((sum, row) => sum + coded[row * coding.width + start + k]!, 0));
        counts.forEach((count, k) => (weights[to + start + k] = Math.log(Math.max(count / rows.length, rarest))));
        if (distanceAt < 0) return;
        const distances = Array.from(rows)
          .filter((row) => modes.some(({ spread }, k) => spread > 0 && coded[row * coding.width + start + k] === 1))
          .map((row) => coded[row * coding.width + distanceAt]!);
        if (distances.length === 0) return;
        const mean = distances.reduce((sum, value) => sum + value, 0) / distances.length;
        weights[to + distanceAt] = mean;
        within += distances.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        counted += distances.length;
      });
      if (distanceAt >= 0 && counted > 0) {
        weights[(deepDepth + (scaled++ % noise)) * width + distanceAt] = Math.sqrt(within / counted);
      }
    }
  }

  /** Coded rows of the given kinds (`batch` of them): batch x width, valid until the next call. */
  generate(kinds: Int32Array, random: Random): Float32Array {
    const { coding, noise, batch } = this.#shape;
    const { network } = this;
    const { kernel, inputStride, outputStride } = network;
    const input = kernel.float32(network.input, batch * inputStride).fill(0);
    for (let i = 0; i < batch; i++) {
      for (let j = 0; j < noise; j++) input[i * inputStride + j] = random.normal();
      input[i * inputStride + noise + kinds[i]!] = 1;
    }
    network.forward(0, batch);
    const output = kernel.float32(network.output, batch * outputStride);
    for (let i = 0; i < batch; i++) {
      this.#next = random.integer(poolSize - coding.width);
      for (const { modes, start, distanceAt, placeAt, deviation } of coding.blocks) {
        const from = i * outputStride;
        const to = i * coding.width;
        const winner = this.#choose(output, from + start, to + start, modes.length);
        if (distanceAt < 0) continue;
        const { values, spread } = modes[winner]!;
        const distance = spread > 0 ? output[from + distanceAt]! : 0;
        this.#coded[to + distanceAt] = distance;
        this.#coded[to + placeAt] = (values[0]! + deviationsPerUnit * spread * distance) / deviation;
      }
    }
    return this.#coded;
  }

  /** Gumbel's choice among `count` units; returns the winner's position. */
  #choose(output: Float32Array, from: number, to: number, count: number): number {
    const soft = this.#soft;
    let winner = 0;
    for (let k = 0; k < count; k++) {
      soft[to + k] = (output[from + k]! + this.#gumbels[this.#next++]!) / temperature;
      if (soft[to + k]! > soft[to + winner]!) winner = k;
    }
    const highest = soft[to + winner]!;
    let sum = 0;
    for (let k = 0; k < count; k++) sum += soft[to + k] = Math.exp(soft[to + k]! - highest);
    for (let k = 0; k < count; k++) {
      soft[to + k]! /= sum;
      this.#coded[to + k] = k === winner ? 1 : 0;
    }
    return winner;
  }

  /** Adds the gradients, given the derivative of the loss by each coded row (`stride` numbers a row). */
  learn(wishes: Float32Array, stride: number): void {
    const { coding, batch } = this.#shape;
    const { network } = this;
    const { kernel, outputStride } = network;
    const delta = kernel.float32(network.outputDelta, batch * outputStride);
    for (let i = 0; i < batch; i++) {
      const [row, wish, to] = [i * coding.width, i * stride, i * outputStride];
      for (const { modes, start, distanceAt, placeAt, deviation } of coding.blocks) {
        const placed = distanceAt < 0 ? 0 : wishes[wish + placeAt]! / deviation;
        const distance = distanceAt < 0 ? 0 : deviationsPerUnit * this.#coded[row + distanceAt]!;
        let mean = 0;
        let spread = 0;
        for (let k = 0; k < modes.length; k++) {
          const mode = modes[k]!;
          const wished = wishes[wish + start + k]! + placed * (mode.values[0]! + distance * mode.spread);
          delta[to + start + k] = wished;
          mean += this.#soft[row + start + k]! * wished;
          if (this.#coded[row + start + k] === 1) spread = mode.spread;
        }
        for (let k = start; k < start + modes.length; k++) {
          delta[to + k] = (this.#soft[row + k]! * (delta[to + k]! - mean)) / temperature;
        }
        if (distanceAt < 0) continue;
        delta[to + distanceAt] = spread > 0 ? wishes[wish + distanceAt]! + placed * deviationsPerUnit * spread : 0;
      }
    }
    network.turn();
    network.backward(0, batch, { learns: true, reaches: false });
  }
}

/** The state of a t-SNE embedding and its gradient steps, in the memory of the kernel. */
import { Kernel } from '../backend/kernel.ts';
import type { Affinities } from './tsne-affinities.ts';
import type { TsneKernel } from './tsne-kernel.ts';
import { Repulsion } from './tsne-repulsion.ts';

export interface DescentStep {
  exaggeration: number;
  momentum: number;
  learningRate: number;
}

/** Rows whose attraction is summed between two calls of `checkCancelled`. */
const rowsPerCall = 25_000;

export class TsneDescent {
  readonly #kernel = new Kernel<TsneKernel>('tsne');
  readonly #n: number;
  readonly #affinities: Affinities;
  readonly #rowStarts: number;
  readonly #columns: number;
  readonly #probabilities: number;
  readonly #y: number;
  readonly #gradient: number;
  readonly #velocity: number;
  readonly #gains: number;
  readonly #repulsion: Repulsion;

  /** `initial` holds x, y of each point. `transformLength`: see `Repulsion`; by default the cheapest is taken. */
  constructor(affinities: Affinities, initial: Float32Array, transformLength: number | null = null) {
    const kernel = this.#kernel;
    const { rowStarts, columns, probabilities } = affinities;
    this.#affinities = affinities;
    this.#n = rowStarts.length - 1;
    const bytes = 8 * this.#n + 16;
    this.#y = kernel.reserve(bytes);
    this.#gradient = kernel.reserve(bytes);
    this.#velocity = kernel.reserve(bytes);
    this.#gains = kernel.reserve(bytes);
    this.#rowStarts = kernel.reserve(rowStarts.byteLength);
    this.#columns = kernel.reserve(columns.byteLength);
    this.#probabilities = kernel.reserve(probabilities.byteLength);
    this.#repulsion = new Repulsion(kernel, this.#n, this.#y, transformLength);
    kernel.int32(this.#rowStarts, rowStarts.length).set(rowStarts);
    kernel.int32(this.#columns, columns.length).set(columns);
    kernel.float32(this.#probabilities, probabilities.length).set(probabilities);
    kernel.float32(this.#y, 2 * this.#n).set(initial);
    kernel.float32(this.#gains, 2 * this.#n).fill(1);
  }

  /** x, y of each point, as a copy. */
  get embedding(): Float32Array {
    return this.#kernel.float32(this.#y, 2 * this.#n).slice();
  }

  /** How the repulsion is summed at present. */
  get plan(): Repulsion['plan'] {
    return this.#repulsion.plan;
  }

  /**
   * Gradient of the Kullback-Leibler divergence at the present positions, without the paper's factor 4: x, y of each
   * point, as a copy. `exaggeration` multiplies the probabilities.
   */
  gradient(exaggeration: number, checkCancelled: () => void): Float32Array {
    this.#computeGradient(exaggeration, checkCancelled);
    return this.#kernel.float32(this.#gradient, 2 * this.#n).slice();
  }

  step({ exaggeration, momentum, learningRate }: DescentStep, checkCancelled: () => void): void {
    this.#computeGradient(exaggeration, checkCancelled);
    const count = (2 * this.#n + 3) & ~3;
    this.#kernel.exports.descend(this.#y, this.#velocity, this.#gains, this.#gradient, count, momentum, learningRate);
  }

  #computeGradient(exaggeration: number, checkCancelled: () => void): void {
    const { exports } = this.#kernel;
    const n = this.#n;
    for (let from = 0; from < n; from += rowsPerCall) {
      checkCancelled();
      const to = Math.min(n, from + rowsPerCall);
      exports.attract(this.#y, this.#rowStarts, this.#columns, this.#probabilities, this.#gradient, from, to);
    }
    checkCancelled();
    const Z = this.#repulsion.compute();
    const { order, forceX, forceY } = this.#repulsion;
    exports.combine(this.#gradient, order, forceX, forceY, n, exaggeration, Z > 0 ? 1 / Z : 0);
  }

  /** Sum of p log(p / q) over the neighbours, with Z as the repulsion sums it. */
  klDivergence(checkCancelled: () => void): number {
    const { rowStarts, columns, probabilities } = this.#affinities;
    const n = this.#n;
    const Z = this.#repulsion.compute();
    if (!(Z > 0)) return 0;
    const y = this.#kernel.float32(this.#y, 2 * n);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      if (i % 2048 === 0) checkCancelled();
      for (let entry = rowStarts[i]!; entry < rowStarts[i + 1]!; entry++) {
        const p = probabilities[entry]!;
        if (p === 0) continue;
        const j = columns[entry]!;
        const dx = y[2 * i]! - y[2 * j]!;
        const dy = y[2 * i + 1]! - y[2 * j + 1]!;
        sum += p * Math.log(p * (1 + dx * dx + dy * dy) * Z);
      }
    }
    return sum;
  }
}

/** Training of an autoencoder together with cluster centres in its latent layer, in our own WebAssembly. */
import type { Matrix } from '../types.ts';
import { DenseLayout, rowsPerCall } from './dense-layout.ts';
import type { DenseSpec, DenseWeights } from './dense.ts';

export interface IdecTrainerSettings {
  weights: DenseWeights;
  /** nClusters x latent size. */
  centres: Float32Array;
  nClusters: number;
  /** 0-based layer that is clustered. */
  latentLayer: number;
  batchSize: number;
  /** What the clustering loss weighs beside the reconstruction (gamma of Guo et al. 2017). */
  clusteringWeight: number;
}

/**
 * Minimises mean squared error + clusteringWeight * mean over rows of KL(p || q), p being the targets that were set
 * last. Adam moves weights and centres alike. Sums in single precision in a fixed order: the same bits on every machine.
 */
export class IdecTrainer {
  readonly #layout: DenseLayout;
  readonly #batchSize: number;
  readonly #rowsPerCall: number;
  readonly #order: number;
  readonly #targets: number;
  readonly #nSamples: number;
  readonly #nClusters: number;
  readonly #nFeatures: number;
  #step = 0;

  constructor(spec: DenseSpec, X: Matrix, settings: IdecTrainerSettings) {
    const { nSamples, nFeatures } = X;
    const { nClusters, latentLayer, clusteringWeight } = settings;
    this.#nSamples = nSamples;
    this.#nFeatures = nFeatures;
    this.#nClusters = nClusters;
    this.#layout = new DenseLayout(spec, true, { nClusters, layer: latentLayer });
    this.#batchSize = Math.min(settings.batchSize, nSamples);
    this.#rowsPerCall = rowsPerCall(spec, this.#batchSize);
    this.#layout.loadSamples(X);
    this.#order = this.#layout.reserve(4 * nSamples);
    this.#targets = this.#layout.reserve(4 * nSamples * nClusters);
    this.#layout.setClustering(this.#targets, clusteringWeight);
    this.#layout.write(this.#layout.weights, settings.weights);
    this.#layout.writeCentres(this.#layout.weights, settings.centres);
  }

  /** Target memberships of all samples: nSamples x nClusters. */
  setTargets(targets: Float32Array): void {
    this.#layout.kernel.float32(this.#targets, this.#nSamples * this.#nClusters).set(targets);
  }

  /** One pass over `order` in batches; returns the mean squared reconstruction error seen on the way. */
  train(order: Int32Array, learningRate: number, checkCancelled: () => void): number {
    const { kernel } = this.#layout;
    kernel.int32(this.#order, order.length).set(order);
    let sum = 0;
    for (let first = 0; first < order.length; first += this.#rowsPerCall) {
      checkCancelled();
      const rows = Math.min(this.#rowsPerCall, order.length - first);
      const batches = { order: this.#order + 4 * first, keep: 0, rows, batchSize: this.#batchSize };
      sum += this.#layout.train(batches, this.#step, learningRate, checkCancelled);
      this.#step += Math.ceil(rows / this.#batchSize);
    }
    return sum / (order.length * this.#nFeatures);
  }

  /** Gradients of the whole loss over the rows, of weights and centres. Trains nothing. */
  gradients(rows: Int32Array): { gradients: DenseWeights; centres: Float32Array } {
    const { kernel, table } = this.#layout;
    kernel.int32(this.#order, rows.length).set(rows);
    kernel.exports.gradients(table, this.#order, 0, rows.length);
    const gradients = this.#layout.read(this.#layout.gradients);
    const centres = this.#layout.readCentres(this.#layout.gradients);
    // A step leaves them at zero for the next one, and so must this.
    kernel.uint8(this.#layout.gradients, this.#layout.parameterBytes).fill(0);
    return { gradients, centres };
  }

  weights(): DenseWeights {
    return this.#layout.read(this.#layout.weights);
  }

  centres(): Float32Array {
    return this.#layout.readCentres(this.#layout.weights);
  }

  dispose(): void {
    this.#layout.kernel.reset();
  }
}

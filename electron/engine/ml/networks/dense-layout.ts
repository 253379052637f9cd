/**
 * Lays a dense network out in the memory of the `dense` kernel: a table of words (written by `word`, read by
 * `kernels/assembly/dense.ts`), the parameters, and one block of rows of every layer. Widths are padded to multiples of
 * 4 with zeros, which stay zero in training.
 */
import { AppError } from '../../../../shared/errors.ts';
import { Kernel } from '../backend/kernel.ts';
import type { Matrix } from '../types.ts';
import { weightLengths, type DenseSpec, type DenseWeights } from './dense.ts';

interface DenseExports {
  train: (
    table: number,
    order: number,
    keep: number,
    rows: number,
    batchSize: number,
    rate: number,
    step: number,
  ) => number;
  evaluate: (table: number, order: number, rows: number) => number;
  gradients: (table: number, order: number, keep: number, rows: number) => number;
  prepareGradients: (table: number) => void;
  addGradients: (table: number, order: number, keep: number, rows: number, batchRows: number) => number;
  takeStep: (table: number, rate: number, step: number) => void;
  infer: (table: number, rows: number) => number;
}

/** Rows that go through all layers before the next ones: few enough to stay in the first-level cache. */
export const blockRows = 64;

const headerWords = 20;
const layerWords = 12;
const addedWord = 19;
/** Offsets beyond this would not fit the kernel's signed arithmetic. */
const largestMemory = 2 ** 31 - 65536;

/** Centres that are trained along with the network, in the output of one layer (IDEC). */
export interface ClusteringPlace {
  nClusters: number;
  /** 0-based layer whose output is clustered; not the last one. */
  layer: number;
}

/** Samples to train on. */
export interface Batches {
  /** Offset of their numbers. */
  order: number;
  /** Offset of a byte per sample and feature, see `EpochSettings`; 0 for none. */
  keep: number;
  rows: number;
  batchSize: number;
}

/** Products of a forward pass that a call may take: about 30 ms of training at 800,000 small samples a second. */
const productsPerCall = 1.5e8;

/**
 * Whole batches of a call to the kernel, in rows: few enough that a cancel is heard soon, though one batch at least. Use
 * `blockRows` for the batch where a call may take less than a batch.
 */
export function rowsPerCall(spec: DenseSpec, batchSize: number): number {
  const products = weightLengths(spec).reduce((sum, length) => sum + length, 0);
  return Math.max(1, Math.floor(productsPerCall / products / batchSize)) * batchSize;
}

export const padded = (size: number): number => (size + 3) & ~3;

export class DenseLayout {
  readonly kernel = new Kernel<DenseExports>('dense');
  readonly spec: DenseSpec;
  /** Offset of the table that every export takes first. */
  readonly table: number;
  /** Offset of one block of input rows, `inputStride` numbers each. */
  readonly input: number;
  readonly inputStride: number;
  readonly outputStride: number;
  readonly parameterBytes: number;
  readonly weights: number;
  readonly gradients: number;
  readonly firstMoments: number;
  readonly secondMoments: number;
  /** Offset, in numbers from the first parameter, of each array of `DenseWeights`. */
  readonly #parameters: number[];
  /** The same of the centres; they stand behind all weights, so that Adam takes them along. */
  readonly #centres: number;
  readonly #clustering: ClusteringPlace | null;

  /** `training` adds room for gradients, moments and deltas. */
  constructor(spec: DenseSpec, training: boolean, clustering: ClusteringPlace | null = null) {
    this.spec = spec;
    const { sizes, activations } = spec;
    const reserve = (floats: number): number => this.reserve(4 * floats);
    let count = 0;
    this.#parameters = activations.flatMap((_, layer) => {
      const width = padded(sizes[layer + 1]!);
      const weights = count;
      const bias = weights + padded(sizes[layer]!) * width;
      count = bias + width;
      return [weights, bias];
    });
    this.#clustering = clustering;
    this.#centres = count;
    if (clustering) count += clustering.nClusters * padded(sizes[clustering.layer + 1]!);
    this.parameterBytes = 4 * count;
    this.table = reserve(headerWords + layerWords * activations.length);
    this.weights = reserve(count);
    const [gradients, firstMoments, secondMoments] = training
      ? [reserve(count), reserve(count), reserve(count)]
      : [0, 0, 0];
    this.gradients = gradients;
    this.firstMoments = firstMoments;
    this.secondMoments = secondMoments;
    this.inputStride = padded(sizes[0]!);
    this.outputStride = padded(sizes.at(-1)!);
    this.input = reserve(blockRows * this.inputStride);
    const target = training ? reserve(blockRows * this.inputStride) : 0;
    const words = [activations.length, blockRows, sizes[0]!, count, this.weights, gradients, firstMoments];
    words.push(secondMoments, this.input, 0, target);
    if (clustering)
      words.push(clustering.nClusters, clustering.layer, 4 * this.#centres, 0, reserve(clustering.nClusters));
    while (words.length < headerWords) words.push(0);
    activations.forEach((activation, layer) => {
      const [depth, width] = [sizes[layer]!, sizes[layer + 1]!];
      words.push(depth, padded(depth), padded(width), activation === 'relu' ? 1 : 0);
      words.push(4 * this.#parameters[2 * layer]!, 4 * this.#parameters[2 * layer + 1]!);
      words.push(training ? reserve(padded(depth) * padded(width)) : 0, reserve(blockRows * padded(width)));
      words.push(training ? reserve(blockRows * padded(width)) : 0, width, 0, 0);
    });
    this.kernel.int32(this.table, words.length).set(words);
    // Memory of a fresh kernel is zero, and with it all padding and the moments.
  }

  /** Reserves bytes in the kernel's memory. */
  reserve(bytes: number): number {
    const offset = bytes <= largestMemory ? this.kernel.reserve(bytes) : -1;
    if (offset < 0 || offset + bytes > largestMemory) throw new AppError('out_of_memory', { reason: 'out_of_memory' });
    return offset;
  }

  /** Copies the training samples into the kernel's memory, rows of `inputStride` numbers, and tells it where they lie. */
  loadSamples({ data, nSamples, nFeatures }: Matrix): void {
    const stride = this.inputStride;
    const offset = this.reserve(4 * nSamples * stride);
    this.kernel.int32(this.table, headerWords)[9] = offset;
    const view = this.kernel.float32(offset, nSamples * stride);
    for (let i = 0; i < nSamples; i++) {
      for (let j = 0; j < nFeatures; j++) view[i * stride + j] = data[i * nFeatures + j]!;
    }
  }

  /**
   * Trains on `rows` samples, whose numbers (and flags of what to keep, or 0) lie in the kernel's memory, in batches, an
   * Adam step after each; `step` steps were taken before. A batch of a large network is trained in parts with a look at
   * the cancel flag between them. Returns the sum of squared errors.
   */
  train(batches: Batches, step: number, learningRate: number, checkCancelled: () => void): number {
    const { exports } = this.kernel;
    const { order, keep, rows, batchSize } = batches;
    const part = rowsPerCall(this.spec, blockRows);
    if (part >= batchSize) return exports.train(this.table, order, keep, rows, batchSize, learningRate, step);
    let sum = 0;
    for (let first = 0; first < rows; first += batchSize) {
      const batchRows = Math.min(batchSize, rows - first);
      exports.prepareGradients(this.table);
      for (let done = 0; done < batchRows; done += part) {
        checkCancelled();
        const at = first + done;
        const flags = keep && keep + at * this.spec.sizes[0]!;
        const count = Math.min(part, batchRows - done);
        sum += exports.addGradients(this.table, order + 4 * at, flags, count, batchRows);
      }
      exports.takeStep(this.table, learningRate, ++step);
    }
    return sum;
  }

  /** Tells the kernel where the target memberships lie (rows of nClusters numbers), and how much clustering weighs. */
  setClustering(targets: number, weight: number): void {
    this.kernel.int32(this.table, headerWords)[14] = targets;
    this.kernel.float32(this.table, headerWords)[16] = weight;
  }

  /** Tells the kernel what is added to an input by the byte of what to keep: 256 numbers. */
  setAdded(values: Float32Array): void {
    const header = this.kernel.int32(this.table, headerWords);
    if (header[addedWord] === 0) {
      const place = this.reserve(4 * values.length);
      // Room may have moved the memory.
      this.kernel.int32(this.table, headerWords)[addedWord] = place;
    }
    this.kernel.float32(this.kernel.int32(this.table, headerWords)[addedWord]!, values.length).set(values);
  }

  /**
   * Tells the kernel the class of every sample, 0 to the last layer's width - 1, and what a class weighs: it then
   * trains a softmax by cross-entropy instead of a reproduction of the input.
   */
  setLabels(labels: Int32Array, classWeights: ArrayLike<number>): void {
    const [labelsAt, weightsAt] = [this.reserve(4 * labels.length), this.reserve(4 * classWeights.length)];
    this.kernel.int32(labelsAt, labels.length).set(labels);
    this.kernel.float32(weightsAt, classWeights.length).set(classWeights);
    this.kernel.int32(this.table, headerWords).set([labelsAt, weightsAt], 17);
  }

  /** Writes centres (nClusters x width of their layer) or their moments; `base` as in `write`. */
  writeCentres(base: number, centres: Float32Array): void {
    this.#eachCentre(base, (inside, plain) => inside.set(plain(centres)));
  }

  /** Reads centres, their gradients or their moments. */
  readCentres(base: number): Float32Array {
    const { nClusters, layer } = this.#clustering!;
    const centres = new Float32Array(nClusters * this.spec.sizes[layer + 1]!);
    this.#eachCentre(base, (inside, plain) => plain(centres).set(inside));
    return centres;
  }

  #eachCentre(
    base: number,
    visit: (inside: Float32Array, plain: (centres: Float32Array) => Float32Array) => void,
  ): void {
    const { nClusters, layer } = this.#clustering!;
    const width = this.spec.sizes[layer + 1]!;
    const view = this.kernel.float32(base, this.parameterBytes / 4);
    for (let j = 0; j < nClusters; j++) {
      const start = this.#centres + j * padded(width);
      visit(view.subarray(start, start + width), (centres) => centres.subarray(j * width, (j + 1) * width));
    }
  }

  /** Writes parameters (or their moments) from plain arrays; `base` is one of the four offsets above. */
  write(base: number, arrays: DenseWeights): void {
    const view = this.kernel.float32(base, this.parameterBytes / 4);
    this.#eachRow((index, plain, inside, length) => view.set(arrays[index]!.subarray(plain, plain + length), inside));
  }

  /** Reads parameters, gradients or moments into new plain arrays. */
  read(base: number): DenseWeights {
    const view = this.kernel.float32(base, this.parameterBytes / 4);
    const arrays = weightLengths(this.spec).map((length) => new Float32Array(length));
    this.#eachRow((index, plain, inside, length) => arrays[index]!.set(view.subarray(inside, inside + length), plain));
    return arrays;
  }

  #eachRow(visit: (index: number, plain: number, inside: number, length: number) => void): void {
    this.#parameters.forEach((start, index) => {
      const layer = index >> 1;
      const width = this.spec.sizes[layer + 1]!;
      const rows = index % 2 === 0 ? this.spec.sizes[layer]! : 1;
      for (let row = 0; row < rows; row++) visit(index, row * width, start + row * padded(width), width);
    });
  }
}

/** Exact k nearest neighbours (Euclidean) by a balanced k-d tree in WebAssembly. */
import { Kernel } from '../backend/kernel.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Context, Matrix } from '../types.ts';

/** Neighbours of some queries: `k` per query, nearest first. */
export interface Neighbours {
  k: number;
  /** Row of each neighbour, k per query. */
  indices: Int32Array;
  /** Squared distance to it, k per query. */
  squaredDistances: Float32Array;
}

interface Exports {
  search(
    points: number,
    boxes: number,
    n: number,
    nLeaves: number,
    leafSize: number,
    nFeatures: number,
    stride: number,
    queries: number,
    nQueries: number,
    self: number,
    k: number,
    keys: number,
    capacity: number,
    stack: number,
    positions: number,
    distances: number,
  ): void;
}

const pointsPerLeaf = 32;
/** Coordinate of a leaf's spare slots: farther than `beyond` in the kernel, yet its square is finite. */
const farAway = 1e17;
/** Differences of coordinates that one call may take: about 25 ms. */
const differencesPerCall = 2e7;

/**
 * A k-d tree over the rows of X (finite values). Coordinates are held as f32 after X was centred and divided by its
 * largest absolute value, so distances are exact to about 1e-6 of the extent of the data. Rows at equal distance are
 * ranked by a hash of both rows.
 */
export class NeighbourTree {
  /** Row of X at each position of the tree: near positions are near in space. */
  readonly order: Int32Array;
  readonly #kernel = new Kernel<Exports>('neighbours');
  readonly #nFeatures: number;
  readonly #stride: number;
  readonly #nLeaves: number;
  readonly #leafSize: number;
  readonly #centre: Float64Array;
  readonly #scale: number;
  readonly #points: number;
  readonly #boxes: number;
  readonly #inOrder: Float32Array;

  /** @throws AppError `invalid_input` (`not_finite`) where a value is not finite. */
  constructor(X: Matrix, ctx: Context) {
    const { nSamples: n, nFeatures } = X;
    this.#nFeatures = nFeatures;
    this.#stride = (nFeatures + 3) & ~3;
    this.#centre = centreOf(X);
    this.#scale = scaleOf(X, this.#centre);
    let nLeaves = 1;
    while (nLeaves * pointsPerLeaf < n) nLeaves *= 2;
    this.#nLeaves = nLeaves;
    this.#leafSize = (Math.ceil(n / nLeaves) + 3) & ~3;
    const scaled = this.#scaled(X, 0, n);
    ctx.checkCancelled();
    this.order = Int32Array.from({ length: n }, (_, i) => i);
    this.#arrange(scaled, 0, nLeaves, ctx);
    this.#inOrder = new Float32Array(n * this.#stride);
    for (let t = 0; t < n; t++) {
      const from = this.order[t]! * this.#stride;
      this.#inOrder.set(scaled.subarray(from, from + this.#stride), t * this.#stride);
    }
    this.#points = this.#kernel.reserve(4 * nLeaves * this.#leafSize * nFeatures);
    this.#boxes = this.#kernel.reserve(4 * (2 * nLeaves - 1) * 2 * this.#stride);
    this.#fillLeaves();
    this.#fillBoxes();
  }

  /** Number of rows in the tree. */
  get nSamples(): number {
    return this.order.length;
  }

  /** First position of a leaf; that of leaf `nLeaves` is the number of rows. */
  #startOf(leaf: number): number {
    return Math.floor((leaf * this.nSamples) / this.#nLeaves);
  }

  #scaled(X: Matrix, from: number, to: number): Float32Array {
    const { nFeatures, data } = X;
    const result = new Float32Array((to - from) * this.#stride);
    for (let i = from; i < to; i++) {
      for (let j = 0; j < nFeatures; j++) {
        result[(i - from) * this.#stride + j] = (data[i * nFeatures + j]! - this.#centre[j]!) / this.#scale;
      }
    }
    return result;
  }

  /** Sorts the positions of leaves from .. to - 1 so that each half of the leaves lies on one side of a plane. */
  #arrange(scaled: Float32Array, from: number, to: number, ctx: Context): void {
    if (to - from < 2) return;
    const start = this.#startOf(from);
    const end = this.#startOf(to);
    if (end - start > 4096) ctx.checkCancelled();
    const middle = (from + to) / 2;
    const feature = this.#widest(scaled, start, end);
    partition(this.order, scaled, this.#stride, feature, start, end, this.#startOf(middle));
    this.#arrange(scaled, from, middle, ctx);
    this.#arrange(scaled, middle, to, ctx);
  }

  /** The feature of largest variance among the positions start .. end - 1. */
  #widest(scaled: Float32Array, start: number, end: number): number {
    const sum = new Float64Array(this.#nFeatures);
    const squares = new Float64Array(this.#nFeatures);
    for (let t = start; t < end; t++) {
      const at = this.order[t]! * this.#stride;
      for (let j = 0; j < this.#nFeatures; j++) {
        const value = scaled[at + j]!;
        sum[j]! += value;
        squares[j]! += value * value;
      }
    }
    let best = 0;
    let widest = -1;
    for (let j = 0; j < this.#nFeatures; j++) {
      const variance = squares[j]! - (sum[j]! * sum[j]!) / (end - start);
      if (variance > widest) {
        widest = variance;
        best = j;
      }
    }
    return best;
  }

  #fillLeaves(): void {
    const size = this.#leafSize;
    const points = this.#kernel.float32(this.#points, this.#nLeaves * size * this.#nFeatures).fill(farAway);
    for (let leaf = 0; leaf < this.#nLeaves; leaf++) {
      const start = this.#startOf(leaf);
      for (let t = start; t < this.#startOf(leaf + 1); t++) {
        for (let j = 0; j < this.#nFeatures; j++) {
          points[(leaf * this.#nFeatures + j) * size + t - start] = this.#inOrder[t * this.#stride + j]!;
        }
      }
    }
  }

  #fillBoxes(): void {
    const stride = this.#stride;
    const boxes = this.#kernel.float32(this.#boxes, (2 * this.#nLeaves - 1) * 2 * stride);
    for (let node = 2 * this.#nLeaves - 2; node >= 0; node--) {
      const low = node * 2 * stride;
      const high = low + stride;
      const leaf = node - (this.#nLeaves - 1);
      for (let j = 0; j < this.#nFeatures; j++) {
        let least = Infinity;
        let most = -Infinity;
        if (leaf >= 0) {
          for (let t = this.#startOf(leaf); t < this.#startOf(leaf + 1); t++) {
            const value = this.#inOrder[t * stride + j]!;
            least = Math.min(least, value);
            most = Math.max(most, value);
          }
        } else {
          const left = (2 * node + 1) * 2 * stride;
          const right = left + 2 * stride;
          least = Math.min(boxes[left + j]!, boxes[right + j]!);
          most = Math.max(boxes[left + stride + j]!, boxes[right + stride + j]!);
        }
        boxes[low + j] = least;
        boxes[high + j] = most;
      }
    }
  }

  /**
   * The k nearest other rows of each row of the tree, both as positions in the tree: query t is row `order[t]`, and so
   * is neighbour t. k is at most nSamples - 1.
   */
  neighboursInOrder(k: number, ctx: Context): Neighbours {
    return this.#search(this.#inOrder, k, true, ctx);
  }

  /** The k rows of the tree nearest to each row of Q (same features). k is at most nSamples. */
  nearest(Q: Matrix, k: number, ctx: Context): Neighbours {
    const found = this.#search(this.#scaled(Q, 0, Q.nSamples), k, false, ctx);
    for (let i = 0; i < found.indices.length; i++) found.indices[i] = this.order[found.indices[i]!]!;
    return found;
  }

  #search(queries: Float32Array, k: number, own: boolean, ctx: Context): Neighbours {
    const n = this.nSamples;
    const stride = this.#stride;
    const nQueries = queries.length / stride;
    if (k > n - (own ? 1 : 0)) throw new AppError('invalid_input', { reason: 'too_many_neighbours', k, rows: n });
    const indices = new Int32Array(nQueries * k);
    const squaredDistances = new Float32Array(nQueries * k);
    const most = Math.min(nQueries, Math.max(1, Math.floor(differencesPerCall / (n * stride))));
    const capacity = 2 * k + 2 * this.#leafSize + 64;
    const kernel = this.#kernel;
    const block = kernel.reserve(4 * most * stride);
    const keys = kernel.reserve(8 * capacity);
    const stack = kernel.reserve(1024);
    const positions = kernel.reserve(4 * most * k);
    const distances = kernel.reserve(4 * most * k);
    const scale = this.#scale ** 2;
    for (let from = 0; from < nQueries && k > 0; from += most) {
      ctx.checkCancelled();
      const count = Math.min(most, nQueries - from);
      kernel.float32(block, count * stride).set(queries.subarray(from * stride, (from + count) * stride));
      kernel.exports.search(
        this.#points,
        this.#boxes,
        n,
        this.#nLeaves,
        this.#leafSize,
        this.#nFeatures,
        stride,
        block,
        count,
        own ? from : -1,
        k,
        keys,
        capacity,
        stack,
        positions,
        distances,
      );
      indices.set(kernel.int32(positions, count * k), from * k);
      const squared = kernel.float32(distances, count * k);
      for (let i = 0; i < squared.length; i++) squaredDistances[from * k + i] = squared[i]! * scale;
      ctx.report((from + count) / nQueries);
    }
    return { k, indices, squaredDistances };
  }
}

/**
 * The k nearest other rows of each row of X, nearest first; k is at most nSamples - 1.
 * @throws AppError `invalid_input` where a value is not finite or k is too large.
 */
export function nearestNeighbours(X: Matrix, k: number, ctx: Context): Neighbours {
  const tree = new NeighbourTree(X, ctx);
  const inOrder = tree.neighboursInOrder(k, ctx);
  const indices = new Int32Array(inOrder.indices.length);
  const squaredDistances = new Float32Array(indices.length);
  for (let t = 0; t < X.nSamples; t++) {
    const to = tree.order[t]! * k;
    for (let m = 0; m < k; m++) indices[to + m] = tree.order[inOrder.indices[t * k + m]!]!;
    squaredDistances.set(inOrder.squaredDistances.subarray(t * k, (t + 1) * k), to);
  }
  return { k, indices, squaredDistances };
}

function centreOf(X: Matrix): Float64Array {
  const mean = new Float64Array(X.nFeatures);
  for (let i = 0; i < X.nSamples; i++) {
    for (let j = 0; j < X.nFeatures; j++) {
      const value = X.data[i * X.nFeatures + j]!;
      if (!Number.isFinite(value)) throw new AppError('invalid_input', { reason: 'not_finite', row: i, column: j + 1 });
      mean[j]! += value;
    }
  }
  return mean.map((sum) => sum / X.nSamples);
}

function scaleOf(X: Matrix, centre: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < X.data.length; i++) {
    largest = Math.max(largest, Math.abs(X.data[i]! - centre[i % X.nFeatures]!));
  }
  return largest > 0 ? largest : 1;
}

/** Hoare's selection: afterwards no value before `middle` is larger than one from `middle` on. */
function partition(
  order: Int32Array,
  scaled: Float32Array,
  stride: number,
  feature: number,
  start: number,
  end: number,
  middle: number,
): void {
  let low = start;
  let high = end - 1;
  while (low < high) {
    const pivot = scaled[order[(low + high) >> 1]! * stride + feature]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (scaled[order[i]! * stride + feature]! < pivot) i++;
      while (scaled[order[j]! * stride + feature]! > pivot) j--;
      if (i <= j) {
        const swap = order[i]!;
        order[i++] = order[j]!;
        order[j--] = swap;
      }
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else return;
  }
}

/** Exact k nearest neighbours (Euclidean) by a balanced k-d tree in WebAssembly. */
import { Kernel } from '../backend/kernel.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Context, Matrix } from '../types.ts';
import { treeOrder } from './neighbours-order.ts';

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
/** The rows of the tree lie between -1 and 1. */
const farthestQuery = 1e6;
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
  readonly #nSamples: number;
  readonly #nFeatures: number;
  readonly #stride: number;
  readonly #nLeaves: number;
  readonly #leafSize: number;
  readonly #centre: Float64Array;
  readonly #scale: number;
  readonly #points: number;
  readonly #boxes: number;
  readonly #inOrder: Float32Array;
  #scratchAt = 0;
  #scratchBytes = 0;

  /** @throws AppError `invalid_input` (`not_finite`) where a value is not finite. */
  constructor(X: Matrix, ctx: Context) {
    const { nSamples: n, nFeatures } = X;
    this.#nSamples = n;
    this.#nFeatures = nFeatures;
    this.#stride = (nFeatures + 3) & ~3;
    requireFinite(X);
    this.#centre = centreOf(X);
    ctx.checkCancelled();
    this.#scale = scaleOf(X, this.#centre);
    let nLeaves = 1;
    while (nLeaves * pointsPerLeaf < n) nLeaves *= 2;
    this.#nLeaves = nLeaves;
    this.#leafSize = (Math.ceil(n / nLeaves) + 3) & ~3;
    const scaled = this.#scaled(X);
    ctx.checkCancelled();
    const points = { values: scaled, stride: this.#stride, nFeatures };
    this.order = treeOrder(
      points,
      nLeaves,
      (leaf) => this.#startOf(leaf),
      () => ctx.checkCancelled(),
    );
    ctx.checkCancelled();
    this.#inOrder = new Float32Array(n * this.#stride);
    for (let t = 0; t < n; t++) {
      const from = this.order[t]! * this.#stride;
      this.#inOrder.set(scaled.subarray(from, from + this.#stride), t * this.#stride);
    }
    this.#points = this.#kernel.reserve(4 * nLeaves * this.#leafSize * nFeatures);
    this.#boxes = this.#kernel.reserve(4 * (2 * nLeaves - 1) * 2 * this.#stride);
    ctx.checkCancelled();
    this.#fillLeaves();
    ctx.checkCancelled();
    this.#fillBoxes();
  }

  /** First position of a leaf; that of leaf `nLeaves` is the number of rows. */
  #startOf(leaf: number): number {
    return Math.floor((leaf * this.#nSamples) / this.#nLeaves);
  }

  /** Rows as the tree holds them; what lies absurdly far outside is brought in, so that a square stays finite. */
  #scaled({ nSamples, nFeatures, data }: Matrix): Float32Array {
    const result = new Float32Array(nSamples * this.#stride);
    for (let i = 0; i < nSamples; i++) {
      for (let j = 0; j < nFeatures; j++) {
        const value = (data[i * nFeatures + j]! - this.#centre[j]!) / this.#scale;
        result[i * this.#stride + j] = Math.max(-farthestQuery, Math.min(farthestQuery, value));
      }
    }
    return result;
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

  /**
   * The k rows of the tree nearest to each row of Q (same features); k is at most the number of rows.
   * @throws AppError `invalid_input` where a value is not finite or k is too large.
   */
  nearest(Q: Matrix, k: number, ctx: Context): Neighbours {
    requireFinite(Q);
    const found = this.#search(this.#scaled(Q), k, false, ctx);
    for (let i = 0; i < found.indices.length; i++) found.indices[i] = this.order[found.indices[i]!]!;
    return found;
  }

  /** Offsets for arrays of so many bytes each, in memory that later calls use again. */
  #scratch(...sizes: number[]): number[] {
    const aligned = sizes.map((bytes) => (bytes + 63) & ~63);
    const total = aligned.reduce((sum, bytes) => sum + bytes, 0);
    if (total > this.#scratchBytes) {
      this.#scratchAt = this.#kernel.reserve(total);
      this.#scratchBytes = total;
    }
    let at = this.#scratchAt;
    return aligned.map((bytes) => (at += bytes) - bytes);
  }

  #search(queries: Float32Array, k: number, own: boolean, ctx: Context): Neighbours {
    const n = this.#nSamples;
    const stride = this.#stride;
    const nQueries = queries.length / stride;
    if (k > n - (own ? 1 : 0)) throw new AppError('invalid_input', { reason: 'too_many_neighbours', k, rows: n });
    const indices = new Int32Array(nQueries * k);
    const squaredDistances = new Float32Array(nQueries * k);
    const most = Math.min(nQueries, Math.max(1, Math.floor(differencesPerCall / (n * stride))));
    const capacity = 2 * k + 2 * this.#leafSize + 64;
    const kernel = this.#kernel;
    const [block, keys, stack, positions, distances] = this.#scratch(
      4 * most * stride,
      8 * capacity,
      1024,
      4 * most * k,
      4 * most * k,
    ) as [number, number, number, number, number];
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

function requireFinite({ nFeatures, data }: Matrix): void {
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const place = { row: Math.floor(at / nFeatures) + 1, column: (at % nFeatures) + 1 };
  throw new AppError('invalid_input', { reason: 'not_finite', ...place });
}

function centreOf(X: Matrix): Float64Array {
  const mean = new Float64Array(X.nFeatures);
  for (let i = 0; i < X.nSamples; i++) {
    for (let j = 0; j < X.nFeatures; j++) mean[j]! += X.data[i * X.nFeatures + j]! / X.nSamples;
  }
  return mean;
}

function scaleOf(X: Matrix, centre: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < X.nSamples; i++) {
    for (let j = 0; j < X.nFeatures; j++) {
      largest = Math.max(largest, Math.abs(X.data[i * X.nFeatures + j]! - centre[j]!));
    }
  }
  return largest > 0 ? largest : 1;
}

/**
 * The repulsion of t-SNE: interpolation on a grid with Fourier transforms, as in FIt-SNE (Linderman et al. 2019), but
 * with the kernel split. What is smooth on the scale of the grid goes over the grid, the rest is summed over near pairs
 * only, as in the particle-mesh methods of Hockney & Eastwood. The grid may then be coarser than the kernel is wide,
 * and both parts take about n steps. Which grid costs least is decided from the positions, never from a clock.
 */
import type { Kernel } from '../backend/kernel.ts';
import type { TsneKernel } from './tsne-kernel.ts';

/** Up to this spacing of its nodes the grid alone resolves the kernel, to about 0.1 %. */
const fineSpacing = 0.35;
/** Cutoff of the near field, in spacings. With cubic splines the error of the sum stays below 0.5 %. */
const cutoffSpacings = 3;
/** The grid is made this much wider than the points, so that it fits for a while. */
const headroom = 1.08;
const smallestSide = 1;
const iterationsPerPlan = 50;
/** What to choose from; 0 stands for all pairs without a grid. */
const transformLengths = [0, 64, 128, 256, 512, 1024, 2048];

/** Nanoseconds, as measured on one core; wrong figures cost time, not accuracy. */
const costs = { pair: 0.75, nearPair: 1.2, transformedValue: 1.3, gridPoint: 25 };

/** How the repulsion is summed: over all pairs (`length` 0), or over a grid with transforms of `length`. */
export interface RepulsionPlan {
  length: number;
  /** Distance of neighbouring nodes. */
  spacing: number;
  /** Distance below which pairs are summed one by one; 0 where the grid alone is fine enough. */
  cutoff: number;
}

export class Repulsion {
  /** Offsets of the result: position k belongs to point order[k]. */
  readonly order: number;
  readonly forceX: number;
  readonly forceY: number;
  readonly #kernel: Kernel<TsneKernel>;
  readonly #n: number;
  readonly #y: number;
  readonly #candidates: readonly number[];
  readonly #cellOf: number;
  readonly #xs: number;
  readonly #ys: number;
  readonly #bounds: number;
  /** Offsets by length of transform: the planes and tables of the grid, and the first point of each cell. */
  readonly #planes = new Map<number, number>();
  readonly #starts = new Map<number, number>();
  #plan: RepulsionPlan = { length: 0, spacing: 1, cutoff: 0 };
  #side = 0;
  #age = 0;

  /** For n points whose x, y lie at offset `y` of the kernel's memory. `length` fixes the plan (for comparisons). */
  constructor(kernel: Kernel<TsneKernel>, n: number, y: number, length: number | null = null) {
    this.#kernel = kernel;
    this.#n = n;
    this.#y = y;
    this.#candidates = length === null ? transformLengths : [length];
    const bytes = 4 * n + 16;
    this.order = kernel.reserve(bytes);
    this.#cellOf = kernel.reserve(bytes);
    this.#xs = kernel.reserve(bytes);
    this.#ys = kernel.reserve(bytes);
    this.forceX = kernel.reserve(bytes);
    this.forceY = kernel.reserve(bytes);
    this.#bounds = kernel.reserve(64);
  }

  get plan(): RepulsionPlan {
    return this.#plan;
  }

  /** Computes the sums over j of (y_i - y_j) q_ij^2 for the present positions, and returns Z, the sum of all q_ij. */
  compute(): number {
    const { exports } = this.#kernel;
    const n = this.#n;
    exports.bounds(this.#y, n, this.#bounds);
    const [left, bottom, right, top] = this.#kernel.float32(this.#bounds, 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const span = Math.max(right - left, top - bottom);
    const centre = { x: (left + right) / 2, y: (bottom + top) / 2 };
    const fits = span * 1.0001 < this.#side && (this.#side === smallestSide || span > 0.7 * this.#side);
    if (!fits) this.#side = Math.max(span * headroom, smallestSide);
    if (!fits || ++this.#age >= iterationsPerPlan) this.#choose(centre);

    const { length, spacing, cutoff } = this.#plan;
    const corner = { x: centre.x - this.#side / 2, y: centre.y - this.#side / 2 };
    const nCells = this.#sort(length, cutoff, corner);
    this.#kernel.float32(this.forceX, n + 4).fill(0);
    this.#kernel.float32(this.forceY, n + 4).fill(0);
    const arrays = [this.#xs, this.#ys, this.forceX, this.forceY] as const;
    if (length === 0) return exports.allPairs(...arrays, n);
    const starts = this.#startsOf(length);
    const near = cutoff > 0 ? exports.nearField(...arrays, starts, nCells, cutoff ** 2) : 0;
    const far = exports.farField(...arrays, n, this.#planesOf(length), length, corner.x, corner.y, 1 / spacing);
    return near + far - n * exports.selfPotential(cutoff ** 2);
  }

  /** The cheapest plan for the present positions; transforms its kernel where it is new. */
  #choose(centre: { x: number; y: number }): void {
    this.#age = 0;
    const n = this.#n;
    const corner = { x: centre.x - this.#side / 2, y: centre.y - this.#side / 2 };
    let best: RepulsionPlan = { length: 0, spacing: 1, cutoff: 0 };
    let least = this.#candidates.includes(0) ? (n * n * costs.pair) / 2 : Infinity;
    for (const length of this.#candidates) {
      if (length === 0) continue;
      const spacing = this.#side / (length / 2 - 3);
      const cutoff = spacing > fineSpacing ? cutoffSpacings * spacing : 0;
      let cost = costs.transformedValue * length ** 2 * Math.log2(length) + costs.gridPoint * n;
      if (cost > least) break;
      if (cutoff > 0) {
        const nCells = this.#sort(length, cutoff, corner);
        cost += costs.nearPair * this.#kernel.exports.countNearPairs(this.#startsOf(length), nCells);
      }
      if (cost < least) {
        least = cost;
        best = { length, spacing, cutoff };
      }
      if (cutoff === 0) break;
    }
    const old = this.#plan;
    const same = old.length === best.length && old.spacing === best.spacing && old.cutoff === best.cutoff;
    this.#plan = best;
    if (same || best.length === 0) return;
    this.#kernel.exports.transformKernel(this.#planesOf(best.length), best.length, best.spacing, best.cutoff ** 2);
  }

  /** Sorts the points into cells as wide as the cutoff (or the whole side) and returns how many a side has. */
  #sort(length: number, cutoff: number, corner: { x: number; y: number }): number {
    const size = cutoff > 0 ? cutoff : this.#side;
    const nCells = cutoff > 0 ? Math.ceil(this.#side / cutoff) : 1;
    this.#kernel.exports.sortByCell(
      this.#y,
      this.#n,
      corner.x,
      corner.y,
      1 / size,
      nCells,
      this.#cellOf,
      this.#startsOf(length),
      this.order,
      this.#xs,
      this.#ys,
    );
    return nCells;
  }

  #planesOf(length: number): number {
    return this.#reserved(this.#planes, length, () => this.#kernel.exports.planBytes(length));
  }

  #startsOf(length: number): number {
    const nCells = Math.ceil(length / 2 / cutoffSpacings) + 1;
    return this.#reserved(this.#starts, length, () => 4 * (nCells ** 2 + 1));
  }

  #reserved(offsets: Map<number, number>, length: number, bytes: () => number): number {
    let offset = offsets.get(length);
    if (offset === undefined) {
      offset = this.#kernel.reserve(bytes());
      offsets.set(length, offset);
    }
    return offset;
  }
}

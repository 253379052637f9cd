import { Kernel } from '../backend/kernel.ts';
import type { Matrix } from '../types.ts';

interface KMeansExports {
  assign(
    rows: number,
    nRows: number,
    nFeatures: number,
    panels: number,
    nCentres: number,
    labels: number,
    squared: number,
  ): number;
  reassign(
    rows: number,
    nRows: number,
    nFeatures: number,
    panels: number,
    nCentres: number,
    labels: number,
    margins: number,
    losses: number,
    sums: number,
    counts: number,
  ): number;
  addSeed(rows: number, nRows: number, nFeatures: number, seed: number, closest: number): number;
  tryCandidates(
    rows: number,
    nRows: number,
    nFeatures: number,
    panel: number,
    nCandidates: number,
    closest: number,
    potentials: number,
  ): void;
}

/** Candidates that one pass over the rows can compare; also the centres of one panel. */
export const panelWidth = 8;

/** Distances times features that one call of the kernel may take: a few milliseconds between two looks at cancel. */
const workPerCall = 8_000_000;

/**
 * Rows in the memory of the `kmeans` kernel, with room for everything K-Means notes about them. Loaded once and used
 * for all starts and all numbers of clusters. Views stay valid: nothing is reserved later.
 */
export class KMeansWorkspace {
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly maxClusters: number;
  /** The rows, float64. */
  readonly rows: Float64Array;
  readonly labels: Int32Array;
  /** One number per row: squared distances while seeding and assigning, margins during Lloyd's iterations. */
  readonly perRow: Float64Array;
  /** Per cluster: sum of its rows (nClusters x nFeatures), number of its rows, and loss of margin by the last move. */
  readonly sums: Float64Array;
  readonly counts: Int32Array;
  readonly losses: Float64Array;
  readonly potentials: Float64Array;
  readonly #panels: Float64Array;
  readonly #exports: KMeansExports;

  /** Takes the memory for `nSamples` rows; `load` fills it. */
  constructor(nSamples: number, nFeatures: number, maxClusters: number) {
    const kernel = new Kernel<KMeansExports>('kmeans');
    this.nSamples = nSamples;
    this.nFeatures = nFeatures;
    this.maxClusters = maxClusters;
    const panelLength = Math.ceil(Math.max(maxClusters, panelWidth) / panelWidth) * panelWidth * nFeatures;
    const rows = kernel.reserve(nSamples * nFeatures * 8);
    const labels = kernel.reserve(nSamples * 4);
    const perRow = kernel.reserve(nSamples * 8);
    const sums = kernel.reserve(maxClusters * nFeatures * 8);
    const counts = kernel.reserve(maxClusters * 4);
    const losses = kernel.reserve(maxClusters * 8);
    const potentials = kernel.reserve(panelWidth * 8);
    const panels = kernel.reserve(panelLength * 8);
    this.rows = kernel.float64(rows, nSamples * nFeatures);
    this.labels = kernel.int32(labels, nSamples);
    this.perRow = kernel.float64(perRow, nSamples);
    this.sums = kernel.float64(sums, maxClusters * nFeatures);
    this.counts = kernel.int32(counts, maxClusters);
    this.losses = kernel.float64(losses, maxClusters);
    this.potentials = kernel.float64(potentials, panelWidth);
    this.#panels = kernel.float64(panels, panelLength);
    this.#exports = kernel.exports;
  }

  /** Copies rows `start` and following of X into the first rows of the workspace; returns how many. */
  load(X: Matrix, start = 0): number {
    const count = Math.min(this.nSamples, X.nSamples - start);
    this.rows.set(X.data.subarray(start * X.nFeatures, (start + count) * X.nFeatures));
    return count;
  }

  /** Makes these the centres (nClusters x nFeatures) that `assign`, `reassign` and `tryCandidates` compare with. */
  setCentres(centres: Float64Array, nClusters: number): void {
    const { nFeatures } = this;
    this.#panels.fill(Infinity);
    for (let c = 0; c < nClusters; c++) {
      const start = Math.floor(c / panelWidth) * panelWidth * nFeatures + (c % panelWidth);
      for (let j = 0; j < nFeatures; j++) this.#panels[start + j * panelWidth] = centres[c * nFeatures + j]!;
    }
  }

  /** Rows that a call of the kernel may take against so many centres, so that a cancel is noticed soon. */
  rowsPerCall(nCentres: number): number {
    return Math.max(256, Math.floor(workPerCall / (nCentres * this.nFeatures)));
  }

  /** Fills `labels` and `perRow` (squared distances) of the rows [start, end); returns the sum of the latter. */
  assign(start: number, end: number, nClusters: number): number {
    return this.#exports.assign(
      this.#row(start),
      end - start,
      this.nFeatures,
      this.#panels.byteOffset,
      nClusters,
      this.labels.byteOffset + start * 4,
      this.perRow.byteOffset + start * 8,
    );
  }

  /** Brings `labels`, margins, `sums` and `counts` of the rows [start, end) up to date; returns how many changed. */
  reassign(start: number, end: number, nClusters: number): number {
    return this.#exports.reassign(
      this.#row(start),
      end - start,
      this.nFeatures,
      this.#panels.byteOffset,
      nClusters,
      this.labels.byteOffset + start * 4,
      this.perRow.byteOffset + start * 8,
      this.losses.byteOffset,
      this.sums.byteOffset,
      this.counts.byteOffset,
    );
  }

  /** Lowers `perRow` of the rows [start, end) by the squared distance to row `seed`; returns their sum. */
  addSeed(start: number, end: number, seed: number): number {
    const closest = this.perRow.byteOffset + start * 8;
    return this.#exports.addSeed(this.#row(start), end - start, this.nFeatures, this.#row(seed), closest);
  }

  /** Adds to `potentials` what `perRow` of the rows [start, end) would sum to with each of the set centres as a seed. */
  tryCandidates(start: number, end: number, nCandidates: number): void {
    this.#exports.tryCandidates(
      this.#row(start),
      end - start,
      this.nFeatures,
      this.#panels.byteOffset,
      nCandidates,
      this.perRow.byteOffset + start * 8,
      this.potentials.byteOffset,
    );
  }

  #row(index: number): number {
    return this.rows.byteOffset + index * this.nFeatures * 8;
  }
}

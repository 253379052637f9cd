/**
 * Silhouettes (Rousseeuw 1987) of several partitions of the same rows at once. Every pairwise distance is computed once:
 * rows are grouped into cells that no partition divides, the kernel sums distances cell by cell, and each partition adds
 * up its cells.
 */
import { Kernel } from '../backend/kernel.ts';
import { requireFinite } from '../clustering/finite.ts';
import { quantileInPlace } from '../preprocessing/order-statistics.ts';
import { takeRows, type Context, type Matrix } from '../types.ts';
import { denseLabels, encodeLabels } from './labels.ts';

export interface SilhouetteParams {
  /** Rows used at most; beyond, a sample stratified by the finest partition. Default 20,000. */
  sampleSize?: number;
}

export interface Silhouette {
  /** Mean over the rows used, -1 to 1. */
  silhouette: number;
  /** Rows used. */
  sample: number;
  /** 95 % interval of the mean over all rows; equal to it when all were used. */
  low: number;
  high: number;
  /** Silhouette of each row used. */
  perSample: Float64Array;
  /** Label of the other cluster that each row used is nearest to on average. */
  nearest: Int32Array;
  /** The rows used, ascending. */
  rows: Int32Array;
}

interface SilhouetteExports {
  cellSums: (
    ...offsets: [
      points: number,
      stride: number,
      d: number,
      rows: number,
      weights: number,
      starts: number,
      nCells: number,
      out: number,
    ]
  ) => void;
}

const rowsAtOnce = 4;

/**
 * Scores each labelling of X (n x f) by the mean silhouette of its rows; a row alone in its cluster has 0. Single
 * precision distances, double precision sums. O(m^2 f) for m rows used, whatever the number of labellings.
 * Throws `insufficient_data` (`one_segment`), `invalid_input` (`not_finite`), `cancelled`.
 */
export function silhouetteScores(
  X: Matrix,
  labelings: readonly Int32Array[],
  { sampleSize = 20_000 }: SilhouetteParams,
  ctx: Context,
): Silhouette[] {
  const rows = chooseRows(labelings, X.nSamples, sampleSize, ctx);
  const all = rows.length === X.nSamples;
  const used = all ? X : takeRows(X, rows);
  const partitions = labelings.map((labels) => denseLabels(all ? labels : rows.map((row) => labels[row]!)));
  const measured = samples(used, partitions, ctx);
  return measured.map(({ values, nearest: encoded }, p) => {
    const names = namesOf(all ? labelings[p]! : rows.map((row) => labelings[p]![row]!), partitions[p]!);
    const nearest = encoded.map((cluster) => names[cluster]!);
    const n = values.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1);
    const margin = all ? 0 : 1.96 * Math.sqrt(variance / n);
    return { silhouette: mean, sample: n, low: mean - margin, high: mean + margin, perSample: values, nearest, rows };
  });
}

/** Mean silhouette of one labelling, exact. */
export function silhouetteScore(X: Matrix, labels: Int32Array, ctx: Context): number {
  return silhouetteScores(X, [labels], { sampleSize: Infinity }, ctx)[0]!.silhouette;
}

/** All rows, or a sample in which every cluster of the finest labelling has its share, at least two rows. */
function chooseRows(labelings: readonly Int32Array[], n: number, sampleSize: number, ctx: Context): Int32Array {
  if (n <= sampleSize) return Int32Array.from({ length: n }, (_, i) => i);
  const encoded = labelings.map(encodeLabels);
  const finest = encoded.reduce((a, b) => (b.sizes.length > a.sizes.length ? b : a));
  const quota = finest.sizes.map((size) => Math.min(size, Math.max(2, Math.round((size / n) * sampleSize))));
  const chosen: number[] = [];
  for (const row of ctx.random.fork('silhouette sample').permutation(n)) {
    if (quota[finest.labels[row]!]!-- > 0) chosen.push(row);
  }
  return Int32Array.from(chosen).sort();
}

interface Partition {
  labels: Int32Array;
  sizes: Int32Array;
}

interface Measured {
  values: Float64Array;
  /** Dense label of the nearest other cluster. */
  nearest: Int32Array;
}

/** The old label of each dense one. */
function namesOf(labels: Int32Array, { labels: dense, sizes }: Partition): Int32Array {
  const names = new Int32Array(sizes.length);
  for (let i = 0; i < dense.length; i++) names[dense[i]!] = labels[i]!;
  return names;
}

function samples(X: Matrix, partitions: Partition[], ctx: Context): Measured[] {
  const { nSamples: n, nFeatures: d } = X;
  requireFinite(X);
  const { cellOf, cellLabels, nCells } = intersect(partitions, n);
  const kernel = new Kernel<SilhouetteExports>('silhouette');
  const layout = placeCells(cellOf, nCells);
  const strideFloats = layout.padded;
  const at = {
    points: kernel.reserve(strideFloats * d * 4),
    rows: kernel.reserve(rowsAtOnce * d * 4),
    weights: kernel.reserve(strideFloats * 4),
    starts: kernel.reserve((nCells + 1) * 4),
    out: kernel.reserve(rowsAtOnce * nCells * 8),
  };
  kernel.int32(at.starts, nCells + 1).set(layout.starts);
  const weights = kernel.float32(at.weights, strideFloats).fill(0);
  const points = kernel.float32(at.points, strideFloats * d).fill(0);
  const { origin, scale } = placement(X);
  for (let i = 0; i < n; i++) {
    const position = layout.positions[i]!;
    weights[position] = 1;
    for (let j = 0; j < d; j++) {
      points[j * strideFloats + position] = (X.data[i * d + j]! - origin[j]!) * scale;
    }
  }
  const rowValues = kernel.float32(at.rows, rowsAtOnce * d);
  const out = kernel.float64(at.out, rowsAtOnce * nCells);
  const results = partitions.map((): Measured => ({ values: new Float64Array(n), nearest: new Int32Array(n) }));
  const sums = partitions.map(({ sizes }) => new Float64Array(sizes.length));
  for (let from = 0; from < n; from += rowsAtOnce) {
    if (from % 64 === 0) {
      ctx.checkCancelled();
      ctx.report(from / n);
    }
    const count = Math.min(rowsAtOnce, n - from);
    for (let r = 0; r < count; r++) {
      const position = layout.positions[from + r]!;
      for (let j = 0; j < d; j++) rowValues[r * d + j] = points[j * strideFloats + position]!;
    }
    kernel.exports.cellSums(at.points, strideFloats * 4, d, at.rows, at.weights, at.starts, nCells, at.out);
    for (let r = 0; r < count; r++) {
      const row = from + r;
      for (let p = 0; p < partitions.length; p++) {
        const { labels, sizes } = partitions[p]!;
        const total = sums[p]!.fill(0);
        const clusterOf = cellLabels[p]!;
        for (let cell = 0; cell < nCells; cell++) total[clusterOf[cell]!]! += out[r * nCells + cell]!;
        const own = labels[row]!;
        const nearest = nearestOther(total, sizes, own);
        results[p]!.nearest[row] = nearest;
        results[p]!.values[row] = silhouetteOf(total, sizes, own, nearest);
      }
    }
  }
  return results;
}

/** The other cluster with the least mean distance. */
function nearestOther(sums: Float64Array, sizes: Int32Array, own: number): number {
  let nearest = own === 0 ? 1 : 0;
  for (let c = 0; c < sizes.length; c++) {
    if (c !== own && sums[c]! / sizes[c]! < sums[nearest]! / sizes[nearest]!) nearest = c;
  }
  return nearest;
}

function silhouetteOf(sums: Float64Array, sizes: Int32Array, own: number, nearest: number): number {
  if (sizes[own] === 1) return 0;
  const inside = sums[own]! / (sizes[own]! - 1);
  const outside = sums[nearest]! / sizes[nearest]!;
  const larger = Math.max(inside, outside);
  return larger === 0 ? 0 : (outside - inside) / larger;
}

/**
 * Where to move the rows before they become single precision, and by what to multiply them. Silhouettes stay as they
 * are, but digits are not lost to a common offset (medians, so that no outlier drags it along) and squares never
 * overflow.
 */
function placement({ data, nSamples, nFeatures }: Matrix): { origin: Float64Array; scale: number } {
  const column = new Float64Array(nSamples);
  const origin = new Float64Array(nFeatures);
  let furthest = 0;
  for (let j = 0; j < nFeatures; j++) {
    for (let i = 0; i < nSamples; i++) column[i] = data[i * nFeatures + j]!;
    origin[j] = quantileInPlace(column, 0.5);
    for (let i = 0; i < nSamples; i++) furthest = Math.max(furthest, Math.abs(column[i]! - origin[j]!));
  }
  return { origin, scale: furthest > 0 ? 1 / furthest : 1 };
}

/** The coarsest grouping that divides no cluster of any partition: rows of a cell share all their labels. */
function intersect(
  partitions: Partition[],
  n: number,
): { cellOf: Int32Array; cellLabels: Int32Array[]; nCells: number } {
  let cellOf: Int32Array = new Int32Array(n);
  let nCells = 1;
  for (const { labels, sizes } of partitions) {
    const k = sizes.length;
    const combined = cellOf.map((cell, i) => cell * k + labels[i]!);
    const encoded = encodeLabels(combined);
    cellOf = encoded.labels;
    nCells = encoded.sizes.length;
  }
  const cellLabels = partitions.map(({ labels }) => {
    const ofCell = new Int32Array(nCells);
    for (let i = 0; i < n; i++) ofCell[cellOf[i]!] = labels[i]!;
    return ofCell;
  });
  return { cellOf, cellLabels, nCells };
}

/** Where each row stands when rows are sorted by cell and each cell is padded to a multiple of four. */
function placeCells(cellOf: Int32Array, nCells: number): { starts: Int32Array; positions: Int32Array; padded: number } {
  const sizes = new Int32Array(nCells);
  for (const cell of cellOf) sizes[cell]!++;
  const starts = new Int32Array(nCells + 1);
  for (let cell = 0; cell < nCells; cell++) starts[cell + 1] = starts[cell]! + ((sizes[cell]! + 3) & ~3);
  const next = starts.slice();
  return { starts, positions: cellOf.map((cell) => next[cell]!++), padded: starts[nCells]! };
}

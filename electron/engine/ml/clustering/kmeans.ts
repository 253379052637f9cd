/** K-Means: fit one or several numbers of clusters, and assign further rows to the centres. */
import { AppError } from '../../../../shared/errors.ts';
import type { Context, Matrix } from '../types.ts';
import { requireFinite } from './finite.ts';
import { seedRows } from './kmeans-seeding.ts';
import { KMeansWorkspace } from './kmeans-workspace.ts';
import { lloyd, type LloydResult } from './lloyd.ts';

export interface KMeansModel {
  nClusters: number;
  nFeatures: number;
  /** nClusters x nFeatures, row-major. */
  centres: Float64Array;
}

export interface KMeansFit {
  model: KMeansModel;
  /** Cluster per row, 0 to nClusters - 1; equal to `predictKMeans(model, X)`. */
  labels: Int32Array;
  /** Sum of squared distances of the rows to their centres. */
  inertia: number;
  /** Iterations of the start that was kept. */
  nIterations: number;
}

export interface KMeansSearchParams {
  /** Starts, of which the one with the lowest inertia is kept. Default 10. */
  nInit?: number;
  /** Lloyd iterations per start at most. Default 300. */
  maxIterations?: number;
  /** Stop when the squared moves of all centres sum to less than this share of the mean variance. Default 1e-4. */
  tolerance?: number;
}

export interface KMeansParams extends KMeansSearchParams {
  nClusters: number;
  /** Start from these centres (nClusters x nFeatures) and only from them, in place of k-means++. */
  initialCentres?: Float64Array;
}

export const kMeansDefaults = { nInit: 10, maxIterations: 300, tolerance: 1e-4 } as const;

/**
 * K-Means with greedy k-means++ starts, in float64. Where fewer different rows than clusters exist, some clusters stay
 * empty. Deterministic for a seed; O(nInit * nIterations * nSamples * nClusters * nFeatures) at most.
 * @throws AppError `invalid_input` (not_finite, bad_parameter), `insufficient_data` (fewer rows than clusters),
 * `cancelled`.
 */
export function fitKMeans(X: Matrix, params: KMeansParams, ctx: Context): KMeansFit {
  const { nClusters, initialCentres, ...search } = params;
  if (!initialCentres) return fitKMeansRange(X, { nClusters: [nClusters], ...search }, ctx)[0]!;
  if (initialCentres.length !== nClusters * X.nFeatures) {
    throw new AppError('invalid_input', { reason: 'bad_parameter', parameter: 'initialCentres' });
  }
  const workspace = prepare(X, [nClusters]);
  const settings = { ...kMeansDefaults, ...search };
  const tolerance = settings.tolerance * meanVariance(X);
  const result = lloyd(workspace, initialCentres, { ...settings, nClusters, tolerance }, ctx.checkCancelled);
  ctx.report(1);
  return toFit(result, workspace.labels.slice(), nClusters, X.nFeatures);
}

/**
 * `fitKMeans` for several numbers of clusters; gives each exactly what `fitKMeans` gives alone. The rows are loaded and
 * the starts are seeded once for all.
 */
export function fitKMeansRange(
  X: Matrix,
  params: KMeansSearchParams & { nClusters: readonly number[] },
  ctx: Context,
): KMeansFit[] {
  const { nClusters: counts, ...search } = params;
  const { nInit, maxIterations, tolerance: relativeTolerance } = { ...kMeansDefaults, ...search };
  if (counts.length === 0) return [];
  const workspace = prepare(X, counts);
  const tolerance = relativeTolerance * meanVariance(X);
  const { nFeatures } = X;
  const best: (KMeansFit | undefined)[] = counts.map(() => undefined);
  const work = nInit * counts.reduce((sum, count) => sum + count, 0);
  let done = 0;
  for (let start = 0; start < nInit; start++) {
    const random = ctx.random.fork(`start ${start}`);
    const seeds = seedRows(workspace, workspace.maxClusters, random, ctx.checkCancelled);
    const centres = new Float64Array(seeds.length * nFeatures);
    for (const [s, row] of seeds.entries()) {
      centres.set(workspace.rows.subarray(row * nFeatures, (row + 1) * nFeatures), s * nFeatures);
    }
    for (const [i, nClusters] of counts.entries()) {
      const result = lloyd(
        workspace,
        centres.subarray(0, nClusters * nFeatures),
        { nClusters, maxIterations, tolerance },
        ctx.checkCancelled,
      );
      const holder = best[i];
      if (!holder || result.inertia < holder.inertia) {
        const labels = holder?.labels ?? new Int32Array(X.nSamples);
        labels.set(workspace.labels);
        best[i] = toFit(result, labels, nClusters, nFeatures);
      }
      done += nClusters;
      ctx.report(done / work);
    }
  }
  return best.map((fit) => fit!);
}

/** Cluster of the nearest centre for each row; the lowest one where several are equally near. */
export function predictKMeans(model: KMeansModel, X: Matrix): Int32Array {
  if (X.nFeatures !== model.nFeatures) {
    throw new AppError('invalid_input', { reason: 'feature_count', expected: model.nFeatures, found: X.nFeatures });
  }
  requireFinite(X);
  const labels = new Int32Array(X.nSamples);
  if (X.nSamples === 0) return labels;
  // A stretch at a time, so that memory does not grow with the number of rows.
  const workspace = new KMeansWorkspace(Math.min(X.nSamples, 16384), X.nFeatures, model.nClusters);
  workspace.setCentres(model.centres, model.nClusters);
  for (let start = 0; start < X.nSamples; start += workspace.nSamples) {
    const count = workspace.load(X, start);
    workspace.assign(0, count, model.nClusters);
    labels.set(workspace.labels.subarray(0, count), start);
  }
  return labels;
}

function prepare(X: Matrix, counts: readonly number[]): KMeansWorkspace {
  if (!counts.every((count) => Number.isInteger(count) && count >= 1)) {
    throw new AppError('invalid_input', { reason: 'bad_parameter', parameter: 'nClusters' });
  }
  const most = Math.max(...counts);
  if (X.nSamples < most) {
    throw new AppError('insufficient_data', { reason: 'too_few_samples', nSamples: X.nSamples, nClusters: most });
  }
  requireFinite(X);
  const workspace = new KMeansWorkspace(X.nSamples, X.nFeatures, most);
  workspace.load(X);
  return workspace;
}

/** Mean over the features of their (population) variance. */
function meanVariance(X: Matrix): number {
  const { data, nSamples, nFeatures } = X;
  const means = new Float64Array(nFeatures);
  for (let i = 0; i < nSamples; i++) for (let j = 0; j < nFeatures; j++) means[j]! += data[i * nFeatures + j]!;
  for (let j = 0; j < nFeatures; j++) means[j]! /= nSamples;
  let total = 0;
  for (let i = 0; i < nSamples; i++) {
    for (let j = 0; j < nFeatures; j++) total += (data[i * nFeatures + j]! - means[j]!) ** 2;
  }
  return nFeatures === 0 ? 0 : total / (nSamples * nFeatures);
}

function toFit(result: LloydResult, labels: Int32Array, nClusters: number, nFeatures: number): KMeansFit {
  const { centres, inertia, nIterations } = result;
  return { model: { nClusters, nFeatures, centres }, labels, inertia, nIterations };
}

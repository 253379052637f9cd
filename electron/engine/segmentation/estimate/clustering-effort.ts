/** How hard it is to cluster these customers: the iterations of a few short searches, which no count of rows foretells. */
import { fitGaussianMixture } from '../../ml/clustering/gaussian-mixture.ts';
import { fitKMeansRange } from '../../ml/clustering/kmeans.ts';
import { transformPca } from '../../ml/projection/pca.ts';
import { takeRows, type Context, type Matrix } from '../../ml/types.ts';
import { mainDirections } from '../mixture.ts';

export interface ClusteringEffort {
  /** Lloyd iterations that one start of K-Means takes. */
  kmeans: number;
  /** Iterations that EM takes from such a start. */
  mixture: number;
}

/** What data of shops usually need, where nobody has tried. */
export const usualEffort: ClusteringEffort = { kmeans: 25, mixture: 25 };

const mostRows = 1500;
const counts = { kmeans: [3, 5, 7, 9], mixture: [3, 5, 7] };
const search = { nInit: 1, regularisation: 1e-3, maxIterations: 60 };
/** Of more features the main directions alone would take longer than all else. */
const mostFeatures = 100;

/**
 * Means over a few numbers of clusters, one start each, on every n-th of the rows; clusters that lie well apart need
 * few. Takes a tenth of a second. The usual effort where there are too few rows, or no feature that varies.
 * @throws AppError `cancelled`
 */
export function clusteringEffort(treated: Matrix, context: Context): ClusteringEffort {
  const ctx = { ...context, report: () => {} };
  const n = Math.min(mostRows, treated.nSamples);
  if (n < 2 * Math.max(...counts.kmeans) || treated.nFeatures === 0) return usualEffort;
  const step = treated.nSamples / n;
  const rows = takeRows(
    treated,
    Int32Array.from({ length: n }, (_, i) => Math.floor(i * step)),
  );
  const kmeans = fitKMeansRange(rows, { nClusters: counts.kmeans, nInit: 1 }, ctx);
  return { kmeans: meanIterations(kmeans), mixture: mixtureIterations(rows, ctx) };
}

function mixtureIterations(rows: Matrix, ctx: Context): number {
  if (rows.nFeatures > mostFeatures) return usualEffort.mixture;
  const space = transformPca(mainDirections(rows, ctx), rows);
  return meanIterations(counts.mixture.map((nClusters) => fitGaussianMixture(space, { nClusters, ...search }, ctx)));
}

function meanIterations(fits: readonly { nIterations: number }[]): number {
  return fits.reduce((sum, { nIterations }) => sum + nIterations, 0) / fits.length;
}

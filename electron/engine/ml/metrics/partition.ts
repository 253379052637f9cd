/** Scores of a partition by its centres. Labels may skip numbers. */
import { requireFinite } from '../clustering/finite.ts';
import type { Matrix } from '../types.ts';
import { denseLabels } from './labels.ts';

/**
 * Davies-Bouldin index (1979): for each cluster the worst ratio of summed mean distances to centres over the distance of
 * the centres, averaged. Lower is better, 0 the best. Clusters on one centre count as 0, as in scikit-learn. O(n f).
 * Throws `insufficient_data` (`one_segment`), `invalid_input` (`not_finite`).
 */
export function daviesBouldin(X: Matrix, labels: ArrayLike<number>): number {
  const { labels: own, sizes } = denseLabels(labels);
  const { centres } = means(X, own, sizes);
  const { data, nSamples, nFeatures } = X;
  const k = sizes.length;
  const spread = new Float64Array(k);
  for (let i = 0; i < nSamples; i++) spread[own[i]!]! += distance(data, i, centres, own[i]!, nFeatures);
  for (let c = 0; c < k; c++) spread[c]! /= sizes[c]!;
  let sum = 0;
  for (let a = 0; a < k; a++) {
    let worst = 0;
    for (let b = 0; b < k; b++) {
      const apart = a === b ? 0 : distance(centres, a, centres, b, nFeatures);
      if (apart > 0) worst = Math.max(worst, (spread[a]! + spread[b]!) / apart);
    }
    sum += worst;
  }
  return sum / k;
}

/**
 * Calinski-Harabasz index (1974): variance between clusters over variance within, each by its degrees of freedom.
 * Higher is better; 1 where nothing varies within. O(n f). Throws as `daviesBouldin` does.
 */
export function calinskiHarabasz(X: Matrix, labels: ArrayLike<number>): number {
  const { labels: own, sizes } = denseLabels(labels);
  const { centres, overall } = means(X, own, sizes);
  const { data, nSamples, nFeatures } = X;
  const k = sizes.length;
  let within = 0;
  let between = 0;
  for (let i = 0; i < nSamples; i++) within += distance(data, i, centres, own[i]!, nFeatures) ** 2;
  for (let c = 0; c < k; c++) between += sizes[c]! * distance(centres, c, overall, 0, nFeatures) ** 2;
  return within === 0 ? 1 : (between * (nSamples - k)) / (within * (k - 1));
}

function means(X: Matrix, labels: Int32Array, sizes: Int32Array) {
  requireFinite(X);
  const { data, nSamples, nFeatures } = X;
  const centres = new Float64Array(sizes.length * nFeatures);
  const overall = new Float64Array(nFeatures);
  for (let i = 0, at = 0; i < nSamples; i++) {
    const centre = labels[i]! * nFeatures;
    for (let j = 0; j < nFeatures; j++) centres[centre + j]! += data[at++]!;
  }
  for (let c = 0; c < sizes.length; c++) {
    for (let j = 0; j < nFeatures; j++) {
      overall[j]! += centres[c * nFeatures + j]! / nSamples;
      centres[c * nFeatures + j]! /= sizes[c]!;
    }
  }
  return { centres, overall };
}

function distance(a: ArrayLike<number>, rowA: number, b: ArrayLike<number>, rowB: number, nFeatures: number): number {
  let squares = 0;
  for (let j = 0; j < nFeatures; j++) squares += (a[rowA * nFeatures + j]! - b[rowB * nFeatures + j]!) ** 2;
  return Math.sqrt(squares);
}

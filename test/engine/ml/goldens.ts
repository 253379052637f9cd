/** Iris and Wine with the figures that scikit-learn 1.2.1 gives for them, and small things that numeric tests share. */
import { readFileSync } from 'node:fs';
import { Random } from '../../../electron/engine/ml/random.ts';
import type { Context, Matrix } from '../../../electron/engine/ml/types.ts';

export interface Golden {
  nFeatures: number;
  rows: number[][];
  classes: number[];
  pca: { explainedVariance: number[]; explainedVarianceRatio: number[]; absoluteComponents: number[][] };
  threeClusters: {
    inertia: number;
    labels: number[];
    silhouette: number;
    firstSilhouettes: number[];
    daviesBouldin: number;
    calinskiHarabasz: number;
    adjustedRand: number;
    nmi: number;
    vMeasure: number;
  };
  inertiaByCount: Record<string, number>;
}

export const goldens = JSON.parse(
  readFileSync(new URL('../../fixtures/clustering.json', import.meta.url), 'utf8'),
) as Record<'iris' | 'wine', Golden>;

export function context(seed: number): Context {
  return { random: new Random(seed), checkCancelled: () => undefined, report: () => undefined };
}

export function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { data: Float64Array.from(rows.flat()), nSamples: rows.length, nFeatures: rows[0]?.length ?? 0 };
}

/** (x - mean) / population standard deviation, as the goldens were made. */
export function standardised({ rows, nFeatures }: Golden): Matrix {
  const X = matrix(rows);
  for (let j = 0; j < nFeatures; j++) {
    const column = rows.map((row) => row[j]!);
    const mean = column.reduce((a, b) => a + b, 0) / column.length;
    const deviation = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length);
    for (let i = 0; i < rows.length; i++) X.data[i * nFeatures + j] = (column[i]! - mean) / deviation;
  }
  return X;
}

/** Round clouds of normally distributed rows; row i belongs to cloud i % nClouds. */
export function clouds(nSamples: number, nFeatures: number, nClouds: number, spread: number, seed: number): Matrix {
  const random = new Random(seed);
  const centres = Float64Array.from({ length: nClouds * nFeatures }, () => 2 * random.normal());
  const data = new Float64Array(nSamples * nFeatures);
  for (let i = 0; i < nSamples; i++) {
    for (let j = 0; j < nFeatures; j++) {
      data[i * nFeatures + j] = centres[(i % nClouds) * nFeatures + j]! + spread * random.normal();
    }
  }
  return { data, nSamples, nFeatures };
}

/** |found - expected| / |expected|. */
export function relativeError(found: number, expected: number): number {
  return Math.abs(found - expected) / Math.abs(expected);
}

import { expect, test } from 'vitest';
import { Random } from '../../../electron/engine/ml/random.ts';
import { clusteringEffort, usualEffort } from '../../../electron/engine/segmentation/estimate/clustering-effort.ts';
import { runTasks } from '../../../electron/engine/segmentation/estimate/run-tasks.ts';
import type { Matrix } from '../../../electron/engine/ml/types.ts';
import type { RunSettings } from '../../../shared/domain.ts';

const settings: RunSettings = {
  ...{ methods: ['kmeans'], segments: 'auto', preset: 'fast', seed: 1, network: null },
  ...{ map: 'none', backend: 'kernels', exclude: [] },
};
const context = () => ({ random: new Random(1), checkCancelled: () => {}, report: () => {} });

/** Rows around four centres that lie `apart` from each other. */
function around(apart: number, nSamples = 600, nFeatures = 6): Matrix {
  const random = new Random(7);
  const data = Float32Array.from({ length: nSamples * nFeatures }, (_, at) => {
    const centre = Math.floor(at / nFeatures) % 4;
    return random.normal() + (at % nFeatures === centre ? apart : 0);
  });
  return { data, nSamples, nFeatures };
}

test('clusters that lie apart take fewer iterations than a cloud, and the price of clustering follows', () => {
  const easy = clusteringEffort(around(12), context());
  const hard = clusteringEffort(around(0), context());
  expect(hard.kmeans).toBeGreaterThan(1.3 * easy.kmeans);
  expect(hard.mixture).toBeGreaterThan(easy.mixture);
  const priceOf = (effort: typeof easy): number =>
    runTasks({ lines: 1000, customers: 1000, features: 6, effort }, settings)
      .filter(({ key }) => key === 'clusterRange:kmeans')
      .reduce((sum, { work }) => sum + work.kmeans!, 0);
  expect(priceOf(hard)).toBeGreaterThan(1.2 * priceOf(easy));
});

test('is the same each time, and tells nothing of its progress', () => {
  const reports: number[] = [];
  const telling = () => ({ ...context(), report: (share: number) => void reports.push(share) });
  expect(clusteringEffort(around(3), telling())).toEqual(clusteringEffort(around(3), telling()));
  expect(reports).toEqual([]);
});

test('takes the usual where there is nothing to try', () => {
  expect(clusteringEffort(around(3, 10), context())).toEqual(usualEffort);
  expect(clusteringEffort({ data: new Float32Array(0), nSamples: 100, nFeatures: 0 }, context())).toEqual(usualEffort);
  // One row again and again: nothing to cluster, and no failure.
  const equal = { data: new Float32Array(600 * 6).fill(1), nSamples: 600, nFeatures: 6 };
  expect(clusteringEffort(equal, context()).kmeans).toBeGreaterThan(0);
  expect(clusteringEffort(around(3, 100, 120), context()).mixture).toBe(usualEffort.mixture);
});

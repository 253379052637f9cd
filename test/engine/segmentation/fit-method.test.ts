/** Every method of the race behind its one call. */
import { describe, expect, it } from 'vitest';
import { adjustedRandIndex } from '../../../electron/engine/ml/metrics/external.ts';
import { fitPca } from '../../../electron/engine/ml/projection/pca.ts';
import type { Matrix } from '../../../electron/engine/ml/types.ts';
import {
  certainty,
  fitMethod,
  fitNetwork,
  idecPace,
  predictMethod,
  takeCustomers,
  type MethodInput,
  type MethodPlan,
} from '../../../electron/engine/segmentation/fit-method.ts';
import { latentDirections, mainDirections } from '../../../electron/engine/segmentation/mixture.ts';
import { latentMethods, methods, supervisedMethods, type Method } from '../../../shared/domain.ts';
import { decodeFrame, encodeFrame } from '../../../shared/frame.ts';
import { clouds, context } from '../ml/goldens.ts';

/** Four clouds; the first three features serve as recency, frequency and money. */
function customers(n: number): { input: MethodInput; kinds: Int32Array } {
  const treated = clouds(n, 9, 4, 0.35, 8);
  const column = (X: Matrix, j: number): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => 10 + X.data[i * 9 + j]!);
  const rfm = { recency: column(treated, 0), frequency: column(treated, 1), monetary: column(treated, 2) };
  const kinds = Int32Array.from({ length: n }, (_, i) => i % 4);
  // One in five has no label.
  const labels = kinds.map((kind, i) => (i % 5 === 0 ? -1 : kind));
  return { input: { treated, rfm, raw: treated, labels }, kinds };
}

const plan = (method: Method): MethodPlan => ({
  ...{
    method,
    nSegments: 4,
    nInit: 5,
    layers: [16, 4],
    epochs: 40,
    patience: 40,
    clusteringSteps: 60,
    classifierEpochs: 40,
    generativeSteps: 30,
  },
  backend: 'kernels',
});

describe.each(methods)('%s', (method) => {
  const { input, kinds } = customers(400);

  it('gives the same for the same seed, and its model travels', async () => {
    const fitted = await fitMethod(input, plan(method), context(3));
    const again = await fitMethod(input, plan(method), context(3));
    expect(again).toEqual(fitted);
    const travelled = decodeFrame(encodeFrame(fitted)) as typeof fitted;
    expect(predictMethod(travelled, input)).toEqual(predictMethod(fitted, input));
  });

  it.skipIf(method === 'rfm')('finds clouds that lie apart, and says the same of a part as of the whole', async () => {
    const fitted = await fitMethod(input, plan(method), context(3));
    const labels = predictMethod(fitted, input);
    expect(adjustedRandIndex(kinds, labels)).toBeGreaterThan(0.9);
    const rows = Int32Array.of(7, 3, 399, 3);
    expect([...predictMethod(fitted, takeCustomers(input, rows))]).toEqual([...rows].map((row) => labels[row]!));
  });

  it('is sure between 0 and 1, or says nothing', async () => {
    const sure = certainty(await fitMethod(input, plan(method), context(3)), input);
    expect(sure === null).toBe(!['gmm', 'autoencoder-gmm', 'idec', 'tree', 'classifier'].includes(method));
    for (const value of sure ?? []) {
      // At least as sure as of a segment drawn by lot.
      expect(value).toBeGreaterThan(0.2499);
      expect(value).toBeLessThanOrEqual(1);
    }
  });
});

describe('methods that learn labels', () => {
  const { input } = customers(400);

  it.each(supervisedMethods)('%s needs some', async (method) => {
    await expect(fitMethod({ ...input, labels: null }, plan(method), context(3))).rejects.toThrowError(
      expect.objectContaining({ code: 'insufficient_data', details: { reason: 'needs_labels' } }),
    );
  });

  it.each(supervisedMethods)('%s says how likely the segment is that a customer is in', async (method) => {
    const fitted = await fitMethod(input, plan(method), context(3));
    const labels = predictMethod(fitted, input);
    const other = labels.map((label) => (label + 1) % 4);
    const [sure, unsure] = [certainty(fitted, input, labels)!, certainty(fitted, input, other)!];
    expect(sure).toEqual(certainty(fitted, input));
    for (let i = 0; i < labels.length; i++) expect(unsure[i]!).toBeLessThanOrEqual(sure[i]!);
  });
});

describe('methods that begin from an autoencoder', () => {
  it.each(latentMethods)('%s takes one that is trained already, and finds what its own would give', async (method) => {
    const { input } = customers(300);
    const network = await fitNetwork(input.treated, plan(method), context(3));
    const shared = await fitMethod(input, { ...plan(method), epochs: 0 }, context(3), network);
    expect(shared).toEqual(await fitMethod(input, plan(method), context(3)));
  });
});

describe('the parts', () => {
  it('keep the directions that hold nine tenths, eight at most', () => {
    const flat = clouds(200, 2, 2, 1, 1);
    expect(mainDirections(flat, context(1)).nComponents).toBe(2);
    const round = clouds(400, 20, 1, 1, 1);
    expect(mainDirections(round, context(1)).nComponents).toBe(8);
    expect(latentDirections(round, context(1)).nComponents).toBe(16);
    expect(mainDirections(round, context(1))).toEqual(fitPca(round, { nComponents: 8 }, context(1)));
  });

  it('look at least five times at who changed cluster', () => {
    const usual = { nFeatures: 23, layers: [64, 32, 8] };
    expect(idecPace(2800, usual)).toEqual({ steps: 2800, updateEvery: 140, learningRate: 1e-3 });
    expect(idecPace(60, usual)).toMatchObject({ steps: 60, updateEvery: 12 });
    expect(idecPace(1, usual)).toMatchObject({ steps: 1, updateEvery: 1 });
  });

  it('go on more carefully with a large network', () => {
    const { learningRate } = idecPace(140, { nFeatures: 64, layers: [500, 500, 2000, 10] });
    expect(learningRate).toBeLessThan(2e-4);
    expect(learningRate).toBeGreaterThanOrEqual(1e-4);
  });
});

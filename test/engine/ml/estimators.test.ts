/**
 * What every estimator promises, whatever it estimates. A new estimator joins by an entry in the list: how it is fitted
 * and what its model then says of X.
 */
import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import {
  fitGaussianMixture,
  gaussianMixturePosteriors,
  type GaussianMixtureModel,
} from '../../../electron/engine/ml/clustering/gaussian-mixture.ts';
import { fitKMeans, predictKMeans, type KMeansModel } from '../../../electron/engine/ml/clustering/kmeans.ts';
import { fitRfm, predictRfm, type RfmModel, type RfmValues } from '../../../electron/engine/ml/clustering/rfm.ts';
import {
  fitDecisionTree,
  predictDecisionTree,
  type DecisionTreeModel,
} from '../../../electron/engine/ml/explain/decision-tree.ts';
import {
  fitTree,
  treeProbabilities,
  treeRules,
  type TreeModel,
} from '../../../electron/engine/ml/explain/tree-classifier.ts';
import {
  classifierProbabilities,
  fitClassifier,
  type ClassifierModel,
} from '../../../electron/engine/ml/networks/classifier/classifier.ts';
import { encode, fitAutoencoder, type AutoencoderModel } from '../../../electron/engine/ml/networks/autoencoder.ts';
import { drawSynthetic, fitGan, type GanModel } from '../../../electron/engine/ml/networks/gan/gan.ts';
import {
  fitIsolationForest,
  isolationScores,
  type IsolationForest,
} from '../../../electron/engine/ml/outliers/isolation-forest.ts';
import { fitPca, transformPca, type PcaModel } from '../../../electron/engine/ml/projection/pca.ts';
import type { Context, Matrix } from '../../../electron/engine/ml/types.ts';
import { certainty, fitMethod, type FittedMethod } from '../../../electron/engine/segmentation/fit-method.ts';
import { AppError } from '../../../shared/errors.ts';
import { decodeFrame, encodeFrame } from '../../../shared/frame.ts';
import { clouds, context } from './goldens.ts';

interface Estimator<Model> {
  name: string;
  fit: (X: Matrix, ctx: Context) => Model | Promise<Model>;
  apply: (model: Model, X: Matrix) => unknown;
  /** False for one that is done in a moment and therefore takes no context. */
  cancels: boolean;
}

const labelsFor = (X: Matrix): Int32Array => Int32Array.from({ length: X.nSamples }, (_, i) => i % 3);

/** As `labelsFor`, but not all rows have one. */
const someLabelsFor = (X: Matrix): Int32Array => labelsFor(X).map((label, i) => (i % 5 === 0 ? -1 : label));

function rfmValues(X: Matrix): RfmValues {
  const column = (j: number): Float64Array =>
    Float64Array.from({ length: X.nSamples }, (_, i) => X.data[i * X.nFeatures + j]!);
  return { recency: column(0), frequency: column(1), monetary: column(2) };
}

const methodPlan = {
  ...{ nSegments: 3, nInit: 2, layers: [8, 2], epochs: 12, patience: 12, backend: 'kernels' as const },
  ...{ classifierEpochs: 0, clusteringSteps: 20, generativeSteps: 0 },
};

const estimators = [
  {
    name: 'K-Means',
    fit: (X, ctx) => fitKMeans(X, { nClusters: 4, nInit: 3 }, ctx).model,
    apply: predictKMeans,
    cancels: true,
  } satisfies Estimator<KMeansModel>,
  {
    name: 'Gaussian mixture',
    fit: (X, ctx) => fitGaussianMixture(X, { nClusters: 3, nInit: 2 }, ctx).model,
    apply: gaussianMixturePosteriors,
    cancels: true,
  } satisfies Estimator<GaussianMixtureModel>,
  {
    name: 'isolation forest',
    fit: (X, ctx) => fitIsolationForest(X, {}, ctx),
    apply: (model, X) => isolationScores(model, X, context(1)),
    cancels: true,
  } satisfies Estimator<IsolationForest>,
  {
    name: 'PCA',
    fit: (X, ctx) => fitPca(X, { nComponents: 2 }, ctx),
    apply: transformPca,
    cancels: true,
  } satisfies Estimator<PcaModel>,
  {
    name: 'GAN',
    fit: (X, ctx) => fitGan(X, { steps: 12, hidden: 16, batchSize: 40 }, ctx).model,
    apply: (model) => drawSynthetic(model, 30, 1, context(3)),
    cancels: true,
  } satisfies Estimator<GanModel>,
  {
    name: 'decision tree',
    fit: (X, ctx) => fitDecisionTree(X, labelsFor(X), {}, ctx),
    apply: predictDecisionTree,
    cancels: true,
  } satisfies Estimator<DecisionTreeModel>,
  {
    name: 'tree classifier',
    fit: (X, ctx) => fitTree(X, someLabelsFor(X), { classWeight: 'balanced' }, ctx),
    apply: (model, X) => [treeProbabilities(model, X), treeRules(model)],
    cancels: true,
  } satisfies Estimator<TreeModel>,
  {
    name: 'classifier',
    fit: (X, ctx) => fitClassifier(X, someLabelsFor(X), { epochs: 12, classWeight: 'balanced' }, ctx),
    apply: classifierProbabilities,
    cancels: true,
  } satisfies Estimator<ClassifierModel>,
  {
    name: 'autoencoder',
    fit: async (X, ctx) =>
      (await fitAutoencoder(X, { layers: [8, 2], epochs: 12 }, { ...ctx, backend: 'kernels' })).model,
    apply: (model, X) => encode(model, X),
    cancels: true,
  } satisfies Estimator<AutoencoderModel>,
  ...(['autoencoder-gmm', 'idec'] as const).map((method) => ({
    name: `method ${method}`,
    fit: (X: Matrix, ctx: Context) => fitMethod({ treated: X, rfm: null }, { ...methodPlan, method }, ctx),
    apply: (model: FittedMethod, X: Matrix) => certainty(model, { treated: X, rfm: null }),
    cancels: true,
  })),
  {
    name: 'RFM rules',
    fit: (X) => fitRfm(rfmValues(X)),
    apply: (model, X) => predictRfm(model, rfmValues(X)),
    cancels: false,
  } satisfies Estimator<RfmModel>,
] as unknown as Estimator<unknown>[];

describe.each(estimators)('$name', ({ fit, apply, cancels }) => {
  const X = clouds(300, 4, 4, 1, 1);

  it('gives the same for the same seed, also after it was fitted to something else', async () => {
    const first = await fit(X, context(5));
    await fit(clouds(90, 6, 2, 1, 2), context(6));
    expect(await fit(X, context(5))).toEqual(first);
  });

  it('leaves its input untouched', async () => {
    const before = X.data.slice();
    apply(await fit(X, context(5)), X);
    expect(X.data).toEqual(before);
  });

  it('reads a matrix on shared memory', async () => {
    const data = new Float64Array(new SharedArrayBuffer(X.data.byteLength));
    data.set(X.data);
    expect(await fit({ ...X, data }, context(5))).toEqual(await fit(X, context(5)));
  });

  it('keeps its model apart from the input', async () => {
    const copy = { ...X, data: X.data.slice() };
    const model = await fit(copy, context(5));
    const before = structuredClone(model);
    copy.data.fill(0);
    expect(model).toEqual(before);
  });

  it('has a model of plain data, as good after any way it travels', async () => {
    const model = await fit(X, context(5));
    const expected = apply(model, X);
    for (const travelled of [structuredClone(model), deserialize(serialize(model)), decodeFrame(encodeFrame(model))]) {
      expect(apply(travelled, X)).toEqual(expected);
    }
  });

  it.skipIf(!cancels)('stops when it is cancelled', async () => {
    const checkCancelled = (): void => {
      throw new AppError('cancelled');
    };
    const cancelled = async (): Promise<unknown> => fit(X, { ...context(5), checkCancelled });
    await expect(cancelled()).rejects.toThrowError(expect.objectContaining({ code: 'cancelled' }));
  });

  it('reports nothing but shares that grow', async () => {
    const shares: number[] = [0];
    await fit(X, { ...context(5), report: (share) => shares.push(share) });
    expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });
});

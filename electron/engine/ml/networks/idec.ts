/**
 * Improved deep embedded clustering (Guo, Gao, Liu & Yin 2017): a pre-trained autoencoder goes on learning to
 * reconstruct while its latent space is drawn towards cluster centres, which move along. The network outputs the
 * segment itself.
 */
import { AppError } from '../../../../shared/errors.ts';
import { fitKMeans, type KMeansModel } from '../clustering/kmeans.ts';
import type { Context, Matrix } from '../types.ts';
import { checkFinite, encode, type AutoencoderModel } from './autoencoder-model.ts';
import { autoencoderSpec } from './dense.ts';
import { foldAxes } from './fold-axes.ts';
import { IdecTrainer } from './idec-trainer.ts';
import { hardAssignment, softAssignment, targetDistribution } from './soft-assignment.ts';

export interface IdecParams {
  /** Trained on rows like these. */
  autoencoder: AutoencoderModel;
  nClusters: number;
  /** Starts of the K-Means that the centres begin from. Default 20. */
  nInit?: number;
  /** Gradient steps at most. Default 2,800. */
  steps?: number;
  /** Steps between two looks at the targets, and at who changed cluster. Default 140. */
  updateEvery?: number;
  /** Default 256. */
  batchSize?: number;
  /** Of Adam. Default 1e-3. */
  learningRate?: number;
  /** Weight of the clustering loss beside the mean squared error (gamma). Default 0.1. */
  clusteringWeight?: number;
  /** Ends when a smaller share of rows changed cluster between two looks. Default 0.001. */
  tolerance?: number;
}

export const idecDefaults = {
  nInit: 20,
  steps: 2800,
  updateEvery: 140,
  batchSize: 256,
  learningRate: 1e-3,
  clusteringWeight: 0.1,
  tolerance: 0.001,
} as const;

export interface IdecModel {
  autoencoder: AutoencoderModel;
  /** Centres in the latent space of `autoencoder`. */
  kmeans: KMeansModel;
}

export interface IdecFit {
  model: IdecModel;
  /** Cluster per row: the nearest centre, which is the most likely one. */
  labels: Int32Array;
  /** At each look: share of rows that changed cluster, and the reconstruction error on the way there. */
  looks: { changed: number; reconstructionLoss: number }[];
  /** True when it ended because (nearly) nobody changed any more. */
  converged: boolean;
}

/**
 * Fits IDEC to X (samples x features, treated as the autoencoder's were). Begins from K-Means in the latent space, in
 * the metric of its axes. Always trains in our kernels. Deterministic for a seed.
 * @throws AppError `invalid_input` (not_finite, wrong_features, bad_parameter), `insufficient_data` (fewer rows than
 * clusters), `not_converged` (diverged), `cancelled`
 */
export function fitIdec(X: Matrix, params: IdecParams, ctx: Context): IdecFit {
  const settings = { ...idecDefaults, ...params };
  const { nClusters, nInit, steps, updateEvery, batchSize, learningRate, clusteringWeight, tolerance } = settings;
  if (!(steps >= 1 && updateEvery >= 1 && batchSize >= 1 && clusteringWeight >= 0 && learningRate > 0)) {
    throw new AppError('invalid_input', { reason: 'bad_parameter', parameter: 'steps' });
  }
  checkFinite(X);
  const folded = foldAxes(params.autoencoder, X, ctx.checkCancelled);
  const start = encode(folded, X, ctx.checkCancelled);
  const kmeans = fitKMeans(
    start,
    { nClusters, nInit },
    { ...ctx, random: ctx.random.fork('centres'), report: () => {} },
  );
  const spec = autoencoderSpec(folded.nFeatures, folded.layers);
  const trainer = new IdecTrainer(spec, X, {
    weights: folded.weights,
    centres: Float32Array.from(kmeans.model.centres),
    latentLayer: folded.layers.length - 1,
    ...{ nClusters, batchSize, clusteringWeight },
  });
  try {
    let model: IdecModel = { autoencoder: folded, kmeans: kmeans.model };
    let q = softAssignment(start, kmeans.model.centres, nClusters);
    let labels = hardAssignment(q, nClusters);
    const looks: IdecFit['looks'] = [];
    const rows = endlessRows(X.nSamples, Math.min(batchSize, X.nSamples), ctx);
    for (let done = 0; done < steps; done += updateEvery) {
      trainer.setTargets(targetDistribution(q, nClusters));
      let sum = 0;
      let seen = 0;
      for (const order of rows(Math.min(updateEvery, steps - done))) {
        sum += trainer.train(order, learningRate, ctx.checkCancelled) * order.length;
        seen += order.length;
      }
      const centres = Float64Array.from(trainer.centres());
      if (!(centres.every(Number.isFinite) && Number.isFinite(sum))) {
        throw new AppError('not_converged', { reason: 'diverged' });
      }
      model = {
        autoencoder: { ...folded, weights: trainer.weights() },
        kmeans: { nClusters, nFeatures: kmeans.model.nFeatures, centres },
      };
      q = softAssignment(encode(model.autoencoder, X, ctx.checkCancelled), centres, nClusters);
      const next = hardAssignment(q, nClusters);
      const changed = labels.reduce((count, label, i) => count + (label === next[i] ? 0 : 1), 0) / labels.length;
      labels = next;
      looks.push({ changed, reconstructionLoss: sum / seen });
      ctx.report(Math.min(1, (done + updateEvery) / steps));
      if (changed < tolerance) break;
    }
    ctx.report(1);
    return { model, labels, looks, converged: looks.at(-1)!.changed < tolerance };
  } finally {
    trainer.dispose();
  }
}

/** Cluster of each row of X. */
export function predictIdec({ autoencoder, kmeans }: IdecModel, X: Matrix): Int32Array {
  return hardAssignment(idecProbabilities({ autoencoder, kmeans }, X), kmeans.nClusters);
}

/** Soft assignment of each row: nSamples x nClusters, each row summing to 1. */
export function idecProbabilities({ autoencoder, kmeans }: IdecModel, X: Matrix): Float32Array {
  return softAssignment(encode(autoencoder, X), kmeans.centres, kmeans.nClusters);
}

/** Rows in one random order after another, cut into what the next `steps` batches take; an order holds no row twice. */
function endlessRows(nSamples: number, batchSize: number, ctx: Context): (steps: number) => Int32Array[] {
  const random = ctx.random.fork('order');
  let order = random.permutation(nSamples);
  let at = 0;
  return (steps) => {
    const parts: Int32Array[] = [];
    for (let left = steps; left > 0;) {
      if (at >= nSamples) {
        order = random.permutation(nSamples);
        at = 0;
      }
      const batches = Math.min(left, Math.ceil((nSamples - at) / batchSize));
      parts.push(order.subarray(at, at + batches * batchSize));
      at += batches * batchSize;
      left -= batches;
    }
    return parts;
  };
}

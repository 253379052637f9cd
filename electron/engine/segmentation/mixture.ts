/** The Gaussian mixture of the race: on the main directions, so that its covariances have enough customers to rest on. */
import {
  fitGaussianMixture,
  gaussianMixturePosteriors,
  type GaussianMixtureModel,
} from '../ml/clustering/gaussian-mixture.ts';
import { firstComponents, fitPca, transformPca, type PcaModel } from '../ml/projection/pca.ts';
import { takeRows, type Context, type Matrix } from '../ml/types.ts';

export interface MixtureModel {
  pca: PcaModel;
  mixture: GaussianMixtureModel;
}

/** Share of what differs between customers that the directions hold, and how many there are at most. */
const heldShare = 0.9;
const mostDirections = 8;
/** The same in the latent space of a network, which is small already: only what carries nothing is left out. */
const latentShare = 0.999;
const mostLatentDirections = 16;
/** Customers that EM runs on at most: its parameters do not get surer beyond. */
export const mixtureSample = 3000;
/** The same for one repetition of every number of segments: EM costs ten times what K-Means does. */
export const mixtureBootstrapSample = 2000;
/** Most components that are compared: each needs customers enough for its own covariance. */
export const mostComponents = 8;
/** Added to each variance: directions have variances of about 1. */
const regularisation = 1e-3;
const maxIterations = 60;

/** Directions that hold 90 % of the variance, at most eight. */
export function mainDirections(treated: Matrix, ctx: Context): PcaModel {
  return directionsOf(treated, heldShare, mostDirections, ctx);
}

/** Directions of a latent space: nearly all of it, at most sixteen. */
export function latentDirections(latent: Matrix, ctx: Context): PcaModel {
  return directionsOf(latent, latentShare, mostLatentDirections, ctx);
}

function directionsOf(space: Matrix, share: number, most: number, ctx: Context): PcaModel {
  const all = fitPca(space, {}, ctx);
  let held = 0;
  let nComponents = 0;
  while (nComponents < Math.min(most, all.nComponents) && held < share) {
    held += all.explainedVarianceRatio[nComponents++]!;
  }
  return firstComponents(all, nComponents);
}

/** Fits one mixture in a space of main directions; a seeded sample of large ones. Throws as `fitGaussianMixture`. */
export function fitMixture(space: Matrix, nClusters: number, nInit: number, ctx: Context): GaussianMixtureModel {
  const n = space.nSamples;
  const rows = n > mixtureSample ? ctx.random.fork('sample').permutation(n).slice(0, mixtureSample).sort() : null;
  const fitted = rows ? takeRows(space, rows) : space;
  return fitGaussianMixture(fitted, { nClusters, nInit, regularisation, maxIterations }, ctx).model;
}

/** Probability of each segment for each customer: nSamples x nClusters. `space` is what `pca` was fitted to. */
export function mixturePosteriors({ pca, mixture }: MixtureModel, space: Matrix): Float64Array {
  return gaussianMixturePosteriors(mixture, transformPca(pca, space));
}

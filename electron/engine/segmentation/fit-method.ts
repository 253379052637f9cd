/** Any method of the race behind one call: fit on some customers, then say the segment of any others. */
import type { BackendName, Method, NetworkPlan } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { fitKMeans, predictKMeans, type KMeansModel } from '../ml/clustering/kmeans.ts';
import { predictGaussianMixture } from '../ml/clustering/gaussian-mixture.ts';
import { fitRfm, predictRfm, type RfmModel, type RfmValues } from '../ml/clustering/rfm.ts';
import { encode, fitAutoencoder, type AutoencoderModel } from '../ml/networks/autoencoder.ts';
import { fitIdec } from '../ml/networks/idec.ts';
import { softAssignment } from '../ml/networks/soft-assignment.ts';
import { transformPca } from '../ml/projection/pca.ts';
import { takeRows, type Context, type Matrix } from '../ml/types.ts';
import { fitMixture, mainDirections, mixturePosteriors, type MixtureModel } from './mixture.ts';
import { representativeCustomers } from './synthetic.ts';

/** One row per customer: the treated features, and the three raw figures that rules read; null without orders. */
export interface MethodInput {
  treated: Matrix;
  rfm: RfmValues | null;
}

export interface MethodPlan {
  method: Method;
  nSegments: number;
  nInit: number;
  /** Encoder layers, the last is the latent size; empty for methods without a network. */
  layers: number[];
  /** How it learns; without, as usual. */
  training?: Omit<NetworkPlan, 'layers'> | undefined;
  epochs: number;
  patience: number;
  /** Gradient steps that draw a network's clusters together (IDEC). */
  clusteringSteps: number;
  /** Steps of a generative network. */
  generativeSteps: number;
  backend: BackendName;
}

/** The fitted parts of a method; what it does not use is null. */
export interface FittedMethod {
  method: Method;
  autoencoder: AutoencoderModel | null;
  kmeans: KMeansModel | null;
  rfm: RfmModel | null;
  mixture: MixtureModel | null;
}

/** Fits one method. All chance comes from `ctx.random`; see the estimators for what they throw. */
export async function fitMethod(input: MethodInput, plan: MethodPlan, ctx: Context): Promise<FittedMethod> {
  const { method, nSegments: nClusters, nInit } = plan;
  const nothing = { method, autoencoder: null, kmeans: null, rfm: null, mixture: null };
  const clustering = { ...ctx, random: ctx.random.fork('clustering') };
  if (method === 'rfm') return { ...nothing, rfm: fitRfm(rulesNeed(input)) };
  if (method === 'kmeans') {
    return { ...nothing, kmeans: fitKMeans(input.treated, { nClusters, nInit }, clustering).model };
  }
  if (method === 'gmm') {
    const pca = mainDirections(input.treated, ctx);
    const mixture = fitMixture(transformPca(pca, input.treated), nClusters, nInit, clustering);
    return { ...nothing, mixture: { pca, mixture } };
  }
  if (method === 'gan') {
    const network = { ...ctx, random: ctx.random.fork('network') };
    const synthetic = representativeCustomers(input.treated, plan.generativeSteps, network);
    return { ...nothing, kmeans: fitKMeans(synthetic, { nClusters, nInit }, clustering).model };
  }
  const { model: autoencoder } = await fitAutoencoder(
    input.treated,
    { ...plan.training, layers: plan.layers, epochs: plan.epochs, patience: plan.patience },
    { ...ctx, random: ctx.random.fork('network'), backend: plan.backend },
  );
  if (method === 'idec') {
    const steps = plan.clusteringSteps;
    const { model } = fitIdec(input.treated, { autoencoder, nClusters, nInit, ...idecPace(steps) }, clustering);
    return { ...nothing, ...model };
  }
  const latent = encode(autoencoder, input.treated);
  return { ...nothing, autoencoder, kmeans: fitKMeans(latent, { nClusters, nInit }, clustering).model };
}

/** What the rules of recency, frequency and money read. Throws `insufficient_data` (`rules_need_orders`). */
export function rulesNeed({ rfm }: Pick<MethodInput, 'rfm'>): RfmValues {
  if (!rfm) throw new AppError('insufficient_data', { reason: 'rules_need_orders' });
  return rfm;
}

/** Steps of IDEC with at least five looks at its targets. */
export function idecPace(steps: number): { steps: number; updateEvery: number } {
  return { steps, updateEvery: Math.min(140, Math.max(1, Math.ceil(steps / 5))) };
}

/** The segment (0-based, in the method's own order) of each customer of `input`. */
export function predictMethod(fitted: FittedMethod, input: MethodInput): Int32Array {
  if (fitted.rfm) return predictRfm(fitted.rfm, rulesNeed(input)).labels;
  if (fitted.mixture) {
    return predictGaussianMixture(fitted.mixture.mixture, transformPca(fitted.mixture.pca, input.treated));
  }
  const space = fitted.autoencoder ? encode(fitted.autoencoder, input.treated) : input.treated;
  return predictKMeans(fitted.kmeans!, space);
}

/** How sure a method is of each customer's segment, 0 to 1; null for methods that do not say. */
export function certainty(fitted: FittedMethod, input: MethodInput): Float32Array | null {
  const { method, mixture, autoencoder, kmeans } = fitted;
  let all: ArrayLike<number>;
  if (mixture) all = mixturePosteriors(mixture, input.treated);
  else if (method === 'idec') {
    all = softAssignment(encode(autoencoder!, input.treated), kmeans!.centres, kmeans!.nClusters);
  } else return null;
  const n = input.treated.nSamples;
  const nClusters = all.length / n;
  return Float32Array.from({ length: n }, (_, i) => {
    let most = 0;
    for (let k = 0; k < nClusters; k++) most = Math.max(most, all[i * nClusters + k]!);
    return most;
  });
}

/** The chosen customers of an input, repeats allowed. */
export function takeCustomers(input: MethodInput, rows: Int32Array): MethodInput {
  const take = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  return {
    treated: takeRows(input.treated, rows),
    rfm: input.rfm && {
      recency: take(input.rfm.recency),
      frequency: take(input.rfm.frequency),
      monetary: take(input.rfm.monetary),
    },
  };
}

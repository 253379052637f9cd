/** Any method of the race behind one call: fit on some customers, then say the segment of any others. */
import type { BackendName, Method, NetworkPlan } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { fitKMeans, predictKMeans, type KMeansModel } from '../ml/clustering/kmeans.ts';
import { predictGaussianMixture } from '../ml/clustering/gaussian-mixture.ts';
import { fitRfm, predictRfm, type RfmModel, type RfmValues } from '../ml/clustering/rfm.ts';
import { fitTree, predictTree, treeProbabilities, type TreeModel } from '../ml/explain/tree-classifier.ts';
import {
  classifierProbabilities,
  fitClassifier,
  predictClassifier,
  type ClassifierModel,
} from '../ml/networks/classifier/classifier.ts';
import { encode, fitAutoencoder, type AutoencoderModel } from '../ml/networks/autoencoder.ts';
import { fitIdec } from '../ml/networks/idec.ts';
import { softAssignment } from '../ml/networks/soft-assignment.ts';
import { transformPca } from '../ml/projection/pca.ts';
import { takeRows, type Context, type Matrix } from '../ml/types.ts';
import { fitMixture, latentDirections, mainDirections, mixturePosteriors, type MixtureModel } from './mixture.ts';
import { clusteringRate } from './presets.ts';
import { representativeCustomers } from './synthetic.ts';

/** One row per customer: the treated features, and the three raw figures that rules read; null without orders. */
export interface MethodInput {
  treated: Matrix;
  rfm: RfmValues | null;
  /** What a tree reads: features in use as they are, NaN where one is missing. */
  raw?: Matrix | null;
  /** What supervised methods learn: a label per customer, -1 where none is known. */
  labels?: Int32Array | null;
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
  /** Epochs of the classifier. */
  classifierEpochs: number;
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
  /** Missing in models that were made before there were supervised methods. */
  classifier?: ClassifierModel | null;
  tree?: TreeModel | null;
}

/** A fitted method of these parts. */
export function fittedOf(method: Method, parts: Partial<FittedMethod>): FittedMethod {
  return {
    ...{ autoencoder: null, kmeans: null, rfm: null, mixture: null, classifier: null, tree: null },
    ...parts,
    method,
  };
}

/** Trains the autoencoder that all latent methods begin from. Throws as `fitAutoencoder`. */
export async function fitNetwork(
  treated: Matrix,
  {
    layers,
    training,
    epochs,
    patience,
    backend,
  }: Pick<MethodPlan, 'layers' | 'training' | 'epochs' | 'patience' | 'backend'>,
  ctx: Context,
): Promise<AutoencoderModel> {
  const network = { ...ctx, random: ctx.random.fork('network'), backend };
  return (await fitAutoencoder(treated, { ...training, layers, epochs, patience }, network)).model;
}

/**
 * Fits one method. All chance comes from `ctx.random`; see the estimators for what they throw.
 * @param network of a latent method, trained on these very customers by `fitNetwork`; by default it is trained here.
 */
export async function fitMethod(
  input: MethodInput,
  plan: MethodPlan,
  ctx: Context,
  network: AutoencoderModel | null = null,
): Promise<FittedMethod> {
  const { method, nSegments: nClusters, nInit } = plan;
  const clustering = { ...ctx, random: ctx.random.fork('clustering') };
  if (method === 'rfm') return fittedOf(method, { rfm: fitRfm(rulesNeed(input)) });
  if (method === 'tree') return fittedOf(method, { tree: fitTree(rawNeed(input), labelsNeed(input), {}, clustering) });
  if (method === 'classifier') {
    const epochs = plan.classifierEpochs;
    return fittedOf(method, { classifier: fitClassifier(input.treated, labelsNeed(input), { epochs }, clustering) });
  }
  if (method === 'kmeans') {
    return fittedOf(method, { kmeans: fitKMeans(input.treated, { nClusters, nInit }, clustering).model });
  }
  if (method === 'gmm') {
    const pca = mainDirections(input.treated, ctx);
    const mixture = fitMixture(transformPca(pca, input.treated), nClusters, nInit, clustering);
    return fittedOf(method, { mixture: { pca, mixture } });
  }
  if (method === 'gan') {
    const generative = { ...ctx, random: ctx.random.fork('network') };
    const synthetic = representativeCustomers(input.treated, plan.generativeSteps, generative);
    return fittedOf(method, { kmeans: fitKMeans(synthetic, { nClusters, nInit }, clustering).model });
  }
  const autoencoder = network ?? (await fitNetwork(input.treated, plan, partOf(ctx, 0, 0.8)));
  // What follows is told as the rest where the network was trained here.
  const grouping = network ? clustering : partOf(clustering, 0.8, 1);
  if (method === 'idec') {
    const steps = plan.clusteringSteps;
    const { model } = fitIdec(
      input.treated,
      { autoencoder, nClusters, nInit, ...idecPace(steps, autoencoder) },
      grouping,
    );
    return fittedOf(method, model);
  }
  const latent = encode(autoencoder, input.treated);
  if (method === 'autoencoder-gmm') {
    const pca = latentDirections(latent, { ...ctx, report: () => {} });
    const mixture = fitMixture(transformPca(pca, latent), nClusters, nInit, grouping);
    return fittedOf(method, { autoencoder, mixture: { pca, mixture } });
  }
  return fittedOf(method, { autoencoder, kmeans: fitKMeans(latent, { nClusters, nInit }, grouping).model });
}

function partOf(ctx: Context, from: number, to: number): Context {
  return { ...ctx, report: (share) => ctx.report(from + share * (to - from)) };
}

/** What the rules of recency, frequency and money read. Throws `insufficient_data` (`rules_need_orders`). */
export function rulesNeed({ rfm }: Pick<MethodInput, 'rfm'>): RfmValues {
  if (!rfm) throw new AppError('insufficient_data', { reason: 'rules_need_orders' });
  return rfm;
}

/** The labels that supervised methods learn. Throws `insufficient_data` (`needs_labels`). */
export function labelsNeed({ labels }: Pick<MethodInput, 'labels'>): Int32Array {
  if (!labels) throw new AppError('insufficient_data', { reason: 'needs_labels' });
  return labels;
}

function rawNeed({ raw }: Pick<MethodInput, 'raw'>): Matrix {
  if (!raw) throw new AppError('internal', { reason: 'no_raw_features' });
  return raw;
}

/** Probability of every label for each customer, by a supervised method: samples x labels. */
export function labelProbabilities({ classifier, tree }: FittedMethod, input: MethodInput): Float64Array {
  return classifier ? classifierProbabilities(classifier, input.treated) : treeProbabilities(tree!, rawNeed(input));
}

/** Steps of IDEC with at least five looks at its targets, as large as the network bears. */
export function idecPace(
  steps: number,
  { nFeatures, layers }: Pick<AutoencoderModel, 'nFeatures' | 'layers'>,
): { steps: number; updateEvery: number; learningRate: number } {
  const updateEvery = Math.min(140, Math.max(1, Math.ceil(steps / 5)));
  return { steps, updateEvery, learningRate: clusteringRate(nFeatures, layers) };
}

/** The segment (0-based, in the method's own order) of each customer of `input`. */
export function predictMethod(fitted: FittedMethod, input: MethodInput): Int32Array {
  if (fitted.rfm) return predictRfm(fitted.rfm, rulesNeed(input)).labels;
  if (fitted.classifier) return predictClassifier(fitted.classifier, input.treated);
  if (fitted.tree) return predictTree(fitted.tree, rawNeed(input));
  const space = ownSpace(fitted, input);
  if (fitted.mixture) return predictGaussianMixture(fitted.mixture.mixture, transformPca(fitted.mixture.pca, space));
  return predictKMeans(fitted.kmeans!, space);
}

/** Where a fitted method groups customers: the latent space of its network, or the treated features. */
function ownSpace({ autoencoder }: FittedMethod, { treated }: MethodInput): Matrix {
  return autoencoder ? encode(autoencoder, treated) : treated;
}

/**
 * How sure a method is of each customer's segment, 0 to 1; null for methods that do not say.
 * @param segments that the customers are in, by the method's own labels; by default the likeliest ones. A customer whose
 * label was known keeps it, however unlikely the method thinks it.
 */
export function certainty(
  fitted: FittedMethod,
  input: MethodInput,
  segments: Int32Array | null = null,
): Float32Array | null {
  const all = probabilitiesOf(fitted, input);
  if (!all) return null;
  const n = input.treated.nSamples;
  const nClusters = all.length / n;
  return Float32Array.from({ length: n }, (_, i) => {
    if (segments) return all[i * nClusters + segments[i]!]!;
    let most = 0;
    for (let k = 0; k < nClusters; k++) most = Math.max(most, all[i * nClusters + k]!);
    return most;
  });
}

function probabilitiesOf(fitted: FittedMethod, input: MethodInput): ArrayLike<number> | null {
  const { method, mixture, kmeans, classifier, tree } = fitted;
  if (classifier || tree) return labelProbabilities(fitted, input);
  if (mixture) return mixturePosteriors(mixture, ownSpace(fitted, input));
  if (method !== 'idec') return null;
  return softAssignment(ownSpace(fitted, input), kmeans!.centres, kmeans!.nClusters);
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
    raw: input.raw ? takeRows(input.raw, rows) : null,
    labels: input.labels ? rows.map((row) => input.labels![row]!) : null,
  };
}

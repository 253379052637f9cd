/** Any method of the race behind one call: fit on some customers, then say the segment of any others. */
import type { BackendName, Method } from '../../../shared/domain.ts';
import { fitKMeans, predictKMeans, type KMeansModel } from '../ml/clustering/kmeans.ts';
import { fitRfm, predictRfm, type RfmModel, type RfmValues } from '../ml/clustering/rfm.ts';
import { encode, fitAutoencoder, type AutoencoderModel } from '../ml/networks/autoencoder.ts';
import { takeRows, type Context, type Matrix } from '../ml/types.ts';

/** One row per customer: the treated features, and the three raw figures that rules read. */
export interface MethodInput {
  treated: Matrix;
  rfm: RfmValues;
}

export interface MethodPlan {
  method: Method;
  nSegments: number;
  nInit: number;
  /** Encoder layers, the last is the latent size; empty for methods without a network. */
  layers: number[];
  epochs: number;
  patience: number;
  backend: BackendName;
}

/** The fitted parts of a method; what it does not use is null. */
export interface FittedMethod {
  method: Method;
  autoencoder: AutoencoderModel | null;
  kmeans: KMeansModel | null;
  rfm: RfmModel | null;
}

/** Fits one method. All chance comes from `ctx.random`; see the estimators for what they throw. */
export async function fitMethod(input: MethodInput, plan: MethodPlan, ctx: Context): Promise<FittedMethod> {
  const { method, nSegments: nClusters, nInit } = plan;
  const nothing = { method, autoencoder: null, kmeans: null, rfm: null };
  const clustering = { ...ctx, random: ctx.random.fork('clustering') };
  if (method === 'rfm') return { ...nothing, rfm: fitRfm(input.rfm) };
  if (method === 'kmeans') {
    return { ...nothing, kmeans: fitKMeans(input.treated, { nClusters, nInit }, clustering).model };
  }
  const { model: autoencoder } = await fitAutoencoder(
    input.treated,
    { layers: plan.layers, epochs: plan.epochs, patience: plan.patience },
    { ...ctx, random: ctx.random.fork('network'), backend: plan.backend },
  );
  const latent = encode(autoencoder, input.treated);
  return { ...nothing, autoencoder, kmeans: fitKMeans(latent, { nClusters, nInit }, clustering).model };
}

/** The segment (0-based, in the method's own order) of each customer of `input`. */
export function predictMethod(fitted: FittedMethod, input: MethodInput): Int32Array {
  if (fitted.rfm) return predictRfm(fitted.rfm, input.rfm).labels;
  const space = fitted.autoencoder ? encode(fitted.autoencoder, input.treated) : input.treated;
  return predictKMeans(fitted.kmeans!, space);
}

/** The chosen customers of an input, repeats allowed. */
export function takeCustomers(input: MethodInput, rows: Int32Array): MethodInput {
  const take = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  return {
    treated: takeRows(input.treated, rows),
    rfm: {
      recency: take(input.rfm.recency),
      frequency: take(input.rfm.frequency),
      monetary: take(input.rfm.monetary),
    },
  };
}

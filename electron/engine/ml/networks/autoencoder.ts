/** Fits a dense autoencoder: Adam, early stopping on held-out rows, optional denoising, checkpoints. */
import type { BackendName, NoiseKind, TrainingCurve } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import { Random } from '../random.ts';
import { takeRows, type Context, type Matrix } from '../types.ts';
import { checkFinite, encode, reconstruct, type AutoencoderModel } from './autoencoder-model.ts';
import { latentAxes } from './latent-axes.ts';
import { createTrainer } from './create-trainer.ts';
import { corrupt } from './corruption.ts';
import { autoencoderSpec, initialWeights, weightLengths, type DenseSpec, type DenseWeights } from './dense.ts';
import { evaluate, learningRateAt, shuffled } from './epochs.ts';
import { freshState, type TrainerState } from './trainer.ts';

export { encode, reconstruct, reconstructionError, type AutoencoderModel } from './autoencoder-model.ts';

export interface AutoencoderParams {
  /** Units of the encoder's layers, the last is the latent size; the decoder mirrors them. */
  layers: number[];
  /** Most epochs. */
  epochs: number;
  /** Rows of a step. Default `usualBatch`. */
  batchSize: number;
  /** Of Adam; falls to a tenth over the last third of `scheduleEpochs`. */
  learningRate: number;
  /** Epochs that the learning rate is planned for: more than `epochs` where a checkpoint will go on. Default `epochs`. */
  scheduleEpochs?: number;
  /** Epochs without a lower validation loss after which training stops. */
  patience: number;
  /** Share of rows held out to decide when to stop; none of fewer than 20 rows. */
  validationShare: number;
  /** How inputs are spoiled in training (denoising, Vincent et al. 2008): blanked, or with noise added. See `corrupt`. */
  noiseKind?: NoiseKind | undefined;
  /** Probability that an input is blanked (default), or the deviation of what is added; below 1. */
  noise: number;
  /** How the axes of the latent space are weighed, see `latentAxes`. Default 1; 0.5 from `wideInput` features on. */
  axisPower?: number;
}

/** From so many features on they are taken for parts of one thing, such as the pixels of a picture. */
const wideInput = 100;

export const autoencoderDefaults = {
  epochs: 100,
  learningRate: 1e-3,
  patience: 20,
  validationShare: 0.1,
  noise: 0,
} satisfies Omit<AutoencoderParams, 'layers' | 'batchSize'>;

/** Weights of a network above which the step of Adam itself would cost more than a small batch. */
const largeNetwork = 100_000;
/** Steps that an epoch of few rows should have. */
const stepsPerEpoch = 32;

/**
 * Rows of a step: 256 of many rows, fewer of few, so that an epoch has about 32 steps; a power of two, 32 at least, and
 * 128 at least for networks of more than 100,000 weights.
 */
export function usualBatch(nSamples: number, spec: DenseSpec): number {
  const weights = weightLengths(spec).reduce((sum, length) => sum + length, 0);
  const least = weights > largeNetwork ? 128 : 32;
  return Math.min(256, Math.max(least, 2 ** Math.round(Math.log2(nSamples / stepsPerEpoch))));
}

/** All that a fit needs to go on as if it had never stopped; plain data. */
export interface AutoencoderCheckpoint {
  /** What it belongs to: a checkpoint of other data or another structure is refused. */
  layers: number[];
  nSamples: number;
  nFeatures: number;
  state: TrainerState;
  best: DenseWeights;
  curve: TrainingCurve;
  /** State of the stream that orders the rows. */
  random: number[];
}

export interface AutoencoderContext extends Context {
  backend: BackendName;
  /** Told after every epoch. */
  onEpoch?: (curve: TrainingCurve) => void;
  /** Where to go on. */
  checkpoint?: AutoencoderCheckpoint;
  onCheckpoint?: (checkpoint: AutoencoderCheckpoint) => void;
  /** Epochs between two checkpoints; default 10. */
  checkpointEvery?: number;
}

export interface AutoencoderFit {
  model: AutoencoderModel;
  curve: TrainingCurve;
  /** Mean squared error over all rows and features. */
  reconstructionLoss: number;
}

/** Below this a held-out part would be too small to judge by. */
const fewestToHoldOut = 20;
/** A loss this many times the mean square of X (or 1, if that is more) cannot come from a network that learns. */
const divergedFactor = 1000;
/** Rows that the latent axes are measured on, at most. */
const rowsForAxes = 20_000;

/**
 * Fits an autoencoder to X (samples x features, finite, best standardised) by the mean squared error; the weights of
 * the epoch with the lowest validation loss are kept. The same X, parameters and seed give the same bytes on the same
 * device, also across an interruption. O(epochs x samples x weights).
 *
 * @throws AppError invalid_input (not_finite, bad_network, bad_parameter, checkpoint_mismatch, backend_unavailable),
 * insufficient_data no_rows, not_converged diverged, cancelled.
 */
export async function fitAutoencoder(
  X: Matrix,
  params: Partial<AutoencoderParams> & Pick<AutoencoderParams, 'layers'>,
  ctx: AutoencoderContext,
): Promise<AutoencoderFit> {
  const { nSamples, nFeatures } = X;
  if (nSamples === 0) throw new AppError('insufficient_data', { reason: 'no_rows' });
  const spec = autoencoderSpec(nFeatures, params.layers);
  const settings = { batchSize: usualBatch(nSamples, spec), ...autoencoderDefaults, ...params };
  const { layers, epochs, patience } = settings;
  checkParams(settings);
  checkFinite(X);
  const from = ctx.checkpoint;
  if (from && !belongs(from, X, layers)) throw new AppError('invalid_input', { reason: 'checkpoint_mismatch' });

  const { training, validation } = split(nSamples, settings.validationShare, ctx.random.fork('validation'));
  const first = initialWeights(spec, ctx.random.fork('weights'));
  ctx.checkCancelled();
  const trainer = await createTrainer(ctx.backend, spec, X, { weights: first, batchSize: settings.batchSize });
  try {
    const random = from ? Random.restore(from.random) : ctx.random.fork('epochs');
    const curve = from ? copyCurve(from.curve) : { loss: [], validationLoss: [], bestEpoch: 0 };
    let best = from ? from.best : first;
    if (from) trainer.restore(from.state);
    const limit = divergedFactor * Math.max(1, meanSquare(X));

    for (let epoch = curve.loss.length; epoch < epochs && epoch - curve.bestEpoch < patience; epoch++) {
      ctx.checkCancelled();
      const order = shuffled(training, random);
      const spoiled = corrupt(order.length * nFeatures, settings.noiseKind ?? 'masking', settings.noise, random);
      const loss = trainer.trainEpoch({
        order,
        ...{ keep: spoiled?.keep ?? null, added: spoiled?.added ?? null },
        learningRate: learningRateAt(epoch, { ...settings, epochs: settings.scheduleEpochs ?? epochs }),
        checkCancelled: ctx.checkCancelled,
      });
      const validationLoss = evaluate(trainer, spec, validation, ctx.checkCancelled);
      if (!(loss <= limit && validationLoss <= limit)) throw new AppError('not_converged', { reason: 'diverged' });
      const lowest = curve.bestEpoch === 0 ? Infinity : curve.validationLoss[curve.bestEpoch - 1]!;
      curve.loss.push(loss);
      curve.validationLoss.push(validationLoss);
      if (validationLoss < lowest) {
        curve.bestEpoch = epoch + 1;
        best = trainer.weights();
      }
      ctx.report((epoch + 1) / epochs);
      ctx.onEpoch?.(copyCurve(curve));
      if (ctx.onCheckpoint && (epoch + 1) % (ctx.checkpointEvery ?? 10) === 0) {
        const state = trainer.state();
        const kept = best.map((values) => values.slice());
        const place = { layers: [...layers], nSamples, nFeatures };
        ctx.onCheckpoint({ ...place, state, best: kept, curve: copyCurve(curve), random: random.save() });
      }
    }
    trainer.restore(freshState(best));
    const all = Int32Array.from({ length: nSamples }, (_, i) => i);
    const reconstructionLoss = evaluate(trainer, spec, all, ctx.checkCancelled);
    const stats = {
      ...{ noise: settings.noise, learningRate: settings.learningRate },
      ...(settings.noiseKind ? { noiseKind: settings.noiseKind } : {}),
      nSamples,
      nValidation: nSamples - training.length,
      epochs: curve.loss.length,
      bestEpoch: curve.bestEpoch,
      validationLoss: curve.validationLoss[curve.bestEpoch - 1]!,
      reconstructionLoss,
    };
    const raw = {
      nFeatures,
      layers: [...layers],
      weights: best,
      latentAxes: identity(layers.at(-1)!),
      training: stats,
    };
    return {
      model: { ...raw, latentAxes: measuredAxes(raw, X, settings.axisPower ?? (nFeatures < wideInput ? 1 : 0.5), ctx) },
      curve,
      reconstructionLoss,
    };
  } finally {
    trainer.dispose();
  }
}

/** The latent axes as customers spread evenly over the rows have them. */
function measuredAxes(raw: AutoencoderModel, X: Matrix, power: number, ctx: Context): Float64Array {
  const step = Math.max(1, Math.ceil(X.nSamples / rowsForAxes));
  const rows = takeRows(
    X,
    Int32Array.from({ length: Math.ceil(X.nSamples / step) }, (_, i) => i * step),
  );
  return latentAxes(encode(raw, rows, ctx.checkCancelled), reconstruct(raw, rows, ctx.checkCancelled), ctx, power);
}

function identity(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
}

function checkParams(params: AutoencoderParams): void {
  const wholes = { epochs: params.epochs, batchSize: params.batchSize, patience: params.patience };
  const bad =
    Object.entries(wholes).find(([, value]) => !Number.isInteger(value) || value < 1)?.[0] ??
    (params.learningRate > 0 ? null : 'learningRate') ??
    (params.validationShare >= 0 && params.validationShare < 1 ? null : 'validationShare') ??
    (params.noise >= 0 && params.noise < 1 ? null : 'noise') ??
    (params.axisPower === undefined || (params.axisPower >= 0 && params.axisPower <= 1) ? null : 'axisPower');
  if (bad) throw new AppError('invalid_input', { reason: 'bad_parameter', parameter: bad });
}

function belongs(checkpoint: AutoencoderCheckpoint, X: Matrix, layers: number[]): boolean {
  return (
    checkpoint.nSamples === X.nSamples &&
    checkpoint.nFeatures === X.nFeatures &&
    checkpoint.layers.join() === layers.join()
  );
}

/** Both parts in ascending order. With too few rows to hold any out, all are in both parts. */
function split(nSamples: number, share: number, random: Random): { training: Int32Array; validation: Int32Array } {
  const order = random.permutation(nSamples);
  const held = nSamples < fewestToHoldOut ? 0 : Math.min(nSamples - 1, Math.round(share * nSamples));
  const training = order.slice(held).sort();
  return { training, validation: held === 0 ? training : order.slice(0, held).sort() };
}

function meanSquare(X: Matrix): number {
  let sum = 0;
  for (const value of X.data) sum += value * value;
  return sum / X.data.length;
}

function copyCurve({ loss, validationLoss, bestEpoch }: TrainingCurve): TrainingCurve {
  return { loss: [...loss], validationLoss: [...validationLoss], bestEpoch };
}

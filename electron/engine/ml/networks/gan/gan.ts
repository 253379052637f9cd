/**
 * A Wasserstein GAN with gradient penalty (Gulrajani et al. 2017) on coded rows (after CTGAN: Xu et al. 2019), told the
 * kind of every row. What is kept draws synthetic rows; it holds no row that it was trained on.
 */
import { AppError } from '../../../../../shared/errors.ts';
import { Kernel } from '../../backend/kernel.ts';
import { requireFinite } from '../../clustering/finite.ts';
import { Random } from '../../random.ts';
import type { Context, Matrix } from '../../types.ts';
import { decodeRow, encodeRows, fitCoding, type Coding } from './coding.ts';
import { Critic } from './critic.ts';
import { Generator } from './generator.ts';
import { balanced, drawKinds, findKinds } from './kinds.ts';
import type { AdversarialExports, LeakyState } from './leaky-network.ts';

export interface GanParams {
  /** Steps of the generator. Default 1,000. */
  steps?: number;
  /** Steps of the critic for each of them. Default 2. */
  criticSteps?: number;
  /** Rows of a batch; made a multiple of 4. Default 200. */
  batchSize?: number;
  /** Units of both hidden layers of both networks. Default 64. */
  hidden?: number;
  /** Of Adam, falling to a half on the way. Default 5e-4, up to four times as much where there are under 600 steps. */
  learningRate?: number;
}

export const ganDefaults = { steps: 1000, criticSteps: 2, batchSize: 200, hidden: 64 } as const;

export interface GanModel {
  coding: Coding;
  /** Share of each kind among the rows. */
  kindShares: Float64Array;
  noise: number;
  hidden: number;
  /**
   * The generator's parameters, as its network holds them, at ten moments of the second half of training. Generator and
   * critic circle around what they look for; rows drawn from all of these even that out.
   */
  snapshots: Float32Array[];
}

export interface GanFit {
  model: GanModel;
  /** At each snapshot: what the critic tells apart on average, and the penalty of its slopes. */
  looks: { distance: number; penalty: number }[];
}

/** All that a fit needs to go on as if it had never stopped; plain data. It holds no row. */
export interface GanCheckpoint {
  /** What it belongs to: a checkpoint of other data or another plan is refused. */
  place: { nSamples: number; nFeatures: number; steps: number };
  /** Steps of the generator that are done. */
  step: number;
  generator: LeakyState;
  critic: LeakyState;
  snapshots: Float32Array[];
  looks: GanFit['looks'];
  /** State of the stream that draws batches. */
  random: number[];
}

export interface GanContext extends Context {
  /** Where to go on. */
  checkpoint?: GanCheckpoint | null | undefined;
  onCheckpoint?: ((checkpoint: GanCheckpoint) => void) | undefined;
  /** Steps between two checkpoints; default 50. */
  checkpointEvery?: number;
}

/** Batches draw kinds by the root of their share: rare kinds are seen more often than they are. */
const batchPower = 0.5;
const noiseUnits = { least: 8, most: 32 } as const;
const mostSnapshots = 10;
/**
 * Fits a GAN to X (samples x features, finite). Always trains in our kernels. Deterministic for a seed,
 * also across an interruption.
 * @throws AppError `invalid_input` (not_finite, bad_parameter, checkpoint_mismatch), `insufficient_data` (no row), `not_converged`
 * (diverged), `cancelled`
 */
export function fitGan(X: Matrix, params: GanParams, ctx: GanContext): GanFit {
  const settings = { ...ganDefaults, ...params };
  const { steps, criticSteps, batchSize, hidden, learningRate = usualRate(settings.steps) } = settings;
  if (!(steps >= 1 && criticSteps >= 1 && batchSize >= 4 && hidden >= 4 && learningRate > 0)) {
    throw new AppError('invalid_input', { reason: 'bad_parameter', parameter: 'steps' });
  }
  const place = { nSamples: X.nSamples, nFeatures: X.nFeatures, steps };
  const from = ctx.checkpoint ?? null;
  if (from && JSON.stringify(from.place) !== JSON.stringify(place)) {
    throw new AppError('invalid_input', { reason: 'checkpoint_mismatch' });
  }
  if (X.nSamples === 0) throw new AppError('insufficient_data', { reason: 'no_rows' });
  requireFinite(X);
  ctx.checkCancelled();
  const coding = fitCoding(X, { ...ctx, random: ctx.random.fork('modes') });
  const coded = encodeRows(coding, X);
  const kinds = findKinds(X, { ...ctx, random: ctx.random.fork('kinds') });
  const batch = 4 * Math.max(1, Math.round(batchSize / 4));
  const noise = noiseOf(coding);
  const nKinds = kinds.shares.length;
  const kernel = new Kernel<AdversarialExports>('adversarial');
  const layers = [hidden, hidden];
  const shape = { coding, kinds: nKinds, noise, hidden: layers, batch };
  const generator = new Generator(kernel, shape, ctx.random.fork('generator'));
  const critic = new Critic(
    kernel,
    { rowWidth: coding.width, kinds: nKinds, hidden: layers, batch },
    ctx.random.fork('critic'),
  );
  generator.beginFrom(coded, kinds);

  if (from) {
    generator.network.restore(from.generator);
    critic.network.restore(from.critic);
  }
  const random = from ? Random.restore(from.random) : ctx.random.fork('batches');
  const shares = balanced(kinds.shares, batchPower);
  const stride = critic.network.inputStride;
  const fillReal = (drawn: Int32Array): void => {
    const real = critic.rows('real');
    for (let i = 0; i < batch; i++) {
      const own = kinds.rows[drawn[i]!]!;
      const row = own[random.integer(own.length)]! * coding.width;
      fill(real, i * stride, coded, row, drawn[i]!);
    }
  };
  const fillSynthetic = (drawn: Int32Array): void => {
    const rows = generator.generate(drawn, random);
    const synthetic = critic.rows('synthetic');
    for (let i = 0; i < batch; i++) fill(synthetic, i * stride, rows, i * coding.width, drawn[i]!);
  };
  const fill = (to: Float32Array, at: number, from: Float32Array, row: number, kind: number): void => {
    for (let j = 0; j < coding.width; j++) to[at + j] = from[row + j]!;
    to.fill(0, at + coding.width, at + stride);
    to[at + coding.width + kind] = 1;
  };

  const snapshots: Float32Array[] = from ? [...from.snapshots] : [];
  const pause = Math.max(1, Math.floor(steps / (2 * mostSnapshots)));
  const looks: GanFit['looks'] = from ? [...from.looks] : [];
  for (let step = from?.step ?? 0; step < steps; step++) {
    const rate = learningRate * (1 - step / (2 * steps));
    let last = { distance: NaN, penalty: NaN };
    for (let round = 0; round < criticSteps; round++) {
      ctx.checkCancelled();
      const drawn = drawKinds(shares, batch, random);
      fillReal(drawn);
      fillSynthetic(drawn);
      critic.mix(random);
      last = critic.gradients();
      critic.network.step(rate);
    }
    ctx.checkCancelled();
    fillSynthetic(drawKinds(shares, batch, random));
    generator.learn(critic.wishes(), stride);
    generator.network.step(rate);
    if (step + 1 > steps - pause * mostSnapshots && (steps - step - 1) % pause === 0) {
      snapshots.push(generator.network.parameters().slice());
      looks.push(last);
    }
    if (ctx.onCheckpoint && (step + 1) % (ctx.checkpointEvery ?? 50) === 0) {
      const states = { generator: generator.network.state(), critic: critic.network.state() };
      const kept = { snapshots: [...snapshots], looks: [...looks], random: random.save() };
      ctx.onCheckpoint({ place, step: step + 1, ...states, ...kept });
    }
    ctx.report((step + 1) / steps);
  }
  if (!snapshots.every((parameters) => parameters.every(Number.isFinite))) {
    throw new AppError('not_converged', { reason: 'diverged' });
  }
  return { model: { coding, kindShares: kinds.shares, noise, hidden, snapshots }, looks };
}

const usualRate = (steps: number): number => 5e-4 * Math.min(4, Math.max(1, 600 / steps));

/** Rows drawn at once, from one snapshot. */
const drawnAtOnce = 64;

/**
 * Draws `count` synthetic rows.
 * @param power 1: every kind as often as among the real rows; 0: all kinds equally often.
 */
export function drawSynthetic(model: GanModel, count: number, power: number, ctx: Context): Matrix {
  const { coding, kindShares, noise, hidden, snapshots } = model;
  const batch = Math.min(drawnAtOnce, 4 * Math.ceil(count / 4));
  const shape = { coding, kinds: kindShares.length, noise, hidden: [hidden, hidden], batch };
  const generator = new Generator(new Kernel<AdversarialExports>('adversarial'), shape, ctx.random.fork('unused'));
  const random = ctx.random.fork('draw');
  const kinds = drawKinds(balanced(kindShares, power), Math.ceil(count / batch) * batch, random);
  const drawn: Matrix = {
    data: new Float64Array(count * coding.nFeatures),
    nSamples: count,
    nFeatures: coding.nFeatures,
  };
  for (let first = 0; first < count; first += batch) {
    ctx.checkCancelled();
    generator.network.parameters().set(snapshots[(first / batch) % snapshots.length]!);
    const rows = generator.generate(kinds.subarray(first, first + batch), random);
    for (let i = 0; i < Math.min(batch, count - first); i++)
      decodeRow(coding, rows, i * coding.width, drawn, first + i);
  }
  return drawn;
}

function noiseOf(coding: Coding): number {
  const scaled = coding.blocks.filter(({ distanceAt }) => distanceAt >= 0).length;
  return Math.min(noiseUnits.most, Math.max(noiseUnits.least, scaled));
}

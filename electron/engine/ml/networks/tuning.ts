/**
 * Tuning of an autoencoder's structure by successive halving (Jamieson & Talwalkar 2016), in pure pieces, so that a
 * caller can run the trials of a rung side by side: for each rung run `runTrial` on what is left, then `survivors`; of
 * the last rung's trials `chooseTrial` takes one. The number of trials is fixed beforehand: no clock decides.
 */
import type { BackendName, Preset, TuningTrial } from '../../../../shared/domain.ts';
import type { Context, Matrix } from '../types.ts';
import { fitAutoencoder } from './autoencoder.ts';

export interface TuningPlan {
  /** Every structure left is trained from the start for `epochs`; `keep` of them go on. Empty: nothing is tried. */
  rungs: { epochs: number; keep: number }[];
  /** Encoder layers, the last is the latent size. With no rungs the only candidate is the choice. */
  candidates: number[][];
  /** Rows that trials use at most, a random sample of all. */
  sampleSize: number;
}

/**
 * Variance that a smaller latent space may leave unexplained beyond the best trial: 0.05 of the features' variance.
 * A larger latent always reconstructs better, up to copying noise, while the clusters get farther apart in a small one.
 */
const tolerance = 0.05;

/** Structure without tuning: two hidden layers, and a latent size of a third of the features, from 2 to 8. */
export function defaultLayers(nFeatures: number): number[] {
  return [64, 32, latentSize(nFeatures, 1 / 3)];
}

/** What a preset tries on data of this size: `fast` nothing, `balanced` 5 structures, `deep` 12 (less repetitions): wide ones cost several times as much. */
export function tuningPlan(nFeatures: number, nSamples: number, preset: Preset): TuningPlan {
  if (preset === 'fast') return { rungs: [], candidates: [defaultLayers(nFeatures)], sampleSize: 0 };
  const [small, middle, large] = [1 / 6, 1 / 3, 1 / 2].map((share) => latentSize(nFeatures, share)) as [
    number,
    number,
    number,
  ];
  const balanced = [
    [64, 32, small],
    [64, 32, middle],
    [64, 32, large],
    [32, 16, middle],
    [32, small],
  ];
  const deep = [
    [32, 16, small],
    [32, 16, large],
    [128, 64, small],
    [128, 64, middle],
    [128, 64, large],
    [32, middle],
    [64, large],
  ];
  const candidates = distinct(preset === 'deep' ? [...balanced, ...deep] : balanced);
  const rungs =
    preset === 'deep'
      ? [
          { epochs: 10, keep: 6 },
          { epochs: 30, keep: 3 },
          { epochs: 60, keep: 1 },
        ]
      : [
          { epochs: 8, keep: 3 },
          { epochs: 24, keep: 1 },
        ];
  return { rungs, candidates, sampleSize: Math.min(nSamples, preset === 'deep' ? 50_000 : 8_000) };
}

/**
 * Trains one structure and gives its lowest validation loss (mean squared error on the rows held out). Give every trial
 * the same `ctx.random`, so that all are judged on the same rows. Throws as `fitAutoencoder`.
 */
export async function runTrial(
  X: Matrix,
  layers: number[],
  epochs: number,
  ctx: Context & { backend: BackendName },
): Promise<Omit<TuningTrial, 'chosen'>> {
  const { model } = await fitAutoencoder(X, { layers, epochs, patience: epochs }, ctx);
  return { layers: [...layers], epochs, validationLoss: model.training.validationLoss };
}

/**
 * The structures that go on: by turns the best left of each latent size (sizes in order of their best loss), so that
 * small latent spaces, which always lose on the loss alone, are not all gone before the choice.
 */
export function survivors(trials: readonly Omit<TuningTrial, 'chosen'>[], keep: number): number[][] {
  const sorted = [...trials].sort((a, b) => a.validationLoss - b.validationLoss);
  const seen = new Map<number, number>();
  const turns = sorted.map((trial) => {
    const turn = seen.get(trial.layers.at(-1)!) ?? 0;
    seen.set(trial.layers.at(-1)!, turn + 1);
    return { trial, turn };
  });
  // A stable sort: within a turn the order of loss stays.
  return turns
    .sort((a, b) => a.turn - b.turn)
    .slice(0, keep)
    .map(({ trial }) => trial.layers);
}

/**
 * The trial to take: among those within `tolerance` x `variance` of the lowest validation loss, the smallest latent;
 * among equals the fewest units, then the lower loss. `variance` is the features' mean variance (1 when standardised).
 * `trials` must not be empty.
 */
export function chooseTrial<Trial extends Omit<TuningTrial, 'chosen'>>(trials: readonly Trial[], variance = 1): Trial {
  const lowest = Math.min(...trials.map((trial) => trial.validationLoss));
  const good = trials.filter((trial) => trial.validationLoss <= lowest + tolerance * variance);
  return good.sort(
    (a, b) =>
      a.layers.at(-1)! - b.layers.at(-1)! || units(a.layers) - units(b.layers) || a.validationLoss - b.validationLoss,
  )[0]!;
}

const units = (layers: number[]): number => layers.reduce((sum, size) => sum + size, 0);

/** A share of the features, from 2 to 8, but below their number where that is possible. */
function latentSize(nFeatures: number, share: number): number {
  return Math.max(1, Math.min(8, nFeatures - 1, Math.max(2, Math.ceil(share * nFeatures))));
}

function distinct(candidates: number[][]): number[][] {
  return [...new Map(candidates.map((layers) => [layers.join(), layers])).values()];
}

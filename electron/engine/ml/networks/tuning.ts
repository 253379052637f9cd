/**
 * Tuning of an autoencoder by successive halving (Jamieson & Talwalkar 2016), in pure pieces, so that a caller can run
 * the trials of a rung side by side: for each rung let every candidate left learn on to the rung's epochs, judge it, and
 * keep `survivors`; the best of the last rung is the choice. One bracket of Hyperband (Li et al. 2018): the first rung
 * is long enough that those which hedge with fewer candidates would only repeat it. Candidates and epochs are fixed
 * before the start: no clock decides, so that a seed gives the same choice on any number of threads.
 */
import type { NetworkPlan } from '../../../../shared/domain.ts';
import type { Random } from '../random.ts';
import { autoencoderDefaults } from './autoencoder.ts';

export interface TuningPlan {
  /** The first is the usual network. A single one is the choice without trials. */
  candidates: NetworkPlan[];
  /** Epochs that a candidate has learned at the end of each rung, and how many go on. Empty: nothing is tried. */
  rungs: { epochs: number; keep: number }[];
}

export interface TuningBudget {
  /** Networks to try; the space may hold fewer. 1 or less tries nothing. */
  trials: number;
  /** Epochs of the first rung; each further one has twice as many, up to `mostEpochs`. */
  firstEpochs: number;
  mostEpochs: number;
}

const hiddenLayers = [[64, 32], [32, 16], [128, 64], [32], [64]] as const;
/** Shares of a customer's features that are blanked while learning. */
const noises = [0, 0.1, 0.2, 0.4] as const;
const learningRates = [5e-4, 1e-3, 2e-3, 3e-3] as const;
/** Latent sizes, as shares of the features. */
const latentShares = { least: 1 / 6, usual: 1 / 3, most: 1 / 2 } as const;

/** Structure without tuning: two hidden layers, and a latent size of a third of the features, from 2 to 8. */
export function defaultLayers(nFeatures: number): number[] {
  return [64, 32, latentSize(nFeatures, latentShares.usual)];
}

/** The network that is taken where nothing is tuned. */
export function usualNetwork(nFeatures: number): NetworkPlan {
  const { noise, learningRate } = autoencoderDefaults;
  return { layers: defaultLayers(nFeatures), noise, learningRate };
}

/**
 * Draws networks for `nFeatures` features and lays out their rungs: after each the better half goes on, until one is left
 * or the epochs are spent. What `fixed` names is the same in all candidates. All chance comes from `random`.
 */
export function planTuning(
  nFeatures: number,
  { trials, firstEpochs, mostEpochs }: TuningBudget,
  fixed: Partial<Omit<NetworkPlan, 'layers'>>,
  random: Random,
): TuningPlan {
  const candidates = drawCandidates(nFeatures, trials, fixed, random);
  const rungs: TuningPlan['rungs'] = [];
  let left = candidates.length;
  for (let epochs = firstEpochs; left > 1; epochs *= 2) {
    const last = left === 2 || 2 * epochs > mostEpochs;
    left = last ? 1 : Math.ceil(left / 2);
    rungs.push({ epochs, keep: left });
  }
  return { candidates, rungs };
}

/** The best `keep`, in order of their score; of equals the earlier one. A missing score is a network that learned nothing. */
export function survivors<Trial extends { score: number | null }>(trials: readonly Trial[], keep: number): Trial[] {
  return trials
    .filter(({ score }) => score !== null)
    .sort((a, b) => b.score! - a.score!)
    .slice(0, keep);
}

/**
 * The usual network, and others whose layers, latent size, noise and learning rate are dealt from shuffled decks: every
 * value comes up about as often as any other, so that few candidates cover the space (as a Latin hypercube does).
 */
function drawCandidates(
  nFeatures: number,
  count: number,
  fixed: Partial<Omit<NetworkPlan, 'layers'>>,
  random: Random,
): NetworkPlan[] {
  const [least, most] = [latentSize(nFeatures, latentShares.least), latentSize(nFeatures, latentShares.most)];
  const hidden = deck(hiddenLayers, random.fork('layers'));
  const latent = deck(
    Array.from({ length: most - least + 1 }, (_, i) => least + i),
    random.fork('latent'),
  );
  const noise = deck(noises, random.fork('noise'));
  const learningRate = deck(learningRates, random.fork('learning rate'));
  const usual = { ...usualNetwork(nFeatures), ...fixed };
  const drawn = new Map([[JSON.stringify(usual), usual]]);
  // Where the space is small it may hold fewer than wanted.
  for (let tries = 0; drawn.size < count && tries < 50 * count; tries++) {
    const candidate = { layers: [...hidden(), latent()], noise: noise(), learningRate: learningRate(), ...fixed };
    drawn.set(JSON.stringify(candidate), candidate);
  }
  return [...drawn.values()];
}

function deck<Value>(values: readonly Value[], random: Random): () => Value {
  let left: Value[] = [];
  return () => {
    if (left.length === 0) left = Array.from(random.permutation(values.length), (i) => values[i]!);
    return left.pop()!;
  };
}

/** A share of the features, from 2 to 8, but below their number where that is possible. */
function latentSize(nFeatures: number, share: number): number {
  return Math.max(1, Math.min(8, nFeatures - 1, Math.max(2, Math.ceil(share * nFeatures))));
}

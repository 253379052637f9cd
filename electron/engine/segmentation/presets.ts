/** What "Fast", "Balanced" and "Deep" mean, in figures. */
import type { NetworkPlan, Preset, RunSettings } from '../../../shared/domain.ts';
import { planTuning, usualNetwork, type TuningPlan } from '../ml/networks/tuning.ts';
import { Random } from '../ml/random.ts';
import { idecDefaults } from '../ml/networks/idec.ts';

export interface PresetPlan {
  /** Gradient steps of a network, about; early stopping may end it sooner. */
  trainingSteps: number;
  /** Gradient steps at most that draw the clusters of a trained network together. */
  clusteringSteps: number;
  /** Steps of the generative network whose customers are clustered, and of each repetition of it. */
  generativeSteps: number;
  generativeRepeatSteps: number;
  /** Starts of K-Means per number of segments. */
  nInit: number;
  /** Bootstrap repetitions of the clustering for every number of segments. */
  clusteringRounds: number;
  /** Repetitions of a whole method, network included, at the chosen number of segments. */
  methodRounds: number;
  /** Networks tried before the final training, the steps each takes in the first rung, and the customers it sees at most. */
  trials: number;
  firstSteps: number;
  trialSample: number;
}

export const presetPlans: Record<Preset, PresetPlan> = {
  fast: {
    ...{ trainingSteps: 300, clusteringSteps: 140, generativeSteps: 60, generativeRepeatSteps: 15 },
    ...{ nInit: 10, clusteringRounds: 4, methodRounds: 4, trials: 1, firstSteps: 100, trialSample: 8000 },
  },
  balanced: {
    ...{ trainingSteps: 700, clusteringSteps: 420, generativeSteps: 300, generativeRepeatSteps: 50 },
    ...{ nInit: 10, clusteringRounds: 5, methodRounds: 5, trials: 8, firstSteps: 150, trialSample: 8000 },
  },
  deep: {
    ...{ trainingSteps: 5000, clusteringSteps: 2800, generativeSteps: 1000, generativeRepeatSteps: 150 },
    ...{ nInit: 20, clusteringRounds: 12, methodRounds: 12, trials: 16, firstSteps: 500, trialSample: 50_000 },
  },
};

/** Customers placed on a map by one task: a second of work at most, so that threads share it and a cancel is heard. */
export const placedAtOnce = 8192;

/** Dots on a map at most: what a window can pan smoothly. */
const mostDrawn = 100_000;

/**
 * Customers embedded by t-SNE at most; the rest are placed by their neighbours, which takes about a twentieth of the
 * time. Only the deep preset has the minute that 100,000 take.
 */
export const mapPlans: Record<Preset, { embedded: number; drawn: number }> = {
  fast: { embedded: 6000, drawn: mostDrawn },
  balanced: { embedded: 6000, drawn: mostDrawn },
  deep: { embedded: mostDrawn, drawn: mostDrawn },
};

/** Numbers of segments that are compared. */
export const segmentCounts = { low: 2, high: 12 } as const;
/** Numbers of segments that are recommended: two help nobody, and nobody writes nine strategies. */
export const recommendedCounts = { low: 3, high: 8 } as const;
/** Fewer customers than this are not segmented: no figure about them would hold. */
export const fewestCustomers = 20;
/** Customers whose future is looked at, at most: the interval of the figure hardly narrows beyond. */
export const futureSample = 10_000;
/** Customers a bootstrap repetition works on at most; agreement does not get surer beyond. */
export const bootstrapSample = 5000;
/** Customers up to which silhouettes use everybody while the number of segments is being chosen. */
export const countSilhouetteSample = 10_000;
/** Features up to which the figures here hold; pairs of wider customers take longer, so that there are fewer. */
const usualWidth = 64;

/** On how many customers with so many features silhouettes are computed at most while the number is chosen. */
export function countSilhouetteSampleFor(nFeatures: number): number {
  return Math.floor(countSilhouetteSample * Math.min(1, Math.sqrt(usualWidth / nFeatures)));
}

/** Customers up to which silhouettes are exact, and how many are drawn beyond. */
const exactSilhouettes = 20_000;

/** How many customers the scoreboard's silhouettes are computed on. */
export function silhouetteSampleFor(nCustomers: number, nFeatures: number): number {
  if (nFeatures > usualWidth) return Math.min(nCustomers, countSilhouetteSampleFor(nFeatures));
  return nCustomers <= exactSilhouettes ? nCustomers : countSilhouetteSample;
}

export const batchSize = 256;

/**
 * Epochs and patience that spend a preset's steps on n customers: few customers are seen more often. A person's own
 * epochs go before.
 */
export function trainingBudget(
  { preset, epochs: own }: Pick<RunSettings, 'preset' | 'epochs'>,
  nCustomers: number,
): { epochs: number; patience: number } {
  const stepsPerEpoch = Math.ceil(nCustomers / batchSize);
  const epochs = own ?? Math.min(400, Math.max(30, Math.ceil(presetPlans[preset].trainingSteps / stepsPerEpoch)));
  return { epochs, patience: Math.max(30, Math.ceil(epochs / 5)) };
}

/** Steps of the classifier, about, by preset; early stopping usually ends it sooner. */
const classifierSteps: Record<Preset, number> = { fast: 2000, balanced: 4000, deep: 12_000 };
const classifierBatch = 128;

/** Most epochs of a classifier of n customers. */
export function classifierEpochs(preset: Preset, nCustomers: number): number {
  const stepsPerEpoch = Math.max(16, Math.ceil(nCustomers / classifierBatch));
  return Math.min(200, Math.max(8, Math.ceil(classifierSteps[preset] / stepsPerEpoch)));
}

/** Weights of a network up to which it is trained as usual. */
const usualWeights = 50_000;
/** What repetitions of larger ones have at least: below, they would say how unfinished a network is. */
const leastRepetition = { epochs: 10, clusteringSteps: 40 } as const;

/** One over the square root of how many times as large as usual an autoencoder with these layers is; 1 at most. */
function smallness(nFeatures: number, layers: readonly number[]): number {
  const weights = 2 * layers.reduce((sum, size, i) => sum + size * (layers[i - 1] ?? nFeatures), 0);
  return Math.min(1, Math.sqrt(usualWeights / Math.max(1, weights)));
}

/**
 * The learning rate at which IDEC goes on with a network. At the usual one the first steps throw a large network far
 * from what it has learned, and the few hundred steps of a preset do not bring it back (500-500-2000-10 on the digits of
 * scikit-learn, 140 steps: accuracy 0.71 at 1e-3, 0.78 at 3e-4 and 1e-4, from 0.69 before).
 */
export function clusteringRate(nFeatures: number, layers: readonly number[]): number {
  return Math.max(1e-4, idecDefaults.learningRate * smallness(nFeatures, layers));
}

/**
 * As `trainingBudget`, for a repetition on n customers of a network with these encoder layers. Large networks are
 * trained for less than the network of the run, so that a run does not take hours; stability is measured of networks
 * trained so.
 */
export function repetitionBudget(
  settings: Pick<RunSettings, 'preset' | 'epochs'>,
  nCustomers: number,
  nFeatures: number,
  layers: readonly number[],
): { epochs: number; patience: number; clusteringSteps: number } {
  const { epochs, patience } = trainingBudget(settings, nCustomers);
  const { clusteringSteps } = presetPlans[settings.preset];
  const share = smallness(nFeatures, layers);
  const shortened = (whole: number, least: number): number =>
    Math.min(whole, Math.max(least, Math.round(share * whole)));
  return {
    epochs: shortened(epochs, leastRepetition.epochs),
    patience: shortened(patience, leastRepetition.epochs),
    clusteringSteps: shortened(clusteringSteps, leastRepetition.clusteringSteps),
  };
}

/** Share of the sample that trials do not learn from, but are judged on, and its size at most. */
const judgedShare = 0.25;
const mostJudged = 2000;

export interface RunTuning extends TuningPlan {
  /** Customers that trials learn from, and that they are judged on, drawn from all. */
  learned: number;
  judged: number;
}

/** The networks that a run tries, by its settings alone; a single candidate is taken without trials. */
export function tuningFor(
  settings: Pick<RunSettings, 'preset' | 'seed' | 'network' | 'trials' | 'noise' | 'noiseKind' | 'learningRate'>,
  nFeatures: number,
  nCustomers: number,
): RunTuning {
  const { network: layers, seed } = settings;
  const { trials, firstSteps, trialSample, trainingSteps } = presetPlans[settings.preset];
  const sample = Math.min(nCustomers, trialSample);
  const judged = Math.min(mostJudged, Math.ceil(judgedShare * sample));
  const learned = sample - judged;
  const epochsOf = (steps: number): number => Math.max(2, Math.ceil(steps / Math.ceil(learned / batchSize)));
  const own: Partial<Omit<NetworkPlan, 'layers'>> = {
    ...(settings.noise === undefined ? {} : { noise: settings.noise }),
    // Masking needs no word: a run that says nothing and one that says so are the same.
    ...(settings.noiseKind === 'gaussian' ? { noiseKind: settings.noiseKind } : {}),
    ...(settings.learningRate === undefined ? {} : { learningRate: settings.learningRate }),
  };
  const plan = layers
    ? { candidates: [{ ...usualNetwork(nFeatures), ...own, layers }], rungs: [] }
    : planTuning(
        nFeatures,
        {
          trials: settings.trials ?? trials,
          firstEpochs: epochsOf(firstSteps),
          mostEpochs: Math.max(epochsOf(trainingSteps), epochsOf(firstSteps)),
        },
        own,
        new Random(seed).fork('candidates'),
      );
  return { ...plan, learned, judged };
}

/** The candidates for n customers: 2 to 12, as long as a segment could hold five customers, and the user's own number. */
export function candidateCounts(nCustomers: number, chosen: 'auto' | number): number[] {
  const high = Math.min(segmentCounts.high, Math.floor(nCustomers / 5));
  const counts = Array.from({ length: Math.max(0, high - segmentCounts.low + 1) }, (_, i) => segmentCounts.low + i);
  if (chosen !== 'auto' && !counts.includes(chosen)) counts.push(chosen);
  return counts.sort((a, b) => a - b);
}

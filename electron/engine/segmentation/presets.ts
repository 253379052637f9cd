/** What "Fast", "Balanced" and "Deep" mean, in figures. */
import type { NetworkPlan, Preset, RunSettings } from '../../../shared/domain.ts';
import { planTuning, usualNetwork, type TuningPlan } from '../ml/networks/tuning.ts';
import { Random } from '../ml/random.ts';

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
  settings: Pick<RunSettings, 'preset' | 'seed' | 'network' | 'trials' | 'noise' | 'learningRate'>,
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

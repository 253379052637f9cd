/**
 * The tasks of a segmentation run, before it runs: what each costs and what it waits for. It mirrors `jobs/segment.ts`
 * and `jobs/race.ts`; a task there takes its price from here by its key.
 */
import {
  latentMethods,
  supervisedMethods,
  type Method,
  type Preset,
  type RunSettings,
} from '../../../../shared/domain.ts';
import { defaultLayers } from '../../ml/networks/tuning.ts';
import {
  bootstrapSample,
  candidateCounts,
  countSilhouetteSample,
  countSilhouetteSampleFor,
  futureSample,
  batchSize,
  mapPlans,
  placedAtOnce,
  presetPlans,
  repetitionBudget,
  silhouetteSampleFor,
  trainingBudget,
  tuningFor,
} from '../presets.ts';
import { ganSample, representatives } from '../synthetic.ts';
import { deviceFactor, methodKey, networkKey } from './task-keys.ts';
import { usualEffort, type ClusteringEffort } from './clustering-effort.ts';
import { supervisedTasks } from './supervised-tasks.ts';
import { judgedCounts, judgedOn, judgeRounds, judgeStarts } from '../judge-latent.ts';
import { mixtureBootstrapSample, mixtureSample, mostComponents } from '../mixture.ts';

export { methodKey, networkKey } from './task-keys.ts';

/** Size of the data that a run works on. */
export interface RunShape {
  /** Order lines. */
  lines: number;
  customers: number;
  /** Treated features in use. */
  features: number;
  /** Customers with a label to learn; none by default. */
  labelled?: number;
  /** Iterations that clustering takes; default: the usual ones. */
  effort?: ClusteringEffort;
}

/** Features in use where no run has told yet. */
export const usualFeatures = 23;

export const stages = ['load', 'prepare', 'train', 'map', 'compare', 'describe'] as const;
export type Stage = (typeof stages)[number];

/** Kinds of work, each with a pace of its own on a computer. */
export const workKinds = ['orders', 'network', 'kmeans', 'silhouette', 'tsne'] as const;
export type WorkKind = (typeof workKinds)[number];

export interface RunTask {
  /** The task's name, with its method where that matters: what observations of finished runs are filed under. */
  key: string;
  stage: Stage;
  method: Method | null;
  /** Work by kind, in seconds of the processor of the computer that the constants below were measured on. */
  work: Partial<Record<WorkKind, number>>;
  /** Positions of the tasks that have to be done before. */
  after: number[];
  /** Runs on the engine's own thread, beside the pool. */
  onEngine?: boolean;
}

/** Seconds of the processor that each step takes on the computer of reference (see BENCHMARKS.md). */
const unit = {
  loadLine: 1.3e-7,
  /** Cleaning and features of the whole, of the past, and what describing reads again. */
  prepareLine: 1.05e-7,
  prepareCell: 5.5e-7,
  pastLine: 1.5e-7,
  pastCell: 3e-7,
  describeLine: 2.8e-7,
  describeCell: 5e-7,
  saveCell: 2e-7,
  ruleRow: 6.4e-7,
  resampleRow: 1.3e-6,
  /** Per customer and resampling of the held-out future. */
  futureRow: 1.6e-8,
  /** Per row, epoch and weight of the network, forwards and backwards. */
  weight: 2e-10,
  /** Per row and epoch besides. */
  trainingRow: 1.6e-7,
  /** Per start, row, centre, feature and iteration. */
  centre: 2.2e-10,
  /** Per pair of rows and feature. */
  pair: 1.27e-10,
  tsneRow: 2.2e-4,
  /** Per row, component and iteration of EM, and of a look at who belongs where. */
  emRow: 1.2e-7,
  posterior: 1.2e-7,
  /** Of a GAN: per step, per step and feature; per customer and feature before it begins; to measure it. */
  ganStep: 1e-3,
  ganFeature: 2.2e-4,
  ganCell: 2.5e-6,
  ganMeasure: 0.4,
  /** What a task costs before it does anything. */
  start: 0.004,
  describeStart: 0.05,
} as const;

/** Share of the epochs allowed that a network usually needs before early stopping ends it. */
const usualEpochs: Record<Preset, number> = { fast: 0.95, balanced: 0.9, deep: 0.7 };
/** Share of the customers that were there already at the cut-off of the held-out future. */
const pastShare = 0.85;
/** Number of segments that a repetition has, as a rule. */
const usualSegments = 5;
const repeatStarts = 3;
/** What comes before the first iteration, in iterations: the seeds of K-Means, and the K-Means that EM begins from. */
const beginning = { kmeans: 2, mixture: 3 };
/** Directions that EM usually sees. */
const usualDirections = 8;
/** Share of its steps that IDEC usually needs before nobody changes any more. */
const usualDrawing = 0.8;
const futureResamples = 400;
/** Hidden layers where nothing is known: what tuning of `deep` ends with costs half or twice as much. */
const usualHidden: Record<Preset, number[]> = { fast: [64, 32], balanced: [64, 32], deep: [96, 48] };

/** Weights of an autoencoder, both halves. */
function weightsOf(features: number, layers: readonly number[]): number {
  return 2 * [features, ...layers].reduce((sum, size, i, sizes) => sum + (i === 0 ? 0 : size * sizes[i - 1]!), 0);
}

function networkSeconds(rows: number, epochs: number, features: number, layers: readonly number[]): number {
  return rows * epochs * (weightsOf(features, layers) * unit.weight + unit.trainingRow);
}

const pairSeconds = (rows: number, features: number, partitions: number): number =>
  rows * rows * (features + partitions / 2 + 3) * unit.pair;

/**
 * All tasks of a run, each after those it waits for.
 * @param tuned Encoder layers that tuning has chosen, or is likely to choose.
 */
export function runTasks(shape: RunShape, settings: RunSettings, tuned: readonly number[] | null = null): RunTask[] {
  const { lines, customers: n, features: d, effort = usualEffort } = shape;
  const { preset } = settings;
  const plan = presetPlans[preset];
  const network = (rows: number, epochs: number, of: readonly number[]): number =>
    networkSeconds(rows, epochs, d, of) * deviceFactor[settings.backend] + unit.start;
  const clusteringSeconds = (rows: number, starts: number, centres: number, features: number): number =>
    rows * starts * centres * (features + 8) * (effort.kmeans + beginning.kmeans) * unit.centre;
  const mixtureSeconds = (rows: number, components: number): number =>
    rows * components * (effort.mixture + beginning.mixture) * unit.emRow + unit.start;
  const tasks: RunTask[] = [];
  const add = (task: Omit<RunTask, 'method' | 'after'> & Partial<RunTask>): number =>
    tasks.push({ method: null, after: [], ...task }) - 1;

  const load = add({ key: 'load', stage: 'load', onEngine: true, work: { orders: lines * unit.loadLine } });
  const preparing = lines * unit.prepareLine + n * d * unit.prepareCell + 2 * unit.start;
  const prepare = add({ key: 'prepareFeatures', stage: 'prepare', work: { orders: preparing }, after: [load] });
  const { embedded: embeds, drawn: draws } = mapPlans[preset];
  const embedded = Math.min(n, settings.map === 'pca' ? draws : embeds);
  const placed = Math.max(0, Math.min(n, draws) - embedded);
  const map =
    settings.map === 'none'
      ? null
      : add({
          key: `mapCustomers:${settings.map}`,
          stage: 'map',
          work:
            settings.map === 'tsne'
              ? { tsne: embedded * unit.tsneRow }
              : { orders: embedded * d * unit.saveCell + unit.start },
          after: [prepare],
        });
  const placing = Array.from({ length: map === null ? 0 : Math.ceil(placed / placedAtOnce) }, (_, i) =>
    add({
      key: 'placeCustomers',
      stage: 'map',
      work: { silhouette: Math.min(placedAtOnce, placed - i * placedAtOnce) * embedded * (d + 4) * unit.pair },
      after: [map!],
    }),
  );
  const past = add({
    key: 'preparePast',
    stage: 'compare',
    work: { orders: lines * unit.pastLine + n * d * unit.pastCell + unit.start },
    after: [prepare],
  });

  const layers = settings.network ?? tuned ?? [...usualHidden[preset], defaultLayers(d).at(-1)!];
  const trained = settings.methods.some((method) => latentMethods.includes(method)) ? training() : null;
  /** Clusterings of the latent space, which all networks share. */
  let latent: number[] | null = null;
  const repeatedNetworks = trained === null ? [] : repeatingNetworks(trained);
  const raced = settings.methods.flatMap(race);
  const score = add({
    key: 'scorePartition',
    stage: 'compare',
    work: { silhouette: pairSeconds(silhouetteSampleFor(n, d), d, settings.methods.length) + 2 * unit.start },
    after: raced,
  });
  const describing = lines * unit.describeLine + n * d * unit.describeCell + unit.describeStart;
  const describe = add({
    key: 'describeSegments',
    stage: 'describe',
    work: { orders: describing },
    after: [score],
  });
  const all = map === null ? [describe] : [describe, map, ...placing];
  add({
    key: 'save',
    stage: 'describe',
    onEngine: true,
    work: { orders: n * d * unit.saveCell + 2 * unit.start },
    after: all,
  });
  return tasks;

  function training(): number {
    const method: Method = 'autoencoder';
    let before = [prepare];
    const { candidates, rungs, learned } = tuningFor(settings, d, n);
    const mean = (epochs: number): number =>
      candidates.reduce((sum, { layers: of }) => sum + network(learned, epochs, of), 0) / candidates.length;
    const kmeans = judgingSeconds(Math.min(learned, judgedOn));
    let left = candidates.length;
    let done = 0;
    for (const { epochs, keep } of rungs) {
      const work = { network: mean(epochs - done), kmeans };
      const key = networkKey('tryNetwork', settings);
      before = Array.from({ length: left }, () => add({ key, stage: 'train', method, work, after: before }));
      left = keep;
      done = epochs;
    }
    const { epochs } = trainingBudget(settings, n);
    const key = networkKey('trainAutoencoder', settings);
    return add({
      key,
      stage: 'train',
      method,
      work: { network: network(n, epochs * usualEpochs[preset], layers) },
      after: before,
    });
  }

  /** K-Means of whole and halves that judges a candidate of tuning. */
  function judgingSeconds(rows: number): number {
    const centres = judgedCounts(rows).reduce((sum, count) => sum + count, 0);
    return (judgeRounds + 1) * clusteringSeconds(rows, judgeStarts, centres, layers.at(-1)!);
  }

  /** K-Means for every number of segments in one space, and its repetitions; returns the repetitions. */
  function clustering(method: Method, width: number, after: number[]): number[] {
    const stage: Stage = 'compare';
    const counts = candidateCounts(n, settings.segments);
    const centres = counts.reduce((sum, count) => sum + count, 0);
    const range = add({
      key: `clusterRange:${method}`,
      stage,
      method,
      work: {
        kmeans: clusteringSeconds(n, plan.nInit, centres, width),
        silhouette: pairSeconds(Math.min(n, countSilhouetteSampleFor(width)), width, counts.length),
      },
      after,
    });
    const kmeans = clusteringSeconds(Math.min(n, bootstrapSample), repeatStarts, centres, width);
    return Array.from({ length: plan.clusteringRounds }, () =>
      add({ key: `repeatClustering:${method}`, stage, method, work: { kmeans }, after: [range] }),
    );
  }

  /** The networks of repetitions and, last, of the look back, which all latent methods share. */
  function repeatingNetworks(after: number): number[] {
    const seconds = (rows: number): number =>
      network(rows, repetitionBudget(settings, rows, d, layers).epochs * usualEpochs[preset], layers);
    const common = { stage: 'compare', method: null } as const;
    const resampled = { network: seconds(Math.min(n, bootstrapSample)) };
    const repeated = Array.from({ length: plan.methodRounds }, () =>
      add({ ...common, key: networkKey('repeatNetwork', settings), work: resampled, after: [after] }),
    );
    const work = { network: seconds(Math.min(n * pastShare, futureSample)) };
    return [...repeated, add({ ...common, key: networkKey('pastNetwork', settings), work, after: [after, past] })];
  }

  /** Gaussian mixtures for every number of segments, and their repetitions; returns the repetitions. */
  function mixtures(method: Method, directions: number, after: number[]): number[] {
    const stage: Stage = 'compare';
    const counts = candidateCounts(n, settings.segments).filter((count) => count <= mostComponents);
    const components = counts.reduce((sum, count) => sum + count, 0);
    const range = add({
      key: `mixtureRange:${method}`,
      stage,
      method,
      work: {
        orders: mixtureSeconds(Math.min(n, mixtureSample), components) + n * components * unit.posterior,
        silhouette: pairSeconds(Math.min(n, countSilhouetteSample), directions, counts.length),
      },
      after,
    });
    const orders = mixtureSeconds(Math.min(n, mixtureBootstrapSample), components);
    return Array.from({ length: plan.clusteringRounds }, () =>
      add({ key: `repeatMixture:${method}`, stage, method, work: { orders }, after: [range] }),
    );
  }

  /** What a method's repetitions wait for. */
  function fitted(method: Method): number[] {
    const stage: Stage = 'compare';
    if (method === 'rfm') {
      const orders = n * unit.ruleRow + unit.start;
      return [add({ key: 'applyRules', stage, method, work: { orders }, after: [prepare] })];
    }
    if (method === 'gmm') return mixtures(method, usualDirections, [prepare]);
    if (method === 'autoencoder-gmm') return mixtures(method, layers.at(-1)!, [trained!]);
    if (method === 'gan') return generation();
    if (method === 'kmeans') return clustering(method, d, [prepare]);
    latent ??= clustering('autoencoder', layers.at(-1)!, [trained!]);
    if (method === 'autoencoder') return latent;
    const work = {
      network: drawing(plan.clusteringSteps),
      silhouette: pairSeconds(Math.min(n, countSilhouetteSampleFor(layers.at(-1)!)), layers.at(-1)!, 1),
    };
    return [add({ key: 'trainIdec', stage, method, work, after: latent })];
  }

  /** The GAN with its clusterings, and the repetitions of these; returns the repetitions. */
  function generation(): number[] {
    const method: Method = 'gan';
    const stage: Stage = 'compare';
    const counts = candidateCounts(n, settings.segments);
    const centres = counts.reduce((sum, count) => sum + count, 0);
    const trained = add({
      key: 'trainGan',
      stage,
      method,
      work: {
        network: generating(n, plan.generativeSteps) + unit.ganMeasure,
        kmeans: clusteringSeconds(representatives, plan.nInit, centres, d),
        silhouette: pairSeconds(Math.min(n, countSilhouetteSample), d, counts.length),
      },
      after: [prepare],
    });
    const kmeans = clusteringSeconds(representatives, repeatStarts, centres, d);
    return Array.from({ length: plan.clusteringRounds }, () =>
      add({ key: 'repeatClustering:gan', stage, method, work: { kmeans }, after: [trained] }),
    );
  }

  /** Seconds in which a GAN learns; always in our kernels. */
  function generating(rows: number, steps: number): number {
    const preparing = Math.min(rows, ganSample) * d * unit.ganCell + unit.start;
    return preparing + steps * (unit.ganStep + d * unit.ganFeature);
  }

  /** Seconds in which IDEC draws the clusters of a trained network together; always in our kernels. */
  function drawing(steps: number): number {
    return networkSeconds(steps * batchSize, 1, d, layers) * usualDrawing + unit.start;
  }

  /** A method from its fit to its place on the scoreboard; returns what the scoring waits for. */
  function race(method: Method): number[] {
    if (supervisedMethods.includes(method)) return supervisedTasks(method, shape, preset, prepare, add);
    const stage: Stage = 'compare';
    const deep = latentMethods.includes(method);
    const width = deep ? layers.at(-1)! : d;
    const resampled = Math.min(n, bootstrapSample);
    const after = fitted(method);
    const fit = (rows: number): RunTask['work'] => {
      const draws = method === 'idec' ? drawing(repetitionBudget(settings, rows, d, layers).clusteringSteps) : 0;
      const mixes =
        method === 'gmm' || method === 'autoencoder-gmm'
          ? mixtureSeconds(Math.min(rows, mixtureSample), usualSegments)
          : 0;
      const generates = method === 'gan' ? generating(rows, plan.generativeRepeatSteps) : 0;
      return {
        ...(method === 'rfm' ? {} : { kmeans: clusteringSeconds(rows, plan.nInit, usualSegments, width) }),
        ...(draws + generates > 0 ? { network: draws + generates } : {}),
        orders: rows * unit.resampleRow + unit.start + mixes,
      };
    };
    const shared = (which: number): number[] => (deep ? [repeatedNetworks.at(which)!] : []);
    const repetitions = Array.from({ length: plan.methodRounds }, (_, round) =>
      add({
        key: methodKey('repeatMethod', method),
        stage,
        method,
        work: fit(resampled),
        after: [...after, ...shared(round)],
      }),
    );
    const seen = Math.min(n * pastShare, futureSample);
    const work = fit(seen);
    work.orders = (work.orders ?? 0) + seen * futureResamples * unit.futureRow;
    const key = methodKey('foreseeFuture', method);
    return [...repetitions, add({ key, stage, method, work, after: [...after, past, ...shared(-1)] })];
  }
}

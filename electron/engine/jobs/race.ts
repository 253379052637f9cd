/** One method on the scoreboard: how many segments, how good, how stable, how well it foresees. */
import { supervisedMethods } from '../../../shared/domain.ts';
import type {
  BackendName,
  Method,
  MethodScore,
  NetworkPlan,
  PartitionScores,
  RunSettings,
  SegmentCountAdvice,
  SegmentCountScore,
  SupervisedScores,
  SyntheticReport,
} from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { meanInterval } from '../ml/metrics/interval.ts';
import type { GanCheckpoint } from '../ml/networks/gan/gan.ts';
import type { Matrix } from '../ml/types.ts';
import {
  candidateCounts,
  countSilhouetteSample,
  countSilhouetteSampleFor,
  presetPlans,
  repetitionBudget,
} from '../segmentation/presets.ts';
import { recommendCount } from '../segmentation/recommend.ts';
import { mostComponents } from '../segmentation/mixture.ts';
import type { ScoredLabels } from '../segmentation/score-candidates.ts';
import { fittedOf, rulesNeed, type FittedMethod, type MethodInput } from '../segmentation/fit-method.ts';
import type { JobContext } from './job-context.ts';
import { learnLabels, supervisedPlan } from './learn-labels.ts';
import { foresee, repeat, type RepeatedPlan } from './repeat.ts';
import type { RepeatedNetworks } from './repeated-networks.ts';
import type { PreparedPast } from './tasks/prepare-past.ts';
import type { TrainedNetwork } from './train-network.ts';
import type { WorkLedger } from './work-ledger.ts';

export interface Racer {
  context: JobContext;
  settings: RunSettings;
  input: MethodInput;
  preparingPast: Promise<PreparedPast | null>;
  choosingBackend: Promise<BackendName>;
  /** How the latent space of the run's network clusters: found once for all methods that begin from it. */
  latentFit?: Promise<Fit>;
  /** Networks of repetitions, trained once for all methods that begin from them. */
  networks: RepeatedNetworks;
  work: WorkLedger;
}

export interface RaceEntry {
  method: Method;
  score: MethodScore;
  countAdvice: SegmentCountAdvice;
  countScores: SegmentCountScore[];
  /** null when the method failed. */
  outcome: {
    labels: Int32Array;
    nSegments: number;
    fitted: FittedMethod;
    /** Mean Jaccard overlap of each segment with its counterparts in repetitions. */
    overlap: Float64Array | null;
    synthetic: SyntheticReport | null;
    /** What may be compared with known labels: `labels`, or of supervised methods what was said without seeing them. */
    judged: Int32Array;
  } | null;
  failure: AppError | null;
}

export interface Fit {
  labels: Int32Array;
  nSegments: number;
  fitted: FittedMethod;
  own: PartitionScores | null;
  countAdvice: SegmentCountAdvice;
  countScores: SegmentCountScore[];
  layers: number[];
  /** Of the generative method. */
  synthetic?: SyntheticReport;
  /**
   * Of supervised methods: what the method itself says of every customer, the same of labelled customers by a fit that
   * had not seen them, and the scores of that.
   */
  supervised?: { predicted: Int32Array; unseen: Int32Array; scores: SupervisedScores };
}

/** Runs one method to its place on the scoreboard. Only cancelling throws: a method that fails says why on its row. */
export async function raceMethod(
  method: Method,
  racer: Racer,
  training: Promise<TrainedNetwork | null> | null,
): Promise<RaceEntry> {
  const busy = { seconds: 0 };
  const onBusy = (seconds: number): void => void (busy.seconds += seconds);
  try {
    const network = await training;
    if (network) busy.seconds += network.seconds;
    const fit = await fitOnce(method, network, racer, onBusy);
    const plan = await planOf(method, fit, racer, network);
    const [repetitions, futureValue] = await Promise.all([
      repeat(plan, fit, racer, onBusy),
      foresee(plan, racer, onBusy),
    ]);
    const sizes = new Array<number>(fit.nSegments).fill(0);
    for (const label of fit.labels) sizes[label]!++;
    return {
      method,
      countAdvice: fit.countAdvice,
      countScores: fit.countScores,
      outcome: {
        ...{ labels: fit.labels, nSegments: fit.nSegments, fitted: fit.fitted, overlap: repetitions.overlap },
        synthetic: fit.synthetic ?? null,
        judged: fit.supervised?.unseen ?? fit.labels,
      },
      failure: null,
      score: {
        method,
        status: 'ok',
        nSegments: fit.nSegments,
        common: null,
        own: fit.own,
        stability: repetitions.stability,
        futureValue,
        ...(fit.supervised ? { supervised: fit.supervised.scores } : {}),
        sizes: sizes.sort((a, b) => b - a),
        seconds: busy.seconds,
      },
    };
  } catch (thrown) {
    const failure = AppError.from(thrown);
    if (failure.code === 'cancelled') throw failure;
    return failed(method, failure, busy.seconds);
  }
}

function fitOnce(
  method: Method,
  network: TrainedNetwork | null,
  racer: Racer,
  onBusy: (seconds: number) => void,
): Promise<Fit> {
  if (method === 'rfm') return applyRules(racer, onBusy);
  if (supervisedMethods.includes(method)) return learnLabels(method, racer, onBusy);
  if (method === 'gmm') return fitMixtures(method, null, racer, onBusy);
  if (method === 'gan') return clusterSynthetic(racer, onBusy);
  if (!network) return cluster(method, null, racer, onBusy);
  if (method === 'autoencoder-gmm') return fitMixtures(method, network, racer, onBusy);
  // Whichever of the two comes first pays for it.
  racer.latentFit ??= cluster('autoencoder', network, racer, onBusy);
  return method === 'idec' ? drawTogether(network, racer, onBusy) : racer.latentFit;
}

function failed(method: Method, failure: AppError, seconds: number): RaceEntry {
  const { reason } = failure.details;
  return {
    method,
    failure,
    outcome: null,
    countScores: [],
    countAdvice: { recommended: 0, reason: 'fixed_rules', silhouette: NaN, stability: NaN },
    score: {
      method,
      status: 'failed',
      failure: { code: failure.code, ...(reason ? { reason } : {}) },
      nSegments: 0,
      ...{ common: null, own: null, stability: null, futureValue: null, sizes: [] },
      seconds,
    },
  };
}

async function applyRules({ context, input, work }: Racer, onBusy: (seconds: number) => void): Promise<Fit> {
  const { model, labels } = await context.pool.run(
    'applyRules',
    { values: rulesNeed(input) },
    { cancel: context.cancel, ...work.follow('applyRules', { onBusy }) },
  );
  const present = [...new Set(labels)].sort((a, b) => a - b);
  const nSegments = Math.max(...present) + 1;
  return {
    labels,
    nSegments,
    fitted: fittedOf('rfm', { rfm: model }),
    own: null,
    countAdvice: { recommended: present.length, reason: 'fixed_rules', silhouette: NaN, stability: NaN },
    countScores: [],
    layers: [],
  };
}

/** K-Means for every number of segments in the method's own space, repeated for stability; then the number is chosen. */
async function cluster(
  method: Method,
  network: TrainedNetwork | null,
  { context, settings, input, work }: Racer,
  onBusy: (seconds: number) => void,
): Promise<Fit> {
  const { pool, cancel } = context;
  const { seed } = settings;
  const plan = presetPlans[settings.preset];
  const space: Matrix = network ? network.latent : input.treated;
  const counts = candidateCounts(space.nSamples, settings.segments);
  const candidates = await pool.run(
    'clusterRange',
    {
      ...{ space, counts, nInit: plan.nInit, seed, label: method },
      silhouetteSample: countSilhouetteSampleFor(space.nFeatures),
    },
    { cancel, ...work.follow(`clusterRange:${method}`, { onBusy }) },
  );
  const references = candidates.map((candidate) => candidate.labels);
  const agreements = await Promise.all(
    Array.from({ length: plan.clusteringRounds }, (_, round) =>
      pool.run(
        'repeatClustering',
        { space, counts, references, seed, label: `${method}:round ${round}` },
        { cancel, ...work.follow(`repeatClustering:${method}`, { onBusy }) },
      ),
    ),
  );
  const countScores = countScoresOf(candidates, agreements);
  const countAdvice = recommendCount(countScores, settings.segments);
  const chosen = candidates.find(({ nSegments }) => nSegments === countAdvice.recommended)!;
  return {
    labels: chosen.labels,
    nSegments: chosen.nSegments,
    fitted: fittedOf(method, { autoencoder: network?.model ?? null, kmeans: chosen.model }),
    own: chosen.scores,
    countAdvice,
    countScores,
    layers: network?.plan.layers ?? [],
  };
}

function countScoresOf(
  candidates: readonly (ScoredLabels & { nSegments: number })[],
  /** Per repetition, agreement for each candidate. */
  agreements: readonly number[][],
): SegmentCountScore[] {
  return candidates.map(({ nSegments, scores, smallestShare }, i) => ({
    nSegments,
    ...scores,
    stability: meanInterval(agreements.map((round) => round[i]!)),
    smallestShare,
  }));
}

/** A Gaussian mixture for every number of segments in the method's own space, repeated for stability. */
async function fitMixtures(
  method: Method,
  network: TrainedNetwork | null,
  { context, settings, input, work }: Racer,
  onBusy: (seconds: number) => void,
): Promise<Fit> {
  const { pool, cancel } = context;
  const { seed } = settings;
  const plan = presetPlans[settings.preset];
  const within = network?.latent ?? input.treated;
  const counts = candidateCounts(within.nSamples, settings.segments).filter(
    (count) => count <= mostComponents || count === settings.segments,
  );
  const { pca, space, candidates } = await pool.run(
    'mixtureRange',
    {
      ...{ within, latent: network !== null, counts, nInit: plan.nInit, seed, label: method },
      silhouetteSample: countSilhouetteSample,
    },
    { cancel, ...work.follow(`mixtureRange:${method}`, { onBusy }) },
  );
  const references = candidates.map(({ labels }) => labels);
  const agreements = await Promise.all(
    Array.from({ length: plan.clusteringRounds }, (_, round) =>
      pool.run(
        'repeatMixture',
        { space, counts, references, seed, label: `${method}:round ${round}` },
        { cancel, ...work.follow(`repeatMixture:${method}`, { onBusy }) },
      ),
    ),
  );
  const countScores = countScoresOf(candidates, agreements);
  const countAdvice = recommendCount(countScores, settings.segments);
  const chosen = candidates.find(({ nSegments }) => nSegments === countAdvice.recommended)!;
  return {
    labels: chosen.labels,
    nSegments: chosen.nSegments,
    fitted: fittedOf(method, { autoencoder: network?.model ?? null, mixture: { pca, mixture: chosen.model } }),
    own: chosen.scores,
    ...{ countAdvice, countScores, layers: network?.plan.layers ?? [] },
  };
}

/** K-Means of synthetic customers for every number of segments, repeated for stability, scored on the real ones. */
async function clusterSynthetic(racer: Racer, onBusy: (seconds: number) => void): Promise<Fit> {
  const { context, settings, input, work } = racer;
  const { pool, cancel } = context;
  const { seed } = settings;
  const plan = presetPlans[settings.preset];
  const { synthetic, candidates, report } = await pool.run(
    'trainGan',
    {
      ...{ space: input.treated, counts: candidateCounts(input.treated.nSamples, settings.segments), seed },
      ...{ steps: plan.generativeSteps, nInit: plan.nInit, silhouetteSample: countSilhouetteSample },
      checkpoint: context.checkpoint.load<GanCheckpoint>('gan'),
    },
    {
      cancel,
      ...work.follow('trainGan', { onBusy }),
      onEvent: (checkpoint) => context.checkpoint.save('gan', checkpoint),
    },
  );
  const counts = candidates.map(({ nSegments }) => nSegments);
  const references = candidates.map(({ syntheticLabels }) => syntheticLabels);
  const agreements = await Promise.all(
    Array.from({ length: plan.clusteringRounds }, (_, round) =>
      pool.run(
        'repeatClustering',
        { space: synthetic, counts, references, seed, label: `gan:round ${round}` },
        { cancel, ...work.follow('repeatClustering:gan', { onBusy }) },
      ),
    ),
  );
  const countScores = countScoresOf(candidates, agreements);
  const countAdvice = recommendCount(countScores, settings.segments);
  const chosen = candidates.find(({ nSegments }) => nSegments === countAdvice.recommended)!;
  return {
    labels: chosen.labels,
    nSegments: chosen.nSegments,
    fitted: fittedOf('gan', { kmeans: chosen.model }),
    own: chosen.scores,
    ...{ countAdvice, countScores, layers: [], synthetic: report },
  };
}

/** IDEC: takes the number of segments that the network's latent space has, and draws them together. */
async function drawTogether(network: TrainedNetwork, racer: Racer, onBusy: (seconds: number) => void): Promise<Fit> {
  const { context, settings, input, work } = racer;
  const plan = presetPlans[settings.preset];
  const start = await racer.latentFit!;
  const { model, labels, scores } = await context.pool.run(
    'trainIdec',
    {
      space: input.treated,
      autoencoder: network.model,
      nSegments: start.nSegments,
      nInit: plan.nInit,
      steps: plan.clusteringSteps,
      silhouetteSample: countSilhouetteSampleFor(network.latent.nFeatures),
      seed: settings.seed,
    },
    { cancel: context.cancel, ...work.follow('trainIdec', { onBusy }) },
  );
  return {
    ...start,
    labels,
    fitted: fittedOf('idec', model),
    own: scores,
  };
}

async function planOf(method: Method, fit: Fit, racer: Racer, network: TrainedNetwork | null): Promise<RepeatedPlan> {
  const { settings, input, choosingBackend } = racer;
  const preset = presetPlans[settings.preset];
  const { nSamples, nFeatures } = input.treated;
  if (fit.supervised) return supervisedPlan(method, fit.nSegments, racer);
  return {
    method,
    nSegments: fit.nSegments,
    nInit: preset.nInit,
    layers: fit.layers,
    training: network ? trainingOf(network.plan) : undefined,
    classifierEpochs: 0,
    clusteringSteps: repetitionBudget(settings, nSamples, nFeatures, fit.layers).clusteringSteps,
    generativeSteps: preset.generativeRepeatSteps,
    backend: await choosingBackend,
  };
}

function trainingOf({ noise, noiseKind, learningRate }: NetworkPlan): NonNullable<RepeatedPlan['training']> {
  return { noise, learningRate, ...(noiseKind ? { noiseKind } : {}) };
}

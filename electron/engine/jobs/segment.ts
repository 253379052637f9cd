/** The segmentation job: load -> prepare -> race the methods -> recommend -> describe -> save. */
import { latentMethods, supervisedMethods } from '../../../shared/domain.ts';
import type {
  KnownLabels,
  LeafRule,
  Method,
  MethodScore,
  RunReport,
  RunSettings,
  StageSeconds,
} from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Recipe } from '../../../shared/orders.ts';
import { personalColumns } from '../../../shared/formula/resolve.ts';
import { featureChoice } from '../../../shared/settings.ts';
import { externalScores } from '../segmentation/external-scores.ts';
import { load } from '../segmentation/estimate/machine-pace.ts';
import { usualFeatures } from '../segmentation/estimate/run-tasks.ts';
import type { FittedMethod, MethodInput } from '../segmentation/fit-method.ts';
import { learnableLabels, type LearnableLabels } from '../segmentation/known-labels.ts';
import {
  encodeModel,
  modelVersion,
  namedModel,
  rawFeatures,
  rfmValues,
  treatmentOf,
  type SegmentationModel,
} from '../segmentation/model.ts';
import { fewestCustomers, futureSample, silhouetteSampleFor } from '../segmentation/presets.ts';
import { callAfterLabels } from '../insight/label-names.ts';
import { recommendMethod } from '../segmentation/recommend.ts';
import { loadOrders, getDataset } from '../workspace/datasets.ts';
import { finishRun, getRun, type RacedMethod } from '../workspace/runs.ts';
import { standWhilePaused } from './cancel.ts';
import { drawMap } from './draw-map.ts';
import type { JobContext } from './job-context.ts';
import { raceMethod, type RaceEntry, type Racer } from './race.ts';
import { createRepeatedNetworks } from './repeated-networks.ts';
import { partCustomers } from './left-out.ts';
import { findLabels } from './find-labels.ts';
import { leafRules } from './learn-labels.ts';
import { trainNetwork, type TrainedNetwork, type TrainingStory } from './train-network.ts';

/** Computes and saves the run `context.subjectId` of a data set. */
export async function segment(
  params: { datasetId: number; settings: RunSettings; importSeconds: number; recipe?: Recipe },
  context: JobContext,
): Promise<void> {
  const { settings } = params;
  const { workspace, pool, cancel } = context;
  const { seed, period = {} } = settings;
  // The rules may be switched while the run goes on, or before it is taken up again: it keeps those it began with.
  // Files may be read into the data set meanwhile: the run is of the content that it was asked of.
  const { contentId } = getRun(workspace.db, context.subjectId);
  const stored = getDataset(workspace.db, contentId);
  const dataset = { ...stored, recipe: params.recipe ?? stored.recipe };
  const begunWith = context.pace.known();
  const felt = context.pace.felt();
  const work = context.planWork({
    shape: { lines: dataset.lines, customers: dataset.customers, features: usualFeatures },
    settings,
    threads: pool.size,
  });
  const startedAt = context.now();
  const since = (from: number): number => context.now() - from;
  const seconds: StageSeconds = {
    ...{ import: params.importSeconds, clean: 0, features: 0, train: 0, evaluate: 0, map: 0, insight: 0 },
    ...{ output: 0, total: 0 },
  };

  const orders = loadOrders(workspace.db, contentId);
  work.note('load', since(startedAt));

  const wantsNetwork = settings.methods.some((method) => latentMethods.includes(method));
  const choosingBackend = wantsNetwork
    ? context
        .trainingPool('tensorflow')
        .run('chooseBackend', { requested: settings.backend, cacheFile: context.calibrationFile }, { cancel })
    : Promise.resolve('kernels' as const);
  choosingBackend.catch(() => {});

  const prepared = await pool.run(
    'prepareFeatures',
    {
      ...{ orders, recipe: dataset.recipe, choice: featureChoice(settings), fewestCustomers },
      personal: personalColumns(dataset),
    },
    { cancel, ...work.follow('prepareFeatures') },
  );
  seconds.clean = prepared.seconds.clean;
  seconds.features = prepared.seconds.features;
  const { table, treated, preprocessing, unusual } = prepared;
  const nCustomers = table.customers.length;
  if (treated.nFeatures === 0) throw new AppError('insufficient_data', { reason: 'no_varying_feature' });
  const rfm = rfmValues(table);
  const wantsLabels = settings.methods.some((method) => supervisedMethods.includes(method));
  const toLearn = wantsLabels ? findLabels(settings.labels, { contentId, orders }, workspace.db) : null;
  const known = toLearn && learnableLabels(toLearn, table.customers);
  const raced = racingMethods(settings.methods, known !== null);
  const absent = settings.methods.filter((method) => !raced.includes(method));
  work.reshape({
    ...{ lines: dataset.lines, customers: nCustomers, features: treated.nFeatures },
    ...{ labelled: known?.labelled ?? 0, effort: prepared.effort },
  });
  // The ledger was made with the pace as it was then; so is the comparison.
  const expected = work.remaining() / load(begunWith);
  const racedAt = context.now();

  // The map needs nothing but the common space: it is drawn beside the training.
  const mapStartedAt = context.now();
  const drawingMap = drawMap(treated, settings, context, () => {}, work.follow).then((map) => {
    if (map) seconds.map = since(mapStartedAt);
    return map;
  });
  drawingMap.catch(() => {});
  const preparingPast = pool.run(
    'preparePast',
    { orders, recipe: dataset.recipe, period, definitions: table.definitions, mostCustomers: futureSample, seed },
    { cancel, ...work.follow('preparePast') },
  );
  preparingPast.catch(() => {});

  const story: TrainingStory = { curve: null, trials: [], plannedTrials: [] };
  context.tellTraining(() => ({ ...story, methods: work.methods() }));
  const input: MethodInput = {
    ...{ treated, rfm, labels: known?.codes ?? null },
    raw: raced.includes('tree') ? rawFeatures(table, preprocessing) : null,
  };
  const { learned, place } = partCustomers(input, unusual, context);
  const networks = createRepeatedNetworks({ context, settings, work, space: learned.treated });
  const racer: Racer = { context, settings, input: learned, preparingPast, choosingBackend, networks, work };
  let network: TrainedNetwork | null = null;
  const training: Promise<TrainedNetwork | null> = wantsNetwork
    ? choosingBackend.then(async (backend) => {
        const trained = await trainNetwork({ space: learned.treated, backend, settings, work, story }, context);
        seconds.train = trained.seconds;
        network = trained;
        return trained;
      })
    : Promise.resolve(null);
  training.catch(() => {});

  const evaluateStartedAt = context.now();
  const entries = await Promise.all(
    raced.map(async (method) => {
      const entry = await raceMethod(method, racer, latentMethods.includes(method) ? training : null);
      if (entry.failure) work.close({ method });
      return entry;
    }),
  );
  const good = entries.filter((entry) => entry.outcome !== null);
  if (good.length === 0) throw entries[0]!.failure!;
  await place(good);
  const common = await pool.run(
    'scorePartition',
    {
      space: treated,
      labelings: good.map((entry) => entry.outcome!.labels),
      silhouetteSample: silhouetteSampleFor(nCustomers, treated.nFeatures),
      seed,
    },
    { cancel, ...work.follow('scorePartition') },
  );
  const label = toLearn?.from === 'column' ? toLearn.label : orders.table?.label;
  good.forEach((entry, i) => {
    entry.score.common = common[i]!;
    if (label) entry.score.external = externalScores(label, table.customers, entry.outcome!.judged);
    // Rules and labels choose no number, but the reader wants to know how good theirs is.
    if (['fixed_rules', 'known_labels'].includes(entry.countAdvice.reason)) {
      entry.countAdvice.silhouette = common[i]!.silhouette;
      entry.countAdvice.stability = entry.score.stability?.mean ?? NaN;
    }
  });
  const scoreboard: MethodScore[] = entries.map((entry) => entry.score);
  seconds.evaluate = since(evaluateStartedAt);

  const methodAdvice = recommendMethod(scoreboard, settings.methods);
  const winner = entries.find((entry) => entry.method === methodAdvice.recommended)!;
  const { labels, nSegments, fitted, overlap } = winner.outcome!;
  const insightStartedAt = context.now();
  const assessing = Promise.all(
    good.map(({ method, outcome }) => {
      const segments = supervisedMethods.includes(method) ? outcome!.labels : null;
      return pool.run('assessCertainty', { fitted: outcome!.fitted, input, segments }, { cancel });
    }),
  );
  assessing.catch(() => {});
  const described = await pool.run(
    'describeSegments',
    {
      orders,
      recipe: dataset.recipe,
      period,
      table,
      treated,
      usedFeatures: prepared.pca.features,
      method: winner.method,
      labels,
      nSegments,
      overlap,
      seed,
    },
    { cancel, ...work.follow('describeSegments') },
  );
  const { order } = described;
  const profiles =
    known && supervisedMethods.includes(winner.method)
      ? callAfterLabels(described.profiles, order, known.names)
      : described.profiles;
  seconds.insight = since(insightStartedAt);

  const map = await drawingMap;
  // A pause that came after the last task holds it here.
  await standWhilePaused(cancel);
  const segments = labels.map((label) => order[label]!);
  const trained = network as TrainedNetwork | null;
  seconds.total = params.importSeconds + since(startedAt);
  const report: RunReport = {
    runId: context.subjectId,
    createdAt: context.wallClock(),
    dataset,
    cleaning: prepared.counts,
    customers: nCustomers,
    revenue: rfm && rfm.monetary.reduce((sum, value) => sum + value, 0),
    settings,
    backend: await choosingBackend,
    features: table.definitions,
    pca: prepared.pca,
    method: winner.method,
    nSegments: profiles.length,
    methodAdvice,
    countAdvice: winner.countAdvice,
    countScores: winner.countScores,
    scoreboard,
    absent: absent.map((method) => ({ method, reason: 'needs_labels' as const })),
    known: known && knownOf(known, nCustomers, leafRules(treeOf(good), prepared.pca.features, input.raw)),
    ...(unusual ? { unusual: { way: unusual.way, customers: unusual.rows.length } } : {}),
    network: trained && {
      ...trained.plan,
      curve: trained.curve,
      trials: trained.trials,
      reconstructionLoss: trained.reconstructionLoss,
    },
    synthetic: good.find(({ method }) => method === 'gan')?.outcome?.synthetic ?? null,
    segments: profiles,
    forecast: (await preparingPast)?.forecast ?? null,
    map,
    mapSegments: map && map.rows.map((row) => segments[row]!),
    adjustment: null,
    notes: [],
    seconds,
  };
  const modelOf = (own: FittedMethod): SegmentationModel => ({
    version: modelVersion,
    ...treatmentOf(dataset, period),
    definitions: table.definitions,
    preprocessing,
    fitted: own,
    ...{ order: new Int32Array(0), segments: [], base: [], refinements: [], movedByHand: 0 },
  });
  const certainties = await assessing;
  const kept: RacedMethod[] = good.map(({ method, outcome, countAdvice, countScores }, i) => ({
    method,
    labels: Uint8Array.from(outcome!.labels),
    nSegments: outcome!.nSegments,
    countAdvice,
    countScores,
    overlap: outcome!.overlap,
    probabilities: certainties[i]!,
    model: encodeModel(modelOf(outcome!.fitted)),
  }));
  const savedFrom = context.now();
  finishRun(workspace.db, {
    runId: context.subjectId,
    report,
    customers: table.customers,
    segments,
    probabilities: certainties[good.indexOf(winner)]!,
    method: winner.method,
    model: encodeModel(namedModel(modelOf(fitted), order, profiles)),
    raced: kept,
  });
  work.note('save', since(savedFrom));
  // From the race on, as the seconds of loading depend on what the system still holds in memory.
  if (!context.resumed) context.pace.learn({ tasks: work.ratios(), run: felt ? since(racedAt) / expected : null });
}

/**
 * The methods that have what they need. Supervised ones stay out of the race where no label is known.
 * @throws AppError `insufficient_data` (`needs_labels`) where none is left
 */
function racingMethods(wanted: readonly Method[], areLabelled: boolean): Method[] {
  const racing = wanted.filter((method) => areLabelled || !supervisedMethods.includes(method));
  if (racing.length === 0) throw new AppError('insufficient_data', { reason: 'needs_labels' });
  return racing;
}

const treeOf = (entries: readonly RaceEntry[]): Pick<FittedMethod, 'tree'> =>
  entries.find(({ method }) => method === 'tree')?.outcome?.fitted ?? {};

function knownOf(learned: LearnableLabels, customers: number, rules: LeafRule[] | null): KnownLabels {
  const { from, source, names, labelled, rare } = learned;
  return { from, source, names, labelled, completed: customers - labelled, rare, rules };
}

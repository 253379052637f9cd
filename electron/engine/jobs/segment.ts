/** The segmentation job: load -> prepare -> race the methods -> recommend -> describe -> save. */
import { latentMethods } from '../../../shared/domain.ts';
import type { MethodScore, RunReport, RunSettings, StageSeconds } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Recipe } from '../../../shared/orders.ts';
import { featureChoice } from '../../../shared/settings.ts';
import { externalScores } from '../segmentation/external-scores.ts';
import { load } from '../segmentation/estimate/machine-pace.ts';
import { usualFeatures } from '../segmentation/estimate/run-tasks.ts';
import type { FittedMethod } from '../segmentation/fit-method.ts';
import { encodeModel, modelVersion, namedModel, rfmValues, type SegmentationModel } from '../segmentation/model.ts';
import { fewestCustomers, futureSample, silhouetteSampleFor } from '../segmentation/presets.ts';
import { recommendMethod } from '../segmentation/recommend.ts';
import { loadOrders, getDataset } from '../workspace/datasets.ts';
import { finishRun, type RacedMethod } from '../workspace/runs.ts';
import { standWhilePaused } from './cancel.ts';
import { drawMap } from './draw-map.ts';
import type { JobContext } from './job-context.ts';
import { raceMethod, type Racer } from './race.ts';
import { trainNetwork, type TrainedNetwork, type TrainingStory } from './train-network.ts';

/** Computes and saves the run `context.subjectId` of a data set. */
export async function segment(
  params: { datasetId: number; settings: RunSettings; importSeconds: number; recipe?: Recipe },
  context: JobContext,
): Promise<void> {
  const { settings, datasetId } = params;
  const { workspace, pool, cancel } = context;
  const { seed } = settings;
  // The rules may be switched while the run goes on, or before it is taken up again: it keeps those it began with.
  const stored = getDataset(workspace.db, datasetId);
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

  const orders = loadOrders(workspace.db, datasetId);
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
    { orders, recipe: dataset.recipe, choice: featureChoice(settings), fewestCustomers },
    { cancel, ...work.follow('prepareFeatures') },
  );
  seconds.clean = prepared.seconds.clean;
  seconds.features = prepared.seconds.features;
  const { table, treated, preprocessing } = prepared;
  const nCustomers = table.customers.length;
  if (treated.nFeatures === 0) throw new AppError('insufficient_data', { reason: 'no_varying_feature' });
  work.reshape({ lines: dataset.lines, customers: nCustomers, features: treated.nFeatures });
  // The ledger was made with the pace as it was then; so is the comparison.
  const expected = work.remaining() / load(begunWith);
  const racedAt = context.now();
  const rfm = rfmValues(table);

  // The map needs nothing but the common space: it is drawn beside the training.
  const mapStartedAt = context.now();
  const drawingMap = drawMap(treated, settings, context, () => {}, work.follow).then((map) => {
    if (map) seconds.map = since(mapStartedAt);
    return map;
  });
  drawingMap.catch(() => {});
  const preparingPast = pool.run(
    'preparePast',
    { orders, recipe: dataset.recipe, definitions: table.definitions, mostCustomers: futureSample, seed },
    { cancel, ...work.follow('preparePast') },
  );
  preparingPast.catch(() => {});

  const story: TrainingStory = { curve: null, trials: [], plannedTrials: [] };
  context.tellTraining(() => ({ ...story, methods: work.methods() }));
  const racer: Racer = { context, settings, input: { treated, rfm }, preparingPast, choosingBackend, work };
  let network: TrainedNetwork | null = null;
  const training: Promise<TrainedNetwork | null> = wantsNetwork
    ? choosingBackend.then(async (backend) => {
        const trained = await trainNetwork({ space: treated, backend, settings, work, story }, context);
        seconds.train = trained.seconds;
        network = trained;
        return trained;
      })
    : Promise.resolve(null);
  training.catch(() => {});

  const evaluateStartedAt = context.now();
  const entries = await Promise.all(
    settings.methods.map(async (method) => {
      const entry = await raceMethod(method, racer, latentMethods.includes(method) ? training : null);
      if (entry.failure) work.close({ method });
      return entry;
    }),
  );
  const good = entries.filter((entry) => entry.outcome !== null);
  if (good.length === 0) throw entries[0]!.failure!;
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
  const label = orders.table?.label;
  good.forEach((entry, i) => {
    entry.score.common = common[i]!;
    if (label) entry.score.external = externalScores(label, table.customers, entry.outcome!.labels);
    // Rules choose no number, but the reader wants to know how good theirs is.
    if (entry.countAdvice.reason === 'fixed_rules') {
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
    good.map(({ outcome }) => pool.run('assessCertainty', { fitted: outcome!.fitted, input: racer.input }, { cancel })),
  );
  assessing.catch(() => {});
  const { profiles, order } = await pool.run(
    'describeSegments',
    {
      orders,
      recipe: dataset.recipe,
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
    network: trained && {
      ...trained.plan,
      curve: trained.curve,
      trials: trained.trials,
      reconstructionLoss: trained.reconstructionLoss,
    },
    synthetic: good.find(({ method }) => method === 'gan')?.outcome?.synthetic ?? null,
    segments: profiles,
    map,
    mapSegments: map && map.rows.map((row) => segments[row]!),
    adjustment: null,
    notes: [],
    seconds,
  };
  const modelOf = (own: FittedMethod): SegmentationModel => ({
    version: modelVersion,
    recipe: dataset.recipe,
    definitions: table.definitions,
    preprocessing,
    fitted: own,
    ...{ order: new Int32Array(0), segments: [], base: [], refinements: [], movedByHand: 0 },
  });
  const certainties = await assessing;
  const raced: RacedMethod[] = good.map(({ method, outcome, countAdvice, countScores }, i) => ({
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
    raced,
  });
  work.note('save', since(savedFrom));
  // From the race on, as the seconds of loading depend on what the system still holds in memory.
  if (!context.resumed) context.pace.learn({ tasks: work.ratios(), run: felt ? since(racedAt) / expected : null });
}

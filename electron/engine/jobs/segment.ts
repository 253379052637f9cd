/** The segmentation job: load -> prepare -> race the methods -> recommend -> describe -> save. */
import type { MapPoints, MethodScore, RunReport, RunSettings, StageSeconds } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { fewestCustomers, futureSample, mapCustomers, silhouetteSampleFor } from '../segmentation/presets.ts';
import { load } from '../segmentation/estimate/machine-pace.ts';
import { usualFeatures } from '../segmentation/estimate/run-tasks.ts';
import { encodeModel, rfmValues, type SegmentationModel } from '../segmentation/model.ts';
import { recommendMethod } from '../segmentation/recommend.ts';
import { loadOrders, getDataset } from '../workspace/datasets.ts';
import { finishRun } from '../workspace/runs.ts';
import { standWhilePaused } from './cancel.ts';
import type { JobContext } from './job-context.ts';
import { raceMethod, type Racer } from './race.ts';
import { trainNetwork, type TrainedNetwork, type TrainingStory } from './train-network.ts';

/** Computes and saves the run `context.subjectId` of a data set. */
export async function segment(
  params: { datasetId: number; settings: RunSettings; importSeconds: number },
  context: JobContext,
): Promise<void> {
  const { settings, datasetId } = params;
  const { workspace, pool, cancel } = context;
  const { seed } = settings;
  const dataset = getDataset(workspace.db, datasetId);
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

  const wantsNetwork = settings.methods.includes('autoencoder');
  const choosingBackend = wantsNetwork
    ? context
        .trainingPool('tensorflow')
        .run('chooseBackend', { requested: settings.backend, cacheFile: context.calibrationFile }, { cancel })
    : Promise.resolve('kernels' as const);
  choosingBackend.catch(() => {});

  const prepared = await pool.run(
    'prepareFeatures',
    { orders, recipe: dataset.recipe, exclude: settings.exclude, fewestCustomers },
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
  const drawingMap: Promise<MapPoints | null> =
    settings.map === 'none'
      ? Promise.resolve(null)
      : pool
          .run(
            'mapCustomers',
            { space: treated, kind: settings.map, most: mapCustomers, seed },
            { cancel, ...work.follow(`mapCustomers:${settings.map}`) },
          )
          .then((map) => {
            seconds.map = since(mapStartedAt);
            return map;
          });
  drawingMap.catch(() => {});
  const preparingPast = pool.run(
    'preparePast',
    { orders, recipe: dataset.recipe, definitions: table.definitions, mostCustomers: futureSample, seed },
    { cancel, ...work.follow('preparePast') },
  );
  preparingPast.catch(() => {});

  const story: TrainingStory = { curve: null, trials: [], plannedTrials: 0 };
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
      const entry = await raceMethod(method, racer, method === 'autoencoder' ? training : null);
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
      silhouetteSample: silhouetteSampleFor(nCustomers),
      seed,
    },
    { cancel, ...work.follow('scorePartition') },
  );
  good.forEach((entry, i) => {
    entry.score.common = common[i]!;
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
    revenue: rfm.monetary.reduce((sum, value) => sum + value, 0),
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
      layers: trained.layers,
      curve: trained.curve,
      trials: trained.trials,
      reconstructionLoss: trained.reconstructionLoss,
    },
    segments: profiles,
    map,
    mapSegments: map && map.rows.map((row) => segments[row]!),
    seconds,
  };
  const model: SegmentationModel = {
    version: 1,
    recipe: dataset.recipe,
    definitions: table.definitions,
    preprocessing,
    fitted,
    order: withoutGaps(order),
    segments: profiles.map(({ number, kind, distinction }) => ({ number, kind, distinction })),
  };
  const savedFrom = context.now();
  finishRun(workspace.db, {
    runId: context.subjectId,
    report,
    customers: table.customers,
    segments,
    method: winner.method,
    model: encodeModel(model),
  });
  work.note('save', since(savedFrom));
  // From the race on, as the seconds of loading depend on what the system still holds in memory.
  if (!context.resumed) context.pace.learn({ tasks: work.ratios(), run: felt ? since(racedAt) / expected : null });
}

/** A rule that nobody met made no segment; a new customer who meets it joins the next one that is there. */
function withoutGaps(order: Int32Array): Int32Array {
  let next = order.findLast((position) => position >= 0) ?? 0;
  const filled = order.slice();
  for (let label = order.length - 1; label >= 0; label--) {
    if (filled[label]! < 0) filled[label] = next;
    next = filled[label]!;
  }
  return filled;
}

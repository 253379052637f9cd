/** The segmentation job: load -> prepare -> race the methods -> recommend -> describe -> save. */
import type { MapPoints, MethodScore, RunReport, RunSettings, StageSeconds } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { fewestCustomers, futureSample, silhouetteSampleFor } from '../segmentation/presets.ts';
import {
  computedSegments,
  encodeModel,
  modelVersion,
  rfmValues,
  type SegmentationModel,
} from '../segmentation/model.ts';
import { recommendMethod } from '../segmentation/recommend.ts';
import { loadOrders, getDataset } from '../workspace/datasets.ts';
import { finishRun } from '../workspace/runs.ts';
import type { JobContext } from './job-context.ts';
import { raceMethod, type Racer } from './race.ts';
import { trainNetwork, type TrainedNetwork } from './train-network.ts';

/** Customers drawn on the map at most: what a screen can show and a laptop can place in seconds. */
const mapCustomers = 6000;

const stageWeights = { load: 2, prepare: 4, train: 20, map: 25, compare: 30, describe: 4 };

/** Computes and saves the run `context.subjectId` of a data set. */
export async function segment(
  params: { datasetId: number; settings: RunSettings; importSeconds: number },
  context: JobContext,
): Promise<void> {
  const { settings, datasetId } = params;
  const { workspace, pool, cancel } = context;
  const { seed } = settings;
  const progress = context.plan(stageWeights);
  const startedAt = context.now();
  const since = (from: number): number => context.now() - from;
  const seconds: StageSeconds = {
    ...{ import: params.importSeconds, clean: 0, features: 0, train: 0, evaluate: 0, map: 0, insight: 0 },
    ...{ output: 0, total: 0 },
  };

  const dataset = getDataset(workspace.db, datasetId);
  const orders = loadOrders(workspace.db, datasetId);
  progress.done('load');

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
    { cancel, onProgress: progress.part('prepare') },
  );
  progress.done('prepare');
  seconds.clean = prepared.seconds.clean;
  seconds.features = prepared.seconds.features;
  const { table, treated, preprocessing } = prepared;
  const nCustomers = table.customers.length;
  if (treated.nFeatures === 0) throw new AppError('insufficient_data', { reason: 'no_varying_feature' });
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
            { cancel, onProgress: progress.part('map') },
          )
          .then((map) => {
            seconds.map = since(mapStartedAt);
            return map;
          });
  drawingMap.catch(() => {});
  const preparingPast = pool.run(
    'preparePast',
    { orders, recipe: dataset.recipe, definitions: table.definitions, mostCustomers: futureSample, seed },
    { cancel },
  );
  preparingPast.catch(() => {});

  const racer: Racer = { context, settings, input: { treated, rfm }, preparingPast, choosingBackend };
  let network: TrainedNetwork | null = null;
  const training: Promise<TrainedNetwork | null> = wantsNetwork
    ? choosingBackend.then(async (backend) => {
        const trained = await trainNetwork(
          { space: treated, backend, settings, onProgress: progress.part('train') },
          context,
        );
        progress.done('train');
        seconds.train = trained.seconds;
        network = trained;
        return trained;
      })
    : Promise.resolve(null);
  training.catch(() => {});
  if (!wantsNetwork) progress.done('train');

  const evaluateStartedAt = context.now();
  const compared = progress.part('compare');
  let finished = 0;
  const entries = await Promise.all(
    settings.methods.map(async (method) => {
      const entry = await raceMethod(method, racer, method === 'autoencoder' ? training : null);
      compared(++finished / (settings.methods.length + 1));
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
    { cancel },
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
  progress.done('compare');

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
    { cancel, onProgress: progress.part('describe') },
  );
  progress.done('describe');
  seconds.insight = since(insightStartedAt);

  const map = await drawingMap;
  progress.done('map');
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
    adjustment: null,
    notes: [],
    seconds,
  };
  const model: SegmentationModel = {
    version: modelVersion,
    recipe: dataset.recipe,
    definitions: table.definitions,
    preprocessing,
    fitted,
    order: withoutGaps(order),
    ...computedSegments(profiles),
  };
  finishRun(workspace.db, {
    runId: context.subjectId,
    report,
    customers: table.customers,
    segments,
    method: winner.method,
    model: encodeModel(model),
  });
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

import { supervisedMethods, type Method } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { featureChoice } from '../../../shared/settings.ts';
import { callAfterLabels } from '../insight/label-names.ts';
import { decodeModel, encodeModel, namedModel } from '../segmentation/model.ts';
import { getMemberships } from '../workspace/memberships.ts';
import { finishRun, getRun, getRunReport, racedMethods } from '../workspace/runs.ts';
import type { Explorer } from './explorer.ts';
import type { JobContext } from './job-context.ts';

/**
 * Describes the segments that a method found in the race of the run `from`, and saves them as the run
 * `context.subjectId`. The race itself, its scoreboard and its advice stay as they are.
 */
export async function chooseMethod(
  params: { from: number; method: Method },
  context: JobContext,
  explorer: Explorer,
): Promise<void> {
  const { db } = context.workspace;
  const progress = context.plan({ describe: 1 });
  const report = getRunReport(db, params.from);
  const raced = racedMethods(db, params.from);
  const chosen = raced.find(({ method }) => method === params.method);
  if (!chosen) throw new AppError('not_found', { reason: 'method_not_raced', method: params.method });
  const { dataset, settings } = report;
  const labels = Int32Array.from(chosen.labels);
  const described = await explorer.ask(
    { datasetId: getRun(db, params.from).contentId, ...featureChoice(settings), recipe: dataset.recipe },
    'describeHeld',
    {
      method: chosen.method,
      labels,
      nSegments: chosen.nSegments,
      overlap: chosen.overlap,
      seed: settings.seed,
    },
    { cancel: context.cancel, onProgress: progress.part('describe') },
  );
  const { order } = described;
  const isSupervised = supervisedMethods.includes(chosen.method);
  const profiles =
    isSupervised && report.known ? callAfterLabels(described.profiles, order, report.known.names) : described.profiles;
  const segments = labels.map((label) => order[label]!);
  const { map } = report;
  finishRun(db, {
    runId: context.subjectId,
    report: {
      ...report,
      runId: context.subjectId,
      createdAt: context.wallClock(),
      method: chosen.method,
      nSegments: profiles.length,
      countAdvice: chosen.countAdvice,
      countScores: chosen.countScores,
      segments: profiles,
      adjustment: null,
      notes: [],
      mapSegments: map && map.rows.map((row) => segments[row]!),
    },
    customers: getMemberships(db, params.from).customers,
    segments,
    method: chosen.method,
    probabilities: chosen.probabilities,
    model: encodeModel(namedModel(decodeModel(chosen.model), order, profiles)),
    raced,
  });
  progress.done('describe');
}

import { isDeepStrictEqual } from 'node:util';
import type { Method } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Session } from '../session.ts';
import { createRun, getRun, getRunReport, listRuns, racedMethods } from '../workspace/runs.ts';

/**
 * Makes the segments of another method of a run's race a run of their own, so that both stay and can be compared, and
 * nothing that a person made of the first is lost. Where there is such a run already, its id and no job.
 */
export function chooseMethod(
  { workspace, jobs }: Session,
  runId: number,
  method: Method,
): { jobId: number | null; runId: number } {
  const { db } = workspace;
  const run = getRun(db, runId);
  if (run.method === method) return { jobId: null, runId };
  const { settings, datasetId, contentId } = run;
  const { recipe } = getRunReport(db, runId).dataset;
  // The same data and settings give the same race: any run of it that holds this method's segments will do.
  const there = listRuns(db).find(
    (other) =>
      other.status === 'ready' &&
      other.contentId === contentId &&
      other.method === method &&
      isDeepStrictEqual(other.settings, settings) &&
      isDeepStrictEqual(getRunReport(db, other.id).dataset.recipe, recipe),
  );
  if (there) return { jobId: null, runId: there.id };
  if (!racedMethods(db, runId).some((raced) => raced.method === method)) {
    throw new AppError('not_found', { reason: 'method_not_raced', method });
  }
  const made = createRun(db, { datasetId, contentId, settings, createdAt: Date.now() });
  return { jobId: jobs.submit('choose', made, { from: runId, method }), runId: made };
}

import type { Subject } from '../jobs/explorer.ts';
import { getMemberships, membershipsKey } from '../workspace/memberships.ts';
import type { WorkspaceDatabase } from '../workspace/database.ts';
import { getRunReport } from '../workspace/runs.ts';

/**
 * A run as the explorer is asked about it: its data set as it was cleaned for this run, without the features that were
 * left out, and who belongs where. Throws `not_found` (`no_such_run`, `run_not_ready`).
 */
export function subjectOfRun(db: WorkspaceDatabase, runId: number): Subject & { run: { key: string } } {
  const { dataset, settings } = getRunReport(db, runId);
  return {
    datasetId: dataset.id,
    exclude: settings.exclude,
    recipe: dataset.recipe,
    run: { key: membershipsKey(db, runId), labels: () => getMemberships(db, runId).segments },
  };
}

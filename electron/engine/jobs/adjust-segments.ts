import type { RegroupAction } from '../../../shared/adjustment.ts';
import { appendAudit } from '../workspace/audit-log.ts';
import { addRevision, getCurrentRevision } from '../workspace/revisions.ts';
import { getRun } from '../workspace/runs.ts';
import { orCancelled } from './cancel.ts';
import type { Explorer } from './explorer.ts';
import { exploredRun } from './explored-run.ts';
import type { JobContext } from './job-context.ts';

export interface AdjustParams {
  action: RegroupAction;
}

/** The job of a change by hand: nothing is stored until all of it is computed, and then in one step. */
export async function adjustSegments({ action }: AdjustParams, context: JobContext, explorer: Explorer): Promise<void> {
  const { db } = context.workspace;
  const runId = context.subjectId;
  const progress = context.plan({ prepare: 2, adjust: 1 });
  const { id, segments, nextSegment } = getCurrentRevision(db, runId);
  const { seed } = getRun(db, runId).settings;
  const adjusted = await orCancelled(
    explorer.ask(
      exploredRun(db, runId).subject,
      'adjustSegments',
      { action, segments, nextSegment, seed },
      {
        cancel: context.cancel,
        onHolding: progress.part('prepare'),
        onProgress: (share) => {
          progress.done('prepare');
          progress.part('adjust')(share);
        },
      },
    ),
    context.cancel,
  );
  addRevision(db, runId, { ...adjusted, from: id, at: context.wallClock() });
  appendAudit(db, { time: context.wallClock(), action: 'run.adjusted', details: { run: runId, kind: action.kind } });
  progress.done('adjust');
}

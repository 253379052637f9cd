import type { AdjustAction } from '../../../shared/adjustment.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, writableSession, type EngineState } from '../engine.ts';
import { exploredRun } from '../jobs/explored-run.ts';
import { checkRegroup, editSegments, regroups, segmentOf } from '../segmentation/edit-segments.ts';
import type { Session } from '../session.ts';
import {
  addRevision,
  getCurrentRevision,
  listRevisions,
  listSegments,
  moveToRevision,
} from '../workspace/revisions.ts';

type Names =
  'segment.adjust' | 'segment.undo' | 'segment.redo' | 'segment.revert' | 'segment.history' | 'segment.rules';

export function adjustHandlers(state: EngineState): Pick<Handlers, Names> {
  function moveTo(runId: number, to: 'back' | 'forward' | number): null {
    const session = restingSession(state, runId);
    moveToRevision(session.workspace.db, runId, to);
    session.changes.publish(runId, 'segments');
    return null;
  }
  return {
    'segment.adjust': ({ runId, action }) => ({ jobId: adjust(restingSession(state, runId), runId, action) }),
    'segment.undo': ({ runId }) => moveTo(runId, 'back'),
    'segment.redo': ({ runId }) => moveTo(runId, 'forward'),
    'segment.revert': ({ runId, position }) => moveTo(runId, position),
    'segment.history': ({ runId }) => listRevisions(openSession(state).workspace.db, runId),
    'segment.rules': ({ runId, segment }) => {
      const { workspace, explorer } = openSession(state);
      const segments = listSegments(workspace.db, runId);
      const position = segments.indexOf(segmentOf(segments, segment));
      return explorer.ask(exploredRun(workspace.db, runId).subject, 'suggestRules', { position });
    },
  };
}

/** A session in which nothing is being done to the run's segments. Throws `conflict` (`adjusting`). */
function restingSession(state: EngineState, runId: number): Session {
  const session = writableSession(state);
  const busy = session.jobs
    .list()
    .some((job) => job.kind === 'adjust' && job.subjectId === runId && ['queued', 'running'].includes(job.status));
  if (busy) throw new AppError('conflict', { reason: 'adjusting', run: runId });
  return session;
}

/** Starts the job of a change among customers; any other change is made at once and has none. */
function adjust({ workspace, jobs, changes }: Session, runId: number, action: AdjustAction): number | null {
  const { db } = workspace;
  const current = getCurrentRevision(db, runId);
  if (regroups(action)) {
    checkRegroup(action, current.segments);
    return jobs.submit('adjust', runId, { action }, { kind: action.kind });
  }
  const edited = editSegments(action, current.segments);
  if (!edited) return null;
  const { scores, nextSegment } = current;
  addRevision(db, runId, {
    ...edited,
    ...{ scores, nextSegment, from: current.id, at: Date.now(), labels: null, refinement: null },
  });
  changes.publish(runId, 'segments');
  return null;
}

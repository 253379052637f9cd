/** What a person asks while looking at a run: who is here, how well do they fit, who moved. */
import type { SilhouettePlot } from '../../../shared/evaluation.ts';
import type { Handlers } from '../../../shared/protocol.ts';
import { exploredRun } from '../jobs/explored-run.ts';
import { openSession, writableSession, type EngineState } from '../engine.ts';
import type { Session } from '../session.ts';
import { customerNames } from '../workspace/datasets.ts';
import { getMemberships } from '../workspace/memberships.ts';
import { deleteRun, getRun } from '../workspace/runs.ts';
import { chooseMethod } from './choose-method.ts';

type Names =
  'run.delete' | 'run.chooseMethod' | 'run.silhouettes' | 'run.compare' | 'selection.describe' | 'selection.find';

export function evaluationHandlers(state: EngineState): Pick<Handlers, Names> {
  /** Silhouettes of the runs looked at, by memberships: they take seconds and stay the same. */
  const silhouettes = new WeakMap<Session, Map<string, Promise<SilhouettePlot>>>();

  return {
    'run.delete': ({ runId }) => {
      const { workspace, jobs } = writableSession(state);
      // A run that is being made is cancelled, which removes it.
      const making = jobs.list().find((job) => job.subjectId === runId && makesRun(job.kind) && isActive(job.status));
      if (making) jobs.cancel(making.id);
      else deleteRun(workspace.db, runId);
      return null;
    },
    'run.chooseMethod': ({ runId, method }) => chooseMethod(writableSession(state), runId, method),
    'run.silhouettes': ({ runId }) => {
      const session = openSession(state);
      const { subject } = exploredRun(session.workspace.db, runId);
      const known = silhouettes.get(session) ?? new Map<string, Promise<SilhouettePlot>>();
      silhouettes.set(session, known);
      const { key } = subject.run;
      const found = known.get(key);
      if (found) return found;
      const { seed } = getRun(session.workspace.db, runId).settings;
      const asked = session.explorer.fit.follow({ runId }, (report) =>
        session.explorer.ask(subject, 'measureSilhouettes', { seed }, { onProgress: report }),
      );
      known.set(key, asked);
      asked.catch(() => known.delete(key));
      return asked;
    },
    'run.compare': async ({ runId, otherId }) => {
      const { workspace, explorer } = openSession(state);
      const { db } = workspace;
      const [run, other] = [getRun(db, runId), getRun(db, otherId)];
      const { subject } = exploredRun(db, runId);
      const { customers, segments } = getMemberships(db, otherId);
      const sameData = run.contentId === other.contentId;
      const names = sameData ? null : customerNames(db, other.contentId);
      const comparison = await explorer.ask(subject, 'compareRuns', {
        nSegments: run.nSegments,
        earlier: {
          nSegments: other.nSegments,
          segments,
          customers: names ? Array.from(customers, (customer) => names[customer]!) : customers,
        },
      });
      return { runId, otherId, sameData, ...comparison };
    },
    'selection.describe': ({ runId, rows }) => {
      const { workspace, explorer } = openSession(state);
      const { nSegments } = getRun(workspace.db, runId);
      return explorer.ask(exploredRun(workspace.db, runId).subject, 'describeSelection', { rows, nSegments });
    },
    'selection.find': ({ runId, feature, low, high }) => {
      const { workspace, explorer } = openSession(state);
      return explorer.ask(exploredRun(workspace.db, runId).subject, 'selectByRule', { feature, low, high });
    },
  };
}

const makesRun = (kind: string): boolean => kind === 'segment' || kind === 'choose';
const isActive = (status: string): boolean => status === 'queued' || status === 'running';

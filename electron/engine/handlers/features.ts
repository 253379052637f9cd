import { AppError } from '../../../shared/errors.ts';
import type { Handlers } from '../../../shared/protocol.ts';
import { featureChoice } from '../../../shared/settings.ts';
import { openSession, writableSession, type EngineState } from '../engine.ts';
import { exploredRun } from '../jobs/explored-run.ts';
import { contentVersion } from '../workspace/dataset-contents.ts';
import { forgetEndedJobs } from '../workspace/jobs.ts';
import { requireReady } from './require-ready.ts';

type Names = 'features.get' | 'features.importance' | 'features.preview' | 'features.map';

export function featureHandlers(state: EngineState): Pick<Handlers, Names> {
  return {
    'features.get': (subject) => {
      const { explorer, workspace } = openSession(state);
      requireReady(workspace.db, subject.datasetId);
      return explorer.ask(subject, 'describeFeatures', {});
    },
    'features.importance': ({ outcome, seed, ...subject }) => {
      const { explorer, workspace } = openSession(state);
      const { period = {} } = subject;
      if (!('run' in outcome)) {
        requireReady(workspace.db, subject.datasetId);
        return explorer.ask(subject, 'tellImportance', { outcome, seed, period, position: -1 });
      }
      const run = exploredRun(workspace.db, outcome.run);
      const position = run.segments.findIndex(({ id }) => id === outcome.segment);
      if (position < 0) throw new AppError('not_found', { reason: 'no_such_segment', segment: outcome.segment });
      return explorer.ask(run.subject, 'tellImportance', { outcome, seed, period, position });
    },
    'features.preview': ({ feature, ...subject }) => {
      const { explorer, workspace } = openSession(state);
      requireReady(workspace.db, subject.datasetId);
      return explorer.ask(subject, 'previewFormula', { feature, others: subject.computed ?? [] });
    },
    'features.map': async ({ figures: features, ...asked }) => {
      const { explorer, jobs, maps, workspace } = openSession(state);
      requireReady(workspace.db, asked.datasetId);
      const wish = { ...asked, version: contentVersion(workspace.db, asked.datasetId) };
      const map = maps.find(wish);
      if (map) {
        const subject = { datasetId: wish.datasetId, ...featureChoice(wish) };
        const figures = await explorer.ask(subject, 'readFigures', { rows: map.rows, features });
        return { map: { ...map, figures }, jobId: null };
      }
      const isActive = (jobId: number): boolean =>
        jobs.list().some(({ id, status }) => id === jobId && (status === 'queued' || status === 'running'));
      const jobId = maps.jobFor(wish, isActive, () => {
        forgetEndedJobs(writableSession(state).workspace.db, 'map');
        return jobs.submit('map', wish.datasetId, wish);
      });
      return { map: null, jobId };
    },
  };
}

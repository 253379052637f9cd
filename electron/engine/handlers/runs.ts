import { AppError } from '../../../shared/errors.ts';
import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, writableSession, type EngineState } from '../engine.ts';
import { getDataset } from '../workspace/datasets.ts';
import { createRun, getRunReport, listRuns } from '../workspace/runs.ts';

type Names = 'run.start' | 'run.list' | 'run.report' | 'run.export' | 'model.assign' | 'sample.create';

export function runHandlers(state: EngineState): Pick<Handlers, Names> {
  const { resolveFile } = state.deps;
  return {
    'run.start': ({ datasetId, settings }) => {
      const session = writableSession(state);
      const { db } = session.workspace;
      const { status, recipe } = getDataset(db, datasetId);
      if (status !== 'ready') {
        throw new AppError('conflict', { reason: 'dataset_not_ready', dataset: datasetId });
      }
      const runId = createRun(db, { datasetId, settings, createdAt: Date.now() });
      const importSeconds = session.importSeconds.get(datasetId) ?? 0;
      const jobId = session.jobs.submit('segment', runId, { datasetId, settings, importSeconds, recipe });
      return { jobId, runId };
    },
    'run.list': () => listRuns(openSession(state).workspace.db),
    'run.report': ({ runId }) => getRunReport(openSession(state).workspace.db, runId),
    'run.export': ({ runId, folder, language, revealIds, onlyConsented }) => {
      const session = writableSession(state);
      getRunReport(session.workspace.db, runId);
      const params = { folder: resolveFile(folder), language, revealIds, onlyConsented };
      return { jobId: session.jobs.submit('export', runId, params) };
    },
    'model.assign': ({ model, files, folder, language, revealIds, period, ...reading }) => {
      const session = writableSession(state);
      const params = {
        model: resolveFile(model),
        paths: files.map(resolveFile),
        reading,
        folder: resolveFile(folder),
        ...{ language, revealIds, period },
      };
      return { jobId: session.jobs.submit('assign', 0, params) };
    },
    'sample.create': ({ folder, ...options }) => {
      const session = writableSession(state);
      return { jobId: session.jobs.submit('sample', 0, { ...options, out: resolveFile(folder) }) };
    },
  };
}

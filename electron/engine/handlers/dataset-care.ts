/** What a person does to a data set that has been read: its name, its cleaning rules, its end. */
import { AppError } from '../../../shared/errors.ts';
import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, writableSession, type EngineState } from '../engine.ts';
import { createCancelFlag } from '../jobs/cancel.ts';
import { exportRejected } from '../jobs/export-rejected.ts';
import type { Session } from '../session.ts';
import { appendAudit } from '../workspace/audit-log.ts';
import { isBeingChanged } from '../workspace/dataset-contents.ts';
import {
  deleteDataset,
  getDataset,
  loadOrders,
  renameDataset,
  saveCurrency,
  saveQuality,
  saveRecipe,
} from '../workspace/datasets.ts';
import { listRuns } from '../workspace/runs.ts';

type Names =
  | 'dataset.rename'
  | 'dataset.delete'
  | 'dataset.setRecipe'
  | 'dataset.setCurrency'
  | 'dataset.quality'
  | 'dataset.exportRejected';

export function datasetCareHandlers(state: EngineState): Pick<Handlers, Names> {
  const { resolveFile } = state.deps;
  return {
    'dataset.rename': ({ datasetId, name }) => {
      const { db } = writableSession(state).workspace;
      renameDataset(db, datasetId, name);
      return getDataset(db, datasetId);
    },
    'dataset.delete': ({ datasetId }) => {
      const session = writableSession(state);
      requireIdle(session, datasetId);
      deleteDataset(session.workspace.db, datasetId);
      session.settings.forget(datasetId);
      return null;
    },
    'dataset.setRecipe': ({ datasetId, recipe }) => {
      const { db } = writableSession(state).workspace;
      requireReady(db, datasetId);
      saveRecipe(db, datasetId, recipe);
      return getDataset(db, datasetId);
    },
    'dataset.setCurrency': ({ datasetId, currency }) => {
      const { db } = writableSession(state).workspace;
      requireReady(db, datasetId);
      saveCurrency(db, datasetId, currency);
      return getDataset(db, datasetId);
    },
    'dataset.quality': async ({ datasetId }) => {
      const session = openSession(state);
      const { db, readOnly } = session.workspace;
      const known = requireReady(db, datasetId).quality;
      if (known) return known;
      const args = { orders: loadOrders(db, datasetId), now: Date.now() / 1000 };
      const quality = await session.pool.run('surveyOrders', args, { cancel: createCancelFlag() });
      if (!readOnly) saveQuality(db, datasetId, quality);
      return quality;
    },
    'dataset.exportRejected': async ({ datasetId, folder, language, sources }) => {
      const { db, readOnly } = openSession(state).workspace;
      const dataset = requireReady(db, datasetId);
      const written = await exportRejected(dataset, resolveFile(folder), language, sources.map(resolveFile));
      if (!readOnly) appendAudit(db, { action: 'rejected.exported', details: { dataset: datasetId, ...written } });
      return written;
    },
  };
}

function requireReady(db: Session['workspace']['db'], datasetId: number): ReturnType<typeof getDataset> {
  const dataset = getDataset(db, datasetId);
  if (dataset.status !== 'ready') throw new AppError('conflict', { reason: 'dataset_not_ready', dataset: datasetId });
  return dataset;
}

/** Refuses while a job makes the data set, lists its products or computes a run of it. */
function requireIdle(session: Session, datasetId: number): void {
  const runs = new Set(
    listRuns(session.workspace.db)
      .filter((run) => run.datasetId === datasetId)
      .map(({ id }) => id),
  );
  const busy = session.jobs.list().some(({ kind, status, subjectId }) => {
    if (status !== 'queued' && status !== 'running') return false;
    return kind === 'import' || kind === 'products'
      ? subjectId === datasetId
      : (kind === 'segment' || kind === 'export') && runs.has(subjectId);
  });
  if (busy || isBeingChanged(session.workspace.db, datasetId))
    throw new AppError('conflict', { reason: 'dataset_busy', dataset: datasetId });
}

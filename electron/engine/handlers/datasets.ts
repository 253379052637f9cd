import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, writableSession, type EngineState } from '../engine.ts';
import { findDataset } from './find-dataset.ts';
import { layoutOptions } from '../ingest/layout.ts';
import { inspectFile } from '../ingest/inspect-file.ts';
import { createDataset, deleteDataset, getDataset, listDatasets } from '../workspace/datasets.ts';

type Names = 'file.inspect' | 'dataset.import' | 'dataset.find' | 'dataset.list' | 'dataset.get' | 'dataset.delete';

export function datasetHandlers(state: EngineState): Pick<Handlers, Names> {
  const { resolveFile } = state.deps;
  return {
    'file.inspect': ({ file, ...reading }) => inspectFile(resolveFile(file), layoutOptions(reading)),
    'dataset.import': ({ name, files, ...reading }) => {
      const session = writableSession(state);
      const datasetId = createDataset(session.workspace.db, { name });
      const params = { name, files: files.map(resolveFile), reading };
      const jobId = session.jobs.submit('import', datasetId, params);
      return { jobId, datasetId };
    },
    'dataset.find': ({ files, ...reading }) =>
      findDataset(openSession(state).workspace.db, files.map(resolveFile), reading),
    'dataset.list': () => listDatasets(openSession(state).workspace.db),
    'dataset.delete': ({ datasetId }) => {
      const { workspace, settings } = writableSession(state);
      deleteDataset(workspace.db, datasetId);
      settings.forget(datasetId);
      return null;
    },
    'dataset.get': ({ datasetId }) => getDataset(openSession(state).workspace.db, datasetId),
  };
}

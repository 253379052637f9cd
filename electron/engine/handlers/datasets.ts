import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, writableSession, type EngineState } from '../engine.ts';
import { freeMemory } from '../jobs/free-memory.ts';
import { findDataset } from './find-dataset.ts';
import { layoutOptions } from '../ingest/layout.ts';
import { inspectFile } from '../ingest/inspect-file.ts';
import { createDataset, getDataset, listDatasets } from '../workspace/datasets.ts';

type Names = 'file.inspect' | 'dataset.import' | 'dataset.find' | 'dataset.list' | 'dataset.get';

export function datasetHandlers(state: EngineState): Pick<Handlers, Names> {
  const { resolveFile } = state.deps;
  return {
    'file.inspect': ({ file, quick, ...reading }) =>
      inspectFile(resolveFile(file), layoutOptions(reading), { quick, memory: freeMemory() }),
    'dataset.import': ({ name, files, each, truth, images, ...reading }) => {
      const session = writableSession(state);
      const datasetId = createDataset(session.workspace.db, { name });
      const params = {
        name,
        files: files.map(resolveFile),
        reading,
        each,
        ...(truth === undefined ? {} : { truth: resolveFile(truth) }),
        ...(images === undefined ? {} : { images: images.map(resolveFile) }),
      };
      const jobId = session.jobs.submit('import', datasetId, params);
      return { jobId, datasetId };
    },
    'dataset.find': ({ files, each, truth, ...reading }) =>
      findDataset(
        openSession(state).workspace.db,
        files.map(resolveFile),
        files.map((_, i) => each?.[i] ?? reading),
        truth === undefined ? undefined : resolveFile(truth),
      ),
    'dataset.list': () => listDatasets(openSession(state).workspace.db),
    'dataset.get': ({ datasetId }) => getDataset(openSession(state).workspace.db, datasetId),
  };
}

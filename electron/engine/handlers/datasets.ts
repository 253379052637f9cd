import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, writableSession, type EngineState } from '../engine.ts';
import { freeMemory } from '../jobs/free-memory.ts';
import { findDataset } from './find-dataset.ts';
import { layoutOptions } from '../ingest/layout.ts';
import { inspectFile } from '../ingest/inspect-file.ts';
import { getDataset, listDatasets } from '../workspace/datasets.ts';

import { fileShape, isEmpty } from '../ingest/file-shape.ts';
import { createSubject } from '../jobs/import-dataset.ts';
import { waysToAdd, type AddWay } from '../../../shared/additions.ts';
import type { DatasetSummary, FileInspection, FileReading } from '../../../shared/domain.ts';
import { rememberedReading } from '../workspace/corrections.ts';
import type { Session } from '../session.ts';
import { AppError } from '../../../shared/errors.ts';

type Names = 'file.inspect' | 'dataset.import' | 'dataset.find' | 'dataset.list' | 'dataset.get';

export function datasetHandlers(state: EngineState): Pick<Handlers, Names> {
  const { resolveFile } = state.deps;
  return {
    'file.inspect': async ({ file, quick, ...reading }) => {
      const path = resolveFile(file);
      const found = await inspectFile(path, layoutOptions(reading), { quick, memory: freeMemory() });
      const remembered = state.session && isEmpty(reading) ? await lastReading(state.session, path, reading) : null;
      return { ...found, ...(remembered ? { remembered } : {}) };
    },
    'dataset.import': async ({ name, files, each, truth, images, remember, into, ...reading }) => {
      const session = writableSession(state);
      const { db } = session.workspace;
      if (into)
        await requireLayout(
          getDataset(db, into.datasetId),
          into.how,
          files.map(resolveFile),
          (i) => each?.[i] ?? reading,
        );
      const params = {
        name,
        files: files.map(resolveFile),
        reading,
        each,
        remember,
        ...(into ? { into } : {}),
        ...(truth === undefined ? {} : { truth: resolveFile(truth) }),
        ...(images === undefined ? {} : { images: images.map(resolveFile) }),
      };
      const subjectId = createSubject(db, params);
      const jobId = session.jobs.submit('import', subjectId, params);
      return { jobId, datasetId: into?.datasetId ?? subjectId };
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

/** What was corrected about the last file of this shape; null where nothing was, or where it does not fit this one. */
async function lastReading(
  { workspace }: Session,
  path: string,
  { part, sample }: FileReading,
): Promise<FileReading | null> {
  const shape = await fileShape(path, part);
  const kept = shape === null ? null : rememberedReading(workspace.db, shape);
  if (!kept) return null;
  try {
    await inspectFile(path, layoutOptions({ ...kept, part, sample }), { quick: true });
    return kept;
  } catch (thrown) {
    if (AppError.from(thrown).code !== 'invalid_input') throw thrown;
    return null;
  }
}

/** Refuses files that cannot be read into a data set in this way, as far as their beginning tells. */
async function requireLayout(
  dataset: DatasetSummary,
  how: AddWay,
  paths: string[],
  readingOf: (file: number) => FileReading,
): Promise<void> {
  const look = (path: string, i: number): Promise<FileInspection> =>
    inspectFile(path, layoutOptions(readingOf(i)), { quick: true });
  const found = await Promise.all(paths.map(look));
  if (!waysToAdd(dataset, found).includes(how)) {
    throw new AppError('conflict', { reason: 'layout_differs', file: found[0]!.file });
  }
}

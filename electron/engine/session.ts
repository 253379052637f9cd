/** The open workspace with its queue and threads. The engine has one at a time. */
import { join } from 'node:path';
import type { BackendName } from '../../shared/domain.ts';
import type { AppError } from '../../shared/errors.ts';
import type { DeviceSpeeds } from '../../shared/training.ts';
import { assignCustomers } from './jobs/assign-customers.ts';
import { createExplorer, type Explorer } from './jobs/explorer.ts';
import { exportRun } from './jobs/export-run.ts';
import { importDataset, type ImportParams } from './jobs/import-dataset.ts';
import { createCancelFlag } from './jobs/cancel.ts';
import { createPace, type Pace } from './jobs/pace.ts';
import { createPool, type Pool } from './jobs/pool.ts';
import { createJobQueue, type JobQueue } from './jobs/queue.ts';
import { writeSample } from './jobs/write-sample.ts';
import { segment } from './jobs/segment.ts';
import { createSettingStore, type SettingStore } from './setting-store.ts';
import { createDataset, deleteDataset } from './workspace/datasets.ts';
import { deleteRun } from './workspace/runs.ts';
import type { Workspace } from './workspace/open.ts';

export interface Session {
  workspace: Workspace;
  jobs: JobQueue;
  /** Answers about customers and runs that a person looks at. */
  explorer: Explorer;
  /** Seconds that imports of this session took, by data set. */
  importSeconds: Map<number, number>;
  settings: SettingStore;
  pace: Pace;
  /** Measures this computer, once, and how busy it is, unless its threads are at work: then what is known has to do. */
  measurePace: () => Promise<void>;
  /** How fast each compute device is here; measured once, in about half a second. */
  measureDevices: () => Promise<DeviceSpeeds>;
  close: () => Promise<void>;
}

export interface SessionDeps {
  workers: number;
  configFolder: string;
  onFailure: (error: AppError) => void;
}

export function createSession(workspace: Workspace, deps: SessionDeps): Session {
  const pool = createPool(deps.workers);
  let nativePool: Pool | null = null;
  const explorer = createExplorer(workspace);
  const importSeconds = new Map<number, number>();
  const calibrationFile = join(deps.configFolder, 'calibration.json');
  const pace = createPace(join(deps.configFolder, 'pace.json'));
  // The native library has one state per process and may be loaded by one thread only.
  const trainingPool = (backend: BackendName): Pool => {
    if (backend !== 'tensorflow') return pool;
    return (nativePool ??= createPool(1, { exclusive: true }));
  };
  const jobs = createJobQueue({
    workspace,
    pool,
    trainingPool,
    calibrationFile,
    pace,
    onThreadsChanged: () => {
      pool.reconsider();
      nativePool?.reconsider();
    },
    onFailure: deps.onFailure,
    definitions: {
      import: {
        run: async (params: ImportParams, context) => {
          const startedAt = context.now();
          await importDataset(params, context);
          importSeconds.set(context.subjectId, context.now() - startedAt);
        },
        discard: (datasetId) => deleteDataset(workspace.db, datasetId),
        // What was half read was removed when the workspace was opened.
        prepareResume: ({ params }) => createDataset(workspace.db, { name: (params as ImportParams).name }),
      },
      segment: { run: segment, discard: (runId) => deleteRun(workspace.db, runId) },
      assign: { run: assignCustomers },
      export: { run: exportRun },
      sample: { run: writeSample },
    },
  });
  return {
    workspace,
    jobs,
    explorer,
    importSeconds,
    settings: createSettingStore(workspace),
    pace,
    measurePace: async () => {
      if (jobs.list().some(({ status }) => status === 'running')) return;
      await pace.probe(pool);
      await pace.feel(pool);
    },
    measureDevices: () =>
      trainingPool('tensorflow').run('measureDevices', { cacheFile: calibrationFile }, { cancel: createCancelFlag() }),
    close: async () => {
      await jobs.close();
      await Promise.all([pool.close(), nativePool?.close(), explorer.close()]);
      workspace.close();
    },
  };
}

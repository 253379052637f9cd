/** The open workspace with its queue and threads. The engine has one at a time. */
import { join } from 'node:path';
import type { BackendName, Language, RunReport } from '../../shared/domain.ts';
import type { AppError } from '../../shared/errors.ts';
import type { EngineHost } from './host.ts';
import { createChanges, type Changes } from './changes.ts';
import { adjustSegments, type AdjustParams } from './jobs/adjust-segments.ts';
import type { DeviceSpeeds } from '../../shared/training.ts';
import { assignCustomers } from './jobs/assign-customers.ts';
import { createCancelFlag, raiseCancel } from './jobs/cancel.ts';
import { chooseMethod } from './jobs/choose-method.ts';
import { createMaps, type Maps } from './jobs/customer-maps.ts';
import { createExplorer, type Explorer } from './jobs/explorer.ts';
import { exportCustomers, type ExportCustomersParams } from './jobs/export-customers.ts';
import { exportProducts, type ExportProductsParams } from './jobs/export-products.ts';
import { exportRun } from './jobs/export-run.ts';
import { createSubject, importDataset, type ImportParams } from './jobs/import-dataset.ts';
import { createPace, type Pace } from './jobs/pace.ts';
import { createPool, type Pool } from './jobs/pool.ts';
import { createJobQueue, type JobQueue } from './jobs/queue.ts';
import { writeSample } from './jobs/write-sample.ts';
import { segment } from './jobs/segment.ts';
import { createSettingStore, type SettingStore } from './setting-store.ts';
import { discardContent } from './workspace/dataset-contents.ts';
import { deleteDataset } from './workspace/datasets.ts';
import { deleteRun } from './workspace/runs.ts';
import type { Workspace } from './workspace/open.ts';

export interface Session {
  workspace: Workspace;
  jobs: JobQueue;
  /** Threads for computing. */
  pool: Pool;
  /** Settled once the first of them is ready to read files. */
  warm: Promise<void>;
  /** Answers about customers and runs that a person looks at. */
  explorer: Explorer;
  /** What any window has changed. */
  changes: Changes;
  /** Maps of customers that were drawn to be looked at. */
  maps: Maps;
  /** Seconds that imports of this session took, by data set. */
  importSeconds: Map<number, number>;
  /** The report as HTML, drawn in another thread. Rejects with `cancelled` once the signal is aborted. */
  renderReport: (report: RunReport, language: Language, signal: AbortSignal) => Promise<string>;
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
  host: EngineHost;
  onFailure: (error: AppError) => void;
}

export function createSession(workspace: Workspace, deps: SessionDeps): Session {
  const pool = createPool(deps.workers);
  let nativePool: Pool | null = null;
  const explorer = createExplorer(workspace);
  const changes = createChanges();
  const maps = createMaps(explorer);
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
    onEnded: ({ kind, status }, seconds) => deps.host.jobEnded?.({ kind, status, seconds }),
    definitions: {
      import: {
        run: async (params: ImportParams, context) => {
          const startedAt = context.now();
          await importDataset(params, context);
          importSeconds.set(params.into?.datasetId ?? context.subjectId, context.now() - startedAt);
        },
        discard: (id) => {
          if (!discardContent(workspace.db, id)) deleteDataset(workspace.db, id);
        },
        // What was half read was removed when the workspace was opened.
        prepareResume: ({ params }) => createSubject(workspace.db, params as ImportParams),
      },
      segment: { run: segment, discard: (runId) => deleteRun(workspace.db, runId) },
      choose: {
        run: (params: Parameters<typeof chooseMethod>[0], context) => chooseMethod(params, context, explorer),
        discard: (runId) => deleteRun(workspace.db, runId),
      },
      assign: { run: assignCustomers },
      export: { run: exportRun },
      customers: {
        run: (params: ExportCustomersParams, context) => exportCustomers(params, context, explorer),
      },
      products: {
        run: (params: ExportProductsParams, context) => exportProducts(params, context, explorer),
      },
      sample: { run: writeSample },
      adjust: {
        run: async (params: AdjustParams, context) => {
          await adjustSegments(params, context, explorer);
          changes.publish(context.subjectId, 'segments');
        },
        interactive: true,
      },
      map: { run: maps.draw, interactive: true },
    },
  });
  // A thread takes a moment to start: what is done first with most workspaces should not wait for it.
  const warm = workspace.readOnly
    ? Promise.resolve()
    : pool.run('loadTasks', { names: ['importFiles'] }, { cancel: createCancelFlag() }).then(
        () => undefined,
        // Closed before it was ready; anything else will be met again by whoever needs the thread.
        () => undefined,
      );
  return {
    warm,
    workspace,
    jobs,
    pool,
    explorer,
    changes,
    maps,
    importSeconds,
    renderReport: async (report, language, signal) => {
      const cancel = createCancelFlag();
      signal.addEventListener('abort', () => raiseCancel(cancel), { once: true });
      return (await pool.run('renderReport', { report, language }, { cancel })).html;
    },
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
      await Promise.all([pool.close(), nativePool?.close(), explorer.close(), maps.close()]);
      workspace.close();
    },
  };
}

/** The loopback host: an engine, the window's files, and the contract over a WebSocket, for one person's browser. */
import type { AppError } from '../../shared/errors.ts';
import { connect, memoryPorts } from '../../shared/protocol.ts';
import { isActive } from '../../shared/training.ts';
import { createEngine } from '../engine/engine.ts';
import { createPrivateFiles } from '../files/private-files.ts';
import { resolveReference } from '../files/references.ts';
import { listWorkspaces } from '../files/workspaces.ts';
import { startHttpServer } from './http-server.ts';
import { createGrace } from './grace.ts';
import { watchReaders } from './watch-readers.ts';

const gigabyte = 1024 ** 3;
/** A reload closes a window and opens it again; on a slow day that takes its time. */
const usualGraceSeconds = 60;

export interface LocalHostOptions {
  /** Default 0: any that is free. */
  port?: number;
  /** The user's data folder, where workspaces lie. */
  home: string;
  configFolder: string;
  /** Folder of the built window. */
  rendererFolder: string;
  /** Threads to compute with; default: all processors, at most eight. */
  workers?: number;
  /** Default 8 GB. */
  mostUploadBytes?: number;
  /** How long uploads are kept after the last window closed, in case it opens again; default 60. */
  graceSeconds?: number;
  /** Hears of failures nobody expected. */
  onFailure: (error: AppError) => void;
}

export interface LocalHost {
  port: number;
  /** Where to go, with the launch token; good for one browser. */
  url: string;
  /** Stops jobs (they can be resumed), closes the workspace and removes all private files. */
  close: () => Promise<void>;
}

/** Starts everything. Rejects with the system's error where the port cannot be had. */
export async function startLocalHost(options: LocalHostOptions): Promise<LocalHost> {
  const { port = 0, home, configFolder, rendererFolder, workers, onFailure } = options;
  const { mostUploadBytes = 8 * gigabyte, graceSeconds = usualGraceSeconds } = options;
  const files = createPrivateFiles();
  const leaving = createGrace(graceSeconds, files.removeIdle);
  const engine = createEngine({
    ...(workers ? { workers } : {}),
    configFolder,
    listWorkspaces: () => listWorkspaces(home),
    resolveFile: (reference) => resolveReference(reference, { home, sources: [files] }),
    onFailure,
  });
  const [ownPort, enginePort] = memoryPorts();
  engine.attach(enginePort);
  const own = connect(ownPort);

  /** Deletes uploads when the job that reads them has ended, unless it may want to read them again. */
  function releaseAfter(jobId: number, references: string[]): void {
    const release = files.hold(references);
    const stop = own.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (job && isActive(job)) return;
      const status = job?.status;
      stop();
      // After a failure people choose other columns; an interrupted import is resumed.
      release(status === 'failed' || status === 'interrupted');
    });
  }

  let server;
  try {
    server = await startHttpServer({
      port,
      rendererFolder,
      mostUploadBytes,
      files,
      onPort: (opened) => {
        leaving.end();
        engine.attach(watchReaders(opened, releaseAfter));
      },
      onVisit: leaving.extend,
      onIdle: leaving.begin,
      onFailure,
    });
  } catch (error) {
    files.close();
    throw error;
  }
  return {
    port: server.port,
    url: `http://127.0.0.1:${server.port}/?token=${server.token}`,
    close: async () => {
      await server.close();
      leaving.end();
      await engine.close();
      own.close();
      files.close();
    },
  };
}

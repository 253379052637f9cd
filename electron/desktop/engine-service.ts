/** What runs in the engine's process, whatever started it: an engine, its private files, and the line to the host. */
import { writeFileSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';
import type { Port } from '../../shared/protocol.ts';
import { createEngine } from '../engine/engine.ts';
import type { EngineHost, JobEnding } from '../engine/host.ts';
import { createFileTokens } from '../files/file-tokens.ts';
import { createPrivateFiles } from '../files/private-files.ts';
import { resolveReference } from '../files/references.ts';
import { listWorkspaces } from '../files/workspaces.ts';
import { exchangeCalls } from './calls.ts';

export interface EngineSettings {
  /** The user's data folder, where workspaces lie. */
  home: string;
  configFolder: string;
  /** Whether the system has a key store that really protects. */
  keyStore: boolean;
  /** Threads to compute with; default: all processors, at most eight. */
  workers?: number;
}

/** What the main process may ask of the engine's. */
export interface EngineCalls {
  /** Lets a file in that the person dropped or chose; gives its reference. */
  addFile: (path: string) => string;
  /** Lets cells in that the person pasted, and keeps them as a private file; gives its reference. */
  addCells: (name: string, bytes: Uint8Array) => string;
  /** The path of an exported file; null where there is none. */
  exported: (id: string, name: string) => string | null;
  /** Somebody has a copy of an export. */
  downloaded: (id: string) => void;
  /** Stops jobs (they can be resumed), closes the workspace and removes all private files. */
  close: () => Promise<void>;
}

/** What the engine's process may ask of the main process. */
export interface MainCalls {
  wrapSecret: (secret: Uint8Array) => Promise<Uint8Array>;
  unwrapSecret: (wrapped: Uint8Array) => Promise<Uint8Array>;
  print: (html: string) => Promise<Uint8Array>;
  chooseSavePath: (name: string) => Promise<string | null>;
  reveal: (path: string) => Promise<void>;
  jobEnded: (ending: JobEnding) => void;
}

export interface EngineService {
  /** Serves a window until its port closes. */
  attach: (port: Port) => void;
}

/** Starts the engine; `main` is the port to the main process. It ends when that port closes. */
export function startEngineService(
  settings: EngineSettings,
  main: Port,
  onFailure: (error: AppError) => void,
): EngineService {
  const { home, configFolder, keyStore, workers } = settings;
  const files = createPrivateFiles();
  const tokens = createFileTokens();
  let windows = 0;

  async function close(): Promise<void> {
    await engine.close();
    files.close();
  }
  const own: EngineCalls = {
    addFile: tokens.add,
    addCells: (name, bytes) => {
      if (!(bytes instanceof Uint8Array)) throw new AppError('invalid_input', { reason: 'unknown_file' });
      const upload = files.addUpload(name);
      writeFileSync(upload.path, bytes, { mode: 0o600 });
      upload.complete();
      return upload.reference;
    },
    exported: files.exported,
    downloaded: files.downloaded,
    close,
  };
  const call = exchangeCalls<EngineCalls, MainCalls>(main, own, onFailure);
  const host: EngineHost = {
    print: (html) => call('print', html),
    chooseSavePath: (name) => call('chooseSavePath', name),
    reveal: (path) => call('reveal', path),
    // Nobody needs the answer, and a window that is gone gives none.
    jobEnded: (ending) => void call('jobEnded', ending).catch(() => {}),
    ...(keyStore
      ? {
          keyStore: {
            // A Buffer would travel as JSON.
            wrap: (secret: Uint8Array) => call('wrapSecret', new Uint8Array(secret)),
            unwrap: (wrapped: Uint8Array) => call('unwrapSecret', new Uint8Array(wrapped)),
          },
        }
      : {}),
  };
  const engine = createEngine({
    ...(workers ? { workers } : {}),
    configFolder,
    host,
    nameFile: tokens.name,
    listWorkspaces: () => listWorkspaces(home),
    resolveFile: (reference) => resolveReference(reference, { home, sources: [files, tokens] }),
    onFailure,
  });
  // Without its main process nobody could ever ask for anything again.
  main.onClose(() => void close().catch((thrown: unknown) => onFailure(AppError.from(thrown))));

  return {
    attach: (port) => {
      windows++;
      port.onClose(() => {
        if (--windows === 0) files.removeIdle();
      });
      engine.attach(port);
    },
  };
}

/** The composition root: one engine, whichever host carries its messages. */
import { availableParallelism } from 'node:os';
import type { KnownWorkspace } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { serve, type Handlers, type Port, type Publishers } from '../../shared/protocol.ts';
import { customerHandlers } from './handlers/customers.ts';
import { productHandlers } from './handlers/products.ts';
import { adjustHandlers } from './handlers/adjust.ts';
import { datasetCareHandlers } from './handlers/dataset-care.ts';
import { datasetHandlers } from './handlers/datasets.ts';
import { hostHandlers } from './handlers/host.ts';
import { evaluationHandlers } from './handlers/evaluation.ts';
import { featureHandlers } from './handlers/features.ts';
import { jobHandlers } from './handlers/jobs.ts';
import { noteHandlers } from './handlers/notes.ts';
import { runHandlers } from './handlers/runs.ts';
import { settingHandlers } from './handlers/settings.ts';
import { trainingHandlers } from './handlers/training.ts';
import { workspaceHandlers } from './handlers/workspaces.ts';
import type { EngineHost } from './host.ts';
import type { Session } from './session.ts';

export interface EngineDeps {
  /** Threads for computing; default: all processors, at most eight. */
  workers?: number;
  /** The user's configuration folder: key file, calibration. Made when needed. */
  configFolder: string;
  /** A file reference of the client to a path: the path itself where the client may name paths, a token elsewhere. */
  resolveFile: (reference: string) => string;
  /** The reverse for a place the engine learnt of by itself: what the client may call it. Default: the path. */
  nameFile?: (path: string) => string;
  /** What only the host can do; default: nothing. */
  host?: EngineHost;
  /** Workspaces to choose from; default: none. */
  listWorkspaces?: () => KnownWorkspace[];
  /** Hears of failures nobody expected. Must not write personal data; our errors hold none. */
  onFailure: (error: AppError) => void;
}

/** What handlers work with: the dependencies, and the workspace that is open at the moment. */
export interface EngineState {
  deps: Required<EngineDeps>;
  session: Session | null;
}

/** The open session; throws `conflict` when no workspace is open. */
export function openSession(state: EngineState): Session {
  if (!state.session) throw new AppError('conflict', { reason: 'no_workspace_open' });
  return state.session;
}

/** The open session for a change; throws `conflict` when it was opened read-only. */
export function writableSession(state: EngineState): Session {
  const session = openSession(state);
  if (session.workspace.readOnly) throw new AppError('conflict', { reason: 'read_only' });
  return session;
}

export interface Engine {
  /** Serves one client until its port closes; any number at a time. */
  attach: (port: Port) => void;
  /** Stops jobs (they can be resumed), closes the workspace and ends all threads. */
  close: () => Promise<void>;
}

export function createEngine(deps: EngineDeps): Engine {
  const state: EngineState = {
    deps: {
      workers: Math.min(8, availableParallelism()),
      listWorkspaces: () => [],
      nameFile: (path) => path,
      host: {},
      ...deps,
    },
    session: null,
  };
  const handlers: Handlers = {
    ...workspaceHandlers(state),
    ...datasetHandlers(state),
    ...featureHandlers(state),
    ...datasetCareHandlers(state),
    ...runHandlers(state),
    ...customerHandlers(state),
    ...productHandlers(state),
    ...evaluationHandlers(state),
    ...jobHandlers(state),
    ...hostHandlers(state),
    ...adjustHandlers(state),
    ...noteHandlers(state),
    ...trainingHandlers(state),
    ...settingHandlers(state),
  };
  const publishers: Publishers = {
    jobs: (_params, emit) => openSession(state).jobs.watch(emit),
    features: (_params, emit) => openSession(state).explorer.watch(emit),
    fit: (_params, emit) => openSession(state).explorer.fit.watch(emit),
    training: ({ jobId }, emit) => openSession(state).jobs.watchTraining(jobId, emit),
    changes: (_params, emit) => openSession(state).changes.watch(emit),
    setting: (place, emit) => openSession(state).settings.watch(place, emit),
  };
  return {
    attach: (port) => serve(port, handlers, publishers, deps.onFailure),
    close: async () => {
      await state.session?.close();
      state.session = null;
    },
  };
}

import { AppError } from '../../../shared/errors.ts';
import type { WorkspaceDatabase } from './database.ts';
import type { ScryptParameters } from './key-slots.ts';
import type { Migration } from './migrations/migrations.ts';
import type { WriterLock } from './writer-lock.ts';

/** An open workspace. Close it: the lock and the temporary one's files go with it. */
export interface Workspace {
  readonly path: string;
  /** Deleted when closed; its data key is never written anywhere. */
  readonly temporary: boolean;
  readonly readOnly: boolean;
  /** What the functions of SQL take. `rekey` replaces it: read it anew rather than keep it. */
  readonly db: WorkspaceDatabase;
  /** May be called twice. */
  close: () => void;
}

/** Only for tests: a cheaper derivation, another list of migrations. */
export interface WorkspaceInternals {
  scrypt?: ScryptParameters;
  migrations?: readonly Migration[];
}

/** What an open workspace keeps to itself. */
export interface OpenState {
  readonly path: string;
  readonly workspaceId: string;
  dataKey: Uint8Array;
  db: WorkspaceDatabase;
  /** Null when opened for reading. */
  readonly lock: WriterLock | null;
  readonly internals: WorkspaceInternals;
}

// Beside the object, not in it: no log and no message to a window can show the data key by accident.
const states = new WeakMap<Workspace, OpenState>();

/** Makes the public face of an open workspace. */
export function attach(state: OpenState, temporary: boolean, close: (state: OpenState) => void): Workspace {
  let open = true;
  const workspace: Workspace = {
    path: state.path,
    temporary,
    readOnly: state.lock === null,
    get db() {
      return state.db;
    },
    close: () => {
      if (!open) return;
      open = false;
      close(state);
    },
  };
  states.set(workspace, state);
  return workspace;
}

/** The inner state of a workspace made by `attach`. */
export function stateOf(workspace: Workspace): OpenState {
  return states.get(workspace)!;
}

/**
 * The state of a workspace that may be written.
 *
 * @throws AppError `conflict` (`opened_read_only`)
 */
export function writableState(workspace: Workspace): OpenState & { lock: WriterLock } {
  const state = stateOf(workspace);
  if (state.lock === null) throw new AppError('conflict', { reason: 'opened_read_only' });
  return state as OpenState & { lock: WriterLock };
}

/**
 * The state of a workspace whose keys can be changed.
 *
 * @throws AppError `conflict` (`opened_read_only`, `temporary_workspace`)
 */
export function keyedState(workspace: Workspace): OpenState & { lock: WriterLock } {
  if (workspace.temporary) throw new AppError('conflict', { reason: 'temporary_workspace' });
  return writableState(workspace);
}

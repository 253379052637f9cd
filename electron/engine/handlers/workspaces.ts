import type { WorkspaceStatus } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, type EngineState } from '../engine.ts';
import { createSession } from '../session.ts';
import { computerKey } from './computer-key.ts';
import { interruptOrphans } from '../workspace/jobs.ts';
import type { KeySource } from '../workspace/keys.ts';
import { createTemporaryWorkspace, createWorkspace, openWorkspace, type Workspace } from '../workspace/open.ts';
import { verifyWorkspace, workspaceInfo } from '../workspace/verify.ts';

type Names =
  | 'workspace.list'
  | 'workspace.create'
  | 'workspace.open'
  | 'workspace.temporary'
  | 'workspace.close'
  | 'workspace.info'
  | 'workspace.verify';

export function workspaceHandlers(state: EngineState): Pick<Handlers, Names> {
  function enter(workspace: Workspace): WorkspaceStatus {
    // Only the holder of the writer lock may call another's job dead.
    if (!workspace.readOnly) interruptOrphans(workspace.db);
    state.session = createSession(workspace, state.deps);
    return workspaceInfo(workspace);
  }
  function requireNone(): void {
    if (state.session) throw new AppError('conflict', { reason: 'workspace_already_open' });
  }
  /** Resolves late where a key store is asked: callers have to look again whether a workspace is open. */
  async function source(key: { kind: string }, path: string, making: boolean): Promise<KeySource> {
    return key.kind === 'local' ? computerKey(state.deps, path, making) : (key as KeySource);
  }

  return {
    'workspace.list': () => state.deps.listWorkspaces(),
    'workspace.create': async ({ path: file, key }) => {
      requireNone();
      const path = state.deps.resolveFile(file);
      const own = await source(key, path, true);
      requireNone();
      const { workspace, recoveryKey } = createWorkspace(path, { key: own });
      return { ...enter(workspace), recoveryKey };
    },
    'workspace.open': async ({ path: file, key, readOnly }) => {
      requireNone();
      const path = state.deps.resolveFile(file);
      const own = await source(key, path, false);
      requireNone();
      return enter(openWorkspace(path, { key: own, readOnly }));
    },
    'workspace.temporary': () => {
      requireNone();
      return enter(createTemporaryWorkspace());
    },
    'workspace.close': async () => {
      const session = openSession(state);
      state.session = null;
      await session.close();
      return null;
    },
    'workspace.info': () => workspaceInfo(openSession(state).workspace),
    'workspace.verify': () => verifyWorkspace(openSession(state).workspace),
  };
}

import type { WorkspaceStatus } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, type EngineState } from '../engine.ts';
import { createSession } from '../session.ts';
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
  const source = (key: { kind: string }): KeySource =>
    key.kind === 'local' ? { kind: 'local', configFolder: state.deps.configFolder } : (key as KeySource);

  return {
    'workspace.list': () => state.deps.listWorkspaces(),
    'workspace.create': ({ path, key }) => {
      requireNone();
      const { workspace, recoveryKey } = createWorkspace(state.deps.resolveFile(path), { key: source(key) });
      return { ...enter(workspace), recoveryKey };
    },
    'workspace.open': ({ path, key, readOnly }) => {
      requireNone();
      return enter(openWorkspace(state.deps.resolveFile(path), { key: source(key), readOnly }));
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

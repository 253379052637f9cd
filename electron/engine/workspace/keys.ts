import { AppError } from '../../../shared/errors.ts';
import { appendAudit } from './audit-log.ts';
import { wrapDataKey } from './key-slots.ts';
import type { KeySlotKind, KeySource, NewKeySource } from './key-source.ts';
import { readKeysFile, writeKeysFile } from './keys-file.ts';
import type { KeysFile } from './keys-file.ts';
import { keyedState } from './open-state.ts';
import type { OpenState, Workspace } from './open-state.ts';
import { makeRecoveryKey } from './recovery-key.ts';
import { withStorageErrors } from './storage-error.ts';

export type { KeySlotKind, KeySource, NewKeySource, SystemKeyProvider } from './key-source.ts';

/** Kinds of the key slots a workspace can be opened by; none for a temporary one. */
export function keySlotKinds(workspace: Workspace): KeySlotKind[] {
  return workspace.temporary ? [] : keySlotKindsAt(workspace.path);
}

/** Kinds of the key slots of the workspace at a path, open or not; none where there is no keys file. */
export function keySlotKindsAt(path: string): KeySlotKind[] {
  return [...new Set(readKeysFile(path)?.slots.map((slot) => slot.kind))];
}

/**
 * Adds a way to open the workspace, in place of an earlier one of the same kind: so a passphrase is changed. Whoever has
 * a copy of the old keys file and the old secret still gets the data key from it; `rekey` ends that too.
 *
 * @throws AppError `conflict` (`temporary_workspace`, `opened_read_only`), or what the key source throws
 */
export function addKeySlot(workspace: Workspace, source: NewKeySource): void {
  withStorageErrors(() => addSlot(keyedState(workspace), source));
}

/** Makes a recovery key, in place of an earlier one, and returns it: to be shown once, it is kept nowhere. */
export function addRecoveryKey(workspace: Workspace): string {
  return withStorageErrors(() => {
    const key = makeRecoveryKey();
    addSlot(keyedState(workspace), { kind: 'recovery', key });
    return key;
  });
}

/**
 * Takes a way to open the workspace away.
 *
 * @throws AppError `not_found` (`no_such_slot`) or `conflict` (`last_key_slot`: nobody could open it any more)
 */
export function removeKeySlot(workspace: Workspace, kind: KeySlotKind): void {
  withStorageErrors(() => {
    const state = keyedState(workspace);
    const keys = keysOf(state);
    const slots = keys.slots.filter((slot) => slot.kind !== kind);
    if (slots.length === keys.slots.length) throw new AppError('not_found', { reason: 'no_such_slot', kind });
    if (slots.length === 0) throw new AppError('conflict', { reason: 'last_key_slot' });
    writeKeysFile(state.path, { ...keys, slots });
    appendAudit(state.db, { action: 'key.removed', details: { kind } });
  });
}

/**
 * The keys file of an open workspace.
 *
 * @throws AppError `locked` (`keys_missing`): someone removed it meanwhile
 */
export function keysOf(state: OpenState): KeysFile {
  const keys = readKeysFile(state.path);
  if (!keys) throw new AppError('locked', { reason: 'keys_missing' });
  return keys;
}

function addSlot(state: OpenState, source: KeySource): void {
  const keys = keysOf(state);
  const slot = wrapDataKey(state.dataKey, source, keys.workspaceId, state.internals.scrypt);
  const others = keys.slots.filter((other) => other.kind !== source.kind);
  writeKeysFile(state.path, { ...keys, slots: [...others, slot] });
  appendAudit(state.db, { action: 'key.added', details: { kind: source.kind } });
}

import { renameSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { appendAudit } from './audit-log.ts';
import { connect, rawKey } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';
import { flushFile, flushFolder, removeDatabase } from './durable-files.ts';
import { makeDataKey, wrapDataKey } from './key-slots.ts';
import type { KeySource, NewKeySource } from './key-source.ts';
import { keysOf } from './keys.ts';
import { writeKeysFile } from './keys-file.ts';
import { copyEncrypted, removeCopies } from './migrate.ts';
import { migrations as released } from './migrations/migrations.ts';
import { keyedState } from './open-state.ts';
import type { OpenState, Workspace } from './open-state.ts';
import { makeRecoveryKey } from './recovery-key.ts';
import { withStorageErrors } from './storage-error.ts';
import { openForWriting } from './writer.ts';

/**
 * Encrypts the whole workspace anew under a new data key. Only the given sources open it afterwards, all earlier slots
 * end. The file is rewritten beside the old one and takes its place in one step; until then the keys file has slots for
 * both, so that whatever moment a crash picks, one of the given sources opens what is there.
 *
 * @param options.recovery also make a new recovery key, returned and kept nowhere (default true)
 * @throws AppError `in_use` (`open_elsewhere`: someone reads it), `conflict`, `storage`; the workspace stays as it was
 */
export function rekey(
  workspace: Workspace,
  sources: readonly [NewKeySource, ...NewKeySource[]],
  options: { recovery?: boolean } = {},
): string | null {
  return withStorageErrors(() => {
    const state = keyedState(workspace);
    const keys = keysOf(state);
    const newKey = makeDataKey();
    const recoveryKey = (options.recovery ?? true) ? makeRecoveryKey() : null;
    const all: KeySource[] = [...sources];
    if (recoveryKey) all.push({ kind: 'recovery', key: recoveryKey });
    const slots = all.map((source) => wrapDataKey(newKey, source, keys.workspaceId, state.internals.scrypt));

    const next = `${state.path}.rekey`;
    let keysTouched = false;
    state.db.close();
    try {
      const alone = openAlone(state);
      try {
        copyEncrypted(alone, next);
        changeKey(next, state.dataKey, newKey);
        keysTouched = true;
        writeKeysFile(state.path, { ...keys, slots: [...keys.slots, ...slots] });
      } finally {
        alone.close();
      }
      renameSync(next, state.path);
      flushFolder(state.path);
    } catch (thrown) {
      removeDatabase(next);
      if (keysTouched) writeKeysFile(state.path, keys);
      reopen(state);
      throw thrown;
    }
    state.dataKey = newKey;
    reopen(state);
    writeKeysFile(state.path, { ...keys, slots });
    removeCopies(state.path);
    appendAudit(state.db, { action: 'key.replaced', details: { kinds: all.map((source) => source.kind).join(' ') } });
    return recoveryKey;
  });
}

/** A connection that no other can stand beside: taking a file out of WAL mode is only possible for the last one. */
function openAlone(state: OpenState): WorkspaceDatabase {
  const db = connect(state.path, state.dataKey, { readOnly: false });
  try {
    db.pragma('busy_timeout = 0');
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = DELETE');
    return db;
  } catch (thrown) {
    db.close();
    const code = String((thrown as { code?: unknown }).code);
    if (code.startsWith('SQLITE_BUSY')) throw new AppError('in_use', { reason: 'open_elsewhere' }, { cause: thrown });
    throw thrown;
  }
}

/** Puts a file that nobody else knows under another key, and reads all of it back before it is trusted. */
function changeKey(path: string, oldKey: Uint8Array, newKey: Uint8Array): void {
  const old = connect(path, oldKey, { readOnly: false });
  try {
    old.pragma('journal_mode = OFF');
    old.pragma('synchronous = OFF');
    old.pragma(`rekey = '${rawKey(newKey)}'`);
  } finally {
    old.close();
  }
  flushFile(path);
  const fresh = connect(path, newKey, { readOnly: true });
  try {
    const found = fresh.pragma('quick_check', { simple: true });
    if (found !== 'ok') throw new AppError('storage', { reason: 'damaged' });
  } finally {
    fresh.close();
  }
}

function reopen(state: OpenState): void {
  state.db = openForWriting(state.path, state.dataKey, state.internals.migrations ?? released, false);
}

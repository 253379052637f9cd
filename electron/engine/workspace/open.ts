import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { appendAudit } from './audit-log.ts';
import { applicationId, connect } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';
import { flushFolder, removeDatabase } from './durable-files.ts';
import { keyIdOf, makeDataKey, unwrapDataKeys, wrapDataKey } from './key-slots.ts';
import type { KeySource } from './key-source.ts';
import { keysPath, readKeysFile, writeKeysFile } from './keys-file.ts';
import type { KeysFile } from './keys-file.ts';
import { refuseNewer, versionOf } from './migrate.ts';
import { migrations as released } from './migrations/migrations.ts';
import { attach } from './open-state.ts';
import type { Workspace, WorkspaceInternals } from './open-state.ts';
import { makeRecoveryKey } from './recovery-key.ts';
import { withStorageErrors } from './storage-error.ts';
import { closeState, makeDatabase, openForWriting } from './writer.ts';
import { lockWriter } from './writer-lock.ts';

export type { Workspace } from './open-state.ts';
export { createTemporaryWorkspace } from './temporary.ts';

/**
 * Makes `NAME.clientele` and `NAME.clientele.keys` and opens them for writing. `recoveryKey` is to be shown once; it is
 * kept nowhere.
 *
 * @param options.recovery also make a recovery key (default: unless `key` is the local one, which nobody forgets)
 * @throws AppError `conflict` (`workspace_exists`, `keys_exist`), `not_found` (`folder_missing`), `invalid_input`
 * (`recovery_key_is_made`), `in_use`, `storage`, or what the key source throws
 */
export function createWorkspace(
  path: string,
  options: { key: KeySource; recovery?: boolean },
  internals: WorkspaceInternals = {},
): { workspace: Workspace; recoveryKey: string | null } {
  return withStorageErrors(() => {
    if (options.key.kind === 'recovery') throw new AppError('invalid_input', { reason: 'recovery_key_is_made' });
    if (!existsSync(dirname(path))) throw new AppError('not_found', { reason: 'folder_missing' });
    refuseExisting(path);
    const dataKey = makeDataKey();
    const workspaceId = randomUUID();
    const recoveryKey = (options.recovery ?? options.key.kind !== 'local') ? makeRecoveryKey() : null;
    const sources: KeySource[] = [options.key];
    if (recoveryKey) sources.push({ kind: 'recovery', key: recoveryKey });
    const slots = sources.map((source) => wrapDataKey(dataKey, source, workspaceId, internals.scrypt));

    const lock = lockWriter(path);
    try {
      refuseExisting(path);
      const made = unfinished(path);
      removeDatabase(made);
      makeDatabase(made, dataKey, internals.migrations ?? released);
      writeKeysFile(path, { format: 'clientele-keys', version: 1, workspaceId, slots });
      renameSync(made, path);
      flushFolder(path);
      const db = openForWriting(path, dataKey, internals.migrations ?? released, false);
      appendAudit(db, { action: 'workspace.created' });
      const workspace = attach({ path, workspaceId, dataKey, db, lock, internals }, false, closeState);
      return { workspace, recoveryKey };
    } catch (thrown) {
      // Only what is certainly of this attempt: once the file has its name, it and its keys belong together.
      if (existsSync(unfinished(path))) {
        removeDatabase(unfinished(path));
        rmSync(keysPath(path), { force: true });
      }
      lock.release();
      throw thrown;
    }
  });
}

/**
 * Opens a workspace. The writer takes the lock, brings the layout up to date and removes files a crash left behind
 * (`interruptOrphans` then settles its jobs); with `readOnly` nothing of this happens and another process may write.
 *
 * @throws AppError `locked` (wrong secret, keys missing, damaged or of another file), `invalid_input`
 * (`not_a_workspace`), `in_use`, `incompatible_version` (`newer_workspace`: untouched; `older_read_only`: a writer must
 * open it once), `not_found` (`workspace_missing`), `storage`
 */
export function openWorkspace(
  path: string,
  options: { key: KeySource; readOnly?: boolean },
  internals: WorkspaceInternals = {},
): Workspace {
  return withStorageErrors(() => {
    const migrations = internals.migrations ?? released;
    if (!existsSync(path)) throw new AppError('not_found', { reason: 'workspace_missing', file: basename(path) });
    const keys = readKeysFile(path);
    if (!keys) {
      if (looksEncrypted(path)) throw new AppError('locked', { reason: 'keys_missing', file: basename(path) });
      throw new AppError('invalid_input', { reason: 'not_a_workspace', file: basename(path) });
    }
    const candidates = unwrapDataKeys(keys.slots, options.key, keys.workspaceId);
    const lock = options.readOnly ? null : lockWriter(path);
    try {
      const first = connectFirst(path, candidates, lock !== null);
      try {
        refuseNewer(versionOf(first.db), migrations.length);
        if (!lock && versionOf(first.db) < migrations.length) {
          const found = versionOf(first.db);
          throw new AppError('incompatible_version', {
            reason: 'older_read_only',
            found,
            supported: migrations.length,
          });
        }
      } catch (thrown) {
        first.db.close();
        throw thrown;
      }
      const { dataKey } = first;
      let { db } = first;
      if (lock) {
        db.close();
        tidy(path, keys, dataKey);
        db = openForWriting(path, dataKey, migrations, false);
      }
      const { workspaceId } = keys;
      return attach({ path, workspaceId, dataKey, db, lock, internals }, false, closeState);
    } catch (thrown) {
      lock?.release();
      throw thrown;
    }
  });
}

function refuseExisting(path: string): void {
  const file = basename(path);
  if (existsSync(path)) throw new AppError('conflict', { reason: 'workspace_exists', file });
  // Keys without their workspace may be the only ones of a file that was moved; those of a crashed attempt are not.
  if (existsSync(keysPath(path)) && !existsSync(unfinished(path))) {
    throw new AppError('conflict', { reason: 'keys_exist', file });
  }
}

const unfinished = (path: string): string => `${path}.creating`;

/** The first connection that reads something, and the data key that made it possible. */
function connectFirst(
  path: string,
  candidates: readonly Uint8Array[],
  mayWrite: boolean,
): { db: WorkspaceDatabase; dataKey: Uint8Array } {
  for (const dataKey of candidates) {
    // Reading leaves a file from the future as it is. Only a journal left by a crash needs a writing connection.
    for (const readOnly of mayWrite ? [true, false] : [true]) {
      let db: WorkspaceDatabase | null = null;
      try {
        db = connect(path, dataKey, { readOnly });
        if (db.pragma('application_id', { simple: true }) === applicationId) return { db, dataKey };
        db.close();
        break;
      } catch (thrown) {
        db?.close();
        const code = String((thrown as { code?: unknown }).code);
        if (code === 'SQLITE_NOTADB') break;
        if (!readOnly || !mayWrite || !code.startsWith('SQLITE_READONLY')) throw thrown;
      }
    }
  }
  const file = basename(path);
  if (looksEncrypted(path)) throw new AppError('locked', { reason: 'keys_mismatch', file });
  throw new AppError('invalid_input', { reason: 'not_a_workspace', file });
}

/**
 * Whether a file can be one of ours, by the few bytes that the cipher leaves readable: SQLite's fixed fractions and the
 * 64 bytes a page that the cipher reserves. Called only once opening has failed: see `flushFile` on open files.
 */
function looksEncrypted(path: string): boolean {
  const head = Buffer.alloc(24);
  const file = openSync(path, 'r');
  try {
    if (readSync(file, head, 0, head.length, 0) < head.length) return false;
  } finally {
    closeSync(file);
  }
  return !head.toString('latin1').startsWith('SQLite format') && head.subarray(20).equals(Buffer.of(64, 64, 32, 32));
}

/** Removes what a crash left: half a rekey, half a creation, slots of a data key that is not this file's. */
function tidy(path: string, keys: KeysFile, dataKey: Uint8Array): void {
  removeDatabase(`${path}.rekey`);
  removeDatabase(unfinished(path));
  const slots = keys.slots.filter((slot) => slot.keyId === keyIdOf(dataKey));
  if (slots.length < keys.slots.length) writeKeysFile(path, { ...keys, slots });
}

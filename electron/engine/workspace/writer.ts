import { checkpoint, connect, layOut, prepareWriter } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';
import { writeNewFile } from './durable-files.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migrations/migrations.ts';
import type { OpenState } from './open-state.ts';

/** Makes an empty, fully laid out database of mode 0600 and leaves it closed. */
export function makeDatabase(path: string, dataKey: Uint8Array, migrations: readonly Migration[]): void {
  writeNewFile(path, '');
  const db = connect(path, dataKey, { readOnly: false });
  try {
    layOut(db);
    migrate(db, null, migrations);
  } finally {
    db.close();
  }
}

/** A writing connection to a database of ours, brought to the newest layout. The caller holds the writer lock. */
export function openForWriting(
  path: string,
  dataKey: Uint8Array,
  migrations: readonly Migration[],
  temporary: boolean,
): WorkspaceDatabase {
  const db = connect(path, dataKey, { readOnly: false });
  try {
    prepareWriter(db, { temporary });
    migrate(db, temporary ? null : path, migrations);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/** Closes the connection and lets the lock go. */
export function closeState(state: OpenState): void {
  try {
    if (state.lock) settle(state.db);
  } finally {
    state.db.close();
    state.lock?.release();
  }
}

/**
 * Leaves a resting workspace as one plain file, so that it can be read from a folder or a medium that allows no writing.
 * Where a reader is at work, or the disk is full, the write-ahead log simply stays: nothing in it is lost.
 */
function settle(db: WorkspaceDatabase): void {
  try {
    db.pragma('busy_timeout = 0');
    if (checkpoint(db)) db.pragma('journal_mode = DELETE');
  } catch {
    // The next writer does it.
  }
}

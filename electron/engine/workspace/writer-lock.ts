import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { writeNewFile } from './durable-files.ts';

/** A held writer lock. */
export interface WriterLock {
  release: () => void;
}

/**
 * Takes the one writer's lock of a workspace. It is the operating system's own lock on the empty file
 * `NAME.clientele.lock`, taken through SQLite, which knows how on each system: it dies with its process however that
 * ends, and stands against other connections of the same process too. The file stays, because removing it would let
 * two writers lock two files of the same name.
 *
 * Throws `in_use` while another writer holds it.
 */
export function lockWriter(workspacePath: string): WriterLock {
  const path = `${workspacePath}.lock`;
  if (!existsSync(path)) createEmpty(path);
  const db = new Database(path, { timeout: 0 });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    db.close();
    const code = String((thrown as { code?: unknown }).code);
    if (code.startsWith('SQLITE_BUSY')) throw new AppError('in_use', { reason: 'in_use' }, { cause: thrown });
    throw thrown;
  }
  return { release: () => void db.close() };
}

function createEmpty(path: string): void {
  try {
    writeNewFile(path, '');
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code !== 'EEXIST') throw thrown;
  }
}

import { crc32 } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import { write } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';

/** Keeps the fitted model of a run, as its own encoding has it. Replaces an earlier one. */
export function saveModel(db: WorkspaceDatabase, runId: number, model: Uint8Array): void {
  write(db, () =>
    db
      .prepare('INSERT OR REPLACE INTO models (run_id, bytes, checksum, body) VALUES (?, ?, ?, ?)')
      .run(runId, model.length, crc32(model), model),
  );
}

/**
 * The model of a run, on memory of its own.
 *
 * @throws AppError `not_found` (`no_such_model`) or `storage` (`damaged`)
 */
export function getModel(db: WorkspaceDatabase, runId: number): Uint8Array {
  const row = db.prepare('SELECT body, checksum FROM models WHERE run_id = ?').get(runId) as
    { body: Buffer; checksum: number } | undefined;
  if (!row) throw new AppError('not_found', { reason: 'no_such_model', run: runId });
  if (crc32(row.body) !== row.checksum) throw new AppError('storage', { reason: 'damaged' });
  // Not a Buffer: its `slice` shares memory where a Uint8Array's copies.
  return new Uint8Array(row.body);
}

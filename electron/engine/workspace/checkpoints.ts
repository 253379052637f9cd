import { write } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';
import { checksumOf, packParts, unpackParts } from './parts.ts';

/** Replaces what a job has reached in a step, at once. `state` is plain data with typed arrays (`packParts`). */
export function saveCheckpoint(db: WorkspaceDatabase, jobId: number, step: string, state: unknown): void {
  const body = packParts(state);
  write(db, () =>
    db
      .prepare(
        'INSERT OR REPLACE INTO checkpoints (job_id, step, saved_at, bytes, checksum, body) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(jobId, step, Date.now(), body.length, checksumOf(body), body),
  );
}

/** What a job had last reached in a step; null where nothing was saved. */
export function loadCheckpoint<State = unknown>(db: WorkspaceDatabase, jobId: number, step: string): State | null {
  const body = db.prepare('SELECT body FROM checkpoints WHERE job_id = ? AND step = ?').pluck().get(jobId, step);
  return body instanceof Uint8Array ? unpackParts<State>(body) : null;
}

/** Removes the checkpoints of a job that has ended. */
export function clearCheckpoints(db: WorkspaceDatabase, jobId: number): void {
  write(db, () => db.prepare('DELETE FROM checkpoints WHERE job_id = ?').run(jobId));
}

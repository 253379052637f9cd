import type { Method } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { write } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';
import { checksumOf, packParts, unpackParts } from './parts.ts';

/** Who belongs where in a run. The arrays are parallel. */
export interface Memberships {
  method: Method;
  /** Index into the data set's customers, as in `FeatureTable.customers`. */
  customers: Int32Array;
  /** 0-based position of each customer's segment in the run's segments. */
  segments: Int32Array;
  /** How sure the method is of it, 0 to 1; null where it does not say. */
  probabilities: Float32Array | null;
}

/** Keeps the memberships of a run, in place of earlier ones. */
export function saveMemberships(db: WorkspaceDatabase, runId: number, memberships: Memberships): void {
  const { method, customers, segments, probabilities } = memberships;
  if (segments.length !== customers.length || (probabilities ?? segments).length !== customers.length) {
    throw new TypeError('The arrays of memberships differ in length');
  }
  const body = packParts({ customers, segments, probabilities });
  write(db, () =>
    db
      .prepare(
        `INSERT OR REPLACE INTO memberships (run_id, method, customer_count, bytes, checksum, body)
         VALUES (?, ?, ?, ?, ?, ?)`,
      )
      .run(runId, method, customers.length, body.length, checksumOf(body), body),
  );
}

/** @throws AppError `not_found` (`no_such_memberships`) */
export function getMemberships(db: WorkspaceDatabase, runId: number): Memberships {
  const row = db.prepare('SELECT method, body FROM memberships WHERE run_id = ?').get(runId) as
    { method: Method; body: Buffer } | undefined;
  if (!row) throw new AppError('not_found', { reason: 'no_such_memberships', run: runId });
  return { method: row.method, ...unpackParts<Omit<Memberships, 'method'>>(row.body) };
}

/** A word that changes whenever the memberships of a run do. Throws `not_found` (`no_such_memberships`). */
export function membershipsKey(db: WorkspaceDatabase, runId: number): string {
  const checksum = db.prepare('SELECT checksum FROM memberships WHERE run_id = ?').pluck().get(runId);
  if (checksum === undefined) throw new AppError('not_found', { reason: 'no_such_memberships', run: runId });
  return `${runId}:${String(checksum)}`;
}

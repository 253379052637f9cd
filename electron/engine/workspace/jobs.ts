import type { Job, JobKind, JobStatus } from '../../../shared/domain.ts';
import { AppError, type WireError } from '../../../shared/errors.ts';
import { write } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';

interface JobRow {
  id: number;
  kind: JobKind;
  status: JobStatus;
  params: string;
  stage: string;
  progress: number;
  subject_id: number;
  error: string | null;
  result: string | null;
}

const columns = 'id, kind, status, stage, progress, subject_id, error, result';

/** Queues a job with all that it needs to be taken up again. */
export function createJob(db: WorkspaceDatabase, job: { kind: JobKind; params: unknown; subjectId: number }): Job {
  return write(db, () => {
    const now = Date.now();
    const { lastInsertRowid } = db
      .prepare(
        `INSERT INTO jobs (kind, status, params, subject_id, created_at, updated_at) VALUES (?, 'queued', ?, ?, ?, ?)`,
      )
      .run(job.kind, JSON.stringify(job.params ?? null), job.subjectId, now, now);
    return getJob(db, Number(lastInsertRowid));
  });
}

/**
 * Stores a job as it is now; a paused one as running, which is what it is to whoever opens the workspace next: cut off.
 * Its progress is for the screen: store it with a change of status, each time flushes.
 *
 * @throws AppError `not_found` (`no_such_job`)
 */
export function updateJob(db: WorkspaceDatabase, job: Omit<Job, 'kind' | 'etaSeconds' | 'elapsedSeconds'>): void {
  write(db, () => {
    const { changes } = db
      .prepare(
        `UPDATE jobs SET status = ?, stage = ?, progress = ?, subject_id = ?, error = ?, result = ?, updated_at = ?
         WHERE id = ?`,
      )
      .run(
        job.status === 'paused' ? 'running' : job.status,
        job.stage,
        job.progress,
        job.subjectId,
        job.error ? JSON.stringify(job.error) : null,
        job.result ? JSON.stringify(job.result) : null,
        Date.now(),
        job.id,
      );
    if (changes === 0) throw new AppError('not_found', { reason: 'no_such_job', job: job.id });
  });
}

/** @throws AppError `not_found` (`no_such_job`) */
export function getJob(db: WorkspaceDatabase, jobId: number): Job {
  const row = db.prepare(`SELECT ${columns} FROM jobs WHERE id = ?`).get(jobId) as JobRow | undefined;
  if (!row) throw new AppError('not_found', { reason: 'no_such_job', job: jobId });
  return toJob(row);
}

/** What a job was started with. Throws `not_found` (`no_such_job`). */
export function getJobParams(db: WorkspaceDatabase, jobId: number): unknown {
  const params = db.prepare('SELECT params FROM jobs WHERE id = ?').pluck().get(jobId) as string | undefined;
  if (params === undefined) throw new AppError('not_found', { reason: 'no_such_job', job: jobId });
  return JSON.parse(params) as unknown;
}

/** Forgets the jobs of a kind that run no more: what they made is not kept, so there is nothing to look back on. */
export function forgetEndedJobs(db: WorkspaceDatabase, kind: JobKind): void {
  write(db, () => {
    db.prepare(`DELETE FROM jobs WHERE kind = ? AND status IN ('succeeded', 'failed', 'cancelled', 'interrupted')`).run(
      kind,
    );
  });
}

/** All jobs, oldest first. */
export function listJobs(db: WorkspaceDatabase): Job[] {
  return (db.prepare(`SELECT ${columns} FROM jobs ORDER BY id`).all() as JobRow[]).map(toJob);
}

/**
 * Settles what a dead writer left: a job whose data set or run had become ready has succeeded, all else that was queued
 * or running becomes `interrupted`, and data sets that were not imported to the end are removed. To be called once after opening for writing, before any job starts: only the holder of the
 * writer lock can know that no other writer is at work. A reading connection cannot do it.
 */
export function interruptOrphans(db: WorkspaceDatabase): { jobs: number; datasets: number } {
  return write(db, () => {
    // What a job makes becomes ready in one step; the writer may have died before it filed the job itself.
    db.prepare(
      `UPDATE jobs SET status = 'succeeded', progress = 1, updated_at = ? WHERE status = 'running' AND (
         (kind = 'import' AND subject_id IN (SELECT id FROM datasets WHERE status = 'ready')) OR
         (kind = 'segment' AND subject_id IN (SELECT id FROM runs WHERE status = 'ready')))`,
    ).run(Date.now());
    const jobs = db
      .prepare(
        // A change by hand is not taken up again: by then the segments may be others.
        `UPDATE jobs SET status = iif(kind = 'adjust', 'cancelled', 'interrupted'), updated_at = ?
         WHERE status IN ('queued', 'running')`,
      )
      .run(Date.now()).changes;
    return { jobs, datasets: db.prepare(`DELETE FROM datasets WHERE status = 'importing'`).run().changes };
  });
}

function toJob(row: JobRow): Job {
  const { id, kind, status, stage, progress } = row;
  const job: Job = { id, kind, status, stage, progress, etaSeconds: null, subjectId: row.subject_id };
  if (row.error) job.error = JSON.parse(row.error) as WireError;
  if (row.result) job.result = JSON.parse(row.result) as NonNullable<Job['result']>;
  return job;
}

import type { RunSummary } from '../../../shared/contract.ts';
import type { Method, RunReport, RunSettings, SegmentCountAdvice, SegmentCountScore } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { appendAudit } from './audit-log.ts';
import { giveBackSpace, write } from './database.ts';
import { dropUnusedContents } from './dataset-contents.ts';
import { withPresentCurrency } from './datasets.ts';
import type { WorkspaceDatabase } from './database.ts';
import { getMemberships, saveMemberships } from './memberships.ts';
import type { Memberships } from './memberships.ts';
import { saveModel } from './models.ts';
import { listNotes } from './notes.ts';
import { checksumOf, packParts, unpackParts } from './parts.ts';
import { getAdjustment, listSegments, saveComputed } from './revisions.ts';

/** What a method of the race found that was not chosen: enough to describe and keep its segments later. */
export interface RacedMethod {
  method: Method;
  /** The method's own label of each customer. */
  labels: Uint8Array;
  nSegments: number;
  countAdvice: SegmentCountAdvice;
  countScores: SegmentCountScore[];
  /** How much of each label comes back when repeated. */
  overlap: Float64Array | null;
  /** How sure the method is of each customer, 0 to 1; null where it does not say. */
  probabilities: Float32Array | null;
  /** The model as its own encoding has it, without names of segments. */
  model: Uint8Array;
}

interface RunRow {
  dataset: string;
  method: Method | null;
  segment_count: number;
  id: number;
  dataset_id: number;
  content_id: number | null;
  status: RunSummary['status'];
  settings: string;
  created_at: number;
}

const summaries = `SELECT runs.id, dataset_id, content_id, runs.status, settings, runs.created_at, datasets.name AS dataset,
    memberships.method, coalesce(revisions.segment_count, 0) AS segment_count
  FROM runs JOIN datasets ON datasets.id = dataset_id LEFT JOIN memberships ON memberships.run_id = runs.id
    LEFT JOIN run_contents ON run_contents.run_id = runs.id
    LEFT JOIN revisions ON revisions.run_id = runs.id AND revisions.position = runs.position`;

/** A new run of a data set, or of an earlier content of it, `running` until it is finished. Returns its id. */
export function createRun(
  db: WorkspaceDatabase,
  run: { datasetId: number; contentId?: number; settings: RunSettings; createdAt: number },
): number {
  const earlier = run.contentId === undefined || run.contentId === run.datasetId ? null : run.contentId;
  return write(db, () => {
    const { lastInsertRowid } = db
      .prepare(`INSERT INTO runs (dataset_id, status, settings, seed, created_at) VALUES (?, 'running', ?, ?, ?)`)
      .run(run.datasetId, JSON.stringify(run.settings), run.settings.seed, run.createdAt);
    if (earlier !== null) {
      db.prepare('INSERT INTO run_contents (run_id, content_id) VALUES (?, ?)').run(lastInsertRowid, earlier);
    }
    return Number(lastInsertRowid);
  });
}

/** @throws AppError `not_found` (`no_such_run`) */
export function getRun(db: WorkspaceDatabase, runId: number): RunSummary {
  const row = db.prepare(`${summaries} WHERE runs.id = ?`).get(runId) as RunRow | undefined;
  if (!row) throw new AppError('not_found', { reason: 'no_such_run', run: runId });
  return toRun(row);
}

/** All runs, oldest first. */
export function listRuns(db: WorkspaceDatabase): RunSummary[] {
  return (db.prepare(`${summaries} ORDER BY runs.id`).all() as RunRow[]).map(toRun);
}

/** What of a report is stored as one. */
type StoredReport = Omit<RunReport, 'segments' | 'adjustment' | 'notes'> & { raced?: RacedMethod[] };

/**
 * Stores all that a run found and makes it `ready`, in one step.
 *
 * @throws AppError `not_found` (`no_such_run`), `conflict` (`run_is_ready`)
 */
export function finishRun(
  db: WorkspaceDatabase,
  run: { runId: number; report: RunReport; model: Uint8Array; raced?: RacedMethod[] } & Omit<
    Memberships,
    'probabilities'
  > &
    Partial<Pick<Memberships, 'probabilities'>>,
): void {
  const { runId, method, customers, segments, probabilities = null, raced = [] } = run;
  const { segments: profiles, ...figures } = run.report;
  // These are put together anew whenever the report is asked for.
  const stored = { ...figures, runId, raced, adjustment: undefined, notes: undefined };
  const body = packParts(stored, { compress: true });
  const scores = figures.scoreboard.find((score) => score.method === method)?.common ?? null;
  write(db, () => {
    if (getRun(db, runId).status === 'ready') throw new AppError('conflict', { reason: 'run_is_ready', run: runId });
    db.prepare(`UPDATE runs SET status = 'ready', report = ?, report_bytes = ?, report_checksum = ? WHERE id = ?`).run(
      body,
      body.length,
      checksumOf(body),
      runId,
    );
    saveComputed(db, { runId, at: figures.createdAt, segments: profiles, scores });
    saveMemberships(db, runId, { method, customers, segments, probabilities });
    saveModel(db, runId, run.model);
  });
}

/**
 * The report of a run, with its segments as they are now.
 *
 * @throws AppError `not_found` (`no_such_run`, or `run_not_ready`)
 */
export function getRunReport(db: WorkspaceDatabase, runId: number): RunReport {
  const figures = storedOf(db, runId);
  delete figures.raced;
  const segments = listSegments(db, runId);
  const adjustment = getAdjustment(db, runId);
  const labels = adjustment?.reshaped && figures.map ? getMemberships(db, runId).segments : null;
  const shown = new Set(segments.map(({ id }) => id));
  return {
    ...figures,
    // What money is counted in may have been said since.
    dataset: withPresentCurrency(db, figures.dataset),
    segments,
    nSegments: segments.length,
    mapSegments: labels && figures.map ? figures.map.rows.map((row) => labels[row]!) : figures.mapSegments,
    adjustment,
    notes: listNotes(db, runId).filter(({ segment }) => shown.has(segment)),
  };
}

/** All methods that ran to the end in a run's race. Throws as `getRunReport` does. */
export function racedMethods(db: WorkspaceDatabase, runId: number): RacedMethod[] {
  return storedOf(db, runId).raced ?? [];
}

function storedOf(db: WorkspaceDatabase, runId: number): StoredReport {
  const run = getRun(db, runId);
  const body = db.prepare('SELECT report FROM runs WHERE id = ?').pluck().get(runId);
  if (run.status !== 'ready' || !(body instanceof Uint8Array)) {
    throw new AppError('not_found', { reason: 'run_not_ready', run: runId });
  }
  return unpackParts<StoredReport>(body);
}

/** Removes a run with its segments, notes, memberships and model. Throws `not_found` (`no_such_run`). */
export function deleteRun(db: WorkspaceDatabase, runId: number): void {
  write(db, () => {
    const { changes } = db.prepare('DELETE FROM runs WHERE id = ?').run(runId);
    if (changes === 0) throw new AppError('not_found', { reason: 'no_such_run', run: runId });
    dropUnusedContents(db);
    appendAudit(db, { action: 'run.deleted', details: { run: runId } });
  });
  giveBackSpace(db);
}

function toRun(row: RunRow): RunSummary {
  return {
    id: row.id,
    datasetId: row.dataset_id,
    contentId: row.content_id ?? row.dataset_id,
    status: row.status,
    settings: JSON.parse(row.settings) as RunSettings,
    createdAt: row.created_at,
    dataset: row.dataset,
    method: row.method,
    nSegments: row.segment_count,
  };
}

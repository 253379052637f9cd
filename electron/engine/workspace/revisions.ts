/**
 * The segments of a run as a line of revisions: position 0 as computed, one more for every change by hand. The run's
 * `position` says which of them counts; a change after an undo cuts off what was undone.
 */
import type { Adjustment, AdjustmentRecord, RevisionSummary } from '../../../shared/adjustment.ts';
import type { PartitionScores, SegmentProfile } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { write } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';
import { checksumOf, packParts, unpackParts } from './parts.ts';

/** What a revision holds in its blob. */
export interface RevisionBody {
  segments: SegmentProfile[];
  scores: PartitionScores | null;
  /** What the exported model does to put new customers into these segments; null where nothing has to be done. */
  refinement: unknown;
}

export interface CurrentRevision extends RevisionBody {
  /** Never used again, whatever is undone. */
  id: number;
  position: number;
  /** The next id that no segment of this run has had. */
  nextSegment: number;
}

export interface NewRevision extends RevisionBody {
  /** The revision it was made from. */
  from: number;
  record: AdjustmentRecord;
  /** Milliseconds since 1970, UTC. */
  at: number;
  nextSegment: number;
  /** Segment (0-based position) of each customer; null where nobody moved. */
  labels: Int32Array | null;
}

interface RunPlace {
  position: number;
  next: number;
  last: number | null;
}

/** Stores the segments as they were computed. */
export function saveComputed(
  db: WorkspaceDatabase,
  run: { runId: number; at: number; segments: SegmentProfile[]; scores: PartitionScores | null },
): void {
  const { runId, at, segments, scores } = run;
  write(db, () => {
    insert(db, runId, 0, null, at, { segments, scores, refinement: null });
    const next = Math.max(0, ...segments.map(({ id }) => id)) + 1;
    db.prepare('UPDATE runs SET position = 0, next_segment = ? WHERE id = ?').run(next, runId);
  });
}

/** @throws AppError `not_found` (`no_such_run`, or `run_not_ready`) */
export function getCurrentRevision(db: WorkspaceDatabase, runId: number): CurrentRevision {
  const { position, next } = placeOf(db, runId);
  const row = db.prepare('SELECT id, body FROM revisions WHERE run_id = ? AND position = ?').get(runId, position) as
    { id: number; body: Buffer } | undefined;
  if (!row) throw new AppError('not_found', { reason: 'run_not_ready', run: runId });
  return { id: row.id, position, nextSegment: next, ...unpackParts<RevisionBody>(row.body) };
}

/** The segments that count, in order of their numbers. Throws as `getCurrentRevision`. */
export function listSegments(db: WorkspaceDatabase, runId: number): SegmentProfile[] {
  return getCurrentRevision(db, runId).segments;
}

/**
 * Adds a revision behind the current one and makes it the current one; what was undone goes, with the notes on segments
 * that were nowhere else.
 *
 * @throws AppError `conflict` (`changed_meanwhile`) where the current revision is not the one it was made from
 */
export function addRevision(db: WorkspaceDatabase, runId: number, revision: NewRevision): void {
  write(db, () => {
    const current = getCurrentRevision(db, runId);
    if (current.id !== revision.from) throw new AppError('conflict', { reason: 'changed_meanwhile', run: runId });
    db.prepare('DELETE FROM revisions WHERE run_id = ? AND position > ?').run(runId, current.position);
    const position = current.position + 1;
    const id = insert(db, runId, position, revision.record, revision.at, revision);
    if (revision.labels) {
      const body = packParts({ labels: Uint8Array.from(revision.labels) }, { compress: true });
      db.prepare('INSERT INTO revision_labels (revision_id, bytes, checksum, body) VALUES (?, ?, ?, ?)').run(
        id,
        body.length,
        checksumOf(body),
        body,
      );
    }
    db.prepare('UPDATE runs SET position = ?, next_segment = ? WHERE id = ?').run(
      position,
      revision.nextSegment,
      runId,
    );
    db.prepare('DELETE FROM notes WHERE run_id = ? AND segment NOT IN (SELECT value FROM json_each(?))').run(
      runId,
      JSON.stringify([...segmentIds(db, runId)]),
    );
  });
}

/**
 * Makes another revision the current one: `back` and `forward` by one, or any position.
 *
 * @throws AppError `conflict` (`nothing_to_undo`, `nothing_to_redo`), `not_found` (`no_such_revision`)
 */
export function moveToRevision(db: WorkspaceDatabase, runId: number, to: 'back' | 'forward' | number): void {
  write(db, () => {
    const { position, last } = placeOf(db, runId);
    if (last === null) throw new AppError('not_found', { reason: 'run_not_ready', run: runId });
    if (to === 'back' && position === 0) throw new AppError('conflict', { reason: 'nothing_to_undo' });
    if (to === 'forward' && position === last) throw new AppError('conflict', { reason: 'nothing_to_redo' });
    const target = to === 'back' ? position - 1 : to === 'forward' ? position + 1 : to;
    if (target > last) throw new AppError('not_found', { reason: 'no_such_revision', position: target });
    db.prepare('UPDATE runs SET position = ? WHERE id = ?').run(target, runId);
  });
}

/** All revisions of a run, as computed first; none for a run without results. */
export function listRevisions(db: WorkspaceDatabase, runId: number): RevisionSummary[] {
  const { position: current } = placeOf(db, runId);
  const rows = db
    .prepare(
      `SELECT position, action, created_at AS at, segment_count AS count, silhouette FROM revisions
       WHERE run_id = ? ORDER BY position`,
    )
    .all(runId) as { position: number; action: string | null; at: number; count: number; silhouette: number | null }[];
  return rows.map((row) => ({
    position: row.position,
    action: row.action === null ? null : (JSON.parse(row.action) as AdjustmentRecord),
    at: row.at,
    nSegments: row.count,
    silhouette: row.silhouette ?? NaN,
    current: row.position === current,
  }));
}

/** What was changed by hand; null where nothing ever was. Throws as `getCurrentRevision`. */
export function getAdjustment(db: WorkspaceDatabase, runId: number): Adjustment | null {
  const { position, last } = placeOf(db, runId);
  if (!last) return null;
  const revisions = listRevisions(db, runId);
  const scoresAt = (at: number): PartitionScores | null => bodyAt(db, runId, at).scores;
  return {
    steps: position,
    canUndo: position > 0,
    canRedo: position < last,
    reshaped: labelsRevision(db, runId) !== null,
    before: { nSegments: revisions[0]!.nSegments, scores: scoresAt(0) },
    now: scoresAt(position),
    actions: revisions.slice(1, position + 1).map(({ action }) => action!),
  };
}

/** What the model has to do after its own answer, in order, and how many customers moved one by one. */
export function listRefinements(
  db: WorkspaceDatabase,
  runId: number,
): { base: number[]; refinements: unknown[]; movedByHand: number } {
  const { position } = placeOf(db, runId);
  const base = bodyAt(db, runId, 0).segments.map(({ id }) => id);
  const refinements: unknown[] = [];
  for (let at = 1; at <= position; at++) {
    const { refinement } = bodyAt(db, runId, at);
    if (refinement !== null) refinements.push(refinement);
  }
  const movedByHand = listRevisions(db, runId)
    .slice(1, position + 1)
    .reduce((sum, { action }) => sum + (action?.kind === 'move' ? action.customers : 0), 0);
  return { base, refinements, movedByHand };
}

/** Segment (0-based position) of each customer where it was changed by hand; null where it is as computed. */
export function changedLabels(db: WorkspaceDatabase, runId: number): Int32Array | null {
  const id = labelsRevision(db, runId);
  if (id === null) return null;
  const body = db.prepare('SELECT body FROM revision_labels WHERE revision_id = ?').pluck().get(id) as Buffer;
  return Int32Array.from(unpackParts<{ labels: Uint8Array }>(body).labels);
}

/** A key that changes whenever a run's memberships do. */
export function labelsKey(db: WorkspaceDatabase, runId: number): string {
  return `${runId}/${labelsRevision(db, runId) ?? 'computed'}`;
}

/** Every segment that a revision of the run holds. */
export function segmentIds(db: WorkspaceDatabase, runId: number): Set<number> {
  const bodies = db.prepare('SELECT body FROM revisions WHERE run_id = ?').pluck().all(runId) as Buffer[];
  return new Set(bodies.flatMap((body) => unpackParts<RevisionBody>(body).segments.map(({ id }) => id)));
}

function placeOf(db: WorkspaceDatabase, runId: number): RunPlace {
  const place = db
    .prepare(
      `SELECT position, next_segment AS next, (SELECT max(position) FROM revisions WHERE run_id = runs.id) AS last
       FROM runs WHERE id = ?`,
    )
    .get(runId) as RunPlace | undefined;
  if (!place) throw new AppError('not_found', { reason: 'no_such_run', run: runId });
  return place;
}

function bodyAt(db: WorkspaceDatabase, runId: number, position: number): RevisionBody {
  const body = db.prepare('SELECT body FROM revisions WHERE run_id = ? AND position = ?').pluck().get(runId, position);
  if (!(body instanceof Uint8Array)) throw new AppError('not_found', { reason: 'run_not_ready', run: runId });
  return unpackParts<RevisionBody>(body);
}

/** The last revision up to the current one that says who belongs where; null before any did. */
function labelsRevision(db: WorkspaceDatabase, runId: number): number | null {
  const id = db
    .prepare(
      `SELECT r.id FROM revisions r JOIN revision_labels l ON l.revision_id = r.id
       WHERE r.run_id = ? AND r.position <= (SELECT position FROM runs WHERE id = r.run_id)
       ORDER BY r.position DESC LIMIT 1`,
    )
    .pluck()
    .get(runId);
  return typeof id === 'number' ? id : null;
}

function insert(
  db: WorkspaceDatabase,
  runId: number,
  position: number,
  record: AdjustmentRecord | null,
  at: number,
  { segments, scores, refinement }: RevisionBody,
): number {
  const body = packParts({ segments, scores, refinement }, { compress: true });
  const silhouette = scores && Number.isFinite(scores.silhouette) ? scores.silhouette : null;
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO revisions (run_id, position, action, created_at, segment_count, silhouette, bytes, checksum, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      runId,
      position,
      record && JSON.stringify(record),
      at,
      segments.length,
      silhouette,
      body.length,
      checksumOf(body),
      body,
    );
  return Number(lastInsertRowid);
}

/** The part of `verifyWorkspace` about runs: whether revisions, labels and notes agree with each other. */
import type { SegmentProfile } from '../../../shared/domain.ts';
import type { WorkspaceDatabase } from './database.ts';
import type { Memberships } from './memberships.ts';
import { unpackParts } from './parts.ts';
import { segmentIds, type RevisionBody } from './revisions.ts';

/** Each line of revisions is whole, the current one is among them, and everybody has a segment that exists. */
export function checkRuns(db: WorkspaceDatabase): string[] {
  const runs = db.prepare(`SELECT id, position, next_segment AS next FROM runs WHERE status = 'ready'`).all() as {
    id: number;
    position: number;
    next: number;
  }[];
  return runs.flatMap((run) => checkRun(db, run));
}

function checkRun(db: WorkspaceDatabase, run: { id: number; position: number; next: number }): string[] {
  const problems: string[] = [];
  const revisions = db
    .prepare(
      `SELECT r.position, r.segment_count AS count, r.body, l.body AS labels
       FROM revisions r LEFT JOIN revision_labels l ON l.revision_id = r.id WHERE r.run_id = ? ORDER BY r.position`,
    )
    .all(run.id) as { position: number; count: number; body: Buffer; labels: Buffer | null }[];
  if (revisions.some(({ position }, i) => position !== i) || run.position >= revisions.length) {
    problems.push(`runs: run ${run.id} has a gap in its revisions`);
  }
  const stored = db.prepare('SELECT customer_count AS count, body FROM memberships WHERE run_id = ?').get(run.id) as
    { count: number; body: Buffer } | undefined;
  if (!stored) return [...problems, `runs: run ${run.id} has no memberships`];
  const { customers, segments: computed, probabilities } = unpackParts<Omit<Memberships, 'method'>>(stored.body);
  if ([customers, computed, probabilities ?? computed].some((array) => array.length !== stored.count)) {
    problems.push(`runs: memberships of run ${run.id} differ in length`);
  }
  let labels: ArrayLike<number> = computed;
  for (const { position, count, body, labels: own } of revisions) {
    const { segments } = unpackParts<RevisionBody>(body);
    if (own) labels = unpackParts<{ labels: Uint8Array }>(own).labels;
    const place = `revision ${position} of run ${run.id}`;
    if (segments.length !== count || !numbered(segments, run.next)) {
      problems.push(`runs: the segments of ${place} are not whole`);
    }
    if (labels.length !== stored.count || Array.prototype.some.call(labels, (label: number) => label >= count)) {
      problems.push(`runs: memberships of ${place} do not fit its segments`);
    }
  }
  return problems;
}

/** Numbers are 1 to k in order, ids are given once and were given out. */
function numbered(segments: readonly SegmentProfile[], next: number): boolean {
  return (
    segments.every(({ number, id }, i) => number === i + 1 && id >= 1 && id < next) &&
    new Set(segments.map(({ id }) => id)).size === segments.length
  );
}

/** Every note belongs to a segment that some revision holds. */
export function checkNotes(db: WorkspaceDatabase): string[] {
  const notes = db.prepare('SELECT run_id AS run, segment FROM notes ORDER BY run_id, segment').all() as {
    run: number;
    segment: number;
  }[];
  return notes
    .filter(({ run, segment }) => !segmentIds(db, run).has(segment))
    .map(({ run, segment }) => `notes: the note on segment ${segment} of run ${run} belongs to nothing`);
}

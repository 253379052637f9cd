import type { SegmentProfile } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { write } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';
import { checksumOf, packParts, unpackParts } from './parts.ts';

/** A segment of a run with what a person made of it. */
export interface StoredSegment {
  profile: SegmentProfile;
  /** Given by a person; null shows the name of its kind. */
  name: string | null;
  /** Chosen by a person, as the palette names it; null goes by its number. */
  colour: string | null;
  /** Left alone when segments are merged or fitted again. */
  locked: boolean;
}

interface SegmentRow {
  profile: Buffer;
  name: string | null;
  colour: string | null;
  locked: number;
}

/** Segments of a run in order of their numbers; none for a run that does not exist. */
export function listSegments(db: WorkspaceDatabase, runId: number): StoredSegment[] {
  const rows = db
    .prepare('SELECT profile, name, colour, locked FROM segments WHERE run_id = ? ORDER BY number')
    .all(runId) as SegmentRow[];
  return rows.map((row) => ({
    profile: unpackParts<SegmentProfile>(row.profile),
    name: row.name,
    colour: row.colour,
    locked: row.locked === 1,
  }));
}

/** Puts these profiles in place of a run's segments; where a number stays, so do its name, colour, lock and note. */
export function replaceSegments(db: WorkspaceDatabase, runId: number, profiles: readonly SegmentProfile[]): void {
  write(db, () => {
    const numbers = JSON.stringify(profiles.map((profile) => profile.number));
    db.prepare('DELETE FROM segments WHERE run_id = ? AND number NOT IN (SELECT value FROM json_each(?))').run(
      runId,
      numbers,
    );
    const put = db.prepare(
      `INSERT INTO segments (run_id, number, kind, profile, bytes, checksum) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (run_id, number) DO UPDATE SET kind = excluded.kind, profile = excluded.profile,
         bytes = excluded.bytes, checksum = excluded.checksum`,
    );
    for (const profile of profiles) {
      const body = packParts(profile);
      put.run(runId, profile.number, profile.kind, body, body.length, checksumOf(body));
    }
  });
}

/**
 * Changes what a person decides about a segment; what is not given stays.
 *
 * @throws AppError `not_found` (`no_such_segment`)
 */
export function updateSegment(
  db: WorkspaceDatabase,
  segment: { runId: number; number: number },
  change: Partial<Omit<StoredSegment, 'profile'>>,
): void {
  write(db, () => {
    const row = db
      .prepare('SELECT name, colour, locked FROM segments WHERE run_id = ? AND number = ?')
      .get(segment.runId, segment.number) as SegmentRow | undefined;
    if (!row) {
      throw new AppError('not_found', { reason: 'no_such_segment', run: segment.runId, segment: segment.number });
    }
    const next = { name: row.name, colour: row.colour, locked: row.locked === 1, ...change };
    db.prepare('UPDATE segments SET name = ?, colour = ?, locked = ? WHERE run_id = ? AND number = ?').run(
      next.name,
      next.colour,
      next.locked ? 1 : 0,
      segment.runId,
      segment.number,
    );
  });
}

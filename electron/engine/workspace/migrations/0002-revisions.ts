import { colourOf, paletteSize } from '../../../../shared/charts/theme.ts';
import type { PartitionScores, SegmentProfile } from '../../../../shared/domain.ts';
import type { WorkspaceDatabase } from '../database.ts';
import { checksumOf, packParts, unpackParts } from '../parts.ts';

/**
 * Segments become revisions: position 0 as computed, one more for every change by hand, and `runs.position` says which
 * of them counts. Who belongs where is stored beside a revision only where it changed; as computed, it stays in
 * `memberships`. Notes belong to a segment's id, not to its number, and outlive a merge that can be undone.
 */
export function revisions(db: WorkspaceDatabase): void {
  db.exec(`
    ALTER TABLE runs ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
    -- Ids are never given twice in a run: a note must not meet another segment.
    ALTER TABLE runs ADD COLUMN next_segment INTEGER NOT NULL DEFAULT 1;

    CREATE TABLE revisions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      action TEXT CHECK (json_valid(action)),
      created_at INTEGER NOT NULL,
      segment_count INTEGER NOT NULL CHECK (segment_count >= 0),
      silhouette REAL,
      bytes INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      body BLOB NOT NULL,
      UNIQUE (run_id, position),
      CHECK (length(body) = bytes),
      CHECK ((position = 0) = (action IS NULL))
    ) STRICT;

    CREATE TABLE revision_labels (
      revision_id INTEGER PRIMARY KEY REFERENCES revisions (id) ON DELETE CASCADE,
      bytes INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      body BLOB NOT NULL,
      CHECK (length(body) = bytes)
    ) STRICT;

    CREATE TABLE new_notes (
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      segment INTEGER NOT NULL CHECK (segment >= 1),
      fields TEXT NOT NULL CHECK (json_valid(fields)),
      text TEXT NOT NULL,
      updated_at INTEGER NOT NULL,
      PRIMARY KEY (run_id, segment)
    ) STRICT;
  `);
  const runs = db.prepare(`SELECT id, created_at AS at, report FROM runs WHERE status = 'ready'`).all() as {
    id: number;
    at: number;
    report: Uint8Array;
  }[];
  for (const run of runs) moveRun(db, run);
  // The old notes first: removing the segments they hang on would remove them too.
  db.exec('DROP TABLE notes; DROP TABLE segments; ALTER TABLE new_notes RENAME TO notes;');
}

interface OldSegment {
  number: number;
  profile: Uint8Array;
  name: string | null;
  colour: string | null;
  locked: number;
}

function moveRun(db: WorkspaceDatabase, run: { id: number; at: number; report: Uint8Array }): void {
  const old = db
    .prepare('SELECT number, profile, name, colour, locked FROM segments WHERE run_id = ? ORDER BY number')
    .all(run.id) as OldSegment[];
  const segments = old.map(moveSegment);
  const { method, scoreboard } = unpackParts<{
    method: string;
    scoreboard?: { method: string; common: PartitionScores | null }[];
  }>(run.report);
  const scores = scoreboard?.find((score) => score.method === method)?.common ?? null;
  const body = packParts({ segments, scores, refinement: null }, { compress: true });
  db.prepare(
    `INSERT INTO revisions (run_id, position, created_at, segment_count, silhouette, bytes, checksum, body)
     VALUES (?, 0, ?, ?, ?, ?, ?, ?)`,
  ).run(run.id, run.at, segments.length, scores?.silhouette ?? null, body.length, checksumOf(body), body);
  const next = Math.max(0, ...segments.map(({ id }) => id)) + 1;
  db.prepare('UPDATE runs SET next_segment = ? WHERE id = ?').run(next, run.id);

  const notes = db
    .prepare('SELECT segment, fields, text, updated_at AS at FROM notes WHERE run_id = ?')
    .all(run.id) as {
    segment: number;
    fields: string;
    text: string;
    at: number;
  }[];
  const put = db.prepare('INSERT INTO new_notes (run_id, segment, fields, text, updated_at) VALUES (?, ?, ?, ?, ?)');
  for (const note of notes) {
    const segment = segments.find(({ number }) => number === note.segment);
    const { fields, text } = moveNote(JSON.parse(note.fields) as Record<string, unknown>, note.text);
    if (segment) put.run(run.id, segment.id, JSON.stringify(fields), text, note.at);
  }
}

/** What stood beside the profile goes into it; profiles from before segments had an identity are numbered. */
function moveSegment({ number, profile, name, colour, locked }: OldSegment): SegmentProfile {
  const old = unpackParts<SegmentProfile & Partial<SegmentProfile>>(profile);
  const chosen = Number(/^(?:seg-)?(\d+)$/.exec(colour ?? '')?.[1]);
  return {
    ...old,
    id: old.id ?? number,
    number,
    name: name ?? old.name ?? null,
    colour: chosen >= 1 && chosen <= paletteSize ? chosen : (old.colour ?? colourOf(number - 1)),
    locked: locked === 1,
  };
}

const kept = ['objective', 'offer', 'timing', 'frequencyCap', 'owner', 'kpi'];

/** Fields had free names; those that have no place any more become lines of the text. */
function moveNote(old: Record<string, unknown>, text: string): { fields: object; text: string } {
  const { aim, channel, ...others } = Object.fromEntries(
    Object.entries(old).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  const named: Record<string, string> = { ...(aim ? { objective: aim } : {}), ...others };
  const lines = Object.entries(named).flatMap(([name, value]) => (kept.includes(name) ? [] : [`${name}: ${value}`]));
  const fields = Object.fromEntries(kept.map((name) => [name, named[name] ?? '']));
  return {
    fields: { ...fields, channels: channel ? [channel] : [], controlGroup: null },
    text: [text, ...lines].filter(Boolean).join('\n'),
  };
}

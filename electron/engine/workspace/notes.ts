import { AppError } from '../../../shared/errors.ts';
import { write } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';

/** What is planned for a segment: named fields (aim, channel, budget ...) and free text. */
export interface StrategyNote {
  runId: number;
  /** The segment's number. */
  segment: number;
  fields: Record<string, string>;
  text: string;
  /** Milliseconds since 1970, UTC. */
  updatedAt: number;
}

interface NoteRow {
  segment: number;
  fields: string;
  text: string;
  updated_at: number;
}

/** Notes of a run, by segment. */
export function listNotes(db: WorkspaceDatabase, runId: number): StrategyNote[] {
  const rows = db
    .prepare('SELECT segment, fields, text, updated_at FROM notes WHERE run_id = ? ORDER BY segment')
    .all(runId) as NoteRow[];
  return rows.map((row) => ({
    runId,
    segment: row.segment,
    fields: JSON.parse(row.fields) as StrategyNote['fields'],
    text: row.text,
    updatedAt: row.updated_at,
  }));
}

/**
 * Writes the note of a segment in place of an earlier one.
 *
 * @throws AppError `not_found` (`no_such_segment`)
 */
export function saveNote(db: WorkspaceDatabase, note: Omit<StrategyNote, 'updatedAt'>): void {
  write(db, () => {
    const { runId, segment } = note;
    if (!db.prepare('SELECT 1 FROM segments WHERE run_id = ? AND number = ?').get(runId, segment)) {
      throw new AppError('not_found', { reason: 'no_such_segment', run: runId, segment });
    }
    db.prepare('INSERT OR REPLACE INTO notes (run_id, segment, fields, text, updated_at) VALUES (?, ?, ?, ?, ?)').run(
      runId,
      segment,
      JSON.stringify(note.fields),
      note.text,
      Date.now(),
    );
  });
}

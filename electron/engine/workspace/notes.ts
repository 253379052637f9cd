import { AppError } from '../../../shared/errors.ts';
import { isBlank, type StrategyFields, type StrategyNote } from '../../../shared/strategy-note.ts';
import { write } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';
import { segmentIds } from './revisions.ts';

interface NoteRow {
  segment: number;
  fields: string;
  text: string;
  updated_at: number;
}

/** Notes of a run, by segment id, also on segments that a merge has taken away for now. */
export function listNotes(db: WorkspaceDatabase, runId: number): StrategyNote[] {
  const rows = db
    .prepare('SELECT segment, fields, text, updated_at FROM notes WHERE run_id = ? ORDER BY segment')
    .all(runId) as NoteRow[];
  return rows.map((row) => ({
    runId,
    segment: row.segment,
    fields: JSON.parse(row.fields) as StrategyFields,
    text: row.text,
    updatedAt: row.updated_at,
  }));
}

/**
 * Writes the note of a segment in place of an earlier one; a blank one removes it. Returns the time it was written.
 *
 * @throws AppError `not_found` (`no_such_segment`: no revision of the run has it)
 */
export function saveNote(db: WorkspaceDatabase, note: Omit<StrategyNote, 'updatedAt'>): number {
  const updatedAt = Date.now();
  write(db, () => {
    const { runId, segment } = note;
    if (!segmentIds(db, runId).has(segment)) {
      throw new AppError('not_found', { reason: 'no_such_segment', run: runId, segment });
    }
    if (isBlank(note)) {
      db.prepare('DELETE FROM notes WHERE run_id = ? AND segment = ?').run(runId, segment);
      return;
    }
    db.prepare('INSERT OR REPLACE INTO notes (run_id, segment, fields, text, updated_at) VALUES (?, ?, ?, ?, ?)').run(
      runId,
      segment,
      JSON.stringify(note.fields),
      note.text,
      updatedAt,
    );
  });
  return updatedAt;
}

import { write } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';

/** One thing that was done to the workspace. `details` holds figures and kinds, never a customer's data or a name. */
export interface AuditEntry {
  id: number;
  /** Milliseconds since 1970, UTC. */
  time: number;
  /** `noun.past`: `dataset.deleted`. */
  action: string;
  details: Record<string, string | number | boolean | readonly string[]>;
}

/** Writes one entry. */
export function appendAudit(
  db: WorkspaceDatabase,
  entry: { action: string; details?: AuditEntry['details']; time?: number },
): void {
  write(db, () =>
    db
      .prepare('INSERT INTO audit_log (time, action, details) VALUES (?, ?, ?)')
      .run(entry.time ?? Date.now(), entry.action, JSON.stringify(entry.details ?? {})),
  );
}

/** The newest entries, newest first. */
export function listAudit(db: WorkspaceDatabase, options: { limit?: number } = {}): AuditEntry[] {
  const rows = db
    .prepare('SELECT id, time, action, details FROM audit_log ORDER BY id DESC LIMIT ?')
    .all(options.limit ?? 1000) as { id: number; time: number; action: string; details: string }[];
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) as AuditEntry['details'] }));
}

import { write } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';

/** A setting of this workspace; undefined where it was never set. */
export function getSetting<Value = unknown>(db: WorkspaceDatabase, key: string): Value | undefined {
  const row = db.prepare('SELECT value FROM settings WHERE key = ?').get(key) as { value: string } | undefined;
  return row && (JSON.parse(row.value) as Value);
}

/** Sets a setting to anything JSON can say; null is a value, undefined removes it. */
export function setSetting(db: WorkspaceDatabase, key: string, value: unknown): void {
  write(db, () => {
    if (value === undefined) db.prepare('DELETE FROM settings WHERE key = ?').run(key);
    else db.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)').run(key, JSON.stringify(value));
  });
}

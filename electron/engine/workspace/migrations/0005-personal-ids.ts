import type { WorkspaceDatabase } from '../database.ts';

/** The personal ids that a data set's pseudonyms stand for, packed with their checksum; apart from all that is computed with. */
export function personalIds(db: WorkspaceDatabase): void {
  db.exec(`
    CREATE TABLE personal_ids (
      dataset_id INTEGER PRIMARY KEY REFERENCES datasets (id) ON DELETE CASCADE,
      bytes INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      body BLOB NOT NULL,
      CHECK (length(body) = bytes)
    ) STRICT;
  `);
}

import type { WorkspaceDatabase } from '../database.ts';

/**
 * What a catalogue says of a data set's products, packed with checksums; at most one per data set. What is computed with
 * lies apart from the texts, which are many and seldom read.
 */
export function catalogues(db: WorkspaceDatabase): void {
  db.exec(`
    CREATE TABLE catalogues (
      dataset_id INTEGER PRIMARY KEY REFERENCES datasets (id) ON DELETE CASCADE,
      bytes INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      body BLOB NOT NULL,
      texts_bytes INTEGER NOT NULL,
      texts_checksum INTEGER NOT NULL,
      texts BLOB NOT NULL,
      CHECK (length(body) = bytes AND length(texts) = texts_bytes)
    ) STRICT;
  `);
}

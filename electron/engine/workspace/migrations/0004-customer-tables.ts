import type { WorkspaceDatabase } from '../database.ts';

/** What files other than orders say of a data set's customers, packed with its checksum; at most one per data set. */
export function customerTables(db: WorkspaceDatabase): void {
  db.exec(`
    CREATE TABLE customer_tables (
      dataset_id INTEGER PRIMARY KEY REFERENCES datasets (id) ON DELETE CASCADE,
      bytes INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      body BLOB NOT NULL,
      CHECK (length(body) = bytes)
    ) STRICT;
  `);
}

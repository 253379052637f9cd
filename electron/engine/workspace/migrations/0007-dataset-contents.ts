import type { WorkspaceDatabase } from '../database.ts';

/**
 * Data sets whose content changes. `belongs_to`: the data set that a row is no data set of its own for, but an earlier
 * content of it that runs were made of, or one that is being read for it. `content_version` counts the changes,
 * `additions` says what they were (`Addition`). `content_id`: the row whose content a run was made of; null where that is
 * still the data set's own.
 */
export function datasetContents(db: WorkspaceDatabase): void {
  db.exec(`
    ALTER TABLE datasets ADD COLUMN belongs_to INTEGER REFERENCES datasets (id) ON DELETE CASCADE;
    ALTER TABLE datasets ADD COLUMN content_version INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE datasets ADD COLUMN additions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(additions));
    ALTER TABLE runs ADD COLUMN content_id INTEGER REFERENCES datasets (id) ON DELETE CASCADE;
  `);
}

import type { WorkspaceDatabase } from '../database.ts';

/**
 * Data sets whose content changes. `belongs_to`: the data set that a row is no data set of its own for, but an earlier
 * content of it that runs were made of, or one that is being read for it. `content_version` counts the changes,
 * `additions` says what they were (`Addition`). `run_contents`: the row whose content a run was made of, for runs that
 * were not made of the one that their data set has; beside the runs, as what stands behind their reports is slow to read.
 */
export function datasetContents(db: WorkspaceDatabase): void {
  db.exec(`
    ALTER TABLE datasets ADD COLUMN belongs_to INTEGER REFERENCES datasets (id) ON DELETE CASCADE;
    ALTER TABLE datasets ADD COLUMN content_version INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE datasets ADD COLUMN additions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(additions));
    CREATE INDEX datasets_belongs_to ON datasets (belongs_to);

    CREATE TABLE run_contents (
      run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
      content_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX run_contents_content_id ON run_contents (content_id);
  `);
}

import type { WorkspaceDatabase } from '../database.ts';

/**
 * The first layout. Every blob has its length and checksum beside it, so that `verifyWorkspace` can hold one against
 * the other. Text in JSON columns is ours and checked by SQLite; times are milliseconds since 1970, UTC.
 */
export function initial(db: WorkspaceDatabase): void {
  db.exec(`
    CREATE TABLE datasets (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('importing', 'ready')),
      created_at INTEGER NOT NULL,
      files TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(files)),
      rejected_lines TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(rejected_lines)),
      line_count INTEGER NOT NULL DEFAULT 0,
      customer_count INTEGER NOT NULL DEFAULT 0,
      product_count INTEGER NOT NULL DEFAULT 0,
      order_count INTEGER NOT NULL DEFAULT 0,
      first_time REAL NOT NULL DEFAULT 0,
      last_time REAL NOT NULL DEFAULT 0,
      recipe TEXT NOT NULL DEFAULT '{"version":1,"rules":[]}' CHECK (json_valid(recipe)),
      dictionaries BLOB,
      dictionaries_bytes INTEGER,
      dictionaries_checksum INTEGER,
      CHECK (length(dictionaries) = dictionaries_bytes),
      CHECK (status = 'importing' OR dictionaries IS NOT NULL)
    ) STRICT;

    CREATE TABLE order_blocks (
      id INTEGER PRIMARY KEY,
      dataset_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      first_line INTEGER NOT NULL CHECK (first_line >= 0),
      line_count INTEGER NOT NULL CHECK (line_count BETWEEN 1 AND 65536),
      lowest_customer INTEGER NOT NULL,
      highest_customer INTEGER NOT NULL,
      UNIQUE (dataset_id, position)
    ) STRICT;

    CREATE TABLE order_columns (
      id INTEGER PRIMARY KEY,
      block_id INTEGER NOT NULL REFERENCES order_blocks (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      body BLOB NOT NULL,
      UNIQUE (block_id, name),
      CHECK (length(body) = bytes)
    ) STRICT;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      dataset_id INTEGER NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
      status TEXT NOT NULL CHECK (status IN ('running', 'ready')),
      settings TEXT NOT NULL CHECK (json_valid(settings)),
      seed INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      report BLOB,
      report_bytes INTEGER,
      report_checksum INTEGER,
      CHECK (length(report) = report_bytes),
      CHECK (status = 'running' OR report IS NOT NULL)
    ) STRICT;
    CREATE INDEX runs_of_dataset ON runs (dataset_id);

    CREATE TABLE segments (
      run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      number INTEGER NOT NULL CHECK (number >= 1),
      kind TEXT NOT NULL,
      profile BLOB NOT NULL,
      bytes INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      name TEXT,
      colour TEXT,
      locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),
      PRIMARY KEY (run_id, number),
      CHECK (length(profile) = bytes)
    ) STRICT;

    CREATE TABLE memberships (
      run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
      method TEXT NOT NULL,
      customer_count INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      body BLOB NOT NULL,
      CHECK (length(body) = bytes)
    ) STRICT;

    CREATE TABLE notes (
      run_id INTEGER NOT NULL,
      segment INTEGER NOT NULL,
      fields TEXT NOT NULL CHECK (json_valid(fields)),
      text TEXT NOT NULL,
      updated_at INTEGER NOT NULL,
      PRIMARY KEY (run_id, segment),
      FOREIGN KEY (run_id, segment) REFERENCES segments (run_id, number) ON DELETE CASCADE
    ) STRICT;

    CREATE TABLE models (
      run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
      bytes INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      body BLOB NOT NULL,
      CHECK (length(body) = bytes)
    ) STRICT;

    CREATE TABLE jobs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      status TEXT NOT NULL
        CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted')),
      params TEXT NOT NULL CHECK (json_valid(params)),
      stage TEXT NOT NULL DEFAULT '',
      progress REAL NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
      subject_id INTEGER NOT NULL DEFAULT 0,
      error TEXT CHECK (json_valid(error)),
      result TEXT CHECK (json_valid(result)),
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX jobs_by_status ON jobs (status);

    CREATE TABLE checkpoints (
      job_id INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
      step TEXT NOT NULL,
      saved_at INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      body BLOB NOT NULL,
      PRIMARY KEY (job_id, step),
      CHECK (length(body) = bytes)
    ) STRICT;

    CREATE TABLE audit_log (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      time INTEGER NOT NULL,
      action TEXT NOT NULL,
      details TEXT NOT NULL CHECK (json_valid(details))
    ) STRICT;

    CREATE TABLE settings (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT;
  `);
}

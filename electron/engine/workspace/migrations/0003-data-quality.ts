import type { WorkspaceDatabase } from '../database.ts';

/** What was found in the lines of a data set (`DataQuality`); null where nobody has looked yet. */
export function dataQuality(db: WorkspaceDatabase): void {
  db.exec('ALTER TABLE datasets ADD COLUMN quality TEXT CHECK (json_valid(quality))');
}

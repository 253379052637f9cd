import type { WorkspaceDatabase } from '../database.ts';

/** What a data set's money is counted in, as a code of ISO 4217; null where nobody knows. */
export function datasetCurrency(db: WorkspaceDatabase): void {
  db.exec('ALTER TABLE datasets ADD COLUMN currency TEXT CHECK (length(currency) = 3)');
}

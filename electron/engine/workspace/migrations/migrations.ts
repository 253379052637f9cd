import type { WorkspaceDatabase } from '../database.ts';
import { initial } from './0001-initial.ts';
import { revisions } from './0002-revisions.ts';
import { dataQuality } from './0003-data-quality.ts';
import { customerTables } from './0004-customer-tables.ts';
import { personalIds } from './0005-personal-ids.ts';
import { datasetCurrency } from './0006-dataset-currency.ts';
import { datasetContents } from './0007-dataset-contents.ts';
import { catalogues } from './0008-catalogues.ts';

/** Brings the layout from one version to the next; runs inside a transaction. */
export type Migration = (db: WorkspaceDatabase) => void;

/** All migrations in order; a file at version n has seen the first n. Never edit one that has been released. */
export const migrations: readonly Migration[] = [
  initial,
  revisions,
  dataQuality,
  customerTables,
  personalIds,
  datasetCurrency,
  datasetContents,
  catalogues,
];

import { AppError } from '../../../shared/errors.ts';
import { getDataset } from '../workspace/datasets.ts';
import type { Workspace } from '../workspace/open.ts';

/** Throws `conflict` (`dataset_not_ready`) while a data set is being imported, `not_found` where there is none. */
export function requireReady(db: Workspace['db'], datasetId: number): void {
  if (getDataset(db, datasetId).status !== 'ready') {
    throw new AppError('conflict', { reason: 'dataset_not_ready', dataset: datasetId });
  }
}

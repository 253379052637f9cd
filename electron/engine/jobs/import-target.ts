/** The data set that an import changes, as it is when the import begins. */
import type { AddWay } from '../../../shared/additions.ts';
import type { DatasetSummary } from '../../../shared/domain.ts';
import { idsReplaced } from '../../../shared/file-roles.ts';
import type { There } from '../ingest/additions/add-files.ts';
import type { PersonalIds } from '../ingest/stand-ins.ts';
import { loadCatalogueTexts } from '../workspace/catalogues.ts';
import { contentVersion } from '../workspace/dataset-contents.ts';
import type { WorkspaceDatabase } from '../workspace/database.ts';
import { getDataset, loadOrders } from '../workspace/datasets.ts';
import { loadPersonalIds } from '../workspace/personal-ids.ts';

export interface ImportTarget {
  datasetId: number;
  how: AddWay;
  dataset: DatasetSummary;
  /** Of the content that the new one is made from. */
  version: number;
  there: There;
  /** Whether its customers are called by pseudonyms: those of the added files are, too. */
  personal: boolean;
}

/** Throws `not_found` (`no_such_dataset`). */
export function importTarget(
  db: WorkspaceDatabase,
  { datasetId, how }: { datasetId: number; how: AddWay },
): ImportTarget {
  const dataset = getDataset(db, datasetId);
  return {
    ...{ datasetId, how, dataset },
    version: contentVersion(db, datasetId),
    there: {
      ...{ how, files: dataset.files },
      orders: how === 'replace' ? null : loadOrders(db, datasetId),
      catalogueTexts: (how === 'replace' ? null : loadCatalogueTexts(db, datasetId)) ?? null,
    },
    personal: idsReplaced(dataset.files),
  };
}

/** The personal ids behind all pseudonyms of the changed data set. */
export function allPersonalIds(
  db: WorkspaceDatabase,
  { how, datasetId }: ImportTarget,
  added: PersonalIds | null,
): PersonalIds | null {
  if (how === 'replace') return added;
  const ids = loadPersonalIds(db, datasetId);
  added?.pseudonyms.forEach((name, i) => {
    if (!ids.has(name)) ids.set(name, added.ids[i]!);
  });
  return ids.size === 0 ? null : { pseudonyms: [...ids.keys()], ids: [...ids.values()] };
}

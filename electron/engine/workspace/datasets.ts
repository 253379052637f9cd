import type { Addition } from '../../../shared/additions.ts';
import type { Catalogue, CatalogueTexts } from '../../../shared/catalogue.ts';
import type { DatasetSummary, SourceFile } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { completeRecipe, type OrderDictionaries, type Orders, type Recipe } from '../../../shared/orders.ts';
import type { DataQuality } from '../../../shared/quality.ts';
import { appendAudit } from './audit-log.ts';
import { loadCatalogue, storeCatalogue } from './catalogues.ts';
import { loadCustomerTable, storeCustomerTable, type StoredTable } from './customer-tables.ts';
import { giveBackSpace, write } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';
import { loadOrderLines } from './order-blocks.ts';
import { storePersonalIds } from './personal-ids.ts';
import { checksumOf, packParts, unpackParts } from './parts.ts';

/** What an import knows at its end, besides the lines it has stored. */
export interface ImportedDataset extends Pick<
  DatasetSummary,
  'files' | 'rejectedLines' | 'lines' | 'orders' | 'firstTime' | 'lastTime' | 'recipe' | 'quality'
> {
  currency?: string | undefined;
  datasetId: number;
  dictionaries: OrderDictionaries;
  table?: StoredTable | undefined;
  personalIds?: { pseudonyms: string[]; ids: string[] } | null;
  catalogue?: Catalogue | undefined;
  catalogueTexts?: CatalogueTexts | null;
}

interface DatasetRow {
  id: number;
  name: string;
  status: DatasetSummary['status'];
  files: string;
  rejected_lines: string;
  line_count: number;
  customer_count: number;
  product_count: number;
  order_count: number;
  first_time: number;
  last_time: number;
  recipe: string;
  quality: string | null;
  currency: string | null;
  belongs_to: number | null;
  content_version: number;
  additions: string;
  created_at: number;
}

const columns = `id, name, status, files, rejected_lines, line_count, customer_count, product_count, order_count,
  first_time, last_time, recipe, quality, currency, belongs_to, content_version, additions, created_at`;

/** An empty data set, marked as importing: if its writer dies, it is removed. Returns its id. */
export function createDataset(db: WorkspaceDatabase, dataset: { name: string }): number {
  return write(db, () =>
    Number(
      db
        .prepare(`INSERT INTO datasets (name, status, created_at) VALUES (?, 'importing', ?)`)
        .run(dataset.name, Date.now()).lastInsertRowid,
    ),
  );
}

/**
 * Ends an import: stores files, figures and dictionaries, and switches the data set on, in one step. `then` is done in
 * the same one.
 *
 * @throws AppError `conflict` (`dataset_not_importing`, or `dataset_incomplete`: not all `lines` have been stored)
 */
export function storeDataset(db: WorkspaceDatabase, dataset: ImportedDataset, then = (): void => {}): void {
  const { datasetId, dictionaries, lines } = dataset;
  const customers = dictionaries.customers.length;
  const body = packParts(dictionaries, { compress: true });
  write(db, () => {
    const { changes } = db
      .prepare(
        `UPDATE datasets SET status = 'ready', files = ?, rejected_lines = ?, line_count = ?, customer_count = ?,
           product_count = ?, order_count = ?, first_time = ?, last_time = ?, recipe = ?, quality = ?,
           currency = ?, dictionaries = ?, dictionaries_bytes = ?, dictionaries_checksum = ?
         WHERE id = ? AND status = 'importing'`,
      )
      .run(
        JSON.stringify(dataset.files),
        JSON.stringify(dataset.rejectedLines),
        lines,
        customers,
        dictionaries.products.length,
        dataset.orders,
        dataset.firstTime,
        dataset.lastTime,
        JSON.stringify(dataset.recipe),
        dataset.quality ? JSON.stringify(dataset.quality) : null,
        dataset.currency ?? null,
        body,
        body.length,
        checksumOf(body),
        datasetId,
      );
    if (changes === 0) throw new AppError('conflict', { reason: 'dataset_not_importing', dataset: datasetId });
    const stored = db
      .prepare('SELECT coalesce(sum(line_count), 0) FROM order_blocks WHERE dataset_id = ?')
      .pluck()
      .get(datasetId);
    if (dataset.table) storeCustomerTable(db, datasetId, dataset.table);
    if (dataset.catalogue && dataset.catalogueTexts) {
      storeCatalogue(db, datasetId, dataset.catalogue, dataset.catalogueTexts);
    }
    if (dataset.personalIds) storePersonalIds(db, datasetId, dataset.personalIds);
    if (stored !== lines) throw new AppError('conflict', { reason: 'dataset_incomplete', dataset: datasetId });
    appendAudit(db, { action: 'dataset.imported', details: { dataset: datasetId, lines, customers } });
    then();
  });
}

/** A data set, or an earlier content of it, under the id of the data set. Throws `not_found` (`no_such_dataset`). */
export function getDataset(db: WorkspaceDatabase, datasetId: number): DatasetSummary {
  const row = db.prepare(`SELECT ${columns} FROM datasets WHERE id = ?`).get(datasetId) as DatasetRow | undefined;
  if (!row) throw new AppError('not_found', { reason: 'no_such_dataset', dataset: datasetId });
  return toSummary(row);
}

/** All data sets, also those being imported, oldest first; without contents that belong to one of them. */
export function listDatasets(db: WorkspaceDatabase): DatasetSummary[] {
  return (db.prepare(`SELECT ${columns} FROM datasets WHERE belongs_to IS NULL ORDER BY id`).all() as DatasetRow[]).map(
    toSummary,
  );
}

/**
 * The recipe of the latest data set whose first file has the same columns, to be replayed on new data of the same
 * making; null where there is none.
 */
export function latestRecipe(db: WorkspaceDatabase, [file]: readonly SourceFile[]): Recipe | null {
  const layoutOf = ({ kind, columns }: SourceFile): string => JSON.stringify([kind, columns.map(({ name }) => name)]);
  if (!file) return null;
  const earlier = listDatasets(db).findLast(
    ({ status, files: [first] }) => status === 'ready' && first !== undefined && layoutOf(first) === layoutOf(file),
  );
  return earlier?.recipe ?? null;
}

/** Replaces the cleaning recipe. Throws `not_found` (`no_such_dataset`). */
export function saveRecipe(db: WorkspaceDatabase, datasetId: number, recipe: Recipe): void {
  update(db, datasetId, 'recipe', JSON.stringify(recipe));
}

/** Keeps what was found in the lines. Throws `not_found` (`no_such_dataset`). */
export function saveQuality(db: WorkspaceDatabase, datasetId: number, quality: DataQuality): void {
  update(db, datasetId, 'quality', JSON.stringify(quality));
}

/** What the money is counted in, null for nobody knows. Throws `not_found` (`no_such_dataset`). */
export function saveCurrency(db: WorkspaceDatabase, datasetId: number, currency: string | null): void {
  update(db, datasetId, 'currency', currency);
}

/** A data set as it was once, with what is known of its currency by now. */
export function withPresentCurrency(db: WorkspaceDatabase, { ...dataset }: DatasetSummary): DatasetSummary {
  const currency = db.prepare('SELECT currency FROM datasets WHERE id = ?').pluck().get(dataset.id);
  delete dataset.currency;
  return typeof currency === 'string' ? { ...dataset, currency } : dataset;
}

/** Throws `not_found` (`no_such_dataset`). */
export function renameDataset(db: WorkspaceDatabase, datasetId: number, name: string): void {
  update(db, datasetId, 'name', name);
}

function update(
  db: WorkspaceDatabase,
  datasetId: number,
  column: 'recipe' | 'quality' | 'name' | 'currency',
  value: string | null,
): void {
  write(db, () => {
    const { changes } = db.prepare(`UPDATE datasets SET ${column} = ? WHERE id = ?`).run(value, datasetId);
    if (changes === 0) throw new AppError('not_found', { reason: 'no_such_dataset', dataset: datasetId });
  });
}

/** Names behind the numbers of a data set's lines. Throws `not_found` (`no_such_dataset`), also while it is imported. */
export function loadDictionaries(db: WorkspaceDatabase, datasetId: number): OrderDictionaries {
  const body = db.prepare('SELECT dictionaries FROM datasets WHERE id = ?').pluck().get(datasetId);
  if (!(body instanceof Uint8Array)) throw new AppError('not_found', { reason: 'no_such_dataset', dataset: datasetId });
  return unpackParts<OrderDictionaries>(body);
}

/** The customers' names (numbers, addresses: whatever the file had) by index. Throws `not_found` (`no_such_dataset`). */
export function customerNames(db: WorkspaceDatabase, datasetId: number): string[] {
  return loadDictionaries(db, datasetId).customers;
}

/**
 * Lines, dictionaries, customer table and catalogue of a data set, numbers on SharedArrayBuffers. Throws `not_found`
 * (`no_such_dataset`).
 */
export function loadOrders(db: WorkspaceDatabase, datasetId: number): Orders {
  const orders = { dictionaries: loadDictionaries(db, datasetId), lines: loadOrderLines(db, datasetId) };
  const table = loadCustomerTable(db, datasetId);
  const catalogue = loadCatalogue(db, datasetId);
  return { ...orders, ...(table ? { table } : {}), ...(catalogue ? { catalogue } : {}) };
}

/**
 * Removes a data set with its lines and runs, overwrites the space and gives it back to the disk.
 *
 * @throws AppError `not_found` (`no_such_dataset`)
 */
export function deleteDataset(db: WorkspaceDatabase, datasetId: number): void {
  write(db, () => {
    const { changes } = db.prepare('DELETE FROM datasets WHERE id = ?').run(datasetId);
    if (changes === 0) throw new AppError('not_found', { reason: 'no_such_dataset', dataset: datasetId });
    appendAudit(db, { action: 'dataset.deleted', details: { dataset: datasetId } });
  });
  giveBackSpace(db);
}

function toSummary(row: DatasetRow): DatasetSummary {
  const additions = JSON.parse(row.additions) as Addition[];
  return {
    id: row.belongs_to ?? row.id,
    name: row.name,
    status: row.status,
    files: JSON.parse(row.files) as DatasetSummary['files'],
    rejectedLines: JSON.parse(row.rejected_lines) as DatasetSummary['rejectedLines'],
    lines: row.line_count,
    customers: row.customer_count,
    products: row.product_count,
    orders: row.order_count,
    firstTime: row.first_time,
    lastTime: row.last_time,
    recipe: completeRecipe(JSON.parse(row.recipe) as Recipe),
    createdAt: row.created_at,
    ...(row.content_version > 0 ? { version: row.content_version } : {}),
    ...(additions.length > 0 ? { additions } : {}),
    ...qualityOf(row.quality),
    ...(row.currency === null ? {} : { currency: row.currency }),
  };
}

/** Counts that were made with fewer rules are as good as none. */
function qualityOf(stored: string | null): Pick<DatasetSummary, 'quality'> {
  const quality = stored === null ? null : (JSON.parse(stored) as DataQuality);
  return quality && quality.version === 3 ? { quality } : {};
}

/** What a data set's catalogue says of its products. */
import type { Catalogue, CatalogueTexts } from '../../../shared/catalogue.ts';
import type { WorkspaceDatabase } from './database.ts';
import { checksumOf, packParts, unpackParts } from './parts.ts';
import { shareNumbers } from './share-numbers.ts';

/** To be called inside a transaction. It goes when the data set goes. */
export function storeCatalogue(
  db: WorkspaceDatabase,
  datasetId: number,
  catalogue: Catalogue,
  words: CatalogueTexts,
): void {
  const body = packParts(catalogue, { compress: true });
  const texts = packParts(words, { compress: true });
  db.prepare(
    `INSERT INTO catalogues (dataset_id, bytes, checksum, body, texts_bytes, texts_checksum, texts)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(datasetId, body.length, checksumOf(body), body, texts.length, checksumOf(texts), texts);
}

/** Its arrays are on shared memory, so that workers read them without a copy; undefined where there is none. */
export function loadCatalogue(db: WorkspaceDatabase, datasetId: number): Catalogue | undefined {
  const body = db.prepare('SELECT body FROM catalogues WHERE dataset_id = ?').pluck().get(datasetId);
  if (!(body instanceof Uint8Array)) return undefined;
  const { itemOf, category, brand, listPrice } = unpackParts<Catalogue>(body);
  return {
    itemOf: shareNumbers(itemOf, Int32Array),
    category: { ...category, codes: shareNumbers(category.codes, Int32Array) },
    brand: { ...brand, codes: shareNumbers(brand.codes, Int32Array) },
    listPrice: shareNumbers(listPrice, Float64Array),
  };
}

/** Names, descriptions and pictures of all its products, also of those never sold; undefined where there is none. */
export function loadCatalogueTexts(db: WorkspaceDatabase, datasetId: number): CatalogueTexts | undefined {
  const texts = db.prepare('SELECT texts FROM catalogues WHERE dataset_id = ?').pluck().get(datasetId);
  return texts instanceof Uint8Array ? unpackParts<CatalogueTexts>(texts) : undefined;
}

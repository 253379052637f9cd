import type { CustomerTable } from '../../../shared/customer-table.ts';
import type { WorkspaceDatabase } from './database.ts';
import { checksumOf, packParts, unpackParts } from './parts.ts';
import { shareNumbers } from './share-numbers.ts';

/** The columns of a data set's customers, in the order of its dictionary. */
export type StoredTable = Omit<CustomerTable, 'customers'>;

/** To be called inside a transaction. */
export function storeCustomerTable(db: WorkspaceDatabase, datasetId: number, table: StoredTable): void {
  const body = packParts(table, { compress: true });
  db.prepare('INSERT INTO customer_tables (dataset_id, bytes, checksum, body) VALUES (?, ?, ?, ?)').run(
    datasetId,
    body.length,
    checksumOf(body),
    body,
  );
}

/** Its arrays are on shared memory, so that workers read them without a copy; undefined where there is none. */
export function loadCustomerTable(db: WorkspaceDatabase, datasetId: number): StoredTable | undefined {
  const body = db.prepare('SELECT body FROM customer_tables WHERE dataset_id = ?').pluck().get(datasetId);
  if (!(body instanceof Uint8Array)) return undefined;
  const { columns, label, consent } = unpackParts<StoredTable>(body);
  return {
    columns: columns.map((column) =>
      column.type === 'category'
        ? { ...column, codes: shareNumbers(column.codes, Int32Array) }
        : { ...column, values: shareNumbers(column.values, Float64Array) },
    ),
    label: label && { ...label, codes: shareNumbers(label.codes, Int32Array) },
    ...(consent ? { consent: shareNumbers(consent, Int8Array) } : {}),
  };
}

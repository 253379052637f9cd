/** Contents of a data set: the one it has, one that is read to take its place, and earlier ones that runs were made of. */
import type { Addition } from '../../../shared/additions.ts';
import { AppError } from '../../../shared/errors.ts';
import { appendAudit } from './audit-log.ts';
import { giveBackSpace, write } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';

/** Tables whose rows are a data set's content. */
const contentTables = ['order_blocks', 'customer_tables', 'personal_ids', 'catalogues'] as const;
/** What of the data set's own row is content; its name, recipe and date stay. */
const contentColumns = [
  ...['files', 'rejected_lines', 'line_count', 'customer_count', 'product_count', 'order_count', 'first_time'],
  ...['last_time', 'quality', 'dictionaries', 'dictionaries_bytes', 'dictionaries_checksum'],
].join(', ');

/** How often a data set's content has changed. Throws `not_found` (`no_such_dataset`). */
export function contentVersion(db: WorkspaceDatabase, datasetId: number): number {
  const version = db.prepare('SELECT content_version FROM datasets WHERE id = ?').pluck().get(datasetId);
  if (typeof version !== 'number') throw new AppError('not_found', { reason: 'no_such_dataset', dataset: datasetId });
  return version;
}

/** Whether a content is being read for a data set. */
export function isBeingChanged(db: WorkspaceDatabase, datasetId: number): boolean {
  const reading = db.prepare(`SELECT 1 FROM datasets WHERE belongs_to = ? AND status = 'importing'`);
  return reading.get(datasetId) !== undefined;
}

/**
 * A place for a content that is to become that of a data set: a hidden one, marked as importing. If its writer dies it is
 * removed, and the data set is as it was. Returns its id.
 *
 * @throws AppError `not_found` (`no_such_dataset`), `conflict` (`dataset_not_ready`, `dataset_busy`: one is being read)
 */
export function createContent(db: WorkspaceDatabase, datasetId: number): number {
  return write(db, () => {
    const status = db.prepare('SELECT status FROM datasets WHERE id = ? AND belongs_to IS NULL').pluck().get(datasetId);
    if (status === undefined) throw new AppError('not_found', { reason: 'no_such_dataset', dataset: datasetId });
    if (status !== 'ready') throw new AppError('conflict', { reason: 'dataset_not_ready', dataset: datasetId });
    if (isBeingChanged(db, datasetId)) throw new AppError('conflict', { reason: 'dataset_busy', dataset: datasetId });
    const { lastInsertRowid } = db
      .prepare(
        `INSERT INTO datasets (name, status, created_at, belongs_to)
         SELECT name, 'importing', ?, id FROM datasets WHERE id = ?`,
      )
      .run(Date.now(), datasetId);
    return Number(lastInsertRowid);
  });
}

/** Throws a content away that was read for nothing; false where the id is that of a data set. */
export function discardContent(db: WorkspaceDatabase, contentId: number): boolean {
  const discard = db.prepare('DELETE FROM datasets WHERE id = ? AND belongs_to IS NOT NULL');
  const discarded = write(db, () => discard.run(contentId).changes > 0);
  if (discarded) giveBackSpace(db);
  return discarded;
}

/**
 * Gives a data set the content of a hidden one, which is gone then. Where runs were made of what it had, that becomes a
 * hidden one in its turn, which they go on with. To be called in the transaction that completes the content.
 *
 * @throws AppError `conflict` (`dataset_busy`: the content is not the one any more that it was made from)
 */
export function replaceContent(
  db: WorkspaceDatabase,
  {
    datasetId,
    contentId,
    version,
    addition,
  }: { datasetId: number; contentId: number; version: number; addition: Addition },
): void {
  write(db, () => {
    if (contentVersion(db, datasetId) !== version) {
      throw new AppError('conflict', { reason: 'dataset_busy', dataset: datasetId });
    }
    const runs = runsOfPresent(db, datasetId);
    if (runs.length > 0) keepForRuns(db, datasetId, runs);
    else for (const table of contentTables) db.prepare(`DELETE FROM ${table} WHERE dataset_id = ?`).run(datasetId);
    for (const table of contentTables) move(db, table, contentId, datasetId);
    db.prepare(
      `UPDATE datasets SET (${contentColumns}, currency) =
         (SELECT ${contentColumns}, coalesce(datasets.currency, own.currency) FROM datasets own WHERE own.id = ?),
         content_version = content_version + 1, additions = json_insert(additions, '$[#]', json(?)) WHERE id = ?`,
    ).run(contentId, JSON.stringify(addition), datasetId);
    db.prepare('DELETE FROM datasets WHERE id = ?').run(contentId);
    const { how, read, added } = addition;
    appendAudit(db, { action: 'dataset.changed', details: { dataset: datasetId, how, read, added } });
  });
}

/** Runs that were made of the content that a data set has. */
function runsOfPresent(db: WorkspaceDatabase, datasetId: number): number[] {
  return db
    .prepare(
      `SELECT id FROM runs WHERE dataset_id = ? AND NOT EXISTS (SELECT 1 FROM run_contents WHERE run_id = runs.id)`,
    )
    .pluck()
    .all(datasetId) as number[];
}

/** Moves the content that a data set has to a hidden one, and its runs with it. */
function keepForRuns(db: WorkspaceDatabase, datasetId: number, runs: readonly number[]): void {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO datasets
         (name, status, created_at, recipe, currency, content_version, additions, belongs_to, ${contentColumns})
       SELECT name, status, created_at, recipe, currency, content_version, additions, id, ${contentColumns}
       FROM datasets WHERE id = ?`,
    )
    .run(datasetId);
  for (const table of contentTables) move(db, table, datasetId, Number(lastInsertRowid));
  const keep = db.prepare('INSERT INTO run_contents (run_id, content_id) VALUES (?, ?)');
  for (const run of runs) keep.run(run, lastInsertRowid);
}

function move(db: WorkspaceDatabase, table: (typeof contentTables)[number], from: number, to: number): void {
  db.prepare(`UPDATE ${table} SET dataset_id = ? WHERE dataset_id = ?`).run(to, from);
}

/** Removes earlier contents that no run is made of any more. To be called where runs were deleted. */
export function dropUnusedContents(db: WorkspaceDatabase): void {
  db.prepare(
    `DELETE FROM datasets WHERE belongs_to IS NOT NULL AND status = 'ready'
       AND NOT EXISTS (SELECT 1 FROM run_contents WHERE content_id = datasets.id)`,
  ).run();
}

import { existsSync, statSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { WorkspaceStatus } from '../../../shared/contract.ts';
import { columnLength } from './column-codec.ts';
import type { WorkspaceDatabase } from './database.ts';
import { keyIdOf } from './key-slots.ts';
import { keySlotKinds } from './keys.ts';
import { readKeysFile } from './keys-file.ts';
import { versionOf } from './migrate.ts';
import { stateOf } from './open-state.ts';
import type { Workspace } from './open-state.ts';
import { orderColumns } from './order-blocks.ts';
import { checksumOf, unpackParts } from './parts.ts';
import { checkNotes, checkRuns } from './verify-runs.ts';

/** What a workspace is and holds: its place, size with the write-ahead log, layout, keys and counts. */
export function workspaceInfo(workspace: Workspace): WorkspaceStatus {
  const { db, path, temporary, readOnly } = workspace;
  const count = (table: 'datasets' | 'runs'): number =>
    db
      .prepare(`SELECT count(*) FROM ${table}${table === 'datasets' ? ' WHERE belongs_to IS NULL' : ''}`)
      .pluck()
      .get() as number;
  const jobs = db.prepare('SELECT status, count(*) AS count FROM jobs GROUP BY status').all() as {
    status: string;
    count: number;
  }[];
  return {
    path,
    temporary,
    readOnly,
    version: versionOf(db),
    bytes: [path, `${path}-wal`].reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0),
    keySlots: keySlotKinds(workspace),
    datasets: count('datasets'),
    runs: count('runs'),
    jobs: Object.fromEntries(jobs.map((row) => [row.status, row.count])),
  };
}

/** Found wrong, in technical English for a bug report; holds no name and no content. */
type Problem = string;

/**
 * Checks a workspace: every page against its authentication tag and SQLite's own rules, every reference, every blob
 * against its row's length and checksum, and whether rows that describe each other agree. Reads everything once.
 */
export function verifyWorkspace(workspace: Workspace): { ok: boolean; problems: Problem[] } {
  const { db } = workspace;
  const checks: [string, () => Problem[]][] = [
    ['pages', () => checkPages(db)],
    ['references', () => checkReferences(db)],
    ['blobs', () => checkBlobs(db)],
    ['orders', () => checkOrders(db)],
    ['runs', () => checkRuns(db)],
    ['notes', () => checkNotes(db)],
    ['keys', () => checkKeys(workspace)],
  ];
  const problems = checks.flatMap(([name, check]) => {
    try {
      return check();
    } catch (thrown) {
      const code = String((thrown as { code?: unknown }).code ?? 'failed');
      return [`${name}: could not be read (${code})`];
    }
  });
  return { ok: problems.length === 0, problems };
}

function checkPages(db: WorkspaceDatabase): Problem[] {
  const rows = db.pragma('integrity_check') as { integrity_check: string }[];
  return rows.filter((row) => row.integrity_check !== 'ok').map((row) => `pages: ${row.integrity_check}`);
}

function checkReferences(db: WorkspaceDatabase): Problem[] {
  const rows = db.pragma('foreign_key_check') as { table: string; rowid: number | null; parent: string }[];
  return rows.map((row) => `references: row ${row.rowid ?? '?'} of ${row.table} has no ${row.parent}`);
}

/** Tables with a packed blob: the label of a row, and the names of its columns. */
const packed = [
  ['datasets', 'id', 'dictionaries', 'dictionaries_bytes', 'dictionaries_checksum'],
  ['customer_tables', 'dataset_id', 'body', 'bytes', 'checksum'],
  ['personal_ids', 'dataset_id', 'body', 'bytes', 'checksum'],
  ['catalogues', 'dataset_id', 'body', 'bytes', 'checksum'],
  ['catalogues', 'dataset_id', 'texts', 'texts_bytes', 'texts_checksum'],
  ['runs', 'id', 'report', 'report_bytes', 'report_checksum'],
  ['revisions', 'id', 'body', 'bytes', 'checksum'],
  ['revision_labels', 'revision_id', 'body', 'bytes', 'checksum'],
  ['memberships', 'run_id', 'body', 'bytes', 'checksum'],
  ['checkpoints', `job_id || ' ' || step`, 'body', 'bytes', 'checksum'],
] as const;

function checkBlobs(db: WorkspaceDatabase): Problem[] {
  const problems: Problem[] = [];
  for (const [table, label, body, bytes, checksum] of packed) {
    const rows = db
      .prepare(
        `SELECT ${label} AS label, ${body} AS body, ${bytes} AS bytes, ${checksum} AS checksum FROM ${table}
         WHERE ${body} IS NOT NULL`,
      )
      .iterate() as IterableIterator<{ label: unknown; body: Buffer; bytes: number; checksum: number }>;
    for (const row of rows) {
      const fits = row.body.length === row.bytes && row.bytes >= 12 && checksumOf(row.body) === row.checksum;
      if (!fits || !unpacks(row.body)) problems.push(`blobs: ${table} ${String(row.label)} is damaged`);
    }
  }
  const models = db.prepare('SELECT run_id AS run, bytes, checksum, body FROM models').iterate() as IterableIterator<{
    run: number;
    bytes: number;
    checksum: number;
    body: Buffer;
  }>;
  for (const { run, bytes, checksum, body } of models) {
    if (body.length !== bytes || crc32(body) !== checksum) problems.push(`blobs: model of run ${run} is damaged`);
  }
  return problems;
}

function unpacks(body: Uint8Array): boolean {
  try {
    unpackParts(body);
    return true;
  } catch {
    return false;
  }
}

function checkOrders(db: WorkspaceDatabase): Problem[] {
  const problems: Problem[] = [];
  const columns = db
    .prepare(
      `SELECT b.dataset_id AS dataset, b.position, b.line_count AS lines, c.name, c.bytes, c.checksum, c.body
       FROM order_columns c JOIN order_blocks b ON b.id = c.block_id`,
    )
    .iterate() as IterableIterator<{
    dataset: number;
    position: number;
    lines: number;
    name: string;
    bytes: number;
    checksum: number;
    body: Buffer;
  }>;
  for (const { dataset, position, lines, name, bytes, checksum, body } of columns) {
    const sound = body.length === bytes && crc32(body) === checksum && columnLength(body) === lines;
    if (!sound) problems.push(`orders: ${name} of block ${position} of data set ${dataset} is damaged`);
  }
  const blocks = db
    .prepare(
      `SELECT dataset_id AS dataset, position, first_line AS first, line_count AS lines,
         (SELECT count(*) FROM order_columns c WHERE c.block_id = b.id) AS columns
       FROM order_blocks b ORDER BY dataset_id, position`,
    )
    .all() as { dataset: number; position: number; first: number; lines: number; columns: number }[];
  const reached = new Map<number, { position: number; line: number }>();
  for (const { dataset, position, first, lines, columns: found } of blocks) {
    const next = reached.get(dataset) ?? { position: 0, line: 0 };
    if (position !== next.position || first !== next.line) {
      problems.push(`orders: block ${position} of data set ${dataset} does not follow the one before`);
    }
    if (found !== orderColumns.length) problems.push(`orders: block ${position} of data set ${dataset} lacks columns`);
    reached.set(dataset, { position: position + 1, line: first + lines });
  }
  const ready = db.prepare(`SELECT id, line_count AS lines FROM datasets WHERE status = 'ready'`).all() as {
    id: number;
    lines: number;
  }[];
  for (const { id, lines } of ready) {
    const found = reached.get(id)?.line ?? 0;
    if (found !== lines) problems.push(`orders: data set ${id} has ${found} lines instead of ${lines}`);
  }
  return problems;
}

function checkKeys(workspace: Workspace): Problem[] {
  if (workspace.temporary) return [];
  const keyId = keyIdOf(stateOf(workspace).dataKey);
  const fits = readKeysFile(workspace.path)?.slots.some((slot) => slot.keyId === keyId);
  return fits ? [] : ['keys: the keys file does not open this workspace'];
}

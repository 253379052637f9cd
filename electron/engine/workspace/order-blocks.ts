import { crc32 } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import type { OrderLines } from '../../../shared/orders.ts';
import { decodeColumn, encodeColumn } from './column-codec.ts';
import { write } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';

/** Lines of one block at most: 8 blobs hold them, each column by itself. */
export const orderBlockLines = 65_536;

const columnTypes = {
  customer: Int32Array,
  invoice: Int32Array,
  product: Int32Array,
  country: Int32Array,
  quantity: Float64Array,
  price: Float64Array,
  time: Float64Array,
  flags: Uint8Array,
} as const;
type ColumnName = keyof typeof columnTypes;
/** The columns of `OrderLines`, in no particular order. */
export const orderColumns = Object.keys(columnTypes) as ColumnName[];

interface BlockRow {
  id: number;
  first_line: number;
  line_count: number;
}

/**
 * Adds lines to a data set that is being imported, in one transaction, as blocks of columns: measured, a million lines
 * come back in tens of milliseconds, where one row a line takes seconds. Call it with tens of thousands of lines or
 * more, each call flushes to the disk; more than 65,536 become several blocks.
 *
 * @throws AppError `conflict` (`dataset_not_importing`), `storage`
 */
export function appendOrderBlock(db: WorkspaceDatabase, datasetId: number, lines: OrderLines): void {
  write(db, () => {
    const status = db.prepare('SELECT status FROM datasets WHERE id = ?').pluck().get(datasetId);
    if (status !== 'importing') throw new AppError('conflict', { reason: 'dataset_not_importing', dataset: datasetId });
    const last = db
      .prepare(
        `SELECT position + 1 AS position, first_line + line_count AS line FROM order_blocks
         WHERE dataset_id = ? ORDER BY position DESC LIMIT 1`,
      )
      .get(datasetId) as { position: number; line: number } | undefined;
    let { position, line } = last ?? { position: 0, line: 0 };
    for (let from = 0; from < lines.count; from += orderBlockLines) {
      const to = Math.min(lines.count, from + orderBlockLines);
      insertBlock(db, { datasetId, position, line }, lines, from, to);
      position += 1;
      line += to - from;
    }
  });
}

/**
 * All lines of a data set, in the order they were added, on SharedArrayBuffers for the workers.
 *
 * @throws AppError `storage` (`damaged`)
 */
export function loadOrderLines(db: WorkspaceDatabase, datasetId: number): OrderLines {
  // One transaction, so that a reader sees the blocks and their columns at one moment.
  return db.transaction(() => {
    const { blocks, count } = db
      .prepare(
        `SELECT count(*) AS blocks, coalesce(sum(line_count), 0) AS count FROM order_blocks WHERE dataset_id = ?`,
      )
      .get(datasetId) as { blocks: number; count: number };
    const lines = makeLines(count, (bytes) => new SharedArrayBuffer(bytes));
    const rows = db
      .prepare(
        `SELECT b.first_line, c.name, c.body FROM order_blocks b JOIN order_columns c ON c.block_id = b.id
         WHERE b.dataset_id = ? ORDER BY b.position`,
      )
      .iterate(datasetId) as IterableIterator<{ first_line: number; name: ColumnName; body: Buffer }>;
    let columns = 0;
    for (const row of rows) {
      decodeColumn(row.body, lines[row.name], row.first_line);
      columns += 1;
    }
    if (columns !== blocks * orderColumns.length) throw new AppError('storage', { reason: 'damaged' });
    return lines;
  })();
}

/**
 * The lines of one customer, in their order, and where they stand in the data set. Reads the customer column of the
 * blocks whose range of customers fits, and the others only where it found something.
 *
 * @param customer index into the data set's customers
 */
export function customerLines(
  db: WorkspaceDatabase,
  datasetId: number,
  customer: number,
): { lines: OrderLines; positions: Int32Array } {
  return db.transaction(() => {
    const blocks = db
      .prepare(
        `SELECT id, first_line, line_count FROM order_blocks
         WHERE dataset_id = ? AND ? BETWEEN lowest_customer AND highest_customer ORDER BY position`,
      )
      .all(datasetId, customer) as BlockRow[];
    const hits = blocks
      .map((block) => {
        const column = readColumn(db, block, 'customer');
        const found: number[] = [];
        for (let i = column.indexOf(customer); i >= 0; i = column.indexOf(customer, i + 1)) found.push(i);
        return { block, found };
      })
      .filter(({ found }) => found.length > 0);
    const count = hits.reduce((sum, { found }) => sum + found.length, 0);
    const lines = makeLines(count, (bytes) => new ArrayBuffer(bytes));
    const positions = new Int32Array(count);
    let at = 0;
    for (const { block, found } of hits) {
      for (const name of orderColumns) {
        const column = readColumn(db, block, name);
        found.forEach((i, k) => (lines[name][at + k] = column[i]!));
      }
      found.forEach((i, k) => (positions[at + k] = block.first_line + i));
      at += found.length;
    }
    return { lines, positions };
  })();
}

function insertBlock(
  db: WorkspaceDatabase,
  at: { datasetId: number; position: number; line: number },
  lines: OrderLines,
  from: number,
  to: number,
): void {
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = from; i < to; i++) {
    const customer = lines.customer[i]!;
    if (customer < lowest) lowest = customer;
    if (customer > highest) highest = customer;
  }
  const block = db
    .prepare(
      `INSERT INTO order_blocks (dataset_id, position, first_line, line_count, lowest_customer, highest_customer)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(at.datasetId, at.position, at.line, to - from, lowest, highest);
  const insert = db.prepare('INSERT INTO order_columns (block_id, name, bytes, checksum, body) VALUES (?, ?, ?, ?, ?)');
  for (const name of orderColumns) {
    const body = encodeColumn(lines[name].subarray(from, to));
    insert.run(block.lastInsertRowid, name, body.length, crc32(body), body);
  }
}

function readColumn(db: WorkspaceDatabase, block: BlockRow, name: ColumnName): OrderLines[ColumnName] {
  const body = db.prepare('SELECT body FROM order_columns WHERE block_id = ? AND name = ?').pluck().get(block.id, name);
  if (!(body instanceof Uint8Array)) throw new AppError('storage', { reason: 'damaged' });
  const column = new columnTypes[name](block.line_count);
  decodeColumn(body, column, 0);
  return column;
}

function makeLines(count: number, allocate: (bytes: number) => ArrayBuffer | SharedArrayBuffer): OrderLines {
  const ints = (): Int32Array => new Int32Array(allocate(count * 4));
  const floats = (): Float64Array => new Float64Array(allocate(count * 8));
  return {
    count,
    customer: ints(),
    invoice: ints(),
    product: ints(),
    country: ints(),
    quantity: floats(),
    price: floats(),
    time: floats(),
    flags: new Uint8Array(allocate(count)),
  };
}

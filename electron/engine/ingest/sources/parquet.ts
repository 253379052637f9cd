/** Parquet files as CSV text, one group of rows after the other. */
import {
  parquetMetadataAsync,
  parquetScan,
  parquetSchema,
  type AsyncBuffer,
  type FileMetaData,
  type RowGroup,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { AppError } from '../../../../shared/errors.ts';
import type { Content } from './content.ts';
import { CsvLines, type CellContent } from './csv-rows.ts';
import { checkPages, type FlatColumn } from './parquet-pages.ts';
import type { RawBytes } from './raw-bytes.ts';
import { damaged, orDamaged } from './reading-error.ts';
import { refuseBomb } from './unpack.ts';

/** A group is held in memory, about 50 bytes a cell; usual writers make groups of up to a million rows. */
const mostGroupRows = 1 << 24;
const mostGroupBytes = 2 ** 31;
/** Rows of a group that are read by themselves: whoever looks at the beginning needs no more. */
const beginningRows = 1 << 14;
/** Rows that become text at a time. */
const rowsAtATime = 4096;
const millisecondsPerDay = 86_400_000;

/** Dates as they are for every container: what has no time zone is the shop's own time, what has one is UTC. */
const parsers = {
  dateFromDays: (days: number): Date => new Date(days * millisecondsPerDay),
  timestampFromMilliseconds: (time: bigint): Date => new Date(Number(time)),
  timestampFromMicroseconds: (time: bigint): Date => new Date(Number(time / 1000n)),
  timestampFromNanoseconds: (time: bigint): Date => new Date(Number(time / 1_000_000n)),
  // Structures of their own, which have no place in a cell.
  jsonFromBytes: (): null => null,
  geometryFromBytes: (): null => null,
  geographyFromBytes: (): null => null,
};

/**
 * The one table of a Parquet file, without columns that hold lists, structures or bytes.
 * @throws AppError invalid_input damaged_container, password_protected, no_table_inside.
 */
export async function parquetContent(bytes: RawBytes, name: string): Promise<Content> {
  if ((await bytes.read(3, 4))[0] === 0x45)
    throw new AppError('invalid_input', { reason: 'password_protected', file: name });
  const file = asyncBuffer(bytes);
  const { metadata, columns, rows } = await orDamaged(
    async () => {
      const metadata = await parquetMetadataAsync(file, { geoparquet: false });
      return { metadata, columns: flatColumns(metadata), rows: Number(metadata.num_rows) };
    },
    'parquet',
    name,
  );
  if (columns.length === 0) throw new AppError('invalid_input', { reason: 'no_table_inside', file: name });
  let share = 0;
  const onShare = (now: number): void => void (share = now);
  const chunks = (): AsyncGenerator<Uint8Array> => read(bytes, file, metadata, columns, name, onShare);
  const part = { name, rows, weight: bytes.size, share: () => share, chunks };
  return { container: 'parquet', compression: 'none', generated: true, parts: [part] };
}

function flatColumns(metadata: FileMetaData): FlatColumn[] {
  const columns = parquetSchema(metadata)
    .children.filter(({ children, element }) => children.length === 0 && element.repetition_type !== 'REPEATED')
    .map(({ element: { name, repetition_type } }) => ({ name, optional: repetition_type !== 'REQUIRED' }));
  return columns.filter(({ name }, i) => columns.findIndex((other) => other.name === name) === i);
}

async function* read(
  bytes: RawBytes,
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: readonly FlatColumn[],
  name: string,
  onShare: (share: number) => void,
): AsyncGenerator<Uint8Array> {
  const lines = new CsvLines();
  const names = columns.map((column) => column.name);
  lines.row(names, names.length);
  const total = Number(metadata.num_rows);
  onShare(0);
  let written = 0;
  try {
    for (const group of metadata.row_groups) {
      const rows = checkGroup(group, total - written);
      await checkPages(bytes, group, columns, compressors);
      for (const [from, to] of steps(rows, written === 0)) {
        const cells = await cellsOf(
          file,
          { ...metadata, row_groups: [group], num_rows: group.num_rows },
          names,
          from,
          to,
        );
        for (let row = 0; row < to - from; row++) {
          lines.row(
            cells.map((values) => values[row]),
            names.length,
          );
          if (++written % rowsAtATime !== 0) continue;
          for (const chunk of lines.full()) {
            onShare(written / total);
            refuseBomb(lines.bytes, bytes.size, name);
            yield chunk;
          }
        }
      }
    }
    if (written !== total) throw new Error('rows are missing');
  } catch (thrown) {
    throw damaged(thrown, 'parquet', name);
  }
  yield* lines.rest();
}

/** The number of its rows. */
function checkGroup({ num_rows, columns }: RowGroup, most: number): number {
  const rows = Number(num_rows);
  const memory = columns.reduce((sum, { meta_data: column }) => sum + Number(column?.total_uncompressed_size ?? 0), 0);
  if (!(rows >= 0 && rows <= Math.min(mostGroupRows, most) && memory <= mostGroupBytes)) {
    throw new Error('a group of rows is beyond all bounds');
  }
  return rows;
}

function steps(rows: number, isFirst: boolean): [from: number, to: number][] {
  const beginning = isFirst ? Math.min(rows, beginningRows) : 0;
  const all: [number, number][] = [
    [0, beginning],
    [beginning, rows],
  ];
  return all.filter(([from, to]) => to > from);
}

/** The cells of some rows of the one group in `metadata`, by column. */
async function cellsOf(
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: string[],
  rowStart: number,
  rowEnd: number,
): Promise<ArrayLike<CellContent>[]> {
  const scan = await parquetScan({ file, metadata, columns, compressors, parsers, useOffsetIndex: false });
  const cells: ArrayLike<CellContent>[] = [];
  for (const column of columns) {
    const values = await scan.readColumn({ column, rowStart, rowEnd });
    if (values.length !== rowEnd - rowStart) throw new Error('values are missing');
    cells.push(values);
  }
  return cells;
}

function asyncBuffer(bytes: RawBytes): AsyncBuffer {
  return {
    byteLength: bytes.size,
    slice: async (start, end = bytes.size) => {
      if (!(start >= 0 && start <= end && end <= bytes.size)) throw new Error('the place lies outside the file');
      const { buffer, byteOffset, byteLength } = await bytes.read(start, end);
      return byteOffset === 0 && buffer.byteLength === byteLength
        ? buffer
        : buffer.slice(byteOffset, byteOffset + byteLength);
    },
  };
}

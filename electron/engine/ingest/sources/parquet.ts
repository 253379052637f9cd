/** Parquet files as CSV text, one group of rows after the other. */
import { parquetMetadataAsync, parquetScan, parquetSchema, type AsyncBuffer, type FileMetaData } from 'hyparquet';
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
  const names = columns.map(({ name }) => name);
  lines.row(names, names.length);
  const total = Number(metadata.num_rows);
  onShare(0);
  let rowStart = 0;
  try {
    for (const group of metadata.row_groups) {
      const rows = Number(group.num_rows);
      const memory = group.columns.reduce(
        (sum, column) => sum + Number(column.meta_data?.total_uncompressed_size ?? 0),
        0,
      );
      if (!(rows >= 0 && rows <= mostGroupRows && memory <= mostGroupBytes && rowStart + rows <= total)) {
        throw new Error('a group of rows is beyond all bounds');
      }
      await checkPages(bytes, group, columns, compressors);
      // A scan a group: it keeps the columns that it has read.
      const one = { ...metadata, row_groups: [group], num_rows: group.num_rows };
      const scan = await parquetScan({
        file,
        metadata: one,
        columns: names,
        compressors,
        parsers,
        useOffsetIndex: false,
      });
      const cells: ArrayLike<CellContent>[] = [];
      if (rows > 0) {
        for (const column of names) cells.push(await scan.readColumn({ column, rowStart: 0, rowEnd: rows }));
      }
      for (let row = 0; row < rows; row++) {
        lines.row(
          cells.map((values) => values[row]),
          columns.length,
        );
        if (row % rowsAtATime !== rowsAtATime - 1) continue;
        for (const chunk of lines.full()) {
          onShare((rowStart + row) / total);
          refuseBomb(lines.bytes, bytes.size, name);
          yield chunk;
        }
      }
      rowStart += rows;
    }
    if (rowStart !== total) throw new Error('rows are missing');
  } catch (thrown) {
    throw damaged(thrown, 'parquet', name);
  }
  yield* lines.rest();
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

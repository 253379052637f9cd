/** The text of an input file, whatever it is packed in, in bounded chunks of bytes; hashed and counted on the way. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileInspection } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import { archiveContent } from './archive.ts';
import type { Content } from './content.ts';
import { refuseOle } from './ole.ts';
import { chooseParts, JoinedParts, type Place } from './parts.ts';
import { fileBytes, type FileBytes, type RawBytes } from './raw-bytes.ts';
import { readingError } from './reading-error.ts';
import { headBytes, recognise } from './recognise.ts';
import { gunzip, gzipTextBytes } from './unpack.ts';
import { readDirectory } from './zip-directory.ts';

export interface ByteSource extends Pick<FileInspection, 'compression' | 'container' | 'parts'> {
  /** File name without its folder. */
  name: string;
  /** Size on disk. */
  bytes: number;
  /** The text was made from cells: it is UTF-8, with commas, and a line is a row. */
  generated: boolean;
  /** Rows of what is read, as far as the container says; else null. */
  rows: number | null;
  /** Bytes of the text, as far as the container says; else null. */
  textBytes: number | null;
  /** The part that somebody asked for. */
  part?: string;
  /** Chunks of text, each valid until the next is asked for. Stopping early releases the file. */
  chunks: () => AsyncGenerator<Uint8Array>;
  /** Where a line of the text, 1-based, lies in the file; only for lines that `chunks` has come to. */
  place: (line: number) => Place;
  /** SHA-256 (hex) of the bytes on disk; call it after `chunks` has come to its end. */
  sha256: () => string;
  /** Bytes on disk read so far, or their share of what is read. */
  bytesRead: () => number;
}

/**
 * Opens a file for reading. What it is packed in is told by its first bytes, whatever the name: text, gzip, a zip
 * archive, an Excel workbook or Parquet.
 * @param options.part the one sheet of a workbook, or file of an archive, that is wanted; a file without parts has none
 * to choose from.
 * @throws AppError not_found (missing_file); invalid_input (directory, unreadable_file, empty_file, password_protected,
 * old_excel, other_workbook, workbook_too_large, damaged_container, unknown_packing, no_table_inside, no_such_part);
 * while reading also gzip_cut_short, gzip_damaged, unpacks_too_large; file_changed where it was written to meanwhile.
 */
export async function openSource(path: string, { part }: { part?: string } = {}): Promise<ByteSource> {
  const name = basename(path);
  const state = await stateOf(path, name);
  const file = fileBytes(path, name, state.size);
  const { container, compression, generated, parts } = await contentOf(file, name);
  const isText = container === 'text';
  const read = isText ? parts : await chooseParts(parts, part, name);
  const joined = new JoinedParts(read);
  let ended = false;

  async function* chunks(): AsyncGenerator<Uint8Array> {
    file.streamed = 0;
    ended = false;
    yield* joined.chunks();
    if (!isText) await hashWhole(file);
    await refuseChanged(path, name, state);
    ended = true;
  }

  return {
    name,
    bytes: file.size,
    container,
    compression,
    generated,
    parts: parts.length > 1 ? parts.map((one) => ({ name: one.name, rows: one.rows, read: read.includes(one) })) : [],
    rows: read.every(({ rows }) => rows !== null) ? read.reduce((sum, { rows }) => sum + rows!, 0) : null,
    textBytes: read.every(({ textBytes }) => textBytes !== undefined)
      ? read.reduce((sum, { textBytes }) => sum + textBytes!, 0)
      : null,
    ...(part === undefined ? {} : { part }),
    chunks,
    place: (line) => joined.place(line),
    sha256: () => file.sha256() ?? '',
    bytesRead: () => (ended ? file.size : Math.min(file.size, (joined.share ?? file.streamed / file.size) * file.size)),
  };
}

/** What tells whether a file is still the one that was opened; pipes never are. */
interface FileState {
  size: number;
  changedAt: number;
  isFile: boolean;
}

async function stateOf(path: string, name: string): Promise<FileState> {
  try {
    const information = await stat(path);
    if (information.isDirectory()) throw new AppError('invalid_input', { reason: 'directory', file: name });
    if (information.size === 0 && information.isFile()) {
      throw new AppError('invalid_input', { reason: 'empty_file', file: name });
    }
    return { size: information.size, changedAt: information.mtimeMs, isFile: information.isFile() };
  } catch (thrown) {
    throw readingError(thrown, name);
  }
}

/** Somebody wrote to the file while it was read: what was read is neither the old nor the new one. */
async function refuseChanged(path: string, name: string, before: FileState): Promise<void> {
  if (!before.isFile) return;
  const { size, mtimeMs } = await stat(path).catch(() => ({ size: -1, mtimeMs: 0 }));
  if (size === before.size && mtimeMs === before.changedAt) return;
  throw new AppError('invalid_input', { reason: 'file_changed', file: name });
}

/** Readers of workbooks and Parquet are loaded with the first such file: their libraries are half of what there is to load. */
async function contentOf(bytes: RawBytes, name: string): Promise<Content> {
  switch (recognise(await bytes.read(0, headBytes))) {
    case 'zip': {
      const entries = await readDirectory(bytes, name);
      const { isWorkbook, workbookContent } = await import('./workbook.ts');
      if (isWorkbook(entries)) return workbookContent(bytes, entries, name);
      return archiveContent(bytes, entries, name, contentInside);
    }
    case 'parquet':
      return (await import('./parquet.ts')).parquetContent(bytes, name);
    case 'ole':
      return refuseOle(bytes, name);
    case 'gzip':
      return textContent('gzip', bytes, name, await gzipTextBytes(bytes), () =>
        gunzip(bytes.stream(), bytes.size, name),
      );
    default:
      // What looks like a picture is still for `readLayout` to refuse.
      return textContent('none', bytes, name, bytes.size, () => bytes.stream());
  }
}

/** What lies in an archive: no further archive, as those may hold each other without an end. */
async function contentInside(bytes: RawBytes, name: string): Promise<Content> {
  const isZip = recognise(await bytes.read(0, headBytes)) === 'zip';
  if (isZip && !(await import('./workbook.ts')).isWorkbook(await readDirectory(bytes, name))) {
    throw new AppError('invalid_input', { reason: 'binary_file', file: name, kind: 'zip' });
  }
  return contentOf(bytes, name);
}

function textContent(
  compression: Content['compression'],
  { size }: RawBytes,
  name: string,
  textBytes: number | undefined,
  chunks: () => AsyncGenerator<Uint8Array>,
): Content {
  const part = { name, rows: null, weight: size, ...(textBytes === undefined ? {} : { textBytes }), chunks };
  return { container: 'text', compression, generated: false, parts: [part] };
}

async function hashWhole(file: FileBytes): Promise<void> {
  const stream = file.stream();
  while (!(await stream.next()).done);
}

/** At most `limit` bytes from the start of the text, and whether that is all of it. */
export async function readStart(source: ByteSource, limit: number): Promise<{ bytes: Uint8Array; complete: boolean }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  let complete = true;
  for await (const chunk of source.chunks()) {
    if (length + chunk.length > limit) {
      parts.push(chunk.subarray(0, limit - length));
      length = limit;
      complete = false;
      break;
    }
    parts.push(chunk);
    length += chunk.length;
  }
  return { bytes: Buffer.concat(parts, length), complete };
}

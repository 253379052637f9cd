/**
 * The list of files at the end of a zip archive (APPNOTE.TXT 4.3, with zip64), read from where it lies, so that of an
 * archive of any size only the files that are wanted are ever looked at.
 */
import { crc32 } from 'node:zlib';
import { AppError } from '../../../../shared/errors.ts';
import type { RawBytes } from './raw-bytes.ts';
import { orDamaged } from './reading-error.ts';
import { inflate, refuseBomb } from './unpack.ts';

export interface ZipEntry {
  name: string;
  encrypted: boolean;
  method: number;
  /** Bytes in the archive, and unpacked. */
  packed: number;
  size: number;
  crc: number;
  /** Where its own header lies. */
  offset: number;
}

const endSignature = 0x06054b50;
const endBytes = 22;
const longestComment = 0xffff;
const locatorSignature = 0x07064b50;
const locatorBytes = 20;
const end64Signature = 0x06064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
/** Of some 300,000 files. */
const mostDirectoryBytes = 32 << 20;
const stored = 0;
const deflated = 8;

/** @throws AppError invalid_input damaged_container. */
export function readDirectory(archive: RawBytes, file: string): Promise<ZipEntry[]> {
  return orDamaged(() => directoryOf(archive), 'zip', file);
}

async function directoryOf(archive: RawBytes): Promise<ZipEntry[]> {
  const tailFrom = Math.max(0, archive.size - endBytes - longestComment - locatorBytes);
  const tail = viewOf(await archive.read(tailFrom, archive.size));
  let end = tail.byteLength - endBytes;
  while (end >= 0 && tail.getUint32(end, true) !== endSignature) end--;
  if (end < 0) throw new Error('the archive has no end');
  let count = tail.getUint16(end + 10, true);
  let bytes = tail.getUint32(end + 12, true);
  let offset = tail.getUint32(end + 16, true);
  const locator = end - locatorBytes;
  if (locator >= 0 && tail.getUint32(locator, true) === locatorSignature) {
    const at = long(tail, locator + 8);
    const end64 = viewOf(await archive.read(at, at + 56));
    if (end64.getUint32(0, true) !== end64Signature) throw new Error('the archive has no zip64 end');
    count = long(end64, 32);
    bytes = long(end64, 40);
    offset = long(end64, 48);
  }
  if (bytes > mostDirectoryBytes || offset + bytes > archive.size) throw new Error('the directory lies outside');
  const view = viewOf(await archive.read(offset, offset + bytes));
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count;) {
    if (view.getUint32(at, true) !== entrySignature) throw new Error('this is no entry');
    const [entry, length] = entryAt(view, at);
    if (entry.offset + entry.packed > archive.size) throw new Error('an entry lies outside');
    entries.push(entry);
    at += length;
  }
  return entries;
}

function entryAt(view: DataView<ArrayBuffer>, at: number): [ZipEntry, length: number] {
  const flags = view.getUint16(at + 8, true);
  const nameBytes = view.getUint16(at + 28, true);
  const extraBytes = view.getUint16(at + 30, true);
  const bytesOfName = new Uint8Array(view.buffer, view.byteOffset + at + 46, nameBytes);
  const entry = {
    // Without the flag it is an old code page; those that wrote UTF-8 all the same are more.
    name: Buffer.from(bytesOfName).toString('utf8'),
    encrypted: (flags & 1) !== 0,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
  const extraFrom = at + 46 + nameBytes;
  for (let extra = extraFrom; extra + 4 <= extraFrom + extraBytes;) {
    const kind = view.getUint16(extra, true);
    let field = extra + 4;
    if (kind === 1) {
      for (const key of ['size', 'packed', 'offset'] as const) {
        if (entry[key] !== 0xffffffff) continue;
        entry[key] = long(view, field);
        field += 8;
      }
    }
    extra += 4 + view.getUint16(extra + 2, true);
  }
  return [entry, 46 + nameBytes + extraBytes + view.getUint16(at + 32, true)];
}

/**
 * An entry's content.
 * @throws AppError invalid_input password_protected, unknown_packing, damaged_container, unpacks_too_large.
 */
export async function* entryChunks(archive: RawBytes, entry: ZipEntry, file: string): AsyncGenerator<Uint8Array> {
  const { name, method, packed, offset } = entry;
  if (entry.encrypted) throw new AppError('invalid_input', { reason: 'password_protected', file });
  if (method !== stored && method !== deflated) {
    throw new AppError('invalid_input', { reason: 'unknown_packing', file, part: name });
  }
  const start = await orDamaged(
    async () => {
      const header = viewOf(await archive.read(offset, offset + 30));
      if (header.getUint32(0, true) !== localSignature) throw new Error('this is no file');
      return offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
    },
    'zip',
    file,
    name,
  );
  const raw = archive.stream(start, start + packed);
  let crc = 0;
  let size = 0;
  try {
    for await (const chunk of method === stored ? raw : inflate(raw, packed, file)) {
      crc = crc32(chunk, crc);
      size += chunk.length;
      if (size > entry.size) break;
      yield chunk;
    }
  } catch (thrown) {
    const { details } = thrown as Partial<AppError>;
    // A zip is not to be called a gzip.
    if (!String(details?.reason).startsWith('gzip_')) throw thrown;
    throw new AppError('invalid_input', { reason: 'damaged_container', kind: 'zip', file, part: name });
  }
  if (size !== entry.size || crc !== entry.crc) {
    throw new AppError('invalid_input', { reason: 'damaged_container', kind: 'zip', file, part: name });
  }
}

/** At most `limit` bytes from the start of an entry. Throws as `entryChunks`. */
export async function entryStart(
  archive: RawBytes,
  entry: ZipEntry,
  limit: number,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of entryChunks(archive, entry, file)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= limit) break;
  }
  const start = new Uint8Array(Math.min(length, limit));
  let at = 0;
  for (const chunk of chunks) {
    start.set(chunk.subarray(0, start.length - at), at);
    at = Math.min(start.length, at + chunk.length);
  }
  return start;
}

/**
 * Refuses an archive that says of itself that it would unpack to far more than it is, one file or all together: entries
 * may lie over each other, so that the same bytes are unpacked again and again.
 */
export function refuseBombs(entries: readonly ZipEntry[], archive: RawBytes, file: string): void {
  for (const { size, packed } of entries) refuseBomb(size, packed, file);
  refuseBomb(
    entries.reduce((sum, { size }) => sum + size, 0),
    archive.size,
    file,
  );
}

function viewOf(bytes: Uint8Array<ArrayBuffer>): DataView<ArrayBuffer> {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function long(view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at, true));
  if (!Number.isSafeInteger(value)) throw new Error('a number beyond all bounds');
  return value;
}

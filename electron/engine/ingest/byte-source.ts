/** The bytes of an input file, unpacked, in bounded chunks; hashed and counted on the way. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';

const chunkBytes = 1 << 18;

export interface ByteSource {
  /** File name without its folder. */
  name: string;
  /** Size on disk. */
  bytes: number;
  compression: 'none' | 'gzip';
  /** Chunks of unpacked bytes, each valid until the next is asked for. Stopping early releases the file. */
  chunks: () => AsyncGenerator<Uint8Array>;
  /** SHA-256 (hex) of the bytes on disk; call it after `chunks` has come to its end. */
  sha256: () => string;
  /** Bytes on disk read so far. */
  bytesRead: () => number;
}

/**
 * Opens a file for reading; gzip is recognised by its first bytes, whatever the name.
 * @throws AppError not_found (missing_file); invalid_input (directory, unreadable_file, empty_file); while reading
 * gzip_cut_short, gzip_damaged.
 */
export async function openSource(path: string): Promise<ByteSource> {
  const name = basename(path);
  const { bytes, compression } = await look(path, name);
  let hash = createHash('sha256');
  let bytesRead = 0;

  async function* chunks(): AsyncGenerator<Uint8Array> {
    hash = createHash('sha256');
    bytesRead = 0;
    const raw = createReadStream(path, { highWaterMark: chunkBytes });
    raw.on('data', (chunk) => {
      hash.update(chunk);
      bytesRead += chunk.length;
    });
    const unpacked =
      compression === 'gzip' ? pipeline(raw, createGunzip({ chunkSize: 1 << 17 }), () => undefined) : raw;
    try {
      for await (const chunk of unpacked) yield chunk as Uint8Array;
    } catch (thrown) {
      throw readingError(thrown, name);
    } finally {
      raw.destroy();
      unpacked.destroy();
    }
  }

  return { name, bytes, compression, chunks, sha256: () => hash.copy().digest('hex'), bytesRead: () => bytesRead };
}

async function look(path: string, name: string): Promise<Pick<ByteSource, 'bytes' | 'compression'>> {
  try {
    const information = await stat(path);
    if (information.isDirectory()) throw new AppError('invalid_input', { reason: 'directory', file: name });
    if (information.size === 0 && information.isFile()) {
      throw new AppError('invalid_input', { reason: 'empty_file', file: name });
    }
    const handle = await open(path);
    try {
      const { buffer } = await handle.read(new Uint8Array(2), 0, 2, 0);
      return { bytes: information.size, compression: buffer[0] === 0x1f && buffer[1] === 0x8b ? 'gzip' : 'none' };
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw readingError(thrown, name);
  }
}

/** At most `limit` unpacked bytes from the start of the file, and whether that is all of it. */
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

function readingError(thrown: unknown, file: string): unknown {
  if (thrown instanceof AppError) return thrown;
  switch ((thrown as { code?: unknown }).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('not_found', { reason: 'missing_file', file }, { cause: thrown });
    case 'EISDIR':
      return new AppError('invalid_input', { reason: 'directory', file }, { cause: thrown });
    case 'Z_BUF_ERROR':
      return new AppError('invalid_input', { reason: 'gzip_cut_short', file }, { cause: thrown });
    case 'Z_DATA_ERROR':
      return new AppError('invalid_input', { reason: 'gzip_damaged', file }, { cause: thrown });
    case 'EACCES':
    case 'EPERM':
    case 'EIO':
    case 'ENAMETOOLONG':
    case 'ELOOP':
      return new AppError('invalid_input', { reason: 'unreadable_file', file }, { cause: thrown });
    default:
      return thrown;
  }
}

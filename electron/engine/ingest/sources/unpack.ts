/** Unpacking of gzip and deflate as a stream, and the refusal of what was only packed to fill a memory. */
import { Readable, pipeline, type Duplex } from 'node:stream';
import { createGunzip, createInflateRaw } from 'node:zlib';
import { AppError } from '../../../../shared/errors.ts';
import type { RawBytes } from './raw-bytes.ts';
import { readingError } from './reading-error.ts';

const unpackedChunkBytes = 1 << 17;
/** For what is so small that it unpacks to less. */
const smallChunkBytes = 1 << 14;
const smallBytes = 1 << 11;
/** Tables shrink to a tenth, those that repeat themselves to a hundredth; deflate can do no more than 1,032. */
const mostRatio = 1000;
/** What deflate can do at most. */
const deflateLimit = 1032;
/** Below this any ratio is harmless. */
const harmlessBytes = 100 << 20;

/** @throws AppError invalid_input unpacks_too_large, when so many bytes came from so few. */
export function refuseBomb(unpacked: number, packed: number, file: string): void {
  if (unpacked > harmlessBytes && unpacked > mostRatio * packed) {
    throw new AppError('invalid_input', { reason: 'unpacks_too_large', file });
  }
}

/** @throws AppError invalid_input unpacks_too_large; gzip_cut_short, gzip_damaged. */
export function gunzip(packed: AsyncGenerator<Uint8Array>, bytes: number, file: string): AsyncGenerator<Uint8Array> {
  return unpack(packed, createGunzip({ chunkSize: chunkSize(bytes) }), bytes, file);
}

/** Two to the power of 32 is what the length at the end of a gzip file counts to. */
const lengthWraps = 2 ** 32;

/**
 * Bytes that a gzip file says it unpacks to (RFC 1952, ISIZE); undefined where that cannot be: the file was cut off, was
 * made of several, or is so large that its length began again at nothing more often than is known.
 */
export async function gzipTextBytes(packed: RawBytes): Promise<number | undefined> {
  const end = await packed.read(Math.max(0, packed.size - 4), packed.size);
  if (end.length < 4) return undefined;
  let bytes = new DataView(end.buffer, end.byteOffset).getUint32(0, true);
  // A text always gets shorter by packing, but for the shortest.
  while (bytes < packed.size - 64) bytes += lengthWraps;
  return bytes <= deflateLimit * packed.size ? bytes : undefined;
}

/** Raw deflate, as in zip archives. Throws as `gunzip`. */
export function inflate(packed: AsyncGenerator<Uint8Array>, bytes: number, file: string): AsyncGenerator<Uint8Array> {
  return unpack(packed, createInflateRaw({ chunkSize: chunkSize(bytes) }), bytes, file);
}

function chunkSize(packed: number): number {
  return packed > smallBytes ? unpackedChunkBytes : smallChunkBytes;
}

async function* unpack(
  packed: AsyncGenerator<Uint8Array>,
  through: Duplex,
  bytes: number,
  file: string,
): AsyncGenerator<Uint8Array> {
  const source = Readable.from(packed);
  const unpacked = pipeline(source, through, () => undefined);
  let length = 0;
  try {
    for await (const chunk of unpacked as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      refuseBomb(length, bytes, file);
      yield chunk;
    }
  } catch (thrown) {
    throw readingError(thrown, file);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

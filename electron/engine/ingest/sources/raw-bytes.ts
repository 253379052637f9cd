/** Bytes that can be read at any place: of a file on disk, or of what lay packed in one. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { readingError } from './reading-error.ts';

const chunkBytes = 1 << 20;

export interface RawBytes {
  size: number;
  /** The bytes from `from` to `to` (exclusive), fewer where the file ends before. */
  read: (from: number, to: number) => Promise<Uint8Array<ArrayBuffer>>;
  /** The same in chunks; all of them by default. */
  stream: (from?: number, to?: number) => AsyncGenerator<Uint8Array>;
}

export interface FileBytes extends RawBytes {
  /** SHA-256 (hex) of the whole file; null until `stream` has gone through it from end to end. */
  sha256: () => string | null;
  /** Bytes that went through `stream`. */
  streamed: number;
}

/** @throws AppError as `readingError` from `read` and `stream`. */
export function fileBytes(path: string, name: string, size: number): FileBytes {
  let hash: { of: Hash; complete: boolean } | null = null;
  const file: FileBytes = {
    size,
    streamed: 0,
    sha256: () => (hash?.complete ? hash.of.copy().digest('hex') : null),
    read: async (from, to) => {
      let handle: FileHandle | undefined;
      try {
        handle = await open(path);
        const wanted = new Uint8Array(Math.max(0, Math.min(to, size) - from));
        let filled = 0;
        while (filled < wanted.length) {
          const { bytesRead } = await handle.read(wanted, filled, wanted.length - filled, from + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return wanted.subarray(0, filled);
      } catch (thrown) {
        throw readingError(thrown, name);
      } finally {
        await handle?.close();
      }
    },
    stream: async function* (from = 0, to = Infinity) {
      if (to <= from) return;
      const isWhole = from === 0 && to === Infinity;
      const hashing = isWhole ? { of: createHash('sha256'), complete: false } : null;
      if (hashing) hash = hashing;
      // Without a place of its own to begin at, a pipe can be read, too.
      const range = isWhole ? {} : { start: from, end: to - 1 };
      // A pipe has no size; a small file needs no large buffer.
      const highWaterMark = size > 0 ? Math.min(chunkBytes, size + 1) : chunkBytes;
      const raw = createReadStream(path, { highWaterMark, ...range });
      try {
        for await (const chunk of raw as AsyncIterable<Uint8Array>) {
          hashing?.of.update(chunk);
          file.streamed += chunk.length;
          yield chunk;
        }
        if (hashing) hashing.complete = true;
      } catch (thrown) {
        throw readingError(thrown, name);
      } finally {
        raw.destroy();
        // Until it is closed, the next file opened in this thread may get its number, which Node warns about.
        if (!raw.closed) await new Promise<void>((resolve) => raw.once('close', resolve));
      }
    },
  };
  return file;
}

export function memoryBytes(bytes: Uint8Array<ArrayBuffer>): RawBytes {
  return {
    size: bytes.length,
    read: (from, to) => Promise.resolve(bytes.subarray(from, Math.max(from, to))),
    stream: async function* (from = 0, to = bytes.length) {
      for (let at = from; at < Math.min(to, bytes.length); at += chunkBytes) {
        yield bytes.subarray(at, Math.min(at + chunkBytes, to));
      }
    },
  };
}

/** Files that appear under their name only when all of them are complete. */
import { mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';

/** Bytes gathered before they are written. */
const chunkLength = 1 << 18;

export interface WrittenFile {
  name: string;
  /** Records, without the header. */
  lines: number;
  bytes: number;
}

/** One file being written. All text must be ASCII. */
export class TextFile {
  readonly name: string;
  lines = 0;
  bytes = 0;
  readonly #handle: FileHandle;
  #chunk = Buffer.allocUnsafe(chunkLength * 2);
  #used = 0;

  constructor(name: string, handle: FileHandle) {
    this.name = name;
    this.#handle = handle;
  }

  /** Adds text that holds `lines` records; it is written by the next `flush`, which is due once `isLong`. */
  append(text: string, lines = 1): void {
    if (this.#used + text.length > this.#chunk.length) {
      const larger = Buffer.allocUnsafe((this.#used + text.length) * 2);
      this.#chunk.copy(larger, 0, 0, this.#used);
      this.#chunk = larger;
    }
    this.#used += this.#chunk.write(text, this.#used, 'latin1');
    this.lines += lines;
  }

  get isLong(): boolean {
    return this.#used >= chunkLength;
  }

  async flush(): Promise<void> {
    const chunk = this.#chunk.subarray(0, this.#used);
    this.bytes += this.#used;
    this.#used = 0;
    await this.#handle.writeFile(chunk).catch((error: unknown) => {
      throw storageError(error, this.name);
    });
  }

  async close(): Promise<void> {
    await this.#handle.close().catch((error: unknown) => {
      throw storageError(error, this.name);
    });
  }
}

/**
 * Opens `names` in the folder `out` (made if absent) under temporary names, lets `write` fill them, and only then gives
 * them their names, replacing older ones. Where anything fails, no temporary file is left behind, nor a folder made
 * here. Throws `storage` for what the disk refuses, and whatever `write` throws.
 */
export async function writeFilesTogether(
  out: string,
  names: readonly string[],
  write: (files: TextFile[]) => Promise<void>,
): Promise<WrittenFile[]> {
  const madeFolder = await mkdir(out, { recursive: true }).catch((error: unknown) => {
    throw storageError(error, basename(out));
  });
  const files: TextFile[] = [];
  const temporary = (name: string): string => join(out, `${name}.${process.pid}.partial`);
  try {
    try {
      for (const name of names) {
        const handle = await open(temporary(name), 'w').catch((error: unknown) => {
          throw storageError(error, name);
        });
        files.push(new TextFile(name, handle));
      }
      await write(files);
      for (const file of files) await file.flush();
    } finally {
      for (const file of files) await file.close();
    }
    for (const { name } of files) {
      await rename(temporary(name), join(out, name)).catch((error: unknown) => {
        throw storageError(error, name);
      });
    }
  } catch (error) {
    for (const { name } of files) await rm(temporary(name), { force: true });
    // Fails, rightly, where the folder holds anything.
    if (madeFolder !== undefined) await rmdir(out).catch(() => undefined);
    throw error;
  }
  return files.map(({ name, lines, bytes }) => ({ name, lines, bytes }));
}

function storageError(error: unknown, file: string): AppError {
  const system = String((error as NodeJS.ErrnoException).code ?? 'unknown');
  const reason = system === 'ENOSPC' || system === 'EDQUOT' ? 'disk_full' : 'cannot_write';
  return new AppError('storage', { reason, file, system }, { cause: error });
}

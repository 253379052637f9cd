/** Files that are either complete or not there. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';

/**
 * Writes a file beside its place, flushes it to disk and renames it into place, so that a reader finds the old file
 * or the whole new one, never half of one. What was written goes away when anything fails, making the data included.
 * @throws AppError `storage` with reason `disk_full`, `not_writable` or `write_failed`, and the file's name.
 */
export async function writeFileAtomically(
  path: string,
  data: string | Uint8Array | AsyncIterable<string>,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    if (cause instanceof AppError) throw cause;
    throw new AppError('storage', { reason: reasonOfWriteFailure(cause), file: basename(path) }, { cause });
  }
}

/** Makes a folder and those above it. Throws as `writeFileAtomically`, with the reason `no_folder` for what is left. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    const reason = reasonOfWriteFailure(cause);
    const file = basename(path);
    throw new AppError('storage', { reason: reason === 'write_failed' ? 'no_folder' : reason, file }, { cause });
  }
}

/** What to tell a person about a failed write, by the system's code. */
export function reasonOfWriteFailure(cause: unknown): string {
  const { code } = cause as { code?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'disk_full';
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'not_writable' : 'write_failed';
}

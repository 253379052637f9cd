import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Files that end with these stand beside a database while it is written. */
export const sideFileEndings = ['-wal', '-shm', '-journal'] as const;

/** Replaces a file in one step that survives a power cut: the old content or the new, never a part. Mode 0600. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const next = `${path}.new`;
  rmSync(next, { force: true });
  writeNewFile(next, content);
  renameSync(next, path);
  flushFolder(path);
}

/** Writes a file that must not exist yet, mode 0600, flushed to the disk. Throws `EEXIST`. */
export function writeNewFile(path: string, content: string | Uint8Array): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    const bytes = Buffer.from(content);
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } catch (thrown) {
    rmSync(path, { force: true });
    throw thrown;
  } finally {
    closeSync(file);
  }
}

/** Makes a file with its folder, mode 0600. Of two processes that do so at once, one does: a link replaces nothing. */
export function makeOnce(path: string, content: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const own = `${path}.${process.pid}`;
  rmSync(own, { force: true });
  writeNewFile(own, content);
  try {
    linkSync(own, path);
  } catch (thrown) {
    if ((thrown as { code?: unknown }).code !== 'EEXIST') throw thrown;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Flushes a file to the disk. Never for a file that this process has open in SQLite: on POSIX systems closing any
 * descriptor of a file gives up all locks the process holds on it.
 */
export function flushFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes a rename or a new name in the file's folder durable; Windows does so by itself. */
export function flushFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Removes a database that nobody has open, with what stands beside it. */
export function removeDatabase(path: string): void {
  for (const ending of ['', ...sideFileEndings]) {
    if (existsSync(path + ending)) rmSync(path + ending, { force: true });
  }
}

/**
 * What people bring in and take out lies as it is, unencrypted, so it lies in a folder only this user may open, and not
 * longer than needed: all of it goes when the host closes, and what a dead host left goes when the next one starts.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const prefix = 'clientele-local-';
const longestName = 160;

interface Upload {
  path: string;
  complete: boolean;
  /** Jobs that read it at the moment. */
  readers: number;
}

export interface PrivateFiles {
  folder: string;
  /** Room for a file of this name, which is cleaned. Nobody can refer to it before it is `complete`. */
  addUpload: (name: string) => { reference: string; path: string; complete: () => void; discard: () => void };
  /** The path of `upload:ID`, `sample:`, `sample:NAME` or `export:ID`; null for anything else. */
  resolve: (reference: string) => string | null;
  /** Counts a job that reads these references; the result, called once, says whether they are still wanted after it. */
  hold: (references: readonly string[]) => (wanted: boolean) => void;
  /** The path of an exported file; null where there is none. */
  exported: (id: string, name: string) => string | null;
  /** Notes that somebody has a copy of an export: from now on it may go. */
  downloaded: (id: string) => void;
  /** Removes what nobody can want any more once the last window is gone. */
  removeIdle: () => void;
  close: () => void;
}

const remove = (path: string): void => rmSync(path, { recursive: true, force: true, maxRetries: 3 });

export function createPrivateFiles(): PrivateFiles {
  sweep();
  // mkdtemp makes folders of mode 0700. The process's number tells a sweeper whose it is.
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const uploads = new Map<string, Upload>();
  const downloads = new Set<string>();
  const exportFolder = (id: string): string => join(folder, 'exports', id);
  const close = (): void => remove(folder);
  process.once('exit', close);

  function discard(reference: string): void {
    const upload = uploads.get(reference);
    if (upload) remove(dirname(upload.path));
    uploads.delete(reference);
  }
  function removeDownloaded(): void {
    for (const id of downloads) remove(exportFolder(id));
    downloads.clear();
  }

  return {
    folder,
    addUpload: (name) => {
      const id = randomBytes(16).toString('hex');
      const reference = `upload:${id}`;
      // A folder each: an import goes by the name of the file, and two people's orders.csv are two files.
      const own = join(folder, 'uploads', id);
      mkdirSync(own, { recursive: true, mode: 0o700 });
      const upload: Upload = { path: join(own, cleanName(name)), complete: false, readers: 0 };
      uploads.set(reference, upload);
      const complete = (): void => void (upload.complete = true);
      return { reference, path: upload.path, complete, discard: () => discard(reference) };
    },
    resolve: (reference) => {
      const upload = uploads.get(reference);
      if (upload?.complete) return upload.path;
      const sample = /^sample:([a-z]+\.csv)?$/.exec(reference);
      if (sample) return join(folder, 'sample', sample[1] ?? '');
      const id = /^export:([A-Za-z0-9]{1,64})$/.exec(reference)?.[1];
      if (!id) return null;
      removeDownloaded();
      return exportFolder(id);
    },
    hold: (references) => {
      const held = references.flatMap((reference) => uploads.get(reference) ?? []);
      for (const upload of held) upload.readers++;
      return (wanted) => {
        for (const upload of held) upload.readers--;
        if (wanted) return;
        for (const reference of references) if (uploads.get(reference)?.readers === 0) discard(reference);
      };
    },
    exported: (id, name) => {
      if (!/^[A-Za-z0-9]{1,64}$/.test(id) || !/^[a-z]+\.(html|csv|json)$/.test(name)) return null;
      const path = join(exportFolder(id), name);
      return existsSync(path) ? path : null;
    },
    downloaded: (id) => void downloads.add(id),
    removeIdle: () => {
      removeDownloaded();
      for (const [reference, { complete, readers }] of uploads) if (complete && readers === 0) discard(reference);
    },
    close: () => {
      process.off('exit', close);
      close();
    },
  };
}

/** The base name without what no file system or reader should see; the end, which has the kind of file, is kept. */
function cleanName(name: string): string {
  const plain = basename(name.replaceAll('\\', '/'))
    .normalize('NFC')
    .replace(/[\p{C}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[. ]+|[. ]+$/g, '');
  let kept = [...plain];
  while (Buffer.byteLength(kept.join('')) > longestName) kept = kept.slice(1);
  return kept.join('') || 'upload';
}

/** Removes the folders of this user whose process is gone. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${prefix}(\\d+)-\\w+$`).exec(name)?.[1];
    if (!owner || isAlive(Number(owner))) continue;
    const folder = join(tmpdir(), name);
    try {
      const found = lstatSync(folder);
      if (found.isDirectory() && (!process.getuid || found.uid === process.getuid())) remove(folder);
    } catch {
      // Another sweeper was faster.
    }
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (thrown) {
    return (thrown as { code?: unknown }).code === 'EPERM';
  }
}

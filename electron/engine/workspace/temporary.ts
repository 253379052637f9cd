import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDataKey } from './key-slots.ts';
import { migrations } from './migrations/migrations.ts';
import { attach } from './open-state.ts';
import type { Workspace } from './open-state.ts';
import { withStorageErrors } from './storage-error.ts';
import { makeDatabase, openForWriting } from './writer.ts';
import { lockWriter } from './writer-lock.ts';

const prefix = 'clientele-temporary-';
const fileName = 'temporary.clientele';

/**
 * An encrypted workspace in a private folder of the system's temporary folder. Its data key exists only in memory, so
 * that what a crash leaves behind is noise; it is deleted on close, at the orderly end of the process, or else when the
 * next temporary workspace is made.
 */
export function createTemporaryWorkspace(): Workspace {
  return withStorageErrors(() => {
    sweep();
    // mkdtemp makes folders of mode 0700. The process's number tells a sweeper that the folder may be in the making.
    const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
    const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    const path = join(folder, fileName);
    try {
      const lock = lockWriter(path);
      const dataKey = makeDataKey();
      makeDatabase(path, dataKey, migrations);
      const db = openForWriting(path, dataKey, migrations, true);
      const state = { path, workspaceId: '', dataKey, db, lock, internals: {} };
      const workspace = attach(state, true, () => {
        process.removeListener('exit', workspace.close);
        db.close();
        lock.release();
        remove();
      });
      process.once('exit', workspace.close);
      return workspace;
    } catch (thrown) {
      remove();
      throw thrown;
    }
  });
}

/** Removes the folders of this user whose process is gone: its lock can be taken. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${prefix}(\\d+)-\\w+$`).exec(name)?.[1];
    if (!owner) continue;
    const folder = join(tmpdir(), name);
    try {
      const found = lstatSync(folder);
      if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid())) continue;
      // Between its folder and its lock a living process holds nothing yet.
      if (isAlive(Number(owner)) && Date.now() - found.birthtimeMs < 60_000) continue;
      lockWriter(join(folder, fileName)).release();
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // In use, or another sweeper was faster: either way it is not ours to remove.
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

import { rmSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { checkpoint } from './database.ts';
import type { WorkspaceDatabase } from './database.ts';
import { flushFile, writeNewFile } from './durable-files.ts';
import type { Migration } from './migrations/migrations.ts';

/** Version of a workspace's layout. */
export function versionOf(db: WorkspaceDatabase): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/**
 * Refuses a layout from a newer Clientele.
 *
 * @throws AppError `incompatible_version` (`newer_workspace`, `found`, `supported`)
 */
export function refuseNewer(found: number, supported: number): void {
  if (found > supported) throw new AppError('incompatible_version', { reason: 'newer_workspace', found, supported });
}

/**
 * Brings a workspace to the newest layout: each migration in a transaction of its own, the file copied before the
 * first. The copy is `NAME.clientele.before-2` and opens with the same keys; it stays until the workspace has been
 * opened once more without a migration.
 *
 * @param path file to copy; null where there is nothing worth a copy
 */
export function migrate(db: WorkspaceDatabase, path: string | null, migrations: readonly Migration[]): void {
  const from = versionOf(db);
  refuseNewer(from, migrations.length);
  if (path) {
    removeCopies(path);
    if (from > 0 && from < migrations.length) {
      checkpoint(db);
      copyEncrypted(db, `${path}.before-${migrations.length}`);
    }
  }
  for (let version = from; version < migrations.length; version++) {
    const step = db.transaction(() => {
      migrations[version]!(db);
      db.pragma(`user_version = ${version + 1}`);
    });
    step.immediate();
  }
}

/** Writes a compacted copy under the same data key, flushed to the disk, mode 0600. An older one is replaced. */
export function copyEncrypted(db: WorkspaceDatabase, to: string): void {
  rmSync(to, { force: true });
  writeNewFile(to, '');
  try {
    db.prepare('VACUUM INTO ?').run(to);
    flushFile(to);
  } catch (thrown) {
    rmSync(to, { force: true });
    throw thrown;
  }
}

/** Removes the copies that earlier migrations left. */
export function removeCopies(path: string): void {
  const prefix = `${basename(path)}.before-`;
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length))) rmSync(join(dirname(path), name));
  }
}

import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Workspace } from './open-state.ts';

/** What is written stands in the write-ahead log and in the file for a while. */
const copies = 2;
/** For whatever else a job stores. */
const margin = 256 * 1024;

/**
 * Makes sure that so many bytes can be stored before the first is: a log that filled the disk could not even be taken
 * back. Where the file system does not say how much is free, the writing will.
 *
 * @throws AppError `storage` (`disk_full`, with the bytes `needed` and `free`)
 */
export function requireSpace(workspace: Workspace, bytes: number): void {
  const { bavail, bsize } = statfsSync(dirname(workspace.path));
  const free = bavail * bsize;
  const needed = copies * bytes + margin;
  // Some network drives answer with nothing at all.
  if (bsize > 0 && free < needed) throw new AppError('storage', { reason: 'disk_full', needed, free });
}

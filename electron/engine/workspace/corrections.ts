/** What was corrected about files of each shape, for the next one. Holds numbers of columns, never a cell. */
import type { FileReading } from '../../../shared/domain.ts';
import type { WorkspaceDatabase } from './database.ts';
import { getSetting, setSetting } from './settings.ts';

const keyOf = (shape: string): string => `correction:${shape}`;

/** How the last file of a shape was read; null where that was as it was found. */
export function rememberedReading(db: WorkspaceDatabase, shape: string): FileReading | null {
  return getSetting<FileReading>(db, keyOf(shape)) ?? null;
}

/** Keeps it in the place of an earlier one; null forgets. */
export function rememberReading(db: WorkspaceDatabase, shape: string, reading: FileReading | null): void {
  setSetting(db, keyOf(shape), reading ?? undefined);
}

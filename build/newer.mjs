// Whether a build is older than what it is made from.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds of the last change of a file; 0 where there is none. */
export const modified = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** The latest change of any file below the folders. */
export function newestBelow(folders) {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return Math.max(0, ...files.map(modified));
}

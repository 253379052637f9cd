/** The workspaces in the user's data folder, by name: a window can neither see nor name another place. */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { KnownWorkspace } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';

const extension = '.clientele';
const longestName = 80;
/** File systems count bytes, and `.clientele.keys` has to find room. */
const longestNameBytes = 200;

/** Letters, digits, blanks, `-`, `_` and `.`, beginning and ending with none of blank and `.`; no device of Windows. */
function isName(name: string): boolean {
  return (
    /^[\p{L}\p{M}\p{N}_-]([\p{L}\p{M}\p{N} ._-]*[\p{L}\p{M}\p{N}_-])?$/u.test(name) &&
    [...name].length <= longestName &&
    Buffer.byteLength(name) <= longestNameBytes &&
    !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name)
  );
}

/**
 * The path of the workspace of a name; its folder is made if it is not there.
 * @throws AppError `invalid_input` (`workspace_name`), `storage` (`cannot_write`)
 */
export function workspacePath(home: string, name: string): string {
  if (!isName(name)) throw new AppError('invalid_input', { reason: 'workspace_name' });
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new AppError('storage', { reason: 'cannot_write', file: basename(home) }, { cause });
  }
  return join(home, name + extension);
}

/** All workspaces of a folder, latest first; none where there is no folder. */
export function listWorkspaces(home: string): KnownWorkspace[] {
  let files: string[];
  try {
    files = readdirSync(home);
  } catch {
    return [];
  }
  return files
    .filter((file) => file.endsWith(extension) && isName(file.slice(0, -extension.length)))
    .flatMap((file) => {
      const found = statSync(join(home, file), { throwIfNoEntry: false });
      const name = file.slice(0, -extension.length);
      if (!found?.isFile()) return [];
      return { file: `workspace:${name}`, name, changedAt: Math.round(found.mtimeMs), bytes: found.size };
    })
    .sort((left, right) => right.changedAt - left.changedAt || left.name.localeCompare(right.name));
}

/** File references of a window: what it may name, and nothing else on the disk. */
import { AppError } from '../../shared/errors.ts';
import { workspacePath } from './workspaces.ts';

export interface ReferenceSources {
  /** The user's data folder, where workspaces lie. */
  home: string;
  /** Private files, tokens: each gives the path of a reference of its own, or null. */
  sources: readonly { resolve: (reference: string) => string | null }[];
}

/**
 * The path behind `workspace:NAME` or a reference that one of the sources gave out.
 * @throws AppError `invalid_input` (`unknown_file`, `workspace_name`), `storage` (`cannot_write`)
 */
export function resolveReference(reference: string, { home, sources }: ReferenceSources): string {
  const workspace = /^workspace:(.*)$/s.exec(reference)?.[1];
  if (workspace !== undefined) return workspacePath(home, workspace);
  for (const source of sources) {
    const path = source.resolve(reference);
    if (path !== null) return path;
  }
  throw new AppError('invalid_input', { reason: 'unknown_file' });
}

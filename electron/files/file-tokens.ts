/**
 * Files of a person's disk under names that tell nothing. A window that may not know or name paths gets `file:RANDOM`,
 * and only for what the person dropped or chose; the file stays where it lies.
 */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { AppError } from '../../shared/errors.ts';

export interface FileTokens {
  /** The reference of a file that is there; the same file has the same one. Throws as `addFile`. */
  add: (path: string) => string;
  /** The reference of a place chosen by the person, whether anything is there yet or not. */
  name: (path: string) => string;
  /** The path behind a reference; null for one that was not given out here. */
  resolve: (reference: string) => string | null;
}

export function createFileTokens(): FileTokens {
  const paths = new Map<string, string>();
  const references = new Map<string, string>();

  function name(path: string): string {
    let reference = references.get(path);
    if (reference === undefined) {
      reference = `file:${randomBytes(16).toString('hex')}`;
      references.set(path, reference);
      paths.set(reference, path);
    }
    return reference;
  }

  return {
    /** @throws AppError `invalid_input` (`unknown_file`): no path, or no file there */
    add: (path) => {
      if (!isAbsolute(path) || !statSync(path, { throwIfNoEntry: false })?.isFile()) {
        throw new AppError('invalid_input', { reason: 'unknown_file' });
      }
      return name(path);
    },
    name,
    resolve: (reference) => paths.get(reference) ?? null,
  };
}

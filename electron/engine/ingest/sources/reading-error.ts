/** What goes wrong while a file is opened and read, as errors that a person understands. */
import { AppError } from '../../../../shared/errors.ts';
import type { Packing } from './content.ts';

const unreadable = new Set(['EACCES', 'EPERM', 'EIO', 'ENAMETOOLONG', 'ELOOP']);

/** Errors of the file system and of gzip as AppErrors; everything else as it is. */
export function readingError(thrown: unknown, file: string): unknown {
  if (thrown instanceof AppError) return thrown;
  const code = String((thrown as { code?: unknown } | null)?.code ?? '');
  const because = { cause: thrown };
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError('not_found', { reason: 'missing_file', file }, because);
  }
  if (code === 'EISDIR') return new AppError('invalid_input', { reason: 'directory', file }, because);
  if (code === 'Z_BUF_ERROR') return new AppError('invalid_input', { reason: 'gzip_cut_short', file }, because);
  if (code === 'Z_DATA_ERROR') return new AppError('invalid_input', { reason: 'gzip_damaged', file }, because);
  if (unreadable.has(code)) return new AppError('invalid_input', { reason: 'unreadable_file', file }, because);
  return thrown;
}

/** Whatever a library throws at contents that it cannot make sense of. */
export function damaged(thrown: unknown, kind: Packing, file: string, part?: string): AppError {
  const known = thrown instanceof AppError ? thrown : null;
  if (known) return known;
  const code = String((thrown as { code?: unknown } | null)?.code ?? '');
  if (code.startsWith('E') && !code.startsWith('ERR_')) {
    const system = readingError(thrown, file);
    if (system instanceof AppError) return system;
  }
  const where = { file, ...(part === undefined ? {} : { part }) };
  return new AppError('invalid_input', { reason: 'damaged_container', kind, ...where }, { cause: thrown });
}

/** Runs `read` with `damaged` around it. */
export async function orDamaged<T>(read: () => Promise<T> | T, kind: Packing, file: string, part?: string): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    throw damaged(thrown, kind, file, part);
  }
}

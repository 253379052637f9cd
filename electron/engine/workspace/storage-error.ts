import { AppError } from '../../../shared/errors.ts';

/**
 * A failure of SQLite or of the file system as an AppError: `storage` (`disk_full`, `damaged`, `read_only_disk`,
 * `no_permission`, `io_error`) or `in_use`. An AppError is handed through; anything else becomes `internal`.
 */
export function storageError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = String((thrown as { code?: unknown } | null)?.code ?? '');
  const because = (reason: string): AppError => new AppError('storage', { reason }, { cause: thrown });
  // A full disk shows as SHMSIZE where only the shared index of the write-ahead log could not grow.
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') {
    return because('disk_full');
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return because('damaged');
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') return because('read_only_disk');
  if (code.startsWith('SQLITE_BUSY')) return new AppError('in_use', { reason: 'in_use' }, { cause: thrown });
  if (code === 'EACCES' || code === 'EPERM' || code === 'SQLITE_CANTOPEN' || code === 'SQLITE_PERM') {
    return because('no_permission');
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') return because('io_error');
  return AppError.from(thrown);
}

/** Runs the action; what it throws leaves as an AppError (`storageError`). */
export function withStorageErrors<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (thrown) {
    throw storageError(thrown);
  }
}

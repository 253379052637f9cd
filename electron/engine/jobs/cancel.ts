/** One shared flag per job: the engine raises it, every worker reads it at bounded steps, and reading it throws. */
import { AppError } from '../../../shared/errors.ts';

export type CancelFlag = Int32Array<SharedArrayBuffer>;

export function createCancelFlag(): CancelFlag {
  return new Int32Array(new SharedArrayBuffer(4));
}

export function raiseCancel(flag: CancelFlag): void {
  Atomics.store(flag, 0, 1);
}

/** Throws AppError `cancelled` once the flag is raised. */
export function checkCancelled(flag: CancelFlag): void {
  if (Atomics.load(flag, 0) !== 0) throw new AppError('cancelled', { reason: 'cancelled' });
}

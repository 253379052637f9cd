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

/** How often a waiting job looks at its flag. */
const lookEveryMs = 50;

/** The outcome of `work`, or AppError `cancelled` as soon as the flag is raised: what goes on, nobody waits for. */
export async function orCancelled<Value>(work: Promise<Value>, flag: CancelFlag): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const raised = new Promise<never>((_resolve, reject) => {
    timer = setInterval(() => {
      if (Atomics.load(flag, 0) !== 0) reject(new AppError('cancelled', { reason: 'cancelled' }));
    }, lookEveryMs);
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, raised]);
  } finally {
    clearInterval(timer);
  }
}

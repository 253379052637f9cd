/**
 * One shared flag per job. The engine sets it, every worker reads it at bounded steps: reading it throws once the job is
 * cancelled, and waits, without using the processor, while the job is paused. A cancelled job stays cancelled.
 */
import { AppError } from '../../../shared/errors.ts';

export type CancelFlag = Int32Array<SharedArrayBuffer>;

const goesOn = 0;
const cancelled = 1;
const paused = 2;

export function createCancelFlag(): CancelFlag {
  return new Int32Array(new SharedArrayBuffer(4));
}

/** Cancels for good; whoever waits because of a pause wakes up and throws. */
export function raiseCancel(flag: CancelFlag): void {
  Atomics.store(flag, 0, cancelled);
  Atomics.notify(flag, 0);
}

/** Holds the job at its next steps; nothing happens to one that is cancelled. */
export function raisePause(flag: CancelFlag): void {
  Atomics.compareExchange(flag, 0, goesOn, paused);
}

/** Lets a paused job go on. */
export function liftPause(flag: CancelFlag): void {
  if (Atomics.compareExchange(flag, 0, paused, goesOn) === paused) Atomics.notify(flag, 0);
}

export function isPaused(flag: CancelFlag): boolean {
  return Atomics.load(flag, 0) === paused;
}

export function isCancelled(flag: CancelFlag): boolean {
  return Atomics.load(flag, 0) === cancelled;
}

/** Throws AppError `cancelled` once the flag says so. Never waits: for the engine's own thread. */
export function checkCancelled(flag: CancelFlag): void {
  if (isCancelled(flag)) throw new AppError('cancelled', { reason: 'cancelled' });
}

/**
 * As `checkCancelled`, but a pause holds the thread until it is lifted. For workers only: on the engine's thread
 * nobody would be left to lift it. Returns the milliseconds it waited.
 */
export function parkWhilePaused(flag: CancelFlag): number {
  checkCancelled(flag);
  if (!isPaused(flag)) return 0;
  const from = performance.now();
  while (isPaused(flag)) Atomics.wait(flag, 0, paused);
  checkCancelled(flag);
  return performance.now() - from;
}

/** As `parkWhilePaused` for the engine's own thread, which goes on answering meanwhile. */
export async function standWhilePaused(flag: CancelFlag): Promise<void> {
  while (isPaused(flag)) await Atomics.waitAsync(flag, 0, paused).value;
  checkCancelled(flag);
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

/** The thread behind `pool.ts`: receives one task at a time, runs it, answers. */
import { parentPort } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import { transferableBuffers } from './buffers.ts';
import { checkCancelled, parkWhilePaused } from './cancel.ts';
import type { TaskRequest, WorkerMessage } from './pool.ts';
import { tasks, type TaskContext } from './tasks.ts';

const port = parentPort!;
/** Progress more often than this would cost more than it tells. */
const progressIntervalMs = 50;

const say = (message: WorkerMessage, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

port.on('message', (request: TaskRequest) => void run(request));

async function run({ name, args, cancel }: TaskRequest): Promise<void> {
  let lastReport = 0;
  let parkedMs = 0;
  const begun = process.threadCpuUsage();
  const spent = (): { parkedMs: number; cpuMs: number } => {
    const { user, system } = process.threadCpuUsage(begun);
    return { parkedMs, cpuMs: (user + system) / 1000 };
  };
  const context: TaskContext = {
    checkCancelled: () => void (parkedMs += parkWhilePaused(cancel)),
    now: () => (performance.now() - parkedMs) / 1000,
    report: (share) => {
      const now = performance.now();
      if (now - lastReport < progressIntervalMs) return;
      lastReport = now;
      say({ type: 'progress', share });
    },
    tell: (event) => say({ type: 'event', event }),
  };
  try {
    // A pause that came while the task was on its way holds it at its first step, where it can be told from idling.
    checkCancelled(cancel);
    const task = (await tasks[name]()) as { run: (args: unknown, context: TaskContext) => unknown };
    const value = await task.run(args, context);
    say({ type: 'done', value, ...spent() }, transferableBuffers(value));
  } catch (thrown) {
    const error = AppError.from(thrown);
    const cause = error.code === 'internal' && error.cause instanceof Error ? (error.cause.stack ?? '') : '';
    say({ type: 'failed', error: error.toWire(), cause, ...spent() });
  }
}

/**
 * A pool of worker threads that run named, pure tasks (`tasks.ts`). Threads start when first needed and are reused.
 * A task sees no database and no other task; arguments are copied, except for what lies on a SharedArrayBuffer.
 */
import { Worker } from 'node:worker_threads';
import { AppError, type WireError } from '../../../shared/errors.ts';
import type { CancelFlag } from './cancel.ts';
import type { TaskArguments, TaskName, TaskResult } from './tasks.ts';

export interface TaskRequest {
  name: TaskName;
  args: unknown;
  cancel: CancelFlag;
}

export type WorkerMessage =
  | { type: 'progress'; share: number }
  | { type: 'event'; event: unknown }
  | { type: 'done'; value: unknown }
  | { type: 'failed'; error: WireError; cause: string };

export interface RunOptions {
  cancel: CancelFlag;
  /** Share of this task that is done, 0 to 1. */
  onProgress?: (share: number) => void;
  /** What the task tells on its way, for example a loss curve or a checkpoint. */
  onEvent?: (event: unknown) => void;
  /** Seconds the task held its thread, once it is done. */
  onBusy?: (seconds: number) => void;
}

export interface Pool {
  readonly size: number;
  run: <Name extends TaskName>(name: Name, args: TaskArguments<Name>, options: RunOptions) => Promise<TaskResult<Name>>;
  close: () => Promise<void>;
}

interface Waiting {
  request: TaskRequest;
  options: RunOptions;
  resolve: (value: never) => void;
  reject: (error: AppError) => void;
  startedAt: number;
}

export function createPool(size: number): Pool {
  const threads = new Set<Worker>();
  const idle: Worker[] = [];
  const queue: Waiting[] = [];
  const running = new Map<Worker, Waiting>();
  let closed = false;

  function start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { name: 'clientele-worker' });
    threads.add(worker);
    worker.on('message', (message: WorkerMessage) => hear(worker, message));
    worker.on('error', (thrown) => lose(worker, AppError.from(thrown)));
    worker.on('exit', () => lose(worker, new AppError('internal', { reason: 'worker_ended' })));
    worker.unref();
    return worker;
  }

  function hear(worker: Worker, message: WorkerMessage): void {
    const task = running.get(worker);
    if (!task) return;
    if (message.type === 'progress') return task.options.onProgress?.(message.share);
    if (message.type === 'event') return task.options.onEvent?.(message.event);
    running.delete(worker);
    task.options.onBusy?.((performance.now() - task.startedAt) / 1000);
    idle.push(worker);
    worker.unref();
    if (message.type === 'done') task.resolve(message.value as never);
    else {
      const error = AppError.fromWire(message.error);
      if (message.cause) error.cause = message.cause;
      task.reject(error);
    }
    next();
  }

  /** A thread that died takes its task with it, and nothing else. */
  function lose(worker: Worker, error: AppError): void {
    if (!threads.delete(worker)) return;
    const position = idle.indexOf(worker);
    if (position >= 0) idle.splice(position, 1);
    running.get(worker)?.reject(error);
    running.delete(worker);
    if (!closed) next();
  }

  function next(): void {
    while (queue.length > 0) {
      const worker = idle.pop() ?? (threads.size < size ? start() : null);
      if (!worker) return;
      const task = queue.shift()!;
      task.startedAt = performance.now();
      running.set(worker, task);
      worker.ref();
      worker.postMessage(task.request);
    }
  }

  return {
    size,
    run: (name, args, options) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new AppError('cancelled', { reason: 'cancelled' }));
        queue.push({ request: { name, args, cancel: options.cancel }, options, resolve, reject, startedAt: 0 });
        next();
      }),
    close: async () => {
      closed = true;
      for (const task of queue.splice(0)) task.reject(new AppError('cancelled', { reason: 'cancelled' }));
      await Promise.all([...threads].map((worker) => worker.terminate()));
    },
  };
}

/**
 * A pool of worker threads that run named, pure tasks (`tasks.ts`). Threads start when first needed and are reused.
 * A task sees no database and no other task; arguments are copied, except for what lies on a SharedArrayBuffer.
 *
 * A thread whose job is paused only waits: it leaves its place to others, and waiting tasks of that job are passed over.
 */
import { Worker } from 'node:worker_threads';
import { AppError, type WireError } from '../../../shared/errors.ts';
import { isCancelled, isPaused, type CancelFlag } from './cancel.ts';
import type { TaskArguments, TaskName, TaskResult } from './tasks.ts';

export interface TaskRequest {
  name: TaskName;
  args: unknown;
  cancel: CancelFlag;
}

export type WorkerMessage =
  | { type: 'progress'; share: number }
  | { type: 'event'; event: unknown }
  | ({ type: 'done'; value: unknown } & Spent)
  | ({ type: 'failed'; error: WireError; cause: string } & Spent);

interface Spent {
  /** Time the task only waited, because its job was paused. */
  parkedMs: number;
  /** Time of the processor that its thread used: what else the computer does is not in it. */
  cpuMs: number;
}

export interface RunOptions {
  cancel: CancelFlag;
  /** Called when a thread takes the task. */
  onStart?: () => void;
  /** Share of this task that is done, 0 to 1. */
  onProgress?: (share: number) => void;
  /** What the task tells on its way, for example a loss curve or a checkpoint. */
  onEvent?: (event: unknown) => void;
  /** Seconds the task held its thread, pauses left out, and those of the processor it used, once it is done. */
  onBusy?: (seconds: number, cpuSeconds: number) => void;
}

export interface Pool {
  readonly size: number;
  run: <Name extends TaskName>(name: Name, args: TaskArguments<Name>, options: RunOptions) => Promise<TaskResult<Name>>;
  /** To be called after a job was paused, goes on or was cancelled: places have become free, or taken. */
  reconsider: () => void;
  /** Threads there are, and of them those that wait because of a pause. */
  threads: () => { all: number; parked: number };
  close: () => Promise<void>;
}

export interface PoolOptions {
  /** Paused threads keep their place: for libraries that only one thread may load. Default false. */
  exclusive?: boolean;
  /** Megabytes of objects and texts that one thread may hold; default: as the engine of JavaScript has it. */
  mostMb?: number;
}

interface Waiting {
  request: TaskRequest;
  options: RunOptions;
  resolve: (value: never) => void;
  reject: (error: AppError) => void;
  startedAt: number;
}

/** @param size Tasks that are worked on at the same time. */
export function createPool(size: number, { exclusive = false, mostMb }: PoolOptions = {}): Pool {
  const threads = new Set<Worker>();
  const idle: Worker[] = [];
  const queue: Waiting[] = [];
  const running = new Map<Worker, Waiting>();
  let closed = false;

  function start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      name: 'clientele-worker',
      ...(mostMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: mostMb } }),
    });
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
    task.options.onBusy?.((performance.now() - task.startedAt - message.parkedMs) / 1000, message.cpuMs / 1000);
    idle.push(worker);
    worker.unref();
    if (message.type === 'done') {
      task.resolve(message.value as never);
    } else {
      const error = AppError.fromWire(message.error);
      if (message.cause) error.cause = message.cause;
      task.reject(error);
    }
    next();
  }

  /** A thread that died takes its task with it, and nothing else; what ends because the pool closes did not fail. */
  function lose(worker: Worker, error: AppError): void {
    if (!threads.delete(worker)) return;
    const position = idle.indexOf(worker);
    if (position >= 0) idle.splice(position, 1);
    running.get(worker)?.reject(closed ? new AppError('cancelled', { reason: 'cancelled' }) : error);
    running.delete(worker);
    if (!closed) next();
  }

  const parked = (): number => [...running.values()].filter(({ request }) => isPaused(request.cancel)).length;
  const working = (): number => running.size - (exclusive ? 0 : parked());

  /** Waiting tasks of cancelled jobs are answered at once, also while all threads work for others. */
  function dropCancelled(): void {
    const dropped = queue.filter(({ request }) => isCancelled(request.cancel));
    for (const task of dropped) {
      queue.splice(queue.indexOf(task), 1);
      task.reject(new AppError('cancelled', { reason: 'cancelled' }));
    }
  }

  function next(): void {
    dropCancelled();
    while (working() < size) {
      const position = queue.findIndex(({ request }) => !isPaused(request.cancel));
      if (position < 0) break;
      const [task] = queue.splice(position, 1) as [Waiting];
      const worker = idle.pop() ?? start();
      task.startedAt = performance.now();
      running.set(worker, task);
      worker.ref();
      worker.postMessage(task.request);
      task.options.onStart?.();
    }
    // Threads that stood in for parked ones are not needed any more once those work again.
    while (idle.length > 0 && idle.length + working() > size) {
      const surplus = idle.pop()!;
      threads.delete(surplus);
      void surplus.terminate();
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
    reconsider: () => {
      if (!closed) next();
    },
    threads: () => ({ all: threads.size, parked: parked() }),
    close: async () => {
      closed = true;
      for (const task of queue.splice(0)) task.reject(new AppError('cancelled', { reason: 'cancelled' }));
      await Promise.all([...threads].map((worker) => worker.terminate()));
    },
  };
}

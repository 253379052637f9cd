/**
 * The work of a segmentation run while it is done: every task that the pool takes is ticked off against the plan, which
 * tells how far the run is, how long the rest will take, and, at its end, how fast this computer was.
 */
import type { Method, RunSettings } from '../../../shared/domain.ts';
import type { MethodProgress } from '../../../shared/training.ts';
import { probedSeconds, taskSeconds, type MachinePace } from '../segmentation/estimate/machine-pace.ts';
import { runTasks, stages, type RunShape, type RunTask, type Stage } from '../segmentation/estimate/run-tasks.ts';
import { makespan } from '../segmentation/estimate/schedule.ts';
import type { RunOptions } from './pool.ts';

interface PlannedTask extends RunTask {
  /** Seconds expected of it. */
  seconds: number;
  /** 0 to 1, as told or, of what tells nothing, by the clock. */
  share: number;
  /** Set while it is worked on. */
  startedAt: number | null;
  taken: boolean;
}

/** A task that tells nothing of itself is never taken for done because of the time that has passed. */
const mostByClock = 0.95;

export type Following = Required<Pick<RunOptions, 'onStart' | 'onProgress' | 'onBusy'>>;

export interface WorkLedger {
  /** Plans again, once the true size of the data is known; what is done stays done. */
  reshape: (shape: RunShape) => void;
  /** Takes in which structure tuning has chosen: what is left costs more or less from then on. */
  choose: (layers: readonly number[]) => void;
  /** Ticks off the next open task of a key while the pool works on it. */
  follow: (key: string, also?: Partial<Following>) => Following;
  /** Ticks off work of the engine itself. */
  note: (key: string, seconds: number) => void;
  /** Nothing more comes of these: a method that failed, trials that were not needed. */
  close: (which: { method: Method } | { key: string }) => void;
  /** Seconds until the end by the plan, and of all of it. */
  remaining: () => number;
  total: () => number;
  /** The first stage that is not done. */
  stage: () => Stage;
  methods: () => MethodProgress[];
  /** Seconds of the processor that tasks used, divided by what the probe made expect, by task. */
  ratios: () => Record<string, number>;
}

/**
 * @param now Seconds, monotonic, that stand still in a pause.
 * @param changed Called on every change.
 */
export function createWorkLedger(
  { shape, settings, threads, pace }: { shape: RunShape; settings: RunSettings; threads: number; pace: MachinePace },
  now: () => number,
  changed: () => void,
): WorkLedger {
  let size = shape;
  const planned = (layers: readonly number[] | null = null): PlannedTask[] =>
    runTasks(size, settings, layers).map((task) => ({
      ...task,
      seconds: taskSeconds(task, pace),
      share: 0,
      startedAt: null,
      taken: false,
    }));
  let tasks = planned();
  const measured = new Map<string, { seconds: number; probed: number }>();
  const failed = new Set<Method>();
  const worked = new Map<Method, number>();

  function done(task: PlannedTask): void {
    task.share = 1;
    task.startedAt = null;
    task.taken = true;
  }

  function shareOf(task: PlannedTask): number {
    if (task.startedAt === null || task.seconds <= 0) return task.share;
    return Math.max(task.share, Math.min(mostByClock, (now() - task.startedAt) / task.seconds));
  }

  function measure(task: PlannedTask, seconds: number, cpuSeconds: number): void {
    const sum = measured.get(task.key) ?? { seconds: 0, probed: 0 };
    measured.set(task.key, { seconds: sum.seconds + cpuSeconds, probed: sum.probed + probedSeconds(task, pace) });
    if (task.method) worked.set(task.method, (worked.get(task.method) ?? 0) + seconds);
  }

  return {
    reshape: (of) => {
      const before = tasks;
      size = of;
      tasks = planned();
      for (const task of tasks) {
        if (before.some(({ key, share }) => key === task.key && share === 1)) done(task);
      }
      changed();
    },
    choose: (layers) => {
      // The same tasks in the same order, at other prices.
      planned(layers).forEach(({ seconds, work }, i) => Object.assign(tasks[i]!, { seconds, work }));
      changed();
    },
    follow: (key, also = {}) => {
      const task = tasks.find((open) => open.key === key && !open.taken);
      if (task) task.taken = true;
      return {
        onStart: () => {
          if (task) task.startedAt = now();
          also.onStart?.();
          changed();
        },
        onProgress: (share) => {
          if (task) task.share = Math.max(task.share, Math.min(share, 1));
          also.onProgress?.(share);
          changed();
        },
        onBusy: (seconds, cpuSeconds) => {
          if (task) {
            measure(task, seconds, cpuSeconds);
            done(task);
          }
          also.onBusy?.(seconds, cpuSeconds);
          changed();
        },
      };
    },
    note: (key, seconds) => {
      const task = tasks.find((open) => open.key === key);
      if (!task) return;
      measure(task, seconds, seconds);
      done(task);
      changed();
    },
    close: (which) => {
      const matches = (task: PlannedTask): boolean =>
        'method' in which ? task.method === which.method : task.key === which.key;
      tasks.filter(matches).forEach(done);
      if ('method' in which) failed.add(which.method);
      changed();
    },
    remaining: () =>
      makespan(
        tasks.map((task) => ({ ...task, seconds: task.seconds * (1 - shareOf(task)) })),
        threads,
      ),
    total: () => makespan(tasks, threads),
    stage: () => stages.find((stage) => tasks.some((task) => task.stage === stage && task.share < 1)) ?? 'describe',
    methods: () =>
      settings.methods.flatMap((method) => {
        const own = tasks.filter((task) => task.method === method);
        // There is nothing to do for a method that has no labels to learn: it does not race.
        if (own.length === 0) return [];
        const all = own.reduce((sum, { seconds }) => sum + seconds, 0);
        const share = all > 0 ? own.reduce((sum, task) => sum + task.seconds * shareOf(task), 0) / all : 0;
        const begun = own.some((task) => task.startedAt !== null || task.share > 0);
        const state = own.every((task) => task.share === 1) ? 'done' : begun ? 'running' : 'waiting';
        return {
          method,
          state: failed.has(method) ? 'failed' : state,
          share: failed.has(method) ? 1 : share,
          seconds: worked.get(method) ?? 0,
        };
      }),
    ratios: () =>
      Object.fromEntries(
        [...measured].flatMap(([key, { seconds, probed }]) => (probed > 0 ? [[key, seconds / probed]] : [])),
      ),
  };
}

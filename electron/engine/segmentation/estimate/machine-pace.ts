/**
 * What is known of a computer's pace: a probe of each kind of work, corrected by the runs that it has finished. Plain
 * data, so that it can be kept; it holds ratios of times and nothing of anybody's data.
 */
import type { RunTask, WorkKind } from './run-tasks.ts';
import { workKinds } from './run-tasks.ts';

export interface MachinePace {
  /** How many times as long as the computer of reference this one takes, by kind of work; null before the probe. */
  probe: Record<WorkKind, number> | null;
  /** Time of the processor that finished runs used, divided by what the probe makes expect, latest last; by task. */
  tasks: Record<string, number[]>;
  /** Time that whole runs took, divided by what was expected under the pressure they began with, latest last. */
  runs: number[];
  /** How many times as long a thread takes at this moment as it would alone; 1 where nobody has looked. Not kept. */
  pressure: number;
}

/** Observations kept of each task. */
export const mostObservations = 15;
/** Observations kept of whole runs: how busy a computer is changes sooner than how fast it is. */
export const mostRuns = 7;
/** No ratio beyond this is believed: a computer that slept, a clock that jumped. */
const mostRatio = 10;
/** Deviation of log ratios before there are enough runs to tell: with a probe, and without. */
const priorDeviation = { probed: 0.25, unknown: 0.7 };
const leastDeviation = 0.12;
const fewestRuns = 3;
/** Four of five lie within so many standard deviations. */
const fourOfFive = 1.28;

export const unknownPace = (): MachinePace => ({ probe: null, tasks: {}, runs: [], pressure: 1 });

/** Seconds that a task should take on one thread of this computer, as busy as it is now. */
export function taskSeconds(task: Pick<RunTask, 'key' | 'work'>, pace: MachinePace): number {
  return probedSeconds(task, pace) * correction(pace.tasks[task.key]) * load(pace) * pace.pressure;
}

/** How many times as long runs take here as tasks and pressure alone make expect. */
export function load({ runs }: MachinePace): number {
  return correction(runs);
}

/** Seconds of the processor that a task should take, by the probe alone. */
export function probedSeconds({ work }: Pick<RunTask, 'work'>, { probe }: MachinePace): number {
  return workKinds.reduce((sum, kind) => sum + (work[kind] ?? 0) * (probe?.[kind] ?? 1), 0);
}

/** The median of what was seen, trusted more the more often it was: a single odd run moves it little, or not at all. */
function correction(ratios: readonly number[] | undefined): number {
  if (!ratios || ratios.length === 0) return 1;
  return Math.exp((median(ratios.map(Math.log)) * ratios.length) / (ratios.length + 0.5));
}

/** The pace with what a finished run has shown: ratios of measured to probed seconds by task, and of the whole run. */
export function learnPace(pace: MachinePace, seen: { tasks: Record<string, number>; run: number | null }): MachinePace {
  const tasks = { ...pace.tasks };
  for (const [key, ratio] of Object.entries(seen.tasks)) tasks[key] = append(tasks[key] ?? [], ratio, mostObservations);
  return { ...pace, tasks, runs: seen.run === null ? pace.runs : append(pace.runs, seen.run, mostRuns) };
}

function append(ratios: readonly number[], ratio: number, most: number): number[] {
  if (!Number.isFinite(ratio) || ratio <= 0) return [...ratios];
  return [...ratios, Math.min(mostRatio, Math.max(1 / mostRatio, ratio))].slice(-most);
}

/** The factor by which four of five runs stay below, or above, their estimate. */
export function spread({ probe, runs }: MachinePace): number {
  const prior = probe ? priorDeviation.probed : priorDeviation.unknown;
  const logs = runs.map(Math.log);
  const middle = median(logs);
  const seen = 1.4826 * median(logs.map((value) => Math.abs(value - middle)));
  const deviation = runs.length < fewestRuns ? prior : Math.max(leastDeviation, seen);
  return Math.exp(fourOfFive * deviation);
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

import { presets, type Preset, type RunSettings } from '../../../../shared/domain.ts';
import type { RunEstimate, RunEstimates } from '../../../../shared/training.ts';
import { spread, taskSeconds, type MachinePace } from './machine-pace.ts';
import { runTasks, type RunShape } from './run-tasks.ts';
import { makespan } from './schedule.ts';

/** How long a run would take on `threads` threads of a computer of this pace; `tuned` as for `runTasks`. */
export function estimateRun(
  shape: RunShape,
  settings: RunSettings,
  threads: number,
  pace: MachinePace,
  tuned: readonly number[] | null = null,
): RunEstimate {
  const tasks = runTasks(shape, settings, tuned).map((task) => ({ ...task, seconds: taskSeconds(task, pace) }));
  const seconds = makespan(tasks, threads);
  const factor = spread(pace);
  return {
    seconds,
    low: seconds / factor,
    high: seconds * factor,
    measured: pace.probe !== null || pace.runs.length > 0,
  };
}

/** As `estimateRun`, for every preset with all other settings alike; `tuned` by preset, where it is known. */
export function estimatePresets(
  shape: RunShape,
  settings: RunSettings,
  threads: number,
  pace: MachinePace,
  tuned: Partial<Record<Preset, readonly number[]>> = {},
): RunEstimates {
  const entries = presets.map(
    (preset) => [preset, estimateRun(shape, { ...settings, preset }, threads, pace, tuned[preset])] as const,
  );
  return Object.fromEntries(entries) as Record<Preset, RunEstimate>;
}

/** The pace of this computer, kept in the user's configuration folder beside the calibration of devices. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname } from 'node:path';
import { learnPace, mostObservations, unknownPace, type MachinePace } from '../segmentation/estimate/machine-pace.ts';
import { workKinds } from '../segmentation/estimate/run-tasks.ts';
import { createCancelFlag } from './cancel.ts';
import type { Pool } from './pool.ts';

/** Changes whenever the constants or the probe do, so that what was learned against others is forgotten. */
const version = 2;
/** No file of ours is larger. */
const mostTasks = 100;
/** How long a look at the pressure takes, how long it spares another, and how long it is believed. */
const [feelMs, freshMs, holdsMs] = [200, 10_000, 120_000];
/** A crowd seen in a moment is partly gone during the minutes of a run (fitted to the runs of BENCHMARKS.md). */
const lasting = 0.6;

export interface Pace {
  known: () => MachinePace;
  /** Whether the pressure that `known` tells was measured. */
  felt: () => boolean;
  /** Measures this computer, once; later calls resolve at once. Never rejects: without it the estimates are coarse. */
  probe: (pool: Pool) => Promise<void>;
  /** Measures how busy the computer is with other things; what is younger than some seconds still holds. */
  feel: (pool: Pool) => Promise<void>;
  /** Takes up what a finished run has shown; `run` is null where nobody had felt the pressure it began with. */
  learn: (seen: { tasks: Record<string, number>; run: number | null }) => void;
}

/** @param file Where it is kept; null keeps it in memory. A file that cannot be read or written is no failure. */
export function createPace(file: string | null): Pace {
  const machine = `${cpus()[0]?.model ?? 'unknown'} x ${availableParallelism()}`;
  let known = (file !== null && read(file, machine)) || unknownPace();
  let probing: Promise<void> | null = null;
  let feeling: Promise<void> | null = null;
  let pressure = 1;
  let feltAt = -Infinity;
  const age = (): number => performance.now() - feltAt;

  function change(next: MachinePace): void {
    known = next;
    if (file !== null) write(file, machine, known);
  }

  return {
    known: () => ({ ...known, pressure: age() < holdsMs ? pressure : 1 }),
    felt: () => age() < holdsMs,
    probe: (pool) => {
      if (known.probe) return Promise.resolve();
      probing ??= pool
        .run('probePace', {}, { cancel: createCancelFlag() })
        .then((probe) => change({ ...known, probe }))
        .catch(() => {})
        .finally(() => (probing = null));
      return probing;
    },
    feel: (pool) => {
      if (age() < freshMs) return Promise.resolve();
      feeling ??= Promise.all(
        // On every thread at once: alone, one would find the other processors free.
        Array.from({ length: pool.size }, () =>
          pool.run('measurePressure', { milliseconds: feelMs }, { cancel: createCancelFlag() }),
        ),
      )
        .then((felt) => {
          pressure = (felt.reduce((sum, value) => sum + value, 0) / felt.length) ** lasting;
          feltAt = performance.now();
        })
        .catch(() => {})
        .finally(() => (feeling = null));
      return feeling;
    },
    learn: (seen) => change(learnPace(known, seen)),
  };
}

function read(file: string, machine: string): MachinePace | null {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown; machine?: unknown; pace?: MachinePace };
    if (kept.version !== version || kept.machine !== machine || !kept.pace) return null;
    const { probe, tasks, runs } = kept.pace;
    const positive = (value: unknown): value is number => typeof value === 'number' && value > 0 && value < Infinity;
    const ratios = (list: unknown): number[] =>
      Array.isArray(list) ? list.filter(positive).slice(-mostObservations) : [];
    const whole = probe !== null && typeof probe === 'object' && workKinds.every((kind) => positive(probe[kind]));
    return {
      probe: whole ? probe : null,
      tasks: Object.fromEntries(
        Object.entries(tasks ?? {})
          .slice(0, mostTasks)
          .map(([key, list]) => [key, ratios(list)]),
      ),
      runs: ratios(runs),
      pressure: 1,
    };
  } catch {
    return null;
  }
}

function write(file: string, machine: string, pace: MachinePace): void {
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const { probe, tasks, runs } = pace;
    writeFileSync(unfinished, `${JSON.stringify({ version, machine, pace: { probe, tasks, runs } }, null, 2)}\n`);
    renameSync(unfinished, file);
  } catch {
    // The next run tells it again.
  }
}

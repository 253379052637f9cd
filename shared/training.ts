/** What a person sees of training while it runs, and before: pace, estimates, and which jobs are still at work. */
import type { Job, Method, Preset, TrainingCurve, TuningTrial } from './domain.ts';

/** Waiting, working or paused: it has not come to its end. */
export function isActive({ status }: Pick<Job, 'status'>): boolean {
  return status === 'queued' || status === 'running' || status === 'paused';
}

/** How long a run would take on this computer. */
export interface RunEstimate {
  seconds: number;
  /** Four runs of five should end between these. */
  low: number;
  high: number;
  /** False: nothing was measured on this computer yet, and the figures are those of another. */
  measured: boolean;
}

export type RunEstimates = Record<Preset, RunEstimate>;

/** A method of the race while it runs. */
export interface MethodProgress {
  method: Method;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** 0 to 1. */
  share: number;
  /** Seconds that threads have worked for it. */
  seconds: number;
}

/** What a running job tells of its training. */
export interface TrainingNews {
  /** null before the first epoch. */
  curve: TrainingCurve | null;
  /** Networks tried so far, rung by rung, in the order in which they were done. */
  trials: TuningTrial[];
  /** Candidates in each rung; empty without tuning. */
  plannedTrials: number[];
  methods: MethodProgress[];
}

/** Compute devices, as measured here. */
export interface DeviceSpeeds {
  /** The one that `auto` takes. */
  fastest: 'kernels' | 'wasm' | 'tensorflow';
  /** Training samples a second; null where the device does not load. */
  measured: Record<string, number | null>;
}

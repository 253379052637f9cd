/** What takes time, and how far it is. */
import type { WireError } from '../errors.ts';

export type JobStatus = 'queued' | 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted';
export type JobKind =
  'import' | 'segment' | 'choose' | 'adjust' | 'map' | 'assign' | 'export' | 'customers' | 'products' | 'sample';

export interface Job {
  id: number;
  kind: JobKind;
  status: JobStatus;
  /** Key of the stage in `shared/language/jobs.ts`. */
  stage: string;
  /** 0 to 1. */
  progress: number;
  /** Time left; null where it is not known, and while paused. */
  etaSeconds: number | null;
  /** Time it has worked since it was started or taken up again, without pauses. Missing for jobs that do not run. */
  elapsedSeconds?: number;
  /** The data set or run it makes. */
  subjectId: number;
  error?: WireError;
  /** Figures that a finished job leaves besides what it stored. */
  result?: Record<string, unknown>;
}

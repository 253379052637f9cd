import type { BackendName, TrainingCurve } from '../../../shared/domain.ts';
import type { Workspace } from '../workspace/open.ts';
import type { CancelFlag } from './cancel.ts';
import type { Pool } from './pool.ts';
import type { Progress } from './progress.ts';

/** What a job may use: `load -> compute -> save`, with the computing done in the pool. */
export interface JobContext {
  jobId: number;
  /** The data set or run that the job makes. */
  subjectId: number;
  workspace: Workspace;
  pool: Pool;
  /** The pool that trains networks: the common one, or one thread of its own where the library allows only one. */
  trainingPool: (backend: BackendName) => Pool;
  cancel: CancelFlag;
  /** Declares the stages with their relative cost. */
  plan: (weights: Record<string, number>) => Progress;
  /** Results of finished steps; an interrupted job finds them when it is taken up again. */
  checkpoint: { load: <Value>(step: string) => Value | null; save: (step: string, value: unknown) => void };
  /** Leaves figures on the finished job. */
  leave: (result: Record<string, unknown>) => void;
  showTraining: (curve: TrainingCurve) => void;
  /** Where the calibration of compute devices is kept; null keeps none. */
  calibrationFile: string | null;
  /** Seconds, monotonic. */
  now: () => number;
  /** Milliseconds since 1970. */
  wallClock: () => number;
}

import type { BackendName, RunSettings } from '../../../shared/domain.ts';
import type { TrainingNews } from '../../../shared/training.ts';
import type { RunShape } from '../segmentation/estimate/run-tasks.ts';
import type { Workspace } from '../workspace/open.ts';
import type { CancelFlag } from './cancel.ts';
import type { Pace } from './pace.ts';
import type { Pool } from './pool.ts';
import type { Progress } from './progress.ts';
import type { WorkLedger } from './work-ledger.ts';

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
  /** Declares a run whose tasks are planned and ticked off one by one. */
  planWork: (plan: { shape: RunShape; settings: RunSettings; threads: number }) => WorkLedger;
  /** Results of finished steps; an interrupted job finds them when it is taken up again. */
  checkpoint: { load: <Value>(step: string) => Value | null; save: (step: string, value: unknown) => void };
  /** Leaves figures on the finished job. */
  leave: (result: Record<string, unknown>) => void;
  /** How to tell what training does at the moment; asked now and then. */
  tellTraining: (tell: () => TrainingNews) => void;
  /** True for a job that was cut off and taken up again: some of its steps may have been done before. */
  resumed: boolean;
  /** What this computer's finished runs have taught about its pace. */
  pace: Pace;
  /** Where the calibration of compute devices is kept; null keeps none. */
  calibrationFile: string | null;
  /** Seconds, monotonic; they stand still while the job is paused. */
  now: () => number;
  /** Milliseconds since 1970. */
  wallClock: () => number;
}

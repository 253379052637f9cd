/**
 * Jobs: queued, run a few at a time, shown as snapshots, cancelled by a flag, and taken up again after a crash. Every
 * change of status is in the workspace before anybody hears of it.
 */
import type { BackendName, Job, JobKind, JobStatus, TrainingCurve } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { createCancelFlag, raiseCancel, type CancelFlag } from './cancel.ts';
import type { JobContext } from './job-context.ts';
import type { Pool } from './pool.ts';
import { createProgress } from './progress.ts';
import type { Workspace } from '../workspace/open.ts';
import { clearCheckpoints, loadCheckpoint, saveCheckpoint } from '../workspace/checkpoints.ts';
import { createJob, getJobParams, listJobs, updateJob } from '../workspace/jobs.ts';

/** Long jobs that run at the same time; the threads of the pool are shared by their tasks. */
const parallelJobs = 2;
const snapshotIntervalMs = 100;

/** One kind of job. */
export interface JobDefinition {
  run: (params: never, context: JobContext) => Promise<void>;
  /** A person waits for it: it has a thread of its own, waits for no other job, and is not taken up again. */
  interactive?: boolean;
  /** Removes what a failed or cancelled job began to make. */
  discard?: (subjectId: number) => void;
  /** Prepares to take an interrupted job up again: the id of what it will make. Default: the same as before. */
  prepareResume?: (job: { subjectId: number; params: unknown }) => number;
}

export interface QueueDeps {
  workspace: Workspace;
  pool: Pool;
  trainingPool: (backend: BackendName) => Pool;
  calibrationFile: string | null;
  definitions: Record<JobKind, JobDefinition>;
  /** Hears of each job that ran, however it ended. */
  onEnded: (job: Job, seconds: number) => void;
  onFailure: (error: AppError) => void;
}

interface LiveJob {
  job: Job;
  params: unknown;
  cancel: CancelFlag;
}

export interface JobQueue {
  /** `filed` is what is kept of the parameters, where they are large and the job is not taken up again. */
  submit: (kind: JobKind, subjectId: number, params: unknown, filed?: unknown) => number;
  cancel: (jobId: number) => void;
  /** Takes an interrupted job up again from its last checkpoint. */
  resume: (jobId: number) => void;
  list: () => Job[];
  watch: (emit: (jobs: Job[]) => void) => () => void;
  watchTraining: (jobId: number, emit: (curve: TrainingCurve) => void) => () => void;
  /** Stops what runs, to be resumed at another time, and waits until nothing does. */
  close: () => Promise<void>;
}

export function createJobQueue(deps: QueueDeps): JobQueue {
  const { db } = deps.workspace;
  const waiting: LiveJob[] = [];
  const live = new Map<number, LiveJob>();
  const ended: Promise<void>[] = [];
  const watchers = new Set<(jobs: Job[]) => void>();
  const curves = new Map<number, TrainingCurve>();
  const curveWatchers = new Map<number, Set<(curve: TrainingCurve) => void>>();
  let timer: NodeJS.Timeout | null = null;
  let closing = false;

  const list = (): Job[] => listJobs(db).map((job) => live.get(job.id)?.job ?? job);

  function publish(): void {
    if (timer) return;
    timer = setTimeout(() => {
      timer = null;
      const jobs = list();
      for (const emit of watchers) emit(jobs);
    }, snapshotIntervalMs);
    timer.unref();
  }

  function publishNow(): void {
    const jobs = list();
    for (const emit of watchers) emit(jobs);
  }

  function setStatus(entry: LiveJob, status: JobStatus, error?: AppError): void {
    const { job } = entry;
    job.status = status;
    if (error) job.error = error.toWire();
    if (status !== 'running') job.etaSeconds = null;
    if (status === 'succeeded') job.progress = 1;
    updateJob(db, job);
    if (status !== 'running') publishNow();
  }

  function context(entry: LiveJob): JobContext {
    const { job, cancel } = entry;
    const seconds = (): number => performance.now() / 1000;
    return {
      jobId: job.id,
      subjectId: job.subjectId,
      workspace: deps.workspace,
      pool: deps.pool,
      trainingPool: deps.trainingPool,
      cancel,
      calibrationFile: deps.calibrationFile,
      plan: (weights) => {
        const progress = createProgress(weights, seconds, () => {
          Object.assign(job, progress.snapshot());
          publish();
        });
        return progress;
      },
      checkpoint: {
        load: (step) => loadCheckpoint(db, job.id, step),
        save: (step, value) => saveCheckpoint(db, job.id, step, value),
      },
      leave: (result) => void (job.result = result),
      showTraining: (curve) => {
        curves.set(job.id, curve);
        for (const emit of curveWatchers.get(job.id) ?? []) emit(curve);
      },
      now: seconds,
      wallClock: () => Date.now(),
    };
  }

  async function run(entry: LiveJob): Promise<void> {
    const { job } = entry;
    const startedAt = performance.now();
    setStatus(entry, 'running');
    publishNow();
    try {
      await deps.definitions[job.kind].run(entry.params as never, context(entry));
      clearCheckpoints(db, job.id);
      setStatus(entry, 'succeeded');
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (error.code === 'internal') deps.onFailure(error);
      raiseCancel(entry.cancel); // What other tasks of this job still compute, nobody waits for.
      try {
        end(entry, error);
      } catch (storage) {
        // The disk is full or gone: the job stays `running` in the file and becomes `interrupted` at the next opening.
        job.status = 'failed';
        job.error = AppError.from(error.code === 'internal' ? storage : error).toWire();
        publishNow();
      }
    } finally {
      live.delete(job.id);
      deps.onEnded(job, (performance.now() - startedAt) / 1000);
      next();
    }
  }

  /** Files a job that did not succeed; unless it can be taken up again, nothing of it stays. */
  function end(entry: LiveJob, error: AppError): void {
    if (error.code === 'cancelled' && closing) return setStatus(entry, cutOff(entry));
    deps.definitions[entry.job.kind].discard?.(entry.job.subjectId);
    clearCheckpoints(db, entry.job.id);
    setStatus(entry, error.code === 'cancelled' ? 'cancelled' : 'failed', error);
  }

  const isInteractive = ({ job }: LiveJob): boolean => deps.definitions[job.kind].interactive === true;
  /** What becomes of a job that closing cuts off. */
  const cutOff = (entry: LiveJob): JobStatus => (isInteractive(entry) ? 'cancelled' : 'interrupted');

  function next(): void {
    const running = [...live.values()].filter((entry) => entry.job.status === 'running' && !isInteractive(entry));
    const position = waiting.findIndex((entry) => isInteractive(entry) || running.length < parallelJobs);
    if (position >= 0) ended.push(run(waiting.splice(position, 1)[0]!));
  }

  function enqueue(job: Job, params: unknown): void {
    const entry: LiveJob = { job, params, cancel: createCancelFlag() };
    live.set(job.id, entry);
    waiting.push(entry);
    publish();
    next();
  }

  return {
    submit: (kind, subjectId, params, filed = params) => {
      const job = createJob(db, { kind, subjectId, params: filed });
      enqueue(job, params);
      return job.id;
    },
    cancel: (jobId) => {
      const entry = live.get(jobId);
      if (!entry) throw new AppError('not_found', { reason: 'no_such_job', job: jobId });
      raiseCancel(entry.cancel);
      const position = waiting.indexOf(entry);
      if (position < 0) return;
      waiting.splice(position, 1);
      live.delete(jobId);
      setStatus(entry, 'cancelled', new AppError('cancelled', { reason: 'cancelled' }));
    },
    resume: (jobId) => {
      const job = list().find(({ id }) => id === jobId);
      if (!job) throw new AppError('not_found', { reason: 'no_such_job', job: jobId });
      if (job.status !== 'interrupted') throw new AppError('conflict', { reason: 'not_interrupted', job: jobId });
      const params = getJobParams(db, jobId);
      const subjectId =
        deps.definitions[job.kind].prepareResume?.({ subjectId: job.subjectId, params }) ?? job.subjectId;
      const again: Job = { ...job, subjectId, status: 'queued', progress: 0, etaSeconds: null };
      updateJob(db, again);
      enqueue(again, params);
    },
    list,
    watch: (emit) => {
      watchers.add(emit);
      emit(list());
      return () => watchers.delete(emit);
    },
    watchTraining: (jobId, emit) => {
      const emitters = curveWatchers.get(jobId) ?? new Set();
      curveWatchers.set(jobId, emitters.add(emit));
      const known = curves.get(jobId);
      if (known) emit(known);
      return () => emitters.delete(emit);
    },
    close: async () => {
      closing = true;
      for (const entry of waiting.splice(0)) setStatus(entry, cutOff(entry));
      for (const { cancel } of live.values()) raiseCancel(cancel);
      await Promise.allSettled(ended);
      if (timer) clearTimeout(timer);
    },
  };
}

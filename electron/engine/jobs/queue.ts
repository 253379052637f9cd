/**
 * Jobs: queued, run a few at a time, shown as snapshots, paused and cancelled by a flag, and taken up again after a
 * crash. Every change of status is in the workspace before anybody hears of it.
 */
import type { BackendName, Job, JobKind, JobStatus } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { isActive, type TrainingNews } from '../../../shared/training.ts';
import { createCancelFlag, liftPause, raiseCancel, raisePause, type CancelFlag } from './cancel.ts';
import { createJobClock, type JobClock } from './job-clock.ts';
import type { JobContext } from './job-context.ts';
import type { Pool } from './pool.ts';
import type { Pace } from './pace.ts';
import { createProgress, createWorkProgress, type Progress } from './progress.ts';
import { createWorkLedger } from './work-ledger.ts';
import type { Workspace } from '../workspace/open.ts';
import { clearCheckpoints, loadCheckpoint, saveCheckpoint } from '../workspace/checkpoints.ts';
import { createJob, getJob, getJobParams, listJobs, updateJob } from '../workspace/jobs.ts';

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
  pace: Pace;
  /** Called when a pause or a cancel changes who may use the threads. */
  onThreadsChanged: () => void;
  definitions: Record<JobKind, JobDefinition>;
  /** Hears of each job that ran, however it ended. */
  onEnded: (job: Job, seconds: number) => void;
  onFailure: (error: AppError) => void;
}

interface LiveJob {
  job: Job;
  params: unknown;
  cancel: CancelFlag;
  clock: JobClock;
  /** How it stands at this moment; null before it has said what it does. */
  snapshot: Progress['snapshot'] | null;
  begun: boolean;
  resumed: boolean;
  /** How to tell what its training does; null where it trains nothing. */
  training: (() => TrainingNews) | null;
  /** By its clock. */
  startedAt: number;
}

export interface JobQueue {
  /** `filed` is what is kept of the parameters, where they are large and the job is not taken up again. */
  submit: (kind: JobKind, subjectId: number, params: unknown, filed?: unknown) => number;
  /** Ends a job; of an interrupted one, removes what was kept of it. */
  cancel: (jobId: number) => void;
  /** Holds a queued or running job where it is; others go on. */
  pause: (jobId: number) => void;
  /** Lets a paused job go on; takes an interrupted one up again from its last checkpoint. */
  resume: (jobId: number) => void;
  list: () => Job[];
  watch: (emit: (jobs: Job[]) => void) => () => void;
  watchTraining: (jobId: number, emit: (news: TrainingNews) => void) => () => void;
  /** Stops what runs, to be resumed at another time, and waits until nothing does. */
  close: () => Promise<void>;
}

export function createJobQueue(deps: QueueDeps): JobQueue {
  const { db } = deps.workspace;
  const waiting: LiveJob[] = [];
  const live = new Map<number, LiveJob>();
  const ended: Promise<void>[] = [];
  const watchers = new Set<(jobs: Job[]) => void>();
  const newsWatchers = new Map<number, Set<(news: TrainingNews) => void>>();
  let timer: NodeJS.Timeout | null = null;
  let closing = false;
  let closed = false;

  /** A job as it is at this moment. */
  function look(entry: LiveJob): Job {
    const { job } = entry;
    if (!entry.snapshot || (job.status !== 'running' && job.status !== 'paused')) return job;
    Object.assign(job, entry.snapshot());
    job.elapsedSeconds = entry.clock.now() - entry.startedAt;
    if (job.status === 'paused') job.etaSeconds = null;
    return job;
  }

  const list = (): Job[] =>
    listJobs(db).map((job) => {
      const entry = live.get(job.id);
      return entry ? look(entry) : job;
    });

  function publish(): void {
    // Tasks nobody waits for any more still tell of themselves after the queue was closed.
    if (timer || closed) return;
    timer = setTimeout(() => {
      timer = null;
      publishNow();
    }, snapshotIntervalMs);
    timer.unref();
  }

  function publishNow(): void {
    const jobs = list();
    for (const emit of watchers) emit(jobs);
    for (const [jobId, emitters] of newsWatchers) {
      const tell = live.get(jobId)?.training;
      if (!tell || emitters.size === 0) continue;
      const told = tell();
      for (const emit of emitters) emit(told);
    }
  }

  function setStatus(entry: LiveJob, status: JobStatus, error?: AppError): void {
    const { job } = entry;
    job.status = status;
    if (error) job.error = error.toWire();
    if (status !== 'running') job.etaSeconds = null;
    if (!entry.snapshot || !isActive(job)) delete job.elapsedSeconds;
    if (status === 'succeeded') job.progress = 1;
    updateJob(db, job);
    if (status !== 'running') publishNow();
  }

  function context(entry: LiveJob): JobContext {
    const { job, cancel, clock } = entry;
    return {
      jobId: job.id,
      subjectId: job.subjectId,
      workspace: deps.workspace,
      pool: deps.pool,
      trainingPool: deps.trainingPool,
      cancel,
      calibrationFile: deps.calibrationFile,
      pace: deps.pace,
      plan: (weights) => {
        const progress = createProgress(weights, clock.now, publish);
        entry.snapshot = progress.snapshot;
        return progress;
      },
      planWork: (plan) => {
        const ledger = createWorkLedger({ ...plan, pace: deps.pace.known() }, clock.now, publish);
        entry.snapshot = createWorkProgress(ledger, clock.now);
        return ledger;
      },
      checkpoint: {
        load: (step) => loadCheckpoint(db, job.id, step),
        save: (step, value) => saveCheckpoint(db, job.id, step, value),
      },
      leave: (result) => void (job.result = result),
      tellTraining: (tell) => {
        entry.training = tell;
        publish();
      },
      resumed: entry.resumed,
      now: clock.now,
      wallClock: () => Date.now(),
    };
  }

  async function run(entry: LiveJob): Promise<void> {
    const { job } = entry;
    entry.begun = true;
    entry.startedAt = entry.clock.now();
    setStatus(entry, 'running');
    publishNow();
    try {
      await deps.definitions[job.kind].run(entry.params as never, context(entry));
      clearCheckpoints(db, job.id);
      setStatus(entry, 'succeeded');
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (error.code === 'internal') deps.onFailure(error);
      stop(entry); // What other tasks of this job still compute, nobody waits for.
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
      deps.onEnded(job, entry.clock.now() - entry.startedAt);
      newsWatchers.delete(job.id);
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

  /** Cancels what a job has in the threads, wherever it stands. */
  function stop(entry: LiveJob): void {
    raiseCancel(entry.cancel);
    deps.onThreadsChanged();
  }

  function hold(entry: LiveJob): void {
    const position = waiting.indexOf(entry);
    if (position >= 0) waiting.splice(position, 1);
    raisePause(entry.cancel);
    entry.clock.pause();
    setStatus(entry, 'paused');
    deps.onThreadsChanged();
    next();
  }

  function goOn(entry: LiveJob): void {
    liftPause(entry.cancel);
    entry.clock.goOn();
    if (entry.begun) {
      setStatus(entry, 'running');
      publishNow();
    } else {
      // It was paused before it began.
      setStatus(entry, 'queued');
      waiting.push(entry);
      next();
    }
    deps.onThreadsChanged();
  }

  /** Removes what an interrupted job had made and kept. */
  function throwAway(job: Job): void {
    if (job.status !== 'interrupted') throw new AppError('not_found', { reason: 'no_such_job', job: job.id });
    try {
      deps.definitions[job.kind].discard?.(job.subjectId);
    } catch (thrown) {
      // A half-read data set went when the workspace was opened.
      if (AppError.from(thrown).code !== 'not_found') throw thrown;
    }
    clearCheckpoints(db, job.id);
    updateJob(db, { ...job, status: 'cancelled' });
    publishNow();
  }

  function enqueue(job: Job, params: unknown, resumed = false): void {
    const clock = createJobClock(() => performance.now() / 1000);
    const entry: LiveJob = {
      job,
      params,
      cancel: createCancelFlag(),
      clock,
      snapshot: null,
      training: null,
      begun: false,
      resumed,
      startedAt: 0,
    };
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
      if (!entry) return throwAway(getJob(db, jobId));
      stop(entry);
      if (entry.begun) return;
      const position = waiting.indexOf(entry);
      if (position >= 0) waiting.splice(position, 1);
      live.delete(jobId);
      setStatus(entry, 'cancelled', new AppError('cancelled', { reason: 'cancelled' }));
    },
    pause: (jobId) => {
      const entry = live.get(jobId);
      if (!entry) throw new AppError('conflict', { reason: 'not_running', job: jobId });
      if (entry.job.status !== 'paused') hold(entry);
    },
    resume: (jobId) => {
      const entry = live.get(jobId);
      if (entry?.job.status === 'paused') return goOn(entry);
      const job = list().find(({ id }) => id === jobId);
      if (!job) throw new AppError('not_found', { reason: 'no_such_job', job: jobId });
      if (job.status !== 'interrupted') throw new AppError('conflict', { reason: 'not_interrupted', job: jobId });
      const params = getJobParams(db, jobId);
      const subjectId =
        deps.definitions[job.kind].prepareResume?.({ subjectId: job.subjectId, params }) ?? job.subjectId;
      const again: Job = { ...job, subjectId, status: 'queued', progress: 0, etaSeconds: null };
      updateJob(db, again);
      enqueue(again, params, true);
    },
    list,
    watch: (emit) => {
      watchers.add(emit);
      emit(list());
      return () => watchers.delete(emit);
    },
    watchTraining: (jobId, emit) => {
      const emitters = newsWatchers.get(jobId) ?? new Set();
      newsWatchers.set(jobId, emitters.add(emit));
      const tell = live.get(jobId)?.training;
      if (tell) emit(tell());
      return () => emitters.delete(emit);
    },
    close: async () => {
      closing = true;
      for (const entry of waiting.splice(0)) setStatus(entry, cutOff(entry));
      for (const entry of live.values()) {
        if (entry.begun) stop(entry);
        else if (entry.job.status === 'paused') setStatus(entry, cutOff(entry));
      }
      await Promise.allSettled(ended);
      closed = true;
      if (timer) clearTimeout(timer);
    },
  };
}

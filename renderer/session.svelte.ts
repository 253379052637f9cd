/**
 * The open workspace as the window sees it: its data sets, runs and jobs, the run that is shown, and what is to happen
 * when a job has ended. The engine keeps all of it, so a window that is loaded anew only asks again.
 */
import type { Change } from '../shared/adjustment.ts';
import type { Params, RunSummary, WorkspaceStatus } from '../shared/contract.ts';
import { methods } from '../shared/domain.ts';
import type { DatasetSummary, Job, RunReport, RunSettings } from '../shared/domain.ts';
import { AppError } from '../shared/errors.ts';
import type { Client } from '../shared/protocol.ts';
import { isActive, type TrainingNews } from '../shared/training.ts';
import type { Host } from './client.ts';

/** What follows a job of this window: kept in the window's memory, so that a reload does not break the chain. */
type Following =
  | { after: number; then: 'readSample'; name: string; settings: RunSettings }
  | { after: number; then: 'segment'; datasetId: number; settings: RunSettings }
  | { after: number; then: 'show' }
  | { after: number; then: 'choose'; datasetId: number };

const followingKey = 'clientele.following';
/** The run that this window shows, so that a reload does not turn to another. */
const shownKey = 'clientele.shown';
/** The data set that was chosen in this window. */
const datasetKey = 'clientele.dataset';
/** Jobs that lead to segments; exports go on beside them. */
export const leadsToSegments = ({ kind }: Job): boolean => kind === 'sample' || kind === 'import' || kind === 'segment';

export const defaultSettings: RunSettings = {
  methods: [...methods],
  segments: 'auto',
  preset: 'balanced',
  seed: 1,
  network: null,
  map: 'tsne',
  backend: 'auto',
  exclude: [],
};

/** What a page wants to hear of. */
export interface SessionListener {
  /** Another run is shown, or the same one as it is now. */
  shown?: () => void;
  /** A window, this one or another, has changed something. */
  changed?: (change: Change) => void;
}

export class Session {
  readonly client: Client;
  readonly host: Host;

  /** False until the engine has said whether a workspace is open. */
  started = $state(false);
  /** True when the connection to the engine has ended; only a reload helps. */
  lost = $state(false);
  workspace = $state.raw<WorkspaceStatus | null>(null);
  datasets = $state.raw<DatasetSummary[]>([]);
  runs = $state.raw<RunSummary[]>([]);
  jobs = $state.raw<Job[]>([]);
  /** The run that is shown: the last one that is ready, unless another was chosen. */
  report = $state.raw<RunReport | null>(null);
  /** How training goes in the job that is worked on. */
  training = $state.raw<TrainingNews | null>(null);
  /** Loss curve of the network that is being trained. */
  readonly curve = $derived(this.training?.curve ?? null);
  /** What went wrong with the last thing asked for. */
  error = $state.raw<AppError | null>(null);

  /** The job that is being worked on, of those that lead to segments. */
  readonly activeJob = $derived(this.jobs.findLast((job) => isActive(job) && leadsToSegments(job)) ?? null);
  /** A job that was cut off and can go on. */
  readonly interruptedJob = $derived(
    this.activeJob ? null : (this.jobs.findLast((job) => job.status === 'interrupted' && leadsToSegments(job)) ?? null),
  );
  readonly readyDatasets = $derived(this.datasets.filter(({ status }) => status === 'ready'));
  /** The data set that was chosen; null is the last one that is complete. */
  chosenDataset = $state<number | null>(null);
  /** The data that the next run reads. */
  readonly dataset = $derived(
    this.readyDatasets.find(({ id }) => id === this.chosenDataset) ?? this.readyDatasets.at(-1) ?? null,
  );
  readonly readyRuns = $derived(this.runs.filter(({ status }) => status === 'ready'));
  /** The report, if it is of the data set that is shown. */
  readonly reportOfDataset = $derived(this.report && this.dataset?.id === this.report.dataset.id ? this.report : null);

  /** Called when a run that this window started has its results. */
  onResults: () => void = () => {};
  readonly listeners: SessionListener[] = [];

  #stopJobs: (() => void) | null = null;
  #stopChanges: (() => void) | null = null;
  #stopTraining: (() => void) | null = null;
  #trainingJob: number | null = null;

  constructor(client: Client, host: Host) {
    this.client = client;
    this.host = host;
  }

  /** Finds the workspace that the engine has open, if any. */
  async start(): Promise<void> {
    try {
      await this.enter(await this.client.request('workspace.info', {}));
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (error.details.reason !== 'no_workspace_open') this.error = error;
    }
    this.started = true;
  }

  /** Takes up an opened workspace: what it holds, and its jobs from now on. */
  async enter(workspace: WorkspaceStatus): Promise<void> {
    this.error = null;
    this.workspace = workspace;
    await this.refresh();
    this.#stopJobs = this.client.subscribe('jobs', {}, (jobs) => this.#see(jobs));
    this.#stopChanges = this.client.subscribe('changes', {}, (change) => void this.#hear(change));
  }

  /** Closes the workspace; what runs can be taken up again later. */
  async leave(): Promise<void> {
    this.#stopJobs?.();
    this.#stopChanges?.();
    this.#watchTraining(null);
    this.#follow(null);
    this.host.memory.removeItem(shownKey);
    this.host.memory.removeItem(datasetKey);
    try {
      await this.client.request('workspace.close', {});
    } catch (thrown) {
      this.error = AppError.from(thrown);
    }
    this.workspace = this.report = this.error = this.chosenDataset = null;
    this.datasets = [];
    this.runs = [];
    this.jobs = [];
  }

  /** Reads again what the workspace holds. */
  async refresh(): Promise<void> {
    const [datasets, runs] = await Promise.all([
      this.client.request('dataset.list', {}),
      this.client.request('run.list', {}),
    ]);
    // What has just been read is what a person wants to go on with.
    const newest = datasets.findLast(({ status }) => status === 'ready')?.id;
    if (newest !== this.readyDatasets.at(-1)?.id) this.chosenDataset = null;
    this.datasets = datasets;
    this.runs = runs;
    // A reload goes on with the one that was chosen, unless another has been read since.
    const kept = this.#kept<{ datasetId: number; newest: number }>(datasetKey);
    if (this.chosenDataset === null && kept?.newest === newest) this.chosenDataset = kept?.datasetId ?? null;
    const wanted = this.report?.runId ?? this.#kept<{ runId: number }>(shownKey)?.runId;
    const shown = this.readyRuns.find(({ id }) => id === wanted)?.id ?? this.readyRuns.at(-1)?.id;
    if (shown === undefined) this.report = null;
    else if (shown !== this.report?.runId) await this.show(shown);
  }

  /** Goes on with another data set, and shows its latest results where it has any. */
  async chooseDataset(datasetId: number): Promise<void> {
    this.#choose(datasetId);
    const run = this.readyRuns.findLast((candidate) => candidate.datasetId === datasetId);
    if (run && run.id !== this.report?.runId) await this.attempt(() => this.show(run.id));
  }

  #choose(datasetId: number): void {
    this.chosenDataset = datasetId;
    this.#keep(datasetKey, { datasetId, newest: this.readyDatasets.at(-1)?.id });
  }

  /** Takes over what has changed about a data set. */
  replaceDataset(dataset: DatasetSummary): void {
    this.datasets = this.datasets.map((one) => (one.id === dataset.id ? dataset : one));
  }

  async show(runId: number): Promise<void> {
    this.#put(await this.client.request('run.report', { runId }));
    this.#keep(shownKey, { runId });
  }

  /** Removes a run; where it was the one shown, the last one left is shown. */
  async deleteRun(runId: number): Promise<void> {
    await this.attempt(async () => {
      await this.client.request('run.delete', { runId });
      await this.refresh();
    });
  }

  /** Writes the made-up shop, reads it and finds its segments. */
  async trySample(name: string, settings: RunSettings): Promise<void> {
    await this.attempt(async () => {
      const { jobId } = await this.client.request('sample.create', { folder: 'sample:' });
      this.#follow({ after: jobId, then: 'readSample', name, settings });
    });
  }

  /**
   * Reads files into a new data set, or into one that is there; with settings, finds their segments right after. Resolves to the job that reads, or
   * to null where it could not be started.
   */
  async importFiles(params: Params<'dataset.import'>, settings: RunSettings | null): Promise<number | null> {
    let started: number | null = null;
    await this.attempt(async () => {
      const { jobId, datasetId } = await this.client.request('dataset.import', params);
      started = jobId;
      if (settings) this.#follow({ after: jobId, then: 'segment', datasetId, settings });
      else if (params.into) this.#follow({ after: jobId, then: 'choose', datasetId });
      else this.#follow({ after: jobId, then: 'show' });
    });
    return started;
  }

  async startRun(datasetId: number, settings: RunSettings): Promise<void> {
    await this.attempt(async () => {
      const { jobId } = await this.client.request('run.start', { datasetId, settings });
      this.#follow({ after: jobId, then: 'show' });
    });
  }

  async cancel(jobId: number): Promise<void> {
    await this.attempt(() => this.client.request('job.cancel', { jobId }));
  }

  async pause(jobId: number): Promise<void> {
    await this.attempt(() => this.client.request('job.pause', { jobId }));
  }

  /** Goes on with a job that is paused or was cut off. What was to follow a paused one still does. */
  async resume(jobId: number): Promise<void> {
    await this.attempt(async () => {
      const paused = this.jobs.some(({ id, status }) => id === jobId && status === 'paused');
      await this.client.request('job.resume', { jobId });
      if (!paused || this.#following() === null) this.#follow({ after: jobId, then: 'show' });
    });
  }

  /** Writes a run's files; resolves to what gives the address of each. */
  async exportRun(runId: number, language: 'en' | 'zh-CN'): Promise<(file: string) => string> {
    const exportId = `run${runId}at${Date.now()}`;
    const { jobId } = await this.client.request('run.export', { runId, folder: `export:${exportId}`, language });
    await this.ended(jobId);
    return (file) => this.host.exportAddress(exportId, file);
  }

  /** Resolves when a job has succeeded; rejects with its error otherwise. */
  ended(jobId: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = this.client.subscribe('jobs', {}, (jobs) => {
        const job = jobs.find(({ id }) => id === jobId);
        if (!job || isActive(job)) return;
        stop();
        if (job.status === 'succeeded') resolve();
        else reject(job.error ? AppError.fromWire(job.error) : new AppError('cancelled', { reason: 'cancelled' }));
      });
    });
  }

  /** Does something that may fail; the error is shown, not thrown. */
  async attempt(action: () => Promise<unknown>): Promise<void> {
    this.error = null;
    try {
      await action();
    } catch (thrown) {
      this.error = AppError.from(thrown);
    }
  }

  #put(report: RunReport): void {
    this.report = report;
    for (const { shown } of this.listeners) shown?.();
  }

  /** Asks again for what is shown, where it is that which has changed. */
  async #hear(change: Change): Promise<void> {
    for (const { changed } of this.listeners) changed?.(change);
    const { runId } = change;
    if (change.what !== 'segments' || runId !== this.report?.runId) return;
    try {
      const report = await this.client.request('run.report', { runId });
      if (this.report?.runId === runId) this.#put(report);
    } catch (thrown) {
      this.error = AppError.from(thrown);
    }
  }

  #see(jobs: Job[]): void {
    const before = this.jobs;
    this.jobs = jobs;
    this.#watchTraining(this.activeJob?.kind === 'segment' ? this.activeJob.id : null);
    // What just ended has changed what the workspace holds.
    const changed = jobs.some((job) => {
      const known = before.find(({ id }) => id === job.id);
      return known && isActive(known) && !isActive(job) && leadsToSegments(job);
    });
    const following = this.#following();
    const done = following && jobs.find(({ id }) => id === following.after);
    if (done && !isActive(done)) {
      this.#follow(null);
      void this.attempt(() => this.#goOn(following, done));
    } else if (changed) {
      void this.attempt(() => this.refresh());
    }
  }

  async #goOn(following: Following, done: Job): Promise<void> {
    await this.refresh();
    if (done.status !== 'succeeded') {
      if (done.error && done.error.code !== 'cancelled') throw AppError.fromWire(done.error);
      return;
    }
    if (following.then === 'readSample') {
      const { name, settings } = following;
      await this.importFiles({ name, files: ['sample:orders.csv'] }, settings);
    } else if (following.then === 'choose') {
      await this.chooseDataset(following.datasetId);
    } else if (following.then === 'segment') {
      this.#choose(following.datasetId);
      await this.startRun(following.datasetId, following.settings);
    } else if (done.kind === 'segment') {
      await this.show(done.subjectId);
      this.onResults();
    }
  }

  #follow(following: Following | null): void {
    if (following) this.#keep(followingKey, following);
    else this.host.memory.removeItem(followingKey);
  }

  #following(): Following | null {
    return this.#kept<Following>(followingKey);
  }

  /** Keeps something for a reload of this window, as long as the same workspace is open. */
  #keep(key: string, value: unknown): void {
    const place = this.workspace?.path;
    if (place !== undefined) this.host.memory.setItem(key, JSON.stringify({ place, value }));
  }

  #kept<Value>(key: string): Value | null {
    const text = this.host.memory.getItem(key);
    if (!text) return null;
    const { place, value } = JSON.parse(text) as { place: string; value: Value };
    return place === this.workspace?.path ? value : null;
  }

  #watchTraining(jobId: number | null): void {
    if (jobId === this.#trainingJob) return;
    this.#stopTraining?.();
    this.#stopTraining = null;
    this.#trainingJob = jobId;
    this.training = null;
    if (jobId === null) return;
    this.#stopTraining = this.client.subscribe('training', { jobId }, (training) => (this.training = training));
  }
}

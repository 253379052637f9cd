/** Training: what the next run is to do, how long that would take here, and how far the present one is. */
import type { FeatureChoice, Job, Method, Preset, RunSettings } from '../../../shared/domain.ts';
import { methods, supervisedMethods } from '../../../shared/domain.ts';
import { labelsAreKnown } from '../../../shared/known-labels.ts';
import { featureChoice } from '../../../shared/settings.ts';
import { isActive, type DeviceSpeeds, type RunEstimates } from '../../../shared/training.ts';
import type { Session } from '../../session.svelte.ts';
import { TrainChoices } from './choices.svelte.ts';

export class TrainState {
  readonly choices: TrainChoices;
  /** By preset, of the choices as they are; null until they are known. */
  estimates = $state.raw<RunEstimates | null>(null);
  /** null until somebody looks at the advanced choices. */
  devices = $state.raw<DeviceSpeeds | null>(null);
  /** Whether the advanced choices are open. */
  advanced = $state(false);
  /** The job whose end needs no more words. */
  dismissed = $state<number | null>(null);

  readonly #session: Session;
  readonly settings = $derived.by((): RunSettings => this.choices.settings);
  readonly job = $derived.by(() => this.#session.activeJob);
  readonly paused = $derived.by(() => this.#session.activeJob?.status === 'paused');
  /** Full tenths that are done: what is announced changes with them alone. */
  readonly tenths = $derived.by(() =>
    this.#session.activeJob ? Math.floor(this.#session.activeJob.progress * 10) : null,
  );
  /** Others that are at work beside the one that is shown. */
  readonly others = $derived.by((): Job[] =>
    this.#session.jobs.filter((job) => isActive(job) && job.kind === 'segment' && job.id !== this.job?.id),
  );
  /** The last run, if it failed or was cancelled and nothing came after it. */
  readonly ended = $derived.by((): Job | null => {
    const last = this.#session.jobs.findLast(({ kind }) => kind === 'segment');
    if (!last || isActive(last) || last.id === this.dismissed) return null;
    return last.status === 'failed' || last.status === 'cancelled' ? last : null;
  });

  #asking: Promise<void> | null = null;
  #askAgain = false;

  constructor(session: Session) {
    this.#session = session;
    this.choices = new TrainChoices(session);
    // Estimates follow the choices, the data, and what finished runs have taught.
    $effect.root(() => {
      $effect(() => {
        void [this.choices.settings, session.dataset?.id, session.dataset?.version, session.readyRuns.length];
        void this.estimate();
      });
    });
  }

  get preset(): Preset {
    return this.choices.settings.preset;
  }
  set preset(preset: Preset) {
    this.choices.change({ preset });
  }
  get seed(): number {
    return this.choices.settings.seed;
  }
  set seed(seed: number) {
    this.choices.change({ seed });
  }
  /** Features to leave out, besides those that Clientele leaves out itself. */
  get exclude(): readonly string[] {
    return this.choices.settings.exclude;
  }

  /** Puts a method into the race or takes it out; the last one that can race stays. */
  setMethod(method: Method, races: boolean): void {
    const chosen = methods.filter((other) => (other === method ? races : this.settings.methods.includes(other)));
    const { dataset } = this.#session;
    const labelled = dataset !== null && labelsAreKnown(dataset, this.settings);
    const canRace = chosen.some((other) => labelled || !supervisedMethods.includes(other));
    if (canRace) this.choices.change({ methods: chosen });
  }

  /** Asks how long the choices would take; several questions at once become one. */
  async estimate(): Promise<void> {
    if (this.#asking) {
      this.#askAgain = true;
      return this.#asking;
    }
    this.#asking = this.#ask().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #ask(): Promise<void> {
    do {
      this.#askAgain = false;
      const { dataset, client } = this.#session;
      if (!dataset) {
        this.estimates = null;
        return;
      }
      try {
        this.estimates = await client.request('run.estimate', { datasetId: dataset.id, settings: this.settings });
      } catch {
        // Without an estimate the page says nothing about time; the run itself says what is wrong.
        this.estimates = null;
      }
    } while (this.#askAgain);
  }

  /** Opens the advanced choices; what the devices can do is measured the first time. */
  async openAdvanced(): Promise<void> {
    this.advanced = true;
    if (this.devices) return;
    try {
      this.devices = await this.#session.client.request('device.measure', {});
    } catch {
      // The choice is there all the same, without figures.
    }
  }

  /** What the next run does with the features. */
  chooseFeatures(choice: FeatureChoice): void {
    this.choices.change(featureChoice(choice));
  }

  async start(): Promise<void> {
    const { dataset } = this.#session;
    if (dataset) await this.#session.startRun(dataset.id, this.settings);
  }

  /** The same run with another number of segments. */
  async startWith(segments: number | 'auto'): Promise<void> {
    const { report } = this.#session;
    if (report) await this.#session.startRun(report.dataset.id, { ...report.settings, segments });
  }

  async cancel(job: Job | null = this.job): Promise<void> {
    if (job) await this.#session.cancel(job.id);
  }

  async pause(job: Job | null = this.job): Promise<void> {
    if (job) await this.#session.pause(job.id);
  }

  /** Goes on with what is paused or, where nothing is, with what was cut off. */
  async resume(job: Job | null = this.job ?? this.#session.interruptedJob): Promise<void> {
    if (job) await this.#session.resume(job.id);
  }

  /** Throws away what was kept of a run that was cut off. */
  async throwAway(): Promise<void> {
    const job = this.#session.interruptedJob;
    if (!job) return;
    this.dismissed = job.id;
    await this.#session.cancel(job.id);
    await this.#session.attempt(() => this.#session.refresh());
  }
}

/** Training: what the next run is to do, and how far the present one is. */
import type { FeatureChoice, Preset, RunSettings, TreatmentChange } from '../../../shared/domain.ts';
import { defaultSettings, type Session } from '../../session.svelte.ts';

export class TrainState {
  preset = $state<Preset>('balanced');
  seed = $state(1);
  /** Features to leave out, besides those that Clientele leaves out itself. */
  exclude = $state.raw<string[]>([]);
  /** Features to use although Clientele leaves them out, and treatments other than suggested. */
  include = $state.raw<string[]>([]);
  treatments = $state.raw<Record<string, TreatmentChange>>({});

  readonly settings = $derived<RunSettings>({
    ...defaultSettings,
    preset: this.preset,
    seed: this.seed,
    exclude: this.exclude,
    include: this.include,
    treatments: this.treatments,
  });
  readonly job = $derived.by(() => this.#session.activeJob);
  /** Full tenths that are done: what is announced changes with them alone. */
  readonly tenths = $derived.by(() =>
    this.#session.activeJob ? Math.floor(this.#session.activeJob.progress * 10) : null,
  );

  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** What the next run does with the features. */
  chooseFeatures({ exclude, include = [], treatments = {} }: FeatureChoice): void {
    this.exclude = [...exclude];
    this.include = [...include];
    this.treatments = { ...treatments };
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

  async cancel(): Promise<void> {
    if (this.job) await this.#session.cancel(this.job.id);
  }

  async resume(): Promise<void> {
    const job = this.#session.interruptedJob;
    if (job) await this.#session.resume(job.id);
  }
}

/** The first map of the customers: drawn by a job of the engine, coloured by one feature. */
import type { Params } from '../../../shared/contract.ts';
import type { FeatureChoice, MapPoints } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { FeatureMap } from '../../../shared/feature-overview.ts';
import { featureChoice, featureKey } from '../../../shared/settings.ts';
import type { Session } from '../../session.svelte.ts';

const seed = 1;
/** What is said of a customer under the pointer, besides the feature that colours the map. */
export const pointedFeatures = ['recency', 'frequency', 'monetary'] as const;

export class FirstMapState {
  kind = $state<MapPoints['kind']>('tsne');
  drawn = $state.raw<FeatureMap | null>(null);
  /** The feature that a person chose to colour by; null takes the one that shows most clearly. */
  chosenColour = $state<string | null>(null);
  error = $state.raw<AppError | null>(null);
  /** A person has cancelled: nothing is drawn until they ask for it. */
  stopped = $state(false);
  #jobId = $state<number | null>(null);

  /** The job that is drawing, with its progress. */
  readonly job = $derived.by(() => this.#session.jobs.find(({ id }) => id === this.#jobId) ?? null);
  readonly drawing = $derived(this.#jobId !== null);
  readonly colourBy = $derived(this.chosenColour ?? this.drawn?.clarity[0]?.feature ?? null);

  readonly #session: Session;
  readonly #choice: () => FeatureChoice;
  /** What `drawn` shows, and what was asked for last. */
  #shown: string | null = null;
  #asked: string | null = null;

  constructor(session: Session, choice: () => FeatureChoice) {
    this.#session = session;
    this.#choice = choice;
  }

  /** Draws what is wanted, unless it is there or a person has cancelled; of several wishes only the last one counts. */
  async follow(): Promise<void> {
    const { dataset } = this.#session;
    if (!dataset || this.stopped) return;
    const wish = { datasetId: dataset.id, ...featureChoice(this.#choice()), kind: this.kind, seed };
    const map = JSON.stringify([dataset.id, dataset.version, featureKey(this.#choice()), this.kind]);
    const wanted = JSON.stringify([map, this.chosenColour]);
    if (wanted === this.#shown || wanted === this.#asked) return;
    this.#asked = wanted;
    this.error = null;
    try {
      const found = await this.#get({ ...wish, figures: this.#figures() }, () => this.#asked === wanted);
      if (!found || this.#asked !== wanted) return;
      this.drawn = found;
      this.#shown = wanted;
      const missing = this.#figures().filter((feature) => !(feature in found.figures));
      // Which feature is clearest is only known once the map is there.
      if (missing.length > 0) {
        const full = await this.#get({ ...wish, figures: this.#figures() }, () => this.#asked === wanted);
        if (full && this.#asked === wanted) this.drawn = full;
      }
    } catch (thrown) {
      if (this.#asked !== wanted) return;
      const error = AppError.from(thrown);
      if (error.code !== 'cancelled') this.error = error;
    } finally {
      if (this.#asked === wanted) this.#asked = null;
    }
  }

  async cancel(): Promise<void> {
    this.stopped = true;
    const jobId = this.#jobId;
    if (jobId !== null) await this.#session.cancel(jobId);
  }

  /** Draws although it was cancelled, or failed, before. */
  async again(): Promise<void> {
    this.stopped = false;
    this.#asked = null;
    await this.follow();
  }

  clear(): void {
    this.drawn = this.error = null;
    this.chosenColour = this.#shown = this.#asked = null;
    this.#jobId = null;
    this.stopped = false;
  }

  #figures(): string[] {
    const known = this.#session.dataset?.lines === 0 ? [] : pointedFeatures;
    const pointed: readonly string[] = known;
    return this.colourBy && !pointed.includes(this.colourBy) ? [...pointed, this.colourBy] : [...pointed];
  }

  /** The map, when its job has drawn it; null where it is no longer wanted, and then its job is cancelled. */
  async #get(wish: Params<'features.map'>, isWanted: () => boolean): Promise<FeatureMap | null> {
    const { client } = this.#session;
    for (;;) {
      const { map, jobId } = await client.request('features.map', wish);
      if (map) return map;
      if (!isWanted()) {
        await client.request('job.cancel', { jobId }).catch(() => {});
        return null;
      }
      const previous = this.#jobId;
      this.#jobId = jobId;
      // The wish of a moment ago is outdated.
      if (previous !== null) client.request('job.cancel', { jobId: previous }).catch(() => {});
      try {
        await this.#session.ended(jobId);
      } finally {
        if (this.#jobId === jobId) this.#jobId = null;
      }
    }
  }
}

/**
 * What the next run is to do, for the data set that is worked on. It is kept in the workspace as it is chosen: after a
 * reload or a restart it is there again, and two windows show the same; whoever chose last has it.
 */
import { runSettings } from '../../../shared/contract.ts';
import type { RunSettings } from '../../../shared/domain.ts';
import { featureChoice, sameSettings } from '../../../shared/settings.ts';
import { defaultSettings, type Session } from '../../session.svelte.ts';

export class TrainChoices {
  settings = $state.raw<RunSettings>(defaultSettings);
  /** False where choices cannot be kept: the workspace is open for reading, or the disk refuses. */
  kept = $state(true);

  readonly #session: Session;
  /** The data set they belong to; null before there is one. */
  #datasetId: number | null = null;
  #stop: (() => void) | null = null;
  #saving = false;
  /** Chosen since the save that is on its way. */
  #unsaved = false;
  /** Another window's choice came while ours was on its way: who was last is asked afterwards. */
  #passedOver = false;

  constructor(session: Session) {
    this.#session = session;
    // Which data set is worked on is up to the session; what was chosen for it lies in the engine.
    $effect.root(() => {
      $effect(() => {
        const datasetId = session.dataset?.id ?? null;
        this.#follow(session.workspace ? datasetId : null);
      });
    });
  }

  /** Chooses; saved at once, in the background. */
  change(part: Partial<RunSettings>): void {
    const next = { ...this.settings, ...part };
    if (sameSettings(next, this.settings)) return;
    this.settings = next;
    this.#unsaved = true;
    void this.#save();
  }

  /** Back to what Clientele recommends; what was chosen of the features stays. */
  recommend(): void {
    const byPreset = {
      trials: undefined,
      epochs: undefined,
      learningRate: undefined,
      noise: undefined,
      noiseKind: undefined,
    };
    const choice = featureChoice({ ...this.settings, labels: undefined });
    this.change({ ...defaultSettings, ...byPreset, ...choice, labels: undefined });
  }

  /** Forgets everything, as for another workspace; what is kept in this one stays. */
  forget(): void {
    this.#follow(null);
    this.settings = defaultSettings;
    this.#unsaved = false;
  }

  #follow(datasetId: number | null): void {
    if (datasetId === this.#datasetId) return;
    this.#stop?.();
    this.#stop = null;
    this.#datasetId = datasetId;
    this.kept = true;
    if (datasetId === null) return;
    const place = { key: 'train', datasetId } as const;
    this.#stop = this.#session.client.subscribe('setting', place, (value) => this.#hear(value));
  }

  #hear(value: unknown): void {
    if (this.#unsaved || this.#saving) {
      this.#passedOver = true;
      return;
    }
    if (value === null) {
      // New data: what was chosen before goes on to count, and belongs to these from now on. Labels were of others.
      this.settings = { ...this.settings, labels: undefined };
      this.#unsaved = !sameSettings(this.settings, defaultSettings);
      if (this.#unsaved) void this.#save();
      return;
    }
    const known = runSettings.safeParse(value);
    if (known.success && !sameSettings(known.data, this.settings)) this.settings = known.data;
  }

  async #save(): Promise<void> {
    if (this.#saving || this.#datasetId === null) return;
    const place = { key: 'train', datasetId: this.#datasetId } as const;
    const { client, workspace } = this.#session;
    if (workspace?.readOnly) {
      this.kept = false;
      this.#unsaved = false;
      return;
    }
    this.#saving = true;
    try {
      while (this.#unsaved) {
        this.#unsaved = false;
        await client.request('setting.save', { ...place, value: { ...this.settings } });
      }
      this.kept = true;
      this.#saving = false;
      if (this.#passedOver) {
        this.#passedOver = false;
        const last = await client.request('setting.get', place);
        if (this.#datasetId === place.datasetId) this.#hear(last);
      }
    } catch {
      // Not kept is not lost: the choice still counts in this window, and the page says so.
      this.kept = false;
      this.#unsaved = false;
    } finally {
      this.#saving = false;
    }
  }
}

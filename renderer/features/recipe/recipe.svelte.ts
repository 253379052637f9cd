/**
 * The recipe of the data set in view: every change of the cleaning rules or of the features goes through here, so that
 * each is a step that can be switched, undone and made again. The workspace keeps the steps, the window their history.
 */
import { recipeFile } from '../../../shared/contract.ts';
import type { FeatureChoice, Period } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { CleaningRule } from '../../../shared/orders.ts';
import { sameRecipe, withRule } from '../../../shared/quality.ts';
import {
  placeOf,
  readRecipe,
  recipeParts,
  recipeSteps,
  withStep,
  writeRecipe,
  type FeatureStep,
  type RecipeParts,
  type RecipeStep,
} from '../../../shared/recipe.ts';
import { featureChoice } from '../../../shared/settings.ts';
import type { Session } from '../../session.svelte.ts';
import type { TrainState } from '../train/train.svelte.ts';

interface History {
  datasetId: number;
  /** Latest last, and next to come first. */
  past: readonly RecipeParts[];
  future: readonly RecipeParts[];
}

export class RecipeState {
  /** What went wrong with the last change. */
  error = $state.raw<AppError | null>(null);
  #off = $state.raw<readonly FeatureStep[]>([]);
  #history = $state.raw<History>({ datasetId: 0, past: [], future: [] });

  readonly parts = $derived.by((): RecipeParts => {
    const { dataset } = this.#session;
    return {
      rules: dataset && dataset.lines > 0 ? dataset.recipe : null,
      // What a run leaves out because it learns it is not left out by choice.
      choice: featureChoice({ ...this.#train.settings, labels: undefined }),
      off: this.#off,
    };
  });
  readonly steps = $derived(recipeSteps(this.parts));
  readonly #own = $derived.by((): History => {
    const datasetId = this.#session.dataset?.id ?? 0;
    return this.#history.datasetId === datasetId ? this.#history : { datasetId, past: [], future: [] };
  });
  readonly canUndo = $derived.by(() => this.#own.past.length > 0);
  readonly canRedo = $derived.by(() => this.#own.future.length > 0);

  readonly #session: Session;
  readonly #train: TrainState;
  #followed: number | null = null;
  #stop: (() => void) | null = null;

  constructor(session: Session, train: TrainState) {
    this.#session = session;
    this.#train = train;
    $effect.root(() => {
      $effect(() => this.#follow(session.workspace ? (session.dataset?.id ?? null) : null));
    });
  }

  async setRule(rule: CleaningRule, enabled: boolean): Promise<void> {
    const { rules } = this.parts;
    if (rules) await this.change({ ...this.parts, rules: withRule(rules, rule, enabled) });
  }

  /** What is used of the features, and how; takes effect at once. */
  chooseFeatures(choice: FeatureChoice): void {
    void this.change({ ...this.parts, choice: featureChoice(choice) });
  }

  /** Which time is looked at: a setting beside the steps, which stays when these change. */
  choosePeriod(period: Period): void {
    this.#train.chooseFeatures({ ...this.parts.choice, period });
  }

  async setStep(step: RecipeStep, on: boolean): Promise<void> {
    await this.change(withStep(this.parts, step, on ? 'on' : 'off'));
  }

  async remove(step: FeatureStep): Promise<void> {
    await this.change(withStep(this.parts, step, 'gone'));
  }

  /** Whether all of these are in the recipe, and on. */
  holds(steps: readonly FeatureStep[]): boolean {
    const on = this.steps.filter((step) => step.on).map(placeOf);
    return steps.every((step) => on.includes(placeOf(step)));
  }

  /** Takes steps into the recipe, or takes them out; a single change in the history. */
  async setSteps(steps: readonly FeatureStep[], taken: boolean): Promise<void> {
    const places = steps.map(placeOf);
    const others = this.steps.filter((step) => !places.includes(placeOf(step)));
    const next = recipeParts(taken ? [...others, ...steps] : others);
    await this.change({ ...next, rules: this.parts.rules && next.rules });
  }

  /** Makes a change that can be undone; what is the same already is none. */
  async change(next: RecipeParts): Promise<void> {
    const { past, datasetId } = this.#own;
    const before = this.parts;
    if (writeRecipe(next) === writeRecipe(before)) return;
    if (await this.#apply(next)) this.#history = { datasetId, past: [...past, before], future: [] };
  }

  async undo(): Promise<void> {
    const { datasetId, past, future } = this.#own;
    const before = past.at(-1);
    const now = this.parts;
    if (before && (await this.#apply(before))) {
      this.#history = { datasetId, past: past.slice(0, -1), future: [now, ...future] };
    }
  }

  async redo(): Promise<void> {
    const { datasetId, past, future } = this.#own;
    const [next, ...later] = future;
    const now = this.parts;
    if (next && (await this.#apply(next))) this.#history = { datasetId, past: [...past, now], future: later };
  }

  /** The text of a file that holds the recipe. */
  text(): string {
    return writeRecipe(this.parts);
  }

  /** Takes the steps of a recipe file in place of the present ones; a single change in the history. */
  async take(file: Pick<File, 'name' | 'text'>): Promise<void> {
    this.error = null;
    try {
      const taken = readRecipe(await file.text(), file.name);
      await this.change({ ...taken, rules: this.parts.rules && taken.rules });
    } catch (thrown) {
      this.error = AppError.from(thrown);
    }
  }

  /** Without rules that change, everything is done before the first wait. */
  async #apply({ rules, choice, off }: RecipeParts): Promise<boolean> {
    const { dataset, client } = this.#session;
    this.error = null;
    if (!dataset) return false;
    try {
      if (rules && !sameRecipe(rules, dataset.recipe)) {
        this.#session.replaceDataset(
          await client.request('dataset.setRecipe', { datasetId: dataset.id, recipe: rules }),
        );
      }
    } catch (thrown) {
      this.error = AppError.from(thrown);
      return false;
    }
    if (this.#session.dataset?.id !== dataset.id) return false;
    this.#train.chooseFeatures({ ...choice, period: this.#train.settings.period ?? {} });
    if (off !== this.#off) {
      this.#off = off;
      void this.#keep(dataset.id);
    }
    return true;
  }

  async #keep(datasetId: number): Promise<void> {
    const { client, workspace } = this.#session;
    if (workspace?.readOnly) return;
    const value = this.#off.length > 0 ? { clientele: 'recipe', version: 1, steps: [...this.#off] } : null;
    try {
      await client.request('setting.save', { key: 'recipe', datasetId, value });
    } catch (thrown) {
      this.error = AppError.from(thrown);
    }
  }

  /** New data go on with the steps that were switched off for those before. */
  #follow(datasetId: number | null): void {
    if (datasetId === this.#followed) return;
    this.#stop?.();
    this.#stop = null;
    this.#followed = datasetId;
    this.error = null;
    if (datasetId === null) {
      this.#off = [];
      return;
    }
    this.#stop = this.#session.client.subscribe('setting', { key: 'recipe', datasetId }, (value) => {
      const kept = recipeFile.safeParse(value);
      if (kept.success) this.#off = recipeParts(kept.data.steps).off;
    });
  }
}

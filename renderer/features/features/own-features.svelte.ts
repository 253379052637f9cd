/** Features of a person's own: the formula that is being written, whether it holds, and what its values are. */
import type { FeatureChoice, OwnFeature } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { FormulaPreview } from '../../../shared/feature-overview.ts';
import { featureNames, formulaPrefix, ownName } from '../../../shared/formula/names.ts';
import { checkFormula, ownFeatureId, personalColumns, renameInFormula } from '../../../shared/formula/resolve.ts';
import { featureChoice } from '../../../shared/settings.ts';
import type { Session } from '../../session.svelte.ts';
import type { RecipeState } from '../recipe/recipe.svelte.ts';
import type { FeaturesState } from './features.svelte.ts';

/** While it has no name yet. */
const unnamed = `${formulaPrefix}?`;

export class OwnFeaturesState {
  /** Whether one is being written. */
  opened = $state(false);
  /** The one that is being changed; null for a new one. */
  editing = $state<string | null>(null);
  name = $state('');
  formula = $state('');
  preview = $state.raw<FormulaPreview | null>(null);
  /** What the engine finds wrong beyond what can be told here. */
  refused = $state.raw<AppError | null>(null);
  /** True once it was to be kept: then what is left empty is wrong too. */
  tried = $state(false);

  readonly #session: Session;
  readonly #features: FeaturesState;
  readonly #recipe: RecipeState;
  #asked = 0;

  /** Ids of all features but own ones. */
  readonly ids = $derived.by(() =>
    (this.#features.overview?.features ?? []).flatMap(({ definition: { id, formula } }) =>
      formula === undefined ? [id] : [],
    ),
  );
  /** Those that a formula may read beside the features that there are. */
  readonly others = $derived.by(() => this.#features.computed.filter(({ id }) => id !== this.editing));
  readonly names = $derived(featureNames([...this.ids, ...this.others.map(({ id }) => id)]));
  readonly nameError = $derived.by((): AppError | null =>
    this.name.trim() === '' && !this.tried ? null : this.#wrong(() => void this.#id()),
  );
  /** What is wrong with the formula; nothing is while it is empty. */
  readonly formulaError = $derived.by((): AppError | null => {
    if (this.formula.trim() === '' && !this.tried) return null;
    const { dataset } = this.#session;
    const personal = dataset ? personalColumns(dataset) : [];
    const found = this.#wrong(() => checkFormula(this.#draft(), this.others, this.ids, personal)) ?? this.refused;
    // The field says already which one it is about.
    return found && new AppError(found.code, { ...found.details, formula: undefined });
  });

  constructor(session: Session, features: FeaturesState, recipe: RecipeState) {
    this.#session = session;
    this.#features = features;
    this.#recipe = recipe;
  }

  /** Begins a new one, or changes one that there is. */
  open(id: string | null = null): void {
    this.editing = id;
    this.name = id === null ? '' : ownName(id);
    this.formula = this.#features.computed.find((own) => own.id === id)?.formula ?? '';
    this.preview = this.refused = null;
    this.tried = false;
    this.opened = true;
    void this.look();
  }

  close(): void {
    this.opened = false;
    this.editing = null;
    this.#asked++;
  }

  /** Asks what the values would be; of several questions only the last one counts. */
  async look(): Promise<void> {
    const { dataset, client } = this.#session;
    const asked = ++this.#asked;
    this.refused = null;
    if (!dataset || this.formula.trim() === '' || this.formulaError) {
      this.preview = null;
      return;
    }
    try {
      const preview = await client.request('features.preview', {
        ...{ datasetId: dataset.id, ...featureChoice(this.#features.choice) },
        feature: this.#draft(),
      });
      if (asked === this.#asked) this.preview = preview;
    } catch (thrown) {
      if (asked !== this.#asked) return;
      this.preview = null;
      this.refused = AppError.from(thrown);
    }
  }

  /** Keeps what was written, if nothing is wrong with it; a step of the recipe. Returns its id. */
  save(): string | null {
    this.tried = true;
    if (this.nameError || this.formulaError) return null;
    const id = this.#id();
    const own: OwnFeature = { id, formula: this.formula.trim() };
    const { choice } = this.#features;
    const before = this.editing;
    const others = before === null || before === id ? this.others : this.others.map((one) => this.#following(one, id));
    this.#choose({
      ...(before === null ? choice : renamed(choice, before, id)),
      computed: [...others, own],
    });
    this.close();
    return id;
  }

  /** Takes an own feature away, with all that was decided about it; a change that can be undone. */
  remove(id: string): void {
    const { choice } = this.#features;
    if (this.editing === id) this.close();
    this.#choose({ ...renamed(choice, id, null), computed: this.#features.computed.filter((own) => own.id !== id) });
  }

  /** A formula that reads the one being renamed goes on to read it. */
  #following({ id, formula }: OwnFeature, to: string): OwnFeature {
    const before = this.editing!;
    const names = featureNames([...this.ids, ...this.#features.computed.map((own) => own.id)]);
    const means = (name: string): boolean =>
      this.#wrong(() => names.find(name, 1)) === null && names.find(name, 1) === before;
    return { id, formula: renameInFormula(formula, means, ownName(to)) };
  }

  #draft(): OwnFeature {
    const named = this.#wrong(() => void this.#id()) === null;
    return { id: named ? this.#id() : (this.editing ?? unnamed), formula: this.formula };
  }

  #id(): string {
    return ownFeatureId(this.name, [...this.ids, ...this.others.map(({ id }) => id)]);
  }

  #wrong(attempt: () => unknown): AppError | null {
    try {
      attempt();
      return null;
    } catch (thrown) {
      return AppError.from(thrown);
    }
  }

  #choose(choice: FeatureChoice): void {
    this.#recipe.chooseFeatures(choice);
  }
}

/** A choice that speaks of a feature by another name, or no more. */
function renamed(choice: FeatureChoice, from: string, to: string | null): FeatureChoice {
  const ids = (list: readonly string[] = []): string[] =>
    list.flatMap((id) => (id !== from ? [id] : to === null ? [] : [to]));
  const { [from]: treatment, ...treatments } = choice.treatments ?? {};
  return {
    ...choice,
    exclude: ids(choice.exclude),
    include: ids(choice.include),
    treatments: treatment && to !== null ? { ...treatments, [to]: treatment } : treatments,
  };
}

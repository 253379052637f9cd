/** Features: what each tells of the customers, which go into the next run, and how they are treated. */
import {
  everybody,
  languages,
  type CategoryCoding,
  type FeatureChoice,
  type Period,
  type Treatment,
  type TreatmentChange,
  type UnusualWay,
} from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type {
  CategorySummary,
  FeatureOverview,
  FeaturePair,
  FeatureProgress,
  FeatureSummary,
} from '../../../shared/feature-overview.ts';
import { featureGroup, featureGroups } from '../../../shared/language/feature-themes.ts';
import { featureMeaning, featureText } from '../../../shared/language/features.ts';
import { frequencySuffix, orderSuffix } from '../../../shared/language/table-features.ts';
import { featureChoice, featureKey, unusualWay } from '../../../shared/settings.ts';
import type { Session } from '../../session.svelte.ts';
import type { RecipeState } from '../recipe/recipe.svelte.ts';
import { FirstMapState } from './first-map.svelte.ts';
import { ImportanceState } from './importance.svelte.ts';
import { OwnFeaturesState } from './own-features.svelte.ts';

export type FeatureFilter = 'all' | 'used' | 'off';

export class FeaturesState {
  /** The data set's features under the present choice; an earlier answer stays until the next is there. */
  overview = $state.raw<FeatureOverview | null>(null);
  /** What was there before the last change, to tell what it did. */
  earlier = $state.raw<FeatureOverview | null>(null);
  /** Ids that a person had decided about before the last change. */
  earlierIds = $state.raw<readonly string[]>([]);
  loading = $state(false);
  progress = $state.raw<FeatureProgress | null>(null);
  error = $state.raw<AppError | null>(null);
  /** True when the last feature was to be switched off, which is refused. */
  refused = $state(false);
  filter = $state<FeatureFilter>('all');
  search = $state('');
  /** The feature that is looked at closely. */
  opened = $state<string | null>(null);
  readonly map: FirstMapState;
  readonly own: OwnFeaturesState;
  readonly importance: ImportanceState;

  readonly choice = $derived.by((): FeatureChoice => {
    return this.#recipe.parts.choice;
  });
  readonly unusual = $derived(unusualWay(this.choice));
  readonly period = $derived(this.choice.period ?? {});
  readonly computed = $derived(this.choice.computed ?? []);
  /** Own features and the time that is looked at are no other choice than the suggested one. */
  readonly changed = $derived(
    featureKey(this.choice) !== featureKey({ exclude: [], computed: this.computed, period: this.period }),
  );
  /** What is to be shown: changes with the data and with the choice. */
  readonly wanted = $derived.by(() => {
    const { dataset } = this.#session;
    return dataset ? JSON.stringify([dataset.id, dataset.version, featureKey(this.choice)]) : null;
  });
  readonly used = $derived(this.overview?.features.filter(({ definition }) => definition.inUse).length ?? 0);
  readonly all = $derived(this.overview?.features.length ?? 0);
  /** What the list shows, by group; groups without a feature are left out. */
  readonly groups = $derived.by(() => {
    const found = (this.overview?.features ?? []).filter((feature) => this.#matches(feature));
    return featureGroups
      .map((group) => ({ group, features: found.filter(({ definition }) => featureGroup(definition) === group) }))
      .filter(({ features }) => features.length > 0);
  });

  /** Columns of categories of which no feature tells. */
  readonly lost = $derived.by((): CategorySummary[] => {
    const told = (this.overview?.features ?? []).map((feature) => this.categoryOf(feature)?.id);
    return (this.overview?.categories ?? []).filter(({ id }) => !told.includes(id));
  });

  readonly #session: Session;
  readonly #recipe: RecipeState;
  /** What `overview` is the answer to. */
  #answered: string | null = null;
  #answeredIds: readonly string[] = [];
  #datasetId: number | null = null;
  #version: number | undefined;

  constructor(session: Session, recipe: RecipeState) {
    this.#session = session;
    this.#recipe = recipe;
    this.map = new FirstMapState(session, () => this.choice);
    this.own = new OwnFeaturesState(session, this, recipe);
    this.importance = new ImportanceState(session, () => this.choice);
  }

  /** Asks for what is wanted, unless it is there; of several questions only the last one counts. */
  async load(): Promise<void> {
    const { dataset, client } = this.#session;
    const { wanted, choice } = this;
    if (!dataset || wanted === null || wanted === this.#answered) return;
    if (dataset.id !== this.#datasetId) this.clear();
    this.#datasetId = dataset.id;
    this.#version = dataset.version;
    this.loading = true;
    this.error = null;
    const stop = client.subscribe('features', {}, (progress) => (this.progress = progress));
    try {
      const overview = await client.request('features.get', { datasetId: dataset.id, ...featureChoice(choice) });
      if (wanted !== this.wanted) return;
      this.earlier = this.overview;
      this.earlierIds = this.#answeredIds;
      this.#answeredIds = [...choice.exclude, ...(choice.include ?? [])];
      this.overview = overview;
      this.#answered = wanted;
    } catch (thrown) {
      if (wanted === this.wanted) this.error = AppError.from(thrown);
    } finally {
      stop();
      if (wanted === this.wanted) {
        this.loading = false;
        this.progress = null;
      }
    }
  }

  /** What is known of a data set's features; null before they were looked at. */
  overviewOf(datasetId: number): FeatureOverview | null {
    const { dataset } = this.#session;
    const isOfNow = datasetId === this.#datasetId && dataset?.version === this.#version;
    return isOfNow ? this.overview : null;
  }

  /** Whether a feature goes into the next run, as far as is known before the answer is there. */
  isOn({ definition: { id, inUse } }: FeatureSummary): boolean {
    if (this.choice.exclude.includes(id)) return false;
    return inUse || (this.choice.include ?? []).includes(id);
  }

  /** Whether it can be switched at all: what never varies tells nobody apart. */
  canSwitch(feature: FeatureSummary): boolean {
    return this.isOn(feature) || feature.varies;
  }

  /** Switches a feature for the next run, at once; the last one stays on. */
  toggle(feature: FeatureSummary): void {
    const { id } = feature.definition;
    const { exclude, include = [] } = this.choice;
    const without = (ids: readonly string[]): string[] => ids.filter((other) => other !== id);
    this.refused = false;
    if (this.isOn(feature)) {
      const others = this.overview!.features.filter((one) => one !== feature && this.isOn(one));
      if (others.length === 0) {
        this.refused = true;
        return;
      }
      // What Clientele leaves out by itself needs no word of a person to be off, unless it would stand in for another.
      const offAnyway = !feature.suggested.inUse && exclude.length === 0;
      this.#choose({ exclude: offAnyway ? [] : [...without(exclude), id], include: without(include) });
    } else {
      // What was only switched off comes back as suggested; if that leaves it out, it is wanted all the same.
      const wanted = !feature.suggested.inUse || feature.definition.off !== undefined;
      this.#choose({ exclude: without(exclude), include: wanted ? [...without(include), id] : without(include) });
    }
  }

  /** Changes how a feature is treated; what is as suggested is not kept as a change. */
  treat({ definition: { id }, suggested }: FeatureSummary, change: TreatmentChange): void {
    const { [id]: before, ...others } = this.choice.treatments ?? {};
    const all = { ...before, ...change };
    const own = Object.entries(all).filter(
      ([part, value]) => JSON.stringify(value) !== JSON.stringify(suggested.treatment[part as keyof Treatment]),
    );
    this.#choose({ treatments: own.length > 0 ? { ...others, [id]: Object.fromEntries(own) } : others });
  }

  /** Says how the levels of a category become figures; a column for each is as suggested. */
  codeCategory(column: string, category: CategoryCoding): void {
    const isUsual = category.code === 'levels' && category.rare === undefined;
    this.#treatOther(column, isUsual ? null : { category });
    // What was looked at is another feature now.
    if (category.code !== 'levels') this.opened = column + (category.code === 'order' ? orderSuffix : frequencySuffix);
  }

  /** The category that a feature tells of. */
  categoryOf({ definition: { id } }: FeatureSummary): CategorySummary | null {
    const { categories = [] } = this.overview ?? {};
    return (
      categories.find(
        (one) => id.startsWith(`${one.id}=`) || [frequencySuffix, orderSuffix].some((end) => id === one.id + end),
      ) ?? null
    );
  }

  /** Says what becomes of customers unlike all others. */
  handleUnusual(way: UnusualWay): void {
    this.#treatOther(everybody, way === 'keep' ? null : { unusual: way });
  }

  /** Chooses the time that is looked at; an empty period is all of it. */
  choosePeriod(period: Period): void {
    this.#recipe.choosePeriod(period);
  }

  /** Back to what Clientele suggests; own features and the time that is looked at stay. */
  restore(): void {
    this.refused = false;
    this.#recipe.chooseFeatures({ exclude: [], computed: this.computed, period: this.period });
  }

  /** Looks at one feature closely; one that the list leaves out at the moment comes into sight. */
  open(id: string | null): void {
    this.opened = id;
    if (id === null || this.groups.some(({ features }) => features.some(({ definition }) => definition.id === id)))
      return;
    this.search = '';
    this.filter = 'all';
  }

  /** The features that say nearly the same as this one, closest first. */
  pairsOf(id: string): FeaturePair[] {
    return (this.overview?.pairs ?? []).filter(({ a, b }) => a === id || b === id);
  }

  /** Forgets everything that belongs to one data set. */
  clear(): void {
    this.overview = this.earlier = this.error = this.progress = null;
    this.opened = this.#answered = this.#datasetId = null;
    this.earlierIds = this.#answeredIds = [];
    this.loading = this.refused = false;
    this.map.clear();
    this.own.close();
    this.importance.clear();
  }

  /** A treatment that is of no single feature; null for as suggested. */
  #treatOther(id: string, change: TreatmentChange | null): void {
    const others = Object.fromEntries(Object.entries(this.choice.treatments ?? {}).filter(([other]) => other !== id));
    this.#choose({ treatments: change ? { ...others, [id]: change } : others });
  }

  #choose(change: Partial<FeatureChoice>): void {
    this.#recipe.chooseFeatures({ ...this.choice, ...change });
  }

  #matches(feature: FeatureSummary): boolean {
    const { definition } = feature;
    if (this.filter !== 'all' && this.isOn(feature) !== (this.filter === 'used')) return false;
    const wanted = this.search.trim().toLowerCase();
    if (wanted === '') return true;
    return languages.some((language) => {
      const { label } = featureText(definition.id, language);
      return `${label} ${featureMeaning(definition, language)}`.toLowerCase().includes(wanted);
    });
  }
}

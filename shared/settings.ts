import { columnName } from './customer-table.ts';
import { everybody } from './domain.ts';
import type {
  CategoryCoding,
  FeatureChoice,
  OwnFeature,
  Period,
  RunSettings,
  TreatmentChange,
  UnusualWay,
} from './domain.ts';

type LabelChoice = Pick<RunSettings, 'labels'>;

/** Whether two runs would compute the same: every setting is equal, the order of lists aside. */
export function sameSettings(a: RunSettings, b: RunSettings): boolean {
  const canonical = ({ exclude, include, treatments, computed, period, methods, ...rest }: RunSettings): string =>
    JSON.stringify([
      // What is left out and what is undefined are the same.
      Object.entries(rest)
        .filter(([, value]) => value !== undefined)
        .sort(byName),
      [...methods].sort(),
      featureKey({ exclude, include, treatments, computed, period }),
    ]);
  return canonical(a) === canonical(b);
}

/**
 * The part of the settings that decides about features, as a copy with nothing left out. A column whose labels are
 * learned is no feature, nor is what is made of it: it would be foretold from itself.
 */
export function featureChoice({
  exclude,
  include = [],
  treatments = {},
  computed = [],
  learned = [],
  period = {},
  labels,
}: FeatureChoice & LabelChoice): {
  exclude: string[];
  include: string[];
  treatments: Record<string, TreatmentChange>;
  computed: OwnFeature[];
  learned?: string[];
  period: Period;
} {
  const columns = [...new Set([...learned, ...(labels && 'column' in labels ? [columnName(labels.column)] : [])])];
  return {
    exclude: [...exclude, ...columns.filter((name) => !exclude.includes(name))],
    include: [...include],
    treatments: { ...treatments },
    computed: [...computed],
    ...(columns.length > 0 ? { learned: columns } : {}),
    period: { ...period },
  };
}

/** What becomes of customers unlike all others. */
export function unusualWay({ treatments = {} }: Pick<FeatureChoice, 'treatments'>): UnusualWay {
  return treatments[everybody]?.unusual ?? 'keep';
}

/** How categories are coded otherwise than by a column for each level, by the id of their column. */
export function categoryCodings({
  treatments = {},
}: Pick<FeatureChoice, 'treatments'>): Record<string, CategoryCoding> {
  return Object.fromEntries(
    Object.entries(treatments).flatMap(([id, { category }]) => (category ? [[id, category] as const] : [])),
  );
}

/** A text that is equal for choices that mean the same, whatever the order of their lists. */
export function featureKey({
  exclude,
  include = [],
  treatments = {},
  computed = [],
  learned = [],
  period = {},
}: FeatureChoice): string {
  const changes = Object.entries(treatments)
    .map(([id, change]) => [id, Object.entries(change).sort(byName)] as const)
    .filter(([, entries]) => entries.length > 0)
    .sort(byName);
  const own = computed.map(({ id, formula }) => [id, formula] as const).sort(byName);
  const key = [[...exclude].sort(), [...include].sort(), changes, periodKey(period)];
  // What is learned matters to own features alone.
  return JSON.stringify(own.length > 0 ? [...key, own, [...learned].sort()] : key);
}

/** A text that is equal for periods that mean the same. */
export function periodKey({ from, until, cutOff }: Period): string {
  return [from, until, cutOff].join();
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

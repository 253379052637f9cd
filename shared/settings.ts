import type { FeatureChoice, RunSettings, TreatmentChange } from './domain.ts';

/** Whether two runs would compute the same: every setting is equal, the order of lists aside. */
export function sameSettings(a: RunSettings, b: RunSettings): boolean {
  const canonical = ({ exclude, include, treatments, methods, ...rest }: RunSettings): string =>
    JSON.stringify([
      // What is left out and what is undefined are the same.
      Object.entries(rest)
        .filter(([, value]) => value !== undefined)
        .sort(byName),
      [...methods].sort(),
      featureKey({ exclude, include, treatments }),
    ]);
  return canonical(a) === canonical(b);
}

/** The part of the settings that decides about features, as a copy with nothing left out. */
export function featureChoice({ exclude, include = [], treatments = {} }: FeatureChoice): {
  exclude: string[];
  include: string[];
  treatments: Record<string, TreatmentChange>;
} {
  return { exclude: [...exclude], include: [...include], treatments: { ...treatments } };
}

/** A text that is equal for choices that mean the same, whatever the order of their lists. */
export function featureKey({ exclude, include = [], treatments = {} }: FeatureChoice): string {
  const changes = Object.entries(treatments)
    .map(([id, change]) => [id, Object.entries(change).sort(byName)] as const)
    .filter(([, entries]) => entries.length > 0)
    .sort(byName);
  return JSON.stringify([[...exclude].sort(), [...include].sort(), changes]);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

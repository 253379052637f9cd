/** The features that a person made by formulas, as columns of a table like any other. */
import type { FeatureDefinition, FeatureTable, OwnFeature } from '../../../../shared/domain.ts';
import type { AppError } from '../../../../shared/errors.ts';
import { formulaPrefix } from '../../../../shared/formula/names.ts';
import { resolveFormulas, type ResolvedFormula } from '../../../../shared/formula/resolve.ts';
import { suggestNumberTreatment } from '../number-treatment.ts';
import { evaluateFormula } from './evaluate.ts';

export interface OwnColumns {
  table: FeatureTable;
  /** Those that cannot be computed of these data, and why. */
  failed: { id: string; error: AppError }[];
}

/**
 * The table with own features before all others, by name: where one says the same as a feature of the catalogue, it is
 * the person's that stays. They read the values as they are before any treatment. O(n) for each part of a formula.
 * @param personal names of columns that no formula can read.
 */
export function addOwnFeatures(
  table: FeatureTable,
  own: readonly OwnFeature[],
  personal: readonly string[] = [],
): OwnColumns {
  const ids = table.definitions.map(({ id }) => id);
  const { ordered, failed } = resolveFormulas(own, ids, personal);
  if (ordered.length === 0) return { table, failed };
  const columns = evaluateAll(table, ordered);
  const formulaOf = new Map(own.map(({ id, formula }) => [id, formula]));
  const made = [...columns].sort(([a], [b]) => (a < b ? -1 : 1));
  const definitions = made.map(([id, values]): FeatureDefinition => {
    const treatment = suggestNumberTreatment(values);
    return { id, family: 'formula', unit: 'number', treatment, inUse: true, formula: formulaOf.get(id)! };
  });
  return {
    table: {
      ...table,
      definitions: [...definitions, ...table.definitions],
      values: [...made.map(([, values]) => values), ...table.values],
    },
    failed,
  };
}

/**
 * Computes the own features of a fitted run for other customers, with the definitions that they had then.
 * @param definitions of the run; those that are no own features are passed over.
 * @throws AppError where one in use reads a feature that is not in the table.
 */
export function replayOwnFeatures(table: FeatureTable, definitions: readonly FeatureDefinition[]): FeatureTable {
  const own = ownFeaturesOf(definitions);
  if (own.length === 0) return table;
  const fitted = new Map(definitions.map((definition) => [definition.id, definition]));
  const { table: added, failed } = addOwnFeatures(table, own);
  const needed = failed.find(({ id }) => fitted.get(id)!.inUse);
  if (needed) throw needed.error;
  const definitionsNow = added.definitions.map((one) => (one.formula === undefined ? one : fitted.get(one.id)!));
  return { ...added, definitions: definitionsNow };
}

export function ownFeaturesOf(definitions: readonly FeatureDefinition[]): OwnFeature[] {
  return definitions.flatMap(({ id, formula }) => (formula === undefined ? [] : [{ id, formula }]));
}

/**
 * As a run was at an earlier day, of what orders tell: the definitions wanted with all that own features in use are
 * made of. What is made of anything else is left out.
 * @param isOfOrders whether a feature can be told as of an earlier day
 */
export function knowableDefinitions(
  definitions: readonly FeatureDefinition[],
  isOfOrders: (definition: FeatureDefinition) => boolean,
  isWanted: (definition: FeatureDefinition) => boolean,
): FeatureDefinition[] {
  const ids = definitions.flatMap(({ id, formula }) => (formula === undefined ? [id] : []));
  const sources = sourcesOf(ownFeaturesOf(definitions), ids);
  const byId = new Map(definitions.map((definition) => [definition.id, definition]));
  const knowable = ({ id }: FeatureDefinition): boolean =>
    [...(sources.get(id) ?? [])].map((source) => byId.get(source)!).every((one) => one.formula ?? isOfOrders(one));
  const kept = new Set(definitions.filter(isWanted).map(({ id }) => id));
  for (const definition of definitions) {
    if (definition.formula === undefined || !definition.inUse || !knowable(definition)) continue;
    for (const id of [definition.id, ...sources.get(definition.id)!]) kept.add(id);
  }
  return definitions.filter(({ id }) => kept.has(id));
}

/** All features that each own feature is made of, also by way of others, own ones included. */
export function sourcesOf(own: readonly OwnFeature[], ids: readonly string[]): Map<string, Set<string>> {
  const sources = new Map<string, Set<string>>();
  for (const { id, idOf } of resolveFormulas(own, ids).ordered) {
    const all = new Set<string>();
    for (const input of idOf.values()) {
      all.add(input);
      for (const deeper of sources.get(input) ?? []) all.add(deeper);
    }
    sources.set(id, all);
  }
  return sources;
}

function evaluateAll(table: FeatureTable, ordered: readonly ResolvedFormula[]): Map<string, Float64Array> {
  const position = new Map(table.definitions.map(({ id }, f) => [id, f]));
  const columns = new Map<string, Float64Array>();
  for (const { id, tree, idOf } of ordered) {
    const values = new Map<string, Float64Array>();
    for (const [name, input] of idOf) {
      values.set(name, input.startsWith(formulaPrefix) ? columns.get(input)! : table.values[position.get(input)!]!);
    }
    columns.set(
      id,
      evaluateFormula(tree, (name) => values.get(name)!, table.customers.length),
    );
  }
  return columns;
}

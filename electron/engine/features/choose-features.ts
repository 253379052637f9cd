/** Which of the features that there are to use. */
import type { FeatureChoice, FeatureDefinition, FeatureTable } from '../../../shared/domain.ts';
import { daysSuffix, frequencySuffix, missingSuffix, orderSuffix } from '../../../shared/language/table-features.ts';
import { ownFeaturesOf, sourcesOf } from './formula/own-features.ts';
import { suggestSelection } from './selection.ts';

/** The candidates with `inUse`, `off` and treatments as suggested and as a person chose; the values are shared. */
export function chooseFeatures(candidates: FeatureTable, choice: FeatureChoice): FeatureTable {
  const { definitions, values } = candidates;
  const exclude = [...excludedIds(definitions, choice.exclude), ...ownOfLearned(definitions, choice.learned ?? [])];
  return { ...candidates, definitions: suggestSelection(definitions, values, { ...choice, exclude }) };
}

/** Own features that are made of a column whose labels are learned, also by way of others. */
function ownOfLearned(definitions: readonly FeatureDefinition[], learned: readonly string[]): string[] {
  if (learned.length === 0) return [];
  const ofColumn = excludedIds(definitions, learned);
  const ids = definitions.flatMap(({ id, formula }) => (formula === undefined ? [id] : []));
  return [...sourcesOf(ownFeaturesOf(definitions), ids)].flatMap(([id, sources]) =>
    ofColumn.some((column) => sources.has(column)) ? [id] : [],
  );
}

/** The name of a category stands for all of its levels: `country` for `country=Spain`. */
function excludedIds(definitions: readonly FeatureDefinition[], exclude: readonly string[]): string[] {
  const ids = new Set(exclude);
  const isLevel = (id: string): boolean =>
    id.includes('=') && exclude.some((name) => id.startsWith(`${name}=`) || id.startsWith(`attributes:${name}=`));
  return definitions.flatMap(({ id }) =>
    ids.has(id) || ids.has(columnOf(id)) || ids.has(columnOf(id).replace(/^(attributes|ready):/, '')) || isLevel(id)
      ? [id]
      : [],
  );
}

/** The column of a table that a feature comes from. */
function columnOf(id: string): string {
  const suffix = [daysSuffix, missingSuffix, frequencySuffix, orderSuffix].find((end) => id.endsWith(end)) ?? '';
  return id.slice(0, id.length - suffix.length);
}

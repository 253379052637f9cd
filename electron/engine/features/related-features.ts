/** Which features are computed of which: what repeats an outcome by its making says nothing about it. */
import type { FeatureDefinition } from '../../../shared/domain.ts';
import { daysSuffix, missingSuffix } from '../../../shared/language/table-features.ts';
import { ownFeaturesOf, sourcesOf } from './formula/own-features.ts';

/** Features of orders that others are computed of. */
const madeOf: Readonly<Record<string, readonly string[]>> = {
  averageOrderValue: ['monetary', 'frequency'],
  itemsPerOrder: ['itemsTotal', 'frequency'],
  averagePrice: ['monetary', 'itemsTotal'],
  activeSpan: ['tenure', 'recency'],
  daysBetweenOrders: ['activeSpan', 'frequency'],
  momentum: ['recentOrders90'],
  returnRate: ['frequency'],
  returnedValueShare: ['monetary'],
  recencyScore: ['recency'],
  frequencyScore: ['frequency'],
  monetaryScore: ['monetary'],
  aliveProbability: ['recency', 'frequency', 'tenure'],
  returnProbability: ['recency', 'frequency', 'tenure'],
  expectedOrders: ['recency', 'frequency', 'tenure'],
  expectedOrderValue: ['monetary', 'frequency'],
  lifetimeValue: ['expectedOrders', 'expectedOrderValue'],
};

/**
 * Ids of the features that are computed of a feature, that it is computed of, or that come from the same column of the
 * files (its other levels, whether it is empty); itself included.
 */
export function relatedFeatures(id: string, definitions: readonly FeatureDefinition[]): Set<string> {
  const found = definitions.flatMap((definition) => (definition.formula === undefined ? [definition.id] : []));
  const own = sourcesOf(ownFeaturesOf(definitions), found);
  const sources = (of: string): Set<string> => {
    const all = new Set<string>();
    for (const direct of [...(own.get(of) ?? []), ...(Object.hasOwn(madeOf, of) ? madeOf[of]! : [])]) {
      all.add(direct);
      for (const deeper of sources(direct)) all.add(deeper);
    }
    return all;
  };
  const family = (of: string): Set<string> => new Set([of, ...sources(of)].map(columnOf));
  const ofOutcome = family(id);
  const related = definitions
    .map((definition) => definition.id)
    .filter((other) => {
      return ofOutcome.has(columnOf(other)) || family(other).has(columnOf(id));
    });
  return new Set([id, ...related]);
}

/** What all features of a column have in common; of other features the id. */
function columnOf(id: string): string {
  if (id.startsWith('formula:')) return id;
  const end = [daysSuffix, missingSuffix].find((suffix) => id.endsWith(suffix));
  const whole = end === undefined ? id : id.slice(0, -end.length);
  const level = whole.indexOf('=');
  return level < 0 ? whole : whole.slice(0, level);
}

/** One 0/1 column for each of a shop's main countries, one for all others. */
import type { FeatureDefinition } from '../../../shared/domain.ts';
import { countryTreatment } from './order-catalogue.ts';
import type { OrderHistory } from './order-history.ts';

const prefix = 'country=';
/** The id's end for every country without a column of its own. */
const others = '*';
const mostLevels = 10;
/** A country with a smaller share of the customers joins the others. */
const leastShare = 0.02;
/** If one country has more than this share of the customers, the rest is too few to part segments by. */
const dominantShare = 0.8;

/** Each row's country: that of the latest order that names one; -1 if none does. */
export function customerCountries(history: OrderHistory): Int32Array {
  return history.customers.map((_, row) => {
    for (let o = history.orderStart[row + 1]! - 1; o >= history.orderStart[row]!; o--) {
      if (history.country[o]! >= 0) return history.country[o]!;
    }
    return -1;
  });
}

/**
 * Suggests columns: the countries of at least 2 % of the customers, the largest ten at most, and `country=*` for the
 * others. None if no order names a country. All are off as (nearly) constant where one country has over 80 % of the
 * customers: a market that small is better looked at on its own than blended into everyone's distances.
 */
export function suggestCountries(countryOfRow: Int32Array, countries: readonly string[]): FeatureDefinition[] {
  const sizes = new Map<number, number>();
  for (const country of countryOfRow) if (country >= 0) sizes.set(country, (sizes.get(country) ?? 0) + 1);
  const bySize = [...sizes].sort(
    ([a, sizeOfA], [b, sizeOfB]) => sizeOfB - sizeOfA || (countries[a]! < countries[b]! ? -1 : 1),
  );
  if (bySize.length === 0) return [];
  const levels = bySize
    .filter(([, size]) => size >= leastShare * countryOfRow.length)
    .slice(0, mostLevels)
    .map(([country]) => countries[country]!);
  if (levels.length < bySize.length) levels.push(others);
  const dominated = bySize[0]![1] > dominantShare * countryOfRow.length;
  return levels.map((level) => ({
    id: prefix + level,
    family: 'orders',
    unit: 'share',
    treatment: { ...countryTreatment },
    inUse: !dominated,
    ...(dominated ? { off: { reason: 'constant' as const } } : {}),
  }));
}

export function isCountryId(id: string): boolean {
  return id.startsWith(prefix);
}

/**
 * The columns of the wanted ids, of which those that are `country=` ones are made: 1 where the customer is from there;
 * `country=*` is 1 for every country that no other wanted id names. Customers without a country have 0 in all.
 */
export function countryColumns(
  ids: readonly string[],
  countryOfRow: Int32Array,
  countries: readonly string[],
): Record<string, Float64Array> {
  const named = new Set(ids.filter(isCountryId).map((id) => id.slice(prefix.length)));
  const columns: Record<string, Float64Array> = {};
  for (const level of named) columns[prefix + level] = new Float64Array(countryOfRow.length);
  countryOfRow.forEach((country, row) => {
    if (country < 0) return;
    const name = countries[country]!;
    const column = columns[prefix + (named.has(name) ? name : others)];
    if (column) column[row] = 1;
  });
  return columns;
}

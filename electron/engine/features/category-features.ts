/**
 * Features of a category: a 0/1 column for each main level, how common a customer's level is, or its place in an order.
 * No level becomes a number that nothing says it is.
 */
import type { CategoryCoding, FeatureDefinition, Treatment } from '../../../shared/domain.ts';
import type { CategoryColumn } from '../../../shared/customer-table.ts';
import { AppError } from '../../../shared/errors.ts';
import { columnName } from '../../../shared/customer-table.ts';
import { frequencySuffix, orderSuffix } from '../../../shared/language/table-features.ts';
import { levelOrder } from './level-order.ts';
import { countryTreatment } from './order-catalogue.ts';

/** The id's end for every level without a column of its own. */
const others = '*';
const mostLevels = 10;
/** A level with a smaller share of the customers joins the others, unless a person says where that begins. */
export const usualRare = 0.02;
/** A level that fewer customers have is not named in a model. */
const fewestNamed = 5;
const figures: Treatment = { missing: 'median', winsorise: null, transform: 'none', scale: 'standard' };

export interface CodedFeature {
  definition: FeatureDefinition;
  values: Float64Array;
}

/**
 * The features of a category for the customers asked for, coded as a person chose; by default a column for each level.
 * @param definitions replays a fitted run.
 * @throws AppError invalid_input `no_level_order` where levels are to be ordered and nothing says how.
 */
export function categoryFeatures(
  column: CategoryColumn,
  customers: Int32Array,
  coding: CategoryCoding = { code: 'levels' },
  definitions?: readonly FeatureDefinition[],
): CodedFeature[] {
  if (definitions) {
    const coded = definitions.filter(({ id }) => [frequencySuffix, orderSuffix].some((end) => id === column.id + end));
    return [
      ...levelFeatures(column, customers, usualRare, definitions),
      ...coded.map((definition) => replayed(column, customers, definition)),
    ];
  }
  if (coding.code === 'levels') return levelFeatures(column, customers, coding.rare ?? usualRare);
  const { suffix, unit } = { frequency: frequencyPart, order: orderPart }[coding.code];
  const coded = coding.code === 'frequency' ? commonness(column, customers) : placesInOrder(column, customers, coding);
  const definition: FeatureDefinition = {
    ...{ id: column.id + suffix, family: column.family, unit, treatment: { ...figures }, inUse: true },
    levels: coded,
  };
  return [replayed(column, customers, definition)];
}

const frequencyPart = { suffix: frequencySuffix, unit: 'share' } as const;
const orderPart = { suffix: orderSuffix, unit: 'number' } as const;

/** The figure of each customer's level, by the definition alone; NaN where the level is missing or has none. */
function replayed(column: CategoryColumn, customers: Int32Array, definition: FeatureDefinition): CodedFeature {
  const { figures: known = {}, other } = definition.levels ?? { other: null };
  const ofLevel = column.levels.map((level) => (Object.hasOwn(known, level) ? known[level]! : (other ?? NaN)));
  const values = Float64Array.from(customers, (row) => {
    const code = column.codes[row]!;
    return code < 0 ? NaN : ofLevel[code]!;
  });
  return { definition, values };
}

/**
 * The share of the customers who have each level. Levels of fewer than five customers go without their names: all of
 * them, and such as come later, have the share that their customers have on average.
 */
function commonness(column: CategoryColumn, customers: Int32Array): NonNullable<FeatureDefinition['levels']> {
  const sizes = sizesOf(column, customers);
  const n = Math.max(1, customers.length);
  const shares: Record<string, number> = {};
  let [rare, squares] = [0, 0];
  sizes.forEach((size, level) => {
    if (size >= fewestNamed) shares[column.levels[level]!] = size / n;
    else {
      rare += size;
      squares += size * size;
    }
  });
  return { figures: shares, other: rare > 0 ? squares / rare / n : 0 };
}

/** Places from 0 up, in the order given or known; levels that it does not name have none. */
function placesInOrder(
  column: CategoryColumn,
  customers: Int32Array,
  { order }: CategoryCoding,
): NonNullable<FeatureDefinition['levels']> {
  const found = order ?? knownOrder(column, customers);
  if (!found || !found.some((level) => column.levels.includes(level))) {
    throw new AppError('invalid_input', { reason: 'no_level_order', column: columnName(column.id) });
  }
  return { figures: Object.fromEntries(found.map((level, place) => [level, place])), other: null };
}

/** The order of the levels that these customers have; null where nothing says so. */
export function knownOrder(column: CategoryColumn, customers: Int32Array): string[] | null {
  const sizes = sizesOf(column, customers);
  return levelOrder(column.levels.filter((_, level) => sizes[level]! > 0));
}

/** Customers of each level. */
export function sizesOf({ levels, codes }: CategoryColumn, customers: Int32Array): Int32Array {
  const sizes = new Int32Array(levels.length);
  for (const row of customers) if (codes[row]! >= 0) sizes[codes[row]!]!++;
  return sizes;
}

function levelFeatures(
  column: CategoryColumn,
  customers: Int32Array,
  rare: number,
  definitions?: readonly FeatureDefinition[],
): CodedFeature[] {
  const prefix = `${column.id}=`;
  const codes = customers.map((row) => column.codes[row]!);
  const levels = definitions
    ? definitions.flatMap(({ id }) => (id.startsWith(prefix) ? [id.slice(prefix.length)] : []))
    : mainLevels(column, customers, rare);
  const place = new Map(levels.map((level, i) => [level, i]));
  const columnOf = column.levels.map((level) => place.get(level) ?? place.get(others) ?? -1);
  const values = levels.map(() => new Float64Array(customers.length));
  codes.forEach((code, row) => {
    const own = code < 0 ? -1 : columnOf[code]!;
    if (own >= 0) values[own]![row] = 1;
  });
  return levels.map((level, i) => ({
    definition: {
      ...{ id: prefix + level, family: column.family, unit: 'share' },
      ...{ treatment: { ...countryTreatment }, inUse: true },
    },
    values: values[i]!,
  }));
}

/** The largest levels, ten at most, and one for all others. */
function mainLevels(column: CategoryColumn, customers: Int32Array, rare: number): string[] {
  const sizes = sizesOf(column, customers);
  const bySize = column.levels
    .map((level, i) => ({ level, size: sizes[i]! }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.size - a.size || (a.level < b.level ? -1 : 1));
  const main = bySize.filter(({ size }) => size >= rare * customers.length).slice(0, mostLevels);
  const names = main.map(({ level }) => level);
  return names.length > 0 && names.length < bySize.length ? [...names, others] : names;
}

/** Features from a table of customers: numbers and dates as they are, one 0/1 column for each main level of a category. */
import type {
  CategoryCoding,
  FeatureDefinition,
  FeatureTable,
  FeatureUnit,
  Treatment,
} from '../../../shared/domain.ts';
import type { CustomerColumn, CustomerTable, NumberColumn } from '../../../shared/customer-table.ts';
import { daysSuffix, isLevelId, missingSuffix, yesSuffix } from '../../../shared/language/table-features.ts';
import { behaviourTreatment, isForReading } from './behaviour-catalogue.ts';
import { categoryFeatures, type CodedFeature } from './category-features.ts';
import { suggestNumberTreatment } from './number-treatment.ts';
import { countryTreatment } from './order-catalogue.ts';

/** Fewer gaps than this tell nobody apart. */
const leastMissing = 0.01;
const secondsPerDay = 86_400;

/**
 * One or more features for every column, for the customers asked for. Dates become days before the latest date of the
 * column. Levels with less than 2 % of the customers, and all after the tenth, share the column `NAME=*`; a missing
 * level is 0 in all; `options.categories` codes categories otherwise. A column with gaps has a feature `NAME@missing` besides, which is off unless it is wanted.
 * @param customers rows of the table, one per row of the result.
 * @param options.definitions replays a fitted run: exactly these, of which those that the table lacks are left out.
 */
export function tableFeatures(
  table: Omit<CustomerTable, 'customers'>,
  customers: Int32Array,
  { definitions, categories = {} }: TableFeatureOptions = {},
): Pick<FeatureTable, 'definitions' | 'values'> {
  const features = table.columns.flatMap((column) => [
    ...(column.type === 'category'
      ? categoryFeatures(column, customers, categories[column.id], definitions)
      : numberFeature(column, customers)),
    ...indicator(column, customers, definitions),
  ]);
  if (!definitions) return separate(features);
  const byId = new Map(features.map((feature) => [feature.definition.id, feature.values]));
  const known = definitions.filter(({ id }) => byId.has(id));
  return { definitions: [...known], values: known.map(({ id }) => byId.get(id)!) };
}

export interface TableFeatureOptions {
  definitions?: readonly FeatureDefinition[] | undefined;
  /** How categories are coded, by the id of their column. */
  categories?: Readonly<Record<string, CategoryCoding>> | undefined;
}

function separate(features: readonly CodedFeature[]): Pick<FeatureTable, 'definitions' | 'values'> {
  return { definitions: features.map(({ definition }) => definition), values: features.map(({ values }) => values) };
}

function numberFeature(column: NumberColumn, customers: Int32Array): CodedFeature[] {
  const raw = Float64Array.from(customers, (row) => column.values[row]!);
  const values = column.type === 'date' ? daysBefore(raw) : raw;
  const suffix =
    column.type === 'date' ? daysSuffix : column.type === 'yesNo' && !isLevelId(column.id) ? yesSuffix : '';
  const unit = column.family === 'attributes' && column.type === 'number' && areYears(raw) ? 'year' : column.unit;
  const definition = define(column, column.id + suffix, unit, suggestTreatment(column, values));
  if (isBehaviour(column) && isForReading(column.id)) Object.assign(definition, { inUse: false, off: readingOnly });
  return [{ definition, values }];
}

/**
 * Whether a customer's cell is empty: for columns of attributes that lack some, to be used by those who know that a gap
 * says something. Off until then.
 */
function indicator(
  column: CustomerColumn,
  customers: Int32Array,
  definitions?: readonly FeatureDefinition[],
): CodedFeature[] {
  if (column.family !== 'attributes') return [];
  const id = column.id + missingSuffix;
  const isMissing = (row: number): boolean =>
    column.type === 'category' ? column.codes[row]! < 0 : !Number.isFinite(column.values[row]);
  const values = Float64Array.from(customers, (row) => (isMissing(row) ? 1 : 0));
  const missing = values.reduce((sum, value) => sum + value, 0);
  const isWorthAWord = missing >= leastMissing * values.length && missing > 0 && missing < values.length;
  if (definitions ? !definitions.some((one) => one.id === id) : !isWorthAWord) return [];
  const definition = define(column, id, 'share', { ...countryTreatment });
  return [{ definition: { ...definition, inUse: false, off: { reason: 'optional' } }, values }];
}

/** Whole numbers that can only be years, as a year of birth: they are read without thousands marks. */
function areYears(values: Float64Array): boolean {
  const given = values.filter(Number.isFinite);
  return given.length > 0 && given.every((value) => Number.isInteger(value) && value >= 1850 && value <= 2100);
}

function define(column: CustomerColumn, id: string, unit: FeatureUnit, treatment: Treatment): FeatureDefinition {
  return { id, family: column.family, unit, treatment, inUse: true };
}

const readingOnly = { reason: 'reading_only' } as const;

function isBehaviour({ family }: CustomerColumn): boolean {
  return family === 'browsing' || family === 'social';
}

/** As the type of the column asks for; ready features are left as they are. */
function suggestTreatment(column: NumberColumn, values: Float64Array): Treatment {
  const { family, type } = column;
  if (isBehaviour(column)) return behaviourTreatment(column.id);
  if (family === 'ready') return { missing: 'median', winsorise: null, transform: 'none', scale: 'none' };
  return suggestNumberTreatment(values, type === 'yesNo');
}

function daysBefore(times: Float64Array): Float64Array {
  let latest = -Infinity;
  for (const time of times) if (time > latest) latest = time;
  return times.map((time) => Math.floor((latest - time) / secondsPerDay));
}

/** What a file is about: orders, customers' attributes, events, relationships, reviews, ready features or products. */
import type { ColumnGuess, ColumnRole, FileKind } from '../../../../shared/domain.ts';
import { namesNumber, plainName } from '../column-names.ts';
import type { ColumnValues } from '../column-values.ts';
import { shareOf } from '../share-of.ts';
import { catalogueRank, tellingNames, type CatalogueName } from './catalogue-names.ts';
import { isActionWord, roleOfTableName, timeUnit } from './table-names.ts';

export interface KindGuess {
  kind: FileKind;
  /** 0 to 1. */
  confidence: number;
}

/** A column with as many different values as rows names each row. */
const uniqueShare = 0.98;
/** Where so many of the columns are what orders have, they are orders, even if nobody came twice. */
const ordersShare = 0.6;
/** Numbered columns such as pixel1, pixel2 ... from so many on are a matrix, not attributes. */
const fewestNumbered = 8;

/**
 * @param columns with roles as for orders.
 * @param named whether the names are the file's own.
 */
export function guessKind(columns: readonly ColumnGuess[], values: readonly ColumnValues[], named: boolean): KindGuess {
  const find = (role: ColumnGuess['role']): ColumnGuess | undefined => columns.find((column) => column.role === role);
  const tableRoles = columns.map(({ name, role }) => (named && role !== 'personal' ? roleOfTableName(name) : null));
  const repeats = (index: number): boolean => values[index]!.distinctShare < uniqueShare;
  const customer = find('customer');
  const date = find('date');
  const asMoney = find('price') ?? find('amount');
  // Numbers that look like prices, under a name of time spent.
  const isTime = named && asMoney?.because === 'values' && timeUnit(asMoney.name) !== null;
  const money = isTime ? undefined : asMoney;

  const others = tableRoles.flatMap((role, i) => (role === 'from' || role === 'other' ? [i] : []));
  if (others.length >= 2 || (others.length === 1 && tableRoles[others[0]!] === 'other' && customer && !money)) {
    return { kind: 'relationships', confidence: 0.9 };
  }
  const hasActions = columns.some(({ index }) => saysActions(values[index]!));
  const rated = tableRoles.includes('rating');
  const repeated = customer !== undefined && repeats(customer.index);
  if (repeated && rated && !money) return { kind: 'reviews', confidence: 0.85 };
  if (hasActions && !money && columns.length > 2) return { kind: 'events', confidence: 0.9 };
  if (named && isProductList(columns, values, find)) return { kind: 'catalogue', confidence: 0.8 };
  // A list of products calls their number id, as nobody calls a customer's.
  const isProducts = customer && plainName(customer.name) === 'id' && find('description') && !find('invoice');
  if (isProducts && money && !find('quantity')) return { kind: 'catalogue', confidence: 0.6 };
  // Who agreed to be written to is told in files of any kind.
  const besides: readonly ColumnRole[] = ['ignored', 'personal', 'consent'];
  const roles = columns.filter(({ role }) => !besides.includes(role)).length;
  const isOrders = repeated || find('invoice') || find('product') || roles >= ordersShare * columns.length;
  if (customer && date && money && isOrders) {
    return { kind: 'orders', confidence: Math.min(customer.confidence, date.confidence, money.confidence) };
  }
  if (isMatrix(columns, values, named)) return { kind: 'features', confidence: 0.8 };
  const visited = tableRoles.includes('page') || tableRoles.includes('action') || find('product') !== undefined;
  const isVisit =
    tableRoles.includes('session') || (date && columns.some(({ name }) => named && timeUnit(name) !== null));
  if (!money && (visited || isVisit) && (repeated || firstRepeats(columns, values, named))) {
    return { kind: 'events', confidence: date ? 0.8 : 0.7 };
  }
  const product = find('product');
  const isCatalogue = product && !repeats(product.index) && product.because !== 'values' && !customer && !date;
  if (isCatalogue || (product && money && !customer && find('description'))) {
    return { kind: 'catalogue', confidence: 0.7 };
  }
  // Without an id nobody comes back; with one, a customer a row.
  const identified = columns.some(({ index, name }) => namesNumber(name) && !repeats(index));
  const numeric = columns.filter(({ index }) => values[index]!.numericShare >= 0.8).length;
  const about = identified || (!date && numeric >= columns.length / 2);
  if (about) return { kind: 'attributes', confidence: identified ? 0.9 : 0.7 };
  // Orders is what files mostly are; what is missing is then said by the import.
  return { kind: named && !date && !money ? 'attributes' : 'orders', confidence: 0.4 };
}

/**
 * A number of the product, its name, and something else that only products have; nothing that says who, when or how many.
 */
function isProductList(
  columns: readonly ColumnGuess[],
  values: readonly ColumnValues[],
  find: (role: ColumnGuess['role']) => ColumnGuess | undefined,
): boolean {
  const speaks = (role: ColumnGuess['role']): boolean => {
    const column = find(role);
    return column !== undefined && column.because !== 'values' && plainName(column.name) !== 'id';
  };
  if (speaks('customer') || speaks('invoice') || speaks('quantity') || speaks('amount')) return false;
  const has = (role: CatalogueName, isIt: (index: number) => boolean = () => true): boolean =>
    columns.some(({ index, name }) => catalogueRank(role, name) !== null && isIt(index));
  // Lines that are of no day cannot be sales: a list may say a thing twice.
  const isNumbered = has('product', (index) => !find('date') || values[index]!.distinctShare >= uniqueShare);
  const isCalled = has('description', (index) => values[index]!.letterShare >= 0.5 && !values[index]!.personal);
  const told = tellingNames(columns.map(({ name }) => name));
  return isNumbered && (isCalled ? told >= 1 : told >= 2);
}

function saysActions({ cells }: ColumnValues): boolean {
  const given = cells.filter((cell) => cell !== '');
  return shareOf(given, 0.8, isActionWord) >= 0.8;
}

/** A first column that comes back, as a visitor's number in a list of visits. */
function firstRepeats(columns: readonly ColumnGuess[], values: readonly ColumnValues[], named: boolean): boolean {
  return columns.length <= 4 && named && namesNumber(columns[0]!.name) && values[0]!.distinctShare < uniqueShare;
}

/** Nothing but numbers, in columns without names or with numbered ones. */
function isMatrix(columns: readonly ColumnGuess[], values: readonly ColumnValues[], named: boolean): boolean {
  const numeric = columns.filter(
    ({ index }) => values[index]!.numericShare >= 0.99 && values[index]!.letterShare === 0,
  );
  if (numeric.length < columns.length - 1 || columns.some(({ role }) => role === 'date')) return false;
  if (!named) return columns.length >= 5 && values.every(({ numericShare }) => numericShare >= 0.99);
  const stems = new Map<string, number>();
  for (const { name } of columns) {
    const stem = /^(.*?)\d+$/.exec(plainName(name))?.[1];
    if (stem !== undefined) stems.set(stem, (stems.get(stem) ?? 0) + 1);
  }
  const most = Math.max(0, ...stems.values());
  return most >= Math.max(fewestNumbered, 0.8 * columns.length);
}

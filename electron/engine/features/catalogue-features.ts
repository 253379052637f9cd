/** What a catalogue tells of customers: which kinds of things they spend on, how loyal they are, what they save. */
import { mainLevels, type Catalogue, type Levels } from '../../../shared/catalogue.ts';
import type { FeatureDefinition } from '../../../shared/domain.ts';
import { countryTreatment, entry, type CatalogueEntry } from './order-catalogue.ts';
import type { OrderHistory } from './order-history.ts';

const prefix = 'category=';
/** The id's end for every category without a column of its own. */
const others = '*';
const mostLevels = 10;
/** A category with a smaller share of all spend joins the others. */
const leastShare = 0.02;

/** Columns that a catalogue may give; which of them depends on what it holds. */
export const catalogueFeatures: readonly CatalogueEntry[] = [
  entry('categoriesBought', 'count'),
  entry('favouriteCategoryShare', 'share'),
  entry('categorySpread', 'share'),
  entry('favouriteBrandShare', 'share'),
  entry('listDiscount', 'share'),
];

/** Shares are left as they are: scaled to unit variance, a rare category would drown the rest. */
const shareTreatment = { ...countryTreatment, missing: 'median' } as const;

export function isOfCatalogue(id: string): boolean {
  return id.startsWith(prefix) || catalogueFeatures.some((known) => known.id === id);
}

/**
 * Per row, over lines that sell a product of the catalogue; money is units times price:
 * - `category=TEXT`: share of the money of known categories that was spent in it, for the main categories (2 % of all
 *   money at least, ten at most); `category=*` for all others. Of a path of categories its first part counts
 * - categoriesBought: different categories; 0 where none is known
 * - favouriteCategoryShare: the largest of a customer's shares, over all categories, however small
 * - categorySpread: entropy of these shares over that of an even spend on every category of the
 *   catalogue, 0 to 1
 * - favouriteBrandShare: share of the money of known brands that the customer's own main brand takes
 * - listDiscount: 1 - money paid / what the same units cost at list price, where both are known; below 0 where more was
 *   paid
 *
 * Shares are missing without any money of a known level. A pass over the lines for each: O(lines + customers + levels).
 * @param wanted a fitted run's features; what the catalogue cannot tell of these is missing for everybody. By default
 * all that the catalogue can tell.
 */
export function catalogueColumns(
  history: OrderHistory,
  catalogue: Catalogue | undefined,
  wanted?: readonly FeatureDefinition[],
): { definitions: FeatureDefinition[]; columns: Record<string, Float64Array> } {
  const replayed = wanted?.filter(({ id }) => isOfCatalogue(id));
  if (replayed?.length === 0 || (!replayed && !catalogue)) return { definitions: [], columns: {} };
  const found = catalogue ? tell(history, catalogue, replayed) : { definitions: [], columns: {} };
  if (!replayed) return found;
  const unknown = new Float64Array(history.customers.length).fill(NaN);
  const columns = replayed.map(({ id }): [string, Float64Array] => [id, found.columns[id] ?? unknown]);
  return { definitions: [...replayed], columns: Object.fromEntries(columns) };
}

function tell(
  history: OrderHistory,
  catalogue: Catalogue,
  wanted: readonly FeatureDefinition[] | undefined,
): { definitions: FeatureDefinition[]; columns: Record<string, Float64Array> } {
  const category = mainLevels(catalogue.category);
  const ofCategory = levelOfProduct(catalogue.itemOf, category);
  const spend = spendOnLevels(history, ofCategory, category.texts.length);
  const columns: Record<string, Float64Array> = {};
  const definitions: FeatureDefinition[] = [];
  const add = (id: string, values: Float64Array): void => {
    const { family, unit, treatment } = catalogueFeatures.find((known) => known.id === id)!;
    columns[id] = values;
    definitions.push({ id, family, unit, treatment: structuredClone(treatment), inUse: true });
  };
  const { sold } = spend;
  if (sold > 1 || (wanted && sold > 0)) {
    add('categoriesBought', spend.levels);
    add('favouriteCategoryShare', spend.favourite);
    const most = Math.log(category.texts.length);
    add(
      'categorySpread',
      spend.entropy.map((entropy) => (most > 0 ? entropy / most : 0)),
    );
    const levels = wanted
      ? wanted.flatMap(({ id }) => (id.startsWith(prefix) ? [id.slice(prefix.length)] : []))
      : mainCategories(category.texts, spend.money);
    const shares = sharesOfLevels(history, ofCategory, category.texts, levels);
    for (const [i, level] of levels.entries()) {
      columns[prefix + level] = shares[i]!;
      const own = { id: prefix + level, family: 'orders', unit: 'share', treatment: { ...shareTreatment } } as const;
      definitions.push({ ...own, inUse: true });
    }
  }
  const ofBrand = levelOfProduct(catalogue.itemOf, catalogue.brand);
  const onBrands = spendOnLevels(history, ofBrand, catalogue.brand.texts.length);
  if (onBrands.sold > 1 || (wanted && onBrands.sold > 0)) add('favouriteBrandShare', onBrands.favourite);
  const discount = listDiscount(history, catalogue);
  if (discount) add('listDiscount', discount);
  return { definitions, columns };
}

/** The level of each product of the dictionary; -1 where it has none. */
function levelOfProduct(itemOf: Int32Array, { codes }: Levels): Int32Array {
  return itemOf.map((item) => (item < 0 ? -1 : codes[item]!));
}

/** Calls `visit` for each of a row's lines that sells a product of a known level. */
function eachLine(
  { lines, orderStart, lineStart, productLines }: OrderHistory,
  row: number,
  levelOf: Int32Array,
  visit: (level: number, money: number) => void,
): void {
  const { product, quantity, price } = lines;
  for (let k = lineStart[orderStart[row]!]!; k < lineStart[orderStart[row + 1]!]!; k++) {
    const line = productLines[k]!;
    const level = product[line]! < 0 ? -1 : levelOf[product[line]!]!;
    if (level >= 0) visit(level, Math.max(0, quantity[line]! * price[line]!));
  }
}

interface Spend {
  /** Money of everybody, by level, and how many levels have any. */
  money: Float64Array;
  sold: number;
  /** By row: different levels, the largest share, and the entropy of the shares in nats; NaN without any money. */
  levels: Float64Array;
  favourite: Float64Array;
  entropy: Float64Array;
}

function spendOnLevels(history: OrderHistory, levelOf: Int32Array, nLevels: number): Spend {
  const n = history.customers.length;
  const found = { levels: new Float64Array(n), favourite: new Float64Array(n), entropy: new Float64Array(n) };
  const money = new Float64Array(nLevels);
  const own = new Float64Array(nLevels);
  const latest = new Int32Array(nLevels).fill(-1);
  const touched: number[] = [];
  for (let row = 0; row < n; row++) {
    touched.length = 0;
    eachLine(history, row, levelOf, (level, paid) => {
      if (latest[level] !== row) {
        latest[level] = row;
        own[level] = 0;
        touched.push(level);
      }
      own[level]! += paid;
    });
    let [total, most] = [0, 0];
    for (const level of touched) {
      total += own[level]!;
      money[level]! += own[level]!;
      if (own[level]! > most) most = own[level]!;
    }
    let entropy = 0;
    for (const level of touched) {
      const share = own[level]! / total;
      if (share > 0) entropy -= share * Math.log(share);
    }
    found.levels[row] = touched.length;
    found.favourite[row] = total > 0 ? most / total : NaN;
    found.entropy[row] = total > 0 ? entropy : NaN;
  }
  return { money, sold: money.reduce((count, paid) => count + Number(paid > 0), 0), ...found };
}

/** The categories with most of the money, ten at most, and one for all others. */
function mainCategories(texts: readonly string[], money: Float64Array): string[] {
  const all = money.reduce((sum, paid) => sum + paid, 0);
  const bySize = texts
    .map((text, level) => ({ text, paid: money[level]! }))
    .filter(({ paid }) => paid > 0)
    .sort((a, b) => b.paid - a.paid || (a.text < b.text ? -1 : 1));
  const main = bySize.filter(({ paid }) => paid >= leastShare * all).slice(0, mostLevels);
  const names = main.map(({ text }) => text);
  return names.length < bySize.length ? [...names, others] : names;
}

/** By level that is named, each row's share of its money; what is not named belongs to `*`, where that is. */
function sharesOfLevels(
  history: OrderHistory,
  levelOf: Int32Array,
  texts: readonly string[],
  levels: readonly string[],
): Float64Array[] {
  const place = new Map(levels.map((level, i) => [level, i]));
  const columnOf = texts.map((text) => place.get(text) ?? place.get(others) ?? -1);
  const columns = levels.map(() => new Float64Array(history.customers.length));
  for (let row = 0; row < history.customers.length; row++) {
    let total = 0;
    eachLine(history, row, levelOf, (level, paid) => {
      total += paid;
      const column = columnOf[level]!;
      if (column >= 0) columns[column]![row]! += paid;
    });
    for (const column of columns) column[row] = total > 0 ? column[row]! / total : NaN;
  }
  return columns;
}

/** Null where no line has both prices. */
function listDiscount(history: OrderHistory, { itemOf, listPrice }: Catalogue): Float64Array | null {
  const { lines, orderStart, lineStart, productLines, customers } = history;
  const { product, quantity, price } = lines;
  let isKnown = false;
  const values = new Float64Array(customers.length);
  for (let row = 0; row < values.length; row++) {
    let [paid, listed] = [0, 0];
    for (let k = lineStart[orderStart[row]!]!; k < lineStart[orderStart[row + 1]!]!; k++) {
      const line = productLines[k]!;
      const item = product[line]! < 0 ? -1 : itemOf[product[line]!]!;
      const list = item < 0 ? NaN : listPrice[item]!;
      if (!(list > 0 && price[line]! > 0 && quantity[line]! > 0)) continue;
      paid += quantity[line]! * price[line]!;
      listed += quantity[line]! * list;
    }
    values[row] = listed > 0 ? 1 - paid / listed : NaN;
    isKnown ||= listed > 0;
  }
  return isKnown ? values : null;
}

/** Reads files with many lines per customer, and sums them up: visits, relationships, reviews. */
import { mainLevels, type CatalogueItems } from '../../../../shared/catalogue.ts';
import type { CustomerColumn } from '../../../../shared/customer-table.ts';
import type { ColumnProfile, DateOrder, GivenRole } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import { browsingColumns } from '../../features/browsing-features.ts';
import { reviewColumns } from '../../features/review-features.ts';
import { socialColumns } from '../../features/social-features.ts';
import { Random } from '../../ml/random.ts';
import type { ImportContext } from '../import-orders.ts';
import type { Layout } from '../layout.ts';
import { profileNumbers, profileTexts } from '../profile-columns.ts';
import { DateCells, NumberCells, TextCells, type CellColumn } from './cell-columns.ts';
import { DurationCells } from './duration-cells.ts';
import { itemsOfProducts } from './join-catalogue.ts';
import { readCells } from './read-cells.ts';
import { timeUnit } from './table-names.ts';
import { withProfile, type ReadTable } from './read-customers.ts';

/** Communities are looked for in an order that must not change from import to import. */
const communitySeed = 1;

/**
 * One row per customer that the file names, with the columns that its lines are summed up to; see `browsingColumns`,
 * `socialColumns` and `reviewColumns`. Of a relationship both ends are customers. Where visits have no column of
 * categories, the products' own are taken.
 * @param items what is known of products.
 * @throws AppError as `readCells`; invalid_input `no_role`; insufficient_data `no_lines`.
 */
export async function readBehaviour(
  layout: Layout,
  context: ImportContext,
  items?: CatalogueItems,
): Promise<ReadTable> {
  const cells = new Map<GivenRole, CellColumn>();
  for (const guess of layout.columns) {
    const role = guess.role as GivenRole;
    if (texts.has(role)) cells.set(role, new TextCells(guess));
    else if (role === 'seconds') cells.set(role, new DurationCells(guess, layout.decimal, timeUnit(guess.name)));
    else if (role === 'rating') cells.set(role, new NumberCells(guess, layout.decimal));
    else if (role === 'date') {
      const kind = layout.values[guess.index]!.date?.kind ?? 'calendar';
      cells.set(role, new DateCells(guess, kind, layout.dateOrder, layout.dayFirstHabit));
    }
  }
  requireRoles(layout, cells);
  const { rows, encoding, file, rejectedLines } = await readCells(layout, [...cells.values()], context);
  if (rows === 0) throw new AppError('insufficient_data', { reason: 'no_lines' });

  const profiles = new Map<number, ColumnProfile>();
  let dateOrder: DateOrder = 'ymd';
  const textOf = (role: GivenRole): { texts: string[]; codes: Int32Array } | null => {
    const column = cells.get(role);
    if (!(column instanceof TextCells)) return null;
    const named = role === 'customer' || role === 'other';
    const id = named || role === 'session';
    const written = column.finish(encoding);
    const found = named && context.standIns ? context.standIns.replace(written) : written;
    profiles.set(column.guess.index, profileTexts({ from: 0, to: rows }, found.codes, found.texts, { id, masked: id }));
    return found;
  };
  const numbersOf = (role: GivenRole): Float64Array | null => {
    const column = cells.get(role);
    if (column instanceof NumberCells || column instanceof DurationCells) {
      const values = column instanceof DurationCells ? column.finish() : column.values.finish();
      profiles.set(column.guess.index, profileNumbers(values.filter(Number.isFinite), 'number', rows));
      return values;
    }
    if (!(column instanceof DateCells)) return null;
    const { values, order } = column.finish();
    dateOrder = order;
    profiles.set(column.guess.index, profileNumbers(values.filter(Number.isFinite), 'date', rows));
    return values;
  };

  const { customers, columns, products } = sumUp(layout, textOf, numbersOf, items);
  return {
    table: { customers, columns, label: null },
    file: { ...file, dateOrder, columns: layout.columns.map((guess) => withProfile(guess, profiles, layout)) },
    rejectedLines,
    ...(products ? { products } : {}),
  };
}

const texts: ReadonlySet<GivenRole> = new Set([
  ...(['customer', 'other', 'product', 'category', 'action', 'session', 'device'] as const),
]);

function sumUp(
  { kind }: Layout,
  textOf: (role: GivenRole) => { texts: string[]; codes: Int32Array } | null,
  numbersOf: (role: GivenRole) => Float64Array | null,
  items: CatalogueItems | undefined,
): { customers: string[]; columns: CustomerColumn[]; products?: string[] } {
  const { texts: customers, codes: customer } = textOf('customer')!;
  const action = textOf('action');
  if (kind === 'relationships') {
    const other = textOf('other')!;
    const { names, codes } = numbered(customers, other.texts);
    const to = other.codes.map((code) => (code < 0 ? -1 : codes[code]!));
    const ties = { from: customer, to, relation: action?.codes ?? null, relations: action?.texts ?? [] };
    return { customers: names, columns: socialColumns(ties, names.length, new Random(communitySeed)) };
  }
  const time = numbersOf('date');
  if (kind === 'reviews') {
    const reviews = { customer, rating: numbersOf('rating'), time };
    const products = textOf('product')?.texts;
    return { customers, columns: reviewColumns(reviews, customers.length), ...(products ? { products } : {}) };
  }
  const item = textOf('product');
  const device = textOf('device');
  const events = {
    ...{ customer, time, item: item?.codes ?? null, items: item?.texts ?? [] },
    ...{ session: textOf('session')?.codes ?? null, seconds: numbersOf('seconds') },
    ...{ device: device?.codes ?? null, devices: device?.texts ?? [] },
    ...{ action: action?.codes ?? null, actions: action?.texts ?? [] },
    category: textOf('category')?.codes ?? (item && items ? categoriesOf(item, items) : null),
  };
  const products = item ? { products: item.texts } : {};
  return { customers, columns: browsingColumns(events, customers.length), ...products };
}

/** The main category of what each line is about; null where the catalogue knows none. */
function categoriesOf(item: { texts: string[]; codes: Int32Array }, items: CatalogueItems): Int32Array | null {
  const known = itemsOfProducts(item.texts, items);
  const { codes, texts } = mainLevels(items.category);
  if (texts.length === 0) return null;
  const ofText = known.map((place) => (place < 0 ? -1 : codes[place]!));
  return ofText.every((code) => code < 0) ? null : item.codes.map((code) => (code < 0 ? -1 : ofText[code]!));
}

/** Both lists of names as one, and the place in it of each of the others. */
function numbered(names: readonly string[], others: readonly string[]): { names: string[]; codes: Int32Array } {
  const all = [...names];
  const places = new Map(names.map((name, place) => [name, place]));
  const codes = Int32Array.from(others, (name) => {
    const place = places.get(name) ?? all.push(name) - 1;
    places.set(name, place);
    return place;
  });
  return { names: all, codes };
}

/** One of these makes a line one of visits. */
const tellsOfVisits: readonly GivenRole[] = ['product', 'action', 'session', 'seconds'];

function requireRoles(layout: Layout, cells: ReadonlyMap<GivenRole, CellColumn>): void {
  const require = (role: GivenRole): void => {
    if (!cells.has(role)) throw new AppError('invalid_input', { reason: 'no_role', role, file: layout.source.name });
  };
  require('customer');
  if (layout.kind === 'relationships') require('other');
  if (layout.kind === 'reviews') require('rating');
  if (layout.kind === 'events' && !tellsOfVisits.some((role) => cells.has(role))) require('action');
}

/** Which column is what in a file other than orders. */
import type { ColumnGuess, FileKind, GivenRole } from '../../../../shared/domain.ts';
import { namesNumber } from '../column-names.ts';
import type { ColumnValues } from '../column-values.ts';
import { isConsent } from '../consent.ts';
import { holdsEmails } from '../personal.ts';
import { columnType } from './column-type.ts';
import { catalogueRank, namesPictures, type CatalogueName } from './catalogue-names.ts';
import { clockPattern } from './duration-cells.ts';
import { isActionWord, roleOfTableName, timeUnit, type TableName } from './table-names.ts';

export interface TableColumns {
  /** With roles as for orders, which these replace. */
  columns: readonly ColumnGuess[];
  values: readonly ColumnValues[];
  /** Whether the names are the file's own. */
  named: boolean;
  /** Positions of columns that a person chose or left out; these are not doubted. */
  chosen: Partial<Record<GivenRole, number>>;
  attributes: readonly number[];
  excluded: ReadonlySet<number>;
}

/** Roles of all columns, for a file of this kind. Personal columns stay personal unless somebody chose them. */
export function tableRoles(kind: FileKind, input: TableColumns): ColumnGuess[] {
  if (kind === 'orders') return [...input.columns];
  const roles = new Roles(input);
  if (kind === 'catalogue') {
    catalogueRoles(input, roles);
    return roles.columns;
  }
  if (kind === 'events') eventRoles(input, roles);
  else if (kind === 'relationships') {
    roles.give('customer', roles.named('from') ?? roles.ordered('customer') ?? roles.codes()[0]);
    roles.give('other', roles.named('other') ?? roles.codes()[0]);
    roles.give('action', roles.named('relation'));
  } else if (kind === 'reviews') {
    roles.give('customer', roles.ordered('customer') ?? roles.emails() ?? roles.codes()[0]);
    roles.give('rating', roles.named('rating') ?? roles.small());
    roles.give('date', roles.ordered('date') ?? roles.dated());
    roles.give('product', roles.ordered('product'));
  } else {
    // Ready features have an id only where one is named: their first column is as likely a feature.
    roles.give(
      'customer',
      kind === 'features'
        ? undefined
        : (roles.unique() ?? roles.ordered('customer', 'name') ?? roles.emails('each another')),
    );
    roles.consent();
    input.columns.forEach(({ index, name }) => {
      // A second consent is none of the customer's traits either.
      if (!roles.free(index) || (input.named && isConsent(name, input.values[index]!.cells))) return;
      const type = kind === 'features' ? 'number' : columnType(name, input.values[index]!);
      if (type) roles.give('attribute', index);
    });
  }
  return roles.columns;
}

function catalogueRoles({ columns, values }: TableColumns, roles: Roles): void {
  // What looked like the customer of an order is the number of the product.
  const numbers = roles.known('product').filter((index) => values[index]!.distinctShare >= leastDistinct);
  roles.give('product', numbers[0] ?? roles.ordered('product') ?? roles.ordered('customer'));
  roles.give(
    'image',
    columns.find(({ index }) => roles.free(index) && namesPictures(values[index]!.cells))?.index ??
      roles.known('image')[0],
  );
  roles.give('description', roles.known('description')[0] ?? roles.ordered('description'));
  roles.give('category', roles.known('category')[0]);
  roles.give('brand', roles.known('brand')[0]);
  // A price before reductions that only what is reduced has says too little.
  const prices = [...roles.known('list').filter((index) => values[index]!.missingShare < 0.5), ...roles.known('price')];
  const numeric = prices.find((index) => values[index]!.numericShare >= 0.8);
  roles.give('price', numeric ?? roles.ordered('price') ?? roles.ordered('amount'));
  roles.give('details', roles.known('details')[0]);
}

/** A number that fewer of the lines have to themselves is not that of the product, but of a kind of it. */
const leastDistinct = 0.3;

function eventRoles({ values, columns, named }: TableColumns, roles: Roles): void {
  const actions = columns.find(({ index }) => {
    const given = values[index]!.cells.filter((cell) => cell !== '');
    return given.length > 0 && given.filter(isActionWord).length >= 0.8 * given.length;
  });
  roles.give('action', actions?.index ?? roles.named('action'));
  roles.give('date', roles.ordered('date') ?? roles.dated());
  // Where nobody is named, whoever is behind a visit stands for the customer.
  const session = roles.named('session');
  roles.give('customer', roles.ordered('customer', 'name') ?? roles.emails() ?? session ?? roles.codes()[0]);
  roles.give('session', roles.named('session'));
  roles.give('device', roles.named('device'));
  roles.give('seconds', roles.timeSpent());
  roles.give(
    'product',
    roles.ordered('product', 'name') ?? roles.named('page') ?? roles.codes()[0] ?? roles.texts()[0],
  );
  // A named file says which column its categories are in: another code is a session, a device or the like.
  roles.give('category', roles.named('category') ?? (named ? undefined : roles.codes()[0]));
}

/** A year of birth says no more of a person than an age does. */
function isPersonal({ role, confidence }: ColumnGuess, { cells, integerShare, numericShare }: ColumnValues): boolean {
  if (role !== 'personal') return false;
  const years = cells.filter((cell) => cell !== '').every((cell) => /^(18|19|20)\d\d$/.test(cell));
  return confidence === 1 || !(numericShare === 1 && integerShare === 1 && years);
}

class Roles {
  readonly columns: ColumnGuess[];
  readonly #input: TableColumns;
  readonly #taken = new Set<number>();

  constructor(input: TableColumns) {
    this.#input = input;
    const personal = input.columns.filter((column) => isPersonal(column, input.values[column.index]!));
    this.columns = input.columns.map((column) =>
      personal.includes(column)
        ? column
        : { ...unmasked(column), role: 'ignored', confidence: 0.5, because: 'nothing' },
    );
    for (const index of input.excluded) this.#taken.add(index);
    for (const { index } of personal) this.#taken.add(index);
    for (const [role, index] of Object.entries(input.chosen) as [GivenRole, number][]) {
      this.#taken.add(index);
      this.columns[index] = { ...this.columns[index]!, role, confidence: 1, because: 'name' };
    }
    for (const index of input.attributes) {
      this.#taken.add(index);
      this.columns[index] = { ...this.columns[index]!, role: 'attribute', confidence: 1, because: 'name' };
    }
  }

  free(index: number): boolean {
    return !this.#taken.has(index);
  }

  give(role: GivenRole | 'attribute', index: number | undefined): void {
    if (index === undefined || (role !== 'attribute' && this.columns.some((column) => column.role === role))) return;
    this.#taken.add(index);
    const spoken = this.#input.named;
    const because = role === 'attribute' || !spoken ? 'values' : 'name and values';
    this.columns[index] = { ...this.columns[index]!, role, confidence: spoken ? 0.9 : 0.65, because };
  }

  /** Who agreed to be written to, as surely as it was found. */
  consent(): void {
    const found = this.#input.columns.find(({ index, role }) => role === 'consent' && this.free(index));
    if (!found || this.columns.some(({ role }) => role === 'consent')) return;
    this.#taken.add(found.index);
    this.columns[found.index] = found;
  }

  /** The column that would have this role in a file of orders; `by` asks for one that its name speaks for. */
  ordered(role: GivenRole, by?: 'name'): number | undefined {
    return this.#input.columns.find(
      ({ index, role: own, because }) =>
        own === role && this.free(index) && (!by || (this.#input.named && because !== 'values')),
    )?.index;
  }

  /** Columns with usual names of product lists, the surest first. */
  known(role: CatalogueName): number[] {
    if (!this.#input.named) return [];
    return this.columns
      .flatMap(({ index, name }) => {
        const rank = this.free(index) ? catalogueRank(role, name) : null;
        return rank === null ? [] : [{ index, rank }];
      })
      .sort((a, b) => a.rank - b.rank)
      .map(({ index }) => index);
  }

  named(role: TableName): number | undefined {
    if (!this.#input.named) return undefined;
    return this.columns.find(({ index, name }) => this.free(index) && roleOfTableName(name) === role)?.index;
  }

  /** A column that is called a number and has another one on every row. */
  unique(): number | undefined {
    return this.columns.find(
      ({ index, name }) =>
        this.free(index) &&
        this.#input.named &&
        namesNumber(name) &&
        this.#input.values[index]!.distinctShare >= 0.98 &&
        this.#input.values[index]!.missingShare < 0.5,
    )?.index;
  }

  /** E-mail addresses, which say who it is where no number does; they stay masked. */
  emails(needed?: 'each another'): number | undefined {
    return this.#input.columns.find(({ index, role, confidence }) => {
      const { cells, missingShare, distinctShare } = this.#input.values[index]!;
      // Somebody who said that it is personal does not want it read.
      if (role !== 'personal' || confidence === 1 || this.#input.excluded.has(index)) return false;
      if (missingShare > 0.05 || (needed && distinctShare < 0.98)) return false;
      return holdsEmails(cells.filter((cell) => cell !== ''));
    })?.index;
  }

  /** Numbers, or clock times, of a column that is called after how long something took. */
  timeSpent(): number | undefined {
    if (!this.#input.named) return undefined;
    return this.columns.find(({ index, name }) => {
      if (!this.free(index) || timeUnit(name) === null) return false;
      const { cells, numericShare } = this.#input.values[index]!;
      const given = cells.filter((cell) => cell !== '');
      return numericShare >= 0.8 || given.filter((cell) => clockPattern.test(cell)).length >= 0.8 * given.length;
    })?.index;
  }

  dated(): number | undefined {
    return this.columns.find(({ index }) => this.free(index) && this.#input.values[index]!.date)?.index;
  }

  /** Whole numbers, or texts without blanks, that come back. */
  codes(): number[] {
    return this.columns
      .filter(({ index }) => {
        const { integerShare, numericShare, blankShare, distinct, distinctShare } = this.#input.values[index]!;
        const isCode = numericShare >= 0.95 ? integerShare === 1 : blankShare < 0.05;
        return this.free(index) && isCode && distinct > 1 && distinctShare < 0.999;
      })
      .map(({ index }) => index);
  }

  texts(): number[] {
    return this.columns
      .filter(({ index }) => this.free(index) && this.#input.values[index]!.letterShare >= 0.5)
      .map(({ index }) => index);
  }

  /** A column of few different numbers, as ratings are. */
  small(): number | undefined {
    return this.columns.find(
      ({ index }) =>
        this.free(index) && this.#input.values[index]!.numericShare >= 0.9 && this.#input.values[index]!.distinct <= 11,
    )?.index;
  }
}

function unmasked({ masked, ...column }: ColumnGuess): ColumnGuess {
  return masked && column.role !== 'personal' ? { ...column, masked } : column;
}

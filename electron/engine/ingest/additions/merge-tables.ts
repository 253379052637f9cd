/** Tables of customers that are there and of what is added, as one: who has a newer row has that one. */
import { consentAnswers } from '../../../../shared/consent.ts';
import type {
  CategoryColumn,
  CustomerColumn,
  CustomerTable,
  LabelColumn,
  NumberColumn,
} from '../../../../shared/customer-table.ts';
import { yesNo } from '../yes-no.ts';

type Table = Omit<CustomerTable, 'customers'>;

/** Which customers the merged table is of. */
export interface MergedRows {
  /** All of them; the first `before` were there already. */
  size: number;
  before: number;
  /** Row of each in the added table; -1 where it has none. */
  rowOf: Int32Array;
}

/**
 * The columns of both tables over all customers. A row of the added table takes the place of an earlier one whole, but
 * only in the columns that the added files have; of labels and consent, what says nothing changes nothing. A column that
 * holds numbers in one and texts in the other is one of texts.
 * @returns the table, and how many customers who were there have other values now.
 */
export function mergeTables(
  there: Table | undefined,
  added: Table | undefined,
  rows: MergedRows,
): { table: Table | undefined; updated: number } {
  if (!there && !added) return { table: undefined, updated: 0 };
  const earlier = there?.columns ?? [];
  const later = added?.columns ?? [];
  const newer = rows.rowOf.map((row) => (row >= 0 && later.some((column) => isGiven(column, row)) ? row : -1));
  const merge = new Merge(rows, newer);
  const byId = (columns: readonly CustomerColumn[], id: string): CustomerColumn | undefined =>
    columns.find((column) => column.id === id);
  const ids = [...new Set([...earlier, ...later].map(({ id }) => id))];
  const columns = ids.map((id) => merge.column(byId(earlier, id), byId(later, id)));
  const label = merge.label(there?.label ?? null, added?.label ?? null);
  const consent = merge.consent(there?.consent, added?.consent);
  return { table: { columns, label, ...(consent ? { consent } : {}) }, updated: merge.updated };
}

class Merge {
  readonly #rows: MergedRows;
  /** As `rowOf`, only of rows that say anything. */
  readonly #newer: Int32Array;
  readonly #changed: Uint8Array;

  constructor(rows: MergedRows, newer: Int32Array) {
    this.#rows = rows;
    this.#newer = newer;
    this.#changed = new Uint8Array(rows.before);
  }

  get updated(): number {
    return this.#changed.reduce((sum, one) => sum + one, 0);
  }

  column(old: CustomerColumn | undefined, own: CustomerColumn | undefined): CustomerColumn {
    const model = (old ?? own)!;
    const pair = [old, own].filter((column) => column !== undefined);
    const isDate = pair.map(({ type }) => type === 'date');
    if (pair.some(({ type }) => type === 'category') || isDate[0] !== (isDate[1] ?? isDate[0])) {
      const [before, now] = [old && asCategory(old, own), own && asCategory(own, old)];
      return { id: model.id, family: model.family, type: 'category', ...this.#levels(before, now, this.#newer) };
    }
    const [before, now] = [old as NumberColumn | undefined, own as NumberColumn | undefined];
    const both = before && now && before.type !== now.type ? ({ type: 'number', unit: 'number' } as const) : {};
    const values = this.#take(before?.values, now?.values, NaN, this.#newer);
    return { ...(model as NumberColumn), ...both, values: Float64Array.from(values) };
  }

  label(old: LabelColumn | null, own: LabelColumn | null): LabelColumn | null {
    const model = old ?? own;
    if (!model) return null;
    const given = this.#rows.rowOf.map((row) => (row >= 0 && own && own.codes[row]! >= 0 ? row : -1));
    return { name: model.name, ...this.#levels(old ?? undefined, own ?? undefined, given) };
  }

  consent(old: Int8Array | undefined, own: Int8Array | undefined): Int8Array | undefined {
    if (!old && !own) return undefined;
    const { unknown } = consentAnswers;
    const given = this.#rows.rowOf.map((row) => (row >= 0 && own && own[row] !== unknown ? row : -1));
    return Int8Array.from(this.#take<number>(old, own, unknown, given));
  }

  /** Texts of both under common numbers. */
  #levels(old: Levels | undefined, own: Levels | undefined, rows: Int32Array): Levels {
    const levels = [...new Set([...(old?.levels ?? []), ...(own?.levels ?? [])])];
    const place = new Map(levels.map((level, i) => [level, i]));
    const places = own?.levels.map((level) => place.get(level)!) ?? [];
    const codes = own?.codes.map((code) => (code < 0 ? -1 : places[code]!));
    return { levels, codes: Int32Array.from(this.#take<number>(old?.codes, codes, -1, rows)) };
  }

  /** The value of every customer: of the newer row where there is one, else as it was. */
  #take<Value extends number>(
    old: ArrayLike<Value> | undefined,
    own: ArrayLike<Value> | undefined,
    none: Value,
    rows: Int32Array,
  ): Value[] {
    const { size, before } = this.#rows;
    return Array.from({ length: size }, (_, i) => {
      const was = old && i < before ? old[i]! : none;
      const value = own && rows[i]! >= 0 ? own[rows[i]!]! : was;
      if (i < before && !Object.is(value, was)) this.#changed[i] = 1;
      return value;
    });
  }
}

type Levels = Pick<CategoryColumn, 'levels' | 'codes'>;

function isGiven(column: CustomerColumn, row: number): boolean {
  return column.type === 'category' ? column.codes[row]! >= 0 : !Number.isNaN(column.values[row]!);
}

/** Numbers, dates, yes and no as texts: yes and no in the words of the other column, where it has any. */
function asCategory(column: CustomerColumn, other: CustomerColumn | undefined): Levels {
  if (column.type === 'category') return column;
  const words = other?.type === 'category' ? other.levels : [];
  const textOf = (value: number): string => {
    if (column.type === 'date') return new Date(1000 * value).toISOString().slice(0, 10);
    if (column.type === 'number') return String(value);
    return words.find((word) => yesNo(word) === value) ?? (value === 1 ? 'yes' : 'no');
  };
  const place = new Map<string, number>();
  const codes = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const text = textOf(value);
    if (!place.has(text)) place.set(text, place.size);
    return place.get(text)!;
  });
  return { levels: [...place.keys()], codes };
}

/** Which column is what: from names, and from values where names say nothing. */
import {
  orderRoles,
  type ColumnGuess,
  type ColumnRole,
  type GivenRole,
  type OrderRole,
} from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { plainName, roleOfName } from './column-names.ts';
import type { ColumnValues } from './column-values.ts';
import { guessByValues } from './column-dependence.ts';

/** Roles given by a person: column by its name, or by its 1-based number. */
export type ColumnChoice = Partial<Record<GivenRole, string | number>>;

const numericRoles: ReadonlySet<ColumnRole> = new Set(['quantity', 'price', 'amount']);
/** Columns that may look like phone or card numbers without being any. */
const neverContacts: ReadonlySet<ColumnRole> = new Set(['invoice', 'product', 'date', 'quantity', 'price', 'amount']);

/**
 * The role of every column.
 * @param names header texts, or made-up names where there is no header.
 * @param chosen roles given by a person; they are not doubted.
 * @param exclude columns that are not to be read, by name or 1-based number.
 * @param personal columns that hold personal data; they are not read either.
 * @throws AppError invalid_input no_such_column.
 */
export function guessRoles(
  names: readonly string[],
  values: readonly ColumnValues[],
  options: {
    hasHeader: boolean;
    file: string;
    chosen: ColumnChoice;
    exclude: readonly (string | number)[];
    personal?: readonly (string | number)[];
  },
): ColumnGuess[] {
  const columns: ColumnGuess[] = names.map((name, index) => ({
    index,
    name,
    role: 'ignored',
    confidence: 0.5,
    because: 'nothing',
    missingShare: values[index]!.missingShare,
  }));
  const settled = new Set<number>();
  const taken = new Set<ColumnRole>();
  const settle = (index: number, role: ColumnRole, confidence: number, because: ColumnGuess['because']): void => {
    Object.assign(columns[index]!, { role, confidence, because });
    settled.add(index);
    taken.add(role);
  };

  for (const column of options.personal ?? []) settle(findColumn(names, column, options.file), 'personal', 1, 'name');
  for (const name of options.exclude) settle(findColumn(names, name, options.file), 'ignored', 1, 'nothing');
  for (const role of orderRoles) {
    const column = options.chosen[role];
    if (column !== undefined) settle(findColumn(names, column, options.file), role, 1, 'name');
  }

  const spoken = names.map((name) => (options.hasHeader ? roleOfName(name) : null));
  values.forEach(({ personal }, index) => {
    const role = spoken[index]?.role;
    const looks = personalLooks(personal, role);
    if (looks && !settled.has(index)) settle(index, 'personal', looks.confidence, looks.because);
    // What a person says about its role does not make it less personal.
    if (looks || columns[index]!.role === 'personal') columns[index]!.masked = true;
  });

  const candidates = spoken.flatMap((speaks, index) => {
    if (!speaks || speaks.role === 'personal' || settled.has(index)) return [];
    const fit = fitOf(values[index]!, speaks.role);
    if (fit < 0 && speaks.strength < 0.85) return [];
    const weight = speaks.strength * (fit < 0 ? 0.5 : 1) + 0.05 * fit;
    const confidence = Math.min(0.98, speaks.strength * (fit > 0 ? 1.25 : fit < 0 ? 0.4 : 0.85));
    return [{ index, role: speaks.role, weight, confidence, because: fit > 0 ? 'name and values' : 'name' } as const];
  });
  candidates.sort((a, b) => b.weight - a.weight || a.index - b.index);
  for (const { index, role, confidence, because } of candidates) {
    if (!taken.has(role)) settle(index, role, confidence, because);
    // A second column about the customer that holds names of people: the first one is the number.
    else if (values[index]!.personal) {
      settle(index, 'personal', 0.8, 'values');
      columns[index]!.masked = true;
    }
  }

  for (const { index, role, confidence } of guessByValues(values, { settled, columns, hasHeader: options.hasHeader })) {
    if (!taken.has(role) && !settled.has(index)) settle(index, role, confidence, 'values');
  }
  return columns;
}

/** How sure it is that a column is personal, by what its values look like and what its name says; null: it is not. */
function personalLooks(
  values: ColumnValues['personal'],
  named: ColumnRole | undefined,
): Pick<ColumnGuess, 'confidence' | 'because'> | null {
  if (named === 'personal') {
    return values ? { confidence: 0.98, because: 'name and values' } : { confidence: 0.9, because: 'name' };
  }
  if (values === 'contact' && !(named && neverContacts.has(named))) return { confidence: 0.9, because: 'values' };
  return values === 'person' && !named ? { confidence: 0.7, because: 'values' } : null;
}

/** 1 where the values are what the role needs, -1 where they are not, 0 where they cannot tell. */
function fitOf(values: ColumnValues, role: OrderRole): -1 | 0 | 1 {
  if (values.missingShare === 1) return -1;
  if (numericRoles.has(role)) return values.numericShare >= 0.8 ? 1 : -1;
  if (role === 'date') return values.date ? 1 : -1;
  if (role === 'description' || role === 'country') {
    return values.letterShare >= 0.5 ? 1 : role === 'description' ? 0 : -1;
  }
  return values.distinct > 1 && values.distinctShare < 0.98 ? 1 : 0;
}

/** The position of a column by its name (then without regard to case, blanks and signs) or its 1-based number. */
export function findColumn(names: readonly string[], column: string | number, file: string): number {
  if (typeof column === 'number') {
    if (Number.isInteger(column) && column >= 1 && column <= names.length) return column - 1;
  } else {
    const exact = names.indexOf(column.trim());
    if (exact >= 0) return exact;
    const plain = plainName(column);
    const similar = names.findIndex((name) => plain !== '' && plainName(name) === plain);
    if (similar >= 0) return similar;
    if (/^\d+$/.test(column.trim())) return findColumn(names, Number(column), file);
  }
  throw new AppError('invalid_input', { reason: 'no_such_column', file, column });
}

/** Which column is what: from names, and from values where names say nothing. */
import {
  orderRoles,
  type ColumnGuess,
  type ColumnRole,
  type GivenRole,
  type OrderRole,
} from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { namesThings, plainName, roleOfName } from './column-names.ts';
import type { ColumnValues } from './column-values.ts';
import { guessByValues } from './column-dependence.ts';
import { findKnownExport } from './known-exports.ts';
import { holdsEmails } from './personal.ts';
import { statusShare } from './order-status.ts';
import { findConsent, isAgreement } from './consent.ts';
import { saysYesOrNo } from './yes-no.ts';

/** Roles given by a person: column by its name, or by its 1-based number. */
export type ColumnChoice = Partial<Record<GivenRole, string | number>>;

const numericRoles: ReadonlySet<ColumnRole> = new Set(['quantity', 'price', 'amount']);
/** Columns that may look like phone or card numbers without being any. */
const neverContacts: ReadonlySet<ColumnRole> = new Set(['invoice', 'product', 'date', 'quantity', 'price', 'amount']);

/** A personal column that serves as the customer: a person should look at it. */
const personalCustomer = 0.75;

/**
 * The role of every column.
 * @param names header texts, or made-up names where there is no header.
 * Columns of a usual shop's export are what that shop says. An e-mail address is the customer where an order file has no
 * other; it stays masked.
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

  const spoken = names.map((name, i) => (options.hasHeader ? supported(roleOfName(name), values[i]!) : null));
  const known = options.hasHeader ? findKnownExport(names, values) : null;
  const consent = options.hasHeader && !taken.has('consent');
  const agreed = consent ? findConsent(names, values, (index) => !settled.has(index)) : null;
  if (agreed) settle(agreed.index, 'consent', agreed.confidence, 'name and values');
  for (const [role, index] of Object.entries(known?.roles ?? {}) as [OrderRole, number][]) {
    if (taken.has(role) || settled.has(index)) continue;
    const personal = role === 'customer' && (known!.customerIsPerson || spoken[index]?.role === 'personal');
    settle(index, role, personal ? personalCustomer : 0.98, 'name and values');
    if (personal) columns[index]!.masked = true;
  }
  values.forEach(({ personal }, index) => {
    const notPeople = options.hasHeader && personal === 'person' && namesThings(names[index]!);
    const looks = personalLooks(notPeople ? null : personal, spoken[index]?.role);
    if (looks && !settled.has(index)) settle(index, 'personal', looks.confidence, looks.because);
    // What a person says about its role does not make it less personal.
    if (looks || columns[index]!.role === 'personal') columns[index]!.masked = true;
  });

  const candidates = spoken.flatMap((speaks, index) => {
    if (!speaks || speaks.role === 'personal' || settled.has(index)) return [];
    const fit = fitOf(values[index]!, speaks.role);
    // A status has to be said in words that are known: much else is called one.
    if (fit < 0 && (speaks.strength < 0.85 || speaks.role === 'status')) return [];
    const weight = speaks.strength * (fit < 0 ? 0.5 : 1) + 0.05 * fit;
    const confidence = Math.min(0.98, speaks.strength * (fit > 0 ? 1.25 : fit < 0 ? 0.4 : 0.85));
    return [{ index, role: speaks.role, weight, confidence, because: fit > 0 ? 'name and values' : 'name' } as const];
  });
  candidates.sort((a, b) => b.weight - a.weight || a.index - b.index);
  for (const { index, role, confidence, because } of candidates) {
    // A usual shop's other columns are none that an order needs.
    if (!taken.has(role) && !known) settle(index, role, confidence, because);
    // A second column about the customer that holds names of people: the first one is the number.
    else if (values[index]!.personal && !namesThings(names[index]!)) {
      settle(index, 'personal', 0.8, 'values');
      columns[index]!.masked = true;
    }
  }

  // Where nothing else says who bought, an e-mail address does.
  const said = new Set((options.personal ?? []).map((column) => findColumn(names, column, options.file)));
  const emails = columns.filter(
    ({ index, role }) => role === 'personal' && !said.has(index) && holdsEmails(values[index]!.cells.filter(Boolean)),
  );
  if (emails[0] && !taken.has('customer') && taken.has('date') && (taken.has('price') || taken.has('amount'))) {
    const best = emails.reduce((a, b) => (b.missingShare < a.missingShare - 0.05 ? b : a));
    settle(best.index, 'customer', personalCustomer, 'name and values');
  }

  if (known) return columns;
  for (const { index, role, confidence } of guessByValues(values, { settled, columns, hasHeader: options.hasHeader })) {
    if (!taken.has(role) && !settled.has(index)) settle(index, role, confidence, 'values');
  }
  return columns;
}

/** A name that says personal, unless the column only says yes or no, or counts something (emails sent). */
function supported(spoken: ReturnType<typeof roleOfName>, values: ColumnValues): ReturnType<typeof roleOfName> {
  if (spoken?.role !== 'personal' || values.personal) return spoken;
  const given = values.cells.filter((cell) => cell !== '');
  if (given.length === 0) return spoken;
  const counts = spoken.strength < 1 && values.numericShare >= 0.9 && values.meanLength < 5;
  return counts || (given.length >= 3 && saysYesOrNo(given, isAgreement)) ? null : spoken;
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
  if (role === 'status') return statusShare(values.cells) >= 0.5 ? 1 : -1;
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

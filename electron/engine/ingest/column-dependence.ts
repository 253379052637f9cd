/** Guesses roles from how columns depend on each other, for files whose names say nothing or that have none. */
import type { ColumnGuess, OrderRole } from '../../../shared/domain.ts';
import { namesNumber } from './column-names.ts';
import type { ColumnValues } from './column-values.ts';
import { parseNumberText } from './numbers.ts';

export interface ValueGuess {
  index: number;
  role: OrderRole;
  confidence: number;
}

/**
 * Guesses for columns that are not settled yet, the surest first. With a header only the roles that an order cannot
 * do without are guessed (date, customer, money); its names say what the others are not.
 *
 * A date is read as one. An order number has one date and one customer, and lines that follow each other; a customer
 * has several dates, and more lines in a row than a product; money has decimals; a quantity is a small whole number.
 */
export function guessByValues(
  values: readonly ColumnValues[],
  known: { settled: ReadonlySet<number>; columns: readonly ColumnGuess[]; hasHeader: boolean },
): ValueGuess[] {
  const guesses: ValueGuess[] = [];
  const used = new Set(known.settled);
  const indexOf = (role: OrderRole): number =>
    guesses.find((guess) => guess.role === role)?.index ?? known.columns.findIndex((column) => column.role === role);
  const guess = (role: OrderRole, index: number | undefined, confidence: number): void => {
    if (index === undefined || index < 0 || indexOf(role) >= 0) return;
    guesses.push({ index, role, confidence });
    used.add(index);
  };
  const free = (test: (column: ColumnValues, index: number) => boolean): number[] =>
    values.flatMap((column, index) =>
      !used.has(index) && column.missingShare < 1 && test(column, index) ? [index] : [],
    );

  guess('date', free(({ date }) => date?.kind === 'calendar')[0], 0.8);
  guess('date', free(({ date }) => date?.kind === 'unix-seconds' || date?.kind === 'unix-milliseconds')[0], 0.55);

  const numbered = free((column) => column.distinct > 1 && column.distinctShare < 0.95 && isCode(column));
  const date = values[indexOf('date')];
  if (!known.hasHeader && date) guess('invoice', invoiceAmong(numbered, values, date), 0.55);
  const money = free((column) => column.numericShare >= 0.9 && column.decimalShare >= 0.1);
  if (!known.hasHeader) {
    const counts = free(isSmallCount).sort((a, b) => values[a]!.meanLength - values[b]!.meanLength);
    guess('quantity', counts[0], 0.55);
  }
  const quantity = indexOf('quantity');
  if (indexOf('price') < 0 && indexOf('amount') < 0) {
    const amount = quantity < 0 ? undefined : money.find((index) => growsWith(values[quantity]!, values[index]!));
    const price = money.find((index) => index !== amount);
    if (amount !== undefined && price === undefined) guess('amount', amount, 0.55);
    else guess('price', price, 0.55);
  }

  const customers = numbered.filter(
    (index) => !used.has(index) && (!known.hasHeader || namesNumber(known.columns[index]!.name)),
  );
  const runs = (index: number): number => runShare(values[index]!);
  guess('customer', customers.sort((a, b) => runs(b) - runs(a) || a - b)[0], 0.5);
  if (known.hasHeader) return guesses;

  // A second number of the customer is no product.
  const customer = values[indexOf('customer')];
  const products = free((column) => isCode(column) && !(customer && determines(customer, column) > 0.9)).sort(
    (a, b) => values[b]!.distinct - values[a]!.distinct,
  );
  guess('product', products.filter((index) => values[index]!.distinct > 10)[0], 0.5);
  guess('description', free(({ letterShare, blankShare }) => letterShare > 0.9 && blankShare > 0.5)[0], 0.5);
  const countries = free(
    (column) =>
      column.letterShare > 0.99 && column.numericShare === 0 && column.distinct <= 60 && column.meanLength <= 30,
  );
  guess(
    'country',
    countries.find((index) => /^\p{Lu}/u.test(values[index]!.cells.find(Boolean) ?? '')),
    0.4,
  );
  return guesses;
}

function isSmallCount(column: ColumnValues): boolean {
  return (
    column.numericShare >= 0.95 &&
    column.integerShare >= 0.98 &&
    column.decimalShare === 0 &&
    column.meanLength <= 3 &&
    !column.cells.some((cell) => /^0\d/.test(cell))
  );
}

/** Numbers of things: digits in most cells, no decimals, hardly any blanks. */
function isCode(column: ColumnValues): boolean {
  const given = column.cells.filter((cell) => cell !== '');
  const withDigits = given.filter((cell) => /\d/.test(cell)).length / Math.max(1, given.length);
  return withDigits >= 0.9 && column.decimalShare < 0.05 && column.blankShare < 0.1 && column.date?.kind !== 'calendar';
}

/** The column with the most values of which each has one date, where it also tells another such column's value. */
function invoiceAmong(
  candidates: readonly number[],
  values: readonly ColumnValues[],
  date: ColumnValues,
): number | undefined {
  const dated = candidates
    .filter((index) => runShare(values[index]!) > 0.2 && determines(values[index]!, date) >= 0.95)
    .sort((a, b) => values[b]!.distinct - values[a]!.distinct);
  const first = dated[0];
  if (first === undefined) return undefined;
  const tells = candidates.some((other) => other !== first && determines(values[first]!, values[other]!) >= 0.95);
  return tells ? first : undefined;
}

/** Share of the values of `from`, among those on several lines, that go with a single value of `to`. */
function determines(from: ColumnValues, to: ColumnValues): number {
  const partner = new Map<string, { cell: string; lines: number; single: boolean }>();
  from.cells.forEach((cell, i) => {
    const other = to.cells[i]!;
    if (cell === '' || other === '') return;
    const seen = partner.get(cell);
    if (!seen) partner.set(cell, { cell: other, lines: 1, single: true });
    else {
      seen.lines++;
      if (seen.cell !== other) seen.single = false;
    }
  });
  const repeated = [...partner.values()].filter(({ lines }) => lines > 1);
  return repeated.length === 0 ? 0 : repeated.filter(({ single }) => single).length / repeated.length;
}

/** Share of lines with the value of the line before. */
function runShare({ cells }: ColumnValues): number {
  let same = 0;
  for (let i = 1; i < cells.length; i++) if (cells[i] !== '' && cells[i] === cells[i - 1]) same++;
  return same / Math.max(1, cells.length - 1);
}

/** Whether money rises with the quantity (Spearman's idea, on logarithms): an amount does, a price does not. */
function growsWith(quantity: ColumnValues, money: ColumnValues): boolean {
  const pairs = quantity.cells.flatMap((cell, i) => {
    const x = parseNumberText(cell, '.');
    const y = parseNumberText(money.cells[i]!, money.cells[i]!.includes(',') ? ',' : '.');
    return x > 0 && y > 0 ? [[Math.log(x), Math.log(y)] as const] : [];
  });
  const n = pairs.length;
  if (n < 10) return false;
  const mean = (k: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[k], 0) / n;
  const [mx, my] = [mean(0), mean(1)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xy += (x - mx) * (y - my);
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
  }
  return xx > 0 && yy > 0 && xy / Math.sqrt(xx * yy) > 0.3;
}

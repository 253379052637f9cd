/** Profiles of all columns of a file, once its lines are settled. */
import type { ColumnGuess, ColumnProfile, OrderRole } from '../../../shared/domain.ts';
import type { DictionaryMerger } from './dictionary-merger.ts';
import type { LineColumns } from './line-columns.ts';
import { maskPersonal } from './mask.ts';
import type { OrderFile } from './order-file.ts';
import { emptyProfile, profileNumbers, profileTexts } from './profile-columns.ts';

/**
 * The columns of a file with what they hold: those of known roles over all lines that were kept, from the numbers the
 * import made of them; the others as `UnusedColumns` saw them. Personal columns have nothing but masked examples.
 * @param file read and settled: its lines are `file.base` to `lines.count`.
 */
export function profileFile(
  file: OrderFile,
  lines: LineColumns,
  merger: DictionaryMerger,
  encoding: string,
): ColumnGuess[] {
  const { layout, column } = file;
  const unused = file.unused.profiles(layout.transcoded ? 'utf-8' : encoding);
  const [from, to] = [file.base, lines.count];
  const texts = merger.texts();
  const text = (at: Int32Array, dictionary: readonly string[], options: { id: boolean; masked: boolean }) =>
    profileTexts({ from, to }, at, dictionary, options);
  const amounts = (): Float64Array => {
    const values = new Float64Array(to - from);
    for (let i = 0; i < values.length; i++) values[i] = lines.price[from + i]! * lines.quantity[from + i]!;
    return values;
  };
  const profiles: Record<OrderRole, () => ColumnProfile> = {
    customer: () => text(lines.customer, texts.customers, { id: true, masked: true }),
    invoice: () => text(lines.invoice, texts.invoices, { id: true, masked: true }),
    product: () => text(lines.product, texts.products, { id: true, masked: false }),
    description: () => text(lines.description, texts.descriptions, { id: false, masked: false }),
    country: () => text(lines.country, texts.countries, { id: false, masked: false }),
    date: () => profileNumbers(lines.time.subarray(from, to), 'date'),
    quantity: () => profileNumbers(lines.quantity.subarray(from, to), 'number'),
    price: () => profileNumbers(lines.price.subarray(from, to), 'number'),
    amount: () => profileNumbers(amounts(), 'number'),
    status: () => file.statuses.profile(),
    consent: () => file.consent!.cells.profile(),
  };
  const roles = Object.entries(column) as [OrderRole, number][];
  return layout.columns.map((guess) => {
    const role = roles.find(([, index]) => index === guess.index)?.[0];
    if (role) return { ...guess, profile: profiles[role]() };
    const found = unused.get(guess.index);
    return { ...guess, profile: found ?? personalProfile(guess, layout.values[guess.index]!.cells) };
  });
}

/** A personal column is not read past its recognition: what is told is of the sample. */
function personalProfile(guess: ColumnGuess, cells: readonly string[]): ColumnProfile {
  const examples = [...new Set(cells.filter((cell) => cell !== '').map(maskPersonal))].slice(0, 5);
  const missing = Math.round(guess.missingShare * cells.length);
  return { ...emptyProfile(cells.length), type: 'personal', missing, distinct: null, examples };
}

/** Reads order files into columns. */
import type { RejectedLine, SourceFile } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { LineFlag, type Orders } from '../../../shared/orders.ts';
import { LatestConsent } from './consent.ts';
import { Currencies, markOtherCurrencies } from './currency-reader.ts';
import { swapDayAndMonth } from './dates.ts';
import { DictionaryMerger } from './dictionary-merger.ts';
import type { Layout } from './layout.ts';
import { profileFile } from './file-profile.ts';
import { finalFlags, LineColumns, PendingFlag } from './line-columns.ts';
import { OrderFile } from './order-file.ts';
import type { StandIns } from './stand-ins.ts';

/** Memory is reserved for at most so many lines a file; it grows for more. */
const mostReserved = 4_000_000;

/** What an import needs of the job it runs in. */
export interface ImportContext {
  /** Throws AppError('cancelled') once the job is cancelled. */
  checkCancelled: () => void;
  /** Share of the bytes read, 0 to 1. */
  report: (share: number) => void;
  /** Bytes of memory that can be had; files that need more are refused before they are read. Default: not asked. */
  memory?: number | undefined;
  /** What the data that the files are read into are counted in; by default what most lines are. */
  currency?: string | undefined;
  /** Replaces customer ids that are personal; absent where ids are to stay as they are. */
  standIns?: StandIns | undefined;
}

export interface ImportedOrders {
  orders: Orders;
  files: SourceFile[];
  /** At most 1,000 a file; `files[].rejected` has the true count. */
  rejectedLines: (RejectedLine & { file: string })[];
  /** Who agreed to be written to, by customer: their latest line that says something; absent where no column does. */
  consent?: Int8Array | undefined;
}

/**
 * Reads one or more order files, in the order given, into one set of order lines with common dictionaries. The files
 * are streamed: memory grows with the lines kept (about 60 bytes each while reading) and the distinct values, not
 * with the size of the files.
 *
 * A record with an unreadable date, quantity or price, with too few or too many fields, or with bytes that are no
 * text is rejected and counted; an empty customer is kept as -1. A line is marked `repeats` when the 64-bit hash of
 * its record's bytes equals that of an earlier record of this import.
 * @param layouts one a file, as `readLayout` found it.
 * @throws AppError as `Layout.scan`; invalid_input no_role, no_date_format, mixed_encodings, unclosed_quote,
 * line_too_long, all_rejected; cancelled.
 */
export async function importOrders(layouts: readonly Layout[], context: ImportContext): Promise<ImportedOrders> {
  const lines = new LineColumns();
  const merger = new DictionaryMerger(context.standIns);
  const consent = new LatestConsent();
  const currencies = new Currencies();
  const files: SourceFile[] = [];
  const rejectedLines: ImportedOrders['rejectedLines'] = [];

  const totalBytes = layouts.reduce((sum, { source }) => sum + source.bytes, 0);
  let doneBytes = 0;
  for (const layout of layouts) {
    const file = new OrderFile(layout, lines, currencies);
    lines.reserve(Math.min(layout.estimatedRecords, mostReserved));
    await layout.scan(
      (record) => file.read(record),
      () => {
        context.checkCancelled();
        context.report(Math.min(1, (doneBytes + layout.source.bytesRead()) / Math.max(1, totalBytes)));
        return true;
      },
    );
    doneBytes += layout.source.bytes;
    const summary = settle(file, lines, { merger, currencies, consent, context });
    files.push(summary);
    rejectedLines.push(...file.rejections.list(layout.source));
  }
  markOtherCurrencies(lines, currencies, context.currency);
  context.report(1);
  const dictionaries = merger.finish();
  const isTold = layouts.some(({ columns }) => columns.some(({ role }) => role === 'consent'));
  return {
    orders: { lines: lines.finish(), dictionaries },
    files,
    rejectedLines,
    ...(isTold ? { consent: consent.finish(dictionaries.customers.length) } : {}),
  };
}

/**
 * Decides what only the whole file can tell (its encoding, the order of day and month), and gives its lines their
 * final dates and common numbers. Lines that the decisions leave unreadable are taken out.
 */
function settle(
  file: OrderFile,
  lines: LineColumns,
  {
    merger,
    currencies,
    consent,
    context,
  }: { merger: DictionaryMerger; currencies: Currencies; consent: LatestConsent; context: ImportContext },
): SourceFile {
  const { layout, base, rejections } = file;
  const { source } = layout;
  const end = lines.count;
  const { encoding, changesAt } = layout.encodingSettled
    ? { encoding: layout.encoding, changesAt: null }
    : file.judge.verdict(layout.marked, layout.encoding);
  if (changesAt !== null) {
    throw new AppError('invalid_input', { reason: 'mixed_encodings', file: source.name, ...source.place(changesAt) });
  }
  const { order, dayFirst } = file.votes.decide(
    layout.dateKind,
    () => openTimes(lines, base, end),
    layout.dayFirstHabit,
    layout.dateOrder,
  );
  const codeIsDescription = file.column.product < 0;
  const translation = merger.translate(
    {
      customers: file.customers,
      invoices: file.invoices,
      products: codeIsDescription ? file.descriptions : file.products,
      descriptions: file.descriptions,
      countries: file.countries,
    },
    layout.transcoded ? 'utf-8' : encoding,
    { strict: encoding !== 'utf-8', codeIsDescription },
  );
  const { customers, invoices, products, descriptions, countries } = translation;
  if (file.column.invoice >= 0) merger.numbered();
  const ownProduct = codeIsDescription ? lines.description : lines.product;
  const isUtf8 = encoding === 'utf-8';
  const wrongWay = dayFirst ? PendingFlag.monthFirst : PendingFlag.dayFirst;
  const dateColumn = layout.columns[file.column.date]!.name;

  const damaged = [
    { from: customers, own: lines.customer },
    { from: invoices, own: lines.invoice },
    { from: products, own: ownProduct },
    { from: descriptions, own: lines.description },
    { from: countries, own: lines.country },
  ].filter(({ from }) => from.damaged);

  const { customer, product, country, description, time, flags } = lines;
  // The lines of an order follow each other.
  let [lastInvoice, lastNumber, lastFlags] = [-1, -1, 0];
  const answers = file.consent?.answers.finish();
  let kept = base;
  for (let i = base; i < end; i++) {
    if ((i & 0x3ffff) === 0) context.checkCancelled();
    const pending = flags[i]!;
    if (
      (isUtf8 && (pending & PendingFlag.notUtf8) !== 0) ||
      (damaged.length > 0 && damaged.some(({ from, own }) => from.isDamaged(own[i]!)))
    ) {
      rejections.add('undecodable', lines.line[i]!, () => ({}));
      continue;
    }
    if ((pending & wrongWay) !== 0) {
      rejections.add('bad_date', lines.line[i]!, () => ({ column: dateColumn, shape: '99/99/9999' }));
      continue;
    }
    const invoice = lines.invoice[i]!;
    const code = products.common(ownProduct[i]!);
    lines.move(i, kept);
    if (dayFirst && (pending & PendingFlag.openDate) !== 0) time[kept] = swapDayAndMonth(time[kept]!);
    const who = (customer[kept] = customers.common(customer[kept]!));
    if (answers) consent.note(who, answers[i - base]!, time[kept]!);
    product[kept] = code;
    country[kept] = countries.common(country[kept]!);
    const name = (description[kept] = descriptions.common(description[kept]!));
    merger.name(code, name);
    if (invoice !== lastInvoice) {
      lastInvoice = invoice;
      lastNumber = invoices.common(invoice);
      lastFlags = lastNumber >= 0 && isCreditNote(invoices, invoice) ? LineFlag.creditNote : 0;
    }
    lines.invoice[kept] = lastNumber >= 0 ? lastNumber : merger.orderOf(who, time[kept]!);
    flags[kept] = (pending & (finalFlags | PendingFlag.noStatus)) | lastFlags;
    kept++;
  }
  lines.count = kept;
  if (file.column.status >= 0) spreadStatus(lines, base);
  rejections.check(source, file.records);
  const money = countCurrencies(lines, base, currencies);
  return file.summary(encoding, order, profileFile(file, lines, merger, encoding), money);
}

/** Lines of each currency that a file names, the commonest first. */
function countCurrencies(
  { currency, count }: LineColumns,
  base: number,
  currencies: Currencies,
): NonNullable<SourceFile['currencies']> {
  const lines = new Uint32Array(256);
  for (let i = base; i < count; i++) lines[currency[i]!]!++;
  const found = Array.from(lines.keys()).filter((number) => number > 0 && lines[number]! > 0);
  found.sort((a, b) => lines[b]! - lines[a]! || a - b);
  return found.map((number) => ({ code: currencies.codeOf(number), lines: lines[number]! }));
}

/** Exports that say the status on an order's first line only mean all of its lines. */
function spreadStatus(lines: LineColumns, base: number): void {
  const { flags, invoice, count } = lines;
  const said = new Map<number, number>();
  for (let i = base; i < count; i++) {
    if ((flags[i]! & PendingFlag.noStatus) === 0 && !said.has(invoice[i]!)) said.set(invoice[i]!, flags[i]!);
  }
  const ofStatus = LineFlag.notCompleted | LineFlag.creditNote;
  for (let i = base; i < count; i++) {
    if ((flags[i]! & PendingFlag.noStatus) === 0) continue;
    flags[i] = (flags[i]! & finalFlags) | ((said.get(invoice[i]!) ?? 0) & ofStatus);
  }
}

function* openTimes(lines: LineColumns, base: number, end: number): Generator<number> {
  for (let i = base; i < end; i++) if ((lines.flags[i]! & PendingFlag.openDate) !== 0) yield lines.time[i]!;
}

function isCreditNote(invoices: { text: (own: number) => string }, own: number): boolean {
  return /^c\d/i.test(invoices.text(own));
}

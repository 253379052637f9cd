/** Reads the records of one order file into columns. */
import type { ColumnGuess, OrderRole, RejectedLine, SourceFile } from '../../../shared/domain.ts';
import { AppError, shapeOf } from '../../../shared/errors.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import { isMissing } from './column-values.ts';
import { ConsentCells } from './consent.ts';
import { CurrencyReader, type Currencies } from './currency-reader.ts';
import { DateOrderVotes } from './date-order.ts';
import { DateReader } from './dates.ts';
import { EncodingJudge } from './encoding-judge.ts';
import { textDecoder } from './encoding.ts';
import type { Layout } from './layout.ts';
import { Growing } from './tables/growing.ts';
import { PendingFlag, type LineColumns } from './line-columns.ts';
import { parseNumber } from './numbers.ts';
import type { RecordScanner } from './record-scanner.ts';
import { Rejections } from './rejections.ts';
import { RecordHash } from './repeated-records.ts';
import { StatusCounts } from './order-status.ts';
import { UnusedColumns } from './unused-columns.ts';

const pendingOfDayMonth = [0, PendingFlag.openDate, PendingFlag.monthFirst, PendingFlag.dayFirst];

/** Rows that a file added to the columns, and what is open until it has been read to its end. */
export class OrderFile {
  readonly layout: Layout;
  /** Where the file's lines begin in the columns. */
  readonly base: number;
  readonly customers = new ByteDictionary();
  readonly invoices = new ByteDictionary();
  readonly products = new ByteDictionary();
  readonly descriptions = new ByteDictionary();
  readonly countries = new ByteDictionary();
  readonly statuses = new StatusCounts();
  /** What each line says of its customer's consent; null where no column does. */
  readonly consent: { cells: ConsentCells; answers: Growing<Int8Array<ArrayBuffer>> } | null;
  readonly votes = new DateOrderVotes();
  readonly judge = new EncodingJudge();
  readonly rejections = new Rejections();
  /** Column of each role, -1 where there is none. */
  readonly column: Readonly<Record<OrderRole, number>>;
  /** What the columns hold that no role needs. */
  readonly unused: UnusedColumns;
  records = 0;
  /** Lines of each zone that dates name. */
  readonly #zones = new Map<string, number>();

  readonly #lines: LineColumns;
  readonly #statusNumbers = new ByteDictionary();
  readonly #consentNumbers = new ByteDictionary();
  readonly #hash = new RecordHash();
  readonly #currency: CurrencyReader;
  readonly #dates: DateReader;
  readonly #decode: (bytes: Uint8Array) => string;

  /** @throws AppError invalid_input no_role, where a column that an order cannot do without is missing. */
  constructor(layout: Layout, lines: LineColumns, currencies: Currencies) {
    this.layout = layout;
    this.#lines = lines;
    this.base = lines.count;
    this.#dates = new DateReader(layout.dateKind, layout.dateOrder);
    this.#decode = textDecoder(layout.transcoded ? 'utf-8' : layout.encoding);
    const columnOf = (role: OrderRole): number => layout.columns.find((column) => column.role === role)?.index ?? -1;
    const missing = (role: string): AppError =>
      new AppError('invalid_input', { reason: 'no_role', role, file: layout.source.name });
    if (columnOf('customer') < 0) throw missing('customer');
    if (columnOf('date') < 0) throw missing('date');
    if (columnOf('price') < 0 && columnOf('amount') < 0) throw missing('price');
    this.column = {
      invoice: columnOf('invoice'),
      product: columnOf('product'),
      description: columnOf('description'),
      quantity: columnOf('quantity'),
      date: columnOf('date'),
      price: columnOf('price'),
      amount: columnOf('price') < 0 ? columnOf('amount') : -1,
      customer: columnOf('customer'),
      country: columnOf('country'),
      status: columnOf('status'),
      consent: columnOf('consent'),
    };
    const consent = layout.columns[this.column.consent];
    this.consent = consent ? { cells: new ConsentCells(consent.name), answers: new Growing(Int8Array) } : null;
    this.#currency = new CurrencyReader(layout, Math.max(this.column.price, this.column.amount), currencies);
    this.unused = new UnusedColumns(layout, new Set(Object.values(this.column)));
  }

  /** Takes one record; a line is added to the columns, or the record is rejected. */
  read(record: RecordScanner): void {
    this.records++;
    const { bytes, view, starts, ends } = record;
    const hash = this.#hash;
    hash.read(view, record.recordStart, record.recordEnd);
    let flags = 0;
    if (hash.beyondAscii && !this.judge.add(bytes, record.recordStart, record.recordEnd, record.line)) {
      flags = PendingFlag.notUtf8;
    }
    const { width, decimal } = this.layout;
    if (record.nFields !== width && !this.#fits(record)) return;

    const { column } = this;
    const dates = this.#dates;
    record.unescape(column.date);
    if (!dates.read(bytes, starts[column.date]!, ends[column.date]!)) {
      return this.#reject('bad_date', record, column.date);
    }
    let quantity = 1;
    if (column.quantity >= 0) {
      record.unescape(column.quantity);
      quantity = parseNumber(bytes, starts[column.quantity]!, ends[column.quantity]!, decimal);
      if (Number.isNaN(quantity)) return this.#reject('bad_number', record, column.quantity);
    }
    const money = column.price >= 0 ? column.price : column.amount;
    record.unescape(money);
    let price = parseNumber(bytes, starts[money]!, ends[money]!, decimal);
    if (Number.isNaN(price)) return this.#reject('bad_number', record, money);
    if (column.amount >= 0) price = unitPrice(price, quantity);

    if (column.status >= 0) flags |= this.#readStatus(record, column.status);
    if (this.consent) this.consent.answers.push(this.#readConsent(record, this.consent.cells));
    this.unused.add(record);
    this.votes.add(dates.dayMonth);
    if (dates.zone !== '') this.#zones.set(dates.zone, (this.#zones.get(dates.zone) ?? 0) + 1);
    const lines = this.#lines;
    const i = lines.add();
    lines.line[i] = record.line;
    lines.hashLow[i] = hash.low;
    lines.hashHigh[i] = hash.high;
    lines.time[i] = dates.time;
    lines.quantity[i] = quantity;
    lines.price[i] = price;
    lines.currency[i] = this.#currency.read(record);
    lines.flags[i] = flags | pendingOfDayMonth[dates.dayMonth]!;
    lines.customer[i] = this.#intern(this.customers, record, column.customer);
    lines.invoice[i] = this.#intern(this.invoices, record, column.invoice);
    lines.product[i] = this.#intern(this.products, record, column.product);
    lines.description[i] = this.#intern(this.descriptions, record, column.description);
    lines.country[i] = this.#intern(this.countries, record, column.country);
  }

  /** What is known about the file when it has been read and its lines have been settled. */
  summary(
    encoding: string,
    order: SourceFile['dateOrder'],
    columns: ColumnGuess[],
    currencies: NonNullable<SourceFile['currencies']>,
  ): SourceFile {
    const { source, delimiter } = this.layout;
    const sample = this.layout.sample();
    return {
      name: source.name,
      ...(source.part === undefined ? {} : { part: source.part }),
      bytes: source.bytes,
      sha256: source.sha256(),
      encoding,
      delimiter,
      hasHeader: this.layout.hasHeader,
      dateOrder: order,
      lines: this.records,
      accepted: this.records - this.rejections.count,
      rejected: this.rejections.count,
      columns,
      ...(sample ? { sample } : {}),
      ...(currencies.length > 0 ? { currencies } : {}),
      ...(this.#zones.size > 0 ? { zones: this.#allZones() } : {}),
    };
  }

  /** With the lines that name none, the commonest first. */
  #allZones(): NonNullable<SourceFile['zones']> {
    const named = [...this.#zones].map(([zone, lines]) => ({ zone, lines }));
    const unnamed = this.records - this.rejections.count - named.reduce((sum, { lines }) => sum + lines, 0);
    return [...named, ...(unnamed > 0 ? [{ zone: '', lines: unnamed }] : [])].sort((a, b) => b.lines - a.lines);
  }

  #intern(dictionary: ByteDictionary, record: RecordScanner, column: number): number {
    if (column < 0) return -1;
    record.unescape(column);
    return dictionary.intern(record.view, record.starts[column]!, record.ends[column]!);
  }

  #readStatus(record: RecordScanner, column: number): number {
    const number = this.#intern(this.#statusNumbers, record, column);
    const text = (): string => this.#decode(record.bytes.subarray(record.starts[column]!, record.ends[column]!));
    return this.statuses.add(number, text) ?? PendingFlag.noStatus;
  }

  #readConsent(record: RecordScanner, cells: ConsentCells): number {
    const column = this.column.consent;
    const number = this.#intern(this.#consentNumbers, record, column);
    return cells.add(number, () => this.#decode(record.bytes.subarray(record.starts[column]!, record.ends[column]!)));
  }

  /** More fields than columns are harmless where they are empty: some writers end lines with a delimiter. */
  #fits(record: RecordScanner): boolean {
    const { width } = this.layout;
    if (record.nFields < width) {
      this.rejections.add('too_few_fields', record.line, () => ({}));
      return false;
    }
    for (let i = width; i < record.nFields; i++) {
      if (record.ends[i]! > record.starts[i]!) {
        this.rejections.add('too_many_fields', record.line, () => ({}));
        return false;
      }
    }
    return true;
  }

  #reject(reason: RejectedLine['reason'], record: RecordScanner, column: number): void {
    this.rejections.add(reason, record.line, () => {
      const cell = this.#decode(record.bytes.subarray(record.starts[column]!, record.ends[column]!));
      // A cell that says that it is empty is shown as empty.
      return { column: this.layout.columns[column]!.name, shape: isMissing(cell) ? '' : shapeOf(cell) };
    });
  }
}

/** The price of one unit; the amount of a return may be written with or without its sign. */
function unitPrice(amount: number, quantity: number): number {
  if (quantity === 0) return 0;
  return quantity < 0 ? Math.abs(amount / quantity) : amount / quantity;
}

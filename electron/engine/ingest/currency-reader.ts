/** In which currency each line of an order file is. */
import type { ColumnGuess } from '../../../shared/domain.ts';
import { LineFlag } from '../../../shared/orders.ts';
import { plainName } from './column-names.ts';
import { currencyInName, currencyOfSign, yenOrYuan } from './currency-names.ts';
import type { Layout } from './layout.ts';
import type { LineColumns } from './line-columns.ts';
import { looseText } from './plain-text.ts';
import type { RecordScanner } from './record-scanner.ts';

/** The currencies of an import, each with the number that its lines carry; 0 stands for lines that name none. */
export class Currencies {
  readonly #codes: string[] = [];

  /** The number of a currency; 0 for one too many, which no real file has. */
  numberOf(code: string): number {
    const at = this.#codes.indexOf(code);
    if (at >= 0) return at + 1;
    return this.#codes.length < 255 ? this.#codes.push(code) : 0;
  }

  codeOf(number: number): string {
    return this.#codes[number - 1]!;
  }
}

/**
 * Marks the lines in another currency than most lines that name one; those that name none stay as they are.
 * @param main of the data that the lines are read into, if there are such.
 */
export function markOtherCurrencies(lines: LineColumns, currencies: Currencies, main?: string): void {
  const { currency, flags, count } = lines;
  const sizes = new Uint32Array(256);
  for (let i = 0; i < count; i++) sizes[currency[i]!]!++;
  sizes[0] = 0;
  const most = main === undefined ? sizes.indexOf(Math.max(...sizes)) : currencies.numberOf(main);
  for (let i = 0; i < count; i++) {
    if (currency[i] !== 0 && currency[i] !== most) flags[i]! |= LineFlag.otherCurrency;
  }
}

/** Different texts beside numbers, or in a column of currencies, that are told apart. */
const mostTexts = 1000;

/**
 * Reads the currency of a record: what a column of currencies says, else the sign or code beside the amount, else the
 * name of the amount's column.
 */
export class CurrencyReader {
  readonly #currencies: Currencies;
  readonly #money: number;
  readonly #column: number;
  readonly #ofName: number;
  /** What the sign that the yen and the yuan share means here; null where that is open. */
  readonly #shared: string | null;
  readonly #known = new Map<string, number>();

  /** @param money position of the column of prices or amounts. */
  constructor(layout: Layout, money: number, currencies: Currencies) {
    this.#currencies = currencies;
    this.#money = money;
    this.#column = currencyColumn(layout.columns, layout.columns[money]!);
    this.#shared = yenOrYuanOf(layout, money);
    const said = currencyInName(layout.columns[money]!.name)?.currency ?? null;
    this.#ofName = said === null ? 0 : this.#number(said);
  }

  /** The number of the currency in `Currencies`; 0 where the record names none. The amount's cell is unescaped already. */
  read(record: RecordScanner): number {
    const { bytes, starts, ends } = record;
    if (this.#column >= 0) {
      record.unescape(this.#column);
      const [start, end] = [starts[this.#column]!, ends[this.#column]!];
      const said = start < end && end - start <= 32 ? this.#look(looseText(bytes, start, end)) : 0;
      if (said > 0) return said;
    }
    return this.#besideNumber(bytes, starts[this.#money]!, ends[this.#money]!) || this.#ofName;
  }

  /** What stands before the first digit and after the last; most cells have neither. */
  #besideNumber(bytes: Uint8Array, start: number, end: number): number {
    let first = start;
    let last = end - 1;
    while (first < end && !isDigit(bytes[first]!)) first++;
    while (last > first && !isDigit(bytes[last]!)) last--;
    if (first - start <= 1 && last === end - 1 && (first === start || bytes[start]! === minus)) return 0;
    if (first >= end || first - start + end - last > 40) return 0;
    return this.#look(looseText(bytes, start, first)) || this.#look(looseText(bytes, last + 1, end));
  }

  #look(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const code = currencyOfSign(text);
    const number = code === null ? 0 : this.#number(code);
    if (this.#known.size < mostTexts) this.#known.set(text, number);
    return number;
  }

  #number(code: string): number {
    const meant = code === yenOrYuan ? this.#shared : code;
    return meant === null ? 0 : this.#currencies.numberOf(meant);
  }
}

const minus = 45;

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** The column that says what the amounts are counted in: the one called most like theirs, then the next after them. */
function currencyColumn(columns: readonly ColumnGuess[], money: ColumnGuess): number {
  const isLeftOut = ({ confidence, because }: ColumnGuess): boolean => confidence === 1 && because === 'nothing';
  const found = columns.filter(
    (column) => column.role === 'ignored' && !column.masked && !isLeftOut(column) && namesCurrencies(column.name),
  );
  const distance = ({ name, index }: ColumnGuess): number =>
    -1000 * commonStart(plainName(name), plainName(money.name)) +
    (index > money.index ? index - money.index : 500 + money.index - index);
  return found.sort((a, b) => distance(a) - distance(b))[0]?.index ?? -1;
}

function namesCurrencies(name: string): boolean {
  return /currency|^(moneda|wahrung|devise|valuta)|币种|货币|貨幣|通貨/.test(plainName(name));
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Kana in the names of columns speak for yen, Chinese ones for yuan, and cents for yuan as well: the yen has none. */
function yenOrYuanOf({ columns, values }: Layout, money: number): string | null {
  const names = columns.map(({ name }) => name).join(' ');
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]|円/u.test(names)) return 'JPY';
  if (/\p{Script=Han}/u.test(names)) return 'CNY';
  return values[money]!.cells.some((cell) => /\d[.,]\d{1,2}\D*$/.test(cell)) ? 'CNY' : null;
}

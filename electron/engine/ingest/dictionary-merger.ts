/** Dictionaries common to all files of an import: equal texts get one number, whatever file and encoding they are in. */
import type { OrderDictionaries, Product } from '../../../shared/orders.ts';
import type { ByteDictionary } from './byte-dictionary.ts';
import { isMissing } from './column-values.ts';
import { PairIndex } from './pair-index.ts';
import { redactPersonal } from './personal.ts';
import { plainId } from './plain-id.ts';
import { isService } from './services.ts';
import type { StandIns } from './stand-ins.ts';

/** Stands for a value that is no text in the encoding of its file. */
export const undecodable = -2;
const missing = -1;

/** Texts numbered in the order of their first use. */
class TextIndex {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  add(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.texts.length;
      this.#numbers.set(text, number);
      this.texts.push(text);
    }
    return number;
  }
}

/** A file's own numbers and the common ones: `common(own)` numbers a text when a kept line first uses it. */
class Translation {
  readonly #texts: string[];
  readonly #index: TextIndex;
  /** Common number of each own one; -3 until it is used. */
  readonly #numbers: Int32Array;

  constructor(texts: string[], isText: (text: string) => boolean, strict: boolean, index: TextIndex) {
    this.#texts = texts;
    this.#index = index;
    this.#numbers = Int32Array.from(texts, (text) =>
      strict && text.includes('\ufffd') ? undecodable : isText(text) ? -3 : missing,
    );
  }

  /** Whether any number stands for bytes that are no text. */
  get damaged(): boolean {
    return this.#numbers.includes(undecodable);
  }

  /** Whether this one does. */
  isDamaged(own: number): boolean {
    return own >= 0 && this.#numbers[own] === undecodable;
  }

  /** The common number; -1 for a missing value. */
  common(own: number): number {
    if (own < 0) return missing;
    const known = this.#numbers[own]!;
    return known === -3 ? (this.#numbers[own] = this.#index.add(this.#texts[own]!)) : known;
  }

  text(own: number): string {
    return this.#texts[own] ?? '';
  }
}

export interface FileTranslation {
  customers: Translation;
  invoices: Translation;
  products: Translation;
  descriptions: Translation;
  countries: Translation;
}

export class DictionaryMerger {
  readonly #customers = new TextIndex();
  readonly #invoices = new TextIndex();
  readonly #products = new TextIndex();
  readonly #descriptions = new TextIndex();
  readonly #countries = new TextIndex();
  /** How often each description was given for each product. */
  readonly #namings = new PairIndex();
  #namingCounts = new Int32Array(1024);
  /** Orders without a number: one per customer and day. */
  readonly #unnumbered = new PairIndex();
  readonly #unnumberedInvoices: number[] = [];
  #hasNumbers = false;
  readonly #standIns: StandIns | undefined;

  /** @param standIns replaces customer ids that are personal; by default they stay as they are. */
  constructor(standIns?: StandIns) {
    this.#standIns = standIns;
  }

  /**
   * Decodes a file's dictionaries, each distinct value once.
   * @param strict U+FFFD means damage: true for every encoding but UTF-8, of which whole records have been checked.
   * @param codeIsDescription the file has no product codes, and descriptions serve as such.
   */
  translate(
    own: Record<keyof FileTranslation, ByteDictionary>,
    encoding: string,
    options: { strict: boolean; codeIsDescription: boolean },
  ): FileTranslation {
    const { strict } = options;
    const given = (text: string): boolean => !isMissing(text);
    const standIns = this.#standIns;
    const plain = own.customers.decode(encoding).map(plainId);
    // Missing and damaged ids are told by their texts.
    const isId = (text: string): boolean => given(text) && !(strict && text.includes('\ufffd'));
    const customers = standIns ? plain.map((text) => (isId(text) ? standIns.of(text) : text)) : plain;
    const invoices = own.invoices.decode(encoding).map(plainId);
    const products = own.products.decode(encoding);
    const codes = options.codeIsDescription ? products.map(redactPersonal) : products;
    const descriptions = own.descriptions.decode(encoding).map(redactPersonal);
    const countries = own.countries.decode(encoding);
    // NA is Namibia only among other codes of two letters.
    const byCode = countries.filter((country) => /^[A-Z]{2}$/.test(country)).length > countries.length / 2;
    const isCountry = (text: string): boolean => given(text) || (byCode && text === 'NA');
    return {
      customers: new Translation(customers, given, strict, this.#customers),
      invoices: new Translation(invoices, given, strict, this.#invoices),
      products: new Translation(codes, given, strict, this.#products),
      descriptions: new Translation(descriptions, given, strict, this.#descriptions),
      countries: new Translation(countries, isCountry, strict, this.#countries),
    };
  }

  /** The order that a line belongs to, where it has no number: that of its customer and day. */
  orderOf(customer: number, time: number): number {
    const pair = this.#unnumbered.add(customer, Math.floor(time / 86_400));
    if (pair === this.#unnumberedInvoices.length) {
      this.#unnumberedInvoices.push(this.#invoices.texts.length);
      // A text that no file can hold, as cells are trimmed; the real one is made at the end.
      this.#invoices.add(`\n${pair}`);
    }
    return this.#unnumberedInvoices[pair]!;
  }

  /** Notes that a file has order numbers. */
  numbered(): void {
    this.#hasNumbers = true;
  }

  /** Notes that a line calls a product by a description. */
  name(product: number, description: number): void {
    if (product < 0 || description < 0) return;
    const naming = this.#namings.add(product, description);
    if (naming >= this.#namingCounts.length) {
      const counts = new Int32Array(this.#namingCounts.length * 2);
      counts.set(this.#namingCounts);
      this.#namingCounts = counts;
    }
    this.#namingCounts[naming]!++;
  }

  /** The common texts so far, by number. */
  texts(): Record<keyof FileTranslation, readonly string[]> {
    return {
      customers: this.#customers.texts,
      invoices: this.#invoices.texts,
      products: this.#products.texts,
      descriptions: this.#descriptions.texts,
      countries: this.#countries.texts,
    };
  }

  finish(): OrderDictionaries {
    const customers = this.#customers.texts;
    const invoices = this.#invoices.texts;
    this.#unnumberedInvoices.forEach((invoice, pair) => {
      const day = new Date(this.#unnumbered.second[pair]! * 86_400_000).toISOString().slice(0, 10);
      invoices[invoice] = `${customers[this.#unnumbered.first[pair]!] ?? ''} ${day}`.trim();
    });
    return {
      customers,
      products: this.#finishProducts(),
      countries: this.#countries.texts,
      invoices: this.#hasNumbers ? invoices : null,
    };
  }

  #finishProducts(): Product[] {
    const codes = this.#products.texts;
    const best = new Int32Array(codes.length).fill(-1);
    for (let naming = 0; naming < this.#namings.size; naming++) {
      const product = this.#namings.first[naming]!;
      const rival = best[product]!;
      if (rival < 0 || this.#namingCounts[naming]! > this.#namingCounts[rival]!) best[product] = naming;
    }
    const numbered = codes.filter((code) => /\d/.test(code)).length > 0.8 * codes.length;
    return codes.map((code, product) => {
      const naming = best[product]!;
      const name = naming < 0 ? '' : this.#descriptions.texts[this.#namings.second[naming]!]!;
      return { code, name, isService: isService(code, name, numbered) };
    });
  }
}

/** Reads a list of products: what each is called, what it belongs to, and what it costs before any reduction. */
import type { CatalogueItems, Levels } from '../../../../shared/catalogue.ts';
import type { ColumnProfile, GivenRole, RejectedLine, SourceFile } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { ImportContext } from '../import-orders.ts';
import type { Layout } from '../layout.ts';
import { redactPersonal } from '../personal.ts';
import { profileNumbers, profileTexts } from '../profile-columns.ts';
import { NumberCells, TextCells, type CellColumn } from './cell-columns.ts';
import { lastRows } from './last-rows.ts';
import { readCells } from './read-cells.ts';
import { withProfile } from './read-customers.ts';

export interface ReadCatalogue {
  items: CatalogueItems;
  file: SourceFile;
  rejectedLines: (RejectedLine & { file: string })[];
}

const textRoles = ['product', 'description', 'category', 'brand', 'details', 'image'] as const;
type TextRole = (typeof textRoles)[number];

/**
 * One item per product number, in the order of their first lines; of several lines of a product the last one counts.
 * Names and descriptions are freed of what looks personal. A price of zero or less is none.
 * @throws AppError as `readCells`; invalid_input `no_role`; insufficient_data `no_lines`.
 */
export async function readCatalogue(layout: Layout, context: ImportContext): Promise<ReadCatalogue> {
  const cells = new Map<GivenRole, CellColumn>();
  for (const guess of layout.columns) {
    const role = guess.role as GivenRole;
    if (textRoles.includes(role as TextRole)) cells.set(role, new TextCells(guess));
    else if (role === 'price') cells.set(role, new NumberCells(guess, layout.decimal));
  }
  if (!cells.has('product')) {
    throw new AppError('invalid_input', { reason: 'no_role', role: 'product', file: layout.source.name });
  }
  const { rows, encoding, file, rejectedLines } = await readCells(layout, [...cells.values()], context);
  if (rows === 0) throw new AppError('insufficient_data', { reason: 'no_lines' });

  const profiles = new Map<number, ColumnProfile>();
  const levelsOf = (role: TextRole): Levels => {
    const column = cells.get(role);
    if (!(column instanceof TextCells)) return { texts: [], codes: new Int32Array(rows).fill(-1) };
    const { texts, codes } = column.finish(encoding);
    const shown = { id: role === 'product', masked: false };
    profiles.set(column.guess.index, profileTexts({ from: 0, to: rows }, codes, texts, shown));
    return { texts: role === 'product' || role === 'image' ? texts : texts.map(redactPersonal), codes };
  };
  const product = levelsOf('product');
  const { customers: codes, take } = lastRows(rows, product);
  const ofItems = (role: TextRole): Levels => {
    const { texts, codes: own } = levelsOf(role);
    return { texts, codes: take(own, Int32Array) };
  };
  const textsOf = (role: TextRole): string[] => {
    const levels = ofItems(role);
    return Array.from(levels.codes, (code) => levels.texts[code] ?? '');
  };
  const price = cells.get('price');
  let listPrice = new Float64Array(codes.length).fill(NaN);
  if (price instanceof NumberCells) {
    const values = price.values.finish();
    profiles.set(price.guess.index, profileNumbers(values.filter(Number.isFinite), 'number', rows));
    listPrice = take(values, Float64Array).map((value) => (value > 0 ? value : NaN));
  }
  const items: CatalogueItems = {
    codes,
    names: textsOf('description'),
    details: textsOf('details'),
    images: textsOf('image'),
    imageFound: new Uint8Array(codes.length),
    category: ofItems('category'),
    brand: ofItems('brand'),
    listPrice,
  };
  const columns = layout.columns.map((guess) => withProfile(guess, profiles, layout));
  return { items, file: { ...file, dateOrder: 'ymd', columns }, rejectedLines };
}

/** Several lists as one; where two have a product, the later list says what it is. */
export function mergeItems([first, ...others]: readonly CatalogueItems[]): CatalogueItems {
  return others.reduce((all, more) => {
    const isNewer = new Set(more.codes);
    const kept = all.codes.flatMap((code, item) => (isNewer.has(code) ? [] : [item]));
    const texts = (key: 'codes' | 'names' | 'details' | 'images'): string[] => [
      ...kept.map((item) => all[key][item]!),
      ...more[key],
    ];
    const numbers = <Values extends Float64Array | Uint8Array>(of: (items: CatalogueItems) => Values): number[] => [
      ...kept.map((item) => of(all)[item]!),
      ...of(more),
    ];
    return {
      ...{ codes: texts('codes'), names: texts('names'), details: texts('details'), images: texts('images') },
      imageFound: Uint8Array.from(numbers(({ imageFound }) => imageFound)),
      category: mergeLevels(all.category, kept, more.category),
      brand: mergeLevels(all.brand, kept, more.brand),
      listPrice: Float64Array.from(numbers(({ listPrice }) => listPrice)),
    };
  }, first!);
}

function mergeLevels(all: Levels, kept: readonly number[], more: Levels): Levels {
  const texts = [...new Set([...all.texts, ...more.texts])];
  const place = new Map(texts.map((text, i) => [text, i]));
  const codeOf = ({ texts: own, codes }: Levels, item: number): number =>
    codes[item]! < 0 ? -1 : place.get(own[codes[item]!]!)!;
  const codes = [...kept.map((item) => codeOf(all, item)), ...Array.from(more.codes, (_, item) => codeOf(more, item))];
  return { texts, codes: Int32Array.from(codes) };
}

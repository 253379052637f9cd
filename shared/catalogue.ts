/** What a shop's own list of products says of them. Plain data. */

/** Texts of a column, and for each item the position of its own; -1 where it has none. */
export interface Levels {
  texts: string[];
  codes: Int32Array;
}

/** What is computed with: figures by item, an item being a product of the catalogue, sold or not. */
export interface Catalogue {
  /** Item of each product of the dictionary; -1 where the catalogue lacks it. */
  itemOf: Int32Array;
  category: Levels;
  brand: Levels;
  /** Price before any reduction; NaN where it is not known. */
  listPrice: Float64Array;
}

/** What is read by people, by item; empty texts where there is none. */
export interface CatalogueTexts {
  codes: string[];
  names: string[];
  /** Longer descriptions. */
  details: string[];
  /** Files of pictures: paths relative to the catalogue where `imageFound` is 1, else as the catalogue writes them. */
  images: string[];
  imageFound: Uint8Array;
}

/** All that files say of products, before it is joined to any. */
export type CatalogueItems = Omit<Catalogue, 'itemOf'> & CatalogueTexts;

/** The text of an item's level; empty where it has none. */
export function levelText({ texts, codes }: Levels, item: number): string {
  return item < 0 ? '' : (texts[codes[item]!] ?? '');
}

/** Levels with each path of categories cut down to its first part. */
export function mainLevels({ texts, codes }: Levels): Levels {
  const mains = [...new Set(texts.map(mainCategory))];
  const places = new Map(mains.map((text, place) => [text, place]));
  const own = texts.map((text) => places.get(mainCategory(text))!);
  return { texts: mains, codes: codes.map((code) => (code < 0 ? -1 : own[code]!)) };
}

/** The first part of a path of categories: Sports of `Sports > Camping > Tents`. */
export function mainCategory(category: string): string {
  return category.split(/\s*[>›»]\s*/, 1)[0]!;
}

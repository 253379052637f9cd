/** The products of a data set as people look at them. Plain data. */

/** Texts of a product, in the order of the table's columns. */
export const productTexts = ['code', 'name', 'category', 'brand'] as const;
export type ProductText = (typeof productTexts)[number];

/** Figures of a product, in the order of the table's columns; see `ProductRow`. */
export const productFigures = [
  'customers',
  'orders',
  'quantity',
  'revenue',
  'averagePrice',
  'listPrice',
  'returnRate',
  'firstSold',
  'lastSold',
] as const;
export type ProductFigure = (typeof productFigures)[number];

export const productColumns = [...productTexts, ...productFigures] as const;
export type ProductColumn = (typeof productColumns)[number];

/** What only a catalogue can say. */
const ofCatalogue: ReadonlySet<ProductColumn> = new Set(['category', 'brand', 'listPrice']);

/** The columns that there are: without a catalogue fewer. */
export function shownColumns(hasCatalogue: boolean): ProductColumn[] {
  return productColumns.filter((column) => hasCatalogue || !ofCatalogue.has(column));
}

export function isTextColumn(column: ProductColumn): column is ProductText {
  return productTexts.some((text) => text === column);
}

export interface ProductSort {
  by: ProductColumn;
  descending: boolean;
}

/** Which products, in which order. */
export interface ProductQuery {
  /** Part of the code, the name, the category or the brand, in any case; empty restricts nothing. */
  search: string;
  sort: ProductSort;
}

/** One line of the table. What cannot be said, such as the price of what only came back, is NaN. */
export interface ProductRow extends Record<ProductFigure, number>, Record<ProductText, string> {
  code: string;
  /** Empty where no file has one, as the next two. */
  name: string;
  category: string;
  brand: string;
  /** Different customers who bought it, and different orders it was in. */
  customers: number;
  orders: number;
  /** Units sold, and their money; what came back is in neither. */
  quantity: number;
  revenue: number;
  /** Money per unit sold. */
  averagePrice: number;
  /** Price before reductions, by the catalogue. */
  listPrice: number;
  /** Units that came back per unit sold; above 1 where more came back than the data saw sold. */
  returnRate: number;
  /** Seconds since 1970, the shop's own time. */
  firstSold: number;
  lastSold: number;
}

export interface ProductPage {
  /** Products that the search leaves, of all there are. */
  total: number;
  all: number;
  /** Whether a catalogue was read with the orders. */
  hasCatalogue: boolean;
  rows: ProductRow[];
}

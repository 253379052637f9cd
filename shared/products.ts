/** The products of a data set as people look at them. Plain data. */

/** Figures of a product, in the order of the table's columns; see `ProductRow`. */
export const productFigures = [
  'customers',
  'orders',
  'quantity',
  'revenue',
  'averagePrice',
  'returnRate',
  'firstSold',
  'lastSold',
] as const;
export type ProductFigure = (typeof productFigures)[number];

export const productColumns = ['code', 'name', ...productFigures] as const;
export type ProductColumn = (typeof productColumns)[number];

export interface ProductSort {
  by: ProductColumn;
  descending: boolean;
}

/** Which products, in which order. */
export interface ProductQuery {
  /** Part of the code or the name, in any case; empty restricts nothing. */
  search: string;
  sort: ProductSort;
}

/** One line of the table. What cannot be said, such as the price of what only came back, is NaN. */
export interface ProductRow extends Record<ProductFigure, number> {
  code: string;
  /** Empty where the file has none. */
  name: string;
  /** Different customers who bought it, and different orders it was in. */
  customers: number;
  orders: number;
  /** Units sold, and their money; what came back is in neither. */
  quantity: number;
  revenue: number;
  /** Money per unit sold. */
  averagePrice: number;
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
  rows: ProductRow[];
}

/** The products of a data set in any order, searched. */
import { levelText, type Levels } from '../../../../shared/catalogue.ts';
import type { CleanedOrders } from '../../../../shared/orders.ts';
import {
  isTextColumn,
  productFigures,
  productTexts,
  type ProductColumn,
  type ProductPage,
  type ProductQuery,
  type ProductRow,
  type ProductText,
} from '../../../../shared/products.ts';
import { naturalRanks, sortRows } from '../customers/sort-rows.ts';
import { productTable } from './product-figures.ts';

export interface ProductList {
  /** Rows `offset` to `offset + limit` of the products that the query leaves. */
  page: (query: ProductQuery, offset: number, limit: number) => ProductPage;
}

/** Works the figures out once; orders and searches are kept until the next of their kind. */
export function createProductList(cleaned: CleanedOrders): ProductList {
  const { products, figures } = productTable(cleaned);
  const texts = textsOf(cleaned, products);
  const keys = new Map<ProductColumn, ArrayLike<number>>();
  let searchable: string[] | null = null;
  let view: { key: string; rows: Int32Array } | null = null;

  function keysOf(column: ProductColumn): ArrayLike<number> {
    if (!isTextColumn(column)) return figures[column];
    let known = keys.get(column);
    if (!known) {
      const ranks = naturalRanks(texts[column]);
      // A product without a text comes last, whichever way they are sorted.
      known = Float64Array.from(ranks, (rank, row) => (texts[column][row] === '' ? NaN : rank));
      keys.set(column, known);
    }
    return known;
  }
  function rowsOf({ search, sort }: ProductQuery): Int32Array {
    const wanted = search.trim().toLowerCase();
    const key = JSON.stringify([wanted, sort.by, sort.descending]);
    if (view?.key === key) return view.rows;
    let rows = sortRows(keysOf(sort.by), sort.descending);
    if (wanted !== '') {
      const within = (searchable ??= Array.from(products, (_, row) =>
        productTexts
          .map((column) => texts[column][row]!)
          .join('\n')
          .toLowerCase(),
      ));
      rows = rows.filter((row) => within[row]!.includes(wanted));
    }
    view = { key, rows };
    return rows;
  }
  const rowOf = (row: number): ProductRow => {
    const own = <Column extends ProductColumn, Value>(columns: readonly Column[], of: (column: Column) => Value) =>
      Object.fromEntries(columns.map((column) => [column, of(column)])) as Record<Column, Value>;
    return {
      ...own(productTexts, (column) => texts[column][row]!),
      ...own(productFigures, (column) => figures[column][row]!),
    };
  };
  return {
    page: (query, offset, limit) => {
      const rows = rowsOf(query);
      return {
        total: rows.length,
        all: products.length,
        hasCatalogue: cleaned.orders.catalogue !== undefined,
        rows: Array.from(rows.subarray(offset, offset + limit), rowOf),
      };
    },
  };
}

/** What each of these products is called, and what it belongs to. */
function textsOf({ orders }: CleanedOrders, products: Int32Array): Record<ProductText, string[]> {
  const { catalogue, dictionaries } = orders;
  const ofItem = (levels: Levels | undefined): string[] =>
    Array.from(products, (product) => (levels ? levelText(levels, catalogue!.itemOf[product]!) : ''));
  return {
    code: Array.from(products, (product) => dictionaries.products[product]!.code),
    name: Array.from(products, (product) => dictionaries.products[product]!.name),
    category: ofItem(catalogue?.category),
    brand: ofItem(catalogue?.brand),
  };
}

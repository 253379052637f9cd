/** The products of a data set in any order, searched. */
import type { CleanedOrders } from '../../../../shared/orders.ts';
import type { ProductColumn, ProductPage, ProductQuery, ProductRow } from '../../../../shared/products.ts';
import { naturalRanks, sortRows } from '../customers/sort-rows.ts';
import { productTable } from './product-figures.ts';

export interface ProductList {
  /** Rows `offset` to `offset + limit` of the products that the query leaves. */
  page: (query: ProductQuery, offset: number, limit: number) => ProductPage;
}

/** Works the figures out once; orders and searches are kept until the next of their kind. */
export function createProductList(cleaned: CleanedOrders): ProductList {
  const { products, figures } = productTable(cleaned);
  const { products: dictionary } = cleaned.orders.dictionaries;
  const texts = {
    code: Array.from(products, (product) => dictionary[product]!.code),
    name: Array.from(products, (product) => dictionary[product]!.name),
  };
  const keys = new Map<ProductColumn, ArrayLike<number>>();
  let searchable: string[] | null = null;
  let view: { key: string; rows: Int32Array } | null = null;

  function keysOf(column: ProductColumn): ArrayLike<number> {
    if (column !== 'code' && column !== 'name') return figures[column];
    let known = keys.get(column);
    if (!known) {
      const ranks = naturalRanks(texts[column]);
      // A product without a name comes last, whichever way names are sorted.
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
      const within = (searchable ??= texts.code.map((code, row) => `${code}\n${texts.name[row]!}`.toLowerCase()));
      rows = rows.filter((row) => within[row]!.includes(wanted));
    }
    view = { key, rows };
    return rows;
  }
  const rowOf = (row: number): ProductRow => ({
    code: texts.code[row]!,
    name: texts.name[row]!,
    customers: figures.customers[row]!,
    orders: figures.orders[row]!,
    quantity: figures.quantity[row]!,
    revenue: figures.revenue[row]!,
    averagePrice: figures.averagePrice[row]!,
    returnRate: figures.returnRate[row]!,
    firstSold: figures.firstSold[row]!,
    lastSold: figures.lastSold[row]!,
  });
  return {
    page: (query, offset, limit) => {
      const rows = rowsOf(query);
      return {
        total: rows.length,
        all: products.length,
        rows: Array.from(rows.subarray(offset, offset + limit), rowOf),
      };
    },
  };
}

/** What order lines say of each product. */
import type { Catalogue } from '../../../../shared/catalogue.ts';
import { cleaningRules, type CleanedOrders } from '../../../../shared/orders.ts';
import type { ProductFigure } from '../../../../shared/products.ts';

const returned = 1 + cleaningRules.indexOf('return');

export interface ProductTable {
  /** Index of each product in the dictionary of the orders. */
  products: Int32Array;
  /** One value per entry of `products`. */
  figures: Record<ProductFigure, Float64Array>;
}

/**
 * Figures of every product that was sold or came back, see `ProductRow`. Lines that a cleaning rule left out count
 * nowhere; those of the rule `return` count as what came back. O(lines + products).
 */
export function productTable({ orders, verdict }: CleanedOrders): ProductTable {
  const { lines, dictionaries } = orders;
  const nProducts = dictionaries.products.length;
  const column = (value = 0): Float64Array => new Float64Array(nProducts).fill(value);
  const [quantity, revenue, cameBack] = [column(), column(), column()];
  const [firstSold, lastSold] = [column(Infinity), column(-Infinity)];
  const seen = new Uint8Array(nProducts);
  const isSale = (line: number): boolean => verdict[line] === 0 && lines.product[line]! >= 0;
  for (let line = 0; line < lines.count; line++) {
    const product = lines.product[line]!;
    if (product < 0) continue;
    const units = lines.quantity[line]!;
    if (verdict[line] === returned) {
      seen[product] = 1;
      cameBack[product]! += Math.abs(units);
    } else if (verdict[line] === 0) {
      seen[product] = 1;
      quantity[product]! += units;
      revenue[product]! += units * lines.price[line]!;
      firstSold[product] = Math.min(firstSold[product]!, lines.time[line]!);
      lastSold[product] = Math.max(lastSold[product]!, lines.time[line]!);
    }
  }
  const sales = salesByProduct(lines.product, nProducts, isSale);
  const all: Record<ProductFigure, Float64Array> = {
    customers: distinct(sales, lines.customer, dictionaries.customers.length),
    orders: distinct(sales, lines.invoice, 1 + largest(lines.invoice)),
    quantity,
    revenue,
    averagePrice: revenue.map((money, product) => (quantity[product]! > 0 ? money / quantity[product]! : NaN)),
    listPrice: listPrices(orders.catalogue, nProducts),
    returnRate: cameBack.map((units, product) => (quantity[product]! > 0 ? units / quantity[product]! : NaN)),
    firstSold: firstSold.map(finite),
    lastSold: lastSold.map(finite),
  };
  const products = Int32Array.from(seen.keys()).filter((product) => seen[product] === 1);
  const entries = Object.entries(all).map(([figure, values]) => [
    figure,
    Float64Array.from(products, (product) => values[product]!),
  ]);
  return { products, figures: Object.fromEntries(entries) as ProductTable['figures'] };
}

function listPrices(catalogue: Catalogue | undefined, nProducts: number): Float64Array {
  const prices = new Float64Array(nProducts).fill(NaN);
  catalogue?.itemOf.forEach((item, product) => {
    if (item >= 0) prices[product] = catalogue.listPrice[item]!;
  });
  return prices;
}

const finite = (value: number): number => (Number.isFinite(value) ? value : NaN);

interface Sales {
  /** Lines of product p are `lines[starts[p]..starts[p + 1])`. */
  starts: Int32Array;
  lines: Int32Array;
}

/** Lines in the order of products, so that one stamp per customer is enough to count each once. */
function salesByProduct(product: Int32Array, nProducts: number, isSale: (line: number) => boolean): Sales {
  const starts = new Int32Array(nProducts + 1);
  for (let line = 0; line < product.length; line++) if (isSale(line)) starts[product[line]! + 1]!++;
  for (let p = 0; p < nProducts; p++) starts[p + 1]! += starts[p]!;
  const cursor = starts.slice(0, -1);
  const lines = new Int32Array(starts[nProducts]!);
  for (let line = 0; line < product.length; line++) if (isSale(line)) lines[cursor[product[line]!]!++] = line;
  return { starts, lines };
}

/** How many different values the lines of each product have; values below 0 say that there is none. */
function distinct({ starts, lines }: Sales, values: Int32Array, nValues: number): Float64Array {
  const stamp = new Int32Array(nValues).fill(-1);
  return Float64Array.from({ length: starts.length - 1 }, (_, product) => {
    let count = 0;
    for (let at = starts[product]!; at < starts[product + 1]!; at++) {
      const value = values[lines[at]!]!;
      if (value < 0 || stamp[value] === product) continue;
      stamp[value] = product;
      count++;
    }
    return count;
  });
}

const largest = (values: Int32Array): number => values.reduce((most, value) => Math.max(most, value), -1);

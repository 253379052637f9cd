/** What a product usually costs in this shop: the yardstick for discounts and for dear or cheap customers. */
import { quantileInPlace } from '../ml/preprocessing/order-statistics.ts';
import type { OrderHistory } from './order-history.ts';

/**
 * Median price of each product (index as in the dictionaries) over the lines that were seen, prices above zero only;
 * NaN for products never sold. O(lines).
 */
export function usualPrices(history: OrderHistory, nProducts: number): Float64Array {
  const { product, price } = history.lines;
  const { productLines } = history;
  // Prices are put down by product at once (a counting sort), not their lines first.
  const start = new Int32Array(nProducts + 1);
  for (const line of productLines) if (product[line]! >= 0 && price[line]! > 0) start[product[line]! + 1]!++;
  for (let p = 0; p < nProducts; p++) start[p + 1]! += start[p]!;
  const next = start.slice(0, nProducts);
  const prices = new Float64Array(start[nProducts]!);
  for (const line of productLines) {
    if (product[line]! >= 0 && price[line]! > 0) prices[next[product[line]!]!++] = price[line]!;
  }
  const usual = new Float64Array(nProducts).fill(NaN);
  for (let p = 0; p < nProducts; p++) {
    if (start[p]! < start[p + 1]!) usual[p] = quantileInPlace(prices, 0.5, start[p]!, start[p + 1]!);
  }
  return usual;
}

/** What is in the orders, at which price, and what came back. */
import type { OrderHistory } from './order-history.ts';

/** A line is a discount below this share of the product's usual price. */
const discountBelow = 0.95;

/**
 * Per row, over product lines (services such as postage are money, but no product). `usual` holds the usual price of
 * each product; a pair is a product in an order, however many lines it takes there:
 * - itemsTotal: units bought; itemsPerOrder, linesPerOrder: units and lines / orders
 * - distinctProducts: how many different products
 * - newProductShare: of the pairs after the first order, the share whose product the customer had not bought before
 *   that order; missing below two orders with products
 * - favouriteProductShare: share of the pairs that the most often bought product takes
 * - averagePrice: mean price of a line
 * - priceLevel: mean of price / usual price over lines; 1 is what everyone pays
 * - discountShare: share of lines below 95 % of the usual price
 */
export function orderBasketColumns(history: OrderHistory, usual: Float64Array): Record<string, Float64Array> {
  const { orderStart, lineStart, productLines } = history;
  const { product, price, quantity } = history.lines;
  const n = history.customers.length;
  const itemsTotal = new Float64Array(n);
  const itemsPerOrder = new Float64Array(n);
  const linesPerOrder = new Float64Array(n);
  const distinctProducts = new Float64Array(n);
  const newProductShare = new Float64Array(n);
  const favouriteProductShare = new Float64Array(n);
  const averagePrice = new Float64Array(n);
  const priceLevel = new Float64Array(n);
  const discountShare = new Float64Array(n);
  // Per product: the last row and order that had it, and in how many orders of that row it was.
  const lastRow = new Int32Array(usual.length).fill(-1);
  const lastOrder = new Int32Array(usual.length).fill(-1);
  const timesBought = new Int32Array(usual.length);
  for (let row = 0; row < n; row++) {
    const from = orderStart[row]!;
    const to = orderStart[row + 1]!;
    let items = 0;
    let prices = 0;
    let levels = 0;
    let compared = 0;
    let discounts = 0;
    let distinct = 0;
    let pairs = 0;
    let pairsOfFirst = 0;
    let favourite = 0;
    for (let o = from; o < to; o++) {
      for (let k = lineStart[o]!; k < lineStart[o + 1]!; k++) {
        const line = productLines[k]!;
        const p = product[line]!;
        const paid = price[line]!;
        items += quantity[line]!;
        prices += paid;
        if (p < 0) continue;
        if (paid > 0) {
          compared++;
          const level = paid / usual[p]!;
          levels += level;
          if (level < discountBelow) discounts++;
        }
        if (lastOrder[p] === o) continue;
        lastOrder[p] = o;
        pairs++;
        if (lastRow[p] !== row) {
          lastRow[p] = row;
          timesBought[p] = 0;
          distinct++;
        }
        const times = timesBought[p]! + 1;
        timesBought[p] = times;
        if (times > favourite) favourite = times;
      }
      if (pairsOfFirst === 0) pairsOfFirst = pairs;
    }
    const lines = lineStart[to]! - lineStart[from]!;
    itemsTotal[row] = items;
    itemsPerOrder[row] = items / (to - from);
    linesPerOrder[row] = lines / (to - from);
    distinctProducts[row] = distinct;
    // All pairs of the first order are new to the customer, so what is new later is the rest of the distinct ones.
    newProductShare[row] = pairs === pairsOfFirst ? NaN : (distinct - pairsOfFirst) / (pairs - pairsOfFirst);
    favouriteProductShare[row] = pairs === 0 ? NaN : favourite / pairs;
    averagePrice[row] = lines === 0 ? NaN : prices / lines;
    priceLevel[row] = compared === 0 ? NaN : levels / compared;
    discountShare[row] = compared === 0 ? NaN : discounts / compared;
  }
  return {
    itemsTotal,
    itemsPerOrder,
    linesPerOrder,
    distinctProducts,
    newProductShare,
    favouriteProductShare,
    averagePrice,
    priceLevel,
    discountShare,
  };
}

/**
 * Per row: returnRate, returned orders / orders, and returnedValueShare, money that came back / money spent; both at
 * most 1, as what came back may have been bought before the data begin.
 */
export function orderReturnColumns(history: OrderHistory, monetary: Float64Array): Record<string, Float64Array> {
  const { orderStart, returnedOrders, returnedAmount } = history;
  const n = history.customers.length;
  const returnRate = new Float64Array(n);
  const returnedValueShare = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    returnRate[row] = Math.min(1, returnedOrders[row]! / (orderStart[row + 1]! - orderStart[row]!));
    const returned = returnedAmount[row]!;
    returnedValueShare[row] = returned === 0 ? 0 : Math.min(1, returned / Math.max(monetary[row]!, 0));
  }
  return { returnRate, returnedValueShare };
}

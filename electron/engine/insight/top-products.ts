/** Which products a segment buys more than others, and what each customer brought. */
import type { FeatureTable, SegmentProfile } from '../../../shared/domain.ts';
import { cleaningRules, type CleanedOrders } from '../../../shared/orders.ts';

/** Products bought by fewer customers of a segment are never named: a small group could be recognised. */
export const smallestNamedGroup = 10;
const topCount = 5;
/** Below this lift a product says nothing about a segment. */
const smallestLift = 1.2;
const nonProduct = 1 + cleaningRules.indexOf('nonProduct');

/** Row of each of the data set's customers in the feature table; -1 for those left out. */
function rowOfCustomer(table: FeatureTable, nCustomers: number): Int32Array {
  const rows = new Int32Array(nCustomers).fill(-1);
  for (let row = 0; row < table.customers.length; row++) rows[table.customers[row]!] = row;
  return rows;
}

/** Revenue per row of the feature table: quantity times price over the lines that count, fees included. */
export function revenuePerCustomer(table: FeatureTable, cleaned: CleanedOrders): Float64Array {
  const { lines, dictionaries } = cleaned.orders;
  const rows = rowOfCustomer(table, dictionaries.customers.length);
  const revenue = new Float64Array(table.customers.length);
  for (let i = 0; i < lines.count; i++) {
    const verdict = cleaned.verdict[i]!;
    if ((verdict !== 0 && verdict !== nonProduct) || lines.customer[i]! < 0) continue;
    const row = rows[lines.customer[i]!]!;
    if (row >= 0) revenue[row] = revenue[row]! + lines.quantity[i]! * lines.price[i]!;
  }
  return revenue;
}

/**
 * Up to five products per segment by lift: the share of the segment's customers who bought it, over the share of all
 * customers who did. Only products that at least 10 customers and 2 % of the segment bought, none of the service
 * lines, and only with a lift of 1.2 or more. O(lines + products * segments).
 * @param positions position of each row's segment; -1 leaves the row out.
 */
export function topProducts(
  table: FeatureTable,
  cleaned: CleanedOrders,
  positions: Int32Array,
  sizes: readonly number[],
): SegmentProfile['topProducts'][] {
  const { lines, dictionaries } = cleaned.orders;
  const { products } = dictionaries;
  const rows = rowOfCustomer(table, dictionaries.customers.length);
  const counts = (i: number): boolean => {
    const product = lines.product[i]!;
    return cleaned.verdict[i] === 0 && product >= 0 && !products[product]!.isService && lines.customer[i]! >= 0;
  };
  // Rows in the order of products, so that one stamp per row is enough to count each customer once.
  const starts = new Int32Array(products.length + 1);
  for (let i = 0; i < lines.count; i++) {
    if (counts(i)) starts[lines.product[i]! + 1] = starts[lines.product[i]! + 1]! + 1;
  }
  for (let p = 0; p < products.length; p++) starts[p + 1] = starts[p + 1]! + starts[p]!;
  const cursor = starts.slice(0, -1);
  const buyers = new Int32Array(starts.at(-1)!);
  for (let i = 0; i < lines.count; i++) {
    if (!counts(i)) continue;
    const product = lines.product[i]!;
    buyers[cursor[product]!] = rows[lines.customer[i]!]!;
    cursor[product] = cursor[product]! + 1;
  }

  const everybody = sizes.reduce((sum, size) => sum + size, 0);
  const tops: SegmentProfile['topProducts'][] = sizes.map(() => []);
  const stamp = new Int32Array(table.customers.length).fill(-1);
  const perSegment = new Int32Array(sizes.length);
  for (let p = 0; p < products.length; p++) {
    perSegment.fill(0);
    let total = 0;
    for (let at = starts[p]!; at < starts[p + 1]!; at++) {
      const row = buyers[at]!;
      if (row < 0 || stamp[row] === p || positions[row]! < 0) continue;
      stamp[row] = p;
      total++;
      perSegment[positions[row]!] = perSegment[positions[row]!]! + 1;
    }
    if (total < smallestNamedGroup) continue;
    for (const [segment, size] of sizes.entries()) {
      const customers = perSegment[segment]!;
      if (customers < Math.max(smallestNamedGroup, 0.02 * size)) continue;
      const lift = customers / size / (total / everybody);
      if (lift < smallestLift) continue;
      const { code, name } = products[p]!;
      insert(tops[segment]!, { code, name, customers, lift });
    }
  }
  return tops;
}

type TopProduct = SegmentProfile['topProducts'][number];

/** Keeps the best five in order of lift, then of customers; the product met first wins a draw. */
function insert(top: TopProduct[], product: TopProduct): void {
  let place = top.length;
  while (place > 0) {
    const above = top[place - 1]!;
    if (above.lift > product.lift || (above.lift === product.lift && above.customers >= product.customers)) break;
    place--;
  }
  if (place >= topCount) return;
  top.splice(place, 0, product);
  if (top.length > topCount) top.pop();
}

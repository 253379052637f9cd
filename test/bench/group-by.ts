/** The group-by of `import.py` over typed arrays: what pandas' `groupby('CustomerID').agg(...)` gives, customer by customer. */
import type { OrderLines } from '../../shared/orders.ts';

export interface Grouped {
  /** Different orders, and different products, of each customer. */
  orders: Int32Array;
  products: Int32Array;
  lines: Int32Array;
  units: Float64Array;
  revenue: Float64Array;
  /** Seconds since 1970. */
  first: Float64Array;
  last: Float64Array;
}

/** Deals the lines to their customers, then goes through each customer's once. O(lines + customers). */
export function groupByCustomer(lines: OrderLines, nCustomers: number, nProducts: number, nOrders: number): Grouped {
  const { count, customer, invoice, product, quantity, price, time } = lines;
  const start = new Int32Array(nCustomers + 1);
  for (let i = 0; i < count; i++) if (customer[i]! >= 0) start[customer[i]! + 1]!++;
  for (let c = 0; c < nCustomers; c++) start[c + 1]! += start[c]!;
  const next = start.slice(0, nCustomers);
  const dealt = new Int32Array(start[nCustomers]!);
  for (let i = 0; i < count; i++) if (customer[i]! >= 0) dealt[next[customer[i]!]!++] = i;

  const ints = (): Int32Array => new Int32Array(nCustomers);
  const floats = (): Float64Array => new Float64Array(nCustomers);
  const grouped = { orders: ints(), products: ints(), lines: ints(), units: floats(), revenue: floats() };
  const [first, last] = [floats().fill(Infinity), floats().fill(-Infinity)];
  /** 1 + the customer who was seen last with a product, or an order. */
  const productSeen = new Int32Array(nProducts);
  const orderSeen = new Int32Array(nOrders);
  for (let c = 0; c < nCustomers; c++) {
    let [orders, products, units, revenue, from, to] = [0, 0, 0, 0, Infinity, -Infinity];
    for (let at = start[c]!; at < start[c + 1]!; at++) {
      const i = dealt[at]!;
      if (orderSeen[invoice[i]!] !== c + 1) {
        orderSeen[invoice[i]!] = c + 1;
        orders++;
      }
      if (productSeen[product[i]!] !== c + 1) {
        productSeen[product[i]!] = c + 1;
        products++;
      }
      units += quantity[i]!;
      revenue += quantity[i]! * price[i]!;
      if (time[i]! < from) from = time[i]!;
      if (time[i]! > to) to = time[i]!;
    }
    grouped.orders[c] = orders;
    grouped.products[c] = products;
    grouped.lines[c] = start[c + 1]! - start[c]!;
    grouped.units[c] = units;
    grouped.revenue[c] = revenue;
    first[c] = from;
    last[c] = to;
  }
  return { ...grouped, first, last };
}

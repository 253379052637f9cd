/** Lines put together by the customer they belong to. */

/** Customer c's lines are `line[start[c]]` up to `line[start[c + 1] - 1]`. */
export interface RowGroups {
  start: Int32Array;
  line: Int32Array;
}

/** Lines of customers outside of 0 to nCustomers - 1 are left out; a customer's lines keep their order. O(lines + n). */
export function groupRows(customer: Int32Array, nCustomers: number): RowGroups {
  const start = new Int32Array(nCustomers + 1);
  for (const c of customer) if (c >= 0 && c < nCustomers) start[c + 1]!++;
  for (let c = 0; c < nCustomers; c++) start[c + 1]! += start[c]!;
  const line = new Int32Array(start[nCustomers]!);
  const next = start.slice();
  for (let i = 0; i < customer.length; i++) {
    const c = customer[i]!;
    if (c >= 0 && c < nCustomers) line[next[c]!++] = i;
  }
  return { start, line };
}

/** One more than the largest index that a column holds; 0 if it holds none. */
export function levelCount(codes: Int32Array): number {
  let most = -1;
  for (const code of codes) if (code > most) most = code;
  return most + 1;
}

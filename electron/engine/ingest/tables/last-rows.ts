/** Rows of customers, each customer once. */
export interface CustomerRows {
  customers: string[];
  /** A column's values of the chosen rows. */
  take: <Values extends Float64Array | Int32Array>(
    values: Values,
    make: { from: (rows: Int32Array, map: (row: number) => number) => Values },
  ) => Values;
}

/**
 * The last row of every customer, in the order of their first; rows without an id are left out. Without ids every row
 * is a customer, called by its number.
 * @param ids texts, and for each row the position of its own; null where the file has none.
 */
export function lastRows(rows: number, ids: { texts: string[]; codes: Int32Array } | null): CustomerRows {
  if (!ids) {
    const customers = Array.from({ length: rows }, (_, row) => String(row + 1));
    return { customers, take: (values) => values };
  }
  const last = new Int32Array(ids.texts.length).fill(-1);
  for (let row = 0; row < rows; row++) if (ids.codes[row]! >= 0) last[ids.codes[row]!] = row;
  return { customers: ids.texts, take: (values, make) => make.from(last, (row) => values[row]!) };
}

import type { CustomerList } from './customer-list.ts';

/**
 * Rows whose id is the text, then those whose id begins with it, then those that hold it anywhere; within each, who
 * spent most comes first. At most `most`. Case does not matter; a blank text finds nobody. O(n).
 */
export function findCustomers(list: CustomerList, text: string, most: number): number[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const money = (row: number): number => list.ofOrders('monetary', row);
  const equal: number[] = [];
  const beginning: number[] = [];
  const holding: number[] = [];
  const texts = list.lowered();
  for (let row = 0; row < texts.length; row++) {
    const at = texts[row]!.indexOf(wanted);
    if (at < 0) continue;
    const place = texts[row]!.length === wanted.length ? equal : at === 0 ? beginning : holding;
    if (place.length === most && !(money(row) > money(place.at(-1)!))) continue;
    // Few are kept: each finds its place from the end.
    let position = place.length;
    while (position > 0 && money(row) > money(place[position - 1]!)) position--;
    place.splice(position, 0, row);
    if (place.length > most) place.pop();
  }
  return [...equal, ...beginning, ...holding].slice(0, most);
}

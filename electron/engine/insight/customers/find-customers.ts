import type { CustomerList } from './customer-list.ts';

/**
 * Rows whose id is the text, then those whose id begins with it, then those that hold it anywhere, each in order of
 * rows; at most `most`. Case does not matter; a blank text finds nobody. O(n).
 */
export function findCustomers(list: CustomerList, text: string, most: number): number[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const equal: number[] = [];
  const beginning: number[] = [];
  const holding: number[] = [];
  const texts = list.lowered();
  for (let row = 0; row < texts.length; row++) {
    const at = texts[row]!.indexOf(wanted);
    if (at < 0) continue;
    const place = texts[row]!.length === wanted.length ? equal : at === 0 ? beginning : holding;
    if (place.length < most) place.push(row);
  }
  return [...equal, ...beginning, ...holding].slice(0, most);
}

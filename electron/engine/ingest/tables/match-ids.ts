/** Finds the rows of ids that two files may write in two ways. */
import { looseId } from '../plain-id.ts';

/** Where ids as written match less than this share, they are compared in a plain form. */
const enoughAsWritten = 0.5;

/**
 * The place of each id among others; -1 where it is not there. Ids are compared as written; where that fails for most,
 * without regard to case, leading zeros and the `.0` of spreadsheets. Of equal ones the last counts.
 */
export function matchIds(ids: readonly string[], others: readonly string[]): Int32Array {
  if (ids === others) return Int32Array.from(others, (_, place) => place);
  const asWritten = look(ids, others, (id) => id);
  const found = countMatches(asWritten);
  if (found >= enoughAsWritten * Math.min(ids.length, others.length)) return asWritten;
  const inPlainForm = look(ids, others, looseId);
  return countMatches(inPlainForm) > found ? inPlainForm : asWritten;
}

/**
 * As `matchIds`, but each id by itself: one that is not there as written is looked for in its plain form. For things,
 * where two spellings of a number are the same thing more often than not; two customers must not become one so easily.
 */
export function matchEach(ids: readonly string[], others: readonly string[]): Int32Array {
  const asWritten = look(ids, others, (id) => id);
  if (!asWritten.includes(-1)) return asWritten;
  const inPlainForm = look(ids, others, looseId);
  return asWritten.map((place, i) => (place < 0 ? inPlainForm[i]! : place));
}

export function countMatches(places: Int32Array): number {
  return places.reduce((count, place) => count + Number(place >= 0), 0);
}

function look(ids: readonly string[], others: readonly string[], form: (id: string) => string): Int32Array {
  const places = new Map(others.map((id, place) => [form(id), place]));
  return Int32Array.from(ids, (id) => places.get(form(id)) ?? -1);
}

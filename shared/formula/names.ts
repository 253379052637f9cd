/** Which feature a name in a formula means: its id, the column's own name, or how it is called in any language. */
import { languages, type Language } from '../domain.ts';
import { AppError } from '../errors.ts';
import { featureText } from '../language/features.ts';
import { isReserved } from './parse.ts';

/** Ids of own features begin with it; the name that a person chose follows. */
export const formulaPrefix = 'formula:';
/** Before the names of columns and of own features. */
const family = /^(?:attributes|ready|browsing|social|formula):/;
/** Names that can stand in a formula as they are. */
const plainName = /^[\p{L}_][\p{L}\p{M}\p{N}_.:@]*$/u;
/** So many features are named where a name fits several. */
const mostNamed = 4;

export interface FeatureNames {
  /**
   * The id that a name means. Ids come first, then names of columns and own features as they are written, then labels
   * in any language, then all of these whatever their capitals, blanks and punctuation.
   * @param at column of the name in the formula, for the error
   * @throws AppError invalid_input: `formula_unknown_name` (name, suggestion, means: its id), `formula_ambiguous` (name, options),
   * `formula_personal` (name).
   */
  find: (name: string, at: number) => string;
  /**
   * How to write a feature so that `find` knows it: the column's own name, or else what it is called in a language.
   * @param language where one is given, what it is called in it comes first
   */
  write: (id: string, language?: Language) => string;
}

/**
 * @param ids of all features that there are
 * @param personal names of columns with personal data, which no formula can read: to say so rather than to know nothing
 */
export function featureNames(ids: readonly string[], personal: readonly string[] = []): FeatureNames {
  const known = new Set(ids);
  const byOwn = new Map<string, Set<string>>();
  const byLabel = new Map<string, Set<string>>();
  const byLoose = new Map<string, Set<string>>();
  const note = (index: Map<string, Set<string>>, name: string, id: string): void => {
    index.set(name, (index.get(name) ?? new Set()).add(id));
  };
  for (const id of ids) {
    note(byOwn, ownName(id), id);
    const labels = languages.map((language) => featureText(id, language).label);
    for (const label of labels) note(byLabel, label, id);
    for (const name of [id, ownName(id), ...labels]) note(byLoose, loose(name), id);
  }
  const hidden = new Set(personal.map(loose));

  function find(name: string, at: number): string {
    if (known.has(name)) return name;
    for (const [index, key] of [
      [byOwn, name],
      [byLabel, name],
      [byLoose, loose(name)],
    ] as const) {
      const found = [...(index.get(key) ?? [])];
      if (found.length === 1) return found[0]!;
      if (found.length > 1) {
        const options = found.slice(0, mostNamed).map(writtenName);
        throw new AppError('invalid_input', { reason: 'formula_ambiguous', column: at, name, options });
      }
    }
    if (hidden.has(loose(name))) throw new AppError('invalid_input', { reason: 'formula_personal', column: at, name });
    const meant = nearest(loose(name), byLoose);
    const suggestion = meant === null ? null : write(meant);
    throw new AppError('invalid_input', { reason: 'formula_unknown_name', column: at, name, suggestion, means: meant });
  }

  function write(id: string, language?: Language): string {
    const labels = (language ? [language] : languages).map((one) => featureText(id, one).label);
    const names = language ? [...labels, ownName(id), id] : [ownName(id), ...labels, id];
    const known = names.filter((name) => means(name, id)).map(writtenName);
    // One word is easier to read, but what a person sees elsewhere is easier to know.
    return (language ? undefined : known.find((name) => plainName.test(name))) ?? known[0]!;
  }

  function means(name: string, id: string): boolean {
    try {
      return find(name, 1) === id;
    } catch {
      return false;
    }
  }
  return { find, write };
}

/** The name of a column or an own feature, without what tells its family. */
export function ownName(id: string): string {
  return id.replace(family, '');
}

/** A name as it has to be written in a formula: in backquotes where it is more than one word, in brackets if need be. */
export function writtenName(name: string): string {
  if (plainName.test(name) && !isReserved(name)) return name;
  return name.includes('`') ? `[${name}]` : `\`${name}\``;
}

/** Capitals, blanks, punctuation and wide forms do not matter. */
function loose(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  // A name of signs alone stays what it is.
  return plain === '' ? name : plain;
}

/** The feature whose name is meant most likely: a slip of a letter or two, or the beginning or a part of a longer name. */
function nearest(name: string, index: ReadonlyMap<string, ReadonlySet<string>>): string | null {
  const slips = Math.max(1, Math.floor(name.length / 4));
  let best: { id: string; slips: number } | null = null;
  for (const [other, [id]] of index) {
    const distance = editDistance(name, other, slips);
    if (distance <= slips && (best === null || distance < best.slips)) best = { id: id!, slips: distance };
  }
  if (best) return best.id;
  if (name.length < 2) return null;
  /** A slip in the beginning of a longer name, where there is enough of it. */
  const beginsAlike = (other: string): boolean =>
    name.length >= 4 && [-1, 0, 1].some((more) => editDistance(name, other.slice(0, name.length + more), 1) <= 1);
  for (const fits of [
    (other: string) => other.startsWith(name),
    beginsAlike,
    (other: string) => other.includes(name),
  ]) {
    const longer = [...index].find(([other]) => fits(other));
    if (longer) return [...longer[1]][0]!;
  }
  return null;
}

/**
 * Letters to insert, delete, replace or swap with the next (optimal string alignment; Damerau 1964); beyond `most` any
 * larger number. O(a b).
 */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let twoBefore: number[] = [];
  let before = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(before[j]! + 1, row[j - 1]! + 1, before[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, twoBefore[j - 2]! + 1);
      row.push(cost);
    }
    [twoBefore, before] = [before, row];
  }
  return before[b.length]!;
}

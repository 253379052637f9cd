/** Own features beside each other: what each reads, in which order they are computed, and what is wrong with which. */
import type { DatasetSummary, OwnFeature } from '../domain.ts';
import { AppError } from '../errors.ts';
import { featureNames, formulaPrefix, ownName, writtenName, type FeatureNames } from './names.ts';
import { eachFeature, parseFormula, type Formula } from './parse.ts';

export interface ResolvedFormula {
  id: string;
  tree: Formula;
  /** The id that each name in it means; several names may mean the same. */
  idOf: ReadonlyMap<string, string>;
}

export interface ResolvedFormulas {
  /** Each after all that it reads; of those that could come next, the first by id. */
  ordered: ResolvedFormula[];
  /** Those that cannot be computed, and why; `details.formula` is its name. */
  failed: { id: string; error: AppError }[];
}

const longestName = 80;
const mostCycle = 6;

/**
 * Finds out what the formulas mean. One that reads another which is wrong is wrong too.
 * @param ids of the features that there are without them
 * @param personal names of columns that no formula can read
 */
export function resolveFormulas(
  own: readonly OwnFeature[],
  ids: readonly string[],
  personal: readonly string[] = [],
): ResolvedFormulas {
  if (own.length === 0) return { ordered: [], failed: [] };
  const sorted = [...own].sort((a, b) => (a.id < b.id ? -1 : 1));
  const names = featureNames([...ids, ...sorted.map(({ id }) => id)], personal);
  const read = new Map<string, ResolvedFormula>();
  const errors = new Map<string, AppError>();
  for (const feature of sorted) {
    try {
      read.set(feature.id, resolve(feature, names));
    } catch (error) {
      errors.set(feature.id, named(AppError.from(error), feature.id));
    }
  }

  const ordered: ResolvedFormula[] = [];
  const done = new Set<string>();
  /** Whether it can be computed; `path` are those that wait for it. */
  const place = (id: string, path: readonly string[]): boolean => {
    if (done.has(id)) return true;
    const formula = read.get(id);
    if (errors.has(id) || !formula) return false;
    const inputs = [...new Set(formula.idOf.values())].filter((input) => input.startsWith(formulaPrefix));
    for (const input of inputs) {
      const trail = [...path, id];
      const from = trail.indexOf(input);
      if (from >= 0) {
        const cycle = [...trail.slice(from), input].map(ownName).slice(0, mostCycle);
        for (const member of trail.slice(from)) fail(member, { reason: 'formula_cycle', cycle });
        return false;
      }
      if (place(input, trail)) continue;
      if (!errors.has(id)) fail(id, { reason: 'formula_needs', name: ownName(input) });
      return false;
    }
    done.add(id);
    ordered.push(formula);
    return true;
  };
  const fail = (id: string, details: AppError['details']): void => {
    errors.set(id, named(new AppError('invalid_input', details), id));
  };
  for (const { id } of sorted) place(id, []);
  return { ordered, failed: [...errors].map(([id, error]) => ({ id, error })) };
}

/**
 * Checks one formula as it is being written, beside those that there are.
 * @throws AppError invalid_input with the `column` at fault, as `parseFormula` and `FeatureNames.find`, or
 * `formula_cycle`, `formula_needs`.
 */
export function checkFormula(
  feature: OwnFeature,
  others: readonly OwnFeature[],
  ids: readonly string[],
  personal: readonly string[] = [],
): void {
  const all = [...others.filter(({ id }) => id !== feature.id), feature];
  const wrong = resolveFormulas(all, ids, personal).failed.find(({ id }) => id === feature.id);
  if (wrong) throw wrong.error;
}

/**
 * The id of an own feature that is called so.
 * @param taken ids of all other features, which may not be called the same
 * @throws AppError invalid_input: `formula_no_name`, `formula_long_name` (most), `formula_name_sign` (sign),
 * `formula_name_taken` (name).
 */
export function ownFeatureId(name: string, taken: readonly string[] = []): string {
  const given = name.trim().replace(/\s+/gu, ' ');
  if (given === '') throw new AppError('invalid_input', { reason: 'formula_no_name' });
  if (given.length > longestName)
    throw new AppError('invalid_input', { reason: 'formula_long_name', most: longestName });
  const sign = /[=@`[\]\p{Cc}]/u.exec(given)?.[0];
  if (sign !== undefined) throw new AppError('invalid_input', { reason: 'formula_name_sign', sign });
  let found: string | null = null;
  try {
    found = featureNames(taken).find(given, 1);
  } catch (error) {
    // Not known is what it should be; known several times is taken all the more.
    if (AppError.from(error).details.reason === 'formula_ambiguous') found = given;
  }
  if (found !== null) throw new AppError('invalid_input', { reason: 'formula_name_taken', name: given });
  return formulaPrefix + given;
}

/**
 * An own feature as it is written on one line, `name = formula`.
 * @throws AppError invalid_input: `formula_no_equals`, and as `ownFeatureId`, `parseFormula`.
 */
export function parseOwnFeature(text: string): OwnFeature {
  const at = text.indexOf('=');
  if (at < 0) throw new AppError('invalid_input', { reason: 'formula_no_equals' });
  const feature = { id: ownFeatureId(text.slice(0, at)), formula: text.slice(at + 1).trim() };
  try {
    parseFormula(feature.formula);
  } catch (error) {
    throw named(AppError.from(error), feature.id);
  }
  return feature;
}

/** A formula with one name in place of another, wherever it means a certain feature; as it is where it cannot be read. */
export function renameInFormula(formula: string, means: (name: string) => boolean, to: string): string {
  let renamed = formula;
  const places: { name: string; at: number }[] = [];
  try {
    eachFeature(parseFormula(formula), (name, at) => means(name) && places.push({ name, at }));
  } catch {
    return formula;
  }
  for (const { name, at } of places.reverse()) {
    const start = at - 1;
    const plain = formula.startsWith(name, start);
    const end = plain ? start + name.length : formula.indexOf(name, start) + name.length;
    // Behind a name in backquotes or brackets stands what closes it, perhaps after blanks.
    const close = plain ? end : end + /^\s*./su.exec(formula.slice(end))![0].length;
    renamed = renamed.slice(0, start) + writtenName(to) + renamed.slice(close);
  }
  return renamed;
}

/** Whether a formula reads a column, as far as can be told before there are features. */
export function namesFeature(formula: string, column: string): boolean {
  const { find } = featureNames([column]);
  let found = false;
  eachFeature(parseFormula(formula), (name, at) => {
    try {
      find(name, at);
      found = true;
    } catch {
      // Another feature is meant.
    }
  });
  return found;
}

/** Names of the columns of a data set that hold personal data: no feature is made of them. */
export function personalColumns({ files }: Pick<DatasetSummary, 'files'>): string[] {
  return files.flatMap(({ columns }) =>
    columns.filter(({ role, masked }) => role === 'personal' || masked === true).map(({ name }) => name),
  );
}

function resolve({ id, formula }: OwnFeature, names: FeatureNames): ResolvedFormula {
  const tree = parseFormula(formula);
  const idOf = new Map<string, string>();
  eachFeature(tree, (name, at) => idOf.set(name, names.find(name, at)));
  return { id, tree, idOf };
}

function named({ code, details }: AppError, id: string): AppError {
  return new AppError(code, { ...details, formula: ownName(id) });
}

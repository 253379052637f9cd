/** Which columns to feed to the methods: not those that never vary, nor those that repeat an earlier one. */
import type { FeatureChoice, FeatureDefinition } from '../../../shared/domain.ts';
import { treatColumn } from '../ml/preprocessing/column.ts';
import { dot, ranks, unitLength } from '../ml/preprocessing/correlation.ts';

/** Above this, by Pearson or by Spearman, two columns say the same. */
const sameAbove = 0.95;
/** Treated columns have a spread of about 1; what differs by less than this is equal. */
const rounding = 1e-9;
/** Customers looked at for correlations: at this number a coefficient of 0.95 has a standard error of 0.0014. */
const sampleSize = 5_000;

/** A column as correlations see it: every n-th customer, linear and by rank, centred and of unit length. */
export interface ComparedColumn {
  linear: Float64Array;
  ranked: Float64Array;
}

/** Prepares a treated column for `correlationsOf`. O(n). */
export function comparedColumn(treated: Float64Array): ComparedColumn {
  const sample = everyNth(treated);
  return { linear: unitLength(sample), ranked: unitLength(ranks(sample)) };
}

/** Pearson's and Spearman's correlation of two prepared columns. */
export function correlationsOf(a: ComparedColumn, b: ComparedColumn): { pearson: number; spearman: number } {
  return { pearson: dot(a.linear, b.linear), spearman: dot(a.ranked, b.ranked) };
}

/** Whether a treated column tells anybody apart. */
export function varies(treated: Float64Array): boolean {
  return !treated.every((value) => Math.abs(value - treated[0]!) < rounding);
}

/**
 * Decides `inUse` and `off` for each definition, in the order given, and returns new definitions with the treatment
 * that a person chose. Columns that come with `off`, and excluded ones, stay off. Of the others, judged on their
 * treated values as methods see them, a column is off as `constant` if all are equal, and as `correlated` if it moves
 * with an earlier column in use by more than 0.95 either way; `sameAs` is the one it follows most closely. An included
 * column is in use unless it never varies or is excluded too. Above 5,000 customers every n-th is looked at for the
 * correlations. O(f^2 n).
 */
export function suggestSelection(
  candidates: readonly FeatureDefinition[],
  values: readonly Float64Array[],
  choice: FeatureChoice,
): FeatureDefinition[] {
  const excluded = new Set(choice.exclude);
  const included = new Set(choice.include);
  const taken: (ComparedColumn & { id: string })[] = [];
  return candidates.map((candidate, f) => {
    const { off, ...rest } = candidate;
    const { id } = rest;
    const treatment = { ...rest.treatment, ...choice.treatments?.['*'], ...choice.treatments?.[id] };
    const definition: FeatureDefinition = { ...rest, treatment };
    const forced = included.has(id) && !excluded.has(id);
    if (off && !forced) return { ...definition, inUse: false, off };
    if (excluded.has(id)) return { ...definition, inUse: false };
    const treated = treatColumn(values[f]!, treatment).values;
    if (!varies(treated)) return { ...definition, inUse: false, off: { reason: 'constant' } };
    // Ready features were chosen by whoever made them.
    if (rest.family === 'ready') return { ...definition, inUse: true };
    const column = comparedColumn(treated);
    let closest = { id: '', correlation: 0 };
    for (const other of taken) {
      for (const correlation of Object.values(correlationsOf(column, other))) {
        if (Math.abs(correlation) > Math.abs(closest.correlation)) closest = { id: other.id, correlation };
      }
    }
    if (!forced && Math.abs(closest.correlation) > sameAbove) {
      const { id: sameAs, correlation } = closest;
      return { ...definition, inUse: false, off: { reason: 'correlated', sameAs, correlation } };
    }
    taken.push({ id, ...column });
    return { ...definition, inUse: true };
  });
}

function everyNth(values: Float64Array): Float64Array {
  const step = Math.ceil(values.length / sampleSize);
  if (step <= 1) return values;
  const sample = new Float64Array(Math.ceil(values.length / step));
  for (let i = 0; i < sample.length; i++) sample[i] = values[i * step]!;
  return sample;
}

/** Which columns to feed to the methods: not those that never vary, nor those that repeat an earlier one. */
import type { FeatureDefinition } from '../../../shared/domain.ts';
import { treatColumn } from '../ml/preprocessing/column.ts';
import { dot, ranks, unitLength } from '../ml/preprocessing/correlation.ts';

/** Above this, by Pearson or by Spearman, two columns say the same. */
const sameAbove = 0.95;
/** Treated columns have a spread of about 1; what differs by less than this is equal. */
const rounding = 1e-9;
/** Customers looked at for correlations: at this number a coefficient of 0.95 has a standard error of 0.0014. */
const sampleSize = 5_000;

/**
 * Decides `inUse` and `off` for each definition, in the order given, and returns new definitions. Columns that come
 * with `off`, and excluded ones, stay off. Of the others, judged on their treated values as methods see them, a column
 * is off as `constant` if all are equal, and as `correlated` if it moves with an earlier column in use by more than
 * 0.95 either way; `sameAs` is the one it follows most closely. Above 5,000 customers every n-th is looked at for
 * the correlations. O(f^2 n).
 */
export function suggestSelection(
  definitions: readonly FeatureDefinition[],
  values: readonly Float64Array[],
  exclude: ReadonlySet<string>,
): FeatureDefinition[] {
  const taken: { id: string; linear: Float64Array; ranked: Float64Array }[] = [];
  return definitions.map((definition, f) => {
    if (definition.off) return { ...definition, inUse: false };
    if (exclude.has(definition.id)) return { ...definition, inUse: false };
    const treated = treatColumn(values[f]!, definition.treatment).values;
    if (treated.every((value) => Math.abs(value - treated[0]!) < rounding)) {
      return { ...definition, inUse: false, off: { reason: 'constant' } };
    }
    const sample = everyNth(treated);
    const linear = unitLength(sample);
    const ranked = unitLength(ranks(sample));
    let closest = { id: '', correlation: 0 };
    for (const other of taken) {
      for (const correlation of [dot(linear, other.linear), dot(ranked, other.ranked)]) {
        if (Math.abs(correlation) > Math.abs(closest.correlation)) closest = { id: other.id, correlation };
      }
    }
    if (Math.abs(closest.correlation) > sameAbove) {
      const { id: sameAs, correlation } = closest;
      return { ...definition, inUse: false, off: { reason: 'correlated', sameAs, correlation } };
    }
    taken.push({ id: definition.id, linear, ranked });
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

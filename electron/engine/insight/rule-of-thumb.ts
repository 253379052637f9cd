import type { FeatureTable, RuleCondition, SegmentRule } from '../../../shared/domain.ts';
import { segmentRule } from '../ml/explain/segment-rule.ts';
import type { Context } from '../ml/types.ts';

/** Customers a rule is looked for among, at most; how good it is, is always counted on everybody. */
const customersToLearnFrom = 10_000;
/** Features a rule may choose from; of more, those in which the segment differs most. */
const featuresToChooseFrom = 60;

/**
 * The rule of at most three conditions on raw features that finds a segment best (F1), or null where none does.
 *
 * @param readable ids of the features a rule may use, by position in the table; null for the others
 * @param rows the segment's rows of the table
 * @param differences how far the segment's mean is from everybody's, in standard deviations, by position in the table
 */
export function ruleOfThumb(
  table: FeatureTable,
  readable: readonly (string | null)[],
  rows: Int32Array,
  differences: readonly number[],
  ctx: Context,
): SegmentRule | null {
  const n = table.customers.length;
  const all = readable.flatMap((feature, f) => (feature === null ? [] : [{ feature, f, values: table.values[f]! }]));
  const size = ({ f }: { f: number }): number => Math.abs(differences[f]!);
  const features =
    all.length <= featuresToChooseFrom
      ? all
      : [...all].sort((a, b) => size(b) - size(a) || a.f - b.f).slice(0, featuresToChooseFrom);
  const isMember = new Uint8Array(n);
  for (const row of rows) isMember[row] = 1;
  const step = Math.ceil(n / customersToLearnFrom);
  const sampled = <Values extends Float64Array | Uint8Array>(values: Values): Values =>
    (step === 1 ? values : values.filter((_, i) => i % step === 0)) as Values;
  const rule = segmentRule(
    features.map(({ values }) => sampled(values)),
    sampled(isMember),
    {},
    ctx,
  );
  if (!rule || rule.conditions.length === 0) return null;
  const conditions = rule.conditions.map(({ column, low, high }): RuleCondition & { values: Float64Array } => {
    const { feature, values } = features[column]!;
    const whole = values.every((value) => Number.isNaN(value) || Number.isInteger(value));
    // Of whole numbers, below 4.5 is below 5: the same customers, and a sentence that can be said.
    const bound = (value: number | null): number | null => (value === null || !whole ? value : Math.ceil(value));
    return { feature, values, low: bound(low), high: bound(high) };
  });
  let [matching, right] = [0, 0];
  for (let i = 0; i < n; i++) {
    const matches = conditions.every(
      ({ values, low, high }) => values[i]! >= (low ?? -Infinity) && values[i]! < (high ?? Infinity),
    );
    if (!matches) continue;
    matching++;
    right += isMember[i]!;
  }
  if (right === 0) return null;
  return {
    conditions: conditions.map(({ feature, low, high }) => ({ feature, low, high })),
    precision: right / matching,
    coverage: right / rows.length,
  };
}

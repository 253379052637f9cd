/** What customers whom a person chose have in common, and who meets a rule. */
import type { FeatureTable } from '../../../shared/domain.ts';
import type { RuleSelection, SelectionSummary } from '../../../shared/evaluation.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Matrix } from '../ml/types.ts';

const mostTraits = 3;
/** Differences below a fifth of a deviation are average, as on the heat-map. */
const leastDifference = 0.2;

export interface SelectionContext {
  table: FeatureTable;
  /** Treated features in use, one row per row of the table. */
  treated: Matrix;
  usedFeatures: readonly string[];
  /** Per row: 0-based position of its segment, and revenue. */
  labels: Int32Array;
  nSegments: number;
  revenue: Float64Array;
}

/**
 * Counts, mix of segments, revenue and what sets the chosen rows apart. Rows count once.
 * @throws AppError `invalid_input` (`no_such_row`) where a row is outside the table. O(customers * features).
 */
export function describeSelection(rows: Int32Array, input: SelectionContext): SelectionSummary {
  const { labels, revenue } = input;
  const chosen = distinct(rows, labels.length);
  const mix = new Array<number>(input.nSegments).fill(0);
  let own = 0;
  for (const row of chosen) {
    mix[labels[row]!]!++;
    own += revenue[row]!;
  }
  const total = revenue.reduce((sum, value) => sum + value, 0);
  return {
    customers: chosen.length,
    share: chosen.length / labels.length,
    revenue: own,
    revenueShare: total > 0 ? own / total : 0,
    mix,
    traits: chosen.length === 0 ? [] : traits(chosen, input),
  };
}

/**
 * Rows whose value of a feature lies from `low` to `high`, both included; null is open. Missing values meet no rule.
 * @throws AppError `not_found` (`unknown_feature`)
 */
export function selectByRule(
  table: FeatureTable,
  { feature, low, high }: { feature: string; low: number | null; high: number | null },
): RuleSelection {
  const at = table.definitions.findIndex(({ id }) => id === feature);
  if (at < 0) throw new AppError('not_found', { reason: 'unknown_feature', feature });
  const found: number[] = [];
  let [least, most] = [Infinity, -Infinity];
  table.values[at]!.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    least = Math.min(least, value);
    most = Math.max(most, value);
    if (value >= (low ?? -Infinity) && value <= (high ?? Infinity)) found.push(row);
  });
  return { rows: Int32Array.from(found), least, most };
}

function distinct(rows: Int32Array, nRows: number): Int32Array {
  const seen = new Uint8Array(nRows);
  for (const row of rows) {
    if (row < 0 || row >= nRows) throw new AppError('invalid_input', { reason: 'no_such_row' });
    seen[row] = 1;
  }
  const result: number[] = [];
  seen.forEach((is, row) => is && result.push(row));
  return Int32Array.from(result);
}

function traits(rows: Int32Array, { table, treated, usedFeatures }: SelectionContext): SelectionSummary['traits'] {
  return usedFeatures
    .flatMap((feature, f) => {
      const at = table.definitions.findIndex(({ id }) => id === feature);
      if (at < 0 || table.definitions[at]!.unit === 'cycle') return [];
      const difference = standardisedDifference(treated, f, rows);
      return Math.abs(difference) < leastDifference ? [] : [{ feature, at, difference }];
    })
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || a.at - b.at)
    .slice(0, mostTraits)
    .map(({ feature, at, difference }) => {
      const values = table.values[at]!;
      const medians = { own: medianOf(rows, values), overall: medianOf(null, values) };
      const figures =
        medians.own === medians.overall ? { own: meanOf(rows, values), overall: meanOf(null, values) } : medians;
      return { feature, ...figures, standardisedDifference: difference };
    });
}

function standardisedDifference({ data, nSamples, nFeatures }: Matrix, f: number, rows: Int32Array): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < nSamples; i++) sum += data[i * nFeatures + f]!;
  const mean = sum / nSamples;
  for (let i = 0; i < nSamples; i++) squares += (data[i * nFeatures + f]! - mean) ** 2;
  const deviation = Math.sqrt(squares / nSamples);
  let own = 0;
  for (const row of rows) own += data[row * nFeatures + f]!;
  return deviation > 0 ? (own / rows.length - mean) / deviation : 0;
}

/** The known values of these rows, of all rows for null. */
function known(rows: Int32Array | null, values: Float64Array): Float64Array {
  const own = rows ? Float64Array.from(rows, (row) => values[row]!) : values;
  return own.filter((value) => !Number.isNaN(value));
}

function medianOf(rows: Int32Array | null, values: Float64Array): number {
  const sorted = known(rows, values).sort();
  return sorted.length === 0 ? NaN : (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

function meanOf(rows: Int32Array | null, values: Float64Array): number {
  const own = known(rows, values);
  return own.reduce((sum, value) => sum + value, 0) / own.length;
}

/** Which features tell most about an outcome. */
import type { FeatureTable } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { FeatureImportance, ImportanceReport } from '../../../shared/importance.ts';
import {
  binsFor,
  codeColumn,
  informationShares,
  mutualInformation,
  type CodedColumn,
} from '../ml/explain/information.ts';
import { spearman } from '../ml/preprocessing/correlation.ts';
import type { Context } from '../ml/types.ts';

/** Fewer customers with a known outcome, or fewer who differ from the rest, tell nothing from chance. */
const fewestKnown = 50;
const fewestDifferent = 5;
/** Cells (customers x features) looked at: beyond, every n-th customer. */
const mostCells = 8e6;
/** Cells counted over all shuffles, which are 100 where that allows, and never fewer than 20. */
const mostCounted = 150e6;
const trendSample = 5_000;

/**
 * Ranks features by what each tells about the outcome, as `informationShares`. A few seconds at most, whatever the size.
 * @param values of the outcome, one a row; NaN is not known.
 * @param asked positions of the features in the table.
 * @throws AppError insufficient_data: `outcome_unknown` (customers, needed), `outcome_same` (needed).
 */
export function featureImportance(
  table: FeatureTable,
  values: Float64Array,
  asked: readonly number[],
  ctx: Context,
): Pick<ImportanceReport, 'kind' | 'yes' | 'customers' | 'of' | 'uncertainty' | 'chance' | 'features'> {
  const known = rowsWhere(values, Number.isFinite);
  if (known.length < fewestKnown) {
    const details = { reason: 'outcome_unknown', customers: known.length, needed: fewestKnown };
    throw new AppError('insufficient_data', details);
  }
  if (known.length - mostFrequent(values, known) < fewestDifferent) {
    throw new AppError('insufficient_data', { reason: 'outcome_same', needed: fewestDifferent });
  }
  const step = Math.max(1, Math.ceil((known.length * Math.max(1, asked.length)) / mostCells));
  const rows = known.filter((_, at) => at % step === 0);
  const n = rows.length;
  const bins = binsFor(n);
  const outcome = take(values, rows);
  const isYesNo = outcome.every((value) => value === 0 || value === 1);
  const columns = asked.map((f) => codeColumn(take(table.values[f]!, rows), bins));
  const permutations = Math.min(100, Math.max(20, Math.floor(mostCounted / (n * Math.max(1, asked.length)))));
  const coded = codeColumn(outcome, bins);
  const found = informationShares(columns, coded, permutations, ctx);
  const features = asked.map((f, at): FeatureImportance => {
    const share = found.shares[at]!;
    return {
      id: table.definitions[f]!.id,
      ...{ share, information: found.information[at]!, aboveChance: share > found.chance },
      gap: gapOf(take(table.values[f]!, rows), coded, found.information[at]!),
      trend: trendOf(take(table.values[f]!, rows), outcome),
    };
  });
  // Sorting is stable: of equals, the feature that comes first stands first.
  features.sort((a, b) => b.share - a.share);
  return {
    kind: isYesNo ? 'yesNo' : 'number',
    yes: isYesNo ? outcome.reduce((sum, value) => sum + value, 0) : null,
    ...{ customers: n, of: known.length, uncertainty: found.uncertainty, chance: found.chance, features },
  };
}

/** How much of the information lies in whether a value is known. */
function gapOf(values: Float64Array, outcome: CodedColumn, information: number): number {
  const known = { codes: Uint8Array.from(values, (value) => (Number.isFinite(value) ? 1 : 0)), nCodes: 2 };
  return information > 0 ? Math.min(1, mutualInformation(known, outcome) / information) : 0;
}

/** Spearman's correlation over the customers whose value is known, every n-th of many; 0 where there are too few. */
function trendOf(values: Float64Array, outcome: Float64Array): number {
  const known = rowsWhere(values, Number.isFinite);
  if (known.length < 3) return 0;
  const step = Math.ceil(known.length / trendSample);
  const rows = known.filter((_, at) => at % step === 0);
  return spearman(take(values, rows), take(outcome, rows));
}

function take(values: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}

function rowsWhere(values: Float64Array, holds: (value: number) => boolean): Int32Array {
  const rows = new Int32Array(values.length);
  let count = 0;
  for (let row = 0; row < values.length; row++) if (holds(values[row]!)) rows[count++] = row;
  return rows.subarray(0, count);
}

/** How many rows have the commonest value. */
function mostFrequent(values: Float64Array, rows: Int32Array): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (const row of rows) {
    const count = (counts.get(values[row]!) ?? 0) + 1;
    counts.set(values[row]!, count);
    if (count > most) most = count;
  }
  return most;
}

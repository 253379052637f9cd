/** What there is to know of each feature before a run: its values before and after treatment, and who moves with whom. */
import type { FeatureDefinition, FeatureTable } from '../../../shared/domain.ts';
import type { FeaturePair, FeatureSummary } from '../../../shared/feature-overview.ts';
import { treatColumn } from '../ml/preprocessing/column.ts';
import { columnShape, histogram, skewnessOf } from '../ml/preprocessing/histogram.ts';
import { isUsable, usableValues } from '../ml/preprocessing/usable.ts';
import { comparedColumn, correlationsOf, varies, type ComparedColumn } from './selection.ts';

/** Pairs that move together less than this go unmentioned. */
const worthMentioning = 0.6;

type Described = Omit<FeatureSummary, 'definition' | 'suggested'>;

/** What a column and its treatment give, however it is chosen. */
interface DescribedColumn {
  figures: Described;
  compared: ComparedColumn;
}

/** A column is described once for each treatment; columns that nobody holds any more are forgotten. */
export type DescribedColumns = WeakMap<Float64Array, Map<string, DescribedColumn>>;

/**
 * Describes every candidate with the treatment it has in `table`. `suggested` is the same table without a person's
 * choice. `known` keeps what was described before and is added to; columns in `filled` come with their gaps filled by
 * neighbours, which may change with every other column. O(f n), and O(f^2) on a sample for the pairs.
 */
export function describeFeatures(
  table: FeatureTable,
  suggested: readonly FeatureDefinition[],
  { known, filled }: { known: DescribedColumns; filled: ReadonlyMap<string, Float64Array> },
  visit: (share: number) => void,
): { features: FeatureSummary[]; pairs: FeaturePair[] } {
  const described = table.definitions.map(({ id, treatment }, f) => {
    const values = table.values[f]!;
    const full = filled.get(id);
    if (full) return describeColumn(values, treatment, full);
    const ofColumn = known.get(values) ?? new Map<string, DescribedColumn>();
    known.set(values, ofColumn);
    const key = JSON.stringify(treatment);
    const found = ofColumn.get(key) ?? describeColumn(values, treatment);
    ofColumn.set(key, found);
    visit((f + 1) / table.definitions.length);
    return found;
  });
  const features = table.definitions.map((definition, f): FeatureSummary => {
    const { inUse, off, treatment } = suggested[f]!;
    return { definition, suggested: { inUse, treatment, ...(off ? { off } : {}) }, ...described[f]!.figures };
  });
  return { features, pairs: closePairs(described, features) };
}

/** `full` are the values with what fills their gaps, where that is not for the treatment to find. */
function describeColumn(
  values: Float64Array,
  treatment: FeatureDefinition['treatment'],
  full: Float64Array = values,
): DescribedColumn {
  const treated = treatColumn(full, treatment);
  const usable = usableValues(values);
  const [count, bounds] = [usable.length, treated.fitted.bounds];
  let [minimum, maximum, sum, held] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < count; i++) {
    const value = usable[i]!;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    if (bounds && (value < bounds.lower || value > bounds.upper)) held++;
    sum += value;
  }
  const before = { ...histogram(values), ...columnShape(values) };
  const after = { ...histogram(treated.values), skewness: skewnessOf(treated.values) };
  return {
    figures: {
      varies: varies(treated.values),
      count,
      missing: values.length - count,
      minimum: count > 0 ? minimum : NaN,
      median: before.usual,
      mean: count > 0 ? sum / count : NaN,
      maximum: count > 0 ? maximum : NaN,
      before,
      after,
      bounds,
      held,
    },
    compared: comparedColumn(treated.values),
  };
}

function closePairs(described: readonly DescribedColumn[], features: readonly FeatureSummary[]): FeaturePair[] {
  const pairs: FeaturePair[] = [];
  for (let b = 1; b < described.length; b++) {
    for (let a = 0; a < b; a++) {
      const found = correlationsOf(described[a]!.compared, described[b]!.compared);
      if (strength(found) <= worthMentioning) continue;
      pairs.push({ a: features[a]!.definition.id, b: features[b]!.definition.id, ...found });
    }
  }
  // Sorting is stable: of equals, the pair of earlier features stands first.
  return pairs.sort((one, other) => strength(other) - strength(one));
}

function strength({ pearson, spearman }: Pick<FeaturePair, 'pearson' | 'spearman'>): number {
  return Math.max(Math.abs(pearson), Math.abs(spearman));
}

/**
 * How much of each column the place on a map explains: the share of its variance between the cells of a grid, corrected
 * for the number of cells (omega squared), 0 to 1. Cells are the quantiles of x, and of y within them, so that each
 * holds about as many points; about 25 points a cell, at most 12 x 12. Fewer than 50 points explain nothing.
 * @param X treated values of the points (n x f).
 */
export function mapClarity(
  X: { data: ArrayLike<number>; nSamples: number; nFeatures: number },
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): Float64Array {
  const { data, nSamples: n, nFeatures } = X;
  const clarity = new Float64Array(nFeatures);
  const side = Math.min(12, Math.floor(Math.sqrt(n / 25)));
  if (side < 2 || n < 50) return clarity;
  const cell = new Int32Array(n);
  const byX = Array.from({ length: n }, (_, i) => i).sort((a, b) => x[a]! - x[b]! || a - b);
  for (let column = 0; column < side; column++) {
    const strip = byX.slice(Math.floor((column * n) / side), Math.floor(((column + 1) * n) / side));
    strip.sort((a, b) => y[a]! - y[b]! || a - b);
    strip.forEach((i, at) => (cell[i] = column * side + Math.min(side - 1, Math.floor((at * side) / strip.length))));
  }
  const nCells = side * side;
  const sizes = new Int32Array(nCells);
  for (let i = 0; i < n; i++) sizes[cell[i]!]!++;
  for (let f = 0; f < nFeatures; f++) {
    const sums = new Float64Array(nCells);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const value = data[i * nFeatures + f]!;
      sum += value;
      sums[cell[i]!]! += value;
    }
    let total = 0;
    for (let i = 0; i < n; i++) total += (data[i * nFeatures + f]! - sum / n) ** 2;
    let between = 0;
    for (let c = 0; c < nCells; c++) if (sizes[c]! > 0) between += (sums[c]! / sizes[c]! - sum / n) ** 2 * sizes[c]!;
    const within = (total - between) / (n - nCells);
    clarity[f] = total > 0 ? Math.max(0, (between - (nCells - 1) * within) / (total + within)) : 0;
  }
  return clarity;
}

/** Values of chosen rows as 32-bit floats; what cannot be computed with is NaN. */
export function drawnValues(values: Float64Array, rows: Int32Array): Float32Array {
  return Float32Array.from(rows, (row) => (isUsable(values[row]!) ? values[row]! : NaN));
}

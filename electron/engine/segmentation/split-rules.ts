/** Where a segment could be parted in two by one feature. */
import { fewestInPart, type SplitRule } from '../../../shared/adjustment.ts';
import type { FeatureTable } from '../../../shared/domain.ts';
import type { Matrix } from '../ml/types.ts';

/**
 * For every feature in use (cycles apart, which have no high and low) the threshold that explains most of the variance
 * of the segment's treated features, the most telling feature first. A feature that cannot part the segment into two
 * groups of at least five is left out. O(features of the table * rows * (log rows + features of the matrix)).
 */
export function splitRules(table: FeatureTable, treated: Matrix, rows: Int32Array): SplitRule[] {
  return table.definitions
    .flatMap(({ id, unit, inUse }, f) => {
      if (!inUse || unit === 'cycle') return [];
      const cut = bestCut(table.values[f]!, treated, rows);
      return cut ? [{ feature: id, unit, ...cut }] : [];
    })
    .sort((a, b) => b.explained - a.explained);
}

function bestCut(
  values: Float64Array,
  { data, nFeatures }: Matrix,
  rows: Int32Array,
): Pick<SplitRule, 'threshold' | 'below' | 'above' | 'explained'> | null {
  const known = (row: number): number => (Number.isNaN(values[row]!) ? -Infinity : values[row]!);
  // Who lacks the figure goes with those below.
  const sorted = rows.slice().sort((a, b) => compare(known(a), known(b)) || a - b);
  const n = sorted.length;
  const total = new Float64Array(nFeatures);
  let squares = 0;
  for (const row of sorted) {
    for (let j = 0; j < nFeatures; j++) {
      const value = data[row * nFeatures + j]!;
      total[j]! += value;
      squares += value * value;
    }
  }
  const whole = total.reduce((sum, value) => sum + (value * value) / n, 0);
  const sums = new Float64Array(nFeatures);
  let best = { at: -1, between: 0 };
  for (let i = 1; i <= n - fewestInPart; i++) {
    const row = sorted[i - 1]!;
    for (let j = 0; j < nFeatures; j++) sums[j]! += data[row * nFeatures + j]!;
    if (i < fewestInPart || known(sorted[i]!) === known(row)) continue;
    let between = -whole;
    for (let j = 0; j < nFeatures; j++) between += sums[j]! ** 2 / i + (total[j]! - sums[j]!) ** 2 / (n - i);
    if (between > best.between) best = { at: i, between };
  }
  if (best.at < 0) return null;
  const low = known(sorted[best.at - 1]!);
  const high = known(sorted[best.at]!);
  return {
    threshold: low === -Infinity ? high : roundest(low, high),
    below: best.at,
    above: n - best.at,
    explained: squares > whole ? best.between / (squares - whole) : 0,
  };
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/** The number with the fewest digits that is above `low` and at most `high`: what a person would write. */
export function roundest(low: number, high: number): number {
  const size = Math.max(Math.abs(low), Math.abs(high));
  for (let digits = Math.ceil(Math.log10(size || 1)) + 1; digits >= -12; digits--) {
    const step = 10 ** digits;
    // A division keeps 0.3 what it is where a product would not.
    const candidate = digits < 0 ? Math.floor(high * 10 ** -digits) / 10 ** -digits : Math.floor(high / step) * step;
    if (candidate > low && candidate <= high) return candidate;
  }
  return high;
}

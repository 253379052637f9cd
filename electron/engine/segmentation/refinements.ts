/** What was changed by hand, as rules that new customers can follow after the method has spoken. */
import type { FeatureTable } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { predictKMeans } from '../ml/clustering/kmeans.ts';
import { takeRows, type Matrix } from '../ml/types.ts';

/** One change; segments go by their ids. */
export type Refinement =
  | { kind: 'merge'; segments: number[]; into: number }
  /** The part with the nearest centre in the treated features (parts x features, row-major). */
  | { kind: 'nearest'; segment: number; parts: number[]; nFeatures: number; centres: Float64Array }
  /** Below the threshold of a raw feature, or without a value, against at or above it. */
  | { kind: 'rule'; segment: number; feature: string; threshold: number; below: number; above: number }
  /** From `from` to `to` where `margin` is at most `cut`; centres of both, one after the other. */
  | { kind: 'boundary'; from: number; to: number; centres: Float64Array; cut: number };

/**
 * Segment ids after the refinements, in their order; `ids` itself is left as it is. `table` holds the model's features,
 * `treated` those in use as the method saw them. O(n f) for each.
 */
export function refine(
  ids: Int32Array,
  refinements: readonly Refinement[],
  table: FeatureTable,
  treated: Matrix,
): Int32Array {
  const refined = ids.slice();
  for (const refinement of refinements) apply(refined, refinement, table, treated);
  return refined;
}

function apply(ids: Int32Array, refinement: Refinement, table: FeatureTable, treated: Matrix): void {
  if (refinement.kind === 'merge') {
    const merged = new Set(refinement.segments);
    for (let row = 0; row < ids.length; row++) if (merged.has(ids[row]!)) ids[row] = refinement.into;
  } else if (refinement.kind === 'nearest') {
    const { parts, nFeatures, centres } = refinement;
    const rows = rowsOf(ids, refinement.segment);
    const nearest = predictKMeans({ nClusters: parts.length, nFeatures, centres }, takeRows(treated, rows));
    rows.forEach((row, i) => (ids[row] = parts[nearest[i]!]!));
  } else if (refinement.kind === 'rule') {
    const values = featureValues(table, refinement.feature);
    for (const row of rowsOf(ids, refinement.segment)) {
      ids[row] = values[row]! >= refinement.threshold ? refinement.above : refinement.below;
    }
  } else {
    const { from, to, centres, cut } = refinement;
    for (const row of rowsOf(ids, from)) if (margin(treated, row, centres) <= cut) ids[row] = to;
  }
}

/** Rows of a segment, ascending. */
export function rowsOf(ids: Int32Array, segment: number): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < ids.length; row++) if (ids[row] === segment) rows.push(row);
  return Int32Array.from(rows);
}

/** Raw values of a feature. Throws `invalid_input` (`unknown_feature`). */
export function featureValues(table: FeatureTable, feature: string): Float64Array {
  const position = table.definitions.findIndex(({ id }) => id === feature);
  if (position < 0) throw new AppError('invalid_input', { reason: 'unknown_feature', feature });
  return table.values[position]!;
}

/**
 * Squared distance to the second centre less that to the first: the lower, the nearer a customer is to the other
 * segment. It is linear, so that moving all up to a cut moves the border in parallel.
 */
export function margin({ data, nFeatures }: Matrix, row: number, centres: Float64Array): number {
  let difference = 0;
  for (let j = 0; j < nFeatures; j++) {
    const value = data[row * nFeatures + j]!;
    difference += (value - centres[nFeatures + j]!) ** 2 - (value - centres[j]!) ** 2;
  }
  return difference;
}

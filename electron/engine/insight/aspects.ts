/** What a name is chosen from: how members of a segment stand beside all others, aspect by aspect. */
import type { FeatureTable } from '../../../shared/domain.ts';

/** Aspects of buying that names speak of, and the feature each is read from. */
export const aspectFeatures = {
  recency: 'recency',
  frequency: 'frequency',
  monetary: 'monetary',
  tenure: 'tenure',
  basket: 'averageOrderValue',
  discount: 'discountShare',
  variety: 'distinctProducts',
  returns: 'returnRate',
} as const;
export type Aspect = keyof typeof aspectFeatures;

/** Chance of a member having more than others, 0 to 1, 0.5 like everybody; absent aspects are missing. */
export type Standing = Partial<Record<Aspect, number>>;

/**
 * For each segment the chance that a member has more than a customer outside it, ties counted half (Vargha & Delaney
 * 2000), from the mean mid-rank r of a share s of all customers: A = (r - s / 2) / (1 - s). Unlike a quotient of
 * medians it needs no unit, bears outliers, does not depend on the segment's size, and tells apart features that are
 * mostly 0. Missing values stay out.
 * @param values one value per customer.
 * @param labels segment per customer, 0 to nClusters - 1.
 * @returns one figure per segment; 0.5 for a segment without a known value, or without anyone outside. O(n log n).
 */
export function superiority(values: Float64Array, labels: Int32Array, nClusters: number): Float64Array {
  const known = new Int32Array(values.length);
  let nKnown = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) known[nKnown++] = i;
  const order = known.subarray(0, nKnown).sort((a, b) => values[a]! - values[b]!);
  const sums = new Float64Array(nClusters);
  const sizes = new Int32Array(nClusters);
  for (let start = 0; start < nKnown;) {
    let end = start + 1;
    while (end < nKnown && values[order[end]!] === values[order[start]!]) end++;
    const rank = (start + end) / 2 / nKnown;
    for (let i = start; i < end; i++) {
      const label = labels[order[i]!]!;
      sums[label] = sums[label]! + rank;
      sizes[label] = sizes[label]! + 1;
    }
    start = end;
  }
  return sums.map((sum, label) => {
    const size = sizes[label]!;
    if (size === 0 || size === nKnown) return 0.5;
    const share = size / nKnown;
    // Rounding may leave the bounds by a hair.
    return Math.min(1, Math.max(0, (sum / size - share / 2) / (1 - share)));
  });
}

/** The standing of every segment in all aspects that the table has a feature for. */
export function segmentStandings(table: FeatureTable, labels: Int32Array, nClusters: number): Standing[] {
  const standings: Standing[] = Array.from({ length: nClusters }, () => ({}));
  for (const [aspect, id] of Object.entries(aspectFeatures) as [Aspect, string][]) {
    const column = table.definitions.findIndex((definition) => definition.id === id);
    if (column < 0) continue;
    const chances = superiority(table.values[column]!, labels, nClusters);
    for (const [label, standing] of standings.entries()) standing[aspect] = chances[label]!;
  }
  return standings;
}

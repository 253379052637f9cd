/** How well the customers of each segment fit it, ready to be drawn. */
import type { SegmentSilhouette, SilhouettePlot } from '../../../shared/evaluation.ts';
import { silhouetteScores } from '../ml/metrics/silhouette.ts';
import type { Context, Matrix } from '../ml/types.ts';

/** Values drawn of a segment: more than a plot of this height has lines for. */
export const mostValues = 200;

/**
 * Silhouettes of every customer in the common space, or of a stratified sample, by segment.
 * @param space the treated features, one row per customer.
 * @param labels 0-based position of each row's segment.
 * @param sampleSize customers measured at most.
 * @throws AppError `insufficient_data` (`one_segment`), `cancelled`. O(sampleSize^2 * features).
 */
export function segmentSilhouettes(
  space: Matrix,
  labels: Int32Array,
  sampleSize: number,
  ctx: Context,
): SilhouettePlot {
  const [result] = silhouetteScores(space, [labels], { sampleSize }, ctx);
  const { perSample, nearest, rows, silhouette } = result!;
  const nSegments = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  const members = Array.from({ length: nSegments }, (): number[] => []);
  rows.forEach((row, i) => members[labels[row]!]!.push(i));
  const segments = members.flatMap((own, position): SegmentSilhouette[] => {
    if (own.length === 0) return [];
    const values = Float64Array.from(own, (i) => perSample[i]!)
      .sort()
      .reverse();
    const below = own.filter((i) => perSample[i]! < 0);
    return [
      {
        position,
        measured: own.length,
        mean: values.reduce((sum, value) => sum + value, 0) / own.length,
        belowZero: below.length / own.length,
        values: thinned(values),
        neighbour: mostFrequent(
          (below.length > 0 ? below : own).map((i) => nearest[i]!),
          nSegments,
        ),
      },
    ];
  });
  return { customers: space.nSamples, measured: rows.length, mean: silhouette, segments };
}

/** At most `mostValues`, evenly drawn, with both ends. */
function thinned(values: Float64Array): Float64Array {
  if (values.length <= mostValues) return values;
  return Float64Array.from(
    { length: mostValues },
    (_, i) => values[Math.round((i * (values.length - 1)) / (mostValues - 1))]!,
  );
}

function mostFrequent(labels: readonly number[], nLabels: number): number {
  const counts = new Int32Array(nLabels);
  for (const label of labels) counts[label]!++;
  return counts.indexOf(Math.max(...counts));
}

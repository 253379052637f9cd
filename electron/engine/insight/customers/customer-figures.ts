/** What is said of one customer beside the others: figures, ranks, and which segment is the next closest. */
import { isReadable, type CustomerFigure } from '../../../../shared/customers.ts';
import { quantileInPlace } from '../../ml/preprocessing/order-statistics.ts';
import { usableValues } from '../../ml/preprocessing/usable.ts';
import type { Matrix } from '../../ml/types.ts';
import type { CustomerList } from './customer-list.ts';

/** The customer's readable features in the order of the table. Medians are computed once per list. */
export function customerFigures(list: CustomerList, row: number): CustomerFigure[] {
  const { table, labels } = list;
  const own = labels[row]!;
  return table.definitions.flatMap((definition, f) => {
    if (!isReadable(definition)) return [];
    const values = table.values[f]!;
    const value = values[row]!;
    return {
      feature: definition.id,
      value,
      segmentMedian: list.once(`median ${own} ${f}`, () => medianOf(values.filter((_, i) => labels[i] === own))),
      overallMedian: list.once(`median ${f}`, () => medianOf(values)),
      rank: rankOf(values, value),
    };
  });
}

/** Share of customers with a lower value of a feature, 0 to 1. */
export function shareBelow(values: Float64Array, value: number): number {
  let below = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! < value) below++;
  return below / values.length;
}

function rankOf(values: Float64Array, value: number): number {
  if (!Number.isFinite(value)) return NaN;
  let below = 0;
  let equal = 0;
  let known = 0;
  for (let i = 0; i < values.length; i++) {
    const other = values[i]!;
    if (other < value) below++;
    else if (other === value) equal++;
    if (Number.isFinite(other)) known++;
  }
  return (below + equal / 2) / known;
}

function medianOf(values: Float64Array): number {
  const usable = usableValues(values);
  return usable.length === 0 ? NaN : quantileInPlace(usable, 0.5);
}

/**
 * Euclidean distance in the treated features to the middle (mean) of the own segment, and the closest of the others
 * with its distance. A method may well draw its borders elsewhere (rules, the space of a network): then the closest
 * can be closer than the own.
 */
export function closestSegments(
  list: CustomerList,
  treated: Matrix,
  row: number,
): { distance: number; closest: { position: number; distance: number } | null } {
  const { labels } = list;
  const centres = list.once('centres', () => centresOf(treated, labels));
  const { data, nFeatures } = treated;
  let own = NaN;
  let closest: { position: number; distance: number } | null = null;
  for (const [position, centre] of centres) {
    let squares = 0;
    for (let f = 0; f < nFeatures; f++) squares += (data[row * nFeatures + f]! - centre[f]!) ** 2;
    const distance = Math.sqrt(squares);
    if (position === labels[row]) own = distance;
    else if (!closest || distance < closest.distance) closest = { position, distance };
  }
  return { distance: own, closest };
}

/** Mean of the treated features of each segment that has customers, by position in ascending order. */
function centresOf({ data, nSamples, nFeatures }: Matrix, labels: Int32Array): Map<number, Float64Array> {
  const sums = new Map<number, { count: number; sum: Float64Array }>();
  for (let row = 0; row < nSamples; row++) {
    let entry = sums.get(labels[row]!);
    if (!entry) sums.set(labels[row]!, (entry = { count: 0, sum: new Float64Array(nFeatures) }));
    entry.count++;
    for (let f = 0; f < nFeatures; f++) entry.sum[f]! += data[row * nFeatures + f]!;
  }
  return new Map(
    [...sums].sort(([a], [b]) => a - b).map(([position, { count, sum }]) => [position, sum.map((s) => s / count)]),
  );
}

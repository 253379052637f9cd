import type { ExternalScores } from '../../../shared/domain.ts';
import type { LabelColumn } from '../../../shared/customer-table.ts';
import { adjustedRandIndex, clusteringAccuracy, normalizedMutualInformation } from '../ml/metrics/external.ts';

/**
 * How well segments agree with labels that were known beforehand; null where nobody has one. O(rows), and the cube of
 * the number of labels.
 * @param customers the customer of each row, an index into `label.codes`.
 * @param segments the segment of each row.
 */
export function externalScores(label: LabelColumn, customers: Int32Array, segments: Int32Array): ExternalScores | null {
  const rows = Int32Array.from(customers.keys()).filter((row) => label.codes[customers[row]!]! >= 0);
  if (rows.length === 0) return null;
  const truth = rows.map((row) => label.codes[customers[row]!]!);
  const found = rows.map((row) => segments[row]!);
  return {
    accuracy: clusteringAccuracy(truth, found),
    nmi: normalizedMutualInformation(truth, found),
    ari: adjustedRandIndex(truth, found),
  };
}

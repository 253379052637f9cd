import { AppError } from '../../../../shared/errors.ts';

/**
 * Labels as 0 .. n-1 without gaps, in ascending order of the old ones, with the size of each cluster.
 * Throws `insufficient_data` (`one_segment`) for fewer than two clusters.
 */
export function denseLabels(labels: ArrayLike<number>): { labels: Int32Array; sizes: Int32Array } {
  const { labels: dense, sizes } = encodeLabels(labels);
  if (sizes.length < 2) throw new AppError('insufficient_data', { reason: 'one_segment' });
  return { labels: dense, sizes };
}

/** As `denseLabels`, for any number of clusters. */
export function encodeLabels(labels: ArrayLike<number>): { labels: Int32Array; sizes: Int32Array } {
  const values = [...new Set(Array.from(labels))].sort((a, b) => a - b);
  const position = new Map(values.map((value, i) => [value, i]));
  const sizes = new Int32Array(values.length);
  const dense = Int32Array.from(labels, (label) => {
    const i = position.get(label)!;
    sizes[i]!++;
    return i;
  });
  return { labels: dense, sizes };
}

/** Likeliest class of each row; of equally likely ones the lowest. */
export function likeliest(scores: ArrayLike<number>, nClasses: number): Int32Array {
  return Int32Array.from({ length: scores.length / nClasses }, (_, i) => {
    let best = 0;
    for (let c = 1; c < nClasses; c++) if (scores[i * nClasses + c]! > scores[i * nClasses + best]!) best = c;
    return best;
  });
}

/** Rows whose label is known, in order. */
export function rowsWithLabel(labels: Int32Array): Int32Array {
  return Int32Array.from(labels.keys()).filter((row) => labels[row]! >= 0);
}

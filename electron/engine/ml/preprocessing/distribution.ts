/** Histograms for the small plots that show a column before and after its treatment. */
import { isUsable } from './usable.ts';

export interface Distribution {
  /** bins + 1 ascending bounds; a bin holds its lower bound, the last one its upper bound too. */
  edges: number[];
  counts: number[];
  /** Values that are NaN or infinite and stand in no bin. */
  missing: number;
}

/**
 * Counts values in `bins` (20) bins of equal width between their extremes, as NumPy's histogram: where all are equal,
 * from half below to half above; where there are none, from 0 to 1. O(n).
 */
export function distribution(values: ArrayLike<number>, bins = 20): Distribution {
  let minimum = Infinity;
  let maximum = -Infinity;
  let missing = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!isUsable(value)) missing++;
    else {
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    }
  }
  if (missing === values.length) [minimum, maximum] = [0, 1];
  else if (minimum === maximum) {
    const half = Math.max(0.5, Math.abs(minimum) * 1e-9);
    [minimum, maximum] = [minimum - half, maximum + half];
  }
  const width = (maximum - minimum) / bins;
  const edges = Array.from({ length: bins + 1 }, (_, b) => (b === bins ? maximum : minimum + b * width));
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!isUsable(value)) continue;
    let bin = Math.min(bins - 1, Math.floor((value - minimum) / width));
    // Rounding may put a value on the wrong side of its edge.
    if (value < edges[bin]!) bin--;
    else if (bin < bins - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  return { edges, counts, missing };
}

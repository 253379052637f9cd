/** The order of points in a balanced k-d tree. */

/** Points whose coordinates lie `stride` values apart, of which the first `nFeatures` count. */
export interface Points {
  values: Float32Array;
  stride: number;
  nFeatures: number;
}

/** Points above which a part of the work is worth a look at `checkCancelled`. */
const largePart = 4096;

/**
 * The points in an order in which each leaf, and each half, quarter .. of the leaves, is a run; each part is halved
 * across the feature of its largest variance. Leaf t of `nLeaves` (a power of two) begins at position startOf(t).
 */
export function treeOrder(
  points: Points,
  nLeaves: number,
  startOf: (leaf: number) => number,
  checkCancelled: () => void,
): Int32Array {
  const order = Int32Array.from({ length: startOf(nLeaves) }, (_, i) => i);
  const halve = (from: number, to: number): void => {
    if (to - from < 2) return;
    const start = startOf(from);
    const end = startOf(to);
    const middle = (from + to) / 2;
    if (end - start > largePart) checkCancelled();
    const feature = widestFeature(points, order, start, end);
    if (end - start > largePart) checkCancelled();
    partition(order, points, feature, start, end, startOf(middle));
    halve(from, middle);
    halve(middle, to);
  };
  halve(0, nLeaves);
  return order;
}

/** The feature of largest variance among the positions start .. end - 1. */
function widestFeature({ values, stride, nFeatures }: Points, order: Int32Array, start: number, end: number): number {
  const sum = new Float64Array(nFeatures);
  const squares = new Float64Array(nFeatures);
  for (let t = start; t < end; t++) {
    const at = order[t]! * stride;
    for (let j = 0; j < nFeatures; j++) {
      const value = values[at + j]!;
      sum[j]! += value;
      squares[j]! += value * value;
    }
  }
  let best = 0;
  let widest = -1;
  for (let j = 0; j < nFeatures; j++) {
    const variance = squares[j]! - (sum[j]! * sum[j]!) / (end - start);
    if (variance > widest) {
      widest = variance;
      best = j;
    }
  }
  return best;
}

/** Hoare's selection: afterwards no value before position `middle` is larger than one from `middle` on. */
function partition(
  order: Int32Array,
  { values, stride }: Points,
  feature: number,
  start: number,
  end: number,
  middle: number,
): void {
  let low = start;
  let high = end - 1;
  while (low < high) {
    const pivot = values[order[(low + high) >> 1]! * stride + feature]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[order[i]! * stride + feature]! < pivot) i++;
      while (values[order[j]! * stride + feature]! > pivot) j--;
      if (i <= j) {
        const swap = order[i]!;
        order[i++] = order[j]!;
        order[j--] = swap;
      }
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else return;
  }
}

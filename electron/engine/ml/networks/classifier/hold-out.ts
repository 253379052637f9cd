/** Rows held out of a classifier's training, class by class. */
import type { Random } from '../../random.ts';

/** Of fewer rows nothing is held out: such a part would be too small to judge by. */
const fewestToHoldOut = 20;

/**
 * Holds out a `share` of each class, rounded, but never its last row. Both parts in ascending order; when none is held
 * out, `validation` is empty.
 */
export function stratifiedSplit(
  labels: Int32Array,
  share: number,
  random: Random,
): { training: Int32Array; validation: Int32Array } {
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  // How many of each class are still to be held out; the first ones of a random order are.
  const wanted = new Map<number, number>();
  for (const [label, size] of sizes) {
    wanted.set(label, labels.length < fewestToHoldOut ? 0 : Math.min(size - 1, Math.round(share * size)));
  }
  const isHeld = new Uint8Array(labels.length);
  for (const row of random.permutation(labels.length)) {
    const left = wanted.get(labels[row]!)!;
    if (left === 0) continue;
    wanted.set(labels[row]!, left - 1);
    isHeld[row] = 1;
  }
  const rows = Int32Array.from(labels.keys());
  return { training: rows.filter((row) => !isHeld[row]), validation: rows.filter((row) => isHeld[row]) };
}

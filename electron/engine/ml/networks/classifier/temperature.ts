/** Temperature scaling: calibrates a network's probabilities with a single number (Guo, Pleiss, Sun & Weinberger 2017). */
import type { Matrix } from '../../types.ts';

/** Where the temperature is sought: beyond, probabilities would be certainties or nearly all alike. */
const coldest = 0.1;
const hottest = 10;

/**
 * softmax(logits / temperature + offsets) of each row: n x nClasses, row-major.
 * @param offsets one per class, for example logarithms of class weights to be undone
 */
export function softmax(logits: Matrix, temperature: number, offsets: ArrayLike<number>): Float64Array {
  const { data, nSamples, nFeatures: nClasses } = logits;
  const probabilities = new Float64Array(nSamples * nClasses);
  for (let start = 0; start < probabilities.length; start += nClasses) {
    let most = -Infinity;
    for (let c = 0; c < nClasses; c++) {
      const value = data[start + c]! / temperature + offsets[c]!;
      probabilities[start + c] = value;
      most = Math.max(most, value);
    }
    let total = 0;
    for (let c = 0; c < nClasses; c++) total += probabilities[start + c] = Math.exp(probabilities[start + c]! - most);
    for (let c = 0; c < nClasses; c++) probabilities[start + c]! /= total;
  }
  return probabilities;
}

/**
 * The temperature, 0.1 to 10, with the lowest log loss on rows that the network was not trained on. The loss is convex
 * in 1 / temperature, so its slope is bisected. O(25 x n x nClasses).
 * @param labels the true class of each row of `logits`
 */
export function fitTemperature(
  logits: Matrix,
  labels: Int32Array,
  offsets: ArrayLike<number>,
  checkCancelled: () => void = () => {},
): number {
  let low = 1 / hottest;
  let high = 1 / coldest;
  if (slope(logits, labels, offsets, low) >= 0) return hottest;
  if (slope(logits, labels, offsets, high) <= 0) return coldest;
  while (high - low > 1e-6 * low) {
    checkCancelled();
    const middle = (low + high) / 2;
    if (slope(logits, labels, offsets, middle) < 0) low = middle;
    else high = middle;
  }
  return 2 / (low + high);
}

/** Slope of the summed log loss by the inverse temperature: expected logit less that of the true class. */
function slope(logits: Matrix, labels: Int32Array, offsets: ArrayLike<number>, inverse: number): number {
  const { data, nFeatures: nClasses } = logits;
  const probabilities = softmax(logits, 1 / inverse, offsets);
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const start = i * nClasses;
    for (let c = 0; c < nClasses; c++) sum += probabilities[start + c]! * data[start + c]!;
    sum -= data[start + labels[i]!]!;
  }
  return sum;
}

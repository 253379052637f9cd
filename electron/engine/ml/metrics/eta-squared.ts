import { encodeLabels } from './labels.ts';

/** Share of the variance of `values` that lies between groups: 0 none, 1 all of it; 0 where nothing varies. O(n). */
export function etaSquared(values: ArrayLike<number>, labels: ArrayLike<number>): number {
  const { labels: own, sizes } = encodeLabels(labels);
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i]! / n;
  const sums = new Float64Array(sizes.length);
  let total = 0;
  for (let i = 0; i < n; i++) {
    const centred = values[i]! - mean;
    sums[own[i]!]! += centred;
    total += centred * centred;
  }
  const between = sums.reduce((sum, group, i) => sum + (group * group) / sizes[i]!, 0);
  return total > 0 ? between / total : 0;
}

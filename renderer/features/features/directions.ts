import type { PcaSummary } from '../../../shared/domain.ts';

/** How many leading components hold half of the variance (at least two, if there are so many), and what they hold. */
export function leadingDirections(ratios: readonly number[]): { count: number; share: number } {
  let count = 0;
  let share = 0;
  while (count < ratios.length && (share < 0.5 || count < 2)) share += ratios[count++]!;
  return { count, share };
}

/** Features with the largest loadings on a component, strongest first, and whether they rise along it. */
export function strongestFeatures(
  pca: PcaSummary,
  component: number,
  count: number,
): { feature: string; rises: boolean }[] {
  const loadings = pca.components[component] ?? [];
  return pca.features
    .map((feature, f) => ({ feature, loading: loadings[f] ?? 0 }))
    .sort((a, b) => Math.abs(b.loading) - Math.abs(a.loading))
    .slice(0, count)
    .map(({ feature, loading }) => ({ feature, rises: loading > 0 }));
}

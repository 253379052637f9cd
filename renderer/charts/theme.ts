import type { ChartTheme } from '../../shared/charts/theme.ts';

/** The design tokens in force, as charts want them. */
export function readTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const several = (name: string, count: number): string[] =>
    Array.from({ length: count }, (_, i) => token(`${name}-${i + 1}`));
  return {
    fontFamily: token('font-sans'),
    text: token('text'),
    text3: token('text-3'),
    surface: token('surface'),
    accentSoft: token('accent-soft'),
    accentText: token('accent-text'),
    grid: token('chart-grid'),
    axis: token('chart-axis'),
    neutral: token('chart-neutral'),
    context: token('chart-context'),
    main: token('chart-main'),
    ramp: several('ramp', 5),
    segments: several('seg', 12),
    diverging: several('div', 7),
    onDiverging: token('on-div'),
  };
}

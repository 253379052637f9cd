/** How segments differ from the average: standardised means, features down, segments across. */
import { frame, quietAxis, tickSize, type ChartOption, type ChartTheme } from './theme.ts';

export interface HeatMapData {
  segments: readonly string[];
  features: readonly string[];
  /** values[f][s]: (segment mean - overall mean) / overall standard deviation. */
  values: readonly (readonly number[])[];
  /** Figures to print in the cells, same shape. */
  labels: readonly (readonly string[])[];
}

/** Bounds between the seven steps, in standard deviations: within a fifth of one is average. */
const bounds = [-1, -0.5, -0.2, 0.2, 0.5, 1] as const;

export type DivergingStep = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** The step (0 to 6) of a standardised difference; 3 is average, and so is what is not known. */
export function divergingStep(value: number): DivergingStep {
  if (Number.isNaN(value)) return 3;
  let step = 0;
  while (step < bounds.length && value >= bounds[step]!) step++;
  return step as DivergingStep;
}

/** Cells coloured in seven steps with the figure inside. */
export function heatMapOption(data: HeatMapData, theme: ChartTheme): ChartOption {
  const cells = data.features.flatMap((_, f) =>
    data.segments.map((__, s) => ({
      value: [s, f, data.values[f]![s]!],
      itemStyle: {
        color: theme.diverging[divergingStep(data.values[f]![s]!)]!,
        borderColor: theme.surface,
        borderWidth: 2,
        borderRadius: 4,
      },
      label: { show: true, formatter: data.labels[f]![s]!, color: theme.onDiverging, fontSize: tickSize },
    })),
  );
  const axis = { type: 'category' as const, ...quietAxis(theme), axisLine: { show: false } };
  return {
    ...frame(theme),
    grid: { left: 8, right: 8, top: 8, bottom: 8, containLabel: true },
    xAxis: { ...axis, position: 'top', data: [...data.segments] },
    yAxis: { ...axis, inverse: true, data: [...data.features] },
    series: [{ type: 'heatmap', silent: true, data: cells }],
  } as ChartOption;
}

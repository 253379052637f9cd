/** How much of what differs between customers each principal component holds. */
import { frame, labelStyle, quietAxis, type ChartOption, type ChartTheme } from './theme.ts';

export interface ExplainedVarianceData {
  /** Share of the variance per component, descending. */
  ratios: readonly number[];
  /** Figures to print on the bars. */
  labels: readonly string[];
  /** How many leading components are the subject; the rest is context. */
  leading: number;
}

/** Bars from 0; the leading components in the main colour. */
export function explainedVarianceOption(data: ExplainedVarianceData, theme: ChartTheme): ChartOption {
  return {
    ...frame(theme),
    grid: { left: 4, right: 4, top: 22, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: data.ratios.map((_, i) => String(i + 1)), ...quietAxis(theme) },
    yAxis: { type: 'value', show: false, min: 0 },
    series: [
      {
        type: 'bar',
        silent: true,
        barWidth: '62%',
        data: data.ratios.map((value, i) => ({
          value,
          itemStyle: { color: i < data.leading ? theme.main : theme.neutral, borderRadius: [2, 2, 0, 0] },
          label: {
            show: true,
            position: 'top',
            formatter: data.labels[i]!,
            ...labelStyle(theme, i < data.leading),
          },
        })),
      },
    ],
  } as ChartOption;
}

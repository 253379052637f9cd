/** How many customers have which value: bars over an axis that may be cut. */
import { frame, quietAxis, tickSize, type ChartOption, type ChartTheme } from './theme.ts';

export interface HistogramData {
  /** Ascending bounds, one more than counts. */
  edges: readonly number[];
  counts: readonly number[];
  /** Words for the bounds that are printed below the bars, in the order of `edges`; empty prints none. */
  labels: readonly string[];
  /** True for the values as methods see them, which are the subject; before that they are context. */
  strong: boolean;
}

/** Bars from 0 that touch each other; no figures, as the table has them. */
export function histogramOption(data: HistogramData, theme: ChartTheme): ChartOption {
  return {
    ...frame(theme),
    grid: { left: 2, right: 2, top: 4, bottom: 20 },
    xAxis: [
      { type: 'category', show: false, data: data.counts.map((_, i) => String(i)) },
      {
        ...quietAxis(theme),
        type: 'value',
        position: 'bottom',
        min: 0,
        max: data.edges.length - 1,
        interval: (data.edges.length - 1) / 2,
        axisLabel: {
          color: theme.text3,
          fontSize: tickSize,
          fontFamily: theme.fontFamily,
          hideOverlap: true,
          alignMinLabel: 'left',
          alignMaxLabel: 'right',
          formatter: (at: number) => data.labels[Math.round(at)] ?? '',
        },
      },
    ],
    yAxis: { type: 'value', show: false, min: 0 },
    series: [
      {
        type: 'bar',
        silent: true,
        barWidth: '88%',
        itemStyle: { color: data.strong ? theme.main : theme.context, borderRadius: [1, 1, 0, 0] },
        data: [...data.counts],
      },
    ],
  } as ChartOption;
}

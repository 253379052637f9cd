/** How many segments: separation and stability against their number, the recommended number marked. */
import { frame, labelStyle, quietAxis, tooltipFrame, type ChartOption, type ChartTheme } from './theme.ts';

export interface SegmentCountData {
  /** Candidate numbers, ascending. */
  counts: readonly number[];
  /** Mean silhouette and mean adjusted Rand index of repetitions per candidate. */
  silhouettes: readonly number[];
  stabilities: readonly number[];
  recommended: number;
  separationLabel: string;
  stabilityLabel: string;
  /** What a tooltip says of each candidate; without, there is none. */
  tips?: readonly string[];
}

/** Two lines on one axis from 0 to 1, named at their ends; the recommended number stands in a soft band. */
export function segmentCountOption(data: SegmentCountData, theme: ChartTheme): ChartOption {
  const chosen = data.counts.indexOf(data.recommended);
  const lowest = Math.min(0, ...data.silhouettes.filter(Number.isFinite));
  const series = (
    name: string,
    values: readonly number[],
    colour: string,
    labelColour: string,
  ): Record<string, unknown> => ({
    type: 'line',
    name,
    silent: !data.tips,
    symbol: 'circle',
    symbolSize: 5,
    lineStyle: { color: colour, width: 1.75 },
    itemStyle: { color: colour },
    endLabel: { show: true, formatter: name, distance: 8, ...labelStyle(theme), color: labelColour },
    data: values.map((value, i) => {
      if (!Number.isFinite(value) && i !== chosen) return null;
      const tip = data.tips ? { tooltip: { formatter: data.tips[i]! } } : null;
      if (i !== chosen) return tip ? { value, ...tip } : value;
      return {
        value,
        ...tip,
        symbolSize: 10,
        label: {
          show: true,
          position: 'top',
          formatter: Number.isFinite(value) ? value.toFixed(2).replace('-', '−') : '',
          ...labelStyle(theme, true),
        },
      };
    }),
  });
  return {
    ...frame(theme),
    grid: { left: 12, right: 92, top: 22, bottom: 4, containLabel: true },
    xAxis: { type: 'category', boundaryGap: true, data: data.counts.map(String), ...quietAxis(theme) },
    ...(data.tips ? { tooltip: tooltipFrame(theme) } : {}),
    yAxis: { type: 'value', show: false, min: lowest < 0 ? lowest - 0.05 : 0, max: 1 },
    series: [
      {
        type: 'bar',
        name: 'recommended',
        silent: true,
        barWidth: '64%',
        itemStyle: { color: theme.accentSoft, borderRadius: [4, 4, 0, 0] },
        data: data.counts.map((_, i) => (i === chosen ? 1 : null)),
      },
      series(data.stabilityLabel, data.stabilities, theme.context, theme.text3),
      series(data.separationLabel, data.silhouettes, theme.main, theme.main),
    ],
  } as ChartOption;
}

/** How many segments: every criterion against their number, each in a lane of its own, the recommended number marked. */
import { frame, labelStyle, quietAxis, tooltipFrame, type ChartOption, type ChartTheme } from './theme.ts';

export interface CountCriterion {
  name: string;
  /** Of each candidate, in its own unit; NaN where it was not measured. */
  values: readonly number[];
  lowerIsBetter?: boolean;
  /** A value in words. */
  say: (value: number) => string;
}

export interface SegmentCountData {
  /** Candidate numbers, ascending. */
  counts: readonly number[];
  /** From top to bottom. */
  criteria: readonly CountCriterion[];
  recommended: number;
  /** What a tooltip says of each candidate; without, there is none. */
  tips?: readonly string[];
}

/** Part of a lane that its line may take; above it there is room for a figure. */
const reach = 0.6;
const foot = 0.1;

/**
 * A line per criterion. They have different units, so each runs from the worst candidate at the foot of its lane to the
 * best at its top: up is better in all. The recommended number stands in a soft band and carries its own figures.
 */
export function segmentCountOption(data: SegmentCountData, theme: ChartTheme): ChartOption {
  const { counts, criteria, tips } = data;
  const chosen = counts.indexOf(data.recommended);
  const lane = ({ name, values, lowerIsBetter, say }: CountCriterion, position: number): Record<string, unknown> => {
    const base = criteria.length - 1 - position + foot;
    const heights = goodness(values, lowerIsBetter ?? false);
    return {
      type: 'line',
      name,
      silent: !tips,
      symbol: 'circle',
      symbolSize: 5,
      lineStyle: { color: theme.context, width: 1.75 },
      itemStyle: { color: theme.context },
      endLabel: { show: true, formatter: name, distance: 8, ...labelStyle(theme), color: theme.text3 },
      data: heights.map((height, i) => {
        if (!Number.isFinite(height)) return null;
        const value = base + reach * height;
        const tip = tips ? { tooltip: { formatter: tips[i]! } } : null;
        if (i !== chosen) return tip ? { value, ...tip } : value;
        const label = { show: true, position: 'top', formatter: say(values[i]!), ...labelStyle(theme, true) };
        return { value, ...tip, symbolSize: 10, itemStyle: { color: theme.main }, label };
      }),
    };
  };
  return {
    ...frame(theme),
    grid: { left: 12, right: 92, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: 'category', boundaryGap: true, data: counts.map(String), ...quietAxis(theme) },
    ...(tips ? { tooltip: tooltipFrame(theme) } : {}),
    yAxis: {
      type: 'value',
      min: 0,
      max: criteria.length,
      interval: 1,
      axisLabel: { show: false },
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: theme.grid } },
    },
    series: [
      {
        type: 'bar',
        name: 'recommended',
        silent: true,
        barWidth: '64%',
        itemStyle: { color: theme.accentSoft },
        data: counts.map((_, i) => (i === chosen ? criteria.length : null)),
      },
      ...criteria.map(lane),
    ],
  } as ChartOption;
}

/** 0 for the worst candidate to 1 for the best; in the middle where all are alike, NaN where one was not measured. */
function goodness(values: readonly number[], lowerIsBetter: boolean): number[] {
  const known = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return values.map((value) => {
    if (!Number.isFinite(value)) return NaN;
    if (low === high) return 0.5;
    const share = (value - low) / (high - low);
    return lowerIsBetter ? 1 - share : share;
  });
}

/** How well customers fit their segments: silhouettes sorted within each segment, the segments stacked. */
import {
  frame,
  labelStyle,
  segmentColour,
  tickSize,
  tooltipFrame,
  type ChartOption,
  type ChartTheme,
} from './theme.ts';

export interface SilhouetteRow {
  name: string;
  /** Number in the palette. */
  colour: number;
  /** Silhouettes, descending. */
  values: ArrayLike<number>;
  /** Of all customers, 0 to 1. */
  share: number;
  mean: string;
  /** The row that the title speaks of. */
  strong: boolean;
  tip: string;
}

export interface SilhouetteData {
  rows: readonly SilhouetteRow[];
  mean: number;
  meanLabel: string;
}

/** Lines of the plot in all, without the gaps between segments. */
const lines = 360;
/** A small segment has this part of an equal share at least, so that its name has room; among many, more of it. */
const leastPart = (segments: number): number => (segments > 6 ? 0.9 : 0.62);
/** Room for names, and for means, in pixels. */
const nameWidth = 132;
const meanWidth = 44;
const gap = 5;

/** How many lines each segment gets: by size, with room for a name in the smallest. */
export function linesOf(shares: readonly number[]): number[] {
  const floor = (leastPart(shares.length) * lines) / Math.max(1, shares.length);
  const left = Math.max(0, lines - floor * shares.length);
  const total = shares.reduce((sum, share) => sum + share, 0) || 1;
  return shares.map((share) => Math.max(4, Math.round(floor + (left * share) / total)));
}

/** Areas from 0, names on the left, means on the right, and a dashed line at the mean of everybody. */
export function silhouetteOption(data: SilhouetteData, theme: ChartTheme): ChartOption {
  const heights = linesOf(data.rows.map(({ share }) => share));
  const slots = heights.reduce((sum, height) => sum + height + gap, -gap);
  const names: unknown[] = new Array<string>(slots).fill('');
  const means: unknown[] = new Array<string>(slots).fill('');
  const lowest = Math.min(0, ...data.rows.map(({ values }) => values[values.length - 1] ?? 0));
  const highest = Math.max(0.1, ...data.rows.map(({ values }) => values[0] ?? 0));
  let start = 0;
  const series = data.rows.flatMap((row, i) => {
    const height = heights[i]!;
    const middle = start + (height >> 1);
    const textStyle = { fontWeight: row.strong ? 600 : 400 };
    names[middle] = { value: row.name, textStyle };
    means[middle] = { value: row.mean, textStyle };
    const at = (line: number): number =>
      row.values[Math.round((line * (row.values.length - 1)) / Math.max(1, height - 1))] ?? 0;
    const points = Array.from({ length: height }, (_, line): [number, number] => [at(line), start + line]);
    const from = start;
    start += height + gap;
    const colour = segmentColour(theme, row.colour);
    return [
      {
        type: 'line',
        name: row.name,
        silent: true,
        showSymbol: false,
        lineStyle: { width: 0 },
        areaStyle: { color: colour, opacity: 0.9, origin: 0 },
        data: points,
      },
      {
        // What the pointer meets: one bar over the whole segment, not to be seen.
        type: 'bar',
        name: row.name,
        barWidth: '100%',
        barGap: '-100%',
        itemStyle: { color: colour, opacity: 0 },
        tooltip: { formatter: row.tip },
        data: points.filter(([, slot]) => (slot - from) % 4 === 0).map(([, slot]) => [highest, slot]),
      },
    ];
  });
  const side = {
    type: 'category' as const,
    inverse: true,
    axisTick: { show: false },
    axisLine: { show: false },
    splitLine: { show: false },
  };
  const text = { interval: 0, color: theme.text, fontSize: tickSize, fontFamily: theme.fontFamily, margin: 10 };
  const rule = (value: number, label: string, type: 'solid' | 'dashed', colour: string): Record<string, unknown> => ({
    xAxis: value,
    lineStyle: { color: colour, width: 1, type },
    label: { show: label !== '', formatter: label, position: 'end', distance: 4, ...labelStyle(theme, true) },
  });
  return {
    ...frame(theme),
    grid: { left: nameWidth + 12, right: meanWidth, top: 4, bottom: 22 },
    tooltip: tooltipFrame(theme),
    xAxis: {
      type: 'value',
      min: Math.floor(lowest * 10 - 0.01) / 10,
      max: Math.ceil(highest * 10) / 10,
      show: false,
    },
    yAxis: [
      { ...side, data: names, axisLabel: { ...text, width: nameWidth, overflow: 'break', lineHeight: 13 } },
      { ...side, position: 'right', data: means, axisLabel: text },
    ],
    series: [
      ...series,
      {
        type: 'line',
        silent: true,
        data: [],
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          data: [rule(0, '', 'solid', theme.axis), rule(data.mean, data.meanLabel, 'dashed', theme.text)],
        },
      },
    ],
  } as ChartOption;
}

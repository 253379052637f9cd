/** A customer's orders over time, and the silence since. */
import type { Language } from '../domain.ts';
import { frame, labelStyle, quietAxis, tickSize, type ChartOption, type ChartTheme } from './theme.ts';

export interface TimelineBar {
  /** Seconds since 1970, the shop's own time. */
  time: number;
  amount: number;
  /** Printed at the bar; empty for none. */
  label: string;
}

export interface OrderTimelineData {
  bars: readonly TimelineBar[];
  /** What is shown of the time, in seconds. */
  from: number;
  to: number;
  /** When the last order was; from there to `to` it is silent. */
  silentFrom: number;
  /** Printed in the silence; empty where it is too short to say. */
  silentLabel: string;
  language: Language;
}

const milliseconds = (seconds: number): number => seconds * 1000;

/** Bars from 0 on a line of time; silence is a plain ground. */
export function orderTimelineOption(data: OrderTimelineData, theme: ChartTheme): ChartOption {
  const chinese = data.language === 'zh-CN';
  return {
    ...frame(theme),
    useUTC: true,
    grid: { left: 8, right: 16, top: 24, bottom: 4, containLabel: true },
    xAxis: {
      type: 'time',
      min: milliseconds(data.from),
      max: milliseconds(data.to),
      ...quietAxis(theme),
      axisLabel: {
        color: theme.text3,
        fontSize: tickSize,
        fontFamily: theme.fontFamily,
        hideOverlap: true,
        formatter: {
          year: chinese ? '{yyyy} 年' : '{yyyy}',
          month: chinese ? '{M} 月' : '{MMM}',
          day: chinese ? '{M} 月 {d} 日' : '{d} {MMM}',
        },
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 3,
      ...quietAxis(theme),
      axisLine: { show: false },
      splitLine: { show: true, lineStyle: { color: theme.grid } },
    },
    series: [
      {
        type: 'bar',
        silent: true,
        barWidth: data.bars.length > 40 ? 4 : 8,
        itemStyle: { color: theme.main, borderRadius: [2, 2, 0, 0] },
        data: data.bars.map(({ time, amount, label }) => ({
          value: [milliseconds(time), amount],
          label: { show: label !== '', position: 'top', formatter: label, ...labelStyle(theme, true) },
        })),
        markArea: {
          silent: true,
          itemStyle: { color: theme.neutral, opacity: 0.22 },
          label: { show: data.silentLabel !== '', position: 'inside', color: theme.text, fontSize: tickSize },
          data: [[{ name: data.silentLabel, xAxis: milliseconds(data.silentFrom) }, { xAxis: milliseconds(data.to) }]],
        },
      },
    ],
  } as ChartOption;
}

import { describe, expect, it } from 'vitest';
import { orderTimelineOption } from '../../../shared/charts/order-timeline-option.ts';
import type { ChartTheme } from '../../../shared/charts/theme.ts';

const theme = {
  ...{ fontFamily: 'sans', text: 't', text3: 't3', surface: 's', accentSoft: 'as', accentText: 'at', grid: 'g' },
  ...{ axis: 'a', neutral: 'n', context: 'c', main: 'm', segments: [], ramp: [], diverging: [], onDiverging: 'd' },
} satisfies ChartTheme;

describe('the timeline of orders', () => {
  const option = orderTimelineOption(
    {
      bars: [
        { time: 1000, amount: 50, label: '' },
        { time: 2000, amount: 70, label: '70' },
      ],
      ...{ from: 500, to: 4000, silentFrom: 2000, silentLabel: '20 days', language: 'zh-CN' },
    },
    theme,
  ) as unknown as {
    useUTC: boolean;
    xAxis: { min: number; max: number; axisLabel: { formatter: Record<string, string> } };
    yAxis: { min: number };
    series: [{ data: { value: number[]; label: { show: boolean } }[]; markArea: { data: { xAxis: number }[][] } }];
  };

  it('draws bars from 0 in the shop’s own time, with the silence behind them', () => {
    expect(option.useUTC).toBe(true);
    expect([option.xAxis.min, option.xAxis.max, option.yAxis.min]).toEqual([500_000, 4_000_000, 0]);
    const [series] = option.series;
    expect(series.data.map(({ value }) => value)).toEqual([
      [1_000_000, 50],
      [2_000_000, 70],
    ]);
    expect(series.data.map(({ label }) => label.show)).toEqual([false, true]);
    expect(series.markArea.data[0]!.map(({ xAxis }) => xAxis)).toEqual([2_000_000, 4_000_000]);
  });

  it('is plain data that speaks the language', () => {
    expect(JSON.parse(JSON.stringify(option))).toEqual(option);
    expect(option.xAxis.axisLabel.formatter.month).toBe('{M} 月');
  });
});

/** Orders of each month, with the months in which days are missing marked. */
import { frame, labelStyle, quietAxis, type ChartOption, type ChartTheme } from './theme.ts';

export interface OrdersByMonthData {
  /** Names of the months, the year only where it begins. */
  months: readonly string[];
  orders: readonly number[];
  /** Positions of months that lack days, with what is said of them. */
  gaps: readonly { month: number; label: string }[];
}

/** Bars from 0; months that lack days stand out, and say so above. */
export function ordersByMonthOption(data: OrdersByMonthData, theme: ChartTheme): ChartOption {
  const gapOf = new Map(data.gaps.map(({ month, label }) => [month, label]));
  return {
    ...frame(theme),
    grid: { left: 4, right: 8, top: 26, bottom: 2, containLabel: true },
    xAxis: { type: 'category', data: [...data.months], ...quietAxis(theme) },
    yAxis: {
      type: 'value',
      splitNumber: 3,
      axisLabel: { color: theme.text3, fontSize: 12, fontFamily: theme.fontFamily },
      splitLine: { lineStyle: { color: theme.grid } },
    },
    series: [
      {
        type: 'bar',
        silent: true,
        barCategoryGap: '22%',
        itemStyle: { color: theme.main, borderRadius: [2, 2, 0, 0] },
        data: data.orders.map((value, month) => {
          const label = gapOf.get(month);
          if (label === undefined) return value;
          return {
            value,
            itemStyle: { color: theme.context },
            label: { show: true, position: 'top', formatter: label, ...labelStyle(theme) },
          };
        }),
      },
    ],
  } as ChartOption;
}

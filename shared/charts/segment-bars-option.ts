/** Who is many and who brings the money: share of customers beside share of revenue, per segment. */
import { frame, labelStyle, quietAxis, segmentColour, tickSize, type ChartOption, type ChartTheme } from './theme.ts';

export interface SegmentBar {
  name: string;
  /** Number in the palette. */
  colour: number;
  /** Shares from 0 to 1 and the figures to print beside the bars. */
  customers: number;
  customersLabel: string;
  /** Null where there are no orders: then customers alone are drawn. */
  revenue: number | null;
  revenueLabel: string;
}

/** Horizontal bars from 0, first segment on top: customers in grey, revenue in the segment's colour. */
export function segmentBarsOption(bars: readonly SegmentBar[], theme: ChartTheme): ChartOption {
  const series = (
    name: string,
    values: readonly { value: number; label: string; colour: string }[],
    strong: boolean,
  ): Record<string, unknown> => ({
    type: 'bar',
    name,
    silent: true,
    barWidth: strong ? 12 : 7,
    barGap: '20%',
    barCategoryGap: '36%',
    data: values.map(({ value, label, colour }) => ({
      value,
      itemStyle: { color: colour, borderRadius: [0, 2, 2, 0] },
      label: { show: true, position: 'right', distance: 6, formatter: label, ...labelStyle(theme, strong) },
    })),
  });
  const hasRevenue = bars.every(({ revenue }) => revenue !== null);
  return {
    ...frame(theme),
    grid: { left: 8, right: 48, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: 'value', show: false, min: 0 },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(({ name }) => name),
      ...quietAxis(theme),
      axisLabel: { color: theme.text, fontSize: tickSize, fontFamily: theme.fontFamily, margin: 10 },
    },
    series: hasRevenue
      ? [
          series(
            'revenue',
            bars.map((bar) => ({
              value: bar.revenue!,
              label: bar.revenueLabel,
              colour: segmentColour(theme, bar.colour),
            })),
            true,
          ),
          series(
            'customers',
            bars.map((bar) => ({ value: bar.customers, label: bar.customersLabel, colour: theme.neutral })),
            false,
          ),
        ]
      : [
          series(
            'customers',
            bars.map((bar) => ({
              value: bar.customers,
              label: bar.customersLabel,
              colour: segmentColour(theme, bar.colour),
            })),
            true,
          ),
        ],
  } as ChartOption;
}

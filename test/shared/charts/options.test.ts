import { describe, expect, it } from 'vitest';
import { explainedVarianceOption } from '../../../shared/charts/explained-variance-option.ts';
import { divergingStep, heatMapOption } from '../../../shared/charts/heat-map-option.ts';
import { lossCurveOption } from '../../../shared/charts/loss-curve-option.ts';
import { labelPlaces, mapOption } from '../../../shared/charts/map-option.ts';
import { ordersByMonthOption } from '../../../shared/charts/orders-by-month-option.ts';
import { segmentBarsOption } from '../../../shared/charts/segment-bars-option.ts';
import { segmentCountOption } from '../../../shared/charts/segment-count-option.ts';
import { colourOf, segmentColour, type ChartTheme } from '../../../shared/charts/theme.ts';

const theme: ChartTheme = {
  fontFamily: 'sans-serif',
  text: '#000',
  text3: '#666',
  surface: '#fff',
  accentSoft: '#eef',
  accentText: '#33c',
  grid: '#eee',
  axis: '#bbb',
  neutral: '#ccc',
  context: '#999',
  main: '#357',
  ramp: Array.from({ length: 5 }, (_, i) => `ramp-${i + 1}`),
  segments: Array.from({ length: 12 }, (_, i) => `seg-${i + 1}`),
  diverging: Array.from({ length: 7 }, (_, i) => `div-${i + 1}`),
  onDiverging: '#111',
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const plain = (option: unknown): any => structuredClone(option);

const map = {
  x: [0, 1, 2, 10],
  y: [0, 4, 1, 10],
  segments: [0, 0, 0, 1],
  labels: ['Champions 75%', 'Lapsed 25%', 'None'],
  colours: [1, 2, 3],
};
const bars = [
  { name: 'Champions', colour: 1, customers: 0.1, customersLabel: '10%', revenue: 0.6, revenueLabel: '60%' },
  { name: 'Lapsed', colour: 2, customers: 0.9, customersLabel: '90%', revenue: 0.4, revenueLabel: '40%' },
];
const heat = { segments: ['A', 'B'], features: ['f'], values: [[-1.4, 0.3]], labels: [['−1.4', '+0.3']] };
const count = {
  counts: [2, 3, 4],
  criteria: [
    { name: 'Stability', values: [0.9, 0.95, 0.7], say: String },
    { name: 'Separation', values: [0.5, 0.4, NaN], say: String },
    { name: 'Overlap', values: [1.4, 1.1, 1.9], lowerIsBetter: true, say: String },
  ],
  recommended: 3,
};
const curve = {
  loss: [1, 0.5, 0.4],
  validationLoss: [1.1, 0.6, 0.7],
  bestEpoch: 2,
  trainingLabel: 'Learned from',
  validationLabel: 'Held back',
  bestLabel: '0.600 kept',
};
const variance = { ratios: [0.5, 0.3, 0.2], labels: ['50%', '30%', '20%'], leading: 2 };

describe('chart options', () => {
  const builders: [string, () => unknown][] = [
    ['map', () => mapOption(map, theme)],
    ['bars', () => segmentBarsOption(bars, theme)],
    ['heat-map', () => heatMapOption(heat, theme)],
    ['count', () => segmentCountOption(count, theme)],
    ['curve', () => lossCurveOption(curve, theme)],
    ['variance', () => explainedVarianceOption(variance, theme)],
  ];
  it.each(builders)('%s is plain data, the same each time, without title, legend or animation', (_, build) => {
    const option = plain(build());
    expect(option).toEqual(build());
    expect(option).not.toHaveProperty('title');
    expect(option).not.toHaveProperty('legend');
    expect(option.animation).toBe(false);
  });

  it('leave their data as it was', () => {
    const frozen = JSON.stringify([map, bars, heat, count, curve, variance]);
    for (const [, build] of builders) build();
    expect(JSON.stringify([map, bars, heat, count, curve, variance])).toBe(frozen);
  });

  it('map: a series per segment in its colour, named at the median of its dots', () => {
    const { series } = plain(mapOption(map, theme));
    expect(series.length).toBe(4);
    expect(series[0].data).toEqual([
      [0, 0],
      [1, 4],
      [2, 1],
    ]);
    expect(series[1].itemStyle.color).toBe('seg-2');
    expect(series[3].data).toEqual([
      { name: 'Champions 75%', value: [1, 1] },
      { name: 'Lapsed 25%', value: [10, 10] },
    ]);
    expect(labelPlaces(map)[2]).toBeNull();
  });

  it('bars: from 0, revenue in the colour of the segment, figures printed', () => {
    const option = plain(segmentBarsOption(bars, theme));
    expect(option.xAxis.min).toBe(0);
    const [revenue, customers] = option.series;
    expect(revenue.data.map((bar: { value: number }) => bar.value)).toEqual([0.6, 0.4]);
    expect(revenue.data[1].itemStyle.color).toBe('seg-2');
    expect(customers.data[0].label.formatter).toBe('10%');
    expect(customers.data[0].itemStyle.color).toBe(theme.neutral);
  });

  it('heat-map: seven steps, average within a fifth of a deviation', () => {
    expect([-3, -1, -0.6, -0.2, 0, 0.19, 0.2, 0.5, 0.99, 1, NaN].map(divergingStep)).toEqual([
      ...[0, 1, 1, 3, 3, 3],
      ...[4, 5, 5, 6, 3],
    ]);
    const [{ data }] = plain(heatMapOption(heat, theme)).series;
    expect(data[0].value).toEqual([0, 0, -1.4]);
    expect(data[0].itemStyle.color).toBe('div-1');
    expect(data[1].itemStyle.color).toBe('div-5');
    expect(data[1].label.formatter).toBe('+0.3');
  });

  it('count: every criterion has a lane in which up is better, and the recommended number carries its figures', () => {
    const [band, stability, separation, overlap] = plain(segmentCountOption(count, theme)).series;
    expect(band.data).toEqual([null, 3, null]);
    expect(stability.data[1].label.formatter).toBe('0.95');
    expect(separation.data[2]).toBeNull();
    const heights = (lane: { data: (number | { value: number } | null)[] }): (number | null)[] =>
      lane.data.map((item) => (item !== null && typeof item === 'object' ? item.value : item));
    expect(heights(stability)[1]).toBeGreaterThan(heights(stability)[0]!);
    // The lowest overlap stands highest, with its own figure.
    expect(heights(overlap)[1]).toBeGreaterThan(heights(overlap)[2]!);
    expect(overlap.data[1].label.formatter).toBe('1.1');
    for (const [position, lane] of [stability, separation, overlap].entries()) {
      for (const height of heights(lane)) {
        if (height !== null) expect(Math.floor(height)).toBe(2 - position);
      }
    }
  });

  it('count: candidates that are all alike stand in the middle', () => {
    const [, lane] = plain(
      segmentCountOption({ ...count, criteria: [{ name: 'Stability', values: [1, 1, 1], say: String }] }, theme),
    ).series;
    expect(lane.data[0]).toBe(lane.data[2]);
    expect(lane.data[0]).toBeCloseTo(0.4);
  });

  it('curve: epochs count from 1 and the kept one is marked', () => {
    const [, validation] = plain(lossCurveOption(curve, theme)).series;
    expect(validation.data[0]).toEqual([1, 1.1]);
    expect(validation.markPoint.data).toEqual([{ coord: [2, 0.6] }]);
  });

  it('variance: leading components in the main colour', () => {
    const [{ data }] = plain(explainedVarianceOption(variance, theme)).series;
    expect(data.map((bar: { itemStyle: { color: string } }) => bar.itemStyle.color)).toEqual([
      theme.main,
      theme.main,
      theme.neutral,
    ]);
  });

  it('segment colours repeat after the twelfth', () => {
    expect(segmentColour(theme, colourOf(0))).toBe('seg-1');
    expect(segmentColour(theme, colourOf(12))).toBe('seg-1');
  });
});

describe('orders by month', () => {
  it('has a bar a month from zero, and marks the months that lack days', () => {
    const data = { months: ['Jan', 'Feb'], orders: [4, 9], gaps: [{ month: 1, label: '8 days missing' }] };
    const [series] = plain(ordersByMonthOption(data, theme)).series;
    expect(series.data[0]).toBe(4);
    expect(series.data[1]).toMatchObject({ value: 9, label: { show: true, formatter: '8 days missing' } });
    expect(series.data[1].itemStyle.color).toBe(theme.context);
    expect(plain(ordersByMonthOption(data, theme)).yAxis.min).toBeUndefined();
  });
});

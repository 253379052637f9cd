import { describe, expect, it } from 'vitest';
import { linesOf, silhouetteOption, type SilhouetteData } from '../../../shared/charts/silhouette-option.ts';
import { segmentCountOption } from '../../../shared/charts/segment-count-option.ts';
import { tooltipText, type ChartTheme } from '../../../shared/charts/theme.ts';

const theme = {
  ...{ fontFamily: 'sans-serif', text: '#000', text3: '#666', surface: '#fff', accentSoft: '#eef', axis: '#bbb' },
  ...{ accentText: '#33c', grid: '#eee', neutral: '#ccc', context: '#999', main: '#357', onDiverging: '#111' },
  segments: Array.from({ length: 12 }, (_, i) => `seg-${i + 1}`),
  ramp: [],
  diverging: Array.from({ length: 7 }, (_, i) => `div-${i + 1}`),
} satisfies ChartTheme;

const row = (name: string, share: number, values: number[], strong = false): SilhouetteData['rows'][number] => ({
  ...{ name, share, values, strong, colour: 3, mean: '0.30', tip: `${name}\nfits` },
});
const data: SilhouetteData = {
  mean: 0.31,
  meanLabel: '0.31 average',
  rows: [row('Champions', 0.2, [0.6, 0.5, 0.4]), row('Loyal', 0.8, [0.5, 0.1, -0.24], true)],
};
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const plain = (option: unknown): any => structuredClone(option);

describe('the silhouette plot', () => {
  it('is plain data, the same each time, with no animation, title or legend', () => {
    const option = plain(silhouetteOption(data, theme));
    expect(option).toEqual(silhouetteOption(data, theme));
    expect(option.animation).toBe(false);
    expect(option).not.toHaveProperty('title');
    expect(option).not.toHaveProperty('legend');
  });

  it('stacks areas from 0, by size, without one lying over another', () => {
    const { series, xAxis, yAxis } = plain(silhouetteOption(data, theme));
    const [champions, , loyal] = series;
    expect(champions.areaStyle).toMatchObject({ color: 'seg-3', origin: 0 });
    const slots = (points: [number, number][]): number[] => points.map(([, slot]) => slot);
    expect(Math.max(...slots(champions.data))).toBeLessThan(Math.min(...slots(loyal.data)));
    expect(loyal.data.length).toBeGreaterThan(champions.data.length);
    expect(champions.data[0][0]).toBe(0.6);
    expect(loyal.data.at(-1)[0]).toBe(-0.24);
    expect(xAxis.min).toBeLessThanOrEqual(-0.24);
    expect(xAxis.max).toBeGreaterThanOrEqual(0.6);
    const names = yAxis[0].data.filter(Boolean);
    expect(names.map(({ value }: { value: string }) => value)).toEqual(['Champions', 'Loyal']);
    expect(names[1].textStyle.fontWeight).toBe(600);
    expect(yAxis[0].data).toHaveLength(Math.max(...slots(loyal.data)) + 1);
  });

  it('marks 0 and the average, and tells each segment on hover', () => {
    const { series } = plain(silhouetteOption(data, theme));
    const rules = series.at(-1).markLine.data;
    expect(rules.map(({ xAxis }: { xAxis: number }) => xAxis)).toEqual([0, 0.31]);
    expect(rules[1].label.formatter).toBe('0.31 average');
    expect(series[1].tooltip.formatter).toBe('Champions\nfits');
  });

  it('gives the smallest segment room for its name', () => {
    const lines = linesOf([0.01, ...new Array<number>(11).fill(0.09)]);
    expect(Math.min(...lines)).toBeGreaterThan(20);
    expect(linesOf([0.5, 0.5])[0]).toBe(linesOf([0.5, 0.5])[1]);
  });
});

describe('tooltips', () => {
  it('hold lines, and no brace that ECharts would fill', () => {
    expect(tooltipText('A {b}', '', '0.4')).toBe('A b\n0.4');
  });

  it('are there for every candidate number where they are given, and only then', () => {
    const count = {
      counts: [2, 3, 4],
      criteria: [
        { name: 'Stability', values: [0.9, 0.95, 0.7], say: String },
        { name: 'Separation', values: [0.5, 0.4, NaN], say: String },
      ],
      recommended: 3,
    };
    const tips = ['two', 'three', 'four'];
    const option = plain(segmentCountOption({ ...count, tips }, theme));
    expect(option.tooltip.renderMode).toBe('richText');
    expect(option.series[1].data.map((item: { tooltip: { formatter: string } }) => item.tooltip.formatter)).toEqual(
      tips,
    );
    expect(option.series[2].data[2]).toBeNull();
    expect(segmentCountOption(count, theme)).not.toHaveProperty('tooltip');
  });
});

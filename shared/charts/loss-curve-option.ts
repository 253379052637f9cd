/** How the network learned: reconstruction error per epoch, in training and on customers it did not see. */
import { frame, labelStyle, quietAxis, type ChartOption, type ChartTheme } from './theme.ts';

export interface LossCurveData {
  loss: readonly number[];
  validationLoss: readonly number[];
  /** 1-based epoch whose weights were kept. */
  bestEpoch: number;
  trainingLabel: string;
  validationLabel: string;
  /** Printed at the kept epoch. */
  bestLabel: string;
}

/** Two lines from 0, named at their ends; the kept epoch is a dot with its label. */
export function lossCurveOption(data: LossCurveData, theme: ChartTheme): ChartOption {
  const best = data.bestEpoch - 1;
  const bestValue = data.validationLoss[best];
  const line = (
    name: string,
    values: readonly number[],
    colour: string,
    labelColour: string,
    extra: object,
  ): Record<string, unknown> => ({
    type: 'line',
    name,
    silent: true,
    showSymbol: false,
    lineStyle: { color: colour, width: 1.75 },
    itemStyle: { color: colour },
    endLabel: { show: true, formatter: name, distance: 8, ...labelStyle(theme), color: labelColour },
    labelLayout: { moveOverlap: 'shiftY' },
    data: values.map((value, i) => [i + 1, Number.isFinite(value) ? value : null]),
    ...extra,
  });
  return {
    ...frame(theme),
    grid: { left: 4, right: 108, top: 20, bottom: 4, containLabel: true },
    xAxis: {
      type: 'value',
      min: 1,
      max: Math.max(2, data.loss.length),
      minInterval: 1,
      ...quietAxis(theme),
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
      line(data.trainingLabel, data.loss, theme.context, theme.text3, {}),
      line(data.validationLabel, data.validationLoss, theme.main, theme.main, {
        markPoint:
          bestValue === undefined
            ? undefined
            : {
                silent: true,
                symbol: 'circle',
                symbolSize: 9,
                data: [{ coord: [data.bestEpoch, bestValue] }],
                label: { show: true, position: 'top', formatter: data.bestLabel, ...labelStyle(theme, true) },
              },
      }),
    ],
  } as ChartOption;
}

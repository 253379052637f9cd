/** The map of customers before there are segments: each dot a customer, coloured by the value of one feature. */
import { frame, type ChartOption, type ChartTheme } from './theme.ts';

export interface ValueMapData {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** Step of each dot's value on the scale, 0 to `valueSteps` - 1; -1 where it is not known. */
  steps: ArrayLike<number>;
}

/** Steps of the scale from low to high. */
export const valueSteps = 5;

/**
 * Which fifth of the known values each belongs to, 0 for the lowest; equal values share the step of the middle one of
 * them, so where most are equal some steps stay empty. NaN is -1. O(n log n).
 */
export function stepsOf(values: ArrayLike<number>): Int8Array {
  const known = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const stepAt = new Map<number, number>();
  for (let from = 0, to = 0; from < known.length; from = to) {
    while (to < known.length && known[to] === known[from]) to++;
    const middle = (from + to) / 2 / known.length;
    stepAt.set(known[from]!, Math.min(valueSteps - 1, Math.floor(middle * valueSteps)));
  }
  return Int8Array.from({ length: values.length }, (_, i) => stepAt.get(values[i]!) ?? -1);
}

/**
 * Which dots each series of `valueMapOption` holds, in its order: those without a value first, then from low to high,
 * so that high values lie on top.
 */
export function dotsByStep(steps: ArrayLike<number>): number[][] {
  const dots = Array.from({ length: valueSteps + 1 }, (): number[] => []);
  for (let i = 0; i < steps.length; i++) dots[steps[i]! + 1]!.push(i);
  return dots;
}

/** Scatter with a series per step of the scale. The axes have no unit and end where the dots do. */
export function valueMapOption({ x, y, steps }: ValueMapData, theme: ChartTheme): ChartOption {
  const axis = { type: 'value' as const, show: false, min: 'dataMin' as const, max: 'dataMax' as const };
  return {
    ...frame(theme),
    grid: { left: 12, right: 12, top: 10, bottom: 10 },
    xAxis: axis,
    yAxis: axis,
    series: dotsByStep(steps).map((dots, position) => ({
      type: 'scatter' as const,
      data: dots.map((i): [number, number] => [x[i]!, y[i]!]),
      large: true,
      largeThreshold: 2000,
      symbolSize: 3.5,
      itemStyle: { color: position === 0 ? theme.axis : theme.ramp[position - 1]!, opacity: 0.9 },
    })),
  };
}

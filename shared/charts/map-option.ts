/** The map of customers: each dot a customer, coloured by segment, named where the segment lies. */
import { widthOf } from '../language/sentence.ts';
import { frame, labelStyle, segmentColour, type ChartOption, type ChartTheme } from './theme.ts';

export interface MapData {
  /** Coordinates of the drawn customers; the axes have no unit. */
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** 0-based position of each dot's segment. */
  segments: ArrayLike<number>;
  /** Label and palette number of each segment, in order of position. */
  labels: readonly string[];
  colours: readonly number[];
}

/**
 * Whether segments' names find room among the dots: up to six, of usual length. Otherwise numbers stand there, and a key
 * beside the map has the names.
 */
export function namesFit(names: readonly string[]): boolean {
  return names.length <= 6 && names.every((name) => widthOf(name) <= 26);
}

/** Where a segment's label goes: the medians of its dots. Segments without a dot have none. */
export function labelPlaces(data: MapData): ({ x: number; y: number } | null)[] {
  const members = data.labels.map((): { x: number[]; y: number[] } => ({ x: [], y: [] }));
  for (let i = 0; i < data.segments.length; i++) {
    const own = members[data.segments[i]!];
    own?.x.push(data.x[i]!);
    own?.y.push(data.y[i]!);
  }
  return members.map(({ x, y }) => (x.length === 0 ? null : { x: median(x), y: median(y) }));
}

/** Scatter with one large series per segment and a label on each. Both axes keep the same unit length by `scale`. */
export function mapOption(data: MapData, theme: ChartTheme): ChartOption {
  const points = data.labels.map((): [number, number][] => []);
  for (let i = 0; i < data.segments.length; i++) points[data.segments[i]!]?.push([data.x[i]!, data.y[i]!]);
  const places = labelPlaces(data);
  const axis = { type: 'value' as const, show: false, scale: true };
  return {
    ...frame(theme),
    grid: { left: 8, right: 8, top: 8, bottom: 8 },
    xAxis: axis,
    yAxis: axis,
    series: [
      ...points.map((own, position) => ({
        type: 'scatter' as const,
        name: data.labels[position]!,
        data: own,
        large: true,
        largeThreshold: 2000,
        symbolSize: 3.5,
        itemStyle: { color: segmentColour(theme, data.colours[position]!), opacity: 0.85 },
      })),
      {
        type: 'scatter' as const,
        silent: true,
        symbolSize: 0.01,
        z: 5,
        data: places.flatMap((place, position) =>
          place ? [{ name: data.labels[position]!, value: [place.x, place.y] }] : [],
        ),
        // A scatter is see-through unless told otherwise, and its names with it.
        itemStyle: { opacity: 1 },
        label: { show: true, formatter: '{b}', position: 'inside' as const, ...labelStyle(theme, true) },
        labelLayout: { hideOverlap: false, moveOverlap: 'shiftY' as const },
      },
    ],
  };
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >> 1]!;
}

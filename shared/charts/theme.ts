/** What every chart builder shares: the theme as data, and the frame that charts have in common. */
import type { EChartsOption } from 'echarts';

/** Plain data for ECharts' setOption; holds no function of its own, so that it can be sent and compared. */
export type ChartOption = EChartsOption;

/**
 * Colours and font of a chart, taken from the design tokens. The application passes the values computed for the theme
 * in use, the report passes `var(--token)`, so that one drawing serves light, dark and print.
 */
export interface ChartTheme {
  fontFamily: string;
  text: string;
  text3: string;
  surface: string;
  accentSoft: string;
  accentText: string;
  grid: string;
  axis: string;
  neutral: string;
  context: string;
  main: string;
  /** Five steps from a low to a high value, for dots. */
  ramp: readonly string[];
  /** Twelve segment colours in fixed order; segment 1 has the first. */
  segments: readonly string[];
  /** Seven steps from below to above average, and the text on them. */
  diverging: readonly string[];
  onDiverging: string;
}

/** Size of tick labels, the smallest text there is, in pixels. */
export const tickSize = 12;

/** How many segment colours there are. */
export const paletteSize = 12;

/** The palette number that a segment at this 0-based position begins with; past the twelfth they repeat. */
export function colourOf(position: number): number {
  return (position % paletteSize) + 1;
}

/** A segment's colour by its number in the palette, 1 to 12; the name beside it decides. */
export function segmentColour(theme: ChartTheme, colour: number): string {
  return theme.segments[colour - 1]!;
}

/** Base of every option: no animation of its own, the house font, no title and no legend. */
export function frame(theme: ChartTheme): ChartOption {
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily, fontSize: tickSize, color: theme.text3 },
  };
}

/** Text style of a direct label. */
export function labelStyle(theme: ChartTheme, strong = false): Record<string, unknown> {
  return {
    color: theme.text,
    fontSize: tickSize,
    fontFamily: theme.fontFamily,
    fontWeight: strong ? 600 : 400,
    textBorderColor: theme.surface,
    textBorderWidth: 3,
  };
}

/** A category axis of quiet ticks. */
export function quietAxis(theme: ChartTheme): Record<string, unknown> {
  return {
    axisTick: { show: false },
    axisLine: { show: true, lineStyle: { color: theme.axis, width: 1 } },
    axisLabel: { color: theme.text3, fontSize: tickSize, fontFamily: theme.fontFamily },
    splitLine: { show: false },
  };
}

/** A tooltip drawn on the canvas: an HTML one would need inline styles, which the window's policy refuses. */
export function tooltipFrame(theme: ChartTheme): Record<string, unknown> {
  return {
    renderMode: 'richText',
    confine: true,
    transitionDuration: 0,
    padding: [6, 10],
    backgroundColor: theme.surface,
    borderColor: theme.axis,
    textStyle: { color: theme.text, fontSize: tickSize, lineHeight: 17, fontFamily: theme.fontFamily },
  };
}

/** A tooltip's text as ECharts takes it: its lines, with no brace left that it would fill. */
export function tooltipText(...lines: readonly string[]): string {
  return lines
    .filter(Boolean)
    .map((line) => line.replace(/[{}]/g, ''))
    .join('\n');
}

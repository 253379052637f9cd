/** Charts as inline SVG: ECharts for all but the map, whose thousands of dots are one path per segment. */
import type * as ECharts from 'echarts';
import { labelPlaces, type MapData } from '../../../../shared/charts/map-option.ts';
import type { ChartOption, ChartTheme } from '../../../../shared/charts/theme.ts';
import { widthOf } from '../../../../shared/language/sentence.ts';
import { escapeText, html, Markup } from './markup.ts';

/**
 * The design tokens as CSS variables: zrender hands colours it cannot read on to the SVG, where `var()` is valid, so
 * that one drawing follows light, dark and print.
 */
export const reportTheme: ChartTheme = {
  fontFamily: 'inherit',
  text: 'var(--text)',
  text3: 'var(--text-3)',
  surface: 'var(--surface)',
  accentSoft: 'var(--accent-soft)',
  accentText: 'var(--accent-text)',
  grid: 'var(--chart-grid)',
  axis: 'var(--chart-axis)',
  neutral: 'var(--chart-neutral)',
  context: 'var(--chart-context)',
  main: 'var(--chart-main)',
  ramp: Array.from({ length: 5 }, (_, i) => `var(--ramp-${i + 1})`),
  segments: Array.from({ length: 12 }, (_, i) => `var(--seg-${i + 1})`),
  diverging: Array.from({ length: 7 }, (_, i) => `var(--div-${i + 1})`),
  onDiverging: 'var(--on-div)',
};

export type Draw = (option: (theme: ChartTheme) => ChartOption, width: number, height: number, aria: string) => Markup;

/**
 * Loads ECharts (one bundled file: a quarter of the time of its hundreds of modules) and returns a function that
 * draws an option as an SVG of the given design size, which tells its finding to who cannot see it.
 */
export async function loadCharts(): Promise<Draw> {
  const echarts: typeof ECharts = await import('echarts/dist/echarts.esm.min.mjs');
  let drawn = 0;
  return (option, width, height, aria) => {
    const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
    try {
      chart.setOption(option(reportTheme));
      return new Markup(inline(chart.renderToSVGString(), `chart${++drawn}-`, width, height, aria));
    } finally {
      chart.dispose();
    }
  };
}

/**
 * ECharts' SVG without its style sheet and marks for hovering, which collide when several stand in one document. Ids
 * count the charts of this report, not those of the process, so that the same report is the same text.
 */
function inline(svg: string, prefix: string, width: number, height: number, aria: string): string {
  return svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>\s*/, '')
    .replace(/ (class|ecmeta_\w+|pointer-events|baseProfile|version|xmlns:xlink)="[^"]*"/g, '')
    .replace(/(id="|url\(#)zr\d+-/g, `$1${prefix}`)
    .replaceAll(/font-family:inherit;| fill="#000"/g, '')
    .replace(/<rect [^>]*fill="none"[^>]*><\/rect>\n?/, '')
    .replace(
      /<svg [^>]*>/,
      `<svg class="chart" viewBox="0 0 ${width} ${height}" style="max-width:${Math.round(width * 1.25)}px" role="img" aria-label="${escapeText(aria)}">`,
    )
    .trim();
}

/** Both drawings of a chart, for a wide card and for a phone; the style sheet shows one. */
export function responsive(draw: (width: number) => Markup, wide: number, narrow = 320): Markup {
  return html`<div class="wide">${draw(wide)}</div>
    <div class="narrow">${draw(narrow)}</div>`;
}

const mapWidth = 6000;
const mapHeight = 3900;
const margin = 180;

/**
 * The map as a small SVG: every dot is `Mx yh0` with round line ends, one path per segment, eleven bytes a dot. Names
 * lie over it as HTML, so that they keep their size on every screen. The axes have no unit, so the drawing stretches
 * with its card; dots stay round, as their width does not scale.
 */
export function mapDrawing(data: MapData, aria: string): Markup {
  const place = fitting(data);
  const paths = data.labels.map(() => '');
  for (let i = 0; i < data.segments.length; i++) {
    const segment = data.segments[i]!;
    const { x, y } = place(data.x[i]!, data.y[i]!);
    if (segment in paths) paths[segment] += `M${Math.round(x)} ${Math.round(y)}h0`;
  }
  const labels = spread(
    labelPlaces(data).flatMap((at, segment) => (at ? [{ segment, ...place(at.x, at.y) }] : [])),
    data.labels,
  );
  return html`<div class="map">
    <svg viewBox="0 0 ${mapWidth} ${mapHeight}" preserveAspectRatio="none" role="img" aria-label="${aria}">
      ${paths.map((path, segment) =>
        path === '' ? null : html`<path d="${new Markup(path)}" stroke="var(--seg-${data.colours[segment]!})" />`,
      )}</svg
    >${labels.map(
      ({ segment, x, y }) =>
        html`<span
          class="map-label"
          style="left:${percent(x, mapWidth)};top:${percent(y, mapHeight)};--c:var(--seg-${data.colours[segment]!})"
          ><i class="dot"></i>${data.labels[segment]!}</span
        >`,
    )}
  </div>`;
}

function percent(value: number, all: number): string {
  return `${((value / all) * 100).toFixed(1)}%`;
}

function fitting(data: MapData): (x: number, y: number) => { x: number; y: number } {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < data.x.length; i++) {
    left = Math.min(left, data.x[i]!);
    right = Math.max(right, data.x[i]!);
    low = Math.min(low, data.y[i]!);
    high = Math.max(high, data.y[i]!);
  }
  const scaleX = (mapWidth - 2 * margin) / Math.max(right - left, 1e-9);
  const scaleY = (mapHeight - 2 * margin) / Math.max(high - low, 1e-9);
  return (x, y) => ({ x: margin + (x - left) * scaleX, y: margin + (high - y) * scaleY });
}

interface LabelPlace {
  segment: number;
  x: number;
  y: number;
}

/** Moves labels apart, from top to bottom, until none covers another on a card about 700 px wide. */
function spread(places: LabelPlace[], labels: readonly string[]): LabelPlace[] {
  const unit = mapWidth / 700;
  const lineHeight = 23 * unit;
  const width = (segment: number): number => (7 * widthOf(labels[segment]!) + 26) * unit;
  const sorted = places.sort((a, b) => a.y - b.y || a.x - b.x);
  const settled: LabelPlace[] = [];
  for (const place of sorted) {
    const half = width(place.segment) / 2;
    const x = Math.min(mapWidth - half, Math.max(half, place.x));
    let y = place.y;
    for (const other of settled) {
      const apart = Math.abs(other.x - x) >= half + width(other.segment) / 2;
      if (!apart && y - other.y < lineHeight) y = other.y + lineHeight;
    }
    settled.push({ segment: place.segment, x, y: Math.min(y, mapHeight - lineHeight / 2) });
    settled.sort((a, b) => a.y - b.y);
  }
  return settled;
}

/** A chart as a file: the option drawn once more, off the screen, under its title, on the theme's own ground. */
import type { ChartOption, ChartTheme } from '../../shared/charts/theme.ts';
import { init } from './echarts.ts';
import { wrapText } from './wrap-text.ts';

export interface Picture {
  title: string;
  read: string;
  option: (theme: ChartTheme) => ChartOption;
  /** Size of the drawing itself, in CSS pixels; the title comes on top of it. */
  width: number;
  height: number;
}

const margin = 20;
const titleSize = 16;
const titleLine = 22;
const readSize = 12;
const readLine = 17;
/** A picture for slides and print, whatever the screen it was made on. */
const pixelRatio = 2;

interface Layout {
  title: string[];
  read: string[];
  /** Where the drawing begins. */
  top: number;
  width: number;
  height: number;
}

function titleFont(theme: ChartTheme): string {
  return `600 ${titleSize}px ${theme.fontFamily}`;
}

function readFont(theme: ChartTheme): string {
  return `400 ${readSize}px ${theme.fontFamily}`;
}

function layoutOf(picture: Picture, theme: ChartTheme): Layout {
  const pen = document.createElement('canvas').getContext('2d')!;
  const lines = (text: string, font: string): string[] => {
    pen.font = font;
    return wrapText(text, picture.width, (part) => pen.measureText(part).width);
  };
  const title = lines(picture.title, titleFont(theme));
  const read = lines(picture.read, readFont(theme));
  const top = margin + title.length * titleLine + read.length * readLine + 10;
  return { title, read, top, width: picture.width + 2 * margin, height: top + picture.height + margin };
}

/** Baselines of the lines of title and reading help. */
function* textLines({ title, read }: Layout): Generator<{ text: string; y: number; strong: boolean }> {
  for (const [i, text] of title.entries()) yield { text, y: margin + titleSize + i * titleLine, strong: true };
  const below = margin + title.length * titleLine;
  for (const [i, text] of read.entries()) yield { text, y: below + readSize + 2 + i * readLine, strong: false };
}

/** PNG at twice the size. */
export function pngOf(picture: Picture, theme: ChartTheme): Promise<Blob> {
  const layout = layoutOf(picture, theme);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(layout.width * pixelRatio);
  canvas.height = Math.round(layout.height * pixelRatio);
  const pen = canvas.getContext('2d')!;
  pen.scale(pixelRatio, pixelRatio);
  pen.fillStyle = theme.surface;
  pen.fillRect(0, 0, layout.width, layout.height);
  for (const { text, y, strong } of textLines(layout)) {
    pen.font = strong ? titleFont(theme) : readFont(theme);
    pen.fillStyle = strong ? theme.text : theme.text3;
    pen.fillText(text, margin, y);
  }
  const chart = init(document.createElement('div'), null, {
    renderer: 'canvas',
    devicePixelRatio: pixelRatio,
    width: picture.width,
    height: picture.height,
  });
  try {
    chart.setOption(forPicture(picture.option(theme)));
    pen.drawImage(chart.renderToCanvas({ pixelRatio }), margin, layout.top, picture.width, picture.height);
  } finally {
    chart.dispose();
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  );
}

/** SVG with real text, which refers to nothing outside itself. */
export function svgOf(picture: Picture, page: ChartTheme): string {
  // ECharts writes the font into an attribute as it is: a double quote would end it.
  const theme = { ...page, fontFamily: page.fontFamily.replaceAll('"', "'") };
  const layout = layoutOf(picture, theme);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: picture.width, height: picture.height });
  let drawing: string;
  try {
    chart.setOption(forPicture(picture.option(theme)));
    drawing = plain(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
  const font = escapeText(theme.fontFamily);
  const texts = [...textLines(layout)].map(
    ({ text, y, strong }) =>
      `<text x="${margin}" y="${y}" font-size="${strong ? titleSize : readSize}" font-weight="${strong ? 600 : 400}" ` +
      `font-family="${font}" fill="${strong ? theme.text : theme.text3}">${escapeText(text)}</text>`,
  );
  const size = `width="${layout.width}" height="${layout.height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${layout.width} ${layout.height}">`,
    `<title>${escapeText(picture.title)}</title>`,
    `<rect ${size} fill="${theme.surface}"/>`,
    ...texts,
    `<g transform="translate(${margin} ${layout.top})">${drawing}</g>`,
    '</svg>',
  ].join('\n');
}

/** Nothing hovers over a picture. */
function forPicture(option: ChartOption): ChartOption {
  return { ...option, animation: false, tooltip: { show: false } };
}

/** ECharts' SVG without its style sheet and marks for hovering, which are of no use in a file. */
function plain(svg: string): string {
  return svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>\s*/, '')
    .replace(/ (class|ecmeta_\w+|baseProfile|version|xmlns:xlink|xmlns)="[^"]*"/g, '');
}

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}

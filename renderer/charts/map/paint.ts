/**
 * Dots as pixels. A hundred thousand of them are written straight into the picture in a few milliseconds, where a canvas
 * path takes the better part of a second; so the map can be dragged while it is drawn anew.
 */
import type { Dots } from './pick.ts';
import type { MapWindow, Size } from './view.ts';

/** A round dot: for each of its pixels the place beside the middle and how much it covers, 0 to 256. */
export interface Stamp {
  radius: number;
  dx: Int32Array;
  dy: Int32Array;
  cover: Int32Array;
}

/** A smooth-edged dot of this diameter, in pixels of the screen. */
export function makeStamp(diameter: number): Stamp {
  const radius = Math.max(1, Math.ceil(diameter / 2));
  const [dx, dy, cover]: number[][] = [[], [], []];
  for (let y = -radius; y <= radius; y++) {
    for (let x = -radius; x <= radius; x++) {
      const covered = Math.max(0, Math.min(1, diameter / 2 + 0.5 - Math.hypot(x, y)));
      // What hardly covers is not seen, and costs as much as the rest.
      if (covered < 0.12) continue;
      dx!.push(x);
      dy!.push(y);
      cover!.push(Math.round(covered * 256));
    }
  }
  return { radius, dx: Int32Array.from(dx!), dy: Int32Array.from(dy!), cover: Int32Array.from(cover!) };
}

/** Pixels of a picture, one number each, as a canvas holds them. */
export interface Pixels extends Size {
  data: Uint32Array;
}

export interface Painting {
  dots: Dots;
  /** Segment of each dot. */
  segments: ArrayLike<number>;
  /** Pixel of each segment, and of the ground. */
  colours: readonly number[];
  ground: number;
  stamp: Stamp;
  /** Where given, dots marked 0 step back behind the others. */
  marks: Uint8Array | null;
}

/** A colour as #rrggbb to one pixel. */
export function pixelOf(colour: string): number {
  const value = parseInt(colour.slice(1, 7), 16) || 0;
  return (0xff000000 | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

/** Two pixels mixed: `share` (0 to 256) of the first. */
export function mix(over: number, under: number, share: number): number {
  const rest = 256 - share;
  // Red and blue in one go, green by itself: none runs over into the next.
  const sides = (((over & 0xff00ff) * share + (under & 0xff00ff) * rest) >>> 8) & 0xff00ff;
  const green = (((over & 0x00ff00) * share + (under & 0x00ff00) * rest) >>> 8) & 0x00ff00;
  return (0xff000000 | sides | green) >>> 0;
}

/** How much of a dot that steps back is seen. */
const faded = 56;

/** Fills the picture with the ground and all dots of the view. */
export function paintDots(pixels: Pixels, view: MapWindow, painting: Painting): void {
  pixels.data.fill(painting.ground);
  if (!painting.marks) return layer(pixels, view, painting, painting.colours, null, 0);
  const back = painting.colours.map((colour) => mix(colour, painting.ground, faded));
  layer(pixels, view, painting, back, painting.marks, 0);
  layer(pixels, view, painting, painting.colours, painting.marks, 1);
}

function layer(
  { data, width, height }: Pixels,
  view: MapWindow,
  { dots, segments, stamp }: Painting,
  colours: readonly number[],
  marks: Uint8Array | null,
  wanted: number,
): void {
  const { x, y } = dots;
  const { radius, dx, dy, cover } = stamp;
  const scaleX = width / (view.right - view.left);
  const scaleY = height / (view.high - view.low);
  const palette = Uint32Array.from(colours);
  const parts = cover.length;
  const offsets = dx.map((right, p) => dy[p]! * width + right);
  for (let i = 0; i < x.length; i++) {
    if (marks && marks[i] !== wanted) continue;
    const px = Math.floor((x[i]! - view.left) * scaleX + 0.5);
    const py = Math.floor((view.high - y[i]!) * scaleY + 0.5);
    if (px < -radius || py < -radius || px >= width + radius || py >= height + radius) continue;
    const colour = palette[segments[i]!]!;
    const middle = py * width + px;
    const whole = px >= radius && py >= radius && px < width - radius && py < height - radius;
    for (let p = 0; p < parts; p++) {
      if (!whole) {
        const [atX, atY] = [px + dx[p]!, py + dy[p]!];
        if (atX < 0 || atY < 0 || atX >= width || atY >= height) continue;
      }
      const at = middle + offsets[p]!;
      const share = cover[p]!;
      data[at] = share >= 256 ? colour : mix(colour, data[at]!, share);
    }
  }
}

/** Diameter of a dot in CSS pixels: smaller where there are many, growing a little as one goes in. */
export function dotDiameter(dots: number, zoom: number): number {
  const alone = dots <= 2500 ? 4 : dots <= 8000 ? 3.4 : dots <= 30_000 ? 2.6 : 2;
  return Math.min(7, alone * Math.sqrt(Math.max(1, zoom)));
}

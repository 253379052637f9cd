/** Which part of the map is seen: a window in the map's own coordinates. */

export interface MapWindow {
  left: number;
  right: number;
  low: number;
  high: number;
}

export interface Size {
  width: number;
  height: number;
}

/** How far one can go in, as a factor on the whole map. */
export const mostZoom = 40;

/** All dots, with room around them for their size, and below them for the tools. */
export function wholeMap(x: ArrayLike<number>, y: ArrayLike<number>): MapWindow {
  const [left, right] = extent(x);
  const [low, high] = extent(y);
  const [besides, above] = [(right - left) * 0.03 || 1, (high - low) * 0.05 || 1];
  return { left: left - besides, right: right + besides, low: low - 3.2 * above, high: high + above };
}

function extent(values: ArrayLike<number>): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least <= most ? [least, most] : [0, 1];
}

/** How far in the window is: 1 shows everything. */
export function zoomOf(view: MapWindow, whole: MapWindow): number {
  return (whole.right - whole.left) / (view.right - view.left);
}

/** Goes in (factor above 1) or out, with one place staying where it is: shares of width and height, from the top left. */
export function zoomed(view: MapWindow, whole: MapWindow, factor: number, at = { x: 0.5, y: 0.5 }): MapWindow {
  const zoom = Math.min(mostZoom, Math.max(1, zoomOf(view, whole) * factor));
  const width = (whole.right - whole.left) / zoom;
  const height = (whole.high - whole.low) / zoom;
  const x = view.left + (view.right - view.left) * at.x;
  const y = view.high - (view.high - view.low) * at.y;
  const left = x - width * at.x;
  const high = y + height * at.y;
  return inside({ left, right: left + width, low: high - height, high }, whole);
}

/** Moves what is seen by shares of its width and height; the window stays on the map. */
export function moved(view: MapWindow, whole: MapWindow, right: number, down: number): MapWindow {
  const dx = right * (view.right - view.left);
  const dy = -down * (view.high - view.low);
  return inside({ left: view.left + dx, right: view.right + dx, low: view.low + dy, high: view.high + dy }, whole);
}

/** The window between two, `share` of the way. */
export function between(from: MapWindow, to: MapWindow, share: number): MapWindow {
  const mix = (a: number, b: number): number => a + (b - a) * share;
  return {
    left: mix(from.left, to.left),
    right: mix(from.right, to.right),
    low: mix(from.low, to.low),
    high: mix(from.high, to.high),
  };
}

function inside(view: MapWindow, whole: MapWindow): MapWindow {
  const dx = Math.max(0, whole.left - view.left) - Math.max(0, view.right - whole.right);
  const dy = Math.max(0, whole.low - view.low) - Math.max(0, view.high - whole.high);
  return { left: view.left + dx, right: view.right + dx, low: view.low + dy, high: view.high + dy };
}

export interface Place {
  x: number;
  y: number;
}

/** From the map's coordinates to pixels. */
export function toScreen(view: MapWindow, { width, height }: Size, x: number, y: number): Place {
  return {
    x: ((x - view.left) / (view.right - view.left)) * width,
    y: ((view.high - y) / (view.high - view.low)) * height,
  };
}

/** From pixels to the map's coordinates. */
export function toMap(view: MapWindow, { width, height }: Size, x: number, y: number): Place {
  return {
    x: view.left + (x / width) * (view.right - view.left),
    y: view.high - (y / height) * (view.high - view.low),
  };
}

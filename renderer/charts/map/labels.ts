/** Where the names of segments stand on the map, so that each can be read. */
import type { Dots } from './pick.ts';
import type { MapWindow, Place, Size } from './view.ts';

/** The middle of each segment's dots in view, in the map's coordinates; null for a segment with hardly any there. */
export function anchors(
  { x, y }: Dots,
  segments: ArrayLike<number>,
  nSegments: number,
  view: MapWindow,
): (Place | null)[] {
  const own = Array.from({ length: nSegments }, (): { xs: number[]; ys: number[] } => ({ xs: [], ys: [] }));
  const all = new Int32Array(nSegments);
  // A few thousand dots say where the middle is as well as a hundred thousand.
  const step = Math.max(1, Math.floor(x.length / 20_000));
  for (let i = 0; i < x.length; i += step) {
    const segment = segments[i]!;
    if (!own[segment]) continue;
    all[segment]!++;
    const [px, py] = [x[i]!, y[i]!];
    if (px < view.left || px > view.right || py < view.low || py > view.high) continue;
    own[segment].xs.push(px);
    own[segment].ys.push(py);
  }
  return own.map(({ xs, ys }, segment) =>
    xs.length === 0 || xs.length < 0.02 * all[segment]! ? null : { x: median(xs), y: median(ys) },
  );
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >> 1]!;
}

export interface LabelBox {
  /** Middle, in pixels. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Room between two labels. */
const apart = 2;

/**
 * Moves labels up and down until none covers another, each as little as need be, and keeps all inside the picture. The
 * order of the boxes is kept.
 */
export function spread(boxes: readonly LabelBox[], { width, height }: Size): LabelBox[] {
  const placed: LabelBox[] = [];
  const order = boxes.map((_, i) => i).sort((a, b) => boxes[a]!.y - boxes[b]!.y || boxes[a]!.x - boxes[b]!.x);
  const result = new Array<LabelBox>(boxes.length);
  for (const i of order) {
    const box = boxes[i]!;
    const x = clamp(box.x, box.width / 2, width - box.width / 2);
    const least = box.height / 2;
    const most = height - box.height / 2;
    const inTheWay = placed.filter((other) => Math.abs(other.x - x) < (other.width + box.width) / 2 + apart);
    const free = (y: number): boolean =>
      inTheWay.every((other) => Math.abs(other.y - y) >= (other.height + box.height) / 2 + apart);
    const wanted = clamp(box.y, least, most);
    // The places just above and below what is in the way, and the one wanted: the nearest free one wins.
    const places = inTheWay
      .flatMap((other) => {
        const distance = (other.height + box.height) / 2 + apart;
        return [other.y - distance, other.y + distance];
      })
      .concat(wanted)
      .filter((y) => y >= least && y <= most && free(y))
      .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
    result[i] = { ...box, x, y: places[0] ?? wanted };
    placed.push(result[i]);
  }
  return result;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

/** Dots that make an area worth a number. */
const leastDots = 6;

/**
 * Where segments' numbers are written among the dots, so that colours that look alike are told apart: once for every
 * area of the grid in which a segment has most of the dots, and in its middle where it has most nowhere.
 * @param middles as `anchors` gives them; a segment without one has no number.
 * @returns segment and place in the map's coordinates.
 */
export function numberPlaces(
  { x, y }: Dots,
  segments: ArrayLike<number>,
  middles: readonly (Place | null)[],
  view: MapWindow,
  grid: { columns: number; rows: number },
): ({ segment: number } & Place)[] {
  const nSegments = middles.length;
  const cells = grid.columns * grid.rows;
  const counts = new Int32Array(cells * nSegments);
  const sums = new Float64Array(cells * nSegments * 2);
  for (let i = 0; i < x.length; i++) {
    const [px, py] = [x[i]!, y[i]!];
    const column = Math.floor(((px - view.left) / (view.right - view.left)) * grid.columns);
    const row = Math.floor(((view.high - py) / (view.high - view.low)) * grid.rows);
    if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) continue;
    const at = (row * grid.columns + column) * nSegments + segments[i]!;
    counts[at]!++;
    sums[2 * at]! += px;
    sums[2 * at + 1]! += py;
  }
  const places: ({ segment: number } & Place)[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const own = counts.subarray(cell * nSegments, (cell + 1) * nSegments);
    const total = own.reduce((sum, count) => sum + count, 0);
    const most = own.indexOf(Math.max(...own));
    if (own[most]! < leastDots || own[most]! < 0.6 * total) continue;
    const at = cell * nSegments + most;
    places.push({ segment: most, x: sums[2 * at]! / own[most]!, y: sums[2 * at + 1]! / own[most]! });
  }
  const found = new Set(places.map(({ segment }) => segment));
  return places.concat(
    middles.flatMap((place, segment) => (place && !found.has(segment) ? [{ segment, ...place }] : [])),
  );
}

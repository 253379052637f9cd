/** Which dots lie where: under the pointer, inside a line that was drawn. */
import type { MapWindow, Place, Size } from './view.ts';

export interface Dots {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/**
 * Dots inside a closed line (even-odd rule), ascending. O(dots + dots in the line's box * corners).
 * @param corners in the map's coordinates; fewer than three hold nothing.
 */
export function dotsInside({ x, y }: Dots, corners: readonly Place[]): Int32Array {
  if (corners.length < 3) return new Int32Array();
  const [left, right] = [Math.min(...corners.map((p) => p.x)), Math.max(...corners.map((p) => p.x))];
  const [low, high] = [Math.min(...corners.map((p) => p.y)), Math.max(...corners.map((p) => p.y))];
  const found: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const [px, py] = [x[i]!, y[i]!];
    if (px < left || px > right || py < low || py > high) continue;
    let within = false;
    for (let a = 0, b = corners.length - 1; a < corners.length; b = a++) {
      const [one, other] = [corners[a]!, corners[b]!];
      if (one.y > py === other.y > py) continue;
      if (px < ((other.x - one.x) * (py - one.y)) / (other.y - one.y) + one.x) within = !within;
    }
    if (within) found.push(i);
  }
  return Int32Array.from(found);
}

/** The dot nearest to a place on the screen, no farther than `reach` pixels; -1 for none. */
export function dotAt({ x, y }: Dots, view: MapWindow, size: Size, at: Place, reach: number): number {
  const scaleX = size.width / (view.right - view.left);
  const scaleY = size.height / (view.high - view.low);
  let nearest = -1;
  let least = reach * reach;
  for (let i = 0; i < x.length; i++) {
    const dx = (x[i]! - view.left) * scaleX - at.x;
    const dy = (view.high - y[i]!) * scaleY - at.y;
    const squared = dx * dx + dy * dy;
    if (squared <= least) {
      least = squared;
      nearest = i;
    }
  }
  return nearest;
}

/** The four corners of a box between two places. */
export function boxOf(from: Place, to: Place): Place[] {
  return [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }];
}

/** For each dot 1 if its row is among `rows`, else 0; null where nothing is to stand out. */
export function marks(dotRows: Int32Array, rows: Int32Array | null): Uint8Array | null {
  if (!rows) return null;
  const wanted = new Set(rows);
  return Uint8Array.from(dotRows, (row) => (wanted.has(row) ? 1 : 0));
}

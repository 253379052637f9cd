/** The map's own arithmetic, and the texts that leave a chart: without a browser. */
import { describe, expect, it } from 'vitest';
import { anchors, numberPlaces, spread } from '../../renderer/charts/map/labels.ts';
import { dotDiameter, makeStamp, mix, paintDots, pixelOf } from '../../renderer/charts/map/paint.ts';
import { boxOf, dotAt, dotsInside, marks } from '../../renderer/charts/map/pick.ts';
import { between, mostZoom, moved, toMap, toScreen, wholeMap, zoomed, zoomOf } from '../../renderer/charts/map/view.ts';
import { asCsv, asTabs, fileName } from '../../renderer/charts/table-text.ts';
import { wrapText } from '../../renderer/charts/wrap-text.ts';
import { Random } from '../../electron/engine/ml/random.ts';

const random = new Random(4);
const n = 4000;
const dots = {
  x: Float32Array.from({ length: n }, (_, i) => (i % 4) * 10 + random.normal()),
  y: Float32Array.from({ length: n }, (_, i) => (i % 2) * 10 + random.normal()),
};
const segments = Int32Array.from({ length: n }, (_, i) => i % 4);
const whole = wholeMap(dots.x, dots.y);
const size = { width: 600, height: 300 };

describe('the view of a map', () => {
  it('holds all dots, and one dot or none as well', () => {
    for (let i = 0; i < n; i++) {
      const { x, y } = toScreen(whole, size, dots.x[i]!, dots.y[i]!);
      expect(x > 0 && x < size.width && y > 0 && y < size.height).toBe(true);
    }
    for (const some of [[5], []]) {
      const view = wholeMap(some, some);
      expect(Object.values(view).every(Number.isFinite)).toBe(true);
      expect(view.right).toBeGreaterThan(view.left);
    }
  });

  it('zooms about a place that stays, never wider than the map nor deeper than 40 times', () => {
    const at = { x: 0.25, y: 0.6 };
    const place = toMap(whole, size, at.x * size.width, at.y * size.height);
    const close = zoomed(whole, whole, 3, at);
    expect(zoomOf(close, whole)).toBeCloseTo(3);
    const after = toScreen(close, size, place.x, place.y);
    expect(after.x).toBeCloseTo(at.x * size.width, 3);
    expect(after.y).toBeCloseTo(at.y * size.height, 3);
    const out = zoomed(close, whole, 0.01);
    for (const side of ['left', 'right', 'low', 'high'] as const) expect(out[side]).toBeCloseTo(whole[side]);
    expect(zoomOf(zoomed(whole, whole, 1e6), whole)).toBeCloseTo(mostZoom);
  });

  it('moves, but not off the map; and glides from one view to another', () => {
    const close = zoomed(whole, whole, 4);
    const right = moved(close, whole, 0.1, 0);
    expect(right.left).toBeGreaterThan(close.left);
    expect(right.low).toBe(close.low);
    const far = moved(close, whole, 99, 99);
    expect(far.right).toBeCloseTo(whole.right);
    expect(far.low).toBeCloseTo(whole.low);
    expect(zoomOf(far, whole)).toBeCloseTo(4);
    expect(between(whole, close, 0)).toEqual(whole);
    expect(between(whole, close, 1).left).toBeCloseTo(close.left);
  });

  it('turns places of the map into pixels and back', () => {
    const at = toScreen(whole, size, 3, 7);
    const back = toMap(whole, size, at.x, at.y);
    expect([back.x, back.y]).toEqual([expect.closeTo(3), expect.closeTo(7)]);
  });
});

describe('choosing dots', () => {
  it('finds those inside a line, also a hollow one, and a box drawn in any direction', () => {
    const grid = { x: [0, 1, 2, 0, 1, 2, 0, 1, 2], y: [0, 0, 0, 1, 1, 1, 2, 2, 2] };
    const around = [
      { x: -0.5, y: -0.5 },
      { x: 2.5, y: -0.5 },
      { x: 2.5, y: 2.5 },
      { x: -0.5, y: 2.5 },
    ];
    expect([...dotsInside(grid, around)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    // A bay cut into the square from above leaves the middle out.
    const bay = [
      ...around.slice(0, 3),
      { x: 1.2, y: 2.5 },
      { x: 1.2, y: 0.5 },
      { x: 0.8, y: 0.5 },
      { x: 0.8, y: 2.5 },
      around[3]!,
    ];
    expect([...dotsInside(grid, bay)]).toEqual([0, 1, 2, 3, 5, 6, 8]);
    expect([...dotsInside(grid, boxOf({ x: 1.5, y: 1.5 }, { x: 0.5, y: -1 }))]).toEqual([1, 4]);
    expect(dotsInside(grid, around.slice(0, 2))).toHaveLength(0);
  });

  it('agrees with the plain definition on many dots', () => {
    const inside = dotsInside(dots, boxOf({ x: 5, y: 5 }, { x: 15, y: 15 }));
    const plain = Array.from({ length: n }, (_, i) => i).filter(
      (i) => dots.x[i]! > 5 && dots.x[i]! < 15 && dots.y[i]! > 5 && dots.y[i]! < 15,
    );
    expect([...inside]).toEqual(plain);
  });

  it('finds the dot under the pointer, and none where none is near', () => {
    const at = toScreen(whole, size, dots.x[17]!, dots.y[17]!);
    const found = dotAt(dots, whole, size, at, 5);
    const there = toScreen(whole, size, dots.x[found]!, dots.y[found]!);
    expect(Math.hypot(there.x - at.x, there.y - at.y)).toBeLessThan(0.01);
    expect(dotAt(dots, whole, size, { x: 300, y: 1 }, 5)).toBe(-1);
  });

  it('marks the dots of some rows', () => {
    expect(marks(Int32Array.of(5, 6, 7), Int32Array.of(7, 5))).toEqual(Uint8Array.of(1, 0, 1));
    expect(marks(Int32Array.of(5), null)).toBeNull();
  });
});

describe('painting', () => {
  const white = pixelOf('#ffffff');
  const red = pixelOf('#ff0000');
  const picture = (view = { left: 0, right: 10, low: 0, high: 10 }, own: Uint8Array | null = null) => {
    const pixels = { data: new Uint32Array(100), width: 10, height: 10 };
    paintDots(pixels, view, {
      dots: { x: [5, 100, 0], y: [5, 5, 10] },
      ...{ segments: [0, 0, 0], colours: [red], ground: white, stamp: makeStamp(2), marks: own },
    });
    return pixels.data;
  };

  it('puts colours where dots are, nothing beside the picture, and the ground elsewhere', () => {
    expect(red).toBe(0xff0000ff);
    const data = picture();
    expect(data[55]).toBe(red);
    expect(data[0]).toBe(red);
    expect(data[99]).toBe(white);
    expect(data.filter((pixel) => pixel === red)).toHaveLength(2);
    // The edge of a dot is between the two, and every pixel is opaque.
    expect(data[54]).not.toBe(white);
    expect(data.every((pixel) => pixel >>> 24 === 255)).toBe(true);
  });

  it('lets unmarked dots step back', () => {
    const data = picture(undefined, Uint8Array.of(0, 1, 1));
    expect(data[0]).toBe(red);
    expect(data[55]).not.toBe(red);
    expect(data[55]).not.toBe(white);
  });

  it('mixes colours by parts', () => {
    expect(mix(red, white, 256)).toBe(red);
    expect(mix(red, white, 0)).toBe(white);
    expect(mix(pixelOf('#000000'), white, 128)).toBe(pixelOf('#7f7f7f'));
  });

  it('makes dots smaller where there are many, and larger as one goes in', () => {
    expect(dotDiameter(100_000, 1)).toBeLessThan(dotDiameter(1000, 1));
    expect(dotDiameter(1000, 9)).toBeGreaterThan(dotDiameter(1000, 1));
    expect(dotDiameter(1000, 40)).toBeLessThanOrEqual(7);
  });
});

describe('names on the map', () => {
  it('stand at the middle of the dots in view, and not at all where a segment is not seen', () => {
    const places = anchors(dots, segments, 5, whole);
    expect(places[1]!.x).toBeCloseTo(10, 0);
    expect(places[1]!.y).toBeCloseTo(10, 0);
    expect(places[4]).toBeNull();
    const part = { ...whole, right: 5 };
    expect(anchors(dots, segments, 4, part).map((place) => place !== null)).toEqual([true, false, false, false]);
  });

  it('are moved apart as little as need be, and stay inside', () => {
    const box = (x: number, y: number) => ({ x, y, width: 100, height: 18 });
    const boxes = [box(100, 50), box(110, 52), box(120, 49), box(500, 50), box(0, 299), box(600, -5)];
    const placed = spread(boxes, size);
    for (const [i, one] of placed.entries()) {
      expect(one.x - 50 >= 0 && one.x + 50 <= 600 && one.y - 9 >= 0 && one.y + 9 <= 300).toBe(true);
      for (const other of placed.slice(i + 1)) {
        expect(Math.abs(one.x - other.x) >= 100 || Math.abs(one.y - other.y) >= 18).toBe(true);
      }
    }
    expect(placed[3]).toEqual(boxes[3]);
    expect(Math.max(...placed.slice(0, 3).map(({ y }, i) => Math.abs(y - boxes[i]!.y)))).toBeLessThan(25);
  });

  it('have numbers where one segment has most of the dots of an area', () => {
    const middles = anchors(dots, segments, 4, whole);
    const places = numberPlaces(dots, segments, middles, whole, { columns: 8, rows: 4 });
    expect(new Set(places.map(({ segment }) => segment))).toEqual(new Set([0, 1, 2, 3]));
    for (const { segment, x, y } of places) {
      expect(Math.hypot(x - segment * 10, y - (segment % 2) * 10)).toBeLessThan(5);
    }
    // A segment that has most of the dots nowhere stands in its own middle.
    const shared = segments.map((segment, i) => (i % 3 === 0 ? 4 : segment));
    const five = anchors(dots, shared, 5, whole);
    const fifth = numberPlaces(dots, shared, five, whole, { columns: 1, rows: 1 }).filter(
      ({ segment }) => segment === 4,
    );
    expect(fifth).toEqual([{ segment: 4, ...five[4]! }]);
  });
});

describe('what leaves a chart', () => {
  it('is a table with tabs, or CSV that a sheet reads and takes for no formula', () => {
    const rows = [
      ['Segment', 'Share'],
      ['Loyal, "old"', '12%'],
      ['=1+1', '−3'],
      ['-3', '+0.4'],
      ['@x', 'a\tb'],
    ];
    expect(asTabs(rows).split('\n')[4]).toBe('@x\ta b');
    expect(asCsv(rows)).toBe('\uFEFFSegment,Share\r\n"Loyal, ""old""",12%\r\n\'=1+1,−3\r\n-3,+0.4\r\n\'@x,a\tb\r\n');
  });

  it('is named by the title, as every system allows', () => {
    expect(fileName('6 segments: separation 0.41 / "best"?', 'png')).toBe('6 segments separation 0.41 best.png');
    expect(fileName('最松散的细分：折扣敏感', 'svg')).toBe('最松散的细分：折扣敏感.svg');
    expect(fileName('...', 'csv')).toBe('chart.csv');
    const long = fileName(`${'word '.repeat(40)}`, 'png');
    expect(long).toMatch(/^(word )+word\.png$/);
    expect(long.length).toBeLessThanOrEqual(84);
  });

  it('has titles broken between words, and between Chinese characters but before no comma', () => {
    const width = (text: string): number => text.length;
    expect(wrapText('one two three', 8, width)).toEqual(['one two', 'three']);
    expect(wrapText('a verylongword b', 5, width)).toEqual(['a', 'verylongword', 'b']);
    expect(wrapText('最松散，的细分', 3, width)).toEqual(['最松', '散，的', '细分']);
    expect(wrapText('', 5, width)).toEqual([]);
  });
});

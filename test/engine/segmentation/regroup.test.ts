/** Regrouping as a pure function: what is refused, what new customers follow, and models of the first version. */
import { describe, expect, it } from 'vitest';
import type { AdjustAction, RegroupAction } from '../../../shared/adjustment.ts';
import type { FeatureDefinition, FeatureTable, SegmentProfile } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { encodeFrame } from '../../../shared/frame.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import type { Context } from '../../../electron/engine/ml/types.ts';
import { nameSegments } from '../../../electron/engine/insight/naming.ts';
import { editSegments } from '../../../electron/engine/segmentation/edit-segments.ts';
import { adjustModel, decodeModel, encodeModel } from '../../../electron/engine/segmentation/model.ts';
import { refine } from '../../../electron/engine/segmentation/refinements.ts';
import { regroup, type Grouping } from '../../../electron/engine/segmentation/regroup.ts';
import { roundest, splitRules } from '../../../electron/engine/segmentation/split-rules.ts';

const context = (seed = 1): Context => ({ random: new Random(seed), checkCancelled: () => {}, report: () => {} });
const definition = (id: string): FeatureDefinition => ({
  ...{ id, family: 'orders', unit: 'count', inUse: true },
  treatment: { missing: 'median', winsorise: null, transform: 'none', scale: 'none' },
});

const profile = (id: number, size: number, change: Partial<SegmentProfile> = {}): SegmentProfile => ({
  ...{ id, number: id, name: null, colour: id, locked: false, kind: 'lapsed', distinction: null, size },
  ...{
    share: 0,
    revenue: 0,
    revenueShare: 0,
    stability: 1,
    outlook: null,
    traits: [],
    standardisedMeans: [],
    rule: null,
  },
  topProducts: [],
  ...change,
});

/** Rows of two features, treated as they are, and the segment id of each. */
function makeGrouping(rows: readonly (readonly [x: number, y: number, id: number])[]): Grouping {
  const ids = Int32Array.from(rows, ([, , id]) => id);
  const table: FeatureTable = {
    definitions: [definition('x'), definition('y')],
    customers: ids.map((_, row) => row),
    values: [Float64Array.from(rows, ([x]) => x), Float64Array.from(rows, ([, y]) => y)],
  };
  const present = [...new Set(ids)].sort((a, b) => a - b);
  return {
    segments: present.map((id) => profile(id, ids.filter((other) => other === id).length)),
    ids,
    table,
    treated: {
      data: Float64Array.from(rows.flatMap(([x, y]) => [Number.isNaN(x) ? 0 : x, y])),
      nSamples: rows.length,
      nFeatures: 2,
    },
    nextSegment: Math.max(...present) + 1,
  };
}

/** 60 customers in segment 1, in two clumps; 40 in segment 2; 20 in segment 3. */
function someShop(seed = 4): Grouping {
  const random = new Random(seed);
  const near = (x: number, y: number, id: number, count: number) =>
    Array.from({ length: count }, () => [x + random.normal(), y + random.normal(), id] as const);
  return makeGrouping([...near(0, 0, 1, 40), ...near(12, 0, 1, 20), ...near(0, 12, 2, 40), ...near(12, 12, 3, 20)]);
}

function refusal(action: RegroupAction, grouping: Grouping): unknown {
  try {
    regroup(action, grouping, context());
  } catch (thrown) {
    return (thrown as AppError).details;
  }
  return null;
}

const count = (ids: Int32Array, id: number): number => ids.filter((other) => other === id).length;

describe('a split', () => {
  it('finds the clumps, and the larger one keeps the id', () => {
    const grouping = someShop();
    const before = grouping.ids.slice();
    const { ids, nextSegment, remade } = regroup({ kind: 'split', segment: 1, into: 2 }, grouping, context());
    expect([...ids]).toEqual([...before].map((id, row) => (row >= 40 && row < 60 ? 4 : id)));
    expect(grouping.ids).toEqual(before);
    expect(nextSegment).toBe(5);
    expect([...remade].sort()).toEqual([1, 4]);
  });

  it('of customers who are all alike is refused, also where there are too few different ones', () => {
    const alike = makeGrouping([
      ...Array.from({ length: 30 }, () => [1, 1, 1] as const),
      ...Array.from({ length: 30 }, (_, i) => [5 + (i % 2), 5, 2] as const),
    ]);
    expect(refusal({ kind: 'split', segment: 1, into: 2 }, alike)).toEqual({
      ...{ reason: 'customers_alike', found: 1, parts: 2 },
    });
    expect(refusal({ kind: 'split', segment: 2, into: 3 }, alike)).toMatchObject({
      reason: 'customers_alike',
      found: 2,
    });
    expect(refusal({ kind: 'split', segment: 2, into: 2 }, alike)).toBeNull();
    expect(refusal({ kind: 'splitByRule', segment: 1, feature: 'x', threshold: 1 }, alike)).toMatchObject({
      ...{ reason: 'side_too_small', below: 0, above: 30 },
    });
    expect(
      splitRules(
        alike.table,
        alike.treated,
        Int32Array.from({ length: 30 }, (_, i) => i),
      ),
    ).toEqual([]);
  });

  it('that would make too many segments is refused', () => {
    const grouping = someShop();
    grouping.segments = [...grouping.segments, ...Array.from({ length: 46 }, (_, i) => profile(i + 4, 1))];
    expect(refusal({ kind: 'split', segment: 1, into: 3 }, grouping)).toEqual({
      reason: 'too_many_segments',
      most: 50,
    });
    expect(refusal({ kind: 'split', segment: 1, into: 2 }, grouping)).toBeNull();
  });

  it('by a rule puts those without the figure with those below', () => {
    const rows = Array.from({ length: 24 }, (_, i) => [i < 6 ? NaN : i, i, i < 20 ? 1 : 2] as const);
    const grouping = makeGrouping(rows);
    const { ids } = regroup({ kind: 'splitByRule', segment: 1, feature: 'x', threshold: 12 }, grouping, context());
    expect([...ids]).toEqual(rows.map((_, i) => (i < 12 ? 1 : i < 20 ? 3 : 2)));
    const [first] = splitRules(
      grouping.table,
      grouping.treated,
      Int32Array.from({ length: 20 }, (_, i) => i),
    );
    expect(first!.below + first!.above).toBe(20);
  });
});

describe('moving the border', () => {
  it('takes whoever is nearest to the other segment, equals together, and never all', () => {
    const rows = [
      ...Array.from({ length: 10 }, (_, i) => [i, 0, 1] as const),
      ...Array.from({ length: 10 }, (_, i) => [20 + i, 0, 2] as const),
    ];
    const moved = regroup({ kind: 'moveBoundary', from: 1, to: 2, share: 0.2 }, makeGrouping(rows), context());
    expect([...moved.ids.slice(0, 10)]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 2, 2]);
    expect(moved.record).toMatchObject({ customers: 2 });
    const equals = rows.map(([x, y, id]) => [id === 1 && x > 4 ? 9 : x, y, id] as const);
    const together = regroup({ kind: 'moveBoundary', from: 1, to: 2, share: 0.1 }, makeGrouping(equals), context());
    expect(count(together.ids, 1)).toBe(5);
    const all = rows.map(([x, y, id]) => [id === 1 ? 3 : x, y, id] as const);
    expect(refusal({ kind: 'moveBoundary', from: 1, to: 2, share: 0.1 }, makeGrouping(all))).toMatchObject({
      reason: 'segment_emptied',
    });
    expect(refusal({ kind: 'moveBoundary', from: 1, to: 1, share: 0.1 }, makeGrouping(rows))).toMatchObject({
      reason: 'same_segment',
    });
  });
});

describe('refinements', () => {
  it('lead anybody through the same changes to the same place', () => {
    for (let seed = 1; seed <= 25; seed++) {
      let grouping = someShop(seed);
      const computed = grouping.ids;
      const refinements = [];
      const random = new Random(seed).fork('actions');
      for (let step = 0; step < 5; step++) {
        const ids = grouping.segments.map(({ id }) => id);
        const [a, b] = [...random.permutation(ids.length)].map((i) => ids[i]!) as [number, number];
        const actions: AdjustAction[] = [
          { kind: 'merge', segments: [a, b] },
          { kind: 'split', segment: a, into: 2 },
          { kind: 'splitByRule', segment: a, feature: 'x', threshold: random.uniform() * 12 },
          { kind: 'moveBoundary', from: a, to: b, share: 0.2 },
        ];
        try {
          const done = regroup(actions[random.integer(4)] as RegroupAction, grouping, context(seed));
          refinements.push(done.refinement!);
          const present = [...new Set(done.ids)].sort((x, y) => x - y);
          grouping = {
            ...grouping,
            ...{ ids: done.ids, nextSegment: done.nextSegment },
            segments: present.map((id, i) => profile(id, count(done.ids, id), { number: i + 1 })),
          };
        } catch (thrown) {
          if (!(thrown instanceof AppError)) throw thrown;
        }
      }
      expect(refine(computed, refinements, grouping.table, grouping.treated), `seed ${seed}`).toEqual(grouping.ids);
    }
  });
});

describe('a model', () => {
  const first = {
    ...{ version: 1, recipe: { version: 1, rules: [] }, definitions: [], preprocessing: { columns: [] } },
    fitted: { method: 'rfm', autoencoder: null, kmeans: null, rfm: null },
    order: new Int32Array([1, 0]),
    segments: [
      { number: 1, kind: 'champions', distinction: null },
      { number: 2, kind: 'lapsed', distinction: null },
    ],
  };

  it('of version 1 is read as one that nobody adjusted', () => {
    const model = decodeModel(encodeFrame(first));
    expect(model).toMatchObject({
      ...{ version: 2, base: [1, 2], refinements: [], movedByHand: 0, order: new Int32Array([1, 0]) },
      segments: [
        { id: 1, number: 1, name: null, kind: 'champions' },
        { id: 2, number: 2, name: null, kind: 'lapsed' },
      ],
    });
    expect(() => decodeModel(encodeFrame({ ...first, version: 3 }))).toThrow('newer_model');
  });

  it('carries what was changed by hand through its file', () => {
    const centres = new Float64Array([0.1, -2, 3, NaN]);
    const adjusted = adjustModel(decodeModel(encodeFrame(first)), {
      ...{ base: [1, 2], movedByHand: 3 },
      refinements: [{ kind: 'nearest', segment: 2, parts: [2, 3], nFeatures: 2, centres }],
      segments: [profile(3, 5, { number: 1, name: 'By hand' })],
    });
    const back = decodeModel(encodeModel(adjusted));
    expect(back.refinements).toEqual(adjusted.refinements);
    expect(back.segments).toEqual([{ id: 3, number: 1, name: 'By hand', kind: 'lapsed', distinction: null }]);
  });
});

describe('names', () => {
  it('that are given stay, and only the others are chosen', () => {
    const good = { recency: 0.15, frequency: 0.95, monetary: 0.95 };
    expect(nameSegments([good, good, good], [9, 9, 9], ['lapsed', null, 'lapsed'])).toEqual([
      'lapsed',
      'champions',
      'lapsed',
    ]);
  });

  it('of two segments are never the same, whatever the language and the case', () => {
    const segments = [profile(1, 5), profile(2, 5, { kind: 'champions' })];
    const rename = (name: string) => editSegments({ kind: 'rename', segment: 1, name }, segments);
    expect(() => rename('CHAMPIONS')).toThrow('name_taken');
    expect(() => rename('高价值')).toThrow('name_taken');
    expect(rename('Lapsed')!.segments[0]).toMatchObject({ name: 'Lapsed' });
  });
});

describe('the roundest number', () => {
  it('lies above the lower and not above the higher of two', () => {
    expect(roundest(3, 4)).toBe(4);
    expect(roundest(88.2, 93.7)).toBe(90);
    expect(roundest(0.21, 0.34)).toBe(0.3);
    expect(roundest(-7.4, -2.2)).toBe(-3);
    expect(roundest(-1, 1)).toBe(0);
    expect(roundest(1234.56, 1234.57)).toBe(1234.57);
    const random = new Random(9);
    for (let i = 0; i < 2000; i++) {
      const [low, high] = [random.normal() * 10 ** random.integer(6), random.normal()].sort((a, b) => a - b) as [
        number,
        number,
      ];
      const round = roundest(low, high);
      expect(round).toBeGreaterThan(low);
      expect(round).toBeLessThanOrEqual(high);
    }
  });
});

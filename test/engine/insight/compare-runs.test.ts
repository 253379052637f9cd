/** Runs compared on labels made by hand, so that every figure can be counted. */
import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../electron/engine/insight/compare-runs.ts';

const of = (text: string): Int32Array => Int32Array.from(text, (char) => (char === '-' ? -1 : Number(char)));

//                    row 0123456789
const after = of('0001112220');
const before = of('000111222-');
const revenue = Float64Array.of(100, 100, 100, 50, 50, 50, 10, 10, 10, 90);
const input = { after, before, nAfter: 3, nBefore: 3, revenue, droppedFrom: [0, 0, 4] };

describe('two runs', () => {
  it('that are the same have moved nobody', () => {
    const result = compareRuns(input);
    expect(result).toMatchObject({ shared: 9, added: 1, dropped: 4, moved: 0, slipped: 0, climbed: 0 });
    expect(result.adjustedRand).toBe(1);
    expect(result.counts).toEqual([
      [3, 0, 0],
      [0, 3, 0],
      [0, 0, 3],
    ]);
    expect(result.fates.map(({ before, after, overlap }) => [before, after, overlap])).toEqual([
      [0, 0, 1],
      [1, 1, 1],
      [2, 2, 1],
    ]);
    expect(result.fates[0]).toMatchObject({ kept: 3, gained: 0, added: 1, lost: 0, dropped: 0 });
    expect(result.fates[2]!.dropped).toBe(4);
  });

  it('count names of segments for nothing: only who is together matters', () => {
    const renamed = compareRuns({ ...input, before: before.map((from) => (from < 0 ? -1 : (from + 1) % 3)) });
    expect(renamed).toMatchObject({ moved: 0, adjustedRand: 1 });
    expect(renamed.fates.map(({ before, after }) => [before, after])).toEqual([
      [0, 2],
      [1, 0],
      [2, 1],
    ]);
  });

  it('say who slipped and who climbed, and what they bring', () => {
    // Row 2 was with the best and is now in the middle; row 6 climbed from the last to the middle.
    const result = compareRuns({ ...input, after: of('0011111220') });
    expect(result).toMatchObject({ moved: 2, slipped: 1, climbed: 1, slippedRevenue: 100, climbedRevenue: 10 });
    expect(result.counts).toEqual([
      [2, 1, 0],
      [0, 3, 0],
      [0, 1, 2],
    ]);
    expect(result.direction).toEqual([
      [0, -1, -1],
      [1, 0, -1],
      [1, 1, 0],
    ]);
    expect(result.fates[0]).toMatchObject({ kept: 2, lost: 1, gained: 0, slippedRevenue: 100, climbedRevenue: 0 });
    expect(result.fates[1]).toMatchObject({ kept: 3, gained: 2, overlap: 3 / 5 });
    // The index by its definition: pairs together in both, in each, and by chance.
    const [both, left, right, all] = [1 + 3 + 0 + 1, 9, 1 + 10 + 1, 36];
    const chance = (left * right) / all;
    expect(result.adjustedRand).toBeCloseTo((both - chance) / ((left + right) / 2 - chance), 12);
  });

  it('find what was born, and what is gone', () => {
    const born = compareRuns({ ...input, after: of('0003331110'), nAfter: 4 });
    expect(born.fates.find((fate) => fate.after === 2)).toMatchObject({ before: null, kept: 0, gained: 0, added: 0 });
    const gone = compareRuns({ ...input, after: of('0000001110'), nAfter: 2 });
    expect(gone.fates).toHaveLength(3);
    expect(gone.fates.filter(({ after }) => after === null).map(({ lost }) => lost)).toEqual([3]);
    expect(gone.moved).toBe(3);
  });

  it('call nothing a counterpart that shares hardly anyone', () => {
    const n = 40;
    const before = Int32Array.from({ length: n }, (_, i) => (i < 38 ? 0 : 1));
    const after = Int32Array.from({ length: n }, (_, i) => (i === 39 ? 1 : i % 2));
    const result = compareRuns({
      ...{ before, after, nBefore: 2, nAfter: 2 },
      revenue: new Float64Array(n).fill(1),
      droppedFrom: [0, 0],
    });
    // One of the 2 is among the 20: an overlap of 1 in 21.
    expect(result.fates.filter((fate) => fate.before === null || fate.after === null)).toHaveLength(2);
  });

  it('have no agreement where they share nobody', () => {
    const result = compareRuns({ ...input, before: of('----------') });
    expect(result).toMatchObject({ shared: 0, added: 10, moved: 0 });
    expect(result.adjustedRand).toBeNaN();
    expect(result.fates.every(({ kept }) => kept === 0)).toBe(true);
  });
});

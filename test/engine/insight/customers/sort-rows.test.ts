import { describe, expect, it } from 'vitest';
import { naturalRanks, sortRows } from '../../../../electron/engine/insight/customers/sort-rows.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';

describe('sorting rows', () => {
  it('keeps equal values in order of rows in both directions, and puts what is missing last in both', () => {
    const values = [3, NaN, 1, 3, -2, Infinity, 1, 0, -0];
    expect([...sortRows(values, false)]).toEqual([4, 7, 8, 2, 6, 0, 3, 1, 5]);
    expect([...sortRows(values, true)]).toEqual([0, 3, 2, 6, 7, 8, 4, 1, 5]);
    expect([...sortRows([], true)]).toEqual([]);
  });

  it('agrees with a comparing sort', () => {
    const random = new Random(5);
    const values = Float64Array.from({ length: 3000 }, () =>
      random.uniform() < 0.1 ? NaN : Math.round(200 * random.normal()) / 10,
    );
    for (const descending of [false, true]) {
      const expected = Array.from(values.keys()).sort((a, b) => {
        const [x, y] = [values[a]!, values[b]!];
        if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
        return (descending ? y - x : x - y) || a - b;
      });
      expect([...sortRows(values, descending)]).toEqual(expected);
    }
  });
});

describe('natural order of ids', () => {
  const sorted = (ids: string[]): string[] => {
    const ranks = naturalRanks(ids);
    return [...ids.keys()].sort((a, b) => ranks[a]! - ranks[b]!).map((i) => ids[i]!);
  };

  it('reads numbers as numbers, wherever they stand, and does not mind case', () => {
    expect(sorted(['12', '9', '100', '2'])).toEqual(['2', '9', '12', '100']);
    expect(sorted(['C-10', 'c-9', 'B-11', 'C-9a'])).toEqual(['B-11', 'c-9', 'C-9a', 'C-10']);
    expect(sorted(['x2y10', 'x2y9', 'x10y1'])).toEqual(['x2y9', 'x2y10', 'x10y1']);
    expect(sorted(['王五', 'anna@shop.example', '李四', '7'])).toEqual(['7', 'anna@shop.example', '李四', '王五']);
  });

  it('holds for long ids that differ at their end, and gives equal ids one place', () => {
    const start = 'customer-of-the-shop-in-the-long-street-number-';
    expect(sorted([`${start}b`, `${start}a`])).toEqual([`${start}a`, `${start}b`]);
    expect([...naturalRanks(['007', 'a', '7', 'A'])]).toEqual([0, 1, 0, 1]);
    expect([...naturalRanks([])]).toEqual([]);
    expect([...naturalRanks([''])]).toEqual([0]);
  });
});

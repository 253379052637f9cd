import { expect, it } from 'vitest';
import { sortLines } from '../../../electron/engine/features/sort-lines.ts';
import { Random } from '../../../electron/engine/ml/random.ts';

it('sorts as the language does, keeps the order of equals and puts missing keys last', () => {
  const random = new Random(1);
  for (const size of [0, 1, 2, 3, 7, 64, 1000]) {
    const key = Float64Array.from({ length: size + 5 }, () => (random.uniform() < 0.1 ? NaN : random.integer(20)));
    const lines = random.permutation(size + 5).slice(0, size);
    const rank = (line: number): number => (Number.isNaN(key[line]!) ? 1000 : key[line]!);
    const expected = Array.from(lines).sort((a, b) => rank(a) - rank(b));
    sortLines(lines, key, new Int32Array(size));
    expect([...lines]).toEqual(expected);
    sortLines(lines, key, new Int32Array(size));
    expect([...lines]).toEqual(expected);
  }
});

import { describe, expect, it } from 'vitest';
import { columnModes } from '../../../../../electron/engine/ml/networks/gan/column-modes.ts';
import { decodeRow, encodeRows, fitCoding } from '../../../../../electron/engine/ml/networks/gan/coding.ts';
import { balanced, drawKinds } from '../../../../../electron/engine/ml/networks/gan/kinds.ts';
import { Random } from '../../../../../electron/engine/ml/random.ts';
import { matrix } from '../../goldens.ts';
import { context } from '../samples.ts';

describe('modes of a column', () => {
  it('are its levels where they are few', () => {
    const modes = columnModes(
      Float64Array.from({ length: 90 }, (_, i) => i % 3),
      context(1),
    );
    expect(modes.map(({ values, spread }) => [values[0], spread])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
    ]);
  });

  it('are a shared value, and bells for the rest', () => {
    const random = new Random(3);
    const values = Float64Array.from({ length: 900 }, (_, i) =>
      i % 3 === 0 ? 0 : (i % 3 === 1 ? 5 : 20) + random.normal(),
    );
    const modes = columnModes(values, context(1));
    expect(modes[0]).toMatchObject({ values: [0], spread: 0 });
    const bells = modes.slice(1).map(({ values: [centre], spread }) => [centre!, spread]);
    expect(bells.length).toBeGreaterThanOrEqual(2);
    expect(bells.some(([centre]) => Math.abs(centre! - 5) < 1)).toBe(true);
    expect(bells.some(([centre]) => Math.abs(centre! - 20) < 1)).toBe(true);
  });
});

describe('coded rows', () => {
  const random = new Random(5);
  const rows = Array.from({ length: 400 }, (_, i) => {
    const level = i % 4;
    // Three columns of a category of which a quarter has none, a skewed column, a score.
    return [level === 0 ? 1 : 0, level === 1 ? 1 : 0, level === 2 ? 1 : 0, Math.exp(random.normal()), (i * 7) % 5];
  });
  const X = matrix(rows);
  const coding = fitCoding(X, context(1));

  it('find the columns again that were a category', () => {
    const group = coding.blocks.find(({ columns }) => columns.length > 1)!;
    expect(group.columns).toEqual([0, 1, 2]);
    expect(group.modes.map(({ values }) => values.join(''))).toEqual(['000', '100', '010', '001']);
  });

  it('say what they stand for', () => {
    const coded = encodeRows(coding, X);
    const back = { ...X, data: new Float64Array(X.data.length) };
    for (let i = 0; i < X.nSamples; i++) decodeRow(coding, coded, i * coding.width, back, i);
    back.data.forEach((value, at) => expect(value).toBeCloseTo(X.data[at]!, 4));
  });

  it('have one mode per block', () => {
    const coded = encodeRows(coding, X);
    for (let i = 0; i < X.nSamples; i++) {
      for (const { start, modes } of coding.blocks) {
        const units = coded.subarray(i * coding.width + start, i * coding.width + start + modes.length);
        expect(units.reduce((sum, unit) => sum + unit, 0)).toBe(1);
      }
    }
  });
});

describe('kinds', () => {
  it('are drawn as often as their share says', () => {
    const drawn = drawKinds(Float64Array.of(0.5, 0.3, 0.2), 100, new Random(1));
    const counts = [0, 1, 2].map((kind) => drawn.filter((one) => one === kind).length);
    expect(counts).toEqual([50, 30, 20]);
  });

  it('are all alike at power 0, and as they are at 1', () => {
    const shares = Float64Array.of(0.9, 0.1);
    expect([...balanced(shares, 0)]).toEqual([0.5, 0.5]);
    expect([...balanced(shares, 1)].map((share) => share.toFixed(6))).toEqual(['0.900000', '0.100000']);
  });
});

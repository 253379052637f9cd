/** How levels of categories become figures; what scikit-learn does likewise was computed with its version 1.2.1. */
import { describe, expect, it } from 'vitest';
import { chooseFeatures } from '../../../electron/engine/features/choose-features.ts';
import { describeCategories } from '../../../electron/engine/features/category-summary.ts';
import { levelOrder } from '../../../electron/engine/features/level-order.ts';
import { tableFeatures } from '../../../electron/engine/features/table-features.ts';
import type { CategoryColumn } from '../../../shared/customer-table.ts';
import type { CategoryCoding, FeatureDefinition } from '../../../shared/domain.ts';

const id = 'attributes:plan';
const all = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);
function category(texts: readonly (string | null)[]): CategoryColumn {
  const levels = [...new Set(texts.filter((text) => text !== null))];
  return {
    ...{ id, family: 'attributes', type: 'category', levels },
    codes: Int32Array.from(texts, (text) => (text === null ? -1 : levels.indexOf(text))),
  };
}
const coded = (texts: readonly (string | null)[], coding?: CategoryCoding, definitions?: FeatureDefinition[]) =>
  tableFeatures({ columns: [category(texts)], label: null }, all(texts.length), {
    definitions,
    ...(coding ? { categories: { [id]: coding } } : {}),
  });
/** As many of each level as told. */
const of = (sizes: Record<string, number>): string[] =>
  Object.entries(sizes).flatMap(([level, size]) => new Array<string>(size).fill(level));

const hundred = of({ a: 40, b: 25, c: 15, d: 9, e: 6, f: 3, g: 2 });

describe('levels with a column each', () => {
  it('share one where they are rarer than asked, as with OneHotEncoder(min_frequency=0.05)', () => {
    const { definitions, values } = coded(hundred, { code: 'levels', rare: 0.05 });
    expect(definitions.map((one) => one.id)).toEqual(['a', 'b', 'c', 'd', 'e', '*'].map((level) => `${id}=${level}`));
    expect(values.map((column) => column.reduce((sum, x) => sum + x, 0))).toEqual([40, 25, 15, 9, 6, 5]);
    expect(coded(hundred).definitions).toHaveLength(7);
    expect(coded(hundred, { code: 'levels', rare: 0.2 }).definitions.map((one) => one.id)).toEqual([
      `${id}=a`,
      `${id}=b`,
      `${id}=*`,
    ]);
  });
});

describe('levels by how common they are', () => {
  it('are the share of the customers; those of fewer than five customers have one in common, without a name', () => {
    const { definitions, values } = coded([...hundred, null], { code: 'frequency' });
    expect(definitions).toHaveLength(1);
    expect(definitions[0]).toMatchObject({ id: `${id}@frequency`, unit: 'share', inUse: true });
    const [column] = values;
    expect(column![0]).toBeCloseTo(40 / 101, 12);
    expect(column![99]).toBeCloseTo((9 + 4) / 5 / 101, 12);
    expect(column![100]).toBeNaN();
    expect(Object.keys(definitions[0]!.levels!.figures)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('are replayed on others by the definition alone', () => {
    const { definitions } = coded(hundred, { code: 'frequency' });
    const later = coded(['b', 'new', null, 'a', 'f'], undefined, definitions);
    expect(later.definitions).toEqual(definitions);
    expect(later.values[0]!.map((x) => Math.round(1e6 * x) / 1e6)).toEqual(
      Float64Array.of(0.25, 0.026, NaN, 0.4, 0.026),
    );
    expect(JSON.parse(JSON.stringify(definitions))).toEqual(definitions);
  });

  it('are left out with their column', () => {
    const { definitions, values } = coded(hundred, { code: 'frequency' });
    const candidates = { definitions, values, customers: all(100) };
    expect(chooseFeatures(candidates, { exclude: ['plan'] }).definitions[0]!.inUse).toBe(false);
  });
});

describe('levels by their order', () => {
  it('are places from 0 up, as with OrdinalEncoder(categories=[order])', () => {
    const texts = ['high', 'low', 'medium', null, 'low'];
    expect([...coded(texts, { code: 'order' }).values[0]!]).toEqual([2, 0, 1, NaN, 0]);
    const given = coded(['Master', 'Basic', 'PhD', 'Other'], { code: 'order', order: ['Basic', 'Master', 'PhD'] });
    expect(given.definitions[0]).toMatchObject({ id: `${id}@order`, unit: 'number' });
    expect([...given.values[0]!]).toEqual([1, 0, 2, NaN]);
    const later = coded(['PhD', 'Dr'], undefined, given.definitions);
    expect([...later.values[0]!]).toEqual([2, NaN]);
  });

  it('are refused where nothing says how they stand: no order is made up', () => {
    const coding = { code: 'order' } as const;
    expect(() => coded(['red', 'green'], coding)).toThrow(
      expect.objectContaining({ details: { reason: 'no_level_order', column: 'plan' } }),
    );
    expect(() => coded(['red', 'green'], { ...coding, order: ['blue', 'grey'] })).toThrow();
  });

  it.each([
    [
      ['26-35', '65+', '18-25', '<18'],
      ['<18', '18-25', '26-35', '65+'],
    ],
    [
      ['Gold', 'Silver', 'Bronze'],
      ['Bronze', 'Silver', 'Gold'],
    ],
    [
      ['L', 'S', 'XL', 'M'],
      ['S', 'M', 'L', 'XL'],
    ],
    [
      ['Tier 10', 'Tier 2'],
      ['Tier 2', 'Tier 10'],
    ],
    [
      ['高', '低', '中'],
      ['低', '中', '高'],
    ],
    [
      ['60以上', '18-30', '31-60', '18以下'],
      ['18以下', '18-30', '31-60', '60以上'],
    ],
  ])('are known by numbers and words: %j', (levels, order) => {
    expect(levelOrder(levels)).toEqual(order);
  });

  it.each([
    [['red', 'green']],
    [['low', 'green']],
    [['c1', 'c2', 'c3']],
    [['A1', 'B2']],
    [['5 Main Street North', '7 High Street East']],
    [['one']],
  ])('are not known of %j', (levels) => {
    expect(levelOrder(levels)).toBeNull();
  });
});

it('a column of categories is described with its levels, its order and its coding', () => {
  const columns = [category([...of({ low: 5, high: 9 }), null])];
  expect(describeCategories({ columns }, all(15), { [id]: { code: 'order' } })).toEqual([
    {
      ...{ id, coding: { code: 'order' }, nLevels: 2, order: ['low', 'high'] },
      levels: [
        { level: 'high', customers: 9 },
        { level: 'low', customers: 5 },
      ],
    },
  ]);
  expect(describeCategories({ columns: [category(['one', 'one'])] }, all(2), {})).toEqual([]);
});

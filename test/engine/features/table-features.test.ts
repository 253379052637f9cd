import { describe, expect, it } from 'vitest';
import { chooseFeatures } from '../../../electron/engine/features/choose-features.ts';
import { featureCandidates } from '../../../electron/engine/features/customer-features.ts';
import { tableFeatures } from '../../../electron/engine/features/table-features.ts';
import type { CustomerColumn, TableFamily } from '../../../shared/customer-table.ts';
import { daySeconds, noOrders } from './table-of-customers.ts';

const number = (name: string, values: number[], family: TableFamily = 'attributes'): CustomerColumn => ({
  id: `${family}:${name}`,
  family,
  type: 'number',
  unit: 'number',
  values: Float64Array.from(values),
});
const category = (name: string, texts: (string | null)[]): CustomerColumn => {
  const levels = [...new Set(texts.filter((text) => text !== null))];
  const codes = Int32Array.from(texts, (text) => (text === null ? -1 : levels.indexOf(text)));
  return { id: `attributes:${name}`, family: 'attributes', type: 'category', levels, codes };
};
const all = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

describe('features of a customer table', () => {
  it('draws in long tails, and leaves years, ratings and ready features as they are', () => {
    const tail = Array.from({ length: 200 }, (_, i) => 10 ** (i / 40));
    const even = Array.from({ length: 200 }, (_, i) => i / 2);
    const years = Array.from({ length: 200 }, (_, i) => 1940 + (i % 60));
    const columns = [number('spend', tail), number('score', even), number('born', years), number('x', tail, 'ready')];
    const { definitions } = tableFeatures({ columns, label: null }, all(200));
    expect(definitions.map(({ id, unit, treatment }) => [id, unit, treatment.transform, treatment.scale])).toEqual([
      ['attributes:spend', 'number', 'log1p', 'standard'],
      ['attributes:score', 'number', 'none', 'standard'],
      ['attributes:born', 'year', 'none', 'standard'],
      ['ready:x', 'number', 'none', 'none'],
    ]);
  });

  it('counts days back from the latest date of the column', () => {
    const values = Float64Array.of(daySeconds('2024-01-31'), daySeconds('2024-01-01'), NaN);
    const joined: CustomerColumn = {
      id: 'attributes:joined',
      family: 'attributes',
      type: 'date',
      unit: 'days',
      values,
    };
    const { definitions, values: features } = tableFeatures({ columns: [joined], label: null }, all(3));
    expect(definitions[0]).toMatchObject({ id: 'attributes:joined@days', unit: 'days' });
    expect([...features[0]!]).toEqual([0, 30, NaN]);
  });

  it('says where a column is empty, off unless it is wanted, and replays it where nothing is', () => {
    const ages = Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? NaN : 20 + i));
    const table = {
      columns: [
        number('age', ages),
        number(
          'full',
          ages.map((_, i) => i % 7),
        ),
        category(
          'plan',
          ages.map((_, i) => (i < 50 ? null : 'a')),
        ),
      ],
      label: null,
    };
    const { definitions, values } = tableFeatures(table, all(100));
    expect(definitions.map(({ id }) => id)).toEqual([
      'attributes:age',
      'attributes:age@missing',
      'attributes:full',
      'attributes:plan=a',
      'attributes:plan@missing',
    ]);
    expect(definitions[1]).toMatchObject({ inUse: false, off: { reason: 'optional' } });
    expect([...values[1]!]).toEqual(ages.map((age) => (Number.isNaN(age) ? 1 : 0)));
    const candidates = { definitions, values, customers: all(100) };
    const wanted = chooseFeatures(candidates, { exclude: [], include: ['attributes:age@missing'] });
    expect(wanted.definitions[1]).toMatchObject({ inUse: true });
    const without = chooseFeatures(candidates, { exclude: ['attributes:age', 'plan'] });
    expect(without.definitions.filter(({ inUse }) => inUse).map(({ id }) => id)).toEqual(['attributes:full']);
    const later = tableFeatures({ columns: [number('age', [30, 40])], label: null }, all(2), { definitions });
    expect(later.definitions.map(({ id }) => id)).toEqual(['attributes:age', 'attributes:age@missing']);
    expect([...later.values[1]!]).toEqual([0, 0]);
  });

  it('makes a column of each main level, one of the rest, and replays exactly these', () => {
    const texts = Array.from({ length: 100 }, (_, i) => (i < 60 ? 'a' : i < 95 ? 'b' : i < 98 ? `rare ${i}` : null));
    const table = { columns: [category('plan', texts)], label: null };
    const { definitions, values } = tableFeatures(table, all(100));
    expect(definitions.map(({ id }) => id)).toEqual([
      'attributes:plan=a',
      'attributes:plan=b',
      'attributes:plan=*',
      'attributes:plan@missing',
    ]);
    expect(values.map((column) => column.reduce((sum, value) => sum + value, 0))).toEqual([60, 35, 3, 2]);
    const later = { columns: [category('plan', ['b', 'new', null])], label: null };
    const replayed = tableFeatures(later, all(3), { definitions });
    expect(replayed.definitions).toEqual(definitions);
    expect(replayed.values.map((column) => [...column])).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  it('keeps ten columns of ten thousand categories, in no time', () => {
    const texts = Array.from({ length: 50_000 }, (_, i) => (i % 2 === 0 ? `common ${i % 10}` : `rare ${i % 9999}`));
    const { definitions } = tableFeatures({ columns: [category('what', texts)], label: null }, all(50_000));
    const ids = definitions.map(({ id }) => id);
    expect(ids).toEqual([...[0, 2, 4, 6, 8].map((i) => `attributes:what=common ${i}`), 'attributes:what=*']);
  });

  it('says of columns that never vary, hold nothing or infinity, that they are off', () => {
    const n = 60;
    const numbers = (value: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => value(i));
    const columns = [
      number(
        'same',
        numbers(() => 7),
      ),
      number(
        'empty',
        numbers(() => NaN),
      ),
      number(
        'some',
        numbers((i) => (i % 5 === 0 ? (i % 2 === 0 ? Infinity : NaN) : i)),
      ),
      category(
        'one',
        numbers(() => 0).map(() => 'x'),
      ),
    ];
    const table = chooseFeatures(featureCandidates(noOrders(n, columns)), { exclude: [] });
    expect(table.definitions.map(({ id, inUse, off }) => [id, inUse, off?.reason])).toEqual([
      ['attributes:same', false, 'constant'],
      ['attributes:empty', false, 'constant'],
      ['attributes:some', true, undefined],
      ['attributes:some@missing', false, 'optional'],
      ['attributes:one=x', false, 'constant'],
    ]);
  });

  it('leaves out a column by its name, a category with all of its levels', () => {
    const columns = [number('age', [1, 2, 3, 4]), category('plan', ['a', 'b', 'a', 'b'])];
    const candidates = featureCandidates(noOrders(4, columns));
    const inUse = (exclude: string[]): string[] =>
      chooseFeatures(candidates, { exclude }).definitions.flatMap(({ id, inUse: used }) => (used ? [id] : []));
    expect(inUse(['age'])).toEqual(['attributes:plan=a']);
    expect(inUse(['plan'])).toEqual(['attributes:age']);
    expect(inUse(['attributes:plan=a'])).toEqual(['attributes:age', 'attributes:plan=b']);
  });
});

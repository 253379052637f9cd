import { describe, expect, it } from 'vitest';
import type { FeatureDefinition } from '../../../shared/domain.ts';
import { computeOrderFeatures } from '../../../electron/engine/features/order-features.ts';
import { suggestSelection } from '../../../electron/engine/features/selection.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import { column, janShop, shop } from './tiny-shop.ts';

function definition(id: string, change: Partial<FeatureDefinition> = {}): FeatureDefinition {
  return {
    id,
    family: 'orders',
    unit: 'number',
    treatment: { missing: 'median', winsorise: null, transform: 'none', scale: 'standard' },
    inUse: true,
    ...change,
  };
}

describe('suggestSelection', () => {
  const random = new Random(5);
  const noise = (): Float64Array => Float64Array.from({ length: 300 }, () => random.normal());
  const a = noise();
  const b = noise();

  it('keeps columns that tell customers apart', () => {
    const chosen = suggestSelection([definition('a'), definition('b')], [a, b], { exclude: [] });
    expect(chosen.map(({ inUse, off }) => [inUse, off])).toEqual([
      [true, undefined],
      [true, undefined],
    ]);
  });

  it('treats all features as `*` says, but for what is said of one', () => {
    const treatments = { '*': { scale: 'minmax', missing: 'zero' }, b: { scale: 'none' } } as const;
    const chosen = suggestSelection([definition('a'), definition('b')], [a, b], { exclude: [], treatments });
    expect(chosen.map(({ treatment: { scale, missing } }) => [scale, missing])).toEqual([
      ['minmax', 'zero'],
      ['none', 'zero'],
    ]);
  });

  it('turns off what never varies, also once treated', () => {
    const nearlyAll = new Float64Array(300).fill(2);
    nearlyAll[7] = 90;
    const held = { missing: 'median', winsorise: { lower: 0.005, upper: 0.995 }, transform: 'none' } as const;
    const chosen = suggestSelection(
      [definition('same'), definition('none'), definition('held', { treatment: { ...held, scale: 'standard' } })],
      [new Float64Array(300).fill(0.1), new Float64Array(300).fill(NaN), nearlyAll],
      { exclude: [] },
    );
    for (const { inUse, off } of chosen) expect([inUse, off]).toEqual([false, { reason: 'constant' }]);
  });

  it('turns off what repeats an earlier column, in line or in rank, in either direction', () => {
    const against = a.map((value) => 3 - value + 0.01 * random.normal());
    const curved = b.map((value) => Math.exp(4 * value));
    const chosen = suggestSelection(
      [definition('a'), definition('b'), definition('against'), definition('curved')],
      [a, b, against, curved],
      { exclude: [] },
    );
    expect(chosen.map(({ inUse }) => inUse)).toEqual([true, true, false, false]);
    expect(chosen[2]!.off).toMatchObject({ reason: 'correlated', sameAs: 'a' });
    expect(chosen[2]!.off!.correlation).toBeLessThan(-0.99);
    expect(chosen[3]!.off).toMatchObject({ reason: 'correlated', sameAs: 'b' });
    expect(chosen[3]!.off!.correlation).toBeCloseTo(1, 10);
  });

  it('lets a column stand in for one that was excluded', () => {
    const chosen = suggestSelection([definition('a'), definition('twin')], [a, a], { exclude: ['a'] });
    expect(chosen.map(({ inUse, off }) => [inUse, off])).toEqual([
      [false, undefined],
      [true, undefined],
    ]);
  });

  it('finds twins among more customers than it looks at', () => {
    const many = Float64Array.from({ length: 12_345 }, () => random.normal());
    const chosen = suggestSelection([definition('a'), definition('b')], [many, many.map((v) => v ** 3)], {
      exclude: [],
    });
    expect(chosen[1]!.off).toMatchObject({ reason: 'correlated', sameAs: 'a' });
  });

  it('does not change what it was given', () => {
    const given = [definition('a'), definition('b')];
    suggestSelection(given, [a, a], { exclude: ['a'] });
    expect(given).toEqual([definition('a'), definition('b')]);
  });
});

describe('suggestions for orders', () => {
  const crowd = (countries: string[]): ReturnType<typeof shop> =>
    shop(countries.map((country, i) => ({ ...janShop[0]!, customer: `c${i}`, invoice: `i${i}`, country })));

  it('keeps RFM scores for reading', () => {
    const table = computeOrderFeatures(shop(janShop));
    for (const id of ['recencyScore', 'frequencyScore', 'monetaryScore']) {
      const found = table.definitions.find((one) => one.id === id)!;
      expect([found.inUse, found.off]).toEqual([false, { reason: 'reading_only' }]);
    }
  });

  it('gives main countries a 0/1 column and groups the rest', () => {
    const names = [...Array<string>(50).fill('Oz'), ...Array<string>(48).fill('Nod'), 'Ur', 'Mu'];
    const table = computeOrderFeatures(crowd(names));
    const countries = table.definitions.filter(({ id }) => id.startsWith('country='));
    expect(countries.map(({ id }) => id)).toEqual(['country=Oz', 'country=Nod', 'country=*']);
    expect(countries[0]).toMatchObject({ inUse: true, unit: 'share', treatment: { scale: 'none' } });
    // Nod is all but the mirror of Oz.
    expect(countries[1]!.off).toMatchObject({ reason: 'correlated', sameAs: 'country=Oz' });
    expect(column(table, 'country=Nod').filter((value) => value === 1).length).toBe(48);
    expect(column(table, 'country=*').filter((value) => value === 1).length).toBe(2);
  });

  it('leaves countries out of use where one has nearly everyone', () => {
    const table = computeOrderFeatures(crowd([...Array<string>(90).fill('Oz'), ...Array<string>(10).fill('Nod')]));
    const countries = table.definitions.filter(({ id }) => id.startsWith('country='));
    expect(countries.length).toBe(2);
    for (const { inUse, off } of countries) expect([inUse, off]).toEqual([false, { reason: 'constant' }]);
  });

  it('takes the country of the latest order', () => {
    const table = computeOrderFeatures(
      shop(
        janShop.map((line) => ({ ...line, country: line.invoice === '4' ? 'Nod' : 'Oz' })),
        ['Ann', 'Bob', 'Cai'],
      ),
    );
    expect(column(table, 'country=Nod')).toEqual([1, 0, 0]);
  });

  it('copes with 10,000 countries', () => {
    const table = computeOrderFeatures(crowd(Array.from({ length: 10_000 }, (_, i) => `land ${i}`)));
    const countries = table.definitions.filter(({ id }) => id.startsWith('country='));
    expect(countries.map(({ id, inUse }) => [id, inUse])).toEqual([['country=*', false]]);
  });

  it('switches off what a person excludes, without giving a reason of its own', () => {
    const names = [...Array<string>(50).fill('Oz'), ...Array<string>(30).fill('Nod'), ...Array<string>(20).fill('Ur')];
    const table = computeOrderFeatures(crowd(names), { exclude: ['country'] });
    const countries = table.definitions.filter(({ id }) => id.startsWith('country='));
    expect(countries.map(({ inUse, off }) => [inUse, off])).toEqual(Array(3).fill([false, undefined]));
  });
});

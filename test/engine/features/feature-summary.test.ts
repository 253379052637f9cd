import { describe, expect, it } from 'vitest';
import { describeFeatures, drawnValues, mapClarity } from '../../../electron/engine/features/feature-summary.ts';
import { chooseFeatures } from '../../../electron/engine/features/choose-features.ts';
import { computeOrderFeatures, orderFeatureCandidates } from '../../../electron/engine/features/order-features.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import type { FeatureDefinition, FeatureTable, Treatment } from '../../../shared/domain.ts';
import { janShop, shop } from './tiny-shop.ts';

const plain: Treatment = { missing: 'median', winsorise: null, transform: 'none', scale: 'standard' };

function table(columns: Record<string, number[]>, treatment: Partial<Treatment> = {}): FeatureTable {
  const definitions = Object.keys(columns).map((id): FeatureDefinition => ({
    id,
    family: 'orders',
    unit: 'number',
    treatment: { ...plain, ...treatment },
    inUse: true,
  }));
  const values = Object.values(columns).map((column) => Float64Array.from(column));
  return { definitions, values, customers: Int32Array.from(values[0]!, (_, i) => i) };
}

const describeTable = (given: FeatureTable) =>
  describeFeatures(given, given.definitions, { known: new WeakMap(), filled: new Map() }, () => {});

describe('describeFeatures', () => {
  it('gives the figures of a column, and how many customers are held', () => {
    const given = table({ a: [1, 2, 3, 4, NaN, Infinity, 1000] }, { winsorise: { lower: 0, upper: 0.75 } });
    const [a] = describeTable(given).features;
    expect(a).toMatchObject({ count: 5, missing: 2, minimum: 1, median: 3, mean: 202, maximum: 1000, varies: true });
    expect(a!.bounds).toEqual({ lower: 1, upper: 4 });
    expect(a!.held).toBe(1);
    const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);
    expect(sum(a!.before.counts) + a!.before.above + a!.before.missing).toBe(7);
    // Treated, nothing is missing any more.
    expect(a!.after.missing).toBe(0);
  });

  it('says what does not vary, and what is not known of anybody', () => {
    const { features, pairs } = describeTable(table({ same: [2, 2, 2], none: [NaN, NaN, NaN] }));
    expect(features.map(({ varies }) => varies)).toEqual([false, false]);
    expect(features[1]).toMatchObject({ count: 0, minimum: NaN, median: NaN, mean: NaN, maximum: NaN });
    expect(pairs).toEqual([]);
  });

  it('lists pairs that move together, by line or by rank, strongest first', () => {
    const a = [1, 2, 3, 4, 5, 6, 7, 8];
    const { pairs } = describeTable(
      table({
        a,
        // By hand: differences of rank are 1 in eight places: 1 - 6 * 8 / (8 * 63) = 0.9048.
        swapped: [2, 1, 4, 3, 6, 5, 8, 7],
        against: a.map((value) => -Math.exp(value)),
        noise: [3, 8, 1, 6, 7, 2, 5, 4],
      }),
    );
    expect(pairs.map((pair) => `${pair.a} ${pair.b}`)).toEqual(['a against', 'a swapped', 'swapped against']);
    expect(pairs[0]!.spearman).toBeCloseTo(-1, 12);
    expect(pairs[0]!.pearson).toBeGreaterThan(-0.8);
    expect(pairs[1]!.spearman).toBeCloseTo(1 - 48 / 504, 12);
    expect(pairs[1]!.pearson).toBeCloseTo(1 - 48 / 504, 12);
  });

  it('remembers a column by its treatment, and gives the same again', () => {
    const given = table({ a: [1, 5, 9, 20] });
    const known = new WeakMap();
    const first = describeFeatures(given, given.definitions, { known, filled: new Map() }, () => {});
    expect(describeFeatures(given, given.definitions, { known, filled: new Map() }, () => {})).toEqual(first);
    const definitions = given.definitions.map((one) => ({
      ...one,
      treatment: { ...plain, transform: 'log1p' as const },
    }));
    const other = describeFeatures(
      { ...given, definitions },
      given.definitions,
      { known, filled: new Map() },
      () => {},
    );
    expect(other.features[0]!.after).not.toEqual(first.features[0]!.after);
    expect(other.features[0]!.before).toEqual(first.features[0]!.before);
    expect(other.features[0]!.suggested.treatment.transform).toBe('none');
  });
});

describe('a choice of features', () => {
  const cleaned = shop(janShop);
  const candidates = orderFeatureCandidates(cleaned);
  const find = (given: FeatureTable, id: string) => given.definitions.find((one) => one.id === id)!;

  it('without a wish is the suggestion', () => {
    expect(chooseFeatures(candidates, { exclude: [] })).toEqual(computeOrderFeatures(cleaned));
  });

  it('takes in what is kept for reading or says the same, but never what does not vary', () => {
    const suggested = computeOrderFeatures(cleaned).definitions;
    const off = (reason: string): FeatureDefinition[] => suggested.filter((one) => one.off?.reason === reason);
    const wanted = [off('reading_only'), off('correlated'), off('constant')].map(([first]) => first!.id);
    const chosen = chooseFeatures(candidates, { exclude: [], include: wanted });
    expect(wanted.map((id) => find(chosen, id).inUse)).toEqual([true, true, false]);
    expect(wanted.map((id) => find(chosen, id).off)).toEqual([undefined, undefined, { reason: 'constant' }]);
    // Whoever excludes and includes the same leaves it out.
    expect(find(chooseFeatures(candidates, { exclude: wanted, include: wanted }), wanted[0]!).inUse).toBe(false);
  });

  it('changes the parts of a treatment that are named, and leaves the candidates as they were', () => {
    const before = structuredClone(candidates.definitions);
    const chosen = chooseFeatures(candidates, { exclude: [], treatments: { monetary: { winsorise: null } } });
    const { treatment } = find(candidates, 'monetary');
    expect(find(chosen, 'monetary').treatment).toEqual({ ...treatment, winsorise: null });
    expect(candidates.definitions).toEqual(before);
  });

  it('may leave nothing at all', () => {
    const exclude = candidates.definitions.map(({ id }) => id);
    expect(chooseFeatures(candidates, { exclude }).definitions.some(({ inUse }) => inUse)).toBe(false);
  });
});

describe('mapClarity', () => {
  const random = new Random(11);
  const n = 1600;
  const x = Float64Array.from({ length: n }, () => random.normal());
  const y = Float64Array.from({ length: n }, () => random.normal());

  it('is near one for what the place tells, and near nothing for noise', () => {
    const columns = [x, y.map((value) => value * value), Float64Array.from(x, () => random.normal()), x.map(() => 3)];
    const data = new Float64Array(n * 4);
    for (let i = 0; i < n; i++) columns.forEach((column, f) => (data[4 * i + f] = column[i]!));
    const [place, bent, noise, level] = mapClarity({ data, nSamples: n, nFeatures: 4 }, x, y);
    expect(place).toBeGreaterThan(0.85);
    expect(bent).toBeGreaterThan(0.5);
    expect(noise).toBeLessThan(0.05);
    expect(level).toBe(0);
  });

  it('says nothing of a handful of customers', () => {
    expect(Array.from(mapClarity({ data: [1, 2, 3], nSamples: 3, nFeatures: 1 }, [1, 2, 3], [1, 2, 3]))).toEqual([0]);
  });
});

describe('drawnValues', () => {
  it('takes the rows it is asked for; what cannot be computed with is not known', () => {
    expect(Array.from(drawnValues(Float64Array.of(1, 2, Infinity, 4), Int32Array.of(3, 2, 0)))).toEqual([4, NaN, 1]);
  });
});

/** What a brush caught, who meets a rule, and how well customers fit: against figures worked out the plain way. */
import { describe, expect, it } from 'vitest';
import { describeSelection, selectByRule } from '../../../electron/engine/insight/describe-selection.ts';
import { mostValues, segmentSilhouettes } from '../../../electron/engine/insight/segment-silhouettes.ts';
import { silhouetteScores } from '../../../electron/engine/ml/metrics/silhouette.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import type { Context, Matrix } from '../../../electron/engine/ml/types.ts';
import type { FeatureTable } from '../../../shared/domain.ts';

const context = (): Context => ({ random: new Random(7), checkCancelled: () => {}, report: () => {} });

function groups(n: number, width = 3): { space: Matrix; labels: Int32Array } {
  const random = new Random(11);
  const labels = Int32Array.from({ length: n }, (_, i) => i % 3);
  const data = Float64Array.from({ length: n * width }, (_, at) => {
    const group = labels[Math.floor(at / width)]!;
    return [0, 2.5, 8][group]! + random.normal();
  });
  return { space: { data, nSamples: n, nFeatures: width }, labels };
}

/** Silhouette and nearest other cluster by the definition. */
function plain({ data, nSamples, nFeatures }: Matrix, labels: Int32Array): { values: number[]; nearest: number[] } {
  const distance = (a: number, b: number): number => {
    let squares = 0;
    for (let j = 0; j < nFeatures; j++) squares += (data[a * nFeatures + j]! - data[b * nFeatures + j]!) ** 2;
    return Math.sqrt(squares);
  };
  const values: number[] = [];
  const nearest: number[] = [];
  for (let i = 0; i < nSamples; i++) {
    const means = [0, 1, 2].map((label) => {
      const others = Array.from({ length: nSamples }, (_, k) => k).filter((k) => k !== i && labels[k] === label);
      return others.reduce((sum, k) => sum + distance(i, k), 0) / others.length;
    });
    const own = labels[i]!;
    const other = [0, 1, 2].filter((label) => label !== own).sort((a, b) => means[a]! - means[b]!)[0]!;
    nearest.push(other);
    values.push((means[other]! - means[own]!) / Math.max(means[other]!, means[own]!));
  }
  return { values, nearest };
}

describe('silhouettes', () => {
  const { space, labels } = groups(240);
  const expected = plain(space, labels);

  it('know the nearest other segment of every customer, whatever numbers labels have', () => {
    const renamed = labels.map((label) => [4, 9, 2][label]!);
    const [scores] = silhouetteScores(space, [renamed], {}, context());
    scores!.perSample.forEach((value, i) => expect(value).toBeCloseTo(expected.values[i]!, 4));
    expect([...scores!.nearest]).toEqual(expected.nearest.map((label) => [4, 9, 2][label]!));
  });

  it('are told by segment, sorted, with mean, share below 0 and the neighbour', () => {
    const plot = segmentSilhouettes(space, labels, 20_000, context());
    expect(plot).toMatchObject({ customers: 240, measured: 240 });
    expect(plot.mean).toBeCloseTo(expected.values.reduce((sum, value) => sum + value, 0) / 240, 5);
    for (const { position, measured, mean, belowZero, values, neighbour } of plot.segments) {
      const own = expected.values.filter((_, i) => labels[i] === position);
      expect(measured).toBe(80);
      expect(mean).toBeCloseTo(own.reduce((sum, value) => sum + value, 0) / 80, 5);
      expect(belowZero).toBe(own.filter((value) => value < 0).length / 80);
      expect([...values]).toEqual([...values].sort((a, b) => b - a));
      expect(neighbour).toBe([1, 0, 1][position]);
    }
  });

  it('are thinned to what can be drawn, ends included, and measured on a sample beyond', () => {
    const many = groups(1500);
    const plot = segmentSilhouettes(many.space, many.labels, 900, context());
    expect(plot.customers).toBe(1500);
    expect(plot.measured).toBe(900);
    for (const { values, measured } of plot.segments) {
      expect(measured).toBe(300);
      expect(values).toHaveLength(mostValues);
    }
    expect(segmentSilhouettes(many.space, many.labels, 900, context())).toEqual(plot);
    const all = segmentSilhouettes(many.space, many.labels, 1500, context());
    const [scores] = silhouetteScores(many.space, [many.labels], {}, context());
    const own = [...scores!.perSample].filter((_, i) => many.labels[i] === 0);
    expect(all.segments[0]!.values[0]).toBe(Math.max(...own));
    expect(all.segments[0]!.values.at(-1)).toBe(Math.min(...own));
  });

  it('need two segments', () => {
    expect(() => segmentSilhouettes(space, new Int32Array(240), 1000, context())).toThrow('one_segment');
  });
});

describe('a selection', () => {
  const definition = (id: string, unit: 'count' | 'cycle' = 'count') => ({
    ...{ id, unit, family: 'orders' as const, inUse: true },
    treatment: { missing: 'zero' as const, winsorise: null, transform: 'none' as const, scale: 'standard' as const },
  });
  const values = [
    Float64Array.of(1, 2, 3, 4, 5, 6, 7, 100),
    Float64Array.of(0, 0, 0, 0, 0, 1, 1, 1),
    Float64Array.of(9, 9, 9, 1, 9, 9, 9, NaN),
    Float64Array.of(0, 0, 0, 0, 0, 0, 0, 9),
  ];
  const table: FeatureTable = {
    definitions: [definition('orders'), definition('returns'), definition('gap'), definition('hour', 'cycle')],
    customers: Int32Array.from({ length: 8 }, (_, i) => i),
    values,
  };
  const treated: Matrix = {
    data: Float64Array.from({ length: 32 }, (_, at) => {
      const value = values[at % 4]![Math.floor(at / 4)]!;
      return Number.isNaN(value) ? 0 : value;
    }),
    nSamples: 8,
    nFeatures: 4,
  };
  const input = {
    ...{ table, treated, usedFeatures: ['orders', 'returns', 'gap', 'hour'] },
    labels: Int32Array.of(0, 0, 0, 1, 1, 2, 2, 2),
    nSegments: 4,
    revenue: Float64Array.of(1, 1, 1, 1, 1, 1, 1, 3),
  };

  it('is counted once a customer, by segment, with its revenue', () => {
    expect(describeSelection(Int32Array.of(7, 0, 7, 4), input)).toMatchObject({
      ...{ customers: 3, share: 3 / 8, revenue: 5, revenueShare: 0.5, mix: [1, 1, 1, 0] },
    });
    expect(describeSelection(new Int32Array(), input)).toMatchObject({ customers: 0, traits: [] });
    expect(() => describeSelection(Int32Array.of(8), input)).toThrow('no_such_row');
  });

  it('differs by medians, or by means where medians agree, and never by a cycle', () => {
    const { traits } = describeSelection(Int32Array.of(5, 6, 7), input);
    expect(traits.map(({ feature }) => feature)).not.toContain('hour');
    expect(traits[0]).toMatchObject({ feature: 'returns', own: 1, overall: 0 });
    expect(traits[0]!.standardisedDifference).toBeCloseTo((1 - 3 / 8) / Math.sqrt(15 / 64), 12);
    expect(traits.find(({ feature }) => feature === 'orders')).toMatchObject({ own: 7, overall: 4.5 });
    const [trait] = describeSelection(Int32Array.of(3), input).traits;
    expect(trait).toMatchObject({ feature: 'gap', own: 1, overall: 9 });
    // Everybody differs from everybody in nothing.
    expect(describeSelection(table.customers, input).traits).toEqual([]);
  });

  it('by a rule holds both ends, leaves out what is missing, and says what values there are', () => {
    expect(selectByRule(table, { feature: 'orders', low: 3, high: 5 })).toEqual({
      ...{ rows: Int32Array.of(2, 3, 4), least: 1, most: 100 },
    });
    expect(selectByRule(table, { feature: 'gap', low: null, high: null })).toMatchObject({ least: 1, most: 9 });
    expect([...selectByRule(table, { feature: 'gap', low: null, high: null }).rows]).not.toContain(7);
    expect(() => selectByRule(table, { feature: 'none', low: null, high: null })).toThrow('unknown_feature');
  });
});

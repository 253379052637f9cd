import { describe, expect, it } from 'vitest';
import type { FeatureTable, Treatment } from '../../../../shared/domain.ts';
import { applyColumn, fitColumn, treatColumn } from '../../../../electron/engine/ml/preprocessing/column.ts';
import { applyPreprocessing, fitPreprocessing } from '../../../../electron/engine/ml/preprocessing/preprocessing.ts';

const values = Float64Array.of(1, 2, 3, 4, 100, NaN, 7, 7, 0.5, 12);
const held: Treatment = {
  missing: 'median',
  winsorise: { lower: 0.1, upper: 0.9 },
  transform: 'log1p',
  scale: 'standard',
};
const plain: Treatment = { missing: 'median', winsorise: null, transform: 'none', scale: 'standard' };

function expectClose(actual: ArrayLike<number>, expected: number[], digits = 12): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => expect(actual[i], `at ${i}`).toBeCloseTo(value, digits));
}

function table(
  columns: Record<string, { values: Float64Array; treatment?: Treatment; inUse?: boolean }>,
): FeatureTable {
  const entries = Object.entries(columns);
  return {
    definitions: entries.map(([id, { treatment = plain, inUse = true }]) => ({
      id,
      family: 'orders',
      unit: 'number',
      treatment,
      inUse,
    })),
    customers: Int32Array.from({ length: entries[0]?.[1].values.length ?? 0 }, (_, i) => i),
    values: entries.map(([, column]) => column.values),
  };
}

describe('a column, as NumPy has it', () => {
  it('fills with the median, holds at quantiles, takes the logarithm, standardises', () => {
    const { values: treated, fitted } = treatColumn(values, held);
    expect(fitted.fill).toBe(4);
    expectClose([fitted.bounds!.lower, fitted.bounds!.upper], [0.9, 29.6]);
    expectClose([fitted.mean, fitted.scale], [1.7183615991168086, 0.8126786507918624]);
    expectClose(
      treated,
      [
        -1.26152497984032, -0.762600703051353, -0.408608295140221, -0.134030451737073, 2.09509430102846,
        -0.134030451737073, 0.444308389559878, 0.444308389559878, -1.32464131043123, 1.04172511178905,
      ],
    );
  });

  it('fills with zero, takes the root, scales to 0 to 1', () => {
    const { values: treated, fitted } = treatColumn(values, {
      ...held,
      missing: 'zero',
      transform: 'sqrt',
      scale: 'minmax',
    });
    expectClose([fitted.mean, fitted.scale], [0.9486832980505138, 4.491904905443665]);
    expectClose(
      treated,
      [
        0.011424262763732236, 0.10363760456246814, 0.17439539037636648, 0.23404696316598622, 1, 0, 0.3778058638234813,
        0.3778058638234813, 0, 0.5599892183912546,
      ],
    );
  });

  it('keeps values as they are without scaling', () => {
    expectClose(treatColumn(Float64Array.of(0, 1, NaN), { ...plain, scale: 'none' }).values, [0, 1, 0.5]);
  });

  it('keeps the sign of negative money', () => {
    const treatment: Treatment = { ...plain, transform: 'log1p', scale: 'none' };
    expectClose(treatColumn([-3, 0, 3], treatment).values, [-Math.log1p(3), 0, Math.log1p(3)]);
    expectClose(treatColumn([-9, 9], { ...treatment, transform: 'sqrt' }).values, [-3, 3]);
  });

  it.each(['standard', 'minmax', 'none'] as const)('treats what is fitted and what is applied alike (%s)', (scale) => {
    const { values: treated, fitted } = treatColumn(values, { ...held, scale });
    expect(applyColumn(values, fitted)).toEqual(treated);
    expect(fitColumn(values, { ...held, scale })).toEqual(fitted);
  });

  it('gives scale 1 and zeros where all are equal, also after rounding', () => {
    for (const scale of ['standard', 'minmax'] as const) {
      for (const value of [0, 5, 0.1, 1 / 3, 1e15 + 0.3]) {
        const { values: treated, fitted } = treatColumn(new Float64Array(7).fill(value), { ...held, scale });
        expect(fitted.scale).toBe(1);
        expect(treated.every((one) => Math.abs(one) < 1e-9)).toBe(true);
      }
    }
  });

  it('copes with nothing at all and with nothing known', () => {
    expect(treatColumn([], held).values.length).toBe(0);
    expect(treatColumn([NaN, Infinity], held)).toEqual({
      values: new Float64Array(2),
      fitted: { fill: 0, bounds: null, transform: 'log1p', mean: 0, scale: 1 },
    });
  });
});

describe('the model', () => {
  const given = table({
    a: { values, treatment: held },
    unused: { values, inUse: false },
    b: { values: values.map((value) => 3 * value) },
  });

  it('has the columns in use, in their order, on shared memory', () => {
    const model = fitPreprocessing(given);
    expect(model.columns.map(({ id }) => id)).toEqual(['a', 'b']);
    const X = applyPreprocessing(model, given);
    expect([X.nSamples, X.nFeatures]).toEqual([10, 2]);
    expect(X.data).toBeInstanceOf(Float32Array);
    expect(X.data.buffer).toBeInstanceOf(SharedArrayBuffer);
    const a = treatColumn(values, held).values;
    const b = treatColumn(given.values[2]!, plain).values;
    for (let i = 0; i < 10; i++) {
      expect(X.data[2 * i]).toBe(Math.fround(a[i]!));
      expect(X.data[2 * i + 1]).toBe(Math.fround(b[i]!));
    }
  });

  it('divides ready features, and no others, by one number, so that their mean square is 1', () => {
    const asItIs: Treatment = { ...plain, scale: 'none' };
    const both = table({
      a: { values: Float64Array.of(3, 0, 1), treatment: asItIs },
      b: { values: Float64Array.of(0, 4, 2), treatment: asItIs },
    });
    const ready = { ...both, definitions: both.definitions.map((each) => ({ ...each, family: 'ready' as const })) };
    const scale = Math.sqrt((9 + 1 + 16 + 4) / 6);
    const { columns } = fitPreprocessing(ready);
    expectClose(
      columns.map((column) => column.scale),
      [scale, scale],
    );
    expectClose(
      applyPreprocessing({ version: 1, columns }, ready).data,
      [3, 0, 0, 4, 1, 2].map((x) => x / scale),
      6,
    );
    expect(fitPreprocessing(both).columns.map((column) => column.scale)).toEqual([1, 1]);
    // Columns that were scaled each by itself stay as they are.
    ready.definitions[0]!.treatment = { ...plain, scale: 'minmax' };
    expect(fitPreprocessing(ready).columns.map((column) => column.scale)).toEqual([3, 1]);
    const zeros = table({ a: { values: new Float64Array(3), treatment: asItIs } });
    zeros.definitions[0]!.family = 'ready';
    expect(fitPreprocessing(zeros).columns[0]!.scale).toBe(1);
  });

  it('survives JSON unchanged', () => {
    const model = fitPreprocessing(given);
    const again = JSON.parse(JSON.stringify(model)) as typeof model;
    expect(again).toEqual(model);
    expect(applyPreprocessing(again, given)).toEqual(applyPreprocessing(model, given));
  });

  it('replays on new customers without looking at them', () => {
    const model = fitPreprocessing(given);
    const one = table({ b: { values: Float64Array.of(300) }, a: { values: Float64Array.of(4) } });
    const all = applyPreprocessing(model, given);
    expectClose(applyPreprocessing(model, one).data, [all.data[6]!, all.data[9]!], 6);
  });

  it('forgets the past on a refit and leaves its input untouched', () => {
    const before = structuredClone(given);
    const first = fitPreprocessing(given);
    fitPreprocessing(table({ a: { values: Float64Array.of(1e6, 2e6) } }));
    expect(fitPreprocessing(given)).toEqual(first);
    applyPreprocessing(first, given);
    expect(given).toEqual(before);
  });

  it('never lets NaN or Infinity through', () => {
    const strange = Float64Array.of(NaN, Infinity, -Infinity, 1e308, -1e308, 1e99, -1e99, 5e-324, 0, -0);
    const treatments: Treatment[] = [];
    for (const missing of ['median', 'zero'] as const) {
      for (const winsorise of [null, { lower: 0.005, upper: 0.995 }]) {
        for (const transform of ['none', 'log1p', 'sqrt'] as const) {
          for (const scale of ['standard', 'minmax', 'none'] as const) {
            treatments.push({ missing, winsorise, transform, scale });
          }
        }
      }
    }
    for (const treatment of treatments) {
      for (const learned of [strange, values, Float64Array.of(NaN), Float64Array.of(2)]) {
        const model = fitPreprocessing(table({ a: { values: learned, treatment } }));
        const { data } = applyPreprocessing(model, table({ a: { values: strange } }));
        expect(data.every(Number.isFinite), JSON.stringify(treatment)).toBe(true);
      }
    }
  });

  it('says which column a table lacks', () => {
    expect(() => applyPreprocessing(fitPreprocessing(given), table({ a: { values } }))).toThrow(
      expect.objectContaining({ code: 'invalid_input', details: { reason: 'missing_feature', feature: 'b' } }),
    );
  });

  it('gives an empty matrix for no customers or no columns', () => {
    const none = table({ a: { values: new Float64Array(0) } });
    expect(applyPreprocessing(fitPreprocessing(none), none)).toMatchObject({ nSamples: 0, nFeatures: 1 });
    const unused = table({ a: { values, inUse: false } });
    expect(applyPreprocessing(fitPreprocessing(unused), unused)).toMatchObject({ nSamples: 10, nFeatures: 0 });
  });
});

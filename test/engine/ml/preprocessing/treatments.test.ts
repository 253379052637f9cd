import { describe, expect, it } from 'vitest';
import type { Treatment } from '../../../../shared/domain.ts';
import { applyColumn, treatColumn } from '../../../../electron/engine/ml/preprocessing/column.ts';
import { normalQuantile } from '../../../../electron/engine/ml/preprocessing/normal-quantile.ts';
import { fitQuantiles, quantileToNormal } from '../../../../electron/engine/ml/preprocessing/quantile-transform.ts';
import { fitYeoJohnson, yeoJohnson } from '../../../../electron/engine/ml/preprocessing/yeo-johnson.ts';
import golden from '../../../fixtures/preprocessing.json' with { type: 'json' };

const plain: Treatment = { missing: 'median', winsorise: null, transform: 'none', scale: 'none' };
const values = Float64Array.from(golden.values);
const fresh = Float64Array.from(golden.fresh);

function expectClose(actual: ArrayLike<number>, expected: readonly number[], digits: number): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => expect(actual[i], `at ${i}`).toBeCloseTo(value, digits));
}

describe('treatments, as scikit-learn has them', () => {
  it('Yeo-Johnson: the likeliest power, and what it makes of known and of new values', () => {
    const { values: treated, fitted } = treatColumn(values, { ...plain, transform: 'yeoJohnson', scale: 'standard' });
    expect(fitted.lambda).toBeCloseTo(golden.yeoJohnson.lambda, 6);
    expectClose(treated, golden.yeoJohnson.treated, 5);
    expectClose(applyColumn(fresh, fitted), golden.yeoJohnson.fresh, 5);
  });

  it('quantiles to a normal distribution, ties at the middle of their shares', () => {
    const { values: treated, fitted } = treatColumn(values, { ...plain, transform: 'quantile' });
    expect(fitted.quantiles).toHaveLength(values.length);
    expectClose(treated, golden.quantile.treated, 9);
    expectClose(applyColumn(fresh, fitted), golden.quantile.fresh, 9);
  });

  it('robust scaling by median and quartiles', () => {
    const { values: treated, fitted } = treatColumn(values, { ...plain, scale: 'robust' });
    expectClose([fitted.mean, fitted.scale], [golden.robust.centre, golden.robust.scale], 12);
    expectClose(treated, golden.robust.treated, 12);
  });

  it('the most frequent value and a constant stand in', () => {
    const gaps = values.map((value, i) => (i === 1 || i === 9 ? NaN : value));
    expect(treatColumn(gaps, { ...plain, missing: 'mostFrequent' }).fitted.fill).toBe(golden.mostFrequent);
    expect(treatColumn([3, 3, 1, 1, NaN], { ...plain, missing: 'mostFrequent' }).fitted.fill).toBe(1);
    expect([...treatColumn([1, NaN], { ...plain, missing: { constant: -7.5 } }).values]).toEqual([1, -7.5]);
  });

  it("holds values at Tukey's fences", () => {
    const { values: treated, fitted } = treatColumn(values, { ...plain, winsorise: { fence: 1.5 } });
    expect(fitted.bounds).toEqual(golden.fence);
    expect(Math.max(...treated)).toBe(golden.fence.upper);
    expect(treated[9]).toBe(-3);
  });
});

describe('transforms at their borders', () => {
  it('Yeo-Johnson rises and is smooth where its formula changes', () => {
    for (const lambda of [-2, 0, 0.5, 1, 2, 3]) {
      let previous = -Infinity;
      for (let x = -5; x <= 5; x += 0.25) {
        const value = yeoJohnson(x, lambda);
        expect(value).toBeGreaterThan(previous);
        previous = value;
      }
      for (const x of [-3, 3]) expect(yeoJohnson(x, lambda + 1e-9)).toBeCloseTo(yeoJohnson(x, lambda), 6);
    }
    expect(fitYeoJohnson(Float64Array.of(4, 4, 4))).toBe(1);
    expect(fitYeoJohnson(new Float64Array(0))).toBe(1);
  });

  it('stays finite for anything that can be in a column', () => {
    const wild = Float64Array.of(-1e100, -1, 0, 1, 1e100, NaN, Infinity);
    for (const transform of ['yeoJohnson', 'quantile'] as const) {
      for (const scale of ['standard', 'robust', 'minmax', 'none'] as const) {
        for (const column of [wild, Float64Array.of(NaN), new Float64Array(0), Float64Array.of(5, 5)]) {
          const { values: treated, fitted } = treatColumn(column, { ...plain, transform, scale });
          expect(treated.every((value) => Number.isFinite(Math.fround(value)))).toBe(true);
          expect(fitted).toEqual(JSON.parse(JSON.stringify(fitted)));
          expect(applyColumn(column, fitted)).toEqual(treated);
        }
      }
    }
  });

  it('a heap of zeros has the middle of its shares', () => {
    const references = fitQuantiles(Float64Array.from({ length: 1000 }, (_, i) => Math.max(0, i - 600)));
    expect(references).toHaveLength(101);
    expect(quantileToNormal(0, references)).toBeCloseTo(normalQuantile(0.3), 6);
    expect(quantileToNormal(-1, references)).toBeCloseTo(normalQuantile(1e-7), 9);
    expect(quantileToNormal(3, [])).toBe(0);
  });

  it('quantiles of the normal distribution', () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0.975)).toBeCloseTo(1.95996398454005, 12);
    expect(normalQuantile(1e-7)).toBeCloseTo(-5.19933758219281, 12);
    expect(normalQuantile(1e-20)).toBeCloseTo(-9.2623400897984, 12);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  });
});

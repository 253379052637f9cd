import { describe, expect, it } from 'vitest';
import { fitPca, transformPca } from '../../../../electron/engine/ml/projection/pca.ts';
import { clouds, context, goldens, matrix, relativeError, standardised } from '../goldens.ts';

describe('fitPca', () => {
  it.each(['iris', 'wine'] as const)('equals the reference on %s', (name) => {
    const { pca, nFeatures } = goldens[name];
    const model = fitPca(standardised(goldens[name]), {}, context(1));
    expect(model.nComponents).toBe(nFeatures);
    for (let c = 0; c < nFeatures; c++) {
      expect(relativeError(model.explainedVariance[c]!, pca.explainedVariance[c]!)).toBeLessThan(1e-6);
      expect(relativeError(model.explainedVarianceRatio[c]!, pca.explainedVarianceRatio[c]!)).toBeLessThan(1e-6);
      const component = model.components.subarray(c * nFeatures, (c + 1) * nFeatures);
      for (const [j, loading] of component.entries()) {
        expect(Math.abs(loading)).toBeCloseTo(pca.absoluteComponents[c]![j]!, 8);
      }
      const largest = component.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
      expect(largest).toBeGreaterThan(0);
    }
  });

  it('turns the axes so that coordinates are uncorrelated and distances stay', () => {
    const X = clouds(400, 6, 3, 1, 2);
    const model = fitPca(X, {}, context(1));
    const { data } = transformPca(model, X);
    for (let a = 0; a < 6; a++) {
      for (let b = 0; b <= a; b++) {
        let sum = 0;
        for (let i = 0; i < 400; i++) sum += data[i * 6 + a]! * data[i * 6 + b]!;
        expect(sum / 399).toBeCloseTo(a === b ? model.explainedVariance[a]! : 0, 9);
      }
    }
    const apart = (values: ArrayLike<number>) =>
      Math.hypot(...Array.from({ length: 6 }, (_, j) => values[j]! - values[6 + j]!));
    expect(apart(data)).toBeCloseTo(apart(X.data), 9);
  });

  it('keeps the components it is asked for', () => {
    const X = clouds(50, 5, 2, 1, 3);
    const all = fitPca(X, {}, context(1));
    const two = fitPca(X, { nComponents: 2 }, context(1));
    expect(two.components).toEqual(all.components.slice(0, 10));
    expect(two.explainedVarianceRatio).toEqual(all.explainedVarianceRatio.slice(0, 2));
    expect(transformPca(two, X)).toMatchObject({ nSamples: 50, nFeatures: 2 });
  });

  it('stands one row and rows without variance, and refuses what is no number', () => {
    for (const X of [
      matrix([[1, 2, 3]]),
      matrix([
        [1, 2],
        [1, 2],
        [1, 2],
      ]),
    ]) {
      const model = fitPca(X, {}, context(1));
      expect([...model.explainedVarianceRatio].every((ratio) => ratio === 0)).toBe(true);
      expect([...transformPca(model, X).data].every((value) => value === 0)).toBe(true);
    }
    for (const bad of [NaN, Infinity]) {
      expect(() => fitPca(matrix([[1], [bad]]), {}, context(1))).toThrowError(
        expect.objectContaining({ code: 'invalid_input', details: expect.objectContaining({ reason: 'not_finite' }) }),
      );
    }
  });
});

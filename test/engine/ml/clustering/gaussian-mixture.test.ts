import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  expect as expectation,
  fitGaussianMixture,
  gaussianMixturePosteriors,
  maximise,
  predictGaussianMixture,
  type GaussianMixtureModel,
} from '../../../../electron/engine/ml/clustering/gaussian-mixture.ts';
import { adjustedRandIndex } from '../../../../electron/engine/ml/metrics/external.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import type { Matrix } from '../../../../electron/engine/ml/types.ts';
import { clouds, context, goldens, matrix, relativeError, standardised } from '../goldens.ts';

interface Step {
  weights: number[];
  means: number[][];
  covariances: number[][][];
}

/** scikit-learn's EM on Iris, from the K-Means labels, step by step. */
const golden = JSON.parse(
  readFileSync(new URL('../../../fixtures/gaussian-mixture.json', import.meta.url), 'utf8'),
) as {
  m_step_0: Step;
  mean_log_likelihood_0: number;
  m_step_1: Step;
  mean_log_likelihood_1: number;
  mean_log_likelihood_converged: number;
};

function expectStep(model: GaussianMixtureModel, step: Step): void {
  const close = (found: ArrayLike<number>, wanted: number[]): void => {
    expect(found.length).toBe(wanted.length);
    wanted.forEach((value, i) => expect(Math.abs(found[i]! - value)).toBeLessThan(1e-9));
  };
  close(model.weights, step.weights);
  close(model.means, step.means.flat());
  close(model.covariances, step.covariances.flat(2));
}

describe('the EM of a Gaussian mixture', () => {
  const X = standardised(goldens.iris);
  const start = Int32Array.from(goldens.iris.threeClusters.labels);
  const settings = { covariance: 'full', regularisation: 1e-6 } as const;

  it('takes the steps that scikit-learn takes', () => {
    const responsibilities = new Float64Array(X.nSamples * 3);
    for (const [i, label] of start.entries()) responsibilities[3 * i + label] = 1;
    const first = maximise(X, responsibilities, 3, settings, context(1));
    expectStep(first, golden.m_step_0);
    expect(relativeError(expectation(first, X, responsibilities, null), golden.mean_log_likelihood_0)).toBeLessThan(
      1e-9,
    );
    const second = maximise(X, responsibilities, 3, settings, context(1));
    expectStep(second, golden.m_step_1);
    expect(relativeError(expectation(second, X, responsibilities, null), golden.mean_log_likelihood_1)).toBeLessThan(
      1e-9,
    );
  });

  it('ends where scikit-learn ends', () => {
    const fit = fitGaussianMixture(
      X,
      { nClusters: 3, initialLabels: start, tolerance: 1e-12, maxIterations: 2000 },
      context(1),
    );
    expect(fit.converged).toBe(true);
    expect(relativeError(fit.meanLogLikelihood, golden.mean_log_likelihood_converged)).toBeLessThan(1e-6);
  });

  it('never makes the data less likely', () => {
    const responsibilities = new Float64Array(X.nSamples * 3);
    for (const [i, label] of start.entries()) responsibilities[3 * i + label] = 1;
    const likelihoods: number[] = [];
    for (let step = 0; step < 25; step++) {
      const model = maximise(X, responsibilities, 3, { covariance: 'full', regularisation: 0 }, context(1));
      likelihoods.push(expectation(model, X, responsibilities, null));
    }
    for (let i = 1; i < likelihoods.length; i++) {
      expect(likelihoods[i]!).toBeGreaterThanOrEqual(likelihoods[i - 1]! - 1e-12);
    }
  });
});

/** Two long clouds side by side, which K-Means cuts across: n rows, the kind of each. */
function stripes(n: number): { X: Matrix; kinds: Int32Array } {
  const random = new Random(7);
  const kinds = Int32Array.from({ length: n }, (_, i) => i % 2);
  return { X: matrix([...kinds].map((kind) => [8 * random.normal(), 3 * kind + 0.5 * random.normal()])), kinds };
}

describe('a Gaussian mixture', () => {
  it('finds components that lean where K-Means cannot', () => {
    const { X, kinds } = stripes(600);
    const fit = fitGaussianMixture(X, { nClusters: 2, initialLabels: kinds }, context(1));
    expect(adjustedRandIndex(kinds, fit.labels)).toBeGreaterThan(0.97);
    expect(predictGaussianMixture(fit.model, X)).toEqual(fit.labels);
  });

  it('says how sure it is: certain in a cloud, undecided half way', () => {
    const X = clouds(400, 3, 2, 0.2, 3);
    const { model } = fitGaussianMixture(X, { nClusters: 2 }, context(1));
    const posteriors = gaussianMixturePosteriors(model, X);
    for (let i = 0; i < X.nSamples; i++) {
      expect(posteriors[2 * i]! + posteriors[2 * i + 1]!).toBeCloseTo(1, 12);
      expect(Math.max(posteriors[2 * i]!, posteriors[2 * i + 1]!)).toBeGreaterThan(0.99);
    }
    const alike: GaussianMixtureModel = {
      ...model,
      weights: Float64Array.of(0.5, 0.5),
      covariances: new Float64Array(18),
    };
    for (let k = 0; k < 2; k++) for (let j = 0; j < 3; j++) alike.covariances[k * 9 + j * 4] = 1;
    const middle = matrix([[0, 1, 2].map((j) => (model.means[j]! + model.means[3 + j]!) / 2)]);
    expect(gaussianMixturePosteriors(alike, middle)[0]).toBeCloseTo(0.5, 12);
  });

  it('has the lowest BIC at the true number of clouds', () => {
    const X = clouds(900, 3, 3, 0.3, 11);
    const scores = [1, 2, 3, 4, 5].map((nClusters) => fitGaussianMixture(X, { nClusters }, context(1)).bic);
    expect(scores.indexOf(Math.min(...scores))).toBe(2);
  });

  it('equals the hand-worked density of a diagonal component', () => {
    const X = matrix([
      [1, 2],
      [3, 6],
      [5, 4],
    ]);
    const { model, meanLogLikelihood, bic } = fitGaussianMixture(
      X,
      { nClusters: 1, covariance: 'diagonal', regularisation: 0 },
      context(1),
    );
    expect(model.means[0]).toBeCloseTo(3, 12);
    expect(model.means[1]).toBeCloseTo(4, 12);
    expect(model.covariances[0]).toBeCloseTo(8 / 3, 12);
    // Each feature: -½ ln(2π σ²) - ½ mean((x - µ)² / σ²), and that last mean is 1.
    const wanted = 2 * (-0.5 * Math.log(2 * Math.PI * (8 / 3)) - 0.5);
    expect(meanLogLikelihood).toBeCloseTo(wanted, 10);
    expect(bic).toBeCloseTo(-6 * wanted + 4 * Math.log(3), 9);
  });

  it('keeps its feet on rows that are all alike, and says when a component lies flat', () => {
    const same = matrix(Array.from({ length: 30 }, () => [1, 1, 1]));
    const fit = fitGaussianMixture(same, { nClusters: 3 }, context(1));
    expect(fit.meanLogLikelihood).toBeGreaterThan(0);
    expect(new Set(fit.labels).size).toBe(1);
    expect(() => fitGaussianMixture(same, { nClusters: 1, regularisation: 0 }, context(1))).toThrowError(
      expect.objectContaining({
        code: 'not_converged',
        details: expect.objectContaining({ reason: 'singular_covariance' }),
      }),
    );
  });

  it('refuses what it cannot read', () => {
    const X = clouds(20, 2, 2, 1, 1);
    const bad = { ...X, data: X.data.slice() };
    bad.data[3] = NaN;
    expect(() => fitGaussianMixture(bad, { nClusters: 2 }, context(1))).toThrowError(
      expect.objectContaining({ code: 'invalid_input' }),
    );
    expect(() => fitGaussianMixture(X, { nClusters: 21 }, context(1))).toThrowError(
      expect.objectContaining({ code: 'insufficient_data' }),
    );
    expect(() =>
      fitGaussianMixture(X, { nClusters: 2, initialLabels: new Int32Array(20).fill(2) }, context(1)),
    ).toThrowError(expect.objectContaining({ code: 'invalid_input' }));
    const { model } = fitGaussianMixture(X, { nClusters: 2 }, context(1));
    expect(() => predictGaussianMixture(model, clouds(4, 3, 1, 1, 1))).toThrowError(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decisionTreeLeaves } from '../../../../electron/engine/ml/explain/decision-tree.ts';
import {
  fitTree,
  predictTree,
  treeProbabilities,
  treeRules,
  type TreeRule,
} from '../../../../electron/engine/ml/explain/tree-classifier.ts';
import { accuracy } from '../../../../electron/engine/ml/metrics/classification.ts';
import type { Matrix } from '../../../../electron/engine/ml/types.ts';
import { AppError } from '../../../../shared/errors.ts';
import { clouds, context, goldens, matrix } from '../goldens.ts';

/** Made with scikit-learn; how is written in the file. */
const { trees } = JSON.parse(
  readFileSync(new URL('../../../fixtures/classification.json', import.meta.url), 'utf8'),
) as {
  trees: {
    data: 'iris' | 'wine';
    maxDepth: number;
    minLeaf: number;
    classWeight: 'none' | 'balanced';
    leaves: number[][];
    accuracy: number;
  }[];
};

const holds = (rule: TreeRule, X: Matrix, row: number): boolean =>
  rule.conditions.every(({ column, low, high, orMissing }) => {
    const value = X.data[row * X.nFeatures + column]!;
    if (Number.isNaN(value)) return orMissing;
    return value >= (low ?? -Infinity) && value < (high ?? Infinity);
  });

describe('tree classifier', () => {
  it.each(trees)(
    '$data, depth $maxDepth, leaves from $minLeaf, weights $classWeight: the leaves of scikit-learn',
    ({ data, leaves, accuracy: expected, ...params }) => {
      const X = matrix(goldens[data].rows);
      const labels = Int32Array.from(goldens[data].classes);
      for (const roundThresholds of [false, true]) {
        const model = fitTree(X, labels, { ...params, roundThresholds }, context(1));
        const found = treeRules(model).map(({ leaf }) => [...model.leafCounts.subarray(3 * leaf, 3 * leaf + 3)]);
        const sorted = (counts: number[][]) => counts.map((own) => own.join(' ')).sort();
        expect(sorted(found)).toEqual(sorted(leaves));
        expect(accuracy(labels, predictTree(model, X))).toBeCloseTo(expected, 12);
      }
    },
  );

  it('smooths probabilities after Laplace', () => {
    // Left of 5 three rows of class 0 and one of 2, right two of class 1.
    const X = matrix([[1], [2], [3], [4], [6], [7]]);
    const model = fitTree(X, Int32Array.of(0, 2, 0, 0, 1, 1), { maxDepth: 1, minLeaf: 2 }, context(1));
    const probabilities = treeProbabilities(model, matrix([[0], [9]]));
    [4 / 7, 1 / 7, 2 / 7, 1 / 5, 3 / 5, 1 / 5].forEach((wanted, at) =>
      expect(probabilities[at]).toBeCloseTo(wanted, 12),
    );
  });

  it('has thresholds that are short to read where rows leave room', () => {
    const X = matrix([[1234.5], [1378.2], [2861.7], [2990.1]]);
    const labels = Int32Array.of(0, 0, 1, 1);
    const [round, middle] = [true, false].map((roundThresholds) =>
      treeRules(fitTree(X, labels, { minLeaf: 1, roundThresholds }, context(1))),
    );
    expect(round![0]!.conditions).toEqual([{ column: 0, low: null, high: 2000, orMissing: true }]);
    expect(round![1]!.conditions).toEqual([{ column: 0, low: 2000, high: null, orMissing: false }]);
    expect(middle![0]!.conditions[0]!.high).toBeCloseTo((1378.2 + 2861.7) / 2, 9);
  });

  it('has rules that say of every row what the tree says, missing values too', () => {
    const X = clouds(600, 4, 3, 1.5, 2);
    for (let at = 0; at < X.data.length; at += 11) X.data[at] = NaN;
    const labels = Int32Array.from({ length: 600 }, (_, i) => (i % 7 === 0 ? -1 : i % 3));
    const model = fitTree(X, labels, { maxDepth: 5 }, context(1));
    const rules = treeRules(model);
    const predicted = predictTree(model, X);
    const probabilities = treeProbabilities(model, X);
    const leaves = decisionTreeLeaves(model.tree, X);
    for (let i = 0; i < 600; i++) {
      const [own, ...others] = rules.filter((rule) => holds(rule, X, i));
      expect(others).toEqual([]);
      expect([own!.leaf, own!.label]).toEqual([leaves[i], predicted[i]]);
      expect(own!.probability).toBe(probabilities[3 * i + own!.label]);
    }
    expect(rules.reduce((sum, rule) => sum + rule.nRows, 0)).toBe(labels.filter((label) => label >= 0).length);
    for (const rule of rules) {
      const inLeaf = labels.filter((label, i) => label >= 0 && leaves[i] === rule.leaf);
      const right = inLeaf.filter((label) => label === rule.label).length;
      expect(rule.precision).toBeCloseTo(right / inLeaf.length, 12);
      expect(rule.coverage).toBeCloseTo(right / labels.filter((label) => label === rule.label).length, 12);
    }
    const order = rules.map(({ label, coverage }) => label - coverage / 2);
    expect(order.toSorted((a, b) => a - b)).toEqual(order);
  });

  it('leaves rows without a label out of training', () => {
    const X = clouds(300, 3, 3, 1, 5);
    const labels = Int32Array.from({ length: 300 }, (_, i) => (i < 200 ? i % 3 : -1));
    const known = { ...X, data: X.data.slice(0, 600), nSamples: 200 };
    const model = fitTree(X, labels, {}, context(1));
    expect(model).toEqual(fitTree(known, labels.slice(0, 200), {}, context(1)));
    const truth = Int32Array.from({ length: 300 }, (_, i) => i % 3);
    expect(accuracy(truth.slice(200), predictTree(model, X).slice(200))).toBeGreaterThan(0.8);
  });

  it.each([
    ['one class', clouds(50, 3, 1, 1, 1), new Int32Array(50)],
    ['two rows', clouds(2, 3, 2, 1, 1), Int32Array.of(0, 1)],
    [
      'constant columns',
      matrix(Array.from({ length: 40 }, () => [3, 3])),
      Int32Array.from({ length: 40 }, (_, i) => i % 2),
    ],
    ['nothing but missing values', matrix(Array.from({ length: 40 }, () => [NaN])), new Int32Array(40).fill(1)],
  ])('is a single leaf without conditions for %s', (_name, X, labels) => {
    const model = fitTree(X, labels, {}, context(1));
    const rules = treeRules(model);
    expect(rules.map(({ conditions, nRows }) => [conditions.length, nRows])).toEqual([[0, X.nSamples]]);
    expect(treeProbabilities(model, X).length).toBe(X.nSamples * model.tree.nClasses);
  });

  it('takes 10,000 rows of 50 features in a few seconds', () => {
    const X = clouds(10_000, 50, 5, 4, 3);
    const labels = Int32Array.from({ length: 10_000 }, (_, i) => i % 5);
    const start = performance.now();
    const model = fitTree(X, labels, { maxDepth: 6 }, context(1));
    expect(performance.now() - start).toBeLessThan(5000);
    expect(accuracy(labels, predictTree(model, X))).toBeGreaterThan(0.5);
  });

  it('stops when it is cancelled on the way', () => {
    let looks = 0;
    const checkCancelled = (): void => {
      if (++looks === 6) throw new AppError('cancelled');
    };
    const labels = Int32Array.from({ length: 300 }, (_, i) => i % 3);
    expect(() => fitTree(clouds(300, 3, 3, 1, 5), labels, {}, { ...context(1), checkCancelled })).toThrowError(
      expect.objectContaining({ code: 'cancelled' }),
    );
  });

  it.each([
    ['no_labels', Int32Array.of(-1, -1)],
    ['bad_label', Int32Array.of(-2, 0)],
    ['unequal_lengths', Int32Array.of(0)],
  ])('says %s', (reason, labels) => {
    expect(() => fitTree(matrix([[1], [2]]), labels, {}, context(1))).toThrowError(
      expect.objectContaining({ details: expect.objectContaining({ reason }) as object }),
    );
  });
});

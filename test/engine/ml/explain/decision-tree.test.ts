import { describe, expect, it } from 'vitest';
import {
  decisionTreeLeaves,
  fitDecisionTree,
  predictDecisionTree,
} from '../../../../electron/engine/ml/explain/decision-tree.ts';
import { clouds, context, goldens, matrix } from '../goldens.ts';

/** Lowest weighted Gini impurity that any single split reaches, by trying them all. */
function bestImpurity(rows: readonly number[][], labels: Int32Array): number {
  const gini = (own: number[]) => {
    const shares = [...new Set(own)].map((label) => own.filter((other) => other === label).length / own.length);
    return own.length * (1 - shares.reduce((sum, share) => sum + share * share, 0));
  };
  let best = Infinity;
  for (const [f] of rows[0]!.entries()) {
    for (const row of rows) {
      const left = [...labels].filter((_, i) => rows[i]![f]! < row[f]!);
      const right = [...labels].filter((_, i) => rows[i]![f]! >= row[f]!);
      if (left.length > 0) best = Math.min(best, gini(left) + gini(right));
    }
  }
  return best;
}

describe('decision tree', () => {
  it('splits where impurity is lowest', () => {
    for (const name of ['iris', 'wine'] as const) {
      const { rows, classes } = goldens[name];
      const labels = Int32Array.from(classes);
      const tree = fitDecisionTree(matrix(rows), labels, { maxDepth: 1 }, context(1));
      const leaves = decisionTreeLeaves(tree, matrix(rows));
      let impurity = 0;
      for (const leaf of [1, 2]) {
        expect(leaves.filter((own) => own === leaf).length).toBe(tree.counts[leaf]);
        const shares = tree.shares.subarray(leaf * 3, leaf * 3 + 3);
        impurity += tree.counts[leaf]! * (1 - shares.reduce((sum, share) => sum + share * share, 0));
      }
      expect(impurity).toBeCloseTo(bestImpurity(rows, labels), 9);
    }
  });

  it('learns iris as well as a shallow tree can, and everything when it may', () => {
    const { rows, classes } = goldens.iris;
    const labels = Int32Array.from(classes);
    const right = (maxDepth: number) =>
      predictDecisionTree(fitDecisionTree(matrix(rows), labels, { maxDepth }, context(1)), matrix(rows)).filter(
        (label, i) => label === labels[i],
      ).length;
    // scikit-learn's tree of depth 2 gets 144, one without a limit all.
    expect(right(2)).toBe(144);
    expect(right(50)).toBe(150);
  });

  it('keeps to minLeaf and maxDepth', () => {
    const X = clouds(500, 4, 3, 2, 1);
    const labels = Int32Array.from({ length: 500 }, (_, i) => i % 3);
    const tree = fitDecisionTree(X, labels, { maxDepth: 4, minLeaf: 20 }, context(1));
    const leaves = tree.counts.filter((_, node) => tree.feature[node] === -1);
    expect(Math.min(...leaves)).toBeGreaterThanOrEqual(20);
    expect(leaves.length).toBeLessThanOrEqual(16);
    expect(leaves.reduce((a, b) => a + b, 0)).toBe(500);
  });

  it('lets a rare class speak when classes are balanced, or rows weigh more', () => {
    const X = matrix(Array.from({ length: 100 }, (_, i) => [i]));
    // Above 80 a third are of class 1, below none.
    const labels = Int32Array.from({ length: 100 }, (_, i) => (i >= 80 && i % 3 === 0 ? 1 : 0));
    const stump = (params: object) => fitDecisionTree(X, labels, { maxDepth: 1, minLeaf: 15, ...params }, context(1));
    expect(predictDecisionTree(stump({}), X).includes(1)).toBe(false);
    expect(predictDecisionTree(stump({ classWeight: 'balanced' }), X).includes(1)).toBe(true);
    const sampleWeights = Float64Array.from(labels, (label) => (label === 1 ? 10 : 1));
    expect(predictDecisionTree(stump({ sampleWeights }), X).includes(1)).toBe(true);
  });

  it('sends rows without a value to the left, in fitting and in predicting', () => {
    const X = matrix([[NaN], [NaN], [1], [2], [8], [9]]);
    const labels = Int32Array.of(1, 1, 0, 0, 0, 0);
    const tree = fitDecisionTree(X, labels, { maxDepth: 1 }, context(1));
    expect(tree.threshold[0]).toBe(1);
    expect([...predictDecisionTree(tree, X)]).toEqual([...labels]);
    const other = fitDecisionTree(X, Int32Array.of(0, 0, 0, 0, 1, 1), { maxDepth: 1 }, context(1));
    expect(other.threshold[0]).toBe(5);
    expect([...predictDecisionTree(other, matrix([[NaN], [5], [4.9]]))]).toEqual([0, 1, 0]);
  });

  it('stays a single leaf where nothing tells classes apart', () => {
    const X = matrix([[1], [1], [1]]);
    const tree = fitDecisionTree(X, Int32Array.of(0, 1, 1), {}, context(1));
    expect([...tree.feature]).toEqual([-1]);
    expect([...predictDecisionTree(tree, X)]).toEqual([1, 1, 1]);
    expect(() => fitDecisionTree({ ...X, nSamples: 0 }, new Int32Array(0), {}, context(1))).toThrowError(
      expect.objectContaining({ code: 'insufficient_data' }),
    );
    expect(() => fitDecisionTree(X, Int32Array.of(0), {}, context(1))).toThrowError(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});

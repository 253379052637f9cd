/**
 * A decision tree as a classifier that can be read: predicts the class of new rows with smoothed probabilities, and
 * says why, one rule per leaf.
 */
import { AppError } from '../../../../shared/errors.ts';
import { rowsWithLabel } from '../metrics/labels.ts';
import { takeRows, type Context, type Matrix } from '../types.ts';
import {
  decisionTreeLeaves,
  fitDecisionTree,
  predictDecisionTree,
  type DecisionTreeModel,
  type DecisionTreeParams,
} from './decision-tree.ts';
import type { ColumnInterval } from './segment-rule.ts';

export interface TreeModel {
  tree: DecisionTreeModel;
  /** Training rows of each class in each leaf: nodes x nClasses; zero for nodes that ask. */
  leafCounts: Int32Array;
}

/** low <= value < high; null is open. */
export interface TreeCondition extends ColumnInterval {
  /** Rows without a value go along too. */
  orMissing: boolean;
}

export interface TreeRule {
  /** Node of the tree. */
  leaf: number;
  /** All must hold; one per column, in order of the first question asked. None for a tree of one leaf. */
  conditions: TreeCondition[];
  /** Class that is predicted here. */
  label: number;
  /** Its smoothed probability. */
  probability: number;
  /** Training rows that end here. */
  nRows: number;
  /** Share of them in the class. */
  precision: number;
  /** Share of the rows of the class that end here. */
  coverage: number;
}

/** A tree that a person reads in a minute: 16 leaves at most, none of a handful of rows. */
export const treeDefaults = { maxDepth: 4, minLeaf: 10, roundThresholds: true } satisfies DecisionTreeParams;

/**
 * Fits a tree to the rows of X (raw features, so that thresholds mean something; NaN is no value) that have a label: 0
 * and up, -1 for none. Params as `fitDecisionTree`, with `treeDefaults`.
 * @throws AppError as `fitDecisionTree`; `insufficient_data` no_labels
 */
export function fitTree(
  X: Matrix,
  labels: Int32Array,
  params: Omit<DecisionTreeParams, 'sampleWeights'>,
  ctx: Context,
): TreeModel {
  if (labels.length !== X.nSamples) throw new AppError('invalid_input', { reason: 'unequal_lengths' });
  if (labels.some((label) => label < -1)) throw new AppError('invalid_input', { reason: 'bad_label' });
  const known = rowsWithLabel(labels);
  if (known.length === 0) throw new AppError('insufficient_data', { reason: 'no_labels' });
  const rows = known.length === X.nSamples ? X : takeRows(X, known);
  const truth = known.map((row) => labels[row]!);
  const tree = fitDecisionTree(rows, truth, { ...treeDefaults, ...params }, ctx);
  const leafCounts = new Int32Array(tree.counts.length * tree.nClasses);
  decisionTreeLeaves(tree, rows).forEach((leaf, i) => leafCounts[leaf * tree.nClasses + truth[i]!]!++);
  return { tree, leafCounts };
}

/** Class of each row: the one with the largest (weighted) share in its leaf. Throws invalid_input feature_count. */
export function predictTree({ tree }: TreeModel, X: Matrix): Int32Array {
  return predictDecisionTree(tree, X);
}

/**
 * Probability of every class: samples x nClasses, each row summing to 1; the frequency in the leaf with one row added
 * to each class (Laplace), so that small leaves are not certain. Class weights do not count here.
 */
export function treeProbabilities(model: TreeModel, X: Matrix): Float64Array {
  const { nClasses } = model.tree;
  const smoothed = leafProbabilities(model);
  const probabilities = new Float64Array(X.nSamples * nClasses);
  decisionTreeLeaves(model.tree, X).forEach((leaf, i) =>
    probabilities.set(smoothed.subarray(leaf * nClasses, (leaf + 1) * nClasses), i * nClasses),
  );
  return probabilities;
}

/** What every leaf asks for and predicts: by class, the leaf with the most rows of it first. */
export function treeRules(model: TreeModel): TreeRule[] {
  const { tree, leafCounts } = model;
  const { nClasses, shares } = tree;
  const smoothed = leafProbabilities(model);
  const sizes = new Float64Array(nClasses);
  leafCounts.forEach((count, at) => (sizes[at % nClasses]! += count));
  const rules: TreeRule[] = [];
  const visit = (node: number, conditions: readonly TreeCondition[]): void => {
    const column = tree.feature[node]!;
    if (column >= 0) {
      const threshold = tree.threshold[node]!;
      visit(tree.left[node]!, narrowed(conditions, column, { high: threshold }));
      visit(tree.right[node]!, narrowed(conditions, column, { low: threshold }));
      return;
    }
    const own = shares.subarray(node * nClasses, (node + 1) * nClasses);
    const label = own.indexOf(Math.max(...own));
    const right = leafCounts[node * nClasses + label]!;
    const nRows = tree.counts[node]!;
    rules.push({
      leaf: node,
      conditions: conditions.map((condition) => ({ ...condition })),
      label,
      probability: smoothed[node * nClasses + label]!,
      nRows,
      precision: right / nRows,
      coverage: right / sizes[label]!,
    });
  };
  visit(0, []);
  return rules.sort((a, b) => a.label - b.label || b.coverage - a.coverage);
}

function leafProbabilities({ tree, leafCounts }: TreeModel): Float64Array {
  return Float64Array.from(leafCounts, (count, at) => {
    const node = Math.floor(at / tree.nClasses);
    return (count + 1) / (tree.counts[node]! + tree.nClasses);
  });
}

/** The conditions with one more bound on a column. Whoever has no value goes left, so a lower bound shuts them out. */
function narrowed(
  conditions: readonly TreeCondition[],
  column: number,
  bound: { low: number } | { high: number },
): TreeCondition[] {
  const before = conditions.find((condition) => condition.column === column);
  const condition = { ...(before ?? { column, low: null, high: null, orMissing: true }), ...bound };
  if ('low' in bound) condition.orMissing = false;
  return before ? conditions.map((other) => (other === before ? condition : other)) : [...conditions, condition];
}

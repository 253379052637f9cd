/** CART: a classification tree by Gini impurity (Breiman et al. 1984), and the readable rule of a segment. */
import { AppError } from '../../../../shared/errors.ts';
import { argsort } from '../preprocessing/order-statistics.ts';
import type { Context, Matrix } from '../types.ts';
import { roundest } from './readable-threshold.ts';

export { segmentRule, type SegmentRuleFit, type SegmentRuleParams } from './segment-rule.ts';

export interface DecisionTreeParams {
  /** Questions from the root to a leaf at most. Default 5. */
  maxDepth?: number;
  /** Rows in a leaf at least. Default 1. */
  minLeaf?: number;
  /** `balanced` lets every class weigh the same in total. Default `none`. */
  classWeight?: 'none' | 'balanced';
  /** One weight per row, not negative. Default 1 each. */
  sampleWeights?: Float64Array;
  /** Thresholds as round as the gap between two rows allows, instead of its middle. Default false. */
  roundThresholds?: boolean;
}

/** Nodes in the order in which they were made; node 0 is the root. */
export interface DecisionTreeModel {
  nFeatures: number;
  nClasses: number;
  /** Feature asked at the node; -1 for a leaf. */
  feature: Int32Array;
  /** Rows below it, and those without a value, go left; the others right. */
  threshold: Float64Array;
  left: Int32Array;
  right: Int32Array;
  /** Rows seen at the node, unweighted. */
  counts: Int32Array;
  /** Weighted share of each class at the node: nNodes x nClasses. */
  shares: Float64Array;
}

export const decisionTreeDefaults = { maxDepth: 5, minLeaf: 1, classWeight: 'none', roundThresholds: false } as const;

interface Growth {
  X: Matrix;
  labels: Int32Array;
  weights: Float64Array;
  nClasses: number;
  minLeaf: number;
  /** Where to split between two neighbouring values. */
  between: (low: number, high: number) => number;
  /** Per feature the rows in ascending order, those without a value first; a node owns one stretch of each. */
  orders: Uint32Array[];
  goesLeft: Uint8Array;
  scratch: Uint32Array;
}

interface Split {
  feature: number;
  threshold: number;
  /** Rows that go left. */
  leftCount: number;
}

/**
 * Fits a tree on labels 0 to nClasses - 1. Every split is the exact best; of equally good ones the first feature and
 * the lowest threshold are taken. NaN means no value and goes left. O(nFeatures * nSamples * (depth + log nSamples)).
 * @throws AppError `insufficient_data` (no_rows), `invalid_input` (unequal_lengths, bad_label), `cancelled`.
 */
export function fitDecisionTree(
  X: Matrix,
  labels: Int32Array,
  params: DecisionTreeParams,
  ctx: Context,
): DecisionTreeModel {
  const { maxDepth, minLeaf, classWeight, roundThresholds } = { ...decisionTreeDefaults, ...params };
  const { nSamples, nFeatures } = X;
  if (labels.length !== nSamples) throw new AppError('invalid_input', { reason: 'unequal_lengths' });
  if (nSamples === 0) throw new AppError('insufficient_data', { reason: 'no_rows' });
  let nClasses = 0;
  for (const label of labels) {
    if (label < 0) throw new AppError('invalid_input', { reason: 'bad_label' });
    nClasses = Math.max(nClasses, label + 1);
  }
  const growth: Growth = {
    X,
    labels,
    weights: weightsOf(labels, nClasses, classWeight, params.sampleWeights),
    nClasses,
    minLeaf,
    between: roundThresholds ? roundest : between,
    orders: Array.from({ length: nFeatures }, (_, f) => {
      ctx.checkCancelled();
      return ascending(X, f);
    }),
    goesLeft: new Uint8Array(nSamples),
    scratch: new Uint32Array(nSamples),
  };
  const nodes: { feature: number; threshold: number; left: number; right: number; count: number; shares: number[] }[] =
    [];
  const add = (start: number, end: number): number => {
    nodes.push({ feature: -1, threshold: NaN, left: -1, right: -1, count: end - start, shares: [] });
    return nodes.length - 1;
  };
  const pending = [{ node: add(0, nSamples), start: 0, end: nSamples, depth: 0 }];
  for (let task = pending.shift(); task; task = pending.shift()) {
    ctx.checkCancelled();
    const { node, start, end, depth } = task;
    const totals = classTotals(growth, start, end);
    const sum = totals.reduce((a, b) => a + b, 0);
    nodes[node]!.shares = Array.from(totals, (total) => (sum > 0 ? total / sum : 0));
    const split = depth < maxDepth ? bestSplit(growth, start, end, totals, ctx) : null;
    if (!split) continue;
    partition(growth, start, end, split);
    const middle = start + split.leftCount;
    const left = add(start, middle);
    const right = add(middle, end);
    Object.assign(nodes[node]!, { feature: split.feature, threshold: split.threshold, left, right });
    pending.push({ node: left, start, end: middle, depth: depth + 1 });
    pending.push({ node: right, start: middle, end, depth: depth + 1 });
  }
  ctx.report(1);
  return {
    nFeatures,
    nClasses,
    feature: Int32Array.from(nodes, (node) => node.feature),
    threshold: Float64Array.from(nodes, (node) => node.threshold),
    left: Int32Array.from(nodes, (node) => node.left),
    right: Int32Array.from(nodes, (node) => node.right),
    counts: Int32Array.from(nodes, (node) => node.count),
    shares: Float64Array.from(nodes.flatMap((node) => node.shares)),
  };
}

/** Leaf (its node) that each row ends in. */
export function decisionTreeLeaves(model: DecisionTreeModel, X: Matrix): Int32Array {
  if (X.nFeatures !== model.nFeatures) {
    throw new AppError('invalid_input', { reason: 'feature_count', expected: model.nFeatures, found: X.nFeatures });
  }
  const leaves = new Int32Array(X.nSamples);
  for (let i = 0; i < X.nSamples; i++) {
    let node = 0;
    while (model.feature[node]! >= 0) {
      const value = X.data[i * X.nFeatures + model.feature[node]!]!;
      node = value >= model.threshold[node]! ? model.right[node]! : model.left[node]!;
    }
    leaves[i] = node;
  }
  return leaves;
}

/** Class with the largest share in each row's leaf; the lowest one where several are equal. */
export function predictDecisionTree(model: DecisionTreeModel, X: Matrix): Int32Array {
  const { nClasses, shares } = model;
  return decisionTreeLeaves(model, X).map((leaf) => {
    const own = shares.subarray(leaf * nClasses, (leaf + 1) * nClasses);
    return own.indexOf(Math.max(...own));
  });
}

function weightsOf(
  labels: Int32Array,
  nClasses: number,
  classWeight: 'none' | 'balanced',
  sampleWeights: Float64Array | undefined,
): Float64Array {
  if (sampleWeights && sampleWeights.length !== labels.length) {
    throw new AppError('invalid_input', { reason: 'unequal_lengths' });
  }
  const weights = sampleWeights ? sampleWeights.slice() : new Float64Array(labels.length).fill(1);
  if (classWeight === 'balanced') {
    const totals = new Float64Array(nClasses);
    for (let i = 0; i < labels.length; i++) totals[labels[i]!]! += weights[i]!;
    for (let i = 0; i < labels.length; i++) {
      const total = totals[labels[i]!]!;
      weights[i] = total > 0 ? (weights[i]! * labels.length) / (nClasses * total) : 0;
    }
  }
  return weights;
}

function ascending(X: Matrix, feature: number): Uint32Array {
  const known: number[] = [];
  const order = new Uint32Array(X.nSamples);
  let unknown = 0;
  for (let i = 0; i < X.nSamples; i++) {
    if (Number.isNaN(X.data[i * X.nFeatures + feature]!)) order[unknown++] = i;
    else known.push(i);
  }
  const ranks = argsort(Float64Array.from(known, (i) => X.data[i * X.nFeatures + feature]!));
  for (let r = 0; r < ranks.length; r++) order[unknown + r] = known[ranks[r]!]!;
  return order;
}

function classTotals({ orders, labels, weights, nClasses }: Growth, start: number, end: number): Float64Array {
  const totals = new Float64Array(nClasses);
  // Without a feature there is nothing to split, and the root holds all rows.
  const rows = orders[0];
  for (let at = start; at < end; at++) {
    const row = rows ? rows[at]! : at;
    totals[labels[row]!]! += weights[row]!;
  }
  return totals;
}

/**
 * The split with the highest sum of (squared class weights / weight) of both sides, which is the lowest weighted Gini
 * impurity; null where none lowers it.
 */
function bestSplit(growth: Growth, start: number, end: number, totals: Float64Array, ctx: Context): Split | null {
  const { X, labels, weights, minLeaf, orders, nClasses } = growth;
  let weight = 0;
  let squares = 0;
  for (const total of totals) {
    weight += total;
    squares += total * total;
  }
  if (weight === 0) return null;
  const parent = squares / weight;
  let best: Split | null = null;
  let bestPurity = parent * (1 + 1e-12);
  const left = new Float64Array(nClasses);
  for (const [feature, order] of orders.entries()) {
    ctx.checkCancelled();
    left.fill(0);
    let leftWeight = 0;
    let leftSquares = 0;
    let rightSquares = squares;
    for (let at = start; at < end - 1; at++) {
      const row = order[at]!;
      const c = labels[row]!;
      const w = weights[row]!;
      const before = left[c]!;
      const rest = totals[c]! - before;
      leftWeight += w;
      leftSquares += w * (2 * before + w);
      rightSquares += w * (w - 2 * rest);
      left[c] = before + w;
      const count = at + 1 - start;
      if (count < minLeaf || end - at - 1 < minLeaf) continue;
      const rightWeight = weight - leftWeight;
      if (!(leftWeight > 0) || !(rightWeight > 1e-12 * weight)) continue;
      const purity = leftSquares / leftWeight + rightSquares / rightWeight;
      if (!(purity > bestPurity)) continue;
      const low = X.data[row * X.nFeatures + feature]!;
      const high = X.data[order[at + 1]! * X.nFeatures + feature]!;
      if (low === high || Number.isNaN(high)) continue;
      bestPurity = purity;
      best = { feature, threshold: growth.between(low, high), leftCount: count };
    }
  }
  return best;
}

/** A threshold t with low < t <= high, in the middle where there is one; `high` where `low` is no value. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle > low && middle <= high ? middle : high;
}

/** Moves, in every feature's order, the rows of the left side before those of the right, each keeping its order. */
function partition({ X, orders, goesLeft, scratch }: Growth, start: number, end: number, split: Split): void {
  const deciding = orders[split.feature]!;
  for (let at = start; at < end; at++) {
    const row = deciding[at]!;
    goesLeft[row] = X.data[row * X.nFeatures + split.feature]! >= split.threshold ? 0 : 1;
  }
  for (const order of orders) {
    let to = start;
    let rights = 0;
    for (let at = start; at < end; at++) {
      const row = order[at]!;
      if (goesLeft[row]) order[to++] = row;
      else scratch[rights++] = row;
    }
    order.set(scratch.subarray(0, rights), to);
  }
}

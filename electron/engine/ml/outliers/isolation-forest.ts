/**
 * Isolation forest (Liu, Ting & Zhou 2008): rows that few random cuts part from all others are unlike them. As
 * scikit-learn's IsolationForest with its defaults; scores differ from its own as two forests of other seeds do.
 */
import type { Context, Matrix } from '../types.ts';

export const defaults = {
  nTrees: 100,
  /** Rows that each tree sees, drawn without replacement. */
  subsample: 256,
};

export interface IsolationForest {
  nFeatures: number;
  /** Rows that each tree saw. */
  subsample: number;
  /** Where each tree begins in the arrays below. */
  roots: Int32Array;
  /** The column that a node cuts; -1 for a leaf. */
  features: Int16Array;
  /** Rows below it go left; of a leaf the length of its path, with what further cuts of its rows would have added. */
  thresholds: Float32Array;
  /** The left child; the right one is next to it. */
  children: Int32Array;
}

/**
 * Grows the trees, each on a sample of the rows: a random column that still varies, a cut drawn between its least and
 * greatest value, until a row is alone or the depth of a balanced tree is reached. No row is kept, only cuts.
 * O(trees x subsample x depth), whatever the number of rows.
 * @param X without NaN.
 */
export function fitIsolationForest(X: Matrix, params: Partial<typeof defaults>, ctx: Context): IsolationForest {
  const { nTrees, subsample } = { ...defaults, ...params };
  const size = Math.min(subsample, X.nSamples);
  const deepest = Math.ceil(Math.log2(Math.max(2, size)));
  const roots = new Int32Array(nTrees);
  const nodes = { features: [] as number[], thresholds: [] as number[], children: [] as number[] };
  for (let tree = 0; tree < nTrees; tree++) {
    ctx.checkCancelled();
    const random = ctx.random.fork(`tree ${tree}`);
    const rows = random.permutation(X.nSamples).slice(0, size);
    const root = addNode();
    roots[tree] = root;
    grow(root, rows, 0, random);
    ctx.report((tree + 1) / nTrees);
  }
  return {
    nFeatures: X.nFeatures,
    subsample: size,
    roots,
    features: Int16Array.from(nodes.features),
    thresholds: Float32Array.from(nodes.thresholds),
    children: Int32Array.from(nodes.children),
  };

  function addNode(): number {
    nodes.features.push(-1);
    nodes.thresholds.push(0);
    return nodes.children.push(-1) - 1;
  }

  function grow(node: number, rows: Int32Array, depth: number, random: Context['random']): void {
    const cut = rows.length > 1 && depth < deepest ? drawCut(X, rows, random) : null;
    if (!cut) {
      nodes.thresholds[node] = depth + averagePath(rows.length);
      return;
    }
    const { feature, threshold } = cut;
    const goesLeft = (row: number): boolean => X.data[row * X.nFeatures + feature]! < threshold;
    const left = addNode();
    addNode();
    nodes.features[node] = feature;
    nodes.thresholds[node] = threshold;
    nodes.children[node] = left;
    grow(left, rows.filter(goesLeft), depth + 1, random);
    grow(
      left + 1,
      rows.filter((row) => !goesLeft(row)),
      depth + 1,
      random,
    );
  }
}

/**
 * How unlike the others each row is: 2^(-E(h) / c), where E(h) is its mean path length and c that of an unsuccessful
 * search in a tree of as many rows. Near 1: alone; about 0.5 and less: one of many. O(n trees depth).
 */
export function isolationScores(
  forest: IsolationForest,
  X: Matrix,
  ctx: Pick<Context, 'checkCancelled'>,
): Float64Array {
  const { roots, features, thresholds, children } = forest;
  const scores = new Float64Array(X.nSamples);
  const normal = roots.length * Math.max(averagePath(forest.subsample), Number.MIN_VALUE);
  for (let i = 0; i < X.nSamples; i++) {
    if ((i & 0xfff) === 0) ctx.checkCancelled();
    const from = i * X.nFeatures;
    let paths = 0;
    for (let tree = 0; tree < roots.length; tree++) {
      let node = roots[tree]!;
      for (let feature = features[node]!; feature >= 0; feature = features[node]!) {
        node = children[node]! + (X.data[from + feature]! < thresholds[node]! ? 0 : 1);
      }
      paths += thresholds[node]!;
    }
    scores[i] = 2 ** (-paths / normal);
  }
  return scores;
}

/** A column that varies among the rows, and a cut that leaves rows on both sides; null where all rows are equal. */
function drawCut(
  { data, nFeatures }: Matrix,
  rows: Int32Array,
  random: Context['random'],
): { feature: number; threshold: number } | null {
  const order = random.permutation(nFeatures);
  for (const feature of order) {
    let least = Infinity;
    let most = -Infinity;
    for (const row of rows) {
      const value = data[row * nFeatures + feature]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    // Thresholds are kept as 32-bit floats; of two values that are equal there, none can be cut from the other.
    const threshold = Math.fround(least + (most - least) * random.uniform());
    if (threshold > least && threshold <= most) return { feature, threshold };
    if (most > least && Math.fround(most) > least) return { feature, threshold: Math.fround(most) };
  }
  return null;
}

const eulerGamma = 0.5772156649015329;

/** Mean path length of an unsuccessful search among n rows: 2 H(n - 1) - 2 (n - 1) / n. */
export function averagePath(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + eulerGamma) - (2 * (n - 1)) / n;
}

/** Who points at whom: directed networks with weights, as rows of neighbours in ascending order. */

export interface Edges {
  /** Node numbers, 0 to n - 1. */
  from: Int32Array;
  to: Int32Array;
  /** Default: 1 each. */
  weight?: Float64Array;
}

/** Node i's neighbours are `neighbour[start[i]]` up to `neighbour[start[i + 1] - 1]`, ascending, each once. */
export interface Adjacency {
  start: Int32Array;
  neighbour: Int32Array;
  weight: Float64Array;
}

export interface Network {
  nNodes: number;
  out: Adjacency;
  in: Adjacency;
}

/**
 * Edges that repeat become one with the sum of the weights. Left out are edges to oneself, edges with an end outside of
 * 0 to n - 1, and weights of 0 or below; a weight that is not a number counts as 1. O(edges + n) by counting sorts.
 */
export function buildNetwork(nNodes: number, edges: Edges): Network {
  const usable = usableEdges(nNodes, edges);
  // Sorted by target first, then stably by source: rows by source, ascending in the target.
  const byTarget = byKey(usable, usable.to, nNodes);
  const sorted = byKey(byTarget, byTarget.from, nNodes);
  const { from, to, weight } = mergeRepeats(sorted);
  const backwards = byKey({ from, to, weight }, to, nNodes);
  return {
    nNodes,
    out: { start: startsOf(from, nNodes), neighbour: to, weight },
    in: { start: startsOf(to, nNodes), neighbour: backwards.from, weight: backwards.weight },
  };
}

/** Both directions as one tie, whose weight is the sum of the two. O(edges + n). */
export function withoutDirection({ nNodes, out, in: incoming }: Network): Adjacency {
  const start = new Int32Array(nNodes + 1);
  const neighbour = new Int32Array(2 * out.neighbour.length);
  const weight = new Float64Array(neighbour.length);
  let count = 0;
  for (let i = 0; i < nNodes; i++) {
    let [a, b] = [out.start[i]!, incoming.start[i]!];
    const [lastA, lastB] = [out.start[i + 1]!, incoming.start[i + 1]!];
    while (a < lastA || b < lastB) {
      const left = a < lastA ? out.neighbour[a]! : nNodes;
      const right = b < lastB ? incoming.neighbour[b]! : nNodes;
      neighbour[count] = Math.min(left, right);
      if (left <= right) weight[count]! += out.weight[a++]!;
      if (right <= left) weight[count]! += incoming.weight[b++]!;
      count++;
    }
    start[i + 1] = count;
  }
  return { start, neighbour: neighbour.slice(0, count), weight: weight.slice(0, count) };
}

type WeightedEdges = Required<Edges>;

function usableEdges(nNodes: number, { from, to, weight }: Edges): WeightedEdges {
  const size = from.length;
  const kept: WeightedEdges = {
    from: new Int32Array(size),
    to: new Int32Array(size),
    weight: new Float64Array(size),
  };
  let count = 0;
  for (let e = 0; e < size; e++) {
    const [source, target] = [from[e]!, to[e]!];
    const strength = weight && !Number.isNaN(weight[e]!) ? weight[e]! : 1;
    const inside = source >= 0 && source < nNodes && target >= 0 && target < nNodes;
    if (!inside || source === target || strength <= 0) continue;
    kept.from[count] = source;
    kept.to[count] = target;
    kept.weight[count++] = strength;
  }
  return {
    from: kept.from.subarray(0, count),
    to: kept.to.subarray(0, count),
    weight: kept.weight.subarray(0, count),
  };
}

function startsOf(key: Int32Array, nNodes: number): Int32Array {
  const start = new Int32Array(nNodes + 1);
  for (const node of key) start[node + 1]!++;
  for (let i = 0; i < nNodes; i++) start[i + 1]! += start[i]!;
  return start;
}

/** The edges in ascending order of `key`; those of the same key stay as they were. */
function byKey(edges: WeightedEdges, key: Int32Array, nNodes: number): WeightedEdges {
  const next = startsOf(key, nNodes);
  const size = key.length;
  const sorted: WeightedEdges = {
    from: new Int32Array(size),
    to: new Int32Array(size),
    weight: new Float64Array(size),
  };
  for (let e = 0; e < size; e++) {
    const place = next[key[e]!]!++;
    sorted.from[place] = edges.from[e]!;
    sorted.to[place] = edges.to[e]!;
    sorted.weight[place] = edges.weight[e]!;
  }
  return sorted;
}

/** In place, as the caller has just made the arrays. */
function mergeRepeats({ from, to, weight }: WeightedEdges): WeightedEdges {
  let count = 0;
  for (let e = 0; e < from.length; e++) {
    const repeats = count > 0 && from[count - 1] === from[e] && to[count - 1] === to[e];
    if (repeats) {
      weight[count - 1]! += weight[e]!;
    } else {
      from[count] = from[e]!;
      to[count] = to[e]!;
      weight[count++] = weight[e]!;
    }
  }
  return { from: from.slice(0, count), to: to.slice(0, count), weight: weight.slice(0, count) };
}

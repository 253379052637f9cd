/** PageRank (Page, Brin, Motwani & Winograd 1999): who is pointed at by those who are pointed at themselves. */
import type { Network } from './network.ts';

export interface PageRankOptions {
  /** Chance to follow an edge rather than to start anew anywhere. Default 0.85. */
  damping?: number;
  /** Ends when the ranks change by less than this in sum. Default 1e-10. */
  tolerance?: number;
  /** Default 200; 0.85^200 is below 1e-14. */
  maxIterations?: number;
}

/**
 * Ranks that sum to 1, by power iteration from equal ranks. Edges are followed in proportion to their weights; the rank
 * of a node that points at nobody is spread over all. Empty for no nodes. O(edges) for each iteration.
 */
export function pageRank(network: Network, options: PageRankOptions = {}): Float64Array {
  const { damping = 0.85, tolerance = 1e-10, maxIterations = 200 } = options;
  const { nNodes, out, in: incoming } = network;
  const perWeight = new Float64Array(nNodes);
  for (let i = 0; i < nNodes; i++) {
    let sum = 0;
    for (let e = out.start[i]!; e < out.start[i + 1]!; e++) sum += out.weight[e]!;
    perWeight[i] = sum > 0 ? 1 / sum : 0;
  }
  let rank = new Float64Array(nNodes).fill(1 / nNodes);
  let next = new Float64Array(nNodes);
  const flow = new Float64Array(nNodes);
  const { start, neighbour, weight } = incoming;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    let dangling = 0;
    for (let i = 0; i < nNodes; i++) {
      flow[i] = rank[i]! * perWeight[i]!;
      if (perWeight[i] === 0) dangling += rank[i]!;
    }
    const toEverybody = (1 - damping + damping * dangling) / nNodes;
    let change = 0;
    for (let i = 0; i < nNodes; i++) {
      let sum = 0;
      for (let e = start[i]!, end = start[i + 1]!; e < end; e++) sum += flow[neighbour[e]!]! * weight[e]!;
      next[i] = toEverybody + damping * sum;
      change += Math.abs(next[i]! - rank[i]!);
    }
    [rank, next] = [next, rank];
    if (change < tolerance) break;
  }
  return rank;
}

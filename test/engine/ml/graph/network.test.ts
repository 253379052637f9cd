import { describe, expect, it } from 'vitest';
import { buildNetwork, withoutDirection, type Adjacency } from '../../../../electron/engine/ml/graph/network.ts';
import { pageRank } from '../../../../electron/engine/ml/graph/pagerank.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import { karate, members } from './karate.ts';

type Tie = readonly [from: number, to: number, weight: number];

function network(nNodes: number, ties: readonly Tie[]): ReturnType<typeof buildNetwork> {
  return buildNetwork(nNodes, {
    from: Int32Array.from(ties, ([from]) => from),
    to: Int32Array.from(ties, ([, to]) => to),
    weight: Float64Array.from(ties, ([, , weight]) => weight),
  });
}

function rows({ start, neighbour, weight }: Adjacency): [number, number][][] {
  return Array.from({ length: start.length - 1 }, (_, i) =>
    Array.from({ length: start[i + 1]! - start[i]! }, (_, e) => [neighbour[start[i]! + e]!, weight[start[i]! + e]!]),
  );
}

describe('a network', () => {
  it('adds up repeated edges and leaves out what is none', () => {
    const found = network(3, [
      [2, 0, 1],
      [0, 1, 2],
      [0, 0, 5],
      [2, 0, 0.5],
      [1, 2, 0],
      [1, 2, -1],
      [1, 7, 1],
      [-1, 0, 1],
      [1, 0, NaN],
    ]);
    expect(rows(found.out)).toEqual([[[1, 2]], [[0, 1]], [[0, 1.5]]]);
    expect(rows(found.in)).toEqual([
      [
        [1, 1],
        [2, 1.5],
      ],
      [[0, 2]],
      [],
    ]);
    expect(rows(withoutDirection(found))).toEqual([
      [
        [1, 3],
        [2, 1.5],
      ],
      [[0, 3]],
      [[0, 1.5]],
    ]);
  });

  it('may be empty', () => {
    expect(rows(network(0, []).out)).toEqual([]);
    expect(pageRank(network(0, []))).toEqual(new Float64Array(0));
  });
});

describe('PageRank', () => {
  it('agrees with networkx 3.6.1 on weights, an end that leads nowhere and somebody without ties', () => {
    const ties: Tie[] = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 1],
      [2, 0, 0.5],
      [2, 3, 1.5],
      [4, 0, 1],
      [4, 1, 3],
    ];
    const expected = [0.327743636048, 0.273004861601, 0.146163578004, 0.146482162101, 0.053302881123, 0.053302881123];
    const ranks = pageRank(network(6, ties));
    ranks.forEach((rank, node) => expect(rank).toBeCloseTo(expected[node]!, 9));
    // A weight for all alike changes nothing.
    const heavier = pageRank(
      network(
        6,
        ties.map(([from, to, weight]) => [from, to, 8 * weight]),
      ),
    );
    heavier.forEach((rank, node) => expect(rank).toBeCloseTo(ranks[node]!, 12));
  });

  it('agrees with networkx 3.6.1 on the karate club', () => {
    const both = {
      from: Int32Array.from([...karate.from, ...karate.to]),
      to: Int32Array.from([...karate.to, ...karate.from]),
    };
    const ranks = pageRank(buildNetwork(members, both));
    expect(ranks[0]).toBeCloseTo(0.0969972854, 9);
    expect(ranks[1]).toBeCloseTo(0.0528769241, 9);
    expect(ranks[11]).toBeCloseTo(0.0095647455, 9);
    expect(ranks[33]).toBeCloseTo(0.1009191823, 9);
  });

  it('is the same for all in a ring, and sums to 1 anywhere', () => {
    const ring = pageRank(
      network(
        5,
        Array.from({ length: 5 }, (_, i): Tie => [i, (i + 1) % 5, 1]),
      ),
    );
    ring.forEach((rank) => expect(rank).toBeCloseTo(0.2, 12));
    const random = new Random(3);
    const any = network(
      50,
      Array.from({ length: 90 }, (): Tie => [random.integer(50), random.integer(50), 1]),
    );
    const ranks = pageRank(any);
    expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...ranks)).toBeGreaterThanOrEqual(0.15 / 50);
  });
});

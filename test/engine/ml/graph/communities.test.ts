import { describe, expect, it } from 'vitest';
import { findCommunities, modularity } from '../../../../electron/engine/ml/graph/communities.ts';
import { buildNetwork, withoutDirection, type Adjacency } from '../../../../electron/engine/ml/graph/network.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import { karate, members, sides } from './karate.ts';

function ties(nNodes: number, pairs: readonly (readonly [number, number])[]): Adjacency {
  const from = Int32Array.from(pairs, ([a]) => a);
  const to = Int32Array.from(pairs, ([, b]) => b);
  return withoutDirection(buildNetwork(nNodes, { from, to }));
}

const club = withoutDirection(buildNetwork(members, karate));

describe('communities', () => {
  it('part two circles of friends that one tie joins; a stranger is alone, the larger comes first', () => {
    const circle = (first: number, size: number): [number, number][] =>
      Array.from({ length: size }, (_, i) => i).flatMap((i) =>
        Array.from({ length: i }, (_, j): [number, number] => [first + i, first + j]),
      );
    const found = findCommunities(ties(10, [...circle(0, 4), ...circle(5, 5), [3, 5]]), new Random(1));
    expect([...found]).toEqual([1, 1, 1, 1, 2, 0, 0, 0, 0, 0]);
  });

  it('of the karate club are as good over 200 seeds as those of networkx 3.6.1, and the same for the same seed', () => {
    expect(modularity(club, sides)).toBeCloseTo(0.3582347140039448, 12);
    const qualities = Float64Array.from({ length: 200 }, (_, seed) => {
      const found = findCommunities(club, new Random(seed));
      expect(findCommunities(club, new Random(seed))).toEqual(found);
      return modularity(club, found);
    }).sort();
    // networkx: worst 0.3886, tenth 0.4151, median 0.4188, best 0.4198, which is the best there is.
    expect(qualities[0]).toBeGreaterThan(0.38);
    expect(qualities[20]).toBeGreaterThan(0.415);
    expect(qualities[100]).toBeGreaterThan(0.4188);
    expect(qualities[199]).toBeCloseTo(0.41978961209730437, 12);
  });

  it('find planted groups again, in a large network', () => {
    const random = new Random(5);
    const [groups, size] = [20, 50];
    const pairs = Array.from({ length: 15_000 }, (): [number, number] => {
      const from = random.integer(groups * size);
      const near = random.uniform() < 0.8;
      return [from, near ? from - (from % size) + random.integer(size) : random.integer(groups * size)];
    });
    const found = findCommunities(ties(groups * size, pairs), new Random(1));
    expect(new Set(found).size).toBe(groups);
    let together = 0;
    for (let i = 0; i < found.length; i++) together += Number(found[i] === found[i - (i % size)]);
    expect(together / found.length).toBeGreaterThan(0.97);
  });

  it('follow weights: a heavy tie holds what many light ones do not', () => {
    const from = Int32Array.of(0, 2, 0, 0, 1, 1);
    const to = Int32Array.of(1, 3, 2, 3, 2, 3);
    const weight = Float64Array.of(10, 10, 1, 1, 1, 1);
    const network = withoutDirection(buildNetwork(4, { from, to, weight }));
    expect([...findCommunities(network, new Random(1))]).toEqual([0, 0, 1, 1]);
  });

  it('of nobody are none, and modularity without ties is 0', () => {
    expect(findCommunities(ties(0, []), new Random(1))).toEqual(new Int32Array(0));
    expect([...findCommunities(ties(3, []), new Random(1))]).toEqual([0, 1, 2]);
    expect(modularity(ties(3, []), Int32Array.of(0, 1, 2))).toBe(0);
  });
});

/** Communities of a network: groups with more ties inside than chance would give them. */
import type { Random } from '../random.ts';
import type { Adjacency } from './network.ts';

/** A move has to gain more than rounding can feign. */
const leastGain = 1e-12;

/** A network whose nodes may stand for groups: `loop` is twice the weight inside each. */
interface Level extends Adjacency {
  loop: Float64Array;
}

/**
 * Communities by the Louvain method (Blondel, Guillaume, Lambiotte & Lefebvre 2008), with the queue of Traag, Waltman &
 * van Eck (2019) in its local moves: a node is looked at again only when a neighbour has moved. Nodes are visited in an
 * order that `random` draws, so that the same seed gives the same communities.
 *
 * `ties` are symmetric, without loops. Returns a community for each node: 0 is the largest; of equal ones that with the
 * first node comes first. A node without ties is alone. About O(edges) for each of the few levels.
 */
export function findCommunities(ties: Adjacency, random: Random): Int32Array {
  const nNodes = ties.start.length - 1;
  let level: Level = { ...ties, loop: new Float64Array(nNodes) };
  const communityOf = Int32Array.from({ length: nNodes }, (_, node) => node);
  for (let depth = 0; ; depth++) {
    const moved = moveNodes(level, random.fork(`communities ${depth}`));
    const count = renumber(moved);
    for (let node = 0; node < nNodes; node++) communityOf[node] = moved[communityOf[node]!]!;
    if (count === moved.length) break;
    level = mergeGroups(level, moved, count);
  }
  return largestFirst(communityOf);
}

/**
 * Newman's modularity of a partition, -0.5 to 1: the share of ties inside the communities above what chance would put
 * there (Newman & Girvan 2004). 0 for a network without ties.
 */
export function modularity({ start, neighbour, weight }: Adjacency, communityOf: Int32Array): number {
  const strengths = new Float64Array(communityOf.reduce((most, c) => Math.max(most, c + 1), 0));
  let [inside, total] = [0, 0];
  for (let i = 0; i < communityOf.length; i++) {
    for (let e = start[i]!; e < start[i + 1]!; e++) {
      total += weight[e]!;
      strengths[communityOf[i]!]! += weight[e]!;
      if (communityOf[neighbour[e]!] === communityOf[i]) inside += weight[e]!;
    }
  }
  if (total === 0) return 0;
  return inside / total - strengths.reduce((sum, strength) => sum + (strength / total) ** 2, 0);
}

/** Moves single nodes to the neighbouring community that gains most, until no move gains any more. */
function moveNodes({ start, neighbour, weight, loop }: Level, random: Random): Int32Array {
  const n = loop.length;
  const strength = loop.slice();
  for (let i = 0; i < n; i++) for (let e = start[i]!; e < start[i + 1]!; e++) strength[i]! += weight[e]!;
  const total = strength.reduce((sum, s) => sum + s, 0);
  const communityOf = Int32Array.from({ length: n }, (_, i) => i);
  const inCommunity = strength.slice();
  const tieTo = new Float64Array(n);
  const met = new Int32Array(n);
  // A ring: every node waits in it once at most.
  const queue = random.permutation(n);
  const waits = new Uint8Array(n).fill(1);
  let [head, waiting] = [0, n];
  while (waiting > 0) {
    const node = queue[head]!;
    head = head + 1 === n ? 0 : head + 1;
    waiting--;
    waits[node] = 0;
    const [first, last] = [start[node]!, start[node + 1]!];
    if (first === last) continue;
    const old = communityOf[node]!;
    let nMet = 0;
    for (let e = first; e < last; e++) {
      const community = communityOf[neighbour[e]!]!;
      if (tieTo[community] === 0) met[nMet++] = community;
      tieTo[community]! += weight[e]!;
    }
    inCommunity[old]! -= strength[node]!;
    const perStrength = strength[node]! / total;
    let best = old;
    let bestGain = tieTo[old]! - perStrength * inCommunity[old]! + leastGain * total;
    for (let m = 0; m < nMet; m++) {
      const community = met[m]!;
      const gain = tieTo[community]! - perStrength * inCommunity[community]!;
      if (gain > bestGain) [best, bestGain] = [community, gain];
      tieTo[community] = 0;
    }
    inCommunity[best]! += strength[node]!;
    if (best === old) continue;
    communityOf[node] = best;
    for (let e = first; e < last; e++) {
      const other = neighbour[e]!;
      if (waits[other] === 1 || communityOf[other] === best) continue;
      waits[other] = 1;
      queue[(head + waiting++) % n] = other;
    }
  }
  return communityOf;
}

/** Gives the communities numbers without gaps, in place, in the order of their first nodes; returns how many. */
function renumber(communityOf: Int32Array): number {
  const numbers = new Int32Array(communityOf.length).fill(-1);
  let count = 0;
  for (let i = 0; i < communityOf.length; i++) {
    const community = communityOf[i]!;
    if (numbers[community] === -1) numbers[community] = count++;
    communityOf[i] = numbers[community]!;
  }
  return count;
}

/** Every community becomes a node; the ties between two are added up, those inside become its loop. */
function mergeGroups({ start, neighbour, weight, loop }: Level, groupOf: Int32Array, nGroups: number): Level {
  const memberStart = new Int32Array(nGroups + 1);
  for (const group of groupOf) memberStart[group + 1]!++;
  for (let g = 0; g < nGroups; g++) memberStart[g + 1]! += memberStart[g]!;
  const members = new Int32Array(groupOf.length);
  const next = memberStart.slice();
  for (let i = 0; i < groupOf.length; i++) members[next[groupOf[i]!]!++] = i;

  const merged: Level = {
    start: new Int32Array(nGroups + 1),
    neighbour: new Int32Array(neighbour.length),
    weight: new Float64Array(neighbour.length),
    loop: new Float64Array(nGroups),
  };
  const place = new Int32Array(nGroups).fill(-1);
  let count = 0;
  for (let g = 0; g < nGroups; g++) {
    const from = count;
    for (let m = memberStart[g]!; m < memberStart[g + 1]!; m++) {
      const node = members[m]!;
      merged.loop[g]! += loop[node]!;
      for (let e = start[node]!; e < start[node + 1]!; e++) {
        const other = groupOf[neighbour[e]!]!;
        if (other === g) {
          merged.loop[g]! += weight[e]!;
          continue;
        }
        if (place[other]! < from) {
          place[other] = count;
          merged.neighbour[count++] = other;
        }
        merged.weight[place[other]!]! += weight[e]!;
      }
    }
    merged.start[g + 1] = count;
  }
  return { ...merged, neighbour: merged.neighbour.slice(0, count), weight: merged.weight.slice(0, count) };
}

function largestFirst(communityOf: Int32Array): Int32Array {
  const count = renumber(communityOf);
  const sizes = new Int32Array(count);
  for (const community of communityOf) sizes[community]!++;
  const bySize = Array.from(sizes.keys()).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const rank = new Int32Array(count);
  bySize.forEach((community, place) => (rank[community] = place));
  return communityOf.map((community) => rank[community]!);
}

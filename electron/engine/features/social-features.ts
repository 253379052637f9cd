/** What relationships between customers are summed up to: who is known by whom, and who brought whom along. */
import type { CategoryColumn, CustomerColumn, NumberColumn } from '../../../shared/customer-table.ts';
import { findCommunities } from '../ml/graph/communities.ts';
import { buildNetwork, withoutDirection, type Adjacency, type Edges, type Network } from '../ml/graph/network.ts';
import { pageRank } from '../ml/graph/pagerank.ts';
import type { Random } from '../ml/random.ts';
import { behaviourUnit, inCatalogueOrder } from './behaviour-catalogue.ts';

export interface Relationships extends Edges {
  /** What kind of tie each is, where the file tells; below 0 is missing. */
  relation?: Int32Array | null;
  /** Texts behind `relation`. */
  relations?: readonly string[];
}

/** The end of the community column for all without a level of their own. */
export const otherCommunities = 'other';
const mostCommunities = 10;
/** A community with a smaller share of the connected customers joins the others. */
const leastShare = 0.02;

/**
 * Columns `social:…` with one value for each of `nCustomers`; NaN and -1 are missing. Repeated ties count as one; ties
 * to oneself are none. Referrals are counted on their own and not part of the network, unless there is nothing else.
 * - inDegree, outDegree: people who point at the customer, and at whom the customer points
 * - reciprocity: 2 x people with whom ties go both ways / (inDegree + outDegree); missing without ties
 * - pageRank: rank x customers, so that 1 is the mean
 * - friendsReach: mean number of people tied to each person that the customer is tied to; missing without ties
 * - community: `1` is the largest; communities of at least 2 % of the connected customers, ten at most, all others
 *   `other`; missing without ties
 * - referralsMade and wasReferred, where a relation says so (`referred`, `referred_by`, 「推荐」, 「邀请」)
 *
 * About O(ties + customers), by a seeded order in communities.
 */
export function socialColumns(ties: Relationships, nCustomers: number, random: Random): CustomerColumn[] {
  const { referrals, others } = partReferrals(ties);
  const network = buildNetwork(nCustomers, others.from.length > 0 || !referrals ? others : referrals);
  const mutual = withoutDirection(network);
  const ranks = pageRank(network);
  const columns: CustomerColumn[] = [
    column('inDegree', degrees(network.in)),
    column('outDegree', degrees(network.out)),
    column('reciprocity', reciprocity(network, mutual)),
    column(
      'pageRank',
      ranks.map((rank) => rank * nCustomers),
    ),
    column('friendsReach', friendsReach(mutual)),
    communityColumn(mutual, random),
  ];
  if (referrals) {
    const brought = buildNetwork(nCustomers, referrals);
    columns.push(column('referralsMade', degrees(brought.out)));
    columns.push({
      ...column(
        'wasReferred',
        degrees(brought.in).map((many) => Math.min(many, 1)),
      ),
      type: 'yesNo',
    });
  }
  return inCatalogueOrder(columns);
}

function column(name: string, values: Float64Array): NumberColumn {
  const id = `social:${name}`;
  return { id, family: 'social', type: 'number', unit: behaviourUnit(id), values };
}

const referring = /\b(refer(s|red|rer|rals?)?|invit\w*|recommend\w*|introduc\w*)\b|推荐|邀请|介绍|拉新/;
/** The tie names whom it comes from second. */
const backwards = /\bby\b|\bfrom\b|被|受/;

/** From whom to whom a relation refers; null for any other. */
function referralDirection(text: string): 'forwards' | 'backwards' | null {
  const words = text
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
  if (!referring.test(words)) return null;
  return backwards.test(words) ? 'backwards' : 'forwards';
}

function partReferrals(ties: Relationships): { referrals: Edges | null; others: Edges } {
  const { from, to, weight, relation, relations } = ties;
  const directions = (relations ?? []).map(referralDirection);
  if (!relation || directions.every((direction) => direction === null)) return { referrals: null, others: ties };
  const referrers: number[] = [];
  const referred: number[] = [];
  const rest: number[] = [];
  relation.forEach((kind, e) => {
    const direction = directions[kind] ?? null;
    if (direction === null) {
      rest.push(e);
    } else {
      referrers.push(direction === 'forwards' ? from[e]! : to[e]!);
      referred.push(direction === 'forwards' ? to[e]! : from[e]!);
    }
  });
  return {
    referrals: { from: Int32Array.from(referrers), to: Int32Array.from(referred) },
    others: {
      from: Int32Array.from(rest, (e) => from[e]!),
      to: Int32Array.from(rest, (e) => to[e]!),
      ...(weight ? { weight: Float64Array.from(rest, (e) => weight[e]!) } : {}),
    },
  };
}

function degrees({ start }: Adjacency): Float64Array {
  return Float64Array.from({ length: start.length - 1 }, (_, row) => start[row + 1]! - start[row]!);
}

/** Ties in both directions are those by which the two degrees exceed the number of people. */
function reciprocity(network: Network, mutual: Adjacency): Float64Array {
  const people = degrees(mutual);
  const incoming = degrees(network.in);
  return degrees(network.out).map((outgoing, row) => {
    const all = outgoing + incoming[row]!;
    return all > 0 ? (2 * (all - people[row]!)) / all : NaN;
  });
}

function friendsReach({ start, neighbour }: Adjacency): Float64Array {
  return Float64Array.from({ length: start.length - 1 }, (_, row) => {
    let sum = 0;
    for (let e = start[row]!; e < start[row + 1]!; e++) {
      const friend = neighbour[e]!;
      sum += start[friend + 1]! - start[friend]!;
    }
    return sum / (start[row + 1]! - start[row]!);
  });
}

function communityColumn(mutual: Adjacency, random: Random): CategoryColumn {
  const communityOf = findCommunities(mutual, random);
  const connected = (row: number): boolean => mutual.start[row + 1]! > mutual.start[row]!;
  const sizes = new Map<number, number>();
  let all = 0;
  communityOf.forEach((community, row) => {
    if (!connected(row)) return;
    sizes.set(community, (sizes.get(community) ?? 0) + 1);
    all++;
  });
  // Communities are numbered by size, and those of more than one hold nobody without ties.
  let named = 0;
  while (named < mostCommunities && (sizes.get(named) ?? 0) > 0 && sizes.get(named)! >= leastShare * all) named++;
  const levels = Array.from({ length: named }, (_, community) => String(community + 1));
  if (named < sizes.size) levels.push(otherCommunities);
  return {
    id: 'social:community',
    family: 'social',
    type: 'category',
    levels,
    codes: communityOf.map((community, row) => (connected(row) ? Math.min(community, named) : -1)),
  };
}

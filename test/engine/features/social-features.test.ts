import { describe, expect, it } from 'vitest';
import { reviewColumns } from '../../../electron/engine/features/review-features.ts';
import { socialColumns, type Relationships } from '../../../electron/engine/features/social-features.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import type { CustomerColumn } from '../../../shared/customer-table.ts';
import { karate, members } from '../ml/graph/karate.ts';
import { coded, textsOf, valuesOf } from './behaviour-logs.ts';
import { seconds } from './tiny-shop.ts';

function relationships(ties: readonly (readonly [from: number, to: number, relation?: string])[]): Relationships {
  const relation = coded(ties.map(([, , text]) => text ?? ''));
  return {
    from: Int32Array.from(ties, ([from]) => from),
    to: Int32Array.from(ties, ([, to]) => to),
    ...(relation.levels.length > 0 ? { relation: relation.codes, relations: relation.levels } : {}),
  };
}

const columnsOf = (ties: Relationships, nCustomers: number): CustomerColumn[] =>
  socialColumns(ties, nCustomers, new Random(1));

describe('ties by hand', () => {
  // 0 and 1 follow each other, 2 follows 0 (twice in the file), 3 follows 0 and 2, 4 knows nobody.
  const columns = columnsOf(
    relationships([
      [0, 1],
      [1, 0],
      [2, 0],
      [2, 0],
      [3, 0],
      [3, 2],
      [4, 4],
    ]),
    5,
  );
  const values = (name: string): number[] => valuesOf(columns, `social:${name}`);

  it('count people, not lines', () => {
    expect(values('inDegree')).toEqual([3, 1, 1, 0, 0]);
    expect(values('outDegree')).toEqual([1, 1, 1, 2, 0]);
    expect(values('reciprocity')).toEqual([0.5, 1, 0, 0, NaN]);
    // Ties without direction: 0 with 1, 2, 3; 2 with 3.
    expect(values('friendsReach')).toEqual([5 / 3, 3, 2.5, 2.5, NaN]);
    expect(columns.some(({ id }) => id === 'social:referralsMade')).toBe(false);
  });

  it('rank whom others point at, with 1 as the mean', () => {
    const ranks = values('pageRank');
    expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(5, 9);
    expect(Math.max(...ranks)).toBe(ranks[0]);
    expect(ranks[3]).toBeCloseTo(ranks[4]!, 12);
  });

  it('put all who are tied into a community, and no stranger', () => {
    const texts = textsOf(columns, 'social:community');
    expect(texts[4]).toBeNull();
    expect(texts.slice(0, 4).every((text) => text === '1' || text === '2')).toBe(true);
  });
});

describe('ties in large', () => {
  it('give the karate club the reach that networkx 3.6.1 gives it', () => {
    const columns = columnsOf(karate, members);
    const reach = valuesOf(columns, 'social:friendsReach');
    expect(reach[0]).toBeCloseTo(4.3125, 12);
    expect(reach[11]).toBe(16);
    expect(reach[33]).toBeCloseTo(3.823529411764706, 12);
    expect(columnsOf(karate, members)).toEqual(columns);
  });

  it('name ten communities, and call the rest other', () => {
    // Twelve circles of three, each closed: all of the same size.
    const circles = Array.from({ length: 12 }, (_, c) => 3 * c).flatMap((first): [number, number][] => [
      [first, first + 1],
      [first + 1, first + 2],
      [first + 2, first],
    ]);
    const texts = textsOf(columnsOf(relationships(circles), 37), 'social:community');
    expect(texts.filter((text) => text === 'other').length).toBe(6);
    expect(new Set(texts.slice(0, 36)).size).toBe(11);
    expect(texts[36]).toBeNull();
    expect(texts.slice(0, 3)).toEqual(['1', '1', '1']);
  });

  it('may be none', () => {
    const columns = columnsOf(relationships([]), 2);
    expect(valuesOf(columns, 'social:inDegree')).toEqual([0, 0]);
    expect(valuesOf(columns, 'social:pageRank')).toEqual([1, 1]);
    expect(textsOf(columns, 'social:community')).toEqual([null, null]);
    expect(columnsOf(relationships([]), 0).every((c) => c.type === 'category' || c.values.length === 0)).toBe(true);
  });
});

describe('referrals', () => {
  it.each(['referred', 'Referral', 'invites', 'InvitedFriend', '推荐', '邀请好友'])('are read from %s', (text) => {
    const columns = columnsOf(
      relationships([
        [0, 1, text],
        [0, 2, text],
        [0, 2, text],
        [3, 1, 'follows'],
      ]),
      4,
    );
    expect(valuesOf(columns, 'social:referralsMade')).toEqual([2, 0, 0, 0]);
    expect(valuesOf(columns, 'social:wasReferred')).toEqual([0, 1, 1, 0]);
    // They are no ties of the network.
    expect(valuesOf(columns, 'social:outDegree')).toEqual([0, 0, 0, 1]);
  });

  it.each(['referred_by', 'invitedBy', '被推荐'])('are turned round in %s', (text) => {
    const columns = columnsOf(relationships([[1, 0, text]]), 2);
    expect(valuesOf(columns, 'social:referralsMade')).toEqual([1, 0]);
    // Where there is nothing else, they are the network.
    expect(valuesOf(columns, 'social:outDegree')).toEqual([1, 0]);
  });

  it.each(['preferred', 'follows', '关注'])('are not read from %s', (text) => {
    const columns = columnsOf(relationships([[0, 1, text]]), 2);
    expect(columns.some(({ id }) => id === 'social:referralsMade')).toBe(false);
    expect(valuesOf(columns, 'social:outDegree')).toEqual([1, 0]);
  });
});

describe('reviews', () => {
  const reviews = {
    customer: Int32Array.of(0, 0, 0, 1, 2, -1),
    rating: Float64Array.of(5, 2, NaN, 1, 3, 1),
    time: Float64Array.from(['2024-03-01', '2024-03-05 12:00', '2024-02-01', '2024-03-10', '2024-03-09'], seconds),
  };

  it('are counted, averaged and judged by the scale of the file', () => {
    const time = Float64Array.of(...reviews.time, NaN);
    const likes = Float64Array.of(1, 2, 3, NaN, 0, 9);
    const columns = reviewColumns({ ...reviews, time, likes }, 4);
    const values = (name: string): number[] => valuesOf(columns, `social:${name}`);
    expect(values('reviews')).toEqual([3, 1, 1, 0]);
    expect(values('meanRating')).toEqual([3.5, 1, 3, NaN]);
    expect(values('ratingSpread')).toEqual([1.5, NaN, NaN, NaN]);
    expect(values('lowRatingShare')).toEqual([0.5, 1, 0, NaN]);
    expect(values('likes')).toEqual([6, 0, 0, 0]);
    expect(values('daysSinceLastReview')).toEqual([6, 1, 2, NaN]);
  });

  it('may have no ratings, no times, or ratings that are all the same', () => {
    const ids = (found: CustomerColumn[]): string[] => found.map(({ id }) => id);
    expect(ids(reviewColumns({ customer: reviews.customer, rating: null, time: null }, 3))).toEqual(['social:reviews']);
    const same = { customer: Int32Array.of(0, 1), rating: Float64Array.of(5, 5), time: null };
    expect(ids(reviewColumns(same, 2))).toEqual(['social:reviews', 'social:meanRating', 'social:ratingSpread']);
  });
});

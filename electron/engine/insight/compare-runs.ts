/** Who moved between the segments of two runs, and which segments are the same. */
import type { RunComparison, SegmentFate } from '../../../shared/evaluation.ts';
import { adjustedRandIndex } from '../ml/metrics/external.ts';
import { hungarian } from '../ml/metrics/hungarian.ts';

/** Segments that share less than this of both together are no counterparts, whatever else is left to match. */
export const leastOverlap = 0.1;

export interface RunsToCompare {
  /** Per customer of the later run: position in the later run's segments, and in the earlier one's (-1: not in it). */
  after: Int32Array;
  before: Int32Array;
  nAfter: number;
  nBefore: number;
  /** Per customer of the later run, in the later data. */
  revenue: Float64Array;
  /** Customers of the earlier run that are not in the later one, per segment of the earlier run. */
  droppedFrom: ArrayLike<number>;
}

/**
 * The matrix of moves and what it comes to. Counterparts are matched one to one by overlap (Jaccard index over the
 * customers of both runs, Hungarian method). A move counts as slipping where the later segment brings in less a
 * customer than those who were in the earlier one do on average, both in the later data.
 * O(customers + segments^3).
 */
export function compareRuns(
  input: RunsToCompare,
): Omit<RunComparison, 'runId' | 'otherId' | 'sameData' | 'before' | 'after'> {
  const { before, after, nBefore, nAfter, revenue } = input;
  const table = (): number[][] => Array.from({ length: nBefore }, () => new Array<number>(nAfter).fill(0));
  const counts = table();
  const money = table();
  const added = new Array<number>(nAfter).fill(0);
  const afterValue = new Array<number>(nAfter).fill(0);
  const afterSize = new Array<number>(nAfter).fill(0);
  for (let row = 0; row < after.length; row++) {
    const to = after[row]!;
    const from = before[row]!;
    afterValue[to]! += revenue[row]!;
    afterSize[to]!++;
    if (from < 0) added[to]!++;
    else {
      counts[from]![to]!++;
      money[from]![to]! += revenue[row]!;
    }
  }
  const counterpart = match(counts, nAfter);
  const worthAfter = afterValue.map((value, i) => value / Math.max(1, afterSize[i]!));
  const worthBefore = counts.map((row, from) => sum(money[from]!) / Math.max(1, sum(row)));
  const direction = counts.map((row, from) =>
    row.map((_, to): -1 | 0 | 1 => {
      if (counterpart[from] === to || worthAfter[to] === worthBefore[from]) return 0;
      return worthAfter[to]! > worthBefore[from]! ? 1 : -1;
    }),
  );
  const total = (of: number[][], sign: number): number =>
    sum(of.map((row, from) => sum(row.filter((_, to) => direction[from]![to] === sign))));
  const shared = sum(counts.map(sum));
  const kept = sum(counts.map((row, from) => row[counterpart[from]!] ?? 0));
  const both = [before, after].map((labels) => labels.filter((_, row) => before[row]! >= 0));
  return {
    shared,
    added: sum(added),
    dropped: sum(Array.from(input.droppedFrom)),
    counts,
    revenue: money,
    direction,
    fates: fates(input, { counts, money, direction, counterpart, added }),
    moved: shared - kept,
    slipped: total(counts, -1),
    climbed: total(counts, 1),
    slippedRevenue: total(money, -1),
    climbedRevenue: total(money, 1),
    adjustedRand: shared === 0 ? NaN : adjustedRandIndex(both[0]!, both[1]!),
  };
}

/** Counterpart of each earlier segment, -1 for none. */
function match(counts: readonly number[][], nAfter: number): number[] {
  const columnSums = Array.from({ length: nAfter }, (_, to) => sum(counts.map((row) => row[to]!)));
  const overlap = counts.map((row) =>
    row.map((count, to) => (count === 0 ? 0 : count / (sum(row) + columnSums[to]! - count))),
  );
  // At least as many columns as rows: spare columns match nothing.
  const spare = Math.max(0, counts.length - nAfter);
  const cost = overlap.map((row) => [...row.map((value) => -value), ...new Array<number>(spare).fill(0)]);
  return hungarian(cost).map((to, from) => ((overlap[from]![to] ?? 0) >= leastOverlap ? to : -1));
}

function fates(
  { droppedFrom }: RunsToCompare,
  moves: {
    counts: number[][];
    money: number[][];
    direction: RunComparison['direction'];
    counterpart: number[];
    added: number[];
  },
): SegmentFate[] {
  const { counts, money, direction, counterpart, added } = moves;
  const columnSum = (to: number): number => sum(counts.map((row) => row[to]!));
  const list = counts.map((row, from): SegmentFate => {
    const to = counterpart[from]!;
    const kept = row[to] ?? 0;
    const gained = to < 0 ? 0 : columnSum(to) - kept;
    const lost = sum(row) - kept;
    const moneyOf = (sign: number): number =>
      sum(money[from]!.filter((_, column) => direction[from]![column] === sign));
    return {
      before: from,
      after: to < 0 ? null : to,
      kept,
      overlap: kept === 0 ? 0 : kept / (kept + gained + lost),
      gained,
      added: to < 0 ? 0 : added[to]!,
      lost,
      dropped: droppedFrom[from] ?? 0,
      slippedRevenue: moneyOf(-1),
      climbedRevenue: moneyOf(1),
    };
  });
  const born = added.flatMap((own, to): SegmentFate[] => {
    if (counterpart.includes(to)) return [];
    const nothing = { kept: 0, overlap: 0, lost: 0, dropped: 0, slippedRevenue: 0, climbedRevenue: 0 };
    return [{ before: null, after: to, gained: columnSum(to), added: own, ...nothing }];
  });
  return [...list, ...born];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

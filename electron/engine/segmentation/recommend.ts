/** Which number of segments and which method to recommend, and the figures that say why. */
import { deepMethods, methods } from '../../../shared/domain.ts';
import type {
  Interval,
  Method,
  MethodAdvice,
  MethodScore,
  SegmentCountAdvice,
  SegmentCountScore,
} from '../../../shared/domain.ts';
import { clearlyHigher } from '../../../shared/evaluation.ts';
import { recommendedCounts } from './presets.ts';

/** Agreement between repetitions from which on segments are said to come back. */
export const stableEnough = 0.75;
/** A segment below this share of customers is not worth a strategy of its own. */
const smallestUsefulShare = 0.01;
/**
 * Recommends a number of segments. Among 3 to 8 those count that come back when repeated and have no sliver; of these
 * the clearest wins (see `clarity`). If none comes back, two segments are recommended when they do, otherwise the most
 * stable of 3 to 8.
 */
export function recommendCount(scores: readonly SegmentCountScore[], chosen: 'auto' | number): SegmentCountAdvice {
  const own = chosen === 'auto' ? undefined : scores.find((score) => score.nSegments === chosen);
  if (own) return advice(own, 'chosen_by_user', scores);

  const inRange = scores.filter(
    ({ nSegments }) => nSegments >= recommendedCounts.low && nSegments <= recommendedCounts.high,
  );
  const useful = inRange.filter((score) => score.smallestShare >= smallestUsefulShare);
  const stable = useful.filter((score) => score.stability.mean >= stableEnough);
  if (stable.length > 0) return advice(clearest(stable), 'best_separation', useful);
  const two = scores.find((score) => score.nSegments === 2);
  if (two && (two.stability.mean >= stableEnough || inRange.length === 0)) {
    return advice(two, inRange.length === 0 ? 'few_customers' : 'only_two_hold', inRange);
  }
  const fallback = useful.length > 0 ? useful : inRange.length > 0 ? inRange : scores;
  const steadiest = fallback.reduce((a, b) => (b.stability.mean > a.stability.mean ? b : a));
  return advice(steadiest, 'most_stable', fallback);
}

/**
 * How clearly each candidate separates, 0 to 1: the mean of silhouette, inverse Davies-Bouldin and Calinski-Harabasz, each
 * as a share of the best among the candidates. One measure alone misleads: silhouette likes to merge what is large
 * beside what is far, Davies-Bouldin likes many, Calinski-Harabasz few.
 */
function clarity(scores: readonly SegmentCountScore[]): number[] {
  const share = (values: number[]): number[] => {
    const best = Math.max(...values);
    return values.map((value) => (best > 0 ? Math.max(0, value) / best : 0));
  };
  const silhouettes = share(scores.map((score) => score.silhouette));
  const overlaps = share(scores.map((score) => 1 / Math.max(score.daviesBouldin, Number.EPSILON)));
  const ratios = share(scores.map((score) => score.calinskiHarabasz));
  return scores.map((_, i) => (silhouettes[i]! + overlaps[i]! + ratios[i]!) / 3);
}

function clearest(scores: readonly SegmentCountScore[]): SegmentCountScore {
  const values = clarity(scores);
  return scores[values.indexOf(Math.max(...values))]!;
}

function advice(
  winner: SegmentCountScore,
  reason: SegmentCountAdvice['reason'],
  others: readonly SegmentCountScore[],
): SegmentCountAdvice {
  const rivals = others.filter((score) => score.nSegments !== winner.nSegments);
  const rival = rivals.length > 0 ? clearest(rivals) : null;
  const base = {
    recommended: winner.nSegments,
    reason,
    silhouette: winner.silhouette,
    stability: winner.stability.mean,
  };
  if (!rival) return base;
  const against =
    rival.smallestShare < smallestUsefulShare
      ? 'size'
      : rival.stability.mean < stableEnough
        ? 'stability'
        : 'separation';
  return {
    ...base,
    runnerUp: {
      nSegments: rival.nSegments,
      silhouette: rival.silhouette,
      daviesBouldin: rival.daviesBouldin,
      stability: rival.stability.mean,
      against,
    },
  };
}

/** Simplest first: a more complex method has to earn its place. */
const bySimplicity: readonly Method[] = methods;

/**
 * Recommends a method. Starting from the simplest, a challenger takes over when it is clearly better on more measures
 * than it is clearly worse. The measures are stability and held-out future value (clearly: by more than the wider
 * half-interval), and, only against rules, separation in the common space: between learned methods that one favours
 * K-Means by construction and decides nothing.
 */
export function recommendMethod(scores: readonly MethodScore[], requested: readonly Method[]): MethodAdvice {
  const entrants = bySimplicity
    .map((method) => scores.find((score) => score.method === method && score.status === 'ok'))
    .filter((score) => score !== undefined);
  const raced = scores.some((score) => deepMethods.includes(score.method));
  const first = entrants[0]!;
  if (entrants.length === 1) {
    return {
      recommended: first.method,
      reason: requested.length === 1 ? 'chosen_by_user' : 'only_one',
      deepHelped: raced && !deepMethods.includes(first.method) ? false : null,
      figures: figures(first, null),
    };
  }
  let winner = first;
  let beaten: MethodScore | null = null;
  for (const challenger of entrants.slice(1)) {
    const loser: MethodScore = balance(challenger, winner) > 0 ? winner : challenger;
    if (loser === winner) winner = challenger;
    beaten = loser;
  }
  return {
    recommended: winner.method,
    reason: reasonFor(winner, beaten!, entrants),
    deepHelped: raced ? deepMethods.includes(winner.method) : null,
    figures: figures(winner, rivalOf(winner, entrants)),
  };
}

/** The plainest true reason: a superlative only where the winner leads all others and clearly leads the one beaten. */
function reasonFor(winner: MethodScore, beaten: MethodScore, entrants: readonly MethodScore[]): MethodAdvice['reason'] {
  const leads = (measure: (score: MethodScore) => Interval | null): boolean => {
    const own = measure(winner);
    const highest = entrants.every((score) => (measure(score)?.mean ?? -Infinity) <= (own?.mean ?? -Infinity));
    return highest && compare(own, measure(beaten)) > 0;
  };
  if (leads((score) => score.futureValue?.spend ?? null)) return 'foresees_better';
  if (leads((score) => score.stability)) return 'more_stable';
  if (bySimplicity.indexOf(winner.method) < bySimplicity.indexOf(beaten.method)) {
    const simplest = winner === entrants[0];
    return simplest ? 'simpler_as_good' : 'on_balance';
  }
  return beaten.method === 'rfm' ? 'tells_more' : 'on_balance';
}

function balance(challenger: MethodScore, holder: MethodScore): number {
  let balance =
    compare(challenger.stability, holder.stability) +
    compare(challenger.futureValue?.spend ?? null, holder.futureValue?.spend ?? null);
  if (holder.method === 'rfm') {
    const gain = (challenger.common?.silhouette ?? -1) - (holder.common?.silhouette ?? -1);
    balance += Math.abs(gain) < 0.02 ? 0 : Math.sign(gain);
    // Rules know three figures, a learned method all of them: on a draw the one that tells more is the better start.
    if (balance === 0) balance = 0.5;
  }
  return balance;
}

function compare(a: Interval | null, b: Interval | null): -1 | 0 | 1 {
  return a && b ? clearlyHigher(a, b) : 0;
}

/** The next best to set the winner's figures against: by foresight, or by stability where nothing is foreseen. */
function rivalOf(winner: MethodScore, entrants: readonly MethodScore[]): MethodScore {
  const worth = (score: MethodScore): number =>
    score.futureValue?.spend.mean ?? (winner.futureValue ? -Infinity : (score.stability?.mean ?? -Infinity));
  return entrants.filter((score) => score !== winner).reduce((a, b) => (worth(b) > worth(a) ? b : a));
}

function figures(winner: MethodScore, other: MethodScore | null): MethodAdvice['figures'] {
  const figures: MethodAdvice['figures'] = {};
  if (winner.futureValue) figures.futureValue = winner.futureValue.spend;
  if (winner.stability) figures.stability = winner.stability;
  if (other) {
    figures.otherMethod = other.method;
    if (other.futureValue) figures.otherFutureValue = other.futureValue.spend;
    if (other.stability) figures.otherStability = other.stability;
  }
  return figures;
}

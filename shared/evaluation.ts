/** The nouns of step 4, as plain data: what a brush caught, how well each customer fits, and what two runs agree on. */
import type { Interval } from './domain.ts';

/**
 * 1 when `a` is clearly higher, -1 when clearly lower, 0 when the intervals leave it open: a difference no larger than the
 * wider half-interval, or than 0.01, is none.
 */
export function clearlyHigher(a: Interval, b: Interval): -1 | 0 | 1 {
  const noise = Math.max((a.high - a.low) / 2, (b.high - b.low) / 2, 0.01);
  const difference = a.mean - b.mean;
  return Math.abs(difference) <= noise ? 0 : difference > 0 ? 1 : -1;
}

/** A feature in which chosen customers differ from everybody. */
export interface SelectionTrait {
  feature: string;
  /** Medians in the feature's own unit; the means where both medians are the same. */
  own: number;
  overall: number;
  /** (mean of the chosen - overall mean) / overall standard deviation, on treated values. */
  standardisedDifference: number;
}

/** Who was chosen on the map or by a rule. */
export interface SelectionSummary {
  customers: number;
  /** Of all customers of the run, 0 to 1. */
  share: number;
  revenue: number;
  revenueShare: number;
  /** Chosen customers per segment (0-based position), in the order of the segments. */
  mix: number[];
  /** At most three, the largest difference first; none where nothing differs by a fifth of a deviation. */
  traits: SelectionTrait[];
}

/** Customers by a rule, and between which values the feature runs at all. */
export interface RuleSelection {
  rows: Int32Array;
  least: number;
  most: number;
}

/** How well the customers of one segment fit it. */
export interface SegmentSilhouette {
  /** 0-based position of the segment. */
  position: number;
  /** Customers measured. */
  measured: number;
  mean: number;
  /** Share of the measured that would fit another segment better (silhouette below 0). */
  belowZero: number;
  /** At most 200 of the silhouettes, descending, evenly drawn; the first and the last are always there. */
  values: Float64Array;
  /** The segment it is confused with most: nearest to most of those below 0, else nearest to most of all. */
  neighbour: number;
}

/** Silhouettes in the features all methods share. */
export interface SilhouettePlot {
  customers: number;
  /** Customers measured; all, unless a stratified sample had to do. */
  measured: number;
  mean: number;
  /** In order of position; segments without a customer are missing. */
  segments: SegmentSilhouette[];
}

/** What became of a segment of the earlier run. */
export interface SegmentFate {
  /** Position in the earlier run; null: born since. */
  before: number | null;
  /** Position in the later run; null: gone since. */
  after: number | null;
  /** Customers of both runs that are in both segments. */
  kept: number;
  /** Kept / (in either), 0 to 1: how much of the two is the same; 0 where there is no counterpart. */
  overlap: number;
  /** Came from other segments, and from outside the earlier run. */
  gained: number;
  added: number;
  /** Went to other segments, and out of the later run. */
  lost: number;
  dropped: number;
  /** Revenue, in the later data, of those who went to a segment worth less a customer; and to one worth more. */
  slippedRevenue: number;
  climbedRevenue: number;
}

/** A run and an earlier one: who moved between their segments. All positions are 0-based. */
export interface RunComparison {
  runId: number;
  otherId: number;
  sameData: boolean;
  /** Customers in both, in the later run alone, in the earlier run alone. */
  shared: number;
  added: number;
  dropped: number;
  /** counts[before][after]: customers in both runs. */
  counts: number[][];
  /** Their revenue in the later data. */
  revenue: number[][];
  /** Later segment worth more (1) or less (-1) a customer than the earlier one; 0 for counterparts. */
  direction: (-1 | 0 | 1)[][];
  fates: SegmentFate[];
  /** Customers of both runs that are not in the counterpart of their earlier segment. */
  moved: number;
  slipped: number;
  climbed: number;
  slippedRevenue: number;
  climbedRevenue: number;
  /** Adjusted Rand index over the customers of both: 1 the same, 0 as by chance. */
  adjustedRand: number;
  /** Per row of the later run: position in the earlier run (-1: not in it) and in the later one. */
  before: Int32Array;
  after: Int32Array;
}

/** A run whose silhouettes are being measured. */
export interface FitProgress {
  runId: number;
  /** 0 to 1. */
  share: number;
  /** null until there is something to tell it by. */
  etaSeconds: number | null;
}

/** Step 5: segments, the map, and all that is reported of a run. */
import type { Adjustment } from '../adjustment.ts';
import type { ConsentCounts } from '../consent.ts';
import type { CleaningCount } from '../orders.ts';
import type { StrategyNote } from '../strategy-note.ts';
import type { DatasetSummary } from './data.ts';
import type { FeatureDefinition, PcaSummary, UnusualWay } from './features.ts';
import type {
  BackendName,
  KnownLabels,
  Method,
  MethodAdvice,
  MethodScore,
  NetworkPlan,
  RunSettings,
  SegmentCountAdvice,
  SegmentCountScore,
  SyntheticReport,
  TrainingCurve,
  TuningTrial,
} from './training.ts';

export const segmentKinds = [
  'champions',
  'loyal',
  'promising',
  'recent',
  'bigSpenders',
  'bargainHunters',
  'frequentSmall',
  'explorers',
  'occasional',
  'needsAttention',
  'atRisk',
  'oneTime',
  'lapsed',
  'manyReturns',
  // Called by what sets it apart, where there are no orders to tell habits of buying by.
  'group',
] as const;
export type SegmentKind = (typeof segmentKinds)[number];

export interface Trait {
  feature: string;
  /** Segment median and everyone's median, in the feature's own unit. */
  segmentMedian: number;
  overallMedian: number;
  segmentMean: number;
  overallMean: number;
  /** (segment mean - overall mean) / overall standard deviation, on treated values. */
  standardisedDifference: number;
}

export interface RuleCondition {
  feature: string;
  /** Keeps customers with low <= value < high; null is open. */
  low: number | null;
  high: number | null;
}

/** A readable rule of thumb: of those it matches, `precision` belong; of those who belong, it finds `coverage`. */
export interface SegmentRule {
  conditions: RuleCondition[];
  precision: number;
  coverage: number;
}

/** What sets a segment apart; `also` where one feature says too little of it. */
export interface Distinction {
  feature: string;
  high: boolean;
  also?: { feature: string; high: boolean };
}

export interface SegmentProfile {
  /** Stays with the segment whatever a person does to the others; unique within a run. */
  id: number;
  /** 1-based, in order of value. */
  number: number;
  /** Given by a person; null goes by kind and distinction. */
  name: string | null;
  /** Number in the palette, 1 to 12. */
  colour: number;
  /** Left alone when segments are merged, split or moved. */
  locked: boolean;
  kind: SegmentKind;
  /** Two segments of a kind are told apart by the feature that differs most. */
  distinction: Distinction | null;
  size: number;
  share: number;
  /** Null where there are no orders. */
  revenue: number | null;
  revenueShare: number | null;
  /** Money that half of its customers spent less than; missing in the reports of earlier runs. */
  typicalRevenue?: number | null;
  /** Adjusted Rand-like return rate of this segment over refits (0 to 1, mean Jaccard); below 0.6 it is fragile. */
  stability: number;
  /**
   * What is to come in the next 365 days, on average per customer; null where the data could not tell. `tenths`: shares
   * of the segment's money to come by the tenth of all customers, in order of that money, the highest first; missing in
   * the reports of earlier runs.
   */
  outlook: { value: number; churnRisk: number; tenths?: number[] } | null;
  traits: Trait[];
  /** Treated means per feature in `RunReport.features` order, for the heat-map. */
  standardisedMeans: number[];
  rule: SegmentRule | null;
  /** Who of them agreed to be written to; absent where no file says it. */
  consent?: ConsentCounts;
  topProducts: { code: string; name: string; customers: number; lift: number }[];
}

export interface MapPoints {
  kind: 'pca' | 'tsne';
  /** Drawn customers: first those embedded, then those placed by their neighbours. */
  x: Float32Array;
  y: Float32Array;
  /** Row of each point in the feature table. */
  rows: Int32Array;
  /** How many were embedded, from the first on; all, unless the rest had to be placed. */
  embedded: number;
  /** Customers of the run; more than are drawn where a sample had to do. */
  sampledFrom: number;
  klDivergence: number | null;
}

export interface StageSeconds {
  import: number;
  clean: number;
  features: number;
  train: number;
  evaluate: number;
  map: number;
  insight: number;
  output: number;
  total: number;
}

/** The forecast of lifetime value, made at the cut-off of the held-out future, beside what came after it. */
export interface ForecastCheck {
  /** Days after the cut-off that were foretold. */
  days: number;
  /** Customers that were known at the cut-off. */
  customers: number;
  /** Money of all of them. */
  foretold: number;
  came: number;
  /** The same by tenth of these customers, in order of what was foretold, the highest first. */
  tenths: { foretold: number; came: number }[];
}

/** All that a report, a results page or metrics.json shows of one run. Holds no row of any customer but map points. */
export interface RunReport {
  runId: number;
  /** Milliseconds since 1970, UTC. */
  createdAt: number;
  dataset: DatasetSummary;
  cleaning: CleaningCount[];
  customers: number;
  /** Null where there are no orders. */
  revenue: number | null;
  settings: RunSettings;
  backend: BackendName;
  features: FeatureDefinition[];
  pca: PcaSummary;
  method: Method;
  nSegments: number;
  methodAdvice: MethodAdvice;
  countAdvice: SegmentCountAdvice;
  /** Candidates of the method in `method`. */
  countScores: SegmentCountScore[];
  scoreboard: MethodScore[];
  /** Methods that did not race, as they have nothing to learn from; missing in the reports of earlier runs. */
  absent?: { method: Method; reason: 'needs_labels' }[];
  /** What supervised methods learned from; null where none raced, missing in the reports of earlier runs. */
  known?: KnownLabels | null;
  /** Customers unlike all others who were held or left out of the fit; absent where all count alike. */
  unusual?: { way: UnusualWay; customers: number };
  /** Noise and learning rate are missing in the reports of earlier runs. */
  network:
    | ({ curve: TrainingCurve; trials: TuningTrial[]; reconstructionLoss: number } & Pick<NetworkPlan, 'layers'> &
        Partial<NetworkPlan>)
    | null;
  /** Of the generative method; null where it was not in the race or failed, missing in the reports of earlier runs. */
  synthetic?: SyntheticReport | null;
  segments: SegmentProfile[];
  /** Null where nothing could be checked; missing in the reports of earlier runs. */
  forecast?: ForecastCheck | null;
  map: MapPoints | null;
  /** Segment (0-based position in `segments`) of each map point. */
  mapSegments: Int32Array | null;
  /** What was changed by hand; null where nothing ever was. */
  adjustment: Adjustment | null;
  /** Notes on the segments that are shown. */
  notes: StrategyNote[];
  seconds: StageSeconds;
}

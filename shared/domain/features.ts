/** Step 2: what is known of each customer, and how it is treated. */

export type FeatureFamily = 'orders' | 'lifetimeValue' | 'browsing' | 'social' | 'attributes' | 'ready' | 'formula';
export type FeatureUnit = 'days' | 'count' | 'money' | 'share' | 'ratio' | 'score' | 'cycle' | 'year' | 'number';

export const transforms = ['none', 'sqrt', 'log1p', 'yeoJohnson', 'quantile'] as const;
export const missingWays = ['median', 'mostFrequent', 'zero', 'neighbours'] as const;
export const scales = ['standard', 'robust', 'minmax', 'none'] as const;

export interface Treatment {
  /**
   * What stands in where nothing is known: a figure of the column, the mean of the five nearest groups of customers
   * alike (`neighbours`), or a constant in the feature's own unit.
   */
  missing: (typeof missingWays)[number] | { constant: number };
  /** Values are held at quantiles, or so many interquartile ranges beyond the quartiles; null keeps the whales. */
  winsorise: { lower: number; upper: number } | { fence: number } | null;
  transform: (typeof transforms)[number];
  scale: (typeof scales)[number];
}

/** What customers are likely to do next, fitted to all of them: BG/NBD, and Gamma-Gamma where money could be told. */
export interface LifetimeModel {
  bgNbd: { r: number; alpha: number; a: number; b: number };
  gammaGamma: { p: number; q: number; gamma: number } | null;
}

export interface FeatureDefinition {
  /** For example `recency`; categories carry their level: `country=Germany`. */
  id: string;
  family: FeatureFamily;
  unit: FeatureUnit;
  treatment: Treatment;
  inUse: boolean;
  /** Why it is off: it never varies, says the same as `sameAs`, is kept for reading, or used only where wanted. */
  off?: { reason: 'constant' | 'correlated' | 'reading_only' | 'optional'; sameAs?: string; correlation?: number };
  /** Features of lifetime value carry what they were computed with, to be replayed; null where no model fits the data. */
  lifetime?: LifetimeModel | null;
  /** Categories coded by a figure carry that of each level, to be replayed; `other` is that of any other, null for none. */
  levels?: { figures: Record<string, number>; other: number | null };
  /** Own features carry what they are computed by. */
  formula?: string;
}

/**
 * What becomes of customers who are unlike all others: they count like everybody, their values are held at Tukey's
 * fences, or nothing is learned from them, and they are put into the segments of the others.
 */
export const unusualWays = ['keep', 'hold', 'leaveOut'] as const;
export type UnusualWay = (typeof unusualWays)[number];

/** A 0/1 column for each main level; how common a customer's level is; or its place in the order of the levels. */
export const categoryCodes = ['levels', 'frequency', 'order'] as const;
export interface CategoryCoding {
  code: (typeof categoryCodes)[number];
  /** `levels`: those with a smaller share of the customers join the others. Default: 0.02. */
  rare?: number;
  /** `order`: levels from low to high. Default: as their words say, `low` before `high`, `18-25` before `26-35`. */
  order?: string[];
}

/** A feature that a person made of others, before their treatment; see `shared/formula`. */
export interface OwnFeature {
  /** `formula:` and the name that it was given. */
  id: string;
  formula: string;
}

/** What a person changes about the treatment of one feature; all that is left out stays as suggested. */
export interface TreatmentChange extends Partial<Treatment> {
  /** Of `everybody` alone. */
  unusual?: UnusualWay;
  /** Of a column of categories alone, by its own id. */
  category?: CategoryCoding;
}
/** In the place of a feature's id: what is said of whole customers. */
export const everybody = '@customers';

/** Which time is looked at; all are midnights, as seconds since 1970 in the shop's own time. */
export interface Period {
  /** Orders before it do not count. Default: all count. */
  from?: number;
  /** Orders at or after it do not count, and days are counted back from it. Default: the day after the last order. */
  until?: number;
  /** Where the future begins by which methods are judged. Default: the last quarter, at least 30 and at most 180 days. */
  cutOff?: number;
}

/** What a person decides about the features, besides what Clientele suggests. */
export interface FeatureChoice {
  /** Feature ids to leave out; `country` stands for all countries. */
  exclude: readonly string[];
  /** Feature ids to use although the suggestion leaves them out; one that never varies stays out. Default: none. */
  include?: readonly string[] | undefined;
  /**
   * Other treatments, by feature id; `*` stands for all features that are not named, `everybody` for whole customers.
   * Default: as suggested.
   */
  treatments?: Readonly<Record<string, TreatmentChange>> | undefined;
  /** Features of a person's own. Default: none. */
  computed?: readonly OwnFeature[] | undefined;
  /** Columns whose labels are learned: own features that are made of them are left out. Default: none. */
  learned?: readonly string[] | undefined;
  /** The time whose orders the features are made of. Default: all. */
  period?: Period | undefined;
}

/** One row per kept customer. `values[f][i]` belongs to `definitions[f]` and `customers[i]`; NaN is missing. */
export interface FeatureTable {
  definitions: FeatureDefinition[];
  /** Index into the data set's customers. */
  customers: Int32Array;
  values: Float64Array[];
}

export interface PcaSummary {
  features: string[];
  /** Of the first 40 components at most, largest first. */
  explainedVarianceRatio: number[];
  /** components[c][f] */
  components: number[][];
}

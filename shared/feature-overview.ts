/** What the features page shows of a data set before anything is trained. */
import type { CategoryCoding, FeatureDefinition, MapPoints, PcaSummary } from './domain.ts';
import type { WireError } from './errors.ts';

export interface ColumnHistogram {
  /** Ascending bounds, one more than counts. */
  edges: number[];
  counts: number[];
  /** Values left and right of the axis, where it is cut. */
  below: number;
  above: number;
  /** Values that are not known. counts + below + above + missing is the number of customers. */
  missing: number;
}

export interface ColumnShape {
  /** Below 0: a long tail of low values; above 0: of high ones. */
  skewness: number;
  /** The median, and the share of those with a value who have exactly it; NaN and 0 without a value. */
  usual: number;
  usualShare: number;
}

export interface FeatureSummary {
  /** As it goes into the next run. */
  definition: FeatureDefinition;
  /** As Clientele suggests it, without any choice of a person. */
  suggested: Pick<FeatureDefinition, 'inUse' | 'off' | 'treatment'>;
  /** Whether the treated values differ at all: one that does not cannot be used. */
  varies: boolean;
  /** Customers whose value is known, and those whose value is not. */
  count: number;
  missing: number;
  /** In the feature's own unit; NaN where no value is known. */
  minimum: number;
  median: number;
  mean: number;
  maximum: number;
  /** In the feature's own unit. */
  before: ColumnHistogram & ColumnShape;
  /** As the methods see it: filled, held, drawn in and scaled. */
  after: ColumnHistogram & Pick<ColumnShape, 'skewness'>;
  /** Where values are held, in the feature's own unit, and how many customers were moved there. */
  bounds: { lower: number; upper: number } | null;
  held: number;
}

/** Two features that move together. */
export interface FeaturePair {
  a: string;
  b: string;
  pearson: number;
  spearman: number;
}

export interface CategorySummary {
  /** Of the column, as `treatments` names it. */
  id: string;
  coding: CategoryCoding;
  /** Levels that any customer has. */
  nLevels: number;
  /** The commonest of them, at most 12, with their customers. */
  levels: { level: string; customers: number }[];
  /** From low to high, where their words say so. */
  order: string[] | null;
}

export interface FeatureOverview {
  customers: number;
  features: FeatureSummary[];
  /** Pairs above 0.6 either way, by Pearson or by Spearman on treated values, strongest first. */
  pairs: FeaturePair[];
  /** Columns of categories, and how they are coded. */
  categories: CategorySummary[];
  /**
   * Customers unlike all others, as they are before anything is done about them; `about` where only a part was looked at.
   * `apart` are the features by which they differ most, with how many deviations of the others their mean lies off.
   */
  unusual: { customers: number; about: boolean; apart: { feature: string; difference: number }[] };
  /** Of the features in use: the common space of all methods. */
  pca: PcaSummary;
  /** Own features that cannot be computed of these data, and why; no run can be made with them. */
  failed: { id: string; error: WireError }[];
}

/** What the values of a formula are, as it is being written. */
export type FormulaPreview = Pick<FeatureSummary, 'count' | 'missing' | 'minimum' | 'median' | 'mean' | 'maximum'> & {
  histogram: ColumnHistogram;
  /** False where everybody has the same: nobody is told apart by it. */
  varies: boolean;
};

/** A map of the customers with what a person wants to read off it. */
export interface FeatureMap extends MapPoints {
  /** Share of each feature in use that the place on the map explains (0 to 1), clearest first. */
  clarity: { feature: string; share: number }[];
  /** The asked-for features' values of the drawn customers, in their own unit; NaN is missing. */
  figures: Record<string, Float32Array>;
}

/** A data set whose features are being worked out. */
export interface FeatureProgress {
  datasetId: number;
  /** 0 to 1. */
  share: number;
  etaSeconds: number | null;
}

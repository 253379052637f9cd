/** Steps 3 and 4: how a run is set up, and what its methods found and scored. */
import type { OwnFeature, Period, TreatmentChange } from './features.ts';
import type { Interval } from './common.ts';
import type { RuleCondition, SegmentProfile } from './results.ts';

/** From the simplest to the deepest; last those that learn from labels. */
export const methods = [
  'rfm',
  'kmeans',
  'gmm',
  'autoencoder',
  'autoencoder-gmm',
  'idec',
  'gan',
  'tree',
  'classifier',
] as const;
export type Method = (typeof methods)[number];
/** Methods that learn segments which are known already: they race where labels are known. */
export const supervisedMethods: readonly Method[] = ['tree', 'classifier'];
/** Methods that train a network to find segments. */
export const deepMethods: readonly Method[] = ['autoencoder', 'autoencoder-gmm', 'idec', 'gan'];
/** Those of them that begin from the run's autoencoder, and cluster in its latent space. */
export const latentMethods: readonly Method[] = ['autoencoder', 'autoencoder-gmm', 'idec'];
export const presets = ['fast', 'balanced', 'deep'] as const;
export type Preset = (typeof presets)[number];
export type BackendName = 'kernels' | 'wasm' | 'tensorflow';

/**
 * Where the labels come from that supervised methods learn: a column of the customers' table, by its id
 * (`attributes:Plan`), which then is no feature; or the segments of an earlier run, as they are when this one starts.
 */
export type LabelSource = { column: string } | { run: number };

export interface RunSettings {
  /** Methods in the race. */
  methods: Method[];
  /** Recommend a number, or take this one. */
  segments: 'auto' | number;
  preset: Preset;
  seed: number;
  /** Encoder layers, the last is the latent size; null lets tuning choose. */
  network: number[] | null;
  /** Networks that tuning tries; 1 takes the usual one without trials. Default: by preset. */
  trials?: number | undefined;
  /** Epochs that the network learns at most. Default: by preset and number of customers. */
  epochs?: number | undefined;
  /** As in `NetworkPlan`, the same for all candidates. Default: tuned. */
  learningRate?: number | undefined;
  noise?: number | undefined;
  noiseKind?: NoiseKind | undefined;
  map: 'none' | 'pca' | 'tsne';
  backend: 'auto' | BackendName;
  /** The five of `FeatureChoice`, see there. */
  exclude: string[];
  include?: string[] | undefined;
  treatments?: Record<string, TreatmentChange> | undefined;
  computed?: OwnFeature[] | undefined;
  period?: Period | undefined;
  /** By default the known labels of the data set, if it has any. */
  labels?: LabelSource | undefined;
}

/** What a person may choose of how the network learns. */
export const networkBounds = {
  trials: { low: 1, high: 64 },
  epochs: { low: 1, high: 5000 },
  learningRate: { low: 1e-5, high: 0.1 },
  noise: { low: 0, high: 0.9 },
} as const;

/** Measures of a partition. `silhouetteSample` is the number of customers it was computed on (all, if equal to n). */
export interface PartitionScores {
  silhouette: number;
  silhouetteSample: number;
  daviesBouldin: number;
  calinskiHarabasz: number;
}

/** One candidate for the number of segments. */
export interface SegmentCountScore extends PartitionScores {
  nSegments: number;
  /** Bootstrap: mean adjusted Rand index between refits. */
  stability: Interval;
  smallestShare: number;
}

export interface FutureValue {
  /** The day up to which methods saw orders, seconds since 1970. */
  cutOff: number;
  customers: number;
  /** Share of the variance of later log-spend, and of coming back at all, that the segments explain (eta squared). */
  spend: Interval;
  repeat: Interval;
}

/** Agreement with labels that were known beforehand, over the customers that have one. */
export interface ExternalScores {
  /** Share in the class of their segment under the best one-to-one matching of segments and classes. */
  accuracy: number;
  /** Normalised mutual information (arithmetic mean), and adjusted Rand index. */
  nmi: number;
  ari: number;
}

/** Predictions by how sure they were: of `rows` with a mean `confidence`, the share `accuracy` was right. */
export interface ReliabilityBin {
  rows: number;
  confidence: number;
  accuracy: number;
}

/** How well labels can be predicted of customers that were not learned from: cross-validated, per fold. */
export interface SupervisedScores {
  nFolds: number;
  accuracy: Interval;
  balancedAccuracy: Interval;
  macroF1: Interval;
  /** In nats, and the expected calibration error. */
  logLoss: Interval;
  calibrationError: Interval;
  /** Accuracy of always saying the commonest label. */
  majority: number;
  /** Of all folds; without empty bins. */
  reliability: ReliabilityBin[];
}

/** A question of a tree's rule; `orMissing`: customers without the figure go along. */
export interface LeafCondition extends RuleCondition {
  orMissing: boolean;
}

/** What one leaf of the tree asks for, and the label (position in `KnownLabels.names`) that it gives. */
export interface LeafRule {
  conditions: LeafCondition[];
  label: number;
  /** Smoothed share of the label in the leaf, labelled customers in it, and how many of all with the label. */
  probability: number;
  customers: number;
  coverage: number;
}

/** How a segment made from a label is called: by the label's text, or as the segment of an earlier run was. */
export type LabelName = Pick<SegmentProfile, 'name' | 'kind' | 'distinction'>;

/** What supervised methods learned from. */
export interface KnownLabels {
  from: 'dataset' | 'column' | 'run';
  /** Of the column or file; number of the run. */
  source: string;
  /** By label. */
  names: LabelName[];
  /** Customers with a label that was learned, and all others, who were given one. */
  labelled: number;
  completed: number;
  /** Labels of fewer customers than can be learned from, and their customers, who count as without one. */
  rare: { labels: number; customers: number };
  /** Of the tree; null where it was not in the race or failed. */
  rules: LeafRule[] | null;
}

/** A row of the scoreboard. */
export interface MethodScore {
  method: Method;
  status: 'ok' | 'failed';
  /** Set when failed: an error code and its reason. */
  failure?: { code: string; reason?: string };
  nSegments: number;
  /** In the preprocessed features, the same for all methods. */
  common: PartitionScores | null;
  /** In the space the method itself clusters. */
  own: PartitionScores | null;
  stability: Interval | null;
  futureValue: FutureValue | null;
  /** Only where labels are known. */
  external?: ExternalScores | null;
  /** Of supervised methods. */
  supervised?: SupervisedScores;
  /** Customers per segment, largest first. */
  sizes: number[];
  seconds: number;
}

/** Why this many segments, as figures; `shared/language` makes the sentence. */
export interface SegmentCountAdvice {
  recommended: number;
  reason:
    | 'best_separation'
    | 'most_stable'
    | 'only_two_hold'
    | 'chosen_by_user'
    | 'fixed_rules'
    | 'known_labels'
    | 'few_customers';
  silhouette: number;
  stability: number;
  /** The next best candidate and what speaks against it. */
  runnerUp?: {
    nSegments: number;
    silhouette: number;
    daviesBouldin: number;
    stability: number;
    against: 'separation' | 'stability' | 'size';
  };
}

export interface MethodAdvice {
  recommended: Method;
  reason:
    'foresees_better' | 'more_stable' | 'tells_more' | 'on_balance' | 'simpler_as_good' | 'only_one' | 'chosen_by_user';
  /** False: deep learning was in the race and did not help; null: it was not in the race. */
  deepHelped: boolean | null;
  /** The figures behind the reason, recommended and best other. */
  figures: {
    futureValue?: Interval;
    stability?: Interval;
    otherMethod?: Method;
    otherFutureValue?: Interval;
    otherStability?: Interval;
  };
}

export interface TrainingCurve {
  /** Mean squared reconstruction error per epoch. */
  loss: number[];
  validationLoss: number[];
  /** Epoch (1-based) whose weights were kept. */
  bestEpoch: number;
}

/** Inputs are blanked at random, or have normally distributed noise added. */
export const noiseKinds = ['masking', 'gaussian'] as const;
export type NoiseKind = (typeof noiseKinds)[number];

/** How an autoencoder is made. */
export interface NetworkPlan {
  /** Units of the encoder's layers, the last is the latent size. */
  layers: number[];
  /**
   * How much of its input is spoiled while it learns (denoising): the share of a customer's features that is blanked at
   * random, or the deviation of what is added to each; 0 spoils none.
   */
  noise: number;
  /** Default: masking. */
  noiseKind?: NoiseKind;
  /** Of Adam, before it falls towards the end. */
  learningRate: number;
}

/** A network tried during tuning, as it did in one rung; runs before candidates were drawn know its first four only. */
export interface TuningTrial extends Partial<NetworkPlan> {
  layers: number[];
  /** Learned until then, earlier rungs included. */
  epochs: number;
  validationLoss: number;
  chosen: boolean;
  /** 1-based; the first is the usual network. */
  candidate?: number;
  /** 1-based. */
  rung?: number;
  /** Another half did better: it went no further. */
  dropped?: boolean;
  /** How good its segments are, see `LatentScore`; null for a network that learned nothing. */
  score?: { score: number; nSegments: number; stability: number; explained: number } | null;
}

/** Distances between real and synthetic customers over columns of a sort; 0: no difference, 1: nothing in common. */
export interface ColumnDistances {
  columns: number;
  mean: number;
  worst: number;
}

/** How true the synthetic customers of the generative method are, and whether anybody was copied. */
export interface SyntheticReport {
  /** Customers learned from, and kept out to compare with. */
  learned: number;
  heldOut: number;
  /** Synthetic customers measured here, and representative ones that were clustered. */
  measured: number;
  representative: number;
  /** Kolmogorov-Smirnov distances. */
  continuous: ColumnDistances;
  /** Total variation distances. */
  categorical: ColumnDistances;
  /** Mean absolute difference of correlations over all pairs of features. */
  correlationDistance: number;
  /** Area under the curve of a classifier of real against synthetic: 0.5 cannot tell them apart, 1 always does. */
  discernibility: number;
  /**
   * Share of synthetic customers nearer to one learned from than to one kept out, corrected for their numbers: a half
   * where nobody is copied. Of all, and of the tenth that lies nearest to a real customer.
   */
  nearness: number;
  nearnessOfNearest: number;
  /** Share that equals a customer learned from, beyond what equals those kept out. */
  exactCopies: number;
}

/** The nouns of Clientele, as plain data: what the engine computes, the workspace keeps and every host shows. */
import type { Addition } from './additions.ts';
import type { Adjustment } from './adjustment.ts';
import type { ConsentCounts } from './consent.ts';
import type { WireError } from './errors.ts';
import type { CleaningCount, Recipe } from './orders.ts';
import type { StrategyNote } from './strategy-note.ts';
import type { DataQuality } from './quality.ts';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** A mean with its 95 % interval. */
export interface Interval {
  mean: number;
  low: number;
  high: number;
}

// ---- Step 1: data -------------------------------------------------------------------------------------------------

export const orderRoles = [
  'invoice',
  'product',
  'description',
  'quantity',
  'date',
  'price',
  'amount',
  'customer',
  'country',
  'status',
  'consent',
] as const;
export type OrderRole = (typeof orderRoles)[number];

/** What a file is about. A catalogue names no customers: it says what is known of the products that other files name. */
export const fileKinds = [
  'orders',
  'attributes',
  'events',
  'relationships',
  'reviews',
  'features',
  'catalogue',
] as const;
export type FileKind = (typeof fileKinds)[number];

/**
 * Roles that only files other than orders have: `label` is a segment or class that is known already; `action` what a
 * customer did (view, cart, buy), `category` of what; `other` the second customer of a relationship; `session`,
 * `device` and `seconds` (time spent) belong to visits, `brand`, `details` (a longer description) and `image` (the file
 * of a picture) to products.
 */
export const tableRoles = [
  'label',
  'action',
  'category',
  'other',
  'rating',
  'session',
  'device',
  'seconds',
  'brand',
  'details',
  'image',
] as const;
export type TableRole = (typeof tableRoles)[number];
/** Roles that a person can give to a column. */
export const givenRoles = [...orderRoles, ...tableRoles] as const;
export type GivenRole = (typeof givenRoles)[number];
/**
 * `attribute` columns become features; `personal` ones are never read past their recognition; `ignored` ones are not
 * understood or not needed.
 */
export type ColumnRole = GivenRole | 'attribute' | 'personal' | 'ignored';

export interface ColumnGuess {
  /** 0-based position in the file. */
  index: number;
  /** Header text; `column 3` style names where the file has no header. */
  name: string;
  role: ColumnRole;
  /** 0 to 1. Below 0.6 a person is asked. */
  confidence: number;
  /** What spoke for the role. */
  because: 'name' | 'values' | 'name and values' | 'nothing';
  /** Share of sampled cells that are empty. */
  missingShare: number;
  /** Its cells are never shown as they are, whatever its role: they look like a person's data, or somebody said so. */
  masked?: true;
  /** Its ids were personal, and were replaced by pseudonyms when the file was read. */
  replaced?: true;
  /** What its cells hold, once the file has been read; data sets read before there were profiles have none. */
  profile?: ColumnProfile;
}

/** What the cells of a column hold, over the lines that could be read. */
export interface ColumnProfile {
  type: 'date' | 'number' | 'text' | 'id' | 'personal' | 'empty';
  /** Lines looked at: all of them, or the first 100,000 of a column that is not used. */
  lines: number;
  missing: number;
  /** Different values; null means more than 10,000, except for the columns of known roles, which are counted exactly. */
  distinct: number | null;
  /** Lowest, middle and highest of numbers, and of dates as seconds since 1970; null for texts. */
  low: number | null;
  median: number | null;
  high: number | null;
  /**
   * Dates: lines in 12 equally wide steps from low to high. Numbers: the same between `barRange`, with what lies beyond
   * it in the bars at the ends, so that a few giants do not press all others into one bar. Texts: lines of the five
   * commonest values.
   */
  bars: number[];
  barRange?: [number, number];
  /** Up to five; of texts those of `bars`. Numbers of customers and orders, and personal values, are masked. */
  examples: string[];
  /** An id of digits alone, which might be taken for a number. */
  digits?: true;
}

/** Orders of a calendar date's parts that a person can choose; dates that are one number are told by their form. */
export const calendarOrders = ['ymd', 'mdy', 'dmy'] as const;
export type CalendarOrder = (typeof calendarOrders)[number];
export type DateOrder = CalendarOrder | 'unix-seconds' | 'unix-milliseconds' | 'excel-serial';

/** All lines of some customers, chosen by the hash of their ids. */
export interface CustomerSample {
  /** Of the customers, above 0 and below 1. */
  share: number;
  seed: number;
}

/** Why a file does not fit into the memory, and what would. */
export interface MemoryPlan {
  /** Lines or rows, as far as the beginning of the file tells. */
  records: number;
  /** Bytes that reading it takes, and those that it may have of what is free. */
  needed: number;
  free: number;
  /** A sample of one customer in so many fits; null where none does. */
  oneIn: number | null;
}

/** What a person knows better than the detection; all that is left out is found out. */
export interface FileReading {
  kind?: FileKind | undefined;
  /** The sheet of a workbook, or the file in an archive, that is to be read. */
  part?: string | undefined;
  /** Column of a role, by name or 1-based number. */
  columns: Partial<Record<GivenRole, string | number>>;
  /** Columns that are features whatever they look like, by name or 1-based number. */
  attributes?: (string | number)[] | undefined;
  /** Columns that are not to be read, by name or 1-based number. */
  exclude: (string | number)[];
  /** Columns that hold personal data: they are not read, and never shown as they are. */
  personal?: (string | number)[] | undefined;
  encoding?: string | undefined;
  /** One character, or `blanks`. */
  delimiter?: string | undefined;
  /** Whether the first line holds the names of the columns. */
  hasHeader?: boolean | undefined;
  dateOrder?: CalendarOrder | undefined;
  /** Only these customers are read; all by default. */
  sample?: CustomerSample | undefined;
}

/** What decided how a file is read. */
export interface ReadingReasons {
  /** A byte order mark; nothing but ASCII; valid as that encoding; or the likeliest of several. */
  encoding: 'chosen' | 'mark' | 'ascii' | 'valid' | 'likeliest';
  /** The file's own `sep=` line, or the sign that parts its lines most regularly. */
  delimiter: 'chosen' | 'said' | 'regular';
  /** The first line has names that columns of orders have, or texts above values; or it looks like data. */
  header: 'chosen' | 'names' | 'values' | 'data';
  /** The form itself; a date that fits one order only; the order in which lines follow each other; or other habits. */
  dateOrder: 'chosen' | 'form' | 'value' | 'sequence' | 'habit';
}

/** A cell as written and as understood. */
export interface PreviewCell {
  /** Masked where the column is; freed of what looks personal elsewhere. */
  text: string;
  /** The number, or the date as seconds since 1970; absent for texts and for what cannot be read. */
  value?: number;
  fault?: 'bad_date' | 'bad_number';
}

export interface PreviewRecord {
  /** 1-based physical line. */
  line: number;
  fault?: 'too_few_fields' | 'too_many_fields';
  cells: PreviewCell[];
}

/** A date that fits both orders, with both readings as seconds since 1970. */
export interface OpenDate {
  text: string;
  monthFirst: number;
  dayFirst: number;
}

export interface FileInspection {
  file: string;
  bytes: number;
  kind: FileKind;
  /** 0 to 1, of the kind. Below 0.6 a person is asked. */
  kindConfidence: number;
  compression: 'none' | 'gzip';
  /** What the table lies in, told by the first bytes of the file; the text of `excel` and `parquet` is made from cells. */
  container: 'text' | 'array' | 'zip' | 'excel' | 'parquet';
  /**
   * Sheets of a workbook, or files in an archive, where there are several, with their rows below the header as far as
   * the container announces them; those that are `read` are read as one table.
   */
  parts: { name: string; rows: number | null; read: boolean }[];
  /** Name as iconv-lite knows it: utf-8, latin1, windows-1252, gb18030, big5, shift_jis, utf-16le ... */
  encoding: string;
  /** A single character, or `blanks` for runs of blanks. */
  delimiter: string;
  hasHeader: boolean;
  decimal: '.' | ',';
  dateOrder: DateOrder;
  /** True when the values fit both D/M/Y and M/D/Y and something else had to decide. */
  dateOrderAmbiguous: boolean;
  /** Up to two dates of the file that show what is ambiguous. */
  openDates: OpenDate[];
  because: ReadingReasons;
  columns: ColumnGuess[];
  /** The first 50 records. */
  preview: PreviewRecord[];
  /** What was corrected about the last file of this shape that was read, where it fits; columns by their numbers. */
  remembered?: FileReading;
  /** Only where it does not fit. */
  memory?: MemoryPlan;
}

export interface RejectedLine {
  /** 1-based physical line in the (unpacked) file, or in its part. */
  line: number;
  /** Sheet or file in an archive, where several were read as one table. */
  part?: string;
  /** Header name of the column at fault, where one is. */
  column?: string;
  reason: 'bad_date' | 'bad_number' | 'too_few_fields' | 'too_many_fields' | 'undecodable';
  /** Outline of the cell (`shapeOf`), never its content. */
  shape?: string;
}

export interface SourceFile {
  /** File name without its folder. */
  name: string;
  /** Absent in data sets read before there was anything but orders. */
  kind?: FileKind;
  /** The sheet, or the file in an archive, that a person chose. */
  part?: string;
  bytes: number;
  /** SHA-256 of the file's bytes, hex. */
  sha256: string;
  encoding: string;
  delimiter: string;
  /** Absent in data sets read before this was kept. */
  hasHeader?: boolean;
  dateOrder: DateOrder;
  /** Records read, without the header; accepted + rejected. */
  lines: number;
  accepted: number;
  rejected: number;
  /** Further records, which were passed over as the data held them already. */
  passed?: number;
  columns: ColumnGuess[];
  /** Currencies that its amounts are said to be in, with the lines of each, the commonest first; absent where none is said. */
  currencies?: { code: string; lines: number }[];
  /** Zones that its times name, as written, an empty one for none, with the lines of each; absent where none is named. */
  zones?: { zone: string; lines: number }[];
  /** Only the customers of a sample were read: `lines` are theirs, `of` those of the file. */
  sample?: CustomerSample & { of: number };
  /** Of a file joined to others: customers found in both, and in this file only, who are left out. */
  match?: { matched: number; unmatched: number };
  /** Only of a catalogue that was joined to other files. */
  catalogue?: CatalogueMatch;
  /** Of the first file: the file that its rows' known labels came from. */
  truth?: { name: string; sha256: string };
}

/** How a catalogue fits the files it was read with. */
export interface CatalogueMatch {
  /** Different products in it. */
  items: number;
  /** Which files name products; null where none does, so that the catalogue says nothing of anybody. */
  namedBy: Extract<FileKind, 'orders' | 'events' | 'reviews'> | null;
  /** Different products that these name, postage and the like left out, and how many of them are in the catalogue. */
  of: number;
  matched: number;
  /** Products with a picture, and how many of these pictures were found; absent where there are no pictures. */
  images?: { named: number; found: number };
}

export interface DatasetSummary {
  id: number;
  name: string;
  status: 'importing' | 'ready';
  files: SourceFile[];
  /** At most 1,000 a file; `files[].rejected` has the true count. */
  rejectedLines: (RejectedLine & { file: string })[];
  lines: number;
  customers: number;
  products: number;
  orders: number;
  /** First and last order as seconds since 1970 in the shop's own time; 0 where there are no orders. */
  firstTime: number;
  lastTime: number;
  recipe: Recipe;
  /** What its money is counted in (ISO 4217): the commonest that the files name, or as a person chose; absent where nobody knows. */
  currency?: string;
  /** Milliseconds since 1970, UTC; absent in the reports of earlier runs. */
  createdAt?: number;
  /** Counts how often files were read into it after the first; absent for never. */
  version?: number;
  /** What was read into it since, oldest first. */
  additions?: Addition[];
  /** What was found in the lines; data sets read before this was kept have none until somebody asks for it. */
  quality?: DataQuality;
}

// ---- Step 2: features ---------------------------------------------------------------------------------------------

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

// ---- Steps 3 and 4: train, evaluate, tune -------------------------------------------------------------------------

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

// ---- Step 5: results ----------------------------------------------------------------------------------------------

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

// ---- Jobs ---------------------------------------------------------------------------------------------------------

export type JobStatus = 'queued' | 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted';
export type JobKind =
  'import' | 'segment' | 'choose' | 'adjust' | 'map' | 'assign' | 'export' | 'customers' | 'products' | 'sample';

export interface Job {
  id: number;
  kind: JobKind;
  status: JobStatus;
  /** Key of the stage in `shared/language/jobs.ts`. */
  stage: string;
  /** 0 to 1. */
  progress: number;
  /** Time left; null where it is not known, and while paused. */
  etaSeconds: number | null;
  /** Time it has worked since it was started or taken up again, without pauses. Missing for jobs that do not run. */
  elapsedSeconds?: number;
  /** The data set or run it makes. */
  subjectId: number;
  error?: WireError;
  /** Figures that a finished job leaves besides what it stored. */
  result?: Record<string, unknown>;
}

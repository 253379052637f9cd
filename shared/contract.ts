/**
 * THE interface of the engine: every request and every topic, with the schema of its parameters and the type of its
 * value. Names are `noun.verb`. Whatever a host or a window can do is in here, and nothing else is.
 */
import { z } from 'zod';
import { addWays } from './additions.ts';
import { productColumns, type ProductPage, type ProductQuery } from './products.ts';
import type { CustomerDetail, CustomerFilter, CustomerPage, FoundCustomer } from './customers.ts';
import { longestSegmentName, type AdjustAction, type Change } from './adjustment.ts';
import type { RevisionSummary, SplitRule } from './adjustment.ts';
import { paletteSize } from './charts/theme.ts';
import { isCurrencyCode } from './currency.ts';
import { noteLimits, type StrategyFields, type StrategyNote } from './strategy-note.ts';
import type { DatasetSummary, FileInspection, Job, Method, RunReport, RunSettings } from './domain.ts';
import type { FitProgress, RuleSelection, RunComparison, SelectionSummary, SilhouettePlot } from './evaluation.ts';
import type { FeatureMap, FeatureOverview, FeatureProgress, FormulaPreview } from './feature-overview.ts';
import {
  calendarOrders,
  categoryCodes,
  fileKinds,
  givenRoles,
  languages,
  methods,
  missingWays,
  networkBounds,
  noiseKinds,
  presets,
  scales,
  transforms,
  unusualWays,
} from './domain.ts';
import { cleaningRules, type Recipe } from './orders.ts';
import { longestFormula } from './formula/tokens.ts';
import { futureOutcomeNames, type ImportanceReport } from './importance.ts';
import type { RecipeFile } from './recipe.ts';
import type { DataQuality } from './quality.ts';
import type { DeviceSpeeds, RunEstimates, TrainingNews } from './training.ts';

// The window's content policy forbids code from strings, which zod would otherwise probe for.
z.config({ jitless: true });

const file = z.string().min(1).max(4096);
const id = z.int().positive();

/**
 * How a workspace's data key is unlocked. `local` is this computer's own key: kept by the system's key store where the
 * host lends one, else a key file of this user's.
 */
const key = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), passphrase: z.string().min(1).max(1024) }),
  z.object({ kind: z.literal('keyfile'), path: file }),
  z.object({ kind: z.literal('recovery'), key: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('local') }),
]);

const featureIds = z.array(z.string().max(300)).max(10_000);
const quantile = z.number().min(0).max(1);
const treatmentChange = z.object({
  missing: z
    .union([z.enum(missingWays), z.strictObject({ constant: z.number().min(-1e12).max(1e12) })])
    .exactOptional(),
  winsorise: z
    .union([
      z.strictObject({ lower: quantile, upper: quantile }).refine(({ lower, upper }) => lower < upper),
      z.strictObject({ fence: z.number().gt(0).max(100) }),
    ])
    .nullable()
    .exactOptional(),
  transform: z.enum(transforms).exactOptional(),
  scale: z.enum(scales).exactOptional(),
  unusual: z.enum(unusualWays).exactOptional(),
  category: z
    .strictObject({
      code: z.enum(categoryCodes),
      rare: z.number().gt(0).max(0.5).exactOptional(),
      order: z.array(z.string().max(300)).min(2).max(1000).exactOptional(),
    })
    .exactOptional(),
});
const day = z.int().min(-1e11).max(1e12).multipleOf(86_400);
const featureId = z.string().min(1).max(300);
const ownFeatureId = z
  .string()
  .max(200)
  .regex(/^formula:[^=@`[\]]+$/);
const formula = z.string().min(1).max(longestFormula);
/** OwnFeature, see there. */
const ownFeature = z.object({ id: ownFeatureId, formula });
/** A recipe as it is written to a file; see `RecipeFile`. */
export const recipeFile = z.object({
  clientele: z.literal('recipe'),
  version: z.literal(1),
  steps: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('clean'), rule: z.enum(cleaningRules), on: z.boolean().default(true) }),
        z.strictObject({
          kind: z.literal('compute'),
          feature: ownFeatureId,
          formula,
          on: z.boolean().default(true),
        }),
        z.strictObject({ kind: z.literal('leaveOut'), feature: featureId, on: z.boolean().default(true) }),
        z.strictObject({ kind: z.literal('use'), feature: featureId, on: z.boolean().default(true) }),
        z.strictObject({
          kind: z.literal('treat'),
          feature: featureId,
          treatment: treatmentChange,
          on: z.boolean().default(true),
        }),
      ]),
    )
    .max(30_000),
}) satisfies z.ZodType<RecipeFile>;
const period = z.object({ from: day.exactOptional(), until: day.exactOptional(), cutOff: day.exactOptional() });
/** FeatureChoice, see there. */
const featureChoice = {
  exclude: featureIds,
  include: featureIds.optional(),
  treatments: z.record(z.string().max(300), treatmentChange).optional(),
  computed: z.array(ownFeature).max(200).optional(),
  period: period.optional(),
};

/** Schema of `RunSettings`, also for what was kept of it. */
export const runSettings = z.object({
  methods: z.array(z.enum(methods)).min(1),
  segments: z.union([z.literal('auto'), z.int().min(2).max(50)]),
  preset: z.enum(presets),
  seed: z.int().min(0).max(0xffffffff),
  network: z.array(z.int().min(1).max(10_000)).min(1).max(12).nullable(),
  trials: z.int().min(networkBounds.trials.low).max(networkBounds.trials.high).optional(),
  epochs: z.int().min(networkBounds.epochs.low).max(networkBounds.epochs.high).optional(),
  learningRate: z.number().min(networkBounds.learningRate.low).max(networkBounds.learningRate.high).optional(),
  noise: z.number().min(networkBounds.noise.low).max(networkBounds.noise.high).optional(),
  noiseKind: z.enum(noiseKinds).optional(),
  map: z.enum(['none', 'pca', 'tsne']),
  backend: z.enum(['auto', 'kernels', 'wasm', 'tensorflow']),
  labels: z.union([z.object({ column: z.string().min(1).max(300) }), z.object({ run: id })]).optional(),
  ...featureChoice,
}) satisfies z.ZodType<RunSettings>;

/** By name or 1-based number. */
const column = z.union([z.string(), z.int().positive()]);
/** What a window keeps in the workspace; each belongs to a data set where one is named. */
export const settingKeys = [
  /** `RunSettings` of the next run. */
  'train',
  /** Steps of the recipe that are switched off, as a `RecipeFile`. */
  'recipe',
] as const;
export type SettingKey = (typeof settingKeys)[number];
/** Anything JSON can say; who reads it checks it. */
export type SettingValue = unknown;
const mostSettingCharacters = 500_000;
const settingValue = z
  .unknown()
  .refine((value) => z.json().safeParse(value).success && JSON.stringify(value).length <= mostSettingCharacters);
const settingPlace = { key: z.enum(settingKeys), datasetId: id.optional() };

/** FileReading, see there. */
const reading = {
  kind: z.enum(fileKinds).optional(),
  part: z.string().max(1000).optional(),
  columns: z.partialRecord(z.enum(givenRoles), column).default({}),
  attributes: z.array(column).max(10_000).optional(),
  exclude: z.array(column).max(10_000).default([]),
  personal: z.array(column).max(10_000).optional(),
  encoding: z.string().max(40).optional(),
  delimiter: z.string().max(10).optional(),
  hasHeader: z.boolean().optional(),
  dateOrder: z.enum(calendarOrders).optional(),
  sample: z.object({ share: z.number().gt(0).lt(1), seed: z.int().min(0).max(0xffffffff) }).optional(),
};
/** What a person does to segments; see `AdjustAction`. */
const action = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('merge'), segments: z.array(id).min(2).max(100) }),
  z.object({ kind: z.literal('split'), segment: id, into: z.int().min(2).max(6) }),
  z.object({ kind: z.literal('splitByRule'), segment: id, feature: z.string().max(200), threshold: z.number() }),
  z.object({ kind: z.literal('move'), rows: z.custom<Int32Array>((value) => value instanceof Int32Array), to: id }),
  z.object({ kind: z.literal('moveBoundary'), from: id, to: id, share: z.number().gt(0).max(0.9) }),
  z.object({
    kind: z.literal('rename'),
    segment: id,
    name: z.string().trim().min(1).max(longestSegmentName).nullable(),
  }),
  z.object({ kind: z.literal('recolour'), segment: id, colour: z.int().min(1).max(paletteSize) }),
  z.object({ kind: z.literal('lock'), segment: id, locked: z.boolean() }),
]) satisfies z.ZodType<AdjustAction>;

const noteField = z.string().max(noteLimits.field);
const noteFields = z.object({
  ...{ objective: noteField, offer: noteField, timing: noteField, frequencyCap: noteField },
  ...{ owner: noteField, kpi: noteField },
  channels: z.array(z.string().trim().min(1).max(noteLimits.channel)).max(noteLimits.channels),
  controlGroup: z.number().gt(0).max(0.9).nullable(),
}) satisfies z.ZodType<StrategyFields>;
/** A file of known labels, one for every row of the first file. */
const truth = file.optional();
/** A reading a file, in their order, where files are read in different ways; takes the place of the common one. */
const each = z.array(z.object(reading)).max(1000).optional();
const recipe = z.object({
  version: z.literal(1),
  rules: z
    .array(z.object({ rule: z.enum(cleaningRules), enabled: z.boolean() }))
    .refine(
      (rules) => cleaningRules.every((rule, i) => rules[i]?.rule === rule) && rules.length === cleaningRules.length,
    ),
}) satisfies z.ZodType<Recipe>;
const nothing = z.object({});
const rows = z.custom<Int32Array>((value) => value instanceof Int32Array);

const feature = z.string().min(1).max(200);
/** Which customers, in which order; see `CustomerFilter` and `CustomerSort`. */
const customerList = {
  sort: z.object({ by: feature, descending: z.boolean() }).default({ by: 'monetary', descending: true }),
  search: z.string().max(200).optional(),
  segments: z.array(z.int()).max(1000).optional(),
  rows: z.custom<Int32Array>((value) => value instanceof Int32Array).optional(),
  where: z
    .array(z.object({ feature, low: z.number().nullable(), high: z.number().nullable() }))
    .max(100)
    .optional(),
  consented: z.boolean().optional(),
} satisfies Record<keyof CustomerFilter | 'sort', z.ZodType>;
/** Which products, in which order. */
const productList = {
  sort: z.object({ by: z.enum(productColumns), descending: z.boolean() }).default({ by: 'revenue', descending: true }),
  search: z.string().max(200).default(''),
} satisfies Record<keyof ProductQuery, z.ZodType>;
/** Ids that look personal are masked, unless this asks to see them, which is written to the log of the workspace. */
const reveal = z.boolean().default(false);

/** Personal ids were replaced by pseudonyms when they were read; this puts them back into the file. */
const revealIds = z.boolean().default(false);

export const requests = {
  /** Workspaces that the host knows of, latest first. */
  'workspace.list': nothing,
  /** Makes a workspace file and opens it. */
  'workspace.create': z.object({ path: file, key }),
  'workspace.open': z.object({ path: file, key, readOnly: z.boolean().default(false) }),
  /** An encrypted workspace that is deleted when it is closed; its key is never written anywhere. */
  'workspace.temporary': nothing,
  'workspace.close': nothing,
  'workspace.info': nothing,
  /** Checks every page, every reference and every stored array. */
  'workspace.verify': nothing,

  /**
   * What a file is: encoding, delimiter, columns and their roles, and its first records as they would be read. `quick`
   * looks no further than the first megabyte, so that it answers at once, whatever the file.
   */
  'file.inspect': z.object({ file, ...reading, quick: z.boolean().default(false) }),

  /**
   * Reads files into a new data set, or into one whose files have the same columns (`waysToAdd`), which keeps its id, name
   * and recipe, and, until all is read, its content. A job; what came of it is its result (`Addition`).
   */
  'dataset.import': z.object({
    name: z.string().min(1).max(200),
    files: z.array(file).min(1).max(1000),
    ...reading,
    each,
    truth,
    /** Pictures of the products of a catalogue, or folders of them. */
    images: z.array(file).max(100_000).optional(),
    /** Whether the next files of the same shapes begin with what was corrected about these. */
    remember: z.boolean().default(true),
    into: z.object({ datasetId: id, how: z.enum(addWays) }).optional(),
  }),
  /** The data set that was made of exactly these files, read in this way, if there is one. */
  'dataset.find': z.object({ files: z.array(file).min(1).max(1000), ...reading, each, truth }),
  'dataset.list': nothing,
  'dataset.get': z.object({ datasetId: id }),
  'dataset.rename': z.object({ datasetId: id, name: z.string().trim().min(1).max(200) }),
  /** Removes a data set with its runs; refused while a job reads it or makes it. */
  'dataset.delete': z.object({ datasetId: id }),
  /** Switches cleaning rules; runs that were made with others keep theirs, and are out of date. */
  'dataset.setRecipe': z.object({ datasetId: id, recipe }),
  /** Says what the money is counted in, a code of ISO 4217; null where nobody knows. No figure changes. */
  'dataset.setCurrency': z.object({ datasetId: id, currency: z.string().refine(isCurrencyCode).nullable() }),
  /** What was found in the lines; computed and kept where an older data set has none. */
  'dataset.quality': z.object({ datasetId: id }),
  /**
   * Writes rejected.csv into a folder: the lines that could not be read, at most 1,000 a file. Their text is added
   * from those of `sources` that are, byte for byte, the files of the data set: the workspace itself never keeps it.
   */
  'dataset.exportRejected': z.object({
    datasetId: id,
    folder: file,
    language: z.enum(languages),
    sources: z.array(file).max(1000).default([]),
  }),

  /** The features of a data set, before anything is trained: what each holds, which are used, and what they sum up to. */
  'features.get': z.object({ datasetId: id, ...featureChoice }),
  /**
   * Which features tell most about an outcome. A segment is one of a run, with the features of that run; for it the
   * choice that is given does not count.
   */
  'features.importance': z.object({
    datasetId: id,
    ...featureChoice,
    outcome: z.union([
      z.object({ feature: featureId }),
      z.object({ future: z.enum(futureOutcomeNames) }),
      z.object({ run: id, segment: id }),
    ]),
    seed: z.int().min(0).max(0xffffffff).default(1),
  }),
  /** What the values of an own feature are, as it is being written; an AppError says what is wrong with it. */
  'features.preview': z.object({ datasetId: id, ...featureChoice, feature: ownFeature }),
  /**
   * A first map of the customers, with the values of some features: the map if it is drawn, else the job that draws it;
   * ask again when that has ended. Maps are kept until the workspace is closed.
   */
  'features.map': z.object({
    datasetId: id,
    ...featureChoice,
    kind: z.enum(['pca', 'tsne']),
    seed: z.int().min(0).max(0xffffffff).default(1),
    figures: featureIds.default([]),
  }),

  /** Features, training, evaluation, map and profiles of a data set; a job. */
  'run.start': z.object({ datasetId: id, settings: runSettings }),
  /** How long such a run would take on this computer, for every preset. */
  'run.estimate': z.object({ datasetId: id, settings: runSettings }),
  'run.list': nothing,
  /** Everything a results page or a report shows of a run. */
  'run.report': z.object({ runId: id }),
  /** Removes a run with its segments, notes and model. */
  'run.delete': z.object({ runId: id }),
  /**
   * The segments that another method of the race found, as a run of their own beside the first; a job, or the run that
   * is there already.
   */
  'run.chooseMethod': z.object({ runId: id, method: z.enum(methods) }),
  /** How well each customer fits its segment. */
  'run.silhouettes': z.object({ runId: id }),
  /** Who moved since another run, of the same data or of other data with customers of the same names. */
  'run.compare': z.object({ runId: id, otherId: id }),
  /** What chosen customers (rows of the run's feature table) have in common. */
  'selection.describe': z.object({ runId: id, rows }),
  /** Customers whose feature lies between two values, both included; null is open. */
  'selection.find': z.object({
    runId: id,
    feature: z.string().max(200),
    low: z.number().nullable(),
    high: z.number().nullable(),
  }),
  /** Writes segments.csv, profiles.csv, metrics.json, report.html and model/ of a run into a folder; a job. */
  'run.export': z.object({
    runId: id,
    folder: file,
    language: z.enum(languages),
    revealIds,
    /** segments.csv then lists only customers who agreed to be written to. */
    onlyConsented: z.boolean().default(false),
  }),

  /** Changes a run's segments by hand. Who belongs where is changed by a job; a name, colour or lock at once. */
  'segment.adjust': z.object({ runId: id, action }),
  /** Takes the last change back, and makes it again. */
  'segment.undo': z.object({ runId: id }),
  'segment.redo': z.object({ runId: id }),
  /** Goes to any state in the history. */
  'segment.revert': z.object({ runId: id, position: z.int().min(0) }),
  'segment.history': z.object({ runId: id }),
  /** Rules by which a segment could be parted in two, the most telling first. */
  'segment.rules': z.object({ runId: id, segment: id }),

  /** Notes on the segments of a run, also of those that a merge has taken away for now. */
  'note.list': z.object({ runId: id }),
  /** Writes the note of a segment in place of an earlier one; a blank one removes it. On disk when it answers. */
  'note.save': z.object({ runId: id, segment: id, fields: noteFields, text: z.string().max(noteLimits.text) }),

  /**
   * Puts the customers of new files into the segments of an exported model; a job that writes segments.csv. The rules of
   * its run hold, and the time it looked at unless a period is given; personal ids become pseudonyms.
   */
  'model.assign': z.object({
    model: file,
    files: z.array(file).min(1).max(1000),
    ...reading,
    period: period.optional(),
    folder: file,
    language: z.enum(languages),
    revealIds,
  }),

  /** Writes the made-up shop into a folder; a job. Default: 3,000 customers with about 25 lines each; one of the two follows the other. */
  'sample.create': z.object({
    folder: file,
    customers: z.int().min(1).max(1_000_000).optional(),
    lines: z.int().min(1).max(1_000_000_000).optional(),
    seed: z.int().min(0).max(0xffffffff).default(1),
  }),

  /** What this host can do besides. */
  'host.abilities': nothing,
  /** Prints the report of a run to a PDF where the person chooses; needs `print`. */
  'run.print': z.object({ runId: id, language: z.enum(languages) }),
  /** Shows a file in the system's file manager; needs `reveal`. */
  'file.reveal': z.object({ file }),
  /** A page of the customers of a run; at most 500. `columns` are the features shown, by default the usual ones. */
  'customer.page': z.object({
    runId: id,
    offset: z.int().min(0),
    limit: z.int().min(1).max(500),
    columns: z.array(feature).max(200).optional(),
    reveal,
    ...customerList,
  }),
  /** One customer, by the row of the feature table, with the neighbours in the list. */
  'customer.get': z.object({ runId: id, row: z.int().min(0), reveal, ...customerList }),
  /** Up to 20 customers by a part of their id, the very id first. */
  'customer.find': z.object({ runId: id, text: z.string().max(200) }),
  /** Writes the whole list, ids as they are, to customers.csv in a folder; a job. */
  'customer.export': z.object({
    runId: id,
    columns: z.array(feature).max(200).optional(),
    folder: file,
    language: z.enum(languages),
    revealIds,
    ...customerList,
  }),
  /** A page of the products of a data set; at most 500. With a run, of its orders as the run had them cleaned. */
  'product.page': z.object({
    datasetId: id,
    runId: id.optional(),
    offset: z.int().min(0),
    limit: z.int().min(1).max(500),
    ...productList,
  }),
  /** Writes the whole list to a file in a folder; a job. */
  'product.export': z.object({
    datasetId: id,
    runId: id.optional(),
    folder: file,
    name: z
      .string()
      .max(200)
      .regex(/^(?!\.+$)[^/\\\0]+$/)
      .default('products.csv'),
    language: z.enum(languages),
    ...productList,
  }),
  /** How fast each compute device trains here; measured once per computer. */
  'device.measure': nothing,

  /** What was saved of a setting; null where nothing was. */
  'setting.get': z.object(settingPlace),
  /** Saves a setting for all windows; null removes it. */
  'setting.save': z.object({ ...settingPlace, value: settingValue }),

  'job.list': nothing,
  /** Ends a job; of an interrupted one, throws away what was kept of it. */
  'job.cancel': z.object({ jobId: id }),
  /** Holds a job where it is, while others go on. */
  'job.pause': z.object({ jobId: id }),
  /** Lets a paused job go on; takes an interrupted one up again from its last checkpoint. */
  'job.resume': z.object({ jobId: id }),
} as const;

export const topics = {
  /** The whole list of jobs, at most ten times a second. */
  jobs: nothing,
  /** How training goes in a running job: loss curve, structures tried, methods; at most ten times a second. */
  training: z.object({ jobId: id }),
  /** What any window has changed, from now on. */
  changes: nothing,
  /** How far the features are that are being worked out to be looked at; null when none are. */
  features: nothing,
  /** How far silhouettes are that are being measured; null when none are. */
  fit: nothing,
  /** A setting, now and whenever any window saves it. */
  setting: z.object(settingPlace),
} as const;

export interface WorkspaceStatus {
  path: string;
  temporary: boolean;
  readOnly: boolean;
  version: number;
  bytes: number;
  keySlots: string[];
  datasets: number;
  runs: number;
  jobs: Record<string, number>;
}

export interface RunSummary {
  id: number;
  datasetId: number;
  /** Whose content it was made of: its data set's own, or an earlier one, which only runs have. */
  contentId: number;
  status: 'running' | 'ready';
  settings: RunSettings;
  createdAt: number;
  /** Name of its data set. */
  dataset: string;
  /** Whose segments it holds, and how many; null and 0 until it is ready. */
  method: Method | null;
  nSegments: number;
}

export interface KnownWorkspace {
  /** What `workspace.open` takes as its path. */
  file: string;
  name: string;
  /** Milliseconds since 1970. */
  changedAt: number;
  bytes: number;
}

/** What the window may offer with its host: a desktop has all of it, a browser none. */
export interface HostAbilities {
  print: boolean;
  saveDialog: boolean;
  reveal: boolean;
  /** New workspaces are locked by the system's key store rather than by a key file. */
  systemKeys: boolean;
}

interface Results {
  'workspace.list': KnownWorkspace[];
  'workspace.create': WorkspaceStatus & { recoveryKey: string | null };
  'workspace.open': WorkspaceStatus;
  'workspace.temporary': WorkspaceStatus;
  'workspace.close': null;
  'workspace.info': WorkspaceStatus;
  'workspace.verify': { ok: boolean; problems: string[] };
  'file.inspect': FileInspection;
  'dataset.import': { jobId: number; datasetId: number };
  'dataset.find': DatasetSummary | null;
  'dataset.list': DatasetSummary[];
  'dataset.get': DatasetSummary;
  'dataset.rename': DatasetSummary;
  'dataset.delete': null;
  'features.get': FeatureOverview;
  'features.importance': ImportanceReport;
  'features.preview': FormulaPreview;
  'features.map': { map: FeatureMap; jobId: null } | { map: null; jobId: number };
  'dataset.setRecipe': DatasetSummary;
  'dataset.setCurrency': DatasetSummary;
  'dataset.quality': DataQuality;
  'dataset.exportRejected': { lines: number; withText: number };
  'run.start': { jobId: number; runId: number };
  'run.list': RunSummary[];
  'run.report': RunReport;
  'run.delete': null;
  'run.chooseMethod': { jobId: number | null; runId: number };
  'run.silhouettes': SilhouettePlot;
  'run.compare': RunComparison;
  'selection.describe': SelectionSummary;
  'selection.find': RuleSelection;
  'run.export': { jobId: number };
  'segment.adjust': { jobId: number | null };
  'segment.undo': null;
  'segment.redo': null;
  'segment.revert': null;
  'segment.history': RevisionSummary[];
  'segment.rules': SplitRule[];
  'note.list': StrategyNote[];
  'note.save': { updatedAt: number };
  'model.assign': { jobId: number };
  'sample.create': { jobId: number };
  'host.abilities': HostAbilities;
  /** A reference of the PDF; null when the person thought better of it. */
  'run.print': { file: string | null };
  'file.reveal': null;
  'customer.page': CustomerPage;
  'customer.get': CustomerDetail;
  'customer.find': FoundCustomer[];
  'customer.export': { jobId: number };
  'product.page': ProductPage;
  'product.export': { jobId: number };
  'job.list': Job[];
  'run.estimate': RunEstimates;
  'device.measure': DeviceSpeeds;
  'setting.get': SettingValue;
  'setting.save': null;
  'job.cancel': null;
  'job.pause': null;
  'job.resume': null;
}

interface TopicValues {
  jobs: Job[];
  changes: Change;
  features: FeatureProgress | null;
  fit: FitProgress | null;
  training: TrainingNews;
  setting: SettingValue;
}

export type RequestName = keyof typeof requests;
export type TopicName = keyof typeof topics;
export type Params<Name extends RequestName> = z.input<(typeof requests)[Name]>;
export type ParsedParams<Name extends RequestName> = z.output<(typeof requests)[Name]>;
export type Result<Name extends RequestName> = Results[Name];
export type TopicParams<Name extends TopicName> = z.input<(typeof topics)[Name]>;
export type TopicValue<Name extends TopicName> = TopicValues[Name];

/**
 * THE interface of the engine: every request and every topic, with the schema of its parameters and the type of its
 * value. Names are `noun.verb`. Whatever a host or a window can do is in here, and nothing else is.
 */
import { z } from 'zod';
import { calendarOrders, languages, methods, orderRoles, presets } from './domain.ts';
import type { DatasetSummary, FileInspection, Job, RunReport, RunSettings, TrainingCurve } from './domain.ts';
import { cleaningRules, type Recipe } from './orders.ts';
import type { DataQuality } from './quality.ts';

// The window's content policy forbids code from strings, which zod would otherwise probe for.
z.config({ jitless: true });

const file = z.string().min(1).max(4096);
const id = z.int().positive();

/** How a workspace's data key is unlocked. `local` is a key file of this user's own, kept by the host. */
const key = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passphrase'), passphrase: z.string().min(1).max(1024) }),
  z.object({ kind: z.literal('keyfile'), path: file }),
  z.object({ kind: z.literal('recovery'), key: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('local') }),
]);

const settings = z.object({
  methods: z.array(z.enum(methods)).min(1),
  segments: z.union([z.literal('auto'), z.int().min(2).max(50)]),
  preset: z.enum(presets),
  seed: z.int().min(0).max(0xffffffff),
  network: z.array(z.int().min(1).max(10_000)).min(1).max(12).nullable(),
  map: z.enum(['none', 'pca', 'tsne']),
  backend: z.enum(['auto', 'kernels', 'wasm', 'tensorflow']),
  exclude: z.array(z.string()).max(10_000),
}) satisfies z.ZodType<RunSettings>;

/** By name or 1-based number. */
const column = z.union([z.string(), z.int().positive()]);
/** FileReading, see there. */
const reading = {
  columns: z.partialRecord(z.enum(orderRoles), column).default({}),
  exclude: z.array(column).max(10_000).default([]),
  personal: z.array(column).max(10_000).optional(),
  encoding: z.string().max(40).optional(),
  delimiter: z.string().max(10).optional(),
  hasHeader: z.boolean().optional(),
  dateOrder: z.enum(calendarOrders).optional(),
};
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

  /** Reads order files into a new data set; a job. */
  'dataset.import': z.object({
    name: z.string().min(1).max(200),
    files: z.array(file).min(1).max(1000),
    ...reading,
    each,
  }),
  /** The data set that was made of exactly these files, read in this way, if there is one. */
  'dataset.find': z.object({ files: z.array(file).min(1).max(1000), ...reading, each }),
  'dataset.list': nothing,
  'dataset.get': z.object({ datasetId: id }),
  'dataset.rename': z.object({ datasetId: id, name: z.string().trim().min(1).max(200) }),
  /** Removes a data set with its runs; refused while a job reads it or makes it. */
  'dataset.delete': z.object({ datasetId: id }),
  /** Switches cleaning rules; runs that were made with others keep theirs, and are out of date. */
  'dataset.setRecipe': z.object({ datasetId: id, recipe }),
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

  /** Features, training, evaluation, map and profiles of a data set; a job. */
  'run.start': z.object({ datasetId: id, settings }),
  'run.list': nothing,
  /** Everything a results page or a report shows of a run. */
  'run.report': z.object({ runId: id }),
  /** Writes segments.csv, profiles.csv, metrics.json, report.html and model/ of a run into a folder; a job. */
  'run.export': z.object({ runId: id, folder: file, language: z.enum(languages) }),

  /** Puts the customers of new order files into the segments of an exported model; a job that writes segments.csv. */
  'model.assign': z.object({
    model: file,
    files: z.array(file).min(1).max(1000),
    ...reading,
    folder: file,
    language: z.enum(languages),
  }),

  /** Writes the made-up shop into a folder; a job. Default: 3,000 customers with about 25 lines each; one of the two follows the other. */
  'sample.create': z.object({
    folder: file,
    customers: z.int().min(1).max(1_000_000).optional(),
    lines: z.int().min(1).max(1_000_000_000).optional(),
    seed: z.int().min(0).max(0xffffffff).default(1),
  }),

  'job.list': nothing,
  'job.cancel': z.object({ jobId: id }),
  /** Takes an interrupted job up again from its last checkpoint. */
  'job.resume': z.object({ jobId: id }),
} as const;

export const topics = {
  /** The whole list of jobs, at most ten times a second. */
  jobs: nothing,
  /** The loss curve of the network that a running job trains. */
  training: z.object({ jobId: id }),
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
  status: 'running' | 'ready';
  settings: RunSettings;
  createdAt: number;
}

export interface KnownWorkspace {
  /** What `workspace.open` takes as its path. */
  file: string;
  name: string;
  /** Milliseconds since 1970. */
  changedAt: number;
  bytes: number;
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
  'dataset.setRecipe': DatasetSummary;
  'dataset.quality': DataQuality;
  'dataset.exportRejected': { lines: number; withText: number };
  'run.start': { jobId: number; runId: number };
  'run.list': RunSummary[];
  'run.report': RunReport;
  'run.export': { jobId: number };
  'model.assign': { jobId: number };
  'sample.create': { jobId: number };
  'job.list': Job[];
  'job.cancel': null;
  'job.resume': null;
}

interface TopicValues {
  jobs: Job[];
  training: TrainingCurve;
}

export type RequestName = keyof typeof requests;
export type TopicName = keyof typeof topics;
export type Params<Name extends RequestName> = z.input<(typeof requests)[Name]>;
export type ParsedParams<Name extends RequestName> = z.output<(typeof requests)[Name]>;
export type Result<Name extends RequestName> = Results[Name];
export type TopicParams<Name extends TopicName> = z.input<(typeof topics)[Name]>;
export type TopicValue<Name extends TopicName> = TopicValues[Name];

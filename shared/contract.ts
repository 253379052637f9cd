/**
 * THE interface of the engine: every request and every topic, with the schema of its parameters and the type of its
 * value. Names are `noun.verb`. Whatever a host or a window can do is in here, and nothing else is.
 */
import { z } from 'zod';
import { languages, methods, orderRoles, presets } from './domain.ts';
import type { DatasetSummary, FileInspection, Job, Method, RunReport, RunSettings, TrainingCurve } from './domain.ts';
import type { RuleSelection, RunComparison, SelectionSummary, SilhouettePlot } from './evaluation.ts';

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

const columns = z.partialRecord(z.enum(orderRoles), z.union([z.string(), z.int().positive()]));
/** FileReading, see there. */
const reading = {
  columns: columns.default({}),
  exclude: z.array(z.string()).max(10_000).default([]),
  encoding: z.string().max(40).optional(),
  delimiter: z.string().max(10).optional(),
};
const nothing = z.object({});
const rows = z.custom<Int32Array>((value) => value instanceof Int32Array);

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

  /** What a file is: encoding, delimiter, columns and their roles. */
  'file.inspect': z.object({ file, ...reading }),

  /** Reads order files into a new data set; a job. */
  'dataset.import': z.object({
    name: z.string().min(1).max(200),
    files: z.array(file).min(1).max(1000),
    ...reading,
  }),
  /** The data set that was made of exactly these files, read in this way, if there is one. */
  'dataset.find': z.object({ files: z.array(file).min(1).max(1000), ...reading }),
  'dataset.list': nothing,
  'dataset.get': z.object({ datasetId: id }),
  /** Removes a data set with its runs. */
  'dataset.delete': z.object({ datasetId: id }),

  /** Features, training, evaluation, map and profiles of a data set; a job. */
  'run.start': z.object({ datasetId: id, settings }),
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
  'dataset.delete': null;
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

/**
 * THE interface of the engine: every request and every topic, with the schema of its parameters and the type of its
 * value. Names are `noun.verb`. Whatever a host or a window can do is in here, and nothing else is.
 */
import { z } from 'zod';
import { languages, methods, orderRoles, presets } from './domain.ts';
import type { DatasetSummary, FileInspection, Job, RunReport, RunSettings } from './domain.ts';
import type { DeviceSpeeds, RunEstimates, TrainingNews } from './training.ts';

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

/** Schema of `RunSettings`, also for what was kept of it. */
export const runSettings = z.object({
  methods: z.array(z.enum(methods)).min(1),
  segments: z.union([z.literal('auto'), z.int().min(2).max(50)]),
  preset: z.enum(presets),
  seed: z.int().min(0).max(0xffffffff),
  network: z.array(z.int().min(1).max(10_000)).min(1).max(12).nullable(),
  map: z.enum(['none', 'pca', 'tsne']),
  backend: z.enum(['auto', 'kernels', 'wasm', 'tensorflow']),
  exclude: z.array(z.string()).max(10_000),
}) satisfies z.ZodType<RunSettings>;

/** What a window keeps in the workspace; each belongs to a data set where one is named. */
export const settingKeys = [
  /** `RunSettings` of the next run. */
  'train',
] as const;
export type SettingKey = (typeof settingKeys)[number];
export type SettingValue = z.infer<ReturnType<typeof z.json>>;
const mostSettingCharacters = 500_000;
const settingValue = z.json().refine((value) => JSON.stringify(value).length <= mostSettingCharacters);
const settingPlace = { key: z.enum(settingKeys), datasetId: id.optional() };

const columns = z.partialRecord(z.enum(orderRoles), z.union([z.string(), z.int().positive()]));
/** FileReading, see there. */
const reading = {
  columns: columns.default({}),
  exclude: z.array(z.string()).max(10_000).default([]),
  encoding: z.string().max(40).optional(),
  delimiter: z.string().max(10).optional(),
};
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
  'run.start': z.object({ datasetId: id, settings: runSettings }),
  /** How long such a run would take on this computer, for every preset. */
  'run.estimate': z.object({ datasetId: id, settings: runSettings }),
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
  'dataset.delete': null;
  'run.start': { jobId: number; runId: number };
  'run.list': RunSummary[];
  'run.report': RunReport;
  'run.export': { jobId: number };
  'model.assign': { jobId: number };
  'sample.create': { jobId: number };
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

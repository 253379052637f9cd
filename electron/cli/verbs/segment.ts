import { basename, join, resolve } from 'node:path';
import { readFile } from 'node:fs/promises';
import { methods, presets, type FileReading, type RunSettings } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { sameRecipe } from '../../../shared/quality.ts';
import { sameSettings } from '../../../shared/settings.ts';
import { summaryLines } from '../../../shared/language/summary.ts';
import { UsageError, type ParsedArguments } from '../arguments.ts';
import { fileReading, layoutOptions, list } from '../file-options.ts';
import { openHost, workerOption, workspaceOptions, type Host } from '../host.ts';
import type { Verb } from '../main.ts';

export const segmentVerb: Verb = {
  name: 'segment',
  summary:
    'Reads files of customers, finds segments, writes segments.csv, profiles.csv, metrics.json, report.html and model/.',
  positionals: '<file>...',
  options: {
    out: { value: 'DIR', help: 'folder for the results', default: 'clientele-results' },
    ...layoutOptions,
    exclude: { value: 'COLUMN,...', help: 'columns or features to leave out' },
    method: { value: methods.join('|'), help: 'run only this method (default: all race)' },
    segments: { value: 'auto|N', help: 'how many segments', default: 'auto' },
    preset: { value: presets.join('|'), help: 'how thorough', default: 'balanced' },
    seed: { value: 'N', help: 'number that fixes all chance', default: '1' },
    network: { value: 'N,N,...', help: 'layers of the encoder, the last is the latent size (default: tuned)' },
    map: { value: 'none|pca|tsne', help: 'how the map is drawn', default: 'tsne' },
    backend: { value: 'auto|kernels|wasm|tensorflow', help: 'what computes the network', default: 'auto' },
    ...workerOption,
    ...workspaceOptions,
  },
  run: async (args, output) => {
    const { positionals: files } = args;
    if (files.length === 0) throw new UsageError('no file to read');
    const settings = runSettings(args);
    const reading = fileReading(args);
    const folder = resolve(args.text('out')!);
    const host = await openHost(args, output);
    try {
      const excluded = await excludedColumns(host, files, settings.exclude, reading);
      settings.exclude = settings.exclude.filter((name) => !excluded.includes(name));
      const dataset: Imported = await importOrFind(host, files, { ...reading, exclude: excluded });
      const { runId, jobId } = await startOrResume(host, dataset.id, settings);
      if (jobId !== null) await finishRun(host, jobId, dataset);
      const { jobId: exportJob } = await host.client.request('run.export', {
        runId,
        folder,
        language: output.language,
      });
      await host.finish(exportJob);
      const report = await host.client.request('run.report', { runId });
      for (const line of summaryLines(report, output.language)) output.say(line);
      output.say('');
      output.say(join(folder, 'report.html'));
    } finally {
      await host.close();
    }
    return JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8')) as Record<string, unknown>;
  },
};

function runSettings(args: ParsedArguments): RunSettings {
  const method = args.choice('method', methods);
  const network = list(args.text('network')).map(Number);
  if (network.some((size) => !Number.isInteger(size) || size < 1))
    throw new UsageError('--network takes whole numbers');
  return {
    methods: method ? [method] : [...methods],
    segments: args.text('segments') === 'auto' ? 'auto' : args.integer('segments', 2, 50)!,
    preset: args.choice('preset', presets)!,
    seed: args.integer('seed', 0, 0xffffffff)!,
    network: network.length > 0 ? network : null,
    map: args.choice('map', ['none', 'pca', 'tsne'])!,
    backend: args.choice('backend', ['auto', 'kernels', 'wasm', 'tensorflow'])!,
    exclude: list(args.text('exclude')),
  };
}

interface Imported {
  id: number;
  /** Whether this command read it in. */
  isNew: boolean;
}

/** What is excluded is a column of the files, or else a feature. */
async function excludedColumns(
  host: Host,
  files: string[],
  exclude: string[],
  reading: FileReading,
): Promise<string[]> {
  if (exclude.length === 0) return [];
  const inspections = await Promise.all(
    files.map((file) => host.client.request('file.inspect', { ...reading, file: resolve(file) })),
  );
  const columns = new Set(inspections.flatMap((inspection) => inspection.columns.map(({ name }) => name)));
  return exclude.filter((name) => columns.has(name));
}

/** A named workspace may hold these very files already: then they are not read again. */
async function importOrFind(host: Host, files: string[], reading: FileReading): Promise<Imported> {
  const paths = files.map((file) => resolve(file));
  const known = await host.client.request('dataset.find', { files: paths, ...reading });
  if (known) return { id: known.id, isNew: false };
  const { jobId, datasetId } = await host.client.request('dataset.import', {
    name: basename(files[0]!),
    files: paths,
    ...reading,
  });
  await host.finish(jobId);
  return { id: datasetId, isNew: true };
}

/** A file that turns out to hold too little for segments leaves nothing in the workspace. */
async function finishRun(host: Host, jobId: number, dataset: Imported): Promise<void> {
  try {
    await host.finish(jobId);
  } catch (error) {
    if (dataset.isNew && error instanceof AppError && error.code === 'insufficient_data') {
      await host.client.request('dataset.delete', { datasetId: dataset.id });
    }
    throw error;
  }
}

/** The same run, cut off before, is taken up again; a finished one is only written out again, if its rules still hold. */
async function startOrResume(
  host: Host,
  datasetId: number,
  settings: RunSettings,
): Promise<{ runId: number; jobId: number | null }> {
  const runs = await host.client.request('run.list', {});
  const run = runs.findLast(
    (candidate) => candidate.datasetId === datasetId && sameSettings(candidate.settings, settings),
  );
  if (!run) return host.client.request('run.start', { datasetId, settings });
  if (run.status === 'ready') {
    const [{ dataset }, { recipe }] = await Promise.all([
      host.client.request('run.report', { runId: run.id }),
      host.client.request('dataset.get', { datasetId }),
    ]);
    if (sameRecipe(dataset.recipe, recipe)) return { runId: run.id, jobId: null };
    return host.client.request('run.start', { datasetId, settings });
  }
  const jobs = await host.client.request('job.list', {});
  const job = jobs.find(
    ({ kind, subjectId, status }) => kind === 'segment' && subjectId === run.id && status === 'interrupted',
  );
  if (!job) return host.client.request('run.start', { datasetId, settings });
  await host.client.request('job.resume', { jobId: job.id });
  return { runId: run.id, jobId: job.id };
}

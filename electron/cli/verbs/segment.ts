import { join, resolve } from 'node:path';
import { readFile } from 'node:fs/promises';
import {
  categoryCodes,
  everybody,
  fileKinds,
  methods,
  missingWays,
  networkBounds,
  noiseKinds,
  presets,
  scales,
  unusualWays,
  type RunSettings,
  type TreatmentChange,
} from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { sameRecipe } from '../../../shared/quality.ts';
import { sameSettings } from '../../../shared/settings.ts';
import { summaryLines } from '../../../shared/language/summary.ts';
import { UsageError, type ParsedArguments } from '../arguments.ts';
import { customerSample, fileReading, givenCurrency, layoutOptions, list, memoryOption } from '../file-options.ts';
import { addOptions, givenWay } from '../add-options.ts';
import { importOrFind, readFilesAs, type Imported } from '../import-files.ts';
import { periodOf, periodOptions } from '../period-options.ts';
import { openHost, workerOption, workspaceOptions, type Host } from '../host.ts';
import type { Verb } from '../main.ts';
import {
  applyRecipe,
  givenRecipe,
  ownFeatures,
  ownFeatureOption,
  recipeOptions,
  saveRecipe,
} from '../recipe-options.ts';

export const segmentVerb: Verb = {
  name: 'segment',
  summary:
    'Reads files of customers, finds segments, writes segments.csv, profiles.csv, metrics.json, report.html and model/.',
  positionals: '<file>...',
  options: {
    out: { value: 'DIR', help: 'folder for the results', default: 'clientele-results' },
    ...layoutOptions,
    ...memoryOption,
    ...addOptions,
    truth: { value: 'COLUMN|FILE', help: 'known labels to compare with: a column, or a file with one a row' },
    labels: {
      value: 'COLUMN|FILE|run:N',
      help: 'known labels to learn (as --truth), or the segments of run N in the --workspace',
    },
    scale: { value: scales.join('|'), help: 'scale the columns of --kind features (default: as they are)' },
    missing: {
      value: missingWays.join('|'),
      help: 'what stands in where a feature of a customer is unknown (default: by feature)',
    },
    categories: {
      value: 'COLUMN=WAY,...',
      help: `code columns of categories otherwise: ${categoryCodes.join(', ')} (default: levels)`,
    },
    unusual: {
      value: unusualWays.join('|'),
      help: 'customers unlike all others: keep, hold at the fences, or learn nothing from them (default: keep)',
    },
    'sample-customers': {
      value: 'SHARE',
      help: 'read all lines of a share of the customers, for example 1/5, where all are too many for the memory',
    },
    'reveal-ids': { help: 'write e-mail addresses and other personal ids into segments.csv, not their pseudonyms' },
    'only-consented': {
      help: 'list in segments.csv only customers who agreed to be written to (unknown is not consent)',
    },
    currency: { value: 'CODE', help: 'what money is counted in, such as GBP (default: found in the files)' },
    ...periodOptions,
    exclude: { value: 'COLUMN,...', help: 'columns or features to leave out' },
    ...ownFeatureOption,
    ...recipeOptions,
    method: { value: methods.join('|'), help: 'run only this method (default: all race)' },
    segments: { value: 'auto|N', help: 'how many segments', default: 'auto' },
    preset: { value: presets.join('|'), help: 'how thorough', default: 'balanced' },
    seed: { value: 'N', help: 'number that fixes all chance', default: '1' },
    network: { value: 'N,N,...', help: 'layers of the encoder, the last is the latent size (default: tuned)' },
    trials: { value: 'N', help: 'networks that tuning tries, 1 tries nothing (default: by preset)' },
    epochs: { value: 'N', help: 'epochs that the network learns at most (default: by preset)' },
    'learning-rate': { value: 'X', help: 'learning rate of the network (default: tuned)' },
    noise: {
      value: 'X|gaussian:X',
      help: 'share of its input blanked while it learns, or deviation of noise added to it (default: tuned)',
    },
    map: { value: 'none|pca|tsne', help: 'how the map is drawn', default: 'tsne' },
    backend: { value: 'auto|kernels|wasm|tensorflow', help: 'what computes the network', default: 'auto' },
    ...workerOption,
    ...workspaceOptions,
  },
  run: async (args, output) => {
    const { positionals: files } = args;
    if (files.length === 0) throw new UsageError('no file to read');
    const recipe = await givenRecipe(args);
    const settings = { ...runSettings(args), ...ownFeatures(args, recipe) };
    const how = givenWay(args);
    const reading = { ...fileReading(args), sample: customerSample(args, settings.seed) };
    const currency = givenCurrency(args);
    const folder = resolve(args.text('out')!);
    const host = await openHost(args, output);
    try {
      const truth = args.text('truth') ?? labelColumn(args);
      const recalls = args.text('workspace') !== undefined && !args.flag('recognise-anew');
      const { excluded, ...request } = await readFilesAs(host, files, { reading, settings, truth, recalls }, output);
      settings.exclude = settings.exclude.filter((name) => !excluded.includes(name));
      const wanted = { ...request, remember: excluded.length === 0 };
      const dataset = await importOrFind(host, wanted, how, output);
      if (currency) await host.client.request('dataset.setCurrency', { datasetId: dataset.id, currency });
      if (recipe) await applyRecipe(host, dataset.id, recipe, settings);
      const { runId, jobId } = await startOrResume(host, dataset.id, settings);
      if (jobId !== null) await finishRun(host, jobId, dataset);
      const { jobId: exportJob } = await host.client.request('run.export', {
        runId,
        folder,
        language: output.language,
        revealIds: args.flag('reveal-ids'),
        onlyConsented: args.flag('only-consented'),
      });
      await host.finish(exportJob);
      const report = await host.client.request('run.report', { runId });
      const saved = args.text('save-recipe');
      if (saved !== undefined) await saveRecipe(saved, report, recipe);
      const temporary = args.text('workspace') === undefined;
      for (const line of summaryLines(report, output.language, { temporary })) output.say(line);
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
    ...learning(args, network.length > 0),
    map: args.choice('map', ['none', 'pca', 'tsne'])!,
    backend: args.choice('backend', ['auto', 'kernels', 'wasm', 'tensorflow'])!,
    exclude: list(args.text('exclude')),
    ...treating(args),
    ...periodOf(args),
    ...learnedRun(args),
  };
}

const runPattern = /^run:(\d+)$/;

/** A column or a file, in the way of --truth; undefined where the segments of a run are meant. */
function labelColumn(args: ParsedArguments): string | undefined {
  const labels = args.text('labels');
  return labels === undefined || runPattern.test(labels) ? undefined : labels;
}

function learnedRun(args: ParsedArguments): Pick<RunSettings, 'labels'> {
  const run = Number(runPattern.exec(args.text('labels') ?? '')?.[1]);
  if (run > 0) return { labels: { run } };
  if (args.text('labels') !== undefined && args.text('truth') !== undefined) {
    throw new UsageError('--labels names what --truth names: give one of them');
  }
  return {};
}

/** How the network learns; what is left out is up to the preset, or to tuning. */
function learning(
  args: ParsedArguments,
  ownNetwork: boolean,
): Pick<RunSettings, 'trials' | 'epochs' | 'learningRate' | 'noise' | 'noiseKind'> {
  const bounds = networkBounds;
  const chosen = {
    trials: args.integer('trials', bounds.trials.low, bounds.trials.high),
    epochs: args.integer('epochs', bounds.epochs.low, bounds.epochs.high),
    learningRate: args.number('learning-rate', bounds.learningRate.low, bounds.learningRate.high),
    ...givenNoise(args),
  };
  if (ownNetwork && chosen.trials !== undefined) throw new UsageError('--trials does not go with --network');
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
}

/** `0.2`, `masking:0.2` or `gaussian:0.1`. Throws UsageError. */
function givenNoise(args: ParsedArguments): Pick<RunSettings, 'noise' | 'noiseKind'> {
  const { low, high } = networkBounds.noise;
  const text = args.text('noise');
  if (text === undefined) return {};
  const [, named, amount] = /^(?:([a-z]+):)?([\d.]+)$/.exec(text) ?? [];
  const noiseKind = noiseKinds.find((kind) => kind === (named ?? 'masking'));
  const noise = Number(amount);
  if (!noiseKind || !(noise >= low && noise <= high)) {
    throw new UsageError(`--noise takes a number from ${low} to ${high}, or gaussian: and one, not '${text}'`);
  }
  return noiseKind === 'masking' ? { noise } : { noise, noiseKind };
}

/** One way for all customers, and for all gaps; one scale for ready ones alone, as those of other files have a scale of their own each. */
function treating(args: ParsedArguments): Pick<RunSettings, 'treatments'> {
  const scale = args.choice('scale', scales);
  const missing = args.choice('missing', missingWays);
  const kind = args.choice('kind', fileKinds);
  if (scale && kind && kind !== 'features') throw new UsageError('--scale goes with --kind features');
  const unusual = args.choice('unusual', unusualWays);
  const codings = codedCategories(args);
  if (!scale && !missing && !unusual && Object.keys(codings).length === 0) return {};
  return {
    treatments: {
      ...(scale || missing ? { '*': { ...(missing ? { missing } : {}), ...(scale ? { scale } : {}) } } : {}),
      ...(unusual ? { [everybody]: { unusual } } : {}),
      ...codings,
    },
  };
}

/** Columns of the customers' table by name, each with its coding. */
function codedCategories(args: ParsedArguments): Record<string, TreatmentChange> {
  const pairs = list(args.text('categories')).map((pair) => {
    const [, column, way] = /^(.+)=([^=]+)$/.exec(pair) ?? [];
    const code = categoryCodes.find((one) => one === way);
    if (!column || !code)
      throw new UsageError(`--categories takes COLUMN=WAY pairs; ways are ${categoryCodes.join(', ')}`);
    return [`attributes:${column}`, { category: { code } }] as const;
  });
  return Object.fromEntries(pairs);
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
    (candidate) => candidate.contentId === datasetId && sameSettings(candidate.settings, settings),
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

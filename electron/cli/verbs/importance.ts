import type { FeatureChoice, FileReading, Language, RunSettings } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { featureNames } from '../../../shared/formula/names.ts';
import { personalColumns } from '../../../shared/formula/resolve.ts';
import { futureOutcomeNames, type ImportanceReport, type Outcome } from '../../../shared/importance.ts';
import { featureText } from '../../../shared/language/features.ts';
import {
  formatShare,
  futureOutcomeLabel,
  importanceLabel,
  importanceRead,
  importanceSentence,
  segmentOutcomeLabel,
  trendSign,
} from '../../../shared/language/importance.ts';
import { segmentName } from '../../../shared/language/segments.ts';
import { widthOf } from '../../../shared/language/sentence.ts';
import { featureChoice } from '../../../shared/settings.ts';
import { UsageError } from '../arguments.ts';
import { fileReading, layoutOptions, list, memoryOption } from '../file-options.ts';
import { openHost, workspaceOptions, type Host } from '../host.ts';
import { importOrFind, readFilesAs } from '../import-files.ts';
import type { Verb } from '../main.ts';
import type { Output } from '../output.ts';
import { periodOf, periodOptions } from '../period-options.ts';
import { applyRecipe, givenRecipe, ownFeatureOption, ownFeatures, recipeOptions } from '../recipe-options.ts';

export const importanceVerb: Verb = {
  name: 'importance',
  summary:
    'Says which features tell most about an outcome, and which no more than chance. Reads the files, or takes the latest data of the --workspace.',
  positionals: '[<file>...]',
  options: {
    outcome: {
      value: 'NAME',
      help: 'a feature or column; future:spend or future:repeat, after --cutoff; or run:N:M, segment M of run N in the --workspace',
    },
    ...layoutOptions,
    ...memoryOption,
    ...periodOptions,
    exclude: { value: 'COLUMN,...', help: 'columns or features to leave out' },
    ...ownFeatureOption,
    recipe: recipeOptions.recipe!,
    seed: { value: 'N', help: 'number that fixes all chance', default: '1' },
    ...workspaceOptions,
  },
  run: async (args, output) => {
    const { positionals: files } = args;
    const name = args.text('outcome');
    if (name === undefined) throw new UsageError('--outcome is missing: what should the features tell about?');
    if (files.length === 0 && args.text('workspace') === undefined) throw new UsageError('no file to read');
    const seed = args.integer('seed', 0, 0xffffffff)!;
    const recipe = await givenRecipe(args);
    const settings = { exclude: list(args.text('exclude')), ...periodOf(args), ...ownFeatures(args, recipe) };
    const reading = fileReading(args);
    const recalls = args.text('workspace') !== undefined && !args.flag('recognise-anew');
    const host = await openHost(args, output, { mustExist: files.length === 0 });
    try {
      const datasetId = await dataOf(host, files, { reading, settings, recalls }, output);
      if (recipe) await applyRecipe(host, datasetId, recipe, settings);
      const asked = { datasetId, ...featureChoice(settings) };
      const { outcome, label } = await outcomeOf(host, name, asked, output.language);
      const report = await host.client.request('features.importance', { ...asked, outcome, seed });
      for (const line of lines(report, label, output.language)) output.say(line);
      return { command: 'importance', name: label, ...report };
    } finally {
      await host.close();
    }
  },
};

type Choice = Pick<RunSettings, 'exclude' | 'computed'> & FeatureChoice;

async function dataOf(
  host: Host,
  files: string[],
  wish: { reading: FileReading; settings: Choice & { exclude: string[] }; recalls: boolean },
  output: Output,
): Promise<number> {
  if (files.length === 0) {
    const latest = (await host.client.request('dataset.list', {})).toSorted((a, b) => b.id - a.id)[0];
    if (!latest) throw new AppError('not_found', { reason: 'no_such_dataset' });
    return latest.id;
  }
  const { settings } = wish;
  const { excluded, ...request } = await readFilesAs(host, files, { ...wish, truth: undefined }, output);
  settings.exclude = settings.exclude.filter((column) => !excluded.includes(column));
  return (await importOrFind(host, { ...request, remember: excluded.length === 0 }, null, output)).id;
}

/** What a name means, and how it is called in a sentence. Throws AppError where it means nothing. */
async function outcomeOf(
  host: Host,
  name: string,
  asked: { datasetId: number } & ReturnType<typeof featureChoice>,
  language: Language,
): Promise<{ outcome: Outcome; label: string }> {
  const future = futureOutcomeNames.find((one) => name === `future:${one}`);
  if (future) return { outcome: { future }, label: futureOutcomeLabel(future, language) };
  const [, run, number] = /^run:(\d+):(\d+)$/.exec(name) ?? [];
  if (run !== undefined) {
    const report = await host.client.request('run.report', { runId: Number(run) });
    const segment = report.segments.find((one) => one.number === Number(number));
    if (!segment) throw new AppError('not_found', { reason: 'no_such_segment' });
    const label = segmentOutcomeLabel(segmentName(segment, language), language);
    return { outcome: { run: report.runId, segment: segment.id }, label };
  }
  const [overview, dataset] = await Promise.all([
    host.client.request('features.get', asked),
    host.client.request('dataset.get', { datasetId: asked.datasetId }),
  ]);
  if (overview.failed[0]) throw AppError.fromWire(overview.failed[0].error);
  const ids = overview.features.map(({ definition }) => definition.id);
  try {
    const feature = featureNames(ids, personalColumns(dataset)).find(name, 1);
    return { outcome: { feature }, label: featureText(feature, language).label };
  } catch (error) {
    // There is no text in which a column would be.
    const details = { ...AppError.from(error).details };
    delete details.column;
    if (details.reason === 'formula_unknown_name' && details.suggestion === null) {
      throw new AppError('not_found', { reason: 'no_outcome', name });
    }
    throw new AppError('invalid_input', details);
  }
}

const barWidth = 24;
const labelWidth = 34;

/** The finding, a bar for each feature that tells more than chance, and how many do not. */
function* lines(report: ImportanceReport, outcome: string, language: Language): Generator<string> {
  yield importanceSentence(report, outcome, language);
  yield importanceRead(report, language);
  yield '';
  const telling = report.features.filter(({ aboveChance }) => aboveChance);
  const most = telling[0]?.share ?? 1;
  for (const one of telling) {
    const { share } = one;
    const label = importanceLabel(one, language);
    const gap = ' '.repeat(Math.max(1, labelWidth - widthOf(label)));
    const bar = '█'.repeat(Math.max(1, Math.round((barWidth * share) / most)));
    yield `${label}${gap}${formatShare(share).padStart(6)} ${trendSign(one).padEnd(1)} ${bar}`;
  }
}

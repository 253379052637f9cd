/** The options that read files into data that a workspace holds already. */
import { waysToAdd, type Addition, type AddWay } from '../../shared/additions.ts';
import type { Params } from '../../shared/contract.ts';
import type { FileInspection } from '../../shared/domain.ts';
import { AppError } from '../../shared/errors.ts';
import { additionText, firstOfLayout } from '../../shared/language/additions.ts';
import { UsageError, type Option, type ParsedArguments } from './arguments.ts';
import type { Host } from './host.ts';
import type { Output } from './output.ts';

export const addOptions: Record<string, Option> = {
  append: {
    help: 'add all lines to the latest data in the --workspace with the same columns; newer rows of customers win',
  },
  'only-new': { help: 'add only the lines that are not there yet' },
  replace: { help: 'put the files in the place of what these data hold' },
};
const wayOf: Record<string, AddWay> = { append: 'append', 'only-new': 'new', replace: 'replace' };

/** The way that the options name; null where the files are to be data of their own. Throws UsageError. */
export function givenWay(args: ParsedArguments): AddWay | null {
  const given = Object.keys(wayOf).filter((name) => args.flag(name));
  if (given.length === 0) return null;
  const names = Object.keys(wayOf).map((name) => `--${name}`);
  if (given.length > 1) throw new UsageError(`${names.join(', ')}: give one of them`);
  if (args.text('workspace') === undefined) throw new UsageError(`--${given[0]} adds to data in a --workspace FILE`);
  return wayOf[given[0]!]!;
}

/**
 * Reads the files into the latest data with the same columns, and says what came of it. These very files may have been
 * added before, by a command that was cut off: then nothing is done.
 * @param known the data set that is made of exactly these files, if there is one.
 * @returns the data set; null where there is none with these columns, so that the files have to become one.
 */
export async function addToDataset(
  host: Host,
  request: Omit<Params<'dataset.import'>, 'into'>,
  { how, known, output }: { how: AddWay; known: number | null; output: Output },
): Promise<number | null> {
  const look = (file: string, i: number): Promise<FileInspection> =>
    host.client.request('file.inspect', { ...request.each?.[i], file, quick: true });
  const found = await Promise.all(request.files.map(look));
  const datasets = await host.client.request('dataset.list', {});
  const dataset = datasets.findLast((one) => waysToAdd(one, found).includes(how));
  if (!dataset) {
    output.say(firstOfLayout[output.language]);
    return null;
  }
  if (dataset.id === known) return known;
  const into = { datasetId: dataset.id, how };
  const { jobId } = await host.client.request('dataset.import', { ...request, into });
  try {
    const { result } = await host.finish(jobId);
    output.say(additionText(result as unknown as Addition, output.language));
  } catch (thrown) {
    if (AppError.from(thrown).details.reason !== 'file_there_already') throw thrown;
    output.say(additionText(null, output.language));
  }
  return dataset.id;
}

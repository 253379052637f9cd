/** Files into a data set of the workspace, as a command says they are to be read. */
import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { AddWay } from '../../shared/additions.ts';
import type { Params } from '../../shared/contract.ts';
import type { FileReading, RunSettings } from '../../shared/domain.ts';
import { namesFeature } from '../../shared/formula/resolve.ts';
import { rememberedText } from '../../shared/language/corrections.ts';
import { fill } from '../../shared/language/sentence.ts';
import { isPictureName } from '../../shared/picture-files.ts';
import { addToDataset } from './add-options.ts';
import type { Host } from './host.ts';
import type { Output } from './output.ts';

export interface Imported {
  id: number;
  /** Whether this command read it in. */
  isNew: boolean;
}

/** What to import: as the options say, with what is excluded or known beforehand found among the columns. */
type ImportRequest = Pick<Params<'dataset.import'>, 'files' | 'each' | 'truth' | 'images'>;
/** What one run leaves out is no correction for later files. */
type Remembering = Pick<Params<'dataset.import'>, 'remember'>;

/** A picture, or a folder, which can only hold pictures. */
function isOfPictures(file: string): boolean {
  return isPictureName(file) || (statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

/**
 * What is excluded is a column of the files, or else a feature; the truth is a column, or else a file of labels. Files
 * whose reading the command leaves open are read as the last ones of their shape were corrected in the workspace.
 */
export async function readFilesAs(
  host: Host,
  paths: string[],
  wish: {
    reading: FileReading;
    settings: Pick<RunSettings, 'exclude' | 'computed'>;
    truth: string | undefined;
    recalls: boolean;
  },
  output: Output,
): Promise<ImportRequest & { excluded: string[] }> {
  const { reading, settings, truth, recalls } = wish;
  const given = paths.map((file) => resolve(file));
  const pictures = given.length > 1 ? given.filter(isOfPictures) : [];
  const images = pictures.length > 0 ? { images: pictures } : {};
  const files = given.filter((file) => !pictures.includes(file));
  if (settings.exclude.length === 0 && truth === undefined && !recalls) {
    return { files, each: files.map(() => reading), ...images, excluded: [] };
  }
  const found = await Promise.all(files.map((file) => host.client.request('file.inspect', { ...reading, file })));
  const names = found.map(({ columns }) => new Set(columns.map(({ name }) => name)));
  // A column that an own feature is made of has to be read; it is left out as a feature.
  const isRead = (name: string): boolean =>
    (settings.computed ?? []).some(({ formula }) => namesFeature(formula, name));
  const excluded = settings.exclude.filter((name) => !isRead(name) && names.some((own) => own.has(name)));
  const isColumn = truth !== undefined && names.some((own) => own.has(truth));
  const isFile = truth !== undefined && !isColumn && existsSync(resolve(truth));
  const each = names.map((own, i): FileReading => {
    const remembered = recalls ? found[i]!.remembered : undefined;
    if (remembered) output.say(fill(rememberedText[output.language], { file: basename(files[i]!) }));
    const base = { ...reading, ...remembered };
    // What is neither may be a column's number; else the import says so.
    const label = truth !== undefined && !isFile && (own.has(truth) || !isColumn) ? { label: truth } : {};
    const exclude = [...base.exclude, ...excluded.filter((name) => own.has(name))];
    return { ...base, columns: { ...base.columns, ...label }, exclude };
  });
  return { files, each, excluded, ...images, ...(isFile ? { truth: resolve(truth) } : {}) };
}

/** A named workspace may hold these very files already: then they are not read again. */
export async function importOrFind(
  host: Host,
  { remember, ...request }: ImportRequest & Remembering,
  how: AddWay | null,
  output: Output,
): Promise<Imported> {
  const { files, each, truth } = request;
  const known = await host.client.request('dataset.find', { files, each, truth });
  if (known && !how) return { id: known.id, isNew: false };
  const name = basename(request.files[0]!);
  const changed =
    how && (await addToDataset(host, { name, remember, ...request }, { how, known: known?.id ?? null, output }));
  if (changed) return { id: changed, isNew: false };
  const { jobId, datasetId } = await host.client.request('dataset.import', {
    name,
    ...request,
    remember,
  });
  await host.finish(jobId);
  return { id: datasetId, isNew: true };
}

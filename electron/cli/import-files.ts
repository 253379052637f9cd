/** Files into a data set of the workspace, as a command says they are to be read. */
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Params } from '../../shared/contract.ts';
import type { FileReading, RunSettings } from '../../shared/domain.ts';
import { namesFeature } from '../../shared/formula/resolve.ts';
import type { Host } from './host.ts';

export interface Imported {
  id: number;
  /** Whether this command read it in. */
  isNew: boolean;
}

/** What to import: as the options say, with what is excluded or known beforehand found among the columns. */
type ImportRequest = Pick<Params<'dataset.find'>, 'files' | 'each' | 'truth'>;

/** What is excluded is a column of the files, or else a feature; the truth is a column, or else a file of labels. */
export async function readFilesAs(
  host: Host,
  paths: string[],
  {
    reading,
    settings,
    truth,
  }: { reading: FileReading; settings: Pick<RunSettings, 'exclude' | 'computed'>; truth: string | undefined },
): Promise<ImportRequest & { excluded: string[] }> {
  const files = paths.map((file) => resolve(file));
  if (settings.exclude.length === 0 && truth === undefined) {
    return { files, each: files.map(() => reading), excluded: [] };
  }
  const found = await Promise.all(files.map((file) => host.client.request('file.inspect', { ...reading, file })));
  const names = found.map(({ columns }) => new Set(columns.map(({ name }) => name)));
  // A column that an own feature is made of has to be read; it is left out as a feature.
  const isRead = (name: string): boolean =>
    (settings.computed ?? []).some(({ formula }) => namesFeature(formula, name));
  const excluded = settings.exclude.filter((name) => !isRead(name) && names.some((own) => own.has(name)));
  const isColumn = truth !== undefined && names.some((own) => own.has(truth));
  const isFile = truth !== undefined && !isColumn && existsSync(resolve(truth));
  const each = names.map((own): FileReading => {
    // What is neither may be a column's number; else the import says so.
    const label = truth !== undefined && !isFile && (own.has(truth) || !isColumn) ? { label: truth } : {};
    const exclude = excluded.filter((name) => own.has(name));
    return { ...reading, columns: { ...reading.columns, ...label }, exclude };
  });
  return { files, each, excluded, ...(isFile ? { truth: resolve(truth) } : {}) };
}

/** A named workspace may hold these very files already: then they are not read again. */
export async function importOrFind(host: Host, request: ImportRequest): Promise<Imported> {
  const known = await host.client.request('dataset.find', request);
  if (known) return { id: known.id, isNew: false };
  const { jobId, datasetId } = await host.client.request('dataset.import', {
    name: basename(request.files[0]!),
    ...request,
  });
  await host.finish(jobId);
  return { id: datasetId, isNew: true };
}

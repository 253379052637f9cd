import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type {
  ColumnGuess,
  ColumnRole,
  DatasetSummary,
  FileReading,
  OrderRole,
  SourceFile,
} from '../../../shared/domain.ts';
import { listDatasets } from '../workspace/datasets.ts';
import type { Workspace } from '../workspace/open.ts';

/**
 * The ready data set whose files have these very contents, in this order, read in these ways (one a file); null if
 * there is none. `truth` is a file of known labels. Files are only hashed when their sizes fit.
 */
export async function findDataset(
  db: Workspace['db'],
  paths: string[],
  readings: FileReading[],
  truth?: string,
): Promise<DatasetSummary | null> {
  // What was added line by line is not what the same files would be together.
  const ready = listDatasets(db).filter(
    ({ status, files, additions = [] }) =>
      status === 'ready' && files.length === paths.length && (additions.at(-1)?.how ?? 'replace') === 'replace',
  );
  if (ready.length === 0) return null;
  const sizes = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ size }) => size,
        () => -1,
      ),
    ),
  );
  const candidates = ready.filter(
    ({ files }) =>
      files.every(({ bytes }, i) => bytes === sizes[i]) && files.every((file, i) => readWith(file, readings[i]!)),
  );
  if (candidates.length === 0) return null;
  const hashes = await Promise.all(paths.map(hashOf));
  const truthHash = truth === undefined ? undefined : await hashOf(truth);
  const isSame = ({ files }: DatasetSummary): boolean =>
    files[0]!.truth?.sha256 === truthHash && files.every(({ sha256 }, i) => sha256 === hashes[i]);
  return candidates.findLast(isSame) ?? null;
}

function readWith(file: SourceFile, reading: FileReading): boolean {
  const { part, columns, exclude, personal = [], encoding, delimiter, hasHeader, dateOrder, sample } = reading;
  if (part !== file.part) return false;
  if (sample?.share !== file.sample?.share || sample?.seed !== file.sample?.seed) return false;
  if ((encoding && encoding !== file.encoding) || (delimiter && delimiter !== file.delimiter)) return false;
  if (hasHeader !== undefined && hasHeader !== file.hasHeader) return false;
  if (dateOrder && dateOrder !== file.dateOrder) return false;
  const is = ({ name, index }: ColumnGuess, column: string | number): boolean =>
    name === column || index + 1 === column;
  const has = (columns: readonly (string | number)[], role: ColumnRole): boolean =>
    columns.every((column) => file.columns.some((guess) => guess.role === role && is(guess, column)));
  if (!has(exclude, 'ignored') || !has(personal, 'personal')) return false;
  // A label is kept out of the features: it must be one now as then.
  if (file.columns.some(({ role }) => role === 'label') !== (columns.label !== undefined)) return false;
  return Object.entries(columns).every(([role, column]) => has([column], role as OrderRole));
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

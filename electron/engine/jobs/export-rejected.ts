import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetSummary, Language, RejectedLine } from '../../../shared/domain.ts';
import { lineKey, linesOfFile } from '../ingest/lines-of-file.ts';
import { rejectedCsv } from '../output/rejected-csv.ts';
import { makeFolder, writeFileAtomically } from '../output/write-file.ts';

/**
 * Writes rejected.csv into a folder.
 *
 * A line's text is nobody's to keep: it may hold names and addresses, and the import promises that nothing of what was
 * left out stays. So the workspace keeps file, line, column, reason and outline alone, and the text is taken from the
 * file itself, if whoever asks still has it: byte for byte the same, as its hash says.
 * @param sources files that may be those of the data set; any other is passed over.
 * @returns lines written, and how many of them have their text.
 * @throws AppError as `makeFolder` and `writeFileAtomically`.
 */
export async function exportRejected(
  dataset: DatasetSummary,
  folder: string,
  language: Language,
  sources: readonly string[],
): Promise<{ lines: number; withText: number }> {
  const texts = await textsOf(dataset, sources);
  const { rejectedLines } = dataset;
  const textOf = (line: RejectedLine & { file: string }): string | null =>
    texts.get(`${line.file}:${lineKey(line)}`) ?? null;
  await makeFolder(folder);
  await writeFileAtomically(
    join(folder, 'rejected.csv'),
    rejectedCsv(rejectedLines, language, texts.size > 0 ? textOf : null),
  );
  return { lines: rejectedLines.length, withText: rejectedLines.filter((line) => textOf(line) !== null).length };
}

/** Texts by `FILE:` and `lineKey`, from the sources that are files of the data set. */
async function textsOf(dataset: DatasetSummary, sources: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of sources) {
    const size = await stat(path).then(
      (file) => file.size,
      () => -1,
    );
    for (const file of dataset.files.filter(({ bytes, rejected }) => bytes === size && rejected > 0)) {
      const wanted = new Set(dataset.rejectedLines.filter((line) => line.file === file.name).map(lineKey));
      for (const [key, text] of await linesOfFile(path, file, wanted)) found.set(`${file.name}:${key}`, text);
    }
  }
  return found;
}

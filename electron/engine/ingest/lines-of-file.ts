import type { RejectedLine, SourceFile } from '../../../shared/domain.ts';
import { textDecoder } from './encoding.ts';
import { readLayout } from './layout.ts';

/** Tells a line of a file from all others of it, whatever part it lies in. */
export function lineKey({ part, line }: Pick<RejectedLine, 'part' | 'line'>): string {
  return `${line}:${part ?? ''}`;
}

/**
 * The records that begin on these lines, as text, by `lineKey`; none, if the file at the path is not byte for byte the
 * one that was imported. O(bytes).
 * @throws AppError as `readLayout`.
 */
export async function linesOfFile(
  path: string,
  file: SourceFile,
  wanted: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const layout = await readLayout(path, {
    ...(file.part === undefined ? {} : { part: file.part }),
    encoding: file.encoding,
    delimiter: file.delimiter,
    ...(file.hasHeader === undefined ? {} : { hasHeader: file.hasHeader }),
  });
  const decode = textDecoder(layout.transcoded ? 'utf-8' : file.encoding);
  await layout.scan(
    ({ line, bytes, recordStart, recordEnd }) => {
      const key = lineKey(layout.source.place(line));
      if (wanted.has(key)) texts.set(key, decode(bytes.subarray(recordStart, recordEnd)));
    },
    () => true,
  );
  return layout.source.sha256() === file.sha256 ? texts : new Map<string, string>();
}

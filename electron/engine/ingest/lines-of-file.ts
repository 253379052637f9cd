import type { SourceFile } from '../../../shared/domain.ts';
import { textDecoder } from './encoding.ts';
import { readLayout } from './layout.ts';

/**
 * The records that begin on these lines, as text, by line; none, if the file at the path is not byte for byte the one
 * that was imported. O(bytes).
 * @throws AppError as `readLayout`.
 */
export async function linesOfFile(
  path: string,
  file: SourceFile,
  wanted: ReadonlySet<number>,
): Promise<Map<number, string>> {
  const texts = new Map<number, string>();
  const layout = await readLayout(path, {
    encoding: file.encoding,
    delimiter: file.delimiter,
    ...(file.hasHeader === undefined ? {} : { hasHeader: file.hasHeader }),
  });
  const decode = textDecoder(layout.transcoded ? 'utf-8' : file.encoding);
  await layout.scan(
    ({ line, bytes, recordStart, recordEnd }) => {
      if (wanted.has(line)) texts.set(line, decode(bytes.subarray(recordStart, recordEnd)));
    },
    () => true,
  );
  return layout.source.sha256() === file.sha256 ? texts : new Map<number, string>();
}

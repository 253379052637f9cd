/** Reads the known labels of rows: a list of numbers (`.npy`, IDX), or a text file with one column. */
import { AppError } from '../../../../shared/errors.ts';
import { textDecoder } from '../encoding.ts';
import { readLayout } from '../layout.ts';
import { isMatrix, openMatrix } from './read-matrix.ts';

export interface LabelFile {
  /** One a row, as written; empty where it is not known. */
  labels: string[];
  name: string;
  /** SHA-256 of the file's bytes, hex. */
  sha256: string;
}

/**
 * @param rows how many there should be: a text file with one line more begins with a header. Otherwise a first line
 * that is no number, above numbers only, is one.
 * @throws AppError as `readMatrix` and `readLayout`; invalid_input `labels_not_one_column`.
 */
export async function readLabelFile(path: string, rows?: number): Promise<LabelFile> {
  return (await isMatrix(path)) ? labelsOfArray(path) : labelsOfText(path, rows);
}

export async function readLabels(path: string, rows?: number): Promise<string[]> {
  return (await readLabelFile(path, rows)).labels;
}

async function labelsOfArray(path: string): Promise<LabelFile> {
  const { source, nColumns, read } = await openMatrix(path);
  if (nColumns !== 1) throw new AppError('invalid_input', { reason: 'labels_not_one_column', file: source.name });
  const { values } = await read();
  const labels = Array.from(values, (value) => (Number.isNaN(value) ? '' : String(value)));
  return { labels, name: source.name, sha256: source.sha256() };
}

async function labelsOfText(path: string, rows?: number): Promise<LabelFile> {
  const layout = await readLayout(path, { kind: 'features', delimiter: ',', hasHeader: false });
  const { source } = layout;
  const decode = textDecoder(layout.transcoded ? 'utf-8' : layout.encoding);
  const labels: string[] = [];
  await layout.scan(
    (record) => {
      if (record.nFields > 1) {
        throw new AppError('invalid_input', { reason: 'labels_not_one_column', file: source.name, line: record.line });
      }
      record.unescape(0);
      labels.push(decode(record.bytes.subarray(record.starts[0]!, record.ends[0]!)).trim());
    },
    () => true,
  );
  const isNumber = (text: string): boolean => text !== '' && Number.isFinite(Number(text));
  const hasHeader =
    rows === undefined
      ? labels.length > 1 && !isNumber(labels[0]!) && labels.slice(1).every((text) => text === '' || isNumber(text))
      : labels.length === rows + 1;
  return { labels: hasHeader ? labels.slice(1) : labels, name: source.name, sha256: source.sha256() };
}

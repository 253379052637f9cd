/** Reads the records of a file other than orders into columns of cells. */
import type { RejectedLine, SourceFile } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import { EncodingJudge } from '../encoding-judge.ts';
import { hasHighBytes } from '../encoding.ts';
import type { ImportContext } from '../import-orders.ts';
import type { Layout } from '../layout.ts';
import { faultOf } from '../preview.ts';
import { Rejections } from '../rejections.ts';
import type { CellColumn } from './cell-columns.ts';

export interface ReadCells {
  /** Rows in the columns. */
  rows: number;
  /** In which the texts are to be decoded. */
  encoding: string;
  file: Omit<SourceFile, 'columns' | 'dateOrder'>;
  rejectedLines: (RejectedLine & { file: string })[];
}

/**
 * Adds every sound record of the file to the columns. A record with too few or too many fields is rejected; what a
 * cell cannot be read as is up to its column.
 * @throws AppError as `Layout.scan`; invalid_input mixed_encodings, all_rejected, no_date_format; cancelled.
 */
export async function readCells(
  layout: Layout,
  columns: readonly CellColumn[],
  context: ImportContext,
): Promise<ReadCells> {
  const { source } = layout;
  const judge = new EncodingJudge();
  const rejections = new Rejections();
  let records = 0;
  let rows = 0;
  await layout.scan(
    (record) => {
      records++;
      if (hasHighBytes(record.bytes, record.recordStart, record.recordEnd)) {
        judge.add(record.bytes, record.recordStart, record.recordEnd, record.line);
      }
      const fault = record.nFields === layout.width ? undefined : faultOf(record, layout.width);
      if (fault) return rejections.add(fault, record.line, () => ({}));
      rows++;
      for (const column of columns) column.add(record);
    },
    () => {
      context.checkCancelled();
      context.report(Math.min(1, source.bytesRead() / Math.max(1, source.bytes)));
      return true;
    },
  );
  const { encoding, changesAt } = layout.encodingSettled
    ? { encoding: layout.encoding, changesAt: null }
    : judge.verdict(layout.marked, layout.encoding);
  if (changesAt !== null) {
    throw new AppError('invalid_input', { reason: 'mixed_encodings', file: source.name, ...source.place(changesAt) });
  }
  rejections.check(source, records);
  const sample = layout.sample();
  return {
    rows,
    encoding: layout.transcoded ? 'utf-8' : encoding,
    file: {
      name: source.name,
      kind: layout.kind,
      ...(source.part === undefined ? {} : { part: source.part }),
      bytes: source.bytes,
      sha256: source.sha256(),
      encoding,
      delimiter: layout.delimiter,
      hasHeader: layout.hasHeader,
      lines: records,
      accepted: rows,
      rejected: rejections.count,
      ...(sample ? { sample } : {}),
    },
    rejectedLines: rejections.list(source),
  };
}

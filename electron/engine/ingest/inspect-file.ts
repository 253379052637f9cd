/** What a file is: the answer that is shown before it is imported. */
import type { FileInspection } from '../../../shared/domain.ts';
import { DateOrderVotes } from './date-order.ts';
import { DateReader, DayMonth } from './dates.ts';
import { EncodingJudge } from './encoding-judge.ts';
import { hasHighBytes } from './encoding.ts';
import { readLayout, type LayoutOptions } from './layout.ts';
import type { RecordScanner } from './record-scanner.ts';

/** Records after which an inspection no longer looks for what is still open. */
const enoughRecords = 500_000;

/**
 * Encoding, delimiter, header, number and date style of a file, and the role of each column with its confidence.
 * Names and values of the first megabyte decide; only the order of day and month and the encoding of files that begin
 * as plain ASCII are looked for further on, for at most 500,000 records.
 * @param overrides what a person has decided; the rest is found.
 * @throws AppError as `readLayout`, and unclosed_quote, line_too_long, gzip_cut_short further on in the file.
 */
export async function inspectFile(path: string, overrides: LayoutOptions = {}): Promise<FileInspection> {
  const layout = await readLayout(path, overrides);
  const column = layout.columns.find(({ role }) => role === 'date')?.index ?? -1;
  const dates = new DateReader(layout.dateKind);
  const votes = new DateOrderVotes();
  const judge = new EncodingJudge();
  const openTimes: number[] = [];
  let seen = 0;
  let seenBeyondAscii = layout.encodingSettled;
  const lookAt = (record: RecordScanner): void => {
    seen++;
    if (hasHighBytes(record.bytes, record.recordStart, record.recordEnd)) {
      judge.add(record.bytes, record.recordStart, record.recordEnd, record.line);
      seenBeyondAscii = true;
    }
    if (column < 0 || column >= record.nFields) return;
    record.unescape(column);
    if (!dates.read(record.bytes, record.starts[column]!, record.ends[column]!)) return;
    votes.add(dates.dayMonth);
    if (dates.dayMonth === DayMonth.open && openTimes.length < enoughRecords) openTimes.push(dates.time);
  };
  await layout.scan(lookAt, () => seen < enoughRecords && !(votes.settled && seenBeyondAscii));
  const { order, ambiguous } = votes.decide(layout.dateKind, () => openTimes, layout.dayFirstHabit);
  return {
    file: layout.source.name,
    bytes: layout.source.bytes,
    compression: layout.source.compression,
    encoding: layout.encodingSettled ? layout.encoding : judge.verdict(layout.marked, layout.encoding).encoding,
    delimiter: layout.delimiter,
    hasHeader: layout.hasHeader,
    decimal: layout.decimal,
    dateOrder: order,
    dateOrderAmbiguous: ambiguous,
    columns: layout.columns,
  };
}

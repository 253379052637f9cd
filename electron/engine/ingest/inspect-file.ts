/** What a file is: the answer that is shown before it is imported. */
import type { FileInspection, OpenDate } from '../../../shared/domain.ts';
import { DateOrderVotes } from './date-order.ts';
import { DateReader, DayMonth, swapDayAndMonth } from './dates.ts';
import { EncodingJudge } from './encoding-judge.ts';
import { hasHighBytes, textDecoder } from './encoding.ts';
import { readLayout, type LayoutOptions } from './layout.ts';
import { expectLayout, memoryPlan } from './memory-plan.ts';
import { inspectMatrix } from './matrices/import-matrix.ts';
import { isMatrix } from './matrices/read-matrix.ts';
import { Preview } from './preview.ts';
import type { RecordScanner } from './record-scanner.ts';

/** Records after which an inspection no longer looks for what is still open; a quick one, which is asked for at every change. */
const enoughRecords = 500_000;
const enoughWhenQuick = 1000;

/**
 * Encoding, delimiter, header, number and date style of a file, the role of each column with its confidence, and the
 * first records as they would be read. Names and values of the first megabyte decide; only the order of day and month
 * and the encoding of files that begin as plain ASCII are looked for further on, for at most 500,000 records.
 * @param overrides what a person has decided; the rest is found.
 * A sample of customers is looked at like the whole.
 * @param options.quick look at the first thousand records only.
 * @param options.memory bytes that can be had; by default it is not asked whether the file fits.
 * @throws AppError as `readLayout` and `inspectMatrix`, and unclosed_quote, line_too_long, gzip_cut_short further on in the file.
 */
export async function inspectFile(
  path: string,
  { sample, ...overrides }: LayoutOptions = {},
  { quick = false, memory = Infinity } = {},
): Promise<FileInspection> {
  if (await isMatrix(path)) return inspectMatrix(path, overrides);
  const most = quick ? enoughWhenQuick : enoughRecords;
  const layout = await readLayout(path, overrides);
  const column = layout.dateColumn;
  const dates = new DateReader(layout.dateKind, layout.dateOrder);
  const votes = new DateOrderVotes();
  const judge = new EncodingJudge();
  const preview = new Preview(layout);
  const openTimes: number[] = [];
  const openDates: OpenDate[] = [];
  let seen = 0;
  let beyondAscii = false;
  const lookAt = (record: RecordScanner): void => {
    seen++;
    if (hasHighBytes(record.bytes, record.recordStart, record.recordEnd)) {
      judge.add(record.bytes, record.recordStart, record.recordEnd, record.line);
      beyondAscii = true;
    }
    preview.add(record);
    if (column < 0 || column >= record.nFields) return;
    record.unescape(column);
    const [start, end] = [record.starts[column]!, record.ends[column]!];
    if (!dates.read(record.bytes, start, end)) return;
    votes.add(dates.dayMonth);
    if (dates.dayMonth !== DayMonth.open || openTimes.length >= most) return;
    openTimes.push(dates.time);
    if (openDates.length < 2) addOpenDate(openDates, record.bytes.subarray(start, end), dates.time);
  };
  const encodingOpen = (): boolean => !layout.encodingSettled && !beyondAscii;
  await layout.scan(lookAt, () => seen < most && (!votes.settled || encodingOpen() || !preview.full));
  const { order, dayFirst, ambiguous, because } = votes.decide(
    layout.dateKind,
    () => openTimes,
    layout.dayFirstHabit,
    layout.dateOrder,
  );
  const encoding = layout.encodingSettled ? layout.encoding : judge.verdict(layout.marked, layout.encoding).encoding;
  const { because: decided } = layout;
  const plan = memoryPlan([expectLayout(layout)], memory, sample?.share);
  return {
    file: layout.source.name,
    bytes: layout.source.bytes,
    kind: layout.kind,
    kindConfidence: layout.kindConfidence,
    compression: layout.source.compression,
    container: layout.source.container,
    parts: layout.source.parts,
    encoding,
    delimiter: layout.delimiter,
    hasHeader: layout.hasHeader,
    decimal: layout.decimal,
    dateOrder: order,
    dateOrderAmbiguous: ambiguous,
    openDates: ambiguous ? openDates : [],
    because: {
      ...decided,
      encoding:
        decided.encoding === 'ascii' && beyondAscii ? (encoding === 'utf-8' ? 'valid' : 'likeliest') : decided.encoding,
      dateOrder: because,
    },
    columns: layout.columns,
    preview: preview.finish(encoding, dayFirst),
    ...(plan ? { memory: plan } : {}),
  };
}

/** Keeps a date whose two readings are different days, if it is another than those kept. */
function addOpenDate(kept: OpenDate[], bytes: Uint8Array, monthFirst: number): void {
  const dayFirst = swapDayAndMonth(monthFirst);
  if (dayFirst === monthFirst) return;
  const text = textDecoder('latin1')(bytes);
  if (kept.some((other) => other.text === text || dayOf(other.monthFirst) === dayOf(monthFirst))) return;
  kept.push({ text, monthFirst, dayFirst });
}

function dayOf(time: number): number {
  return Math.floor(time / 86_400);
}

/** How a file is written and what its columns are, from its first megabyte. */
import iconv from 'iconv-lite';
import type {
  CalendarOrder,
  ColumnGuess,
  CustomerSample,
  FileKind,
  FileReading,
  ReadingReasons,
  SourceFile,
} from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { findColumn, guessRoles, type ColumnChoice } from './column-roles.ts';
import { CustomerSampler } from './customer-sample.ts';
import { describeValues, readsAsDate, type ColumnValues } from './column-values.ts';
import type { DateKind } from './dates.ts';
import { findDelimiter } from './delimiter.ts';
import { findHeader, nameColumns } from './header.ts';
import { LineJudge } from './encoding-judge.ts';
import {
  encodingByName,
  encodingOfMark,
  hasHighBytes,
  needsTranscoding,
  textDecoder,
  transcode,
  unmarkedUtf16,
} from './encoding.ts';
import { decimalVotes, type Decimal } from './numbers.ts';
import { maxRecordBytes, RecordScanner } from './record-scanner.ts';
import { openSource, readStart, type ByteSource } from './sources/byte-source.ts';
import { recognise } from './sources/recognise.ts';
import { columnType } from './tables/column-type.ts';
import { guessKind } from './tables/guess-kind.ts';
import { tableRoles } from './tables/table-roles.ts';

/** More than the longest record, so that a longer one is noticed in the sample. */
const sampleBytes = maxRecordBytes + (1 << 18);
const delimiterSampleBytes = 1 << 17;
const sampleRecords = 1000;
/** Order files shrink to about a sixth. */
const packedRatio = 7;
/** What repeats itself shrinks to this; deflate can do no more. */
const mostPackedRatio = 1000;
const reserveRatio = 1.1;

/** What a person, or an earlier look at the file, has decided. */
export interface LayoutOptions {
  kind?: FileKind;
  /** Sheet or file in an archive, by name. */
  part?: string;
  columns?: ColumnChoice;
  /** Columns that are features, by name or 1-based number. */
  attributes?: readonly (string | number)[];
  /** Columns that are not to be read, and those that hold personal data, by name or 1-based number. */
  exclude?: readonly (string | number)[];
  personal?: readonly (string | number)[];
  encoding?: string;
  delimiter?: string;
  hasHeader?: boolean;
  dateOrder?: CalendarOrder;
  /** The customers whose records are read; all by default. */
  sample?: CustomerSample;
}

/** A person's corrections as options; what was not said is absent. */
export function layoutOptions(reading: FileReading): LayoutOptions {
  const { kind, part, columns, attributes, exclude, personal, encoding, delimiter, hasHeader, dateOrder, sample } =
    reading;
  return {
    ...(kind ? { kind } : {}),
    ...(part ? { part } : {}),
    columns,
    exclude,
    ...(attributes ? { attributes } : {}),
    ...(personal ? { personal } : {}),
    ...(encoding ? { encoding } : {}),
    ...(delimiter ? { delimiter } : {}),
    ...(hasHeader !== undefined ? { hasHeader } : {}),
    ...(dateOrder ? { dateOrder } : {}),
    ...(sample ? { sample } : {}),
  };
}

export interface Layout {
  source: ByteSource;
  kind: FileKind;
  kindConfidence: number;
  /** As far as the sample tells; a file that is ASCII for long is called utf-8. */
  encoding: string;
  /** The encoding was asked for, announced by a mark, or needed for transcoding: the records do not judge it again. */
  encodingSettled: boolean;
  /** The bytes begin with the byte order mark of UTF-8. */
  marked: boolean;
  /** Records come as UTF-8, not as the bytes of the file. */
  transcoded: boolean;
  delimiter: string;
  hasHeader: boolean;
  decimal: Decimal;
  /** Column by whose dates their order is judged; -1 where there are none. */
  dateColumn: number;
  dateKind: DateKind;
  /** The order of a calendar date's parts that a person chose. */
  dateOrder: CalendarOrder | null;
  /** The order of day and month where no value of the whole column settles it, by the habits of the writer. */
  dayFirstHabit: boolean;
  columns: ColumnGuess[];
  /** The sampled cells of each column, and what they say. */
  values: readonly ColumnValues[];
  /** What decided; of dates and bytes beyond the sample only the whole file tells. */
  because: Omit<ReadingReasons, 'dateOrder'>;
  /** Fields that a record must have. */
  width: number;
  /** About how many records of data the file has, for reserving memory. */
  estimatedRecords: number;
  /** The sample that is read, with the records of the file that were asked about so far; null for all. */
  sample: () => NonNullable<SourceFile['sample']> | null;
  /** Calls back for every record of data, or of the sample, until the file ends or `goOn`, asked after every chunk, says no. */
  scan: (onRecord: (record: RecordScanner) => void, goOn: () => boolean) => Promise<void>;
}

/**
 * Reads the beginning of a file and decides how the rest is to be read.
 * @throws AppError as `openSource`; invalid_input empty_file, header_only, binary_file, unclosed_quote, line_too_long,
 * unknown_encoding, unknown_delimiter, no_such_column.
 */
export async function readLayout(path: string, given: LayoutOptions = {}): Promise<Layout> {
  const source = await openSource(path, given.part === undefined ? {} : { part: given.part });
  // How the text of cells is written was decided when it was made.
  const options = source.generated ? { ...given, encoding: 'utf-8', delimiter: ',' } : given;
  const file = source.name;
  const start = await readStart(source, sampleBytes);
  if (start.bytes.length === 0) throw new AppError('invalid_input', { reason: 'empty_file', file });
  const found = findEncoding(start.bytes, start.complete, options.encoding, file);
  const { marked } = found;
  let { encoding } = found;

  let sample = start.bytes.subarray(found.markLength);
  let transcoding = false;
  const toUtf8 = (): void => {
    transcoding = true;
    sample = Buffer.from(iconv.decode(Buffer.from(sample), encoding), 'utf8');
  };
  if (needsTranscoding(encoding, ',')) toUtf8();
  const separator = source.generated
    ? null
    : /^"?sep=([,;|\t])"?[ \t]*\r?\n/i.exec(Buffer.from(sample.subarray(0, 16)).toString('latin1'));
  const preamble = separator ? separator[0].length : 0;
  sample = sample.subarray(preamble);
  const isWhole = start.complete && sample.length <= delimiterSampleBytes;
  const delimiter = options.delimiter
    ? checkDelimiter(options.delimiter, file)
    : (separator?.[1] ?? findDelimiter(sample.subarray(0, delimiterSampleBytes), isWhole, file));
  if (delimiter === '|' && !found.given) {
    // The one delimiter that may hide in Chinese and Japanese characters: the encoding must be known beforehand.
    const judge = new LineJudge();
    for await (const chunk of source.chunks()) judge.push(chunk);
    encoding = judge.end().verdict(marked).encoding;
  }
  if (!transcoding && needsTranscoding(encoding, delimiter)) toUtf8();
  const firstLine = separator ? 2 : 1;
  const { records, bytesPerRecord } = sampleOf(
    sample,
    delimiter,
    transcoding ? 'utf-8' : encoding,
    start.complete,
    source,
    firstLine,
  );
  if (records.length === 0) throw new AppError('invalid_input', { reason: 'empty_file', file });
  const headerFound = options.hasHeader === undefined ? findHeader(records) : 'chosen';
  const hasHeader = options.hasHeader ?? headerFound !== 'data';
  const header = hasHeader ? records[0]! : null;
  const data = hasHeader ? records.slice(1) : records;
  if (data.length === 0) throw new AppError('invalid_input', { reason: 'header_only', file });

  const { width, names } = nameColumns(header, data);
  const cells = names.map((_, column) => data.map((record) => record[column] ?? ''));
  const decimal = findDecimal(cells);
  const values = cells.map((column) => describeValues(column, decimal));
  const chosen = options.columns ?? {};
  const exclude = options.exclude ?? [];
  const orderColumns = guessRoles(names, values, {
    hasHeader,
    file,
    chosen,
    exclude,
    personal: options.personal ?? [],
  });
  const { kind, confidence: kindConfidence } = options.kind
    ? { kind: options.kind, confidence: 1 }
    : guessKind(orderColumns, values, hasHeader);
  const columns = tableRoles(kind, {
    columns: orderColumns,
    values,
    named: hasHeader,
    chosen: Object.fromEntries(Object.entries(chosen).map(([role, column]) => [role, findColumn(names, column, file)])),
    attributes: (options.attributes ?? []).map((column) => findColumn(names, column, file)),
    excluded: new Set(exclude.map((column) => findColumn(names, column, file))),
  });

  const dateColumn = dateColumnOf(columns, values);
  // Of products all are read: which customers there are is nothing to them.
  const sampler =
    options.sample && kind !== 'catalogue'
      ? new CustomerSampler(options.sample, { columns, kind, encoding: transcoding ? 'utf-8' : encoding })
      : null;

  return {
    source,
    kind,
    kindConfidence,
    encoding,
    encodingSettled: found.given || transcoding,
    marked,
    transcoded: transcoding,
    delimiter,
    hasHeader,
    decimal,
    dateColumn,
    dateKind: values[dateColumn]?.date?.kind ?? 'calendar',
    dateOrder: options.dateOrder ?? null,
    dayFirstHabit: decimal === ',' || /^\d{1,2}[.-]/.test(values[dateColumn]?.cells.find((cell) => cell !== '') ?? ''),
    columns,
    values,
    because: {
      encoding: source.generated ? 'valid' : found.because,
      delimiter: source.generated ? 'said' : options.delimiter ? 'chosen' : separator ? 'said' : 'regular',
      header: headerFound,
    },
    width,
    estimatedRecords: recordsOf(source, bytesPerRecord),
    sample: () => (sampler ? { ...options.sample!, of: sampler.seen } : null),
    scan: async (onRecord, goOn) => {
      let first = hasHeader;
      if (sampler) sampler.seen = 0;
      const scanner = new RecordScanner(
        delimiter,
        (record) => {
          if (first) first = false;
          else if (!sampler || sampler.takes(record)) onRecord(record);
        },
        { file, firstLine },
      );
      // The mark of a transcoded file is dropped by the decoder.
      let skip = preamble + (transcoding ? 0 : found.markLength);
      try {
        for await (const chunk of transcoding ? transcode(source.chunks(), encoding) : source.chunks()) {
          scanner.push(skip > 0 ? chunk.subarray(skip) : chunk);
          skip = Math.max(0, skip - chunk.length);
          if (!goOn()) return;
        }
        scanner.end();
      } catch (thrown) {
        throw placed(thrown, source);
      }
    },
  };
}

/** About how many records there are, rather too many: what is reserved need not be copied later. */
function recordsOf({ rows, textBytes, bytes }: ByteSource, bytesPerRecord: number): number {
  const text = textBytes === null ? packedRatio * bytes : reserveRatio * textBytes;
  // Sheets may announce a million rows and hold three.
  if (rows !== null) return Math.min(rows, Math.ceil((mostPackedRatio * bytes) / bytesPerRecord));
  return Math.ceil(text / bytesPerRecord);
}

interface FoundEncoding {
  encoding: string;
  markLength: number;
  marked: boolean;
  given: boolean;
  because: ReadingReasons['encoding'];
}

function findEncoding(bytes: Uint8Array, complete: boolean, asked: string | undefined, file: string): FoundEncoding {
  const mark = encodingOfMark(bytes);
  const unmarked = mark || asked ? null : unmarkedUtf16(bytes);
  const encoding = asked ? encodingByName(asked) : (mark?.encoding ?? unmarked);
  const wide = encoding !== null && /^(utf-?(16|32)|ucs-?2)/.test(encoding);
  if (!wide) refuseBinary(bytes, file);
  const markLength = mark && (mark.encoding === encoding || !asked) ? mark.length : 0;
  const marked = mark?.encoding === 'utf-8';
  if (asked || wide || (mark && !marked)) {
    return {
      encoding: encoding!,
      markLength,
      marked,
      given: true,
      because: asked ? 'chosen' : mark ? 'mark' : 'valid',
    };
  }
  const judge = new LineJudge();
  judge.push(bytes);
  const verdict = judge.end(!complete).verdict(marked).encoding;
  return { encoding: verdict, markLength, marked, given: false, because: whyEncoding(marked, verdict, bytes) };
}

/** What spoke for an encoding that nobody chose; `bytes` are those that were judged. */
export function whyEncoding(marked: boolean, encoding: string, bytes: Uint8Array): ReadingReasons['encoding'] {
  if (marked && encoding === 'utf-8') return 'mark';
  if (!hasHighBytes(bytes, 0, bytes.length)) return 'ascii';
  return encoding === 'utf-8' ? 'valid' : 'likeliest';
}

/** An error at a line of the text as one at a line of the file, or of its part. */
function placed(thrown: unknown, { place }: ByteSource): unknown {
  if (!(thrown instanceof AppError) || thrown.details.line === undefined) return thrown;
  return new AppError(thrown.code, { ...thrown.details, ...place(thrown.details.line) }, { cause: thrown });
}

/** Zero bytes, and many other control characters, are in no text. */
function refuseBinary(bytes: Uint8Array, file: string): void {
  const format = recognise(bytes);
  let control = 0;
  const length = Math.min(bytes.length, 1 << 16);
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!;
    if (byte === 0) control += length;
    else if (byte < 32 && (byte < 9 || byte > 13)) control++;
  }
  if (format === 'text' && control <= length * 0.05) return;
  throw new AppError('invalid_input', { reason: 'binary_file', file, kind: format === 'text' ? 'unknown' : format });
}

function checkDelimiter(delimiter: string, file: string): string {
  const known = delimiter === 'tab' ? '\t' : delimiter;
  if (known === 'blanks' || (/^[\t -~]$/.test(known) && !/["\p{L}\p{N}.]/u.test(known))) {
    return known === ' ' ? 'blanks' : known;
  }
  throw new AppError('invalid_input', { reason: 'unknown_delimiter', file });
}

/** The first records as texts. */
function sampleOf(
  sample: Uint8Array,
  delimiter: string,
  encoding: string,
  complete: boolean,
  source: ByteSource,
  firstLine: number,
): { records: string[][]; bytesPerRecord: number } {
  const records: string[][] = [];
  let bytes = 0;
  const text = textDecoder(encoding);
  const scanner = new RecordScanner(
    delimiter,
    (record) => {
      if (records.length > sampleRecords) return;
      const cells: string[] = [];
      for (let i = 0; i < record.nFields && i < 10_000; i++) {
        record.unescape(i);
        cells.push(text(record.bytes.subarray(record.starts[i]!, record.ends[i]!)).trim());
      }
      records.push(cells);
      bytes += record.recordEnd - record.recordStart + 1;
    },
    { file: source.name, firstLine },
  );
  // A piece at a time: a thousand records may be much less than the sample.
  const piece = 1 << 16;
  try {
    for (let from = 0; from < sample.length; from += piece) {
      if (records.length > sampleRecords) break;
      scanner.push(sample.subarray(from, from + piece));
    }
    if (complete && records.length <= sampleRecords) scanner.end();
  } catch (thrown) {
    throw placed(thrown, source);
  }
  return { records, bytesPerRecord: bytes / Math.max(1, records.length) };
}

/** Decimal point or comma, by the columns that hold numbers. */
function findDecimal(columns: readonly string[][]): Decimal {
  let votes = 0;
  for (const cells of columns) {
    const given = cells.filter((cell) => cell !== '');
    const numeric = given.filter(
      (cell) => /^\D{0,5}\d[\d.,'’\s]*\D{0,5}$/.test(cell) && !readsAsDate(cell, 'calendar'),
    );
    if (numeric.length > 0.5 * given.length) votes += decimalVotes(numeric);
  }
  return votes < 0 ? ',' : '.';
}

/** The date of orders and events, or the first attribute that holds dates. */
function dateColumnOf(columns: readonly ColumnGuess[], values: readonly ColumnValues[]): number {
  const date = columns.find(({ role }) => role === 'date');
  const attribute = columns.find(
    ({ role, name, index }) => role === 'attribute' && columnType(name, values[index]!) === 'date',
  );
  return (date ?? attribute)?.index ?? -1;
}

/**
 * Splits bytes into records and fields without making strings. It works on every encoding in which the bytes of the
 * delimiter, the quote and the line ends mean only themselves (`needsTranscoding` in encoding.ts names the others).
 * Quotes follow RFC 4180 (doubled quotes, line breaks inside), leniently: a quote inside an unquoted field is text,
 * and so is what follows a closing quote on the same line.
 */
import { AppError } from '../../../shared/errors.ts';

/** A record longer than this is refused, so that a broken file never fills the memory. */
export const maxRecordBytes = 1 << 20;

const lineFeed = 10;
const carriageReturn = 13;
const quote = 34;
const blank = 32;
const tab = 9;

export class RecordScanner {
  /** The bytes that `starts` and `ends` point into; replaced when it has to grow, so read it anew in each record. */
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView;
  /** Fields of the current record; `starts[i]` to `ends[i]` without quotes and without blanks at the ends. */
  nFields = 0;
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** Where the current record begins and ends, quotes included, line end excluded. */
  recordStart = 0;
  recordEnd = 0;
  /** 1-based physical line on which the current record begins. */
  line = 0;

  /** 1 for fields that hold doubled quotes. */
  #escaped = new Uint8Array(64);
  #limit = 0;
  #nextLine: number;
  readonly #delimiter: number;
  readonly #byBlanks: boolean;
  /** 1 for every byte that ends an unquoted field. */
  readonly #stops = new Uint8Array(256);
  /** The highest of them: most bytes of a text are beyond it, and need no look into the table. */
  readonly #highestStop: number;
  readonly #onRecord: (record: RecordScanner) => void;
  readonly #file: string;

  /**
   * @param delimiter one ASCII character, or `blanks` for runs of blanks and tabs.
   * @param onRecord called for every record that is not an empty line; may read the public fields and call `unescape`.
   * @param options.file name for errors.
   * @param options.firstLine physical line number of the first byte pushed, 1 by default.
   */
  constructor(
    delimiter: string,
    onRecord: (record: RecordScanner) => void,
    options: { file: string; firstLine?: number },
  ) {
    this.bytes = new Uint8Array(1 << 14);
    this.view = new DataView(this.bytes.buffer);
    this.#byBlanks = delimiter === 'blanks';
    this.#delimiter = this.#byBlanks ? blank : delimiter.charCodeAt(0);
    this.#stops[lineFeed] = this.#stops[carriageReturn] = this.#stops[this.#delimiter] = 1;
    if (this.#byBlanks) this.#stops[tab] = 1;
    this.#highestStop = Math.max(this.#delimiter, carriageReturn);
    this.#onRecord = onRecord;
    this.#file = options.file;
    this.#nextLine = options.firstLine ?? 1;
  }

  /**
   * Takes the next bytes and reports every record that they complete.
   * @throws AppError invalid_input: unclosed_quote, line_too_long.
   */
  push(chunk: Uint8Array): void {
    // A slice at a time keeps the buffer small, whatever the size of the chunk.
    const slice = 1 << 18;
    for (let from = 0; from < chunk.length; from += slice) {
      const part = chunk.subarray(from, from + slice);
      // One byte more than the content, for the sentinel.
      if (this.#limit + part.length + 1 > this.bytes.length) this.#grow(this.#limit + part.length + 1);
      this.bytes.set(part, this.#limit);
      this.#limit += part.length;
      this.#scan(false);
    }
  }

  /** Reports the last record, if the data did not end with a line end. */
  end(): void {
    this.#scan(true);
  }

  /** Makes `""` in field i a single quote, in place; call it before the field's bytes are used. */
  unescape(i: number): void {
    if (this.#escaped[i] === 0) return;
    const { bytes } = this;
    const end = this.ends[i]!;
    let to = this.starts[i]!;
    for (let from = to; from < end; from++) {
      const byte = bytes[from]!;
      bytes[to++] = byte;
      if (byte === quote && from + 1 < end && bytes[from + 1] === quote) from++;
    }
    this.ends[i] = to;
    this.#escaped[i] = 0;
  }

  #grow(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.#limit));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  #scan(final: boolean): void {
    const limit = this.#limit;
    this.bytes[limit] = lineFeed;
    let position = 0;
    while (position < limit) {
      const next = this.#record(position, limit, final);
      if (next < 0) break;
      // From here, so that the long function above is compiled once, whoever listens.
      if (this.nFields > 0) this.#onRecord(this);
      position = next;
    }
    this.bytes.copyWithin(0, position, limit);
    this.#limit = limit - position;
    if (this.#limit > maxRecordBytes) this.#tooLong(this.#nextLine);
  }

  /**
   * Scans one record, of no fields where the line is empty; returns where the next one starts, or -1 when the bytes end
   * before the record does.
   */
  #record(from: number, limit: number, final: boolean): number {
    const { bytes } = this;
    const stops = this.#stops;
    const highestStop = this.#highestStop;
    const delimiter = this.#delimiter;
    const byBlanks = this.#byBlanks;
    let starts = this.starts;
    let ends = this.ends;
    let position = from;
    let n = 0;
    let lineBreaks = 0;

    for (;;) {
      // Blanks before a field belong to nobody; a tab is one only where it is not the delimiter.
      while (bytes[position] === blank || (bytes[position] === tab && delimiter !== tab)) position++;
      if (
        byBlanks &&
        n > 0 &&
        (position >= limit || bytes[position] === lineFeed || bytes[position] === carriageReturn)
      )
        break;
      let start = position;
      let end: number;
      let escaped = 0;
      if (bytes[position] === quote && position < limit) {
        start++;
        position++;
        const breaksBefore = lineBreaks;
        for (;;) {
          const byte = bytes[position]!;
          if (byte === quote) {
            if (bytes[position + 1] !== quote || position + 1 >= limit) break;
            escaped = 1;
            position += 2;
          } else if (byte === lineFeed || byte === carriageReturn) {
            if (position >= limit) break;
            lineBreaks++;
            position += byte === carriageReturn && bytes[position + 1] === lineFeed && position + 1 < limit ? 2 : 1;
          } else position++;
        }
        if (position >= limit) {
          const opened = this.#nextLine + breaksBefore;
          if (final) throw this.#error('unclosed_quote', opened);
          if (limit - from > maxRecordBytes) {
            throw this.#error(lineBreaks > breaksBefore ? 'unclosed_quote' : 'line_too_long', opened);
          }
          return -1;
        }
        end = position;
        position++;
        if (position >= limit && !final) return -1;
        // Blanks between the closing quote and the delimiter are harmless.
        while (!byBlanks && bytes[position] === blank) position++;
        if (stops[bytes[position]!] === 0) {
          if (lineBreaks > breaksBefore) throw this.#error('unclosed_quote', this.#nextLine + breaksBefore);
          // Text after the closing quote: the quotes were text, too.
          start--;
          escaped = 0;
          while (stops[bytes[position]!] === 0) position++;
          end = position;
        }
        while (start < end && (bytes[start] === blank || bytes[start] === tab)) start++;
      } else {
        while (bytes[position]! > highestStop || stops[bytes[position]!] === 0) position++;
        end = position;
      }
      while (end > start && (bytes[end - 1] === blank || bytes[end - 1] === tab)) end--;
      if (n === starts.length) {
        this.#moreFields();
        starts = this.starts;
        ends = this.ends;
      }
      starts[n] = start;
      ends[n] = end;
      this.#escaped[n] = escaped;
      n++;
      if (position >= limit) break;
      const stop = bytes[position]!;
      if (stop === lineFeed || stop === carriageReturn) break;
      position++;
    }

    if (position >= limit && !final) return -1;
    // A carriage return at the very end may be the first half of a line end.
    if (position === limit - 1 && bytes[position] === carriageReturn && !final) return -1;
    if (position - from > maxRecordBytes) this.#tooLong(this.#nextLine);
    const next =
      bytes[position] === carriageReturn && bytes[position + 1] === lineFeed && position + 1 < limit
        ? position + 2
        : position + 1;
    this.nFields = n > 1 || ends[0]! > starts[0]! ? n : 0;
    this.recordStart = from;
    this.recordEnd = position;
    this.line = this.#nextLine;
    this.#nextLine += lineBreaks + 1;
    return next;
  }

  #moreFields(): void {
    const larger = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(old.length * 2);
      grown.set(old);
      return grown;
    };
    this.starts = larger(this.starts);
    this.ends = larger(this.ends);
    const escaped = new Uint8Array(this.#escaped.length * 2);
    escaped.set(this.#escaped);
    this.#escaped = escaped;
  }

  #tooLong(line: number): never {
    throw this.#error('line_too_long', line);
  }

  #error(reason: string, line: number): AppError {
    return new AppError('invalid_input', { reason, file: this.#file, line });
  }
}

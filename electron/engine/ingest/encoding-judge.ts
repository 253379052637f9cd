/**
 * Decides between UTF-8 and an older encoding from all records that go beyond ASCII, at the end of the file: many
 * files are plain ASCII for megabytes before the first accent.
 */
import { legacyEncoding, isMultibyte, Utf8, validUtf8 } from './encoding.ts';

const evidenceBytes = 1 << 16;

export interface EncodingVerdict {
  encoding: string;
  /** First line on which the encoding is another than before; null where there is only one. */
  changesAt: number | null;
  /** Records that are not UTF-8 are damaged, in a file that is. */
  damagedRecords: number;
}

export class EncodingJudge {
  #valid = 0;
  #long = 0;
  #invalid = 0;
  #firstValid = 0;
  #firstInvalid = 0;
  readonly #evidence: Uint8Array[] = [];
  #evidenceLength = 0;

  /** Looks at a record with bytes beyond ASCII; false when it is not UTF-8. */
  add(bytes: Uint8Array, start: number, end: number, line: number): boolean {
    const found = validUtf8(bytes, start, end);
    if (found !== Utf8.invalid) {
      if (found === Utf8.ascii) return true;
      this.#valid++;
      if (found === Utf8.validAndLong) this.#long++;
      if (this.#firstValid === 0) this.#firstValid = line;
      return true;
    }
    this.#invalid++;
    if (this.#firstInvalid === 0) this.#firstInvalid = line;
    if (this.#evidenceLength < evidenceBytes) {
      const copy = bytes.slice(start, Math.min(end, start + evidenceBytes));
      this.#evidence.push(copy, Uint8Array.of(10));
      this.#evidenceLength += copy.length + 1;
    }
    return false;
  }

  /**
   * @param marked a byte order mark says that this is UTF-8.
   * @param otherwise the encoding where all records are ASCII.
   */
  verdict(marked: boolean, otherwise = 'utf-8'): EncodingVerdict {
    if (this.#valid + this.#invalid === 0) return { encoding: otherwise, changesAt: null, damagedRecords: 0 };
    const utf8 = { encoding: 'utf-8', changesAt: null, damagedRecords: this.#invalid };
    // One damaged record in a thousand is an accident, not another encoding.
    if (this.#invalid === 0 || this.#invalid * 1000 <= this.#valid) return utf8;
    const changesAt = Math.max(this.#firstValid, this.#firstInvalid);
    if (marked) return this.#valid > 0 ? { ...utf8, changesAt } : utf8;
    const encoding = legacyEncoding(Buffer.concat(this.#evidence));
    if (this.#valid === 0) return { encoding, changesAt: null, damagedRecords: 0 };
    // Pairs of bytes in Chinese encodings may happen to be UTF-8, but only short ones, and not often.
    const accident = isMultibyte(encoding) && this.#long === 0 && this.#valid * 4 <= this.#invalid;
    return { encoding, changesAt: accident ? null : changesAt, damagedRecords: 0 };
  }
}

/** Judges bytes line by line, for looking at a file before its structure is known. */
export class LineJudge {
  readonly #judge = new EncodingJudge();
  #rest = new Uint8Array(0);
  #line = 1;

  push(chunk: Uint8Array): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let from = 0;
    for (let to = bytes.indexOf(10); to >= 0; to = bytes.indexOf(10, from)) {
      this.#judge.add(bytes, from, to, this.#line++);
      from = to + 1;
    }
    // A line without end is judged in pieces, each up to an ASCII byte, so that no character is cut.
    let keep = from;
    if (bytes.length - from > evidenceBytes) {
      keep = bytes.length;
      while (keep > from && bytes[keep - 1]! >= 0x80) keep--;
    }
    if (keep > from) this.#judge.add(bytes, from, keep, this.#line);
    this.#rest = bytes.slice(keep);
  }

  /** @param cut whether the bytes ended before the file did, perhaps inside a character. */
  end(cut = false): EncodingJudge {
    if (!cut || this.#line === 1) this.#judge.add(this.#rest, 0, this.#rest.length, this.#line);
    return this.#judge;
  }
}

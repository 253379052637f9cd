/** In which encoding a file's bytes are written, and how to read them. */
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { AppError } from '../../../shared/errors.ts';

/** Encodings that may be told apart by their bytes, by the names of chardet, with the names of iconv-lite. */
const recognised: Record<string, string> = {
  GB18030: 'gb18030',
  Big5: 'big5',
  Shift_JIS: 'shift_jis',
  'EUC-JP': 'euc-jp',
  'EUC-KR': 'euc-kr',
  'ISO-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252',
  'ISO-8859-2': 'iso-8859-2',
  'windows-1250': 'windows-1250',
  'windows-1251': 'windows-1251',
  'KOI8-R': 'koi8-r',
  'ISO-8859-5': 'iso-8859-5',
  'ISO-8859-7': 'iso-8859-7',
  'windows-1253': 'windows-1253',
  'ISO-8859-9': 'windows-1254',
  'windows-1254': 'windows-1254',
  'ISO-8859-8': 'iso-8859-8',
  'windows-1255': 'windows-1255',
  'windows-1256': 'windows-1256',
};

const multibyte = new Set(['gb18030', 'gbk', 'big5', 'shift_jis', 'euc-jp', 'euc-kr']);

/** Whether characters take one or two (or four) bytes, of which the second may look like an ASCII letter or sign. */
export function isMultibyte(encoding: string): boolean {
  return multibyte.has(encoding);
}

/**
 * True where records are to be read as UTF-8, not as the bytes of the file. UTF-16, UTF-32 and ISO-2022 use the bytes of
 * delimiters and quotes for other things. In two-byte encodings a second byte may be `|` (0x7C), but never a comma, a
 * semicolon, a tab, a blank, a quote or a line end (second bytes begin at 0x40, or are digits in GB18030); in Big5 and
 * Shift-JIS it may be a letter even in what follows a number or stands in a date (円, 下午).
 */
export function needsTranscoding(encoding: string, delimiter: string): boolean {
  return (
    /^(utf-?(16|32|7)|iso-?2022|ucs-?2|hz|big5|shift_?jis|cp932)/.test(encoding) ||
    (delimiter === '|' && isMultibyte(encoding))
  );
}

/** The encoding that a byte order mark announces, with the mark's length; null without one. */
export function encodingOfMark(bytes: Uint8Array): { encoding: string; length: number } | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (a === 0xff && b === 0xfe) {
    return c === 0 && d === 0 ? { encoding: 'utf-32le', length: 4 } : { encoding: 'utf-16le', length: 2 };
  }
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', length: 2 };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { encoding: 'utf-32be', length: 4 };
  if (a === 0x84 && b === 0x31 && c === 0x95 && d === 0x33) return { encoding: 'gb18030', length: 4 };
  return null;
}

/** UTF-16 without a mark: every second byte of mostly Western text is zero. Null where the bytes are not like that. */
export function unmarkedUtf16(bytes: Uint8Array): string | null {
  const length = Math.min(bytes.length, 4096) & ~1;
  if (length < 4) return null;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) evenZeros++;
    if (bytes[i + 1] === 0) oddZeros++;
  }
  const half = length / 2;
  if (oddZeros > half * 0.4 && evenZeros < half * 0.02) return 'utf-16le';
  if (evenZeros > half * 0.4 && oddZeros < half * 0.02) return 'utf-16be';
  return null;
}

/** Whether a stretch of bytes goes beyond ASCII. */
export function hasHighBytes(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! >= 0x80) return true;
  return false;
}

/** What `validUtf8` found in a stretch of bytes. */
export const Utf8 = { ascii: 0, valid: 1, validAndLong: 2, invalid: 3 } as const;

/**
 * Whether bytes are UTF-8 (RFC 3629: no overlong forms, no surrogates). `validAndLong` holds at least one sequence of
 * three or four bytes, which text in another encoding hardly ever forms by accident.
 */
export function validUtf8(bytes: Uint8Array, start: number, end: number): number {
  let found: number = Utf8.ascii;
  for (let i = start; i < end;) {
    const lead = bytes[i++]!;
    if (lead < 0x80) continue;
    let length: number;
    let low = 0x80;
    let high = 0xbf;
    if (lead >= 0xc2 && lead <= 0xdf) length = 1;
    else if (lead >= 0xe0 && lead <= 0xef) {
      length = 2;
      if (lead === 0xe0) low = 0xa0;
      if (lead === 0xed) high = 0x9f;
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      length = 3;
      if (lead === 0xf0) low = 0x90;
      if (lead === 0xf4) high = 0x8f;
    } else return Utf8.invalid;
    if (i + length > end || bytes[i]! < low || bytes[i]! > high) return Utf8.invalid;
    for (let k = 1; k < length; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) return Utf8.invalid;
    i += length;
    if (length > 1) found = Utf8.validAndLong;
    else if (found === Utf8.ascii) found = Utf8.valid;
  }
  return found;
}

/**
 * The encoding of bytes that are not UTF-8: the likeliest of chardet's that decodes every one of them. Western text
 * is called `latin1` unless it uses the signs that only windows-1252 has.
 */
export function legacyEncoding(evidence: Uint8Array): string {
  const runs = highRuns(evidence);
  const paired = runs.alone < runs.bytes * 0.4 && runs.insideWords <= runs.count / 2;
  const weight = (encoding: string, confidence: number): number => {
    if (!isMultibyte(encoding)) return confidence;
    if (!paired || !decodes(evidence, encoding)) return -1;
    // Words of an alphabet have odd lengths as often as even ones: five runs that all come out even are no chance.
    // chardet gives its least confidence to several such encodings at once; GB18030 is the most used of them.
    return confidence + (runs.count >= 5 ? 100 : 0) + (encoding === 'gb18030' ? 0.5 : 0);
  };
  const candidates = chardet
    .analyse(evidence)
    .map(({ name, confidence }) => ({ encoding: recognised[name as string] ?? '', confidence }))
    .filter(({ encoding }) => encoding !== '')
    .map(({ encoding, confidence }) => ({ encoding, weight: weight(encoding, confidence) }))
    .sort((a, b) => b.weight - a.weight);
  const best = candidates[0] && candidates[0].weight > 0 ? candidates[0].encoding : 'windows-1252';
  return best === 'windows-1252' && !evidence.some((byte) => byte >= 0x80 && byte < 0xa0) ? 'latin1' : best;
}

/**
 * Runs of bytes beyond ASCII: two-byte characters make them come in company, while accents and currency signs mostly
 * stand alone. A single one before an ASCII byte that may be the second of a character counts half. Between two Latin
 * letters (Größe) stands no Chinese character.
 */
function highRuns(bytes: Uint8Array): { count: number; bytes: number; alone: number; insideWords: number } {
  const runs = { count: 0, bytes: 0, alone: 0, insideWords: 0 };
  const isLetter = (byte = 0): boolean => (byte | 32) >= 97 && (byte | 32) <= 122;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! < 0x80) continue;
    runs.bytes++;
    if (i > 0 && bytes[i - 1]! >= 0x80) continue;
    runs.count++;
    const next = bytes[i + 1] ?? 0;
    if (next < 0x80) runs.alone += next < 0x40 ? 1 : 0.5;
    const behind = next < 0x80 ? next : bytes[i + 2];
    if (isLetter(bytes[i - 1]) && isLetter(behind)) runs.insideWords++;
  }
  return runs;
}

function decodes(bytes: Uint8Array, encoding: string): boolean {
  return !iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding).includes('\ufffd');
}

/**
 * The name under which an encoding asked for is known.
 * @throws AppError invalid_input unknown_encoding.
 */
export function encodingByName(name: string): string {
  const encoding = name.trim().toLowerCase();
  if (!iconv.encodingExists(encoding)) {
    throw new AppError('invalid_input', { reason: 'unknown_encoding', encoding: name.slice(0, 40) });
  }
  if (encoding === 'utf8') return 'utf-8';
  if (encoding === 'iso-8859-1') return 'latin1';
  if (encoding === 'gb2312' || encoding === 'gbk') return 'gb18030';
  return encoding;
}

/** Decodes many short stretches of bytes; what is no text in the encoding becomes U+FFFD. */
export function textDecoder(encoding: string): (bytes: Uint8Array) => string {
  if (encoding === 'utf-8' || encoding === 'latin1') {
    const native = encoding === 'utf-8' ? 'utf8' : 'latin1';
    return (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(native);
  }
  return (bytes) => iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding);
}

/** Turns a stream of bytes in any encoding into UTF-8, keeping characters whole across chunks. */
export async function* transcode(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  for await (const chunk of chunks) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (text) yield Buffer.from(text, 'utf8');
  }
  const rest = decoder.end();
  if (rest) yield Buffer.from(rest, 'utf8');
}

/** Digits and signs of any typography as the plain ones of ASCII. */
import iconv from 'iconv-lite';
import { Utf8, validUtf8 } from './encoding.ts';

/**
 * A text with the digits, signs and blanks of ASCII: full-width ones (１，２３４．５), the minus sign and dashes,
 * apostrophes, no-break and thin blanks; without marks of direction, trimmed.
 */
export function plainForm(text: string): string {
  // Most need none of this.
  if (/^[ -~£¥€]*$/.test(text)) return text.trim();
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u2010-\u2015\u2212\u0096]/g, '-')
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .trim();
}

/**
 * Bytes of a cell as text, before the encoding of its file is settled: UTF-8 where they are that; pairs of bytes beyond
 * ASCII as GB18030; anything else one character per byte. Enough for digits, marks and most signs of money.
 */
export function looseText(bytes: Uint8Array, start: number, end: number): string {
  const cell = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  const text = cell.toString('latin1');
  const high = text.match(/[\x80-\xff]+/g);
  if (!high) return text;
  const found = validUtf8(cell, 0, cell.length);
  // The bytes of 元 in GB18030 are a rare letter in UTF-8.
  const rare = found === Utf8.valid && high.some((run) => /[\xd2-\xdf]/.test(run));
  if (found !== Utf8.invalid && !rare) return cell.toString('utf8');
  return high.every(({ length }) => length % 2 === 0) ? iconv.decode(cell, 'gb18030') : text;
}

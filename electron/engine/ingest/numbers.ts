/** Numbers as shops write them, read from bytes. */

export type Decimal = '.' | ',';

const powersOfTen = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/**
 * The number in bytes[start .. end), NaN where it is none. Understands signs, thousands marks, currency signs before
 * and after, accounting negatives `(1.00)` and `1.00-`, per cent, and exponents. A mark that cannot be a thousands
 * mark (`12,50` in a file with decimal points) is taken as the decimal mark it must be.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number, decimal: Decimal): number {
  let i = start;
  const negative = bytes[i] === 45;
  if (negative) i++;
  const mark = decimal === '.' ? 46 : 44;
  let mantissa = 0;
  let digits = 0;
  let decimals = 0;
  for (; i < end; i++) {
    const digit = bytes[i]! - 48;
    if (digit < 0 || digit > 9) break;
    mantissa = mantissa * 10 + digit;
    digits++;
  }
  if (i < end && bytes[i] === mark) {
    for (i++; i < end; i++) {
      const digit = bytes[i]! - 48;
      if (digit < 0 || digit > 9) break;
      mantissa = mantissa * 10 + digit;
      digits++;
      decimals++;
    }
  }
  // Up to 15 digits the mantissa is exact, and one division by an exact power of ten rounds correctly.
  if (i === end && digits > 0 && digits <= 15) {
    const value = mantissa / powersOfTen[decimals]!;
    return negative ? -value : value;
  }
  return end - start > 64 ? NaN : parseNumberText(latin1(bytes, start, end), decimal);
}

/** Currency signs and codes, and the non-ASCII bytes of £, €, ¥, 元 in any encoding. */
const currency = '(?:[A-Z]{3}|[A-Z]{0,3}\\$|Rs\\.?|kr\\.?|Fr\\.?|[\\x80-\\xff]+)';
const before = new RegExp(`^${currency}\\s*`);
const after = new RegExp(`\\s*${currency}$`);

/** The rare forms of `parseNumber`; text is one character per byte. */
export function parseNumberText(text: string, decimal: Decimal): number {
  if (!/\d/.test(text) || text.length > 64) return NaN;
  let rest = text
    .replace(/\xe2\x88\x92/g, '-')
    .replace(/\xc2\xa0|\xe2\x80\xaf|\xa0/g, ' ')
    .replace(/\xe2\x80\x99/g, "'")
    .trim();
  let signs = 0;
  let scale = 1;
  const negate = (shorter: string): void => {
    signs++;
    rest = shorter.trim();
  };
  if (rest.startsWith('(') && rest.endsWith(')')) negate(rest.slice(1, -1));
  if (rest.startsWith('-')) negate(rest.slice(1));
  else if (rest.startsWith('+')) rest = rest.slice(1).trim();
  rest = rest.replace(before, '');
  if (rest.endsWith('%')) {
    scale = 100;
    rest = rest.slice(0, -1).trim();
  }
  rest = rest.replace(after, '');
  if (rest.startsWith('-')) negate(rest.slice(1));
  else if (rest.endsWith('-')) negate(rest.slice(0, -1));
  const value = Number(withoutMarks(rest, decimal) ?? NaN);
  // (-5) and --5 may mean anything.
  if (!Number.isFinite(value) || signs > 1) return NaN;
  return (signs === 1 ? -value : value) / scale;
}

/** Groups of three digits (in India of two and, last, three), always with the same mark. */
const grouped: Record<Decimal, RegExp> = {
  '.': /^\d{1,3}(?:([, '_])\d{2,3})*([, '_])\d{3}(?:\.\d*)?$/,
  ',': /^\d{1,3}(?:([. '_])\d{2,3})*([. '_])\d{3}(?:,\d*)?$/,
};

/** The number in the form that `Number` reads, or null. */
function withoutMarks(text: string, decimal: Decimal): string | null {
  if (!/^[\d.,]/.test(text)) return null;
  const thousands = decimal === '.' ? ',' : '.';
  const own = text.replace(decimal, '.');
  if (/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(own) && !text.includes(thousands)) return own;
  const match = grouped[decimal].exec(text);
  if (match && (match[1] === undefined || match[1] === match[2])) {
    return text.replaceAll(match[2]!, '').replace(decimal, '.');
  }
  // 1,234 may be either; 12,50 and 0,1234 can only be decimals.
  const other = /^(\d+)([.,])(\d{1,2}|\d{4,})$/.exec(text);
  return other ? `${other[1]}.${other[3]}` : null;
}

/**
 * Whether a column of numbers uses decimal points or commas, as votes for each. `1,234` alone says nothing.
 * @returns votes for the point minus votes for the comma.
 */
export function decimalVotes(texts: readonly string[]): number {
  let votes = 0;
  for (const text of texts) {
    const marks = text.replace(/[^\d.,]/g, '');
    if (/^\d*\.(\d{1,2}|\d{4,})$/.test(marks) || /^\d{1,3}(,\d{2,3})*,\d{3}\.\d+$/.test(marks)) votes++;
    else if (/^\d*,(\d{1,2}|\d{4,})$/.test(marks) || /^\d{1,3}(\.\d{3})+,\d+$/.test(marks)) votes--;
    else if (/^\d{1,3}(,\d{3}){2,}$/.test(marks)) votes++;
    else if (/^\d{1,3}(\.\d{3}){2,}$/.test(marks)) votes--;
  }
  return votes;
}

/** One character per byte: enough for digits and marks, whatever the encoding. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

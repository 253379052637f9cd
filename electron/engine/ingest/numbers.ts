/** Numbers as shops write them, read from bytes. */
import { looseText, plainForm } from './plain-text.ts';

export type Decimal = '.' | ',';

const powersOfTen = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/**
 * The number in bytes[start .. end), NaN where it is none (infinity is none). Understands signs, thousands marks (comma,
 * point, apostrophe, any blank; also Indian groups), signs, codes and names of money before and after, accounting
 * negatives `(1.00)` and `1.00-`, per cent (divided by 100), exponents, full-width digits, and 万 and 亿. A mark that
 * cannot be a thousands mark (`12,50` in a file with decimal points) is taken as the decimal mark it must be.
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
  return end - start > 96 ? NaN : parseNumberText(looseText(bytes, start, end), decimal);
}

const currencyCodes = [...Intl.supportedValuesOf('currency'), 'RMB', 'CNH'].join('|');
/** Signs, codes and names of money; a dollar sign may have letters of its country before it. */
const money =
  `(?:${currencyCodes}|[A-Z]{1,3}[$\u00a3\u00a5\uffe5]|\\p{Sc}|Rs\\.?|kr\\.?|Fr\\.?|Kč|zł|lei|Ft|руб\\.?|р\\.|` +
  '人民币|美元|美金|欧元|英镑|港币|港元|日元|新台币|台币)';
/** What a byte of an unknown encoding may stand for: a sign of money, but no fraction, power or sign of arithmetic. */
const unknownSigns = '[\u0080-\u00ae\u00b4-\u00b6\u00b8\u00ba\u00bf-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{1,6}';
const before = new RegExp(`^(?:${money}|${unknownSigns})\\s*`, 'u');
/** Chinese, Japanese and Korean write units after a number: 元, 円, 件. */
const after = new RegExp(`\\s*(?:${money}|${unknownSigns}|[\\p{Script=Han}\\p{Script=Hangul}]{1,3})$`, 'u');
const chineseScale: Readonly<Record<string, number>> = { 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 };

/** The rare forms of `parseNumber`. */
export function parseNumberText(text: string, decimal: Decimal): number {
  if (text.length > 64) return NaN;
  // Most are as `Number` reads them.
  if (/^-?\d+$/.test(text) || (decimal === '.' && /^-?\d+\.\d+$/.test(text))) return Number(text);
  let rest = plainForm(text);
  if (!/\d/.test(rest)) return NaN;
  let signs = 0;
  let per = 1;
  let times = 1;
  const negate = (shorter: string): void => {
    signs++;
    rest = shorter.trim();
  };
  const unwrap = (): void => {
    if (rest.startsWith('(') && rest.endsWith(')')) negate(rest.slice(1, -1));
  };
  const unsign = (): void => {
    if (rest.startsWith('-')) negate(rest.slice(1));
    else if (rest.startsWith('+')) rest = rest.slice(1).trim();
  };
  unwrap();
  unsign();
  rest = rest.replace(before, '');
  if (/[%‰]$/.test(rest)) {
    per = rest.endsWith('%') ? 100 : 1000;
    rest = rest.slice(0, -1).trim();
  }
  // 5,- is five and no cents.
  rest = rest.replace(/(?<=\d[.,])-+(?=\D*$)/, '00');
  const unit = after.exec(rest)?.[0].trim();
  if (unit !== undefined) {
    rest = rest.replace(after, '');
    const large = [...unit][0]!;
    if (chineseScale[large]) times = chineseScale[large];
    else if (/[千百十年月日]/.test(large)) return NaN;
  }
  if (signs === 0) unwrap();
  if (rest.endsWith('-')) negate(rest.slice(0, -1));
  else unsign();
  const value = Number(withoutMarks(rest, decimal) ?? NaN);
  // (-5) and --5 may mean anything.
  if (!Number.isFinite(value) || signs > 1) return NaN;
  return ((signs === 1 ? -value : value) * times) / per;
}

/** Groups of three digits (in India of two and, last, three), always with the same mark. */
const grouped: Record<Decimal, RegExp> = {
  '.': /^\d{1,3}(?:([, '_])\d{2,3})*([, '_])\d{3}(?:\.\d*)?$/,
  ',': /^\d{1,3}(?:([. '_])\d{2,3})*([. '_])\d{3}(?:,\d*)?$/,
};

/** The number in the form that `Number` reads, or null. */
function withoutMarks(text: string, decimal: Decimal): string | null {
  if (!/^[\d.,]/.test(text)) return null;
  const other: Decimal = decimal === '.' ? ',' : '.';
  const own = text.replace(decimal, '.');
  if (/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(own) && !text.includes(other)) return own;
  const usual = ungrouped(text, decimal);
  if (usual !== null) return usual;
  // 1,234 may be either; 12,50 and 0,1234 can only be decimals, 1.234.567 only thousands.
  const single = /^(\d+)[.,](\d{1,2}|\d{4,})$/.exec(text);
  return single ? `${single[1]}.${single[2]}` : ungrouped(text, other);
}

function ungrouped(text: string, decimal: Decimal): string | null {
  const match = grouped[decimal].exec(text);
  if (!match || (match[1] !== undefined && match[1] !== match[2])) return null;
  return text.replaceAll(match[2]!, '').replace(decimal, '.');
}

/**
 * Whether a column of numbers uses decimal points or commas, as votes for each. `1,234` alone says nothing.
 * @returns votes for the point minus votes for the comma.
 */
export function decimalVotes(texts: readonly string[]): number {
  let votes = 0;
  for (const text of texts) {
    const marks = plainForm(text).replace(/[^\d.,]/g, '');
    if (/^\d*\.(\d{1,2}|\d{4,})$/.test(marks) || /^\d{1,3}(,\d{2,3})*,\d{3}\.\d+$/.test(marks)) votes++;
    else if (/^\d*,(\d{1,2}|\d{4,})$/.test(marks) || /^\d{1,3}(\.\d{3})+,\d+$/.test(marks)) votes--;
    else if (/^\d{1,3}(,\d{3}){2,}$/.test(marks) || /^\d{1,2}(,\d{2})+,\d{3}$/.test(marks)) votes++;
    else if (/^\d{1,3}(\.\d{3}){2,}$/.test(marks)) votes--;
  }
  return votes;
}

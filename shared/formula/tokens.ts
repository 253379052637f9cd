/** Cuts the text of a formula into numbers, names and signs, each with its place, so that a mistake can be pointed at. */
import { AppError } from '../errors.ts';

/** A formula may be this long. */
export const longestFormula = 1000;

const signs = ['+', '-', '*', '/', '^', '(', ')', ',', '<', '<=', '>', '>=', '=', '!='] as const;
export type Sign = (typeof signs)[number];

/** `at` is the 1-based column in the text. */
export type Token =
  | { kind: 'number'; value: number; at: number }
  /** A name in backquotes or brackets is a feature, whatever word it is. */
  | { kind: 'name'; name: string; quoted: boolean; at: number }
  | { kind: 'sign'; sign: Sign; at: number }
  | { kind: 'end'; at: number };

/** Other ways to write a sign; a Chinese keyboard gives the wide ones. */
const spellings: Readonly<Record<string, Sign>> = {
  ...Object.fromEntries(signs.map((sign) => [sign, sign])),
  ...{ '==': '=', '<>': '!=', '**': '^', '≠': '!=', '≤': '<=', '≥': '>=', '×': '*', '·': '*', '÷': '/', '−': '-' },
  ...{ ';': ',', '（': '(', '）': ')', '，': ',', '；': ',', '＋': '+', '－': '-', '＊': '*', '／': '/' },
  ...{
    '＝': '=',
    '＜': '<',
    '＞': '>',
    '！=': '!=',
    '！＝': '!=',
    '＜＝': '<=',
    '＞＝': '>=',
    '<＝': '<=',
    '>＝': '>=',
  },
};

const blank = /\s/u;
const numberPattern = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/uy;
/** Letters of any script; ids of features hold colons, dots and `@` besides. */
const namePattern = /[\p{L}_][\p{L}\p{M}\p{N}_.:@]*/uy;
const closing: Readonly<Record<string, string>> = { '`': '`', '[': ']', '【': '】' };

/**
 * The tokens of a text, the last one is its end.
 * @throws AppError invalid_input with the `column` at fault: `formula_empty`, `formula_too_long` (most),
 * `formula_unclosed_name`, `formula_number_name` (a name that begins with a digit), `formula_sign` (text).
 */
export function tokenise(text: string): Token[] {
  if (text.trim() === '') throw new AppError('invalid_input', { reason: 'formula_empty', column: 1 });
  if (text.length > longestFormula) {
    throw new AppError('invalid_input', { reason: 'formula_too_long', column: longestFormula, most: longestFormula });
  }
  const tokens: Token[] = [];
  let i = 0;
  while (i < text.length) {
    const at = i + 1;
    const char = text[i]!;
    if (blank.test(char)) {
      i++;
      continue;
    }
    const close = closing[char];
    if (close !== undefined) {
      const end = text.indexOf(close, i + 1);
      const name = text.slice(i + 1, end).trim();
      if (end < 0 || name === '') throw new AppError('invalid_input', { reason: 'formula_unclosed_name', column: at });
      tokens.push({ kind: 'name', name, quoted: true, at });
      i = end + 1;
      continue;
    }
    const number = matchAt(numberPattern, text, i);
    if (number !== null) {
      i += number.length;
      const rest = matchAt(namePattern, text, i);
      if (rest !== null) {
        throw new AppError('invalid_input', { reason: 'formula_number_name', column: at, name: number + rest });
      }
      tokens.push({ kind: 'number', value: Number(number), at });
      continue;
    }
    const name = matchAt(namePattern, text, i);
    if (name !== null) {
      i += name.length;
      tokens.push({ kind: 'name', name, quoted: false, at });
      continue;
    }
    const length = spellings[text.slice(i, i + 2)] ? 2 : 1;
    const sign = spellings[text.slice(i, i + length)];
    if (!sign) {
      const odd = String.fromCodePoint(text.codePointAt(i)!);
      throw new AppError('invalid_input', { reason: 'formula_sign', column: at, sign: odd });
    }
    tokens.push({ kind: 'sign', sign, at });
    i += length;
  }
  tokens.push({ kind: 'end', at: text.length + 1 });
  return tokens;
}

/** What a sticky pattern finds at a place; null for nothing. */
function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

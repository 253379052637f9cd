/** Sentences from templates, and figures as a reader expects them, in every language. */
import type { Interval, Language } from '../domain.ts';

/**
 * A template with its `{placeholders}` filled. Every placeholder must get a value, so that no brace ever reaches a
 * reader.
 * @throws RangeError naming the placeholder that has no value.
 */
export function fill(template: string, values: Record<string, string | number> = {}): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`no value for {${name}}`);
    return typeof value === 'number' ? formatCount(value) : value;
  });
}

const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A whole number with commas and a true minus: 12,345. */
export function formatCount(value: number): string {
  return Number.isFinite(value) ? counts.format(value).replace('-', '−') : '–';
}

/** A share (0 to 1) as a percentage without decimals; below 1 % but not nothing says so. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return '–';
  if (share > 0 && share < 0.005) return '<1%';
  return `${Math.round(share * 100)}%`;
}

/**
 * Parts of a whole in whole percent that add up to the percentage of their sum: what rounding down leaves over goes to
 * the parts that lose most by it (largest remainder). What is no number counts for nothing.
 */
function wholePercents(shares: readonly number[]): number[] {
  const parts = shares.map((share) => (Number.isFinite(share) ? 100 * share : 0));
  const whole = parts.map((part) => Math.floor(part + 1e-9));
  const left = Math.round(parts.reduce((sum, part) => sum + part, 0)) - whole.reduce((sum, part) => sum + part, 0);
  // Without the last digits, or equal losses would be put in order by how they are computed.
  const loss = (i: number): number => Math.round(1e6 * (parts[i]! - whole[i]!));
  const most = parts.map((_, i) => i).sort((a, b) => loss(b) - loss(a) || a - b);
  for (const i of most.slice(0, Math.max(0, left))) whole[i]!++;
  return whole;
}

/**
 * Parts of a whole as `formatPercent` writes them, but so that they add up where they are shown together; a dash for
 * each that is not known.
 */
export function formatShares(parts: readonly (number | null)[]): string[] {
  const shares = parts.map((part) => part ?? NaN);
  const whole = wholePercents(shares);
  return shares.map((share, i) => (whole[i] === 0 ? formatPercent(Math.min(share, 0.004)) : `${whole[i]}%`));
}

/** Some of the parts together, by position: the sum of what `formatShares` shows of them. */
export function formatShareOf(parts: readonly (number | null)[], positions: readonly number[]): string {
  const shares = parts.map((part) => part ?? NaN);
  const whole = wholePercents(shares);
  const sum = positions.reduce((total, position) => total + (whole[position] ?? 0), 0);
  const share = positions.reduce((total, position) => total + (shares[position] ?? 0), 0);
  return sum === 0 ? formatPercent(Math.min(share, 0.004)) : `${sum}%`;
}

/** A measure with a fixed number of decimals and a true minus; a missing one is a dash. */
export function formatMeasure(value: number | null | undefined, decimals = 2): string {
  return value == null || !Number.isFinite(value) ? '–' : value.toFixed(decimals).replace('-', '−');
}

/** Half the width of an interval, for `0.93 ± 0.02`. */
export function formatMargin(interval: Interval, decimals = 2): string {
  return formatMeasure((interval.high - interval.low) / 2, decimals);
}

const listJoints: Record<Language, { between: string; last: string }> = {
  en: { between: ', ', last: ' and ' },
  'zh-CN': { between: '、', last: '和' },
};

/** `a, b and c`, as the language joins a list. */
export function joinList(items: readonly string[], language: Language): string {
  const { between, last } = listJoints[language];
  if (items.length < 2) return items[0] ?? '';
  return items.slice(0, -1).join(between) + last + items.at(-1)!;
}

const smallNumbers = ['Zero', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

/** A number that opens a sentence: a word in English up to ten, digits otherwise. */
export function openingNumber(value: number, language: Language): string {
  return language === 'en' ? (smallNumbers[value] ?? formatCount(value)) : formatCount(value);
}

/** Seconds as a person says them: 42 s, 4 min 12 s. */
export function formatSeconds(seconds: number, language: Language): string {
  const minute = language === 'en' ? 'min' : '分';
  const second = language === 'en' ? 's' : '秒';
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 10) return `${seconds.toFixed(1)} ${second}`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} ${second}`;
  return `${Math.floor(whole / 60)} ${minute} ${whole % 60} ${second}`;
}

/** Joins Chinese with a name: a space where Chinese meets Latin letters or digits, none between Chinese characters. */
export function spaced(left: string, right: string): string {
  const isChinese = (char: string): boolean => /\p{Script=Han}/u.test(char);
  const between = isChinese(left.at(-1) ?? '') === isChinese(right.at(0) ?? '') ? '' : ' ';
  return left + between + right;
}

/** A file, and the sheet or the file within it where there is one. */
export function fileAndPart(file: string, part?: string): string {
  return part === undefined ? file : `${file} › ${part}`;
}

/** About how many Latin letters wide a text is; a Chinese character counts for two. */
export function widthOf(text: string): number {
  return [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e7f ? 2 : 1), 0);
}

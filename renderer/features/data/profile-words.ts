/** A column's profile in words and figures. */
import type { ColumnGuess, ColumnProfile, Language } from '../../../shared/domain.ts';
import { formatDay } from '../../../shared/language/report.ts';
import { formatCount, formatPercent } from '../../../shared/language/sentence.ts';
import type { WindowKey } from '../../../shared/language/window.ts';

export const profileTypes: Record<ColumnProfile['type'], WindowKey> = {
  date: 'typeDate',
  number: 'typeNumber',
  text: 'typeText',
  id: 'typeId',
  personal: 'typePersonal',
  empty: 'typeEmpty',
};

/** A figure of a column: a day for dates, at most two decimals for numbers; a dash where there is none. */
export function figure(value: number | null, type: ColumnProfile['type'], language: Language): string {
  if (value === null) return '–';
  if (type === 'date') return formatDay(value, language);
  return Number.isInteger(value) ? formatCount(value) : twoDecimals.format(value).replace('-', '−');
}
const twoDecimals = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** What the bars of a column show: key and values of a sentence. */
export function barsWords(
  profile: ColumnProfile,
  language: Language,
): { key: 'barsNumbers' | 'barsDates' | 'barsTexts'; values: Record<string, string> } {
  const { type, barRange, low, high, bars, lines } = profile;
  if (type === 'text' || type === 'id') {
    return { key: 'barsTexts', values: { share: formatPercent((bars[0] ?? 0) / Math.max(1, lines)) } };
  }
  const [from, to] = barRange ?? [low, high];
  return {
    key: type === 'date' ? 'barsDates' : 'barsNumbers',
    values: { low: figure(from, type, language), high: figure(to, type, language) },
  };
}

/** Columns whose every line says the same, and that are not empty. */
export function constantColumns(columns: readonly ColumnGuess[]): ColumnGuess[] {
  return columns.filter(
    ({ profile }) => profile && profile.lines > 1 && profile.distinct === 1 && profile.missing === 0,
  );
}

/** Columns of ids that might be taken for numbers. */
export function digitColumns(columns: readonly ColumnGuess[]): ColumnGuess[] {
  return columns.filter(({ profile }) => profile?.digits === true);
}

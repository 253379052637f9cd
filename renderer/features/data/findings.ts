/** What was found in the lines of a data set besides what the rules touch: key and values of its sentences. */
import { quietByDay, zoneDoubt } from '../../../shared/clock.ts';
import { currenciesOf } from '../../../shared/currency.ts';
import type { DatasetSummary, Language } from '../../../shared/domain.ts';
import { orderFiles } from '../../../shared/file-roles.ts';
import { formatDay } from '../../../shared/language/report.ts';
import { joinList } from '../../../shared/language/sentence.ts';
import { cleaningRules, type CleaningRule } from '../../../shared/orders.ts';
import { touchedBy, type DataQuality } from '../../../shared/quality.ts';
import type { FeatureStep } from '../../../shared/recipe.ts';
import type { WindowKey } from '../../../shared/language/window.ts';
import { constantColumns, digitColumns, figure } from './profile-words.ts';

export const ruleWords: Record<CleaningRule, { name: WindowKey; read: WindowKey }> = {
  noCustomer: { name: 'ruleNoCustomer', read: 'ruleNoCustomerRead' },
  exactDuplicate: { name: 'ruleDuplicate', read: 'ruleDuplicateRead' },
  notCompleted: { name: 'ruleNotCompleted', read: 'ruleNotCompletedRead' },
  return: { name: 'ruleReturn', read: 'ruleReturnRead' },
  nonPositivePrice: { name: 'rulePrice', read: 'rulePriceRead' },
  otherCurrency: { name: 'ruleCurrency', read: 'ruleCurrencyRead' },
  nonProduct: { name: 'ruleProduct', read: 'ruleProductRead' },
};

export interface Proposal {
  take: WindowKey;
  takeBack: WindowKey;
  steps: FeatureStep[];
}

/** Whales are held at the edge of the others, unless somebody wants them at their full weight. */
const keepWhales: Proposal = {
  take: 'findingKeepWhales',
  takeBack: 'findingHoldWhales',
  steps: [{ kind: 'treat', feature: '*', treatment: { winsorise: null }, on: true }],
};
const mostZones = 5;
const zoneNone = { en: 'none', 'zh-CN': '未注明' } as const;
const currencyName = /currency|币种|货币/i;

export interface Finding {
  name: WindowKey;
  read: WindowKey;
  values: Record<string, string | number>;
  /** What could be done about it: steps that the recipe takes, or loses again. */
  proposal?: Proposal;
  /** Lines it is about; null where it is about days or columns. */
  lines: number | null;
}

/** In the order of how much they matter; empty for good data. */
export function otherFindings(dataset: DatasetSummary, quality: DataQuality, language: Language): Finding[] {
  const found: Finding[] = [];
  const rejected = dataset.files.reduce((sum, file) => sum + file.rejected, 0);
  if (rejected > 0) found.push({ name: 'notReadTitle', read: 'notReadRead', values: {}, lines: rejected });
  const [gap] = quality.gaps;
  if (gap) {
    const values = { days: gap.days, from: formatDay(gap.from, language), to: formatDay(gap.to, language) };
    found.push(
      quality.gapCount === 1
        ? { name: 'gapOne', read: 'gapOneRead', values, lines: null }
        : { name: 'gapOne', read: 'gapMoreRead', values: { ...values, count: quality.gapCount - 1 }, lines: null },
    );
  }
  const { futureLines, ancientLines, outliers } = quality;
  if (futureLines > 0) found.push({ name: 'futureDates', read: 'futureDatesRead', values: {}, lines: futureLines });
  if (ancientLines > 0) found.push({ name: 'ancientDates', read: 'ancientDatesRead', values: {}, lines: ancientLines });
  for (const [kind, name, read] of [
    ['quantity', 'oddQuantity', 'oddQuantityRead'],
    ['price', 'oddPrice', 'oddPriceRead'],
  ] as const) {
    const odd = outliers[kind];
    if (!odd) continue;
    const values = { low: figure(odd.low, 'number', language), high: figure(odd.high, 'number', language) };
    found.push({ name, read, values, lines: odd.lines, proposal: keepWhales });
  }
  found.push(...clockDoubts(dataset, quality, language));
  const named = (columns: { name: string }[]): string =>
    joinList([...new Set(columns.map((column) => column.name))], language);
  const columns = dataset.files.flatMap((file) => file.columns);
  const [main, ...others] = currenciesOf(dataset.files);
  const currencies = columns.find(({ name, profile }) => currencyName.test(name) && (profile?.distinct ?? 0) > 1);
  if (main && others.length > 0) {
    const values = {
      main: main.code,
      list: joinList(
        others.map(({ code }) => code),
        language,
      ),
    };
    const lines = others.reduce((sum, one) => sum + one.lines, 0);
    found.push({ name: 'currenciesFound', read: 'currenciesFoundRead', values, lines });
  } else if (currencies && !main) {
    const values = { count: currencies.profile!.distinct!, columns: currencies.name };
    found.push({ name: 'manyCurrencies', read: 'manyCurrenciesRead', values, lines: null });
  }
  const constant = constantColumns(columns);
  if (constant.length > 0) {
    found.push({
      name: 'sameEverywhere',
      read: 'sameEverywhereRead',
      values: { columns: named(constant) },
      lines: null,
    });
  }
  const digits = digitColumns(columns);
  if (digits.length > 0) {
    found.push({ name: 'digitIds', read: 'digitIdsRead', values: { columns: named(digits) }, lines: null });
  }
  return found;
}

/** What speaks against the clock that the times were written by. */
function clockDoubts(dataset: DatasetSummary, { hours }: DataQuality, language: Language): Finding[] {
  const found: Finding[] = [];
  const quiet = hours && quietByDay(hours);
  if (quiet) {
    const { from, to, ahead, moved: count } = quiet;
    found.push({
      name: 'quietHours',
      read: ahead > 0 ? 'quietHoursAhead' : 'quietHoursBehind',
      values: { from: `${from}:00`, to: `${to}:00`, hours: Math.abs(ahead), count },
      lines: null,
    });
  }
  const mixed = zoneDoubt(dataset.files.flatMap(({ zones = [] }) => zones));
  if (mixed) {
    const names = mixed.map(({ zone }) => zone || zoneNone[language]).slice(0, mostZones);
    const count = mixed.slice(1).reduce((sum, { lines }) => sum + lines, 0);
    found.push({
      name: 'zonesMixed',
      read: 'zonesMixedRead',
      values: { list: joinList(names, language), count },
      lines: count,
    });
  }
  return found;
}

/** Rules with the lines that each touches by itself; those that touch none come apart. */
export function ruleFindings(quality: DataQuality): { rule: CleaningRule; touched: number }[] {
  return cleaningRules.map((rule) => ({ rule, touched: touchedBy(quality, rule) }));
}

/** The largest thing that is wrong, for the head of the page: a sentence and the share of all lines. */
export function headline(dataset: DatasetSummary, quality: DataQuality): { key: WindowKey; share: number } {
  const all = Math.max(
    1,
    orderFiles(dataset.files).reduce((sum, file) => sum + file.lines, 0),
  );
  const rejected = orderFiles(dataset.files).reduce((sum, file) => sum + file.rejected, 0);
  const candidates: { key: WindowKey; lines: number }[] = [
    { key: 'dataHeadRejected', lines: rejected },
    { key: 'dataHeadNoCustomer', lines: touchedBy(quality, 'noCustomer') },
    { key: 'dataHeadDuplicate', lines: touchedBy(quality, 'exactDuplicate') },
    { key: 'dataHeadReturn', lines: touchedBy(quality, 'return') },
    { key: 'dataHeadPrice', lines: touchedBy(quality, 'nonPositivePrice') },
    { key: 'dataHeadCurrency', lines: touchedBy(quality, 'otherCurrency') },
  ];
  const worst = candidates.reduce((most, one) => (one.lines > most.lines ? one : most));
  return worst.lines === 0 ? { key: 'dataHeadGood', share: 0 } : { key: worst.key, share: worst.lines / all };
}

/** What is said of the year to come: the money foretold with its range, and how good that forecast was when checked. */
import type { ForecastCheck, Language, RunReport, SegmentProfile } from '../domain.ts';
import { outlookRange } from '../forecast.ts';
import { formatFeature } from './features.ts';
import { segmentName } from './segments.ts';
import { fill, formatPercent, joinList } from './sentence.ts';

const texts = {
  en: {
    basis:
      'Next year and churn risk are averages over a segment, worked out from {months} months of orders; single customers vary widely.',
    range: 'likely {low} to {high}',
    asForetold:
      'Checked on the last {days} days: what customers spent was within {off} of the forecast. The ranges are as wide as that check was off.',
    more: 'Checked on the last {days} days: customers spent {off} more than foretold. The ranges are as wide as that check was off.',
    less: 'Checked on the last {days} days: customers spent {off} less than foretold. The ranges are as wide as that check was off.',
    oneYear:
      'The figures are not raised or lowered for it: less than two years of orders cannot tell a season from growth.',
    unchecked: 'There are too few months to check the forecast, so no range is given.',
    young: '{segments} should bring more in a year than so far, as they have not been customers for long.',
  },
  'zh-CN': {
    basis: '未来一年客均和流失风险是细分的平均估计，依据 {months} 个月的订单；单个客户差别很大。',
    range: '可能为 {low} 至 {high}',
    asForetold: '用最近 {days} 天检验：客户实际消费与预测相差不到 {off}。范围的宽度即检验时的误差。',
    more: '用最近 {days} 天检验：客户实际消费比预测多 {off}。范围的宽度即检验时的误差。',
    less: '用最近 {days} 天检验：客户实际消费比预测少 {off}。范围的宽度即检验时的误差。',
    oneYear: '数字未据此上调或下调：不足两年的订单无法区分季节与增长。',
    unchecked: '数据月份太少，无法检验预测，因此不给出范围。',
    young: '{segments}成为客户的时间还短，未来一年应会比至今贡献更多。',
  },
} satisfies Record<Language, Record<string, string>>;

/** Off by less than this, the forecast counts as met. */
const met = 0.05;
/** Months in which every season comes twice. */
const monthsOfSeasons = 24;

type Foretelling = Pick<RunReport, 'segments' | 'forecast' | 'dataset'>;

/** What the figures of the next year rest on and how sure they are; empty where nothing is foretold. */
export function outlookDoubt({ segments, forecast, dataset }: Foretelling, language: Language): string {
  if (!segments.some(({ outlook }) => outlook)) return '';
  const t = texts[language];
  const young = segments.filter(isYoung).map((segment) => segmentName(segment, language));
  return [
    fill(t.basis, { months: monthsOf(dataset) }),
    checkSentence(forecast, language),
    ...(isOff(forecast) && monthsOf(dataset) < monthsOfSeasons ? [t.oneYear] : []),
    ...(young.length > 0 ? [fill(t.young, { segments: joinList(young, language) })] : []),
  ].join(language === 'en' ? ' ' : '');
}

/** The range that the money foretold is typically within, to two digits; null where there was no check. */
export function formatOutlookRange(
  outlook: SegmentProfile['outlook'],
  check: ForecastCheck | null | undefined,
  language: Language,
  currency?: string,
): string | null {
  const range = outlookRange(outlook, check);
  if (!range) return null;
  const rounded = (value: number): string => formatFeature(Number(value.toPrecision(2)), 'money', language, currency);
  return fill(texts[language].range, { low: rounded(range.low), high: rounded(range.high) });
}

function checkSentence(check: ForecastCheck | null | undefined, language: Language): string {
  const t = texts[language];
  if (!check || !(check.foretold > 0)) return t.unchecked;
  const off = check.came / check.foretold - 1;
  const { days } = check;
  if (!isOff(check)) return fill(t.asForetold, { days, off: formatPercent(met) });
  return fill(off > 0 ? t.more : t.less, { days, off: formatPercent(Math.abs(off)) });
}

function isOff(check: ForecastCheck | null | undefined): boolean {
  return !!check && check.foretold > 0 && Math.abs(check.came / check.foretold - 1) >= met;
}

/** New customers, whose money so far is that of some weeks. */
function isYoung({ kind, outlook, revenue, size }: SegmentProfile): boolean {
  return ['recent', 'promising'].includes(kind) && revenue !== null && (outlook?.value ?? 0) > revenue / size;
}

/** Months that the orders of a data set cover, at least one: what an outlook is based on. */
function monthsOf({ firstTime, lastTime }: RunReport['dataset']): number {
  const secondsPerMonth = 30.44 * 86_400;
  return Math.max(1, Math.round((lastTime - firstTime) / secondsPerMonth));
}

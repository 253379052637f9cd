/** Which features tell most about an outcome, in words: the same for the window and the command line. */
import type { Language } from '../domain.ts';
import type { ErrorDetails } from '../errors.ts';
import type { FeatureImportance, FutureOutcome, ImportanceReport } from '../importance.ts';
import { featureText } from './features.ts';
import { formatCount, formatPercent, openingNumber, spaced } from './sentence.ts';

/** A share this small beside the first says next to nothing. */
const nextToNothing = 0.1;
/** Beyond this part, a feature's value tells little besides whether there is one. */
const mostlyGap = 0.5;
/** A weaker tendency is not worth a sign. */
const leastTrend = 0.05;

/** How much one tells beside the one that tells most. */
const ratios: readonly (readonly [least: number, english: string, chinese: string])[] = [
  [0.85, 'nearly as much', '几乎同样多'],
  [0.7, 'three quarters of that', '约四分之三'],
  [0.58, 'two thirds of that', '约三分之二'],
  [0.42, 'half of that', '约一半'],
  [0.29, 'a third of that', '约三分之一'],
  [0.2, 'a quarter of that', '约四分之一'],
  [nextToNothing, 'far less', '少得多'],
  [-1, 'next to nothing beside it', '相比之下微乎其微'],
];

/** What it is that tells: a feature, or merely whether it is known. */
export function importanceLabel({ id, gap }: Pick<FeatureImportance, 'id' | 'gap'>, language: Language): string {
  const { label } = featureText(id, language);
  if (gap <= mostlyGap) return label;
  return language === 'en' ? `Whether ${label} is known` : spaced(label, '是否已知');
}

/** Whether a feature rises (+) or falls (−) with the outcome; nothing where it tells something of another shape. */
export function trendSign({ trend, gap }: Pick<FeatureImportance, 'trend' | 'gap'>): '+' | '−' | '' {
  if (gap > mostlyGap || Math.abs(trend) < leastTrend) return '';
  return trend > 0 ? '+' : '−';
}

/** The outcome as it is called in the middle of a sentence. */
export function futureOutcomeLabel(outcome: FutureOutcome, language: Language): string {
  const labels: Record<Language, Record<FutureOutcome, string>> = {
    en: { spend: 'money spent later', repeat: 'ordering again later' },
    'zh-CN': { spend: '之后的消费金额', repeat: '之后是否再次下单' },
  };
  return labels[language][outcome];
}

export function segmentOutcomeLabel(segment: string, language: Language): string {
  return language === 'en' ? `belonging to ${segment}` : spaced('是否属于', segment);
}

/**
 * The finding in a line, such as `Money spent tells most about Response`.
 * @param outcome how the outcome is called
 */
export function importanceTitle({ features }: ImportanceReport, outcome: string, language: Language): string {
  const first = features.find(({ aboveChance }) => aboveChance);
  const isEnglish = language === 'en';
  if (!first) {
    return isEnglish
      ? `No feature tells more about ${outcome} than chance would`
      : spaced(spaced('没有任何特征对', outcome), '的说明超过偶然水平');
  }
  const name = importanceLabel(first, language);
  return isEnglish ? `${name} tells most about ${outcome}` : spaced(spaced(spaced('最能说明', outcome), '的是'), name);
}

/** How much that is, and what the others tell beside it; empty where none tells anything. */
export function importanceRest({ features }: ImportanceReport, language: Language): string {
  const [first, second, ...others] = features.filter(({ aboveChance }) => aboveChance);
  if (!first) return '';
  const isEnglish = language === 'en';
  const share = formatPercent(first.share);
  const opening = isEnglish ? `${share} of what is uncertain about it.` : `可消除其不确定性的 ${share}。`;
  if (!second) {
    return isEnglish ? `${opening} All others tell no more than chance.` : `${opening}其余特征均不超过偶然水平。`;
  }
  const name = importanceLabel(second, language);
  const [, english, chinese] = ratios.find(([least]) => second.share / first.share >= least)!;
  const more = others.filter((one) => one.share / first.share >= nextToNothing).length;
  if (!isEnglish) {
    const rest = more > 0 ? `另有 ${more} 项有所说明` : '其余微乎其微';
    return `${opening}${spaced('其次是', name)}，${chinese}；${rest}。`;
  }
  const count = openingNumber(more, language).toLowerCase();
  const rest = more > 0 ? `${count} more ${more === 1 ? 'tells' : 'tell'} something` : 'the rest next to nothing';
  return `${opening} ${name} tells ${english}; ${rest}.`;
}

/**
 * The whole finding: `Money spent tells most about Response: 12% of what is uncertain about it. Age tells a third of
 * that; the rest next to nothing.`
 */
export function importanceSentence(report: ImportanceReport, outcome: string, language: Language): string {
  const [title, rest] = [importanceTitle(report, outcome, language), importanceRest(report, language)];
  if (language === 'en') return rest === '' ? `${title}.` : `${title}: ${rest}`;
  return rest === '' ? `${title}。` : `${title}：${rest}`;
}

/** How the figures came about, and over whom. */
export function importanceRead(report: ImportanceReport, language: Language): string {
  const { customers, of, yes, leftOut, chance, features } = report;
  const silent = features.filter(({ aboveChance }) => !aboveChance).length;
  const parts = language === 'en' ? english : chinese;
  return [
    yes === null
      ? parts.numbers(formatCount(of))
      : parts.yesNo(formatCount(of), formatCount(customers < of ? Math.round((yes / customers) * of) : yes)),
    customers < of ? parts.sample(formatCount(customers)) : '',
    parts.chance(formatShare(chance)),
    silent > 0 && silent < features.length ? parts.silent(silent) : '',
    leftOut.length > 1 ? parts.leftOut(leftOut.length - 1) : '',
  ]
    .filter((part) => part !== '')
    .join(language === 'en' ? ' ' : '');
}

const english = {
  numbers: (of: string) => `Of ${of} customers.`,
  yesNo: (of: string, yes: string) => `Of ${of} customers, ${yes} of them yes.`,
  sample: (customers: string) => `${customers} of them were looked at.`,
  chance: (share: string) => `Up to ${share} comes about by chance: as much is found when the outcome is shuffled.`,
  silent: (count: number) =>
    count === 1 ? 'One feature tells no more than that.' : `${count} features tell no more than that.`,
  leftOut: (count: number) =>
    count === 1
      ? 'One feature is left out, as it is computed of the outcome or the outcome of it.'
      : `${count} features are left out, as they are computed of the outcome or the outcome of them.`,
};

const chinese: typeof english = {
  numbers: (of) => `共 ${of} 位客户。`,
  yesNo: (of, yes) => `共 ${of} 位客户，其中 ${yes} 位为是。`,
  sample: (customers) => `查看了其中 ${customers} 位。`,
  chance: (share) => `不超过 ${share} 的属于偶然：打乱结果后也会出现这么多。`,
  silent: (count) => `${count} 项特征不超过这个水平。`,
  leftOut: (count) => `与结果互相推算的 ${count} 项特征不参与比较。`,
};

/** Shares are small and differ by tenths of a percent, the level of chance by less. */
export function formatShare(share: number): string {
  if (share >= 0.1) return formatPercent(share);
  if (share < 0.00005) return '0%';
  return `${(100 * share).toFixed(share < 0.001 ? 2 : 1)}%`;
}

/** What can be wrong with a question about an outcome. */
export const importanceErrors: Record<Language, Record<string, (details: ErrorDetails) => string>> = {
  en: {
    outcome_unknown: (d) =>
      `The outcome is known of ${d.customers} customers only; at least ${d.needed} are needed. Choose another.`,
    outcome_same: (d) =>
      `The outcome is the same for nearly all customers; at least ${d.needed} have to differ. Choose another.`,
    no_future: () =>
      'The orders are too few or too short a time to hold back a future. Choose another outcome, or the day on which the future begins.',
    no_outcome: (d) =>
      `There is no outcome '${d.name}'. Name a feature, future:spend, future:repeat, or run:N:M for segment M of run N.`,
  },
  'zh-CN': {
    outcome_unknown: (d) => `只有 ${d.customers} 位客户的结果已知，至少需要 ${d.needed} 位。请选择其他结果。`,
    outcome_same: (d) => `几乎所有客户的结果都相同，至少要有 ${d.needed} 位不同。请选择其他结果。`,
    no_future: () => '订单太少或时间太短，无法留出未来。请选择其他结果，或选择未来的起点。',
    no_outcome: (d) =>
      `没有名为“${d.name}”的结果。请填写特征、future:spend、future:repeat，或 run:N:M 表示运行 N 的细分 M。`,
  },
};

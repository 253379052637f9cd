/** How the values of a feature are spread, and what its treatment does about it, in words. */
import { isLevelId } from './table-features.ts';
import type { Language, Treatment } from '../domain.ts';
import type { ColumnShape, FeatureSummary } from '../feature-overview.ts';
import { formatFeature } from './features.ts';
import { fill, formatPercent } from './sentence.ts';

/** Skewness above which a tail is worth a word, and from which it is long. */
const leaning = 0.5;
const long = 1;
/** From this share on, what most customers have is the thing to say. */
const mostShare = 0.6;

export type Spread = 'none' | 'same' | 'yesNo' | 'mostly' | 'longHigh' | 'longLow' | 'leansHigh' | 'leansLow' | 'even';

const text = {
  en: {
    none: 'no value is known',
    same: 'everybody has the same: {value}',
    yesNo: 'yes or no: {share} are not part of it',
    mostly: '{share} have the same: {value}',
    longHigh: 'long tail: a few customers are far above the rest',
    longLow: 'long tail: a few customers are far below the rest',
    leansHigh: 'leans to low values, with fewer high ones',
    leansLow: 'leans to high values, with fewer low ones',
    even: 'spread evenly about the middle',
    log1p: 'the logarithm',
    sqrt: 'the square root',
    yeoJohnson: 'the Yeo-Johnson power',
    quantile: 'going by ranks',
    evens: '{what} evens it out',
    softens: '{what} softens it, a tail stays',
    bends: '{what} hardly changes the shape',
    kept: 'kept as it is',
  },
  'zh-CN': {
    none: '没有已知的数值',
    same: '所有客户相同：{value}',
    yesNo: '是或否：{share} 不属于此类',
    mostly: '{share} 的客户相同：{value}',
    longHigh: '长尾：少数客户远高于其他客户',
    longLow: '长尾：少数客户远低于其他客户',
    leansHigh: '低值居多，高值较少',
    leansLow: '高值居多，低值较少',
    even: '围绕中间值均匀分布',
    log1p: '取对数后',
    sqrt: '开平方后',
    yeoJohnson: 'Yeo-Johnson 变换后',
    quantile: '按名次变换后',
    evens: '{what}分布趋于均匀',
    softens: '{what}有所缓和，仍有长尾',
    bends: '{what}形状变化不大',
    kept: '保持原样',
  },
} satisfies Record<Language, Record<string, string>>;

type Spreading = Pick<FeatureSummary, 'minimum' | 'maximum' | 'count'> & { before: ColumnShape };

/** The kind of spread, by what most have first, then by skewness. */
export function spreadOf({ minimum, maximum, count, before }: Spreading, isLevel: boolean): Spread {
  if (count === 0) return 'none';
  if (minimum === maximum) return 'same';
  if (isLevel) return 'yesNo';
  if (before.usualShare >= mostShare) return 'mostly';
  if (Math.abs(before.skewness) < leaning) return 'even';
  if (Math.abs(before.skewness) < long) return before.skewness > 0 ? 'leansHigh' : 'leansLow';
  return before.skewness > 0 ? 'longHigh' : 'longLow';
}

/** `long tail: a few customers are far above the rest`, without a capital or a full stop. */
export function spreadText({ definition, ...summary }: FeatureSummary, language: Language, currency?: string): string {
  const isLevel = isLevelId(definition.id);
  const share = isLevel ? 1 - summary.mean : summary.before.usualShare;
  return fill(text[language][spreadOf(summary, isLevel)], {
    value: formatFeature(summary.before.usual, definition.unit, language, currency),
    share: formatPercent(share),
  });
}

/** What the transform makes of it: `the logarithm evens it out`. */
export function transformText({ before, after, definition }: FeatureSummary, language: Language): string {
  const transform: Treatment['transform'] = definition.treatment.transform;
  const words = text[language];
  if (transform === 'none') return words.kept;
  const [from, to] = [Math.abs(before.skewness), Math.abs(after.skewness)];
  const effect = to < long && to < from - 0.25 ? words.evens : to < 0.75 * from ? words.softens : words.bends;
  return fill(effect, { what: words[transform] });
}

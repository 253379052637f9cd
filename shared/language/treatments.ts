/** What is done to the values of a feature, each part in a few words. */
import { everybody, type Language, type TreatmentChange } from '../domain.ts';
import { featureText } from './features.ts';
import { fill } from './sentence.ts';

const text = {
  en: {
    median: 'gaps take the median',
    mostFrequent: 'gaps take the commonest value',
    zero: 'gaps are 0',
    neighbours: 'gaps as of customers alike',
    constant: 'gaps are {value}',
    kept: 'whales are kept',
    quantiles: 'tails held at {low} and {high}',
    fence: 'tails held at {fence} quartile ranges',
    none: 'no transform',
    log1p: 'log',
    sqrt: 'root',
    yeoJohnson: 'Yeo-Johnson',
    quantile: 'ranks',
    standard: 'standard scale',
    robust: 'robust scale',
    minmax: 'scaled to 0 to 1',
    unscaled: 'not scaled',
    levels: 'a column for each common level',
    frequency: 'how common the level is',
    order: 'the place in the order of levels',
    orderOf: 'in the order {list}',
    rare: 'levels below {share} together',
    keep: 'those unlike all others count in full',
    hold: 'those unlike all others are held at the fences',
    leaveOut: 'nothing is learned from those unlike all others',
    allFeatures: 'all features',
    everybody: 'customers',
  },
  'zh-CN': {
    median: '缺失取中位数',
    mostFrequent: '缺失取最常见值',
    zero: '缺失记为 0',
    neighbours: '缺失参照相近客户',
    constant: '缺失记为 {value}',
    kept: '保留大客户',
    quantiles: '两端截于 {low} 与 {high}',
    fence: '两端截于 {fence} 倍四分位距',
    none: '不作变换',
    log1p: '取对数',
    sqrt: '取平方根',
    yeoJohnson: 'Yeo-Johnson 变换',
    quantile: '按名次',
    standard: '标准化',
    robust: '稳健缩放',
    minmax: '缩放至 0 至 1',
    unscaled: '不缩放',
    levels: '每个常见取值一列',
    frequency: '取值的常见程度',
    order: '取值的位次',
    orderOf: '次序为 {list}',
    rare: '占比低于 {share} 的取值合并',
    keep: '与众不同者照常计入',
    hold: '与众不同者截于边界',
    leaveOut: '不从与众不同者学习',
    allFeatures: '全部特征',
    everybody: '客户',
  },
} satisfies Record<Language, Record<string, string>>;

/** What a treatment is of: a feature, all of them, or the customers themselves. */
export function treatedText(id: string, language: Language): string {
  if (id === '*') return text[language].allFeatures;
  return id === everybody ? text[language].everybody : featureText(id, language).label;
}

/** In the order in which they are applied: missing values, outliers, transform, scale; then what is said of customers. */
export function treatmentPhrases(
  { missing, winsorise, transform, scale, unusual, category }: TreatmentChange,
  language: Language,
): string[] {
  const words = text[language];
  const phrases: string[] = [];
  if (missing !== undefined) {
    phrases.push(
      typeof missing === 'object' ? fill(words.constant, { value: String(missing.constant) }) : words[missing],
    );
  }
  if (winsorise === null) phrases.push(words.kept);
  else if (winsorise !== undefined) {
    phrases.push(
      'lower' in winsorise
        ? fill(words.quantiles, { low: percent(winsorise.lower), high: percent(winsorise.upper) })
        : fill(words.fence, { fence: String(winsorise.fence) }),
    );
  }
  if (transform !== undefined) phrases.push(words[transform]);
  if (scale !== undefined) phrases.push(scale === 'none' ? words.unscaled : words[scale]);
  if (unusual !== undefined) phrases.push(words[unusual]);
  if (category !== undefined) {
    const { code, rare, order } = category;
    phrases.push(code === 'order' && order ? fill(words.orderOf, { list: order.join(' < ') }) : words[code]);
    if (code === 'levels' && rare !== undefined) phrases.push(fill(words.rare, { share: percent(rare) }));
  }
  return phrases;
}

/** Half a percent is a whole word here: 0.5%. */
function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}

/** How true synthetic customers are, and whether anybody was copied: the same words in the report and in the window. */
import type { Language, SyntheticReport } from '../domain.ts';
import { fill, formatCount, formatMeasure, formatPercent } from './sentence.ts';

/** Up to which a classifier's area under the curve is called hard, and fair. */
const hardToTell = 0.65;
const fairToTell = 0.8;

const english = {
  hard: 'Synthetic customers are hard to tell from real ones',
  fair: 'Synthetic customers resemble real ones, with differences',
  easy: 'Synthetic customers differ visibly from real ones',
  read: 'A generative network learned from {learned} customers and invented others; no copy of anybody was found. {representative} invented customers were grouped, and real ones joined the group nearest to them.',
  discernibility: 'Told from real ones',
  discernibilityMeaning: 'How well a classifier tells them apart: 0.5 is not at all, 1 is always.',
  continuous: 'Difference of values',
  continuousMeaning:
    'Largest gap between the distributions of a feature (Kolmogorov-Smirnov), mean and worst of {columns}; 0 is none.',
  categorical: 'Difference of levels',
  categoricalMeaning:
    'Share that would have to change its level (total variation), mean and worst of {columns}; 0 is none.',
  correlation: 'Difference of correlations',
  correlationMeaning: 'Mean over all pairs of features; 0 is none.',
  nearness: 'Nearer to those learned from',
  nearnessMeaning:
    'Than to {heldOut} customers kept out, corrected for their numbers: 50% is what chance gives. Clearly above 60%, the method is refused.',
  nearest: 'The same, of the nearest tenth',
  nearestMeaning: 'The tenth most like a real customer, where a few copies would show.',
  exact: 'Exact copies',
  exactMeaning: 'Beyond those that chance makes.',
  measure: 'Measure',
  value: 'Value',
  meaning: 'Meaning',
  how: 'How this was measured',
  meanAndWorst: '{mean}, at most {worst}',
};

export type SyntheticKey = keyof typeof english;

const chinese: Record<SyntheticKey, string> = {
  hard: '合成客户与真实客户难以区分',
  fair: '合成客户与真实客户相似，但有差异',
  easy: '合成客户与真实客户差异明显',
  read: '生成网络从 {learned} 位客户学习，再生成新的客户，未发现与任何人相同或过近的客户。对 {representative} 位合成客户分组后，每位真实客户归入最近的一组。',
  discernibility: '与真实客户的可区分度',
  discernibilityMeaning: '分类器区分两者的能力：0.5 为完全无法区分，1 为总能区分。',
  continuous: '数值分布差异',
  continuousMeaning: '单项特征两种分布的最大差距（Kolmogorov-Smirnov），{columns} 项的均值与最大值，0 为没有差异。',
  categorical: '类别分布差异',
  categoricalMeaning: '需要改变类别的比例（总变差），{columns} 项的均值与最大值，0 为没有差异。',
  correlation: '相关性差异',
  correlationMeaning: '所有特征两两之间的均值，0 为没有差异。',
  nearness: '更接近学习过的客户',
  nearnessMeaning: '与留出的 {heldOut} 位客户相比，已按人数校正：50% 为随机水平；明显高于 60% 时该方法会被拒绝。',
  nearest: '同上，最接近的十分之一',
  nearestMeaning: '与真实客户最相似的十分之一，少数复制会在此显现。',
  exact: '完全相同',
  exactMeaning: '超出偶然的部分。',
  measure: '指标',
  value: '取值',
  meaning: '含义',
  how: '测量方法',
  meanAndWorst: '{mean}，最大 {worst}',
};

export const syntheticTexts: Record<Language, Record<SyntheticKey, string>> = { en: english, 'zh-CN': chinese };

export interface SyntheticStory {
  title: string;
  read: string;
  /** What opens the figures. */
  how: string;
  heads: [string, string, string];
  rows: { name: string; value: string; meaning: string }[];
}

/** What there is to say of a run's synthetic customers; measures of columns that there are none of are left out. */
export function syntheticStory(report: SyntheticReport, language: Language): SyntheticStory {
  const texts = syntheticTexts[language];
  const t = (key: SyntheticKey, figures: Record<string, string | number> = {}): string => fill(texts[key], figures);
  const { discernibility, continuous, categorical } = report;
  const title = discernibility <= hardToTell ? 'hard' : discernibility <= fairToTell ? 'fair' : 'easy';
  const rows: SyntheticStory['rows'] = [
    { name: t('discernibility'), value: formatMeasure(discernibility), meaning: t('discernibilityMeaning') },
  ];
  for (const [key, meaning, { columns, mean, worst }] of [
    ['continuous', 'continuousMeaning', continuous],
    ['categorical', 'categoricalMeaning', categorical],
  ] as const) {
    if (columns === 0) continue;
    const value = t('meanAndWorst', { mean: formatMeasure(mean), worst: formatMeasure(worst) });
    rows.push({ name: t(key), value, meaning: t(meaning, { columns }) });
  }
  rows.push(
    { name: t('correlation'), value: formatMeasure(report.correlationDistance), meaning: t('correlationMeaning') },
    {
      name: t('nearness'),
      value: formatPercent(report.nearness),
      meaning: t('nearnessMeaning', { heldOut: formatCount(report.heldOut) }),
    },
    { name: t('nearest'), value: formatPercent(report.nearnessOfNearest), meaning: t('nearestMeaning') },
    { name: t('exact'), value: formatPercent(report.exactCopies), meaning: t('exactMeaning') },
  );
  const figures = { learned: formatCount(report.learned), representative: formatCount(report.representative) };
  return {
    title: t(title),
    read: t('read', figures),
    how: t('how'),
    heads: [t('measure'), t('value'), t('meaning')],
    rows,
  };
}

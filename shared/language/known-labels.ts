/** What was learned from known labels, and how far it can be trusted: the same words in the report and in the window. */
import type { KnownLabels, Language, LeafRule, MethodScore, RunReport } from '../domain.ts';
import { methodNames, ruleConditions, segmentName } from './segments.ts';
import { fill, formatCount, formatMargin, formatMeasure, formatPercent, joinList } from './sentence.ts';

/** How much more often right than the commonest label alone is worth calling learned. */
const worthwhile = 0.02;

const english = {
  learned: 'Known labels can be foretold: {accuracy} right, {majority} by the commonest label alone',
  notLearned: 'Known labels can hardly be foretold: {accuracy} right, {majority} by the commonest label alone',
  failed: 'The known labels could not be learned',
  fromDataset: 'Learned from “{source}” of {labelled} customers.',
  fromRun: 'Learned from the segments of run {source}, of {labelled} customers.',
  completed: '{completed} customers had none and were given one, with its probability.',
  allKnown: 'Every customer has one, so segments are the labels themselves.',
  rare: 'Too rare to be learned: {labels} labels of {customers} customers, who count as without one.',
  notCompared:
    'Cross-validated: each customer is foretold by what was learned from others. Such methods are told their segments, so they are never recommended over those that find them.',
  absent: 'Not in the race: {methods}. They learn labels that are known of customers, and here there are none.',
  measure: 'Measure',
  meaning: 'Meaning',
  accuracy: 'Accuracy',
  accuracyMeaning: 'Share foretold rightly. Always saying the commonest label gives {majority}.',
  balanced: 'Balanced accuracy',
  balancedMeaning: 'The same as a mean over labels: rare ones count as much as common ones.',
  macroF1: 'Macro F1',
  macroF1Meaning: 'Mean over labels of the harmonic mean of precision and recall; 1 is best.',
  logLoss: 'Log loss',
  logLossMeaning: 'How surprising the truth was to the probabilities; 0 is best.',
  calibration: 'Calibration error',
  calibrationMeaning: 'Mean gap between how sure it was and how often it was right; 0 is best.',
  reliability: 'Reliability',
  said: 'Said',
  right: 'Was right',
  customers: 'Customers',
  rules: 'The tree in words',
  rule: '{label} ({probability}): {conditions}',
  everyone: 'everyone',
  condition: '{label} {range}',
  orMissing: '{condition} or not known',
};

export type KnownLabelsKey = keyof typeof english;

const chinese: Record<KnownLabelsKey, string> = {
  learned: '已知标签可以预测：正确率 {accuracy}，仅猜最常见标签为 {majority}',
  notLearned: '已知标签难以预测：正确率 {accuracy}，仅猜最常见标签为 {majority}',
  failed: '无法学习已知标签',
  fromDataset: '学习了 {labelled} 位客户的“{source}”。',
  fromRun: '学习了运行 {source} 中 {labelled} 位客户的细分。',
  completed: '其余 {completed} 位客户没有标签，已按预测归入，并给出概率。',
  allKnown: '每位客户都有标签，因此细分就是标签本身。',
  rare: '过于少见而无法学习：{labels} 个标签，共 {customers} 位客户，视为没有标签。',
  notCompared:
    '交叉验证：每位客户由从其他客户学到的模型来预测。这类方法的细分是事先给定的，因此不会被推荐来取代自行发现细分的方法。',
  absent: '未参加比较：{methods}。它们学习客户的已知标签，而这里没有标签。',
  measure: '指标',
  meaning: '含义',
  accuracy: '准确率',
  accuracyMeaning: '预测正确的比例。始终猜最常见标签为 {majority}。',
  balanced: '平衡准确率',
  balancedMeaning: '按标签平均：少见标签与常见标签同等重要。',
  macroF1: '宏平均 F1',
  macroF1Meaning: '各标签精确率与召回率调和平均的均值，1 为最好。',
  logLoss: '对数损失',
  logLossMeaning: '实际结果相对于所给概率的意外程度，0 为最好。',
  calibration: '校准误差',
  calibrationMeaning: '把握程度与实际正确率的平均差距，0 为最好。',
  reliability: '可靠性',
  said: '把握',
  right: '实际正确',
  customers: '客户数',
  rules: '决策树规则',
  rule: '{label}（{probability}）：{conditions}',
  everyone: '所有客户',
  condition: '{label}{range}',
  orMissing: '{condition}或未知',
};

export const knownLabelsTexts: Record<Language, Record<KnownLabelsKey, string>> = { en: english, 'zh-CN': chinese };

export interface KnownLabelsStory {
  title: string;
  read: string;
  heads: { measure: string; meaning: string; methods: string[] };
  /** A value for each of `heads.methods`. */
  rows: { name: string; values: string[]; meaning: string }[];
  reliability: { title: string; heads: [string, string, string]; methods: { name: string; rows: string[][] }[] };
  rules: { title: string; lines: string[] } | null;
}

type Scored = MethodScore & { supervised: NonNullable<MethodScore['supervised']> };

/** What there is to say of what was learned; null where no method learned labels. */
export function knownLabelsStory(report: RunReport, language: Language): KnownLabelsStory | null {
  const { known } = report;
  if (!known) return null;
  const texts = knownLabelsTexts[language];
  const t = (key: KnownLabelsKey, figures: Record<string, string | number> = {}): string => fill(texts[key], figures);
  const scored = report.scoreboard.filter((score): score is Scored => score.supervised !== undefined);
  const best = scored.toSorted((a, b) => b.supervised.accuracy.mean - a.supervised.accuracy.mean)[0]?.supervised;
  const majority = formatPercent(best?.majority ?? NaN);
  const measures = [
    ['accuracy', 'accuracy', 'accuracyMeaning'],
    ['balancedAccuracy', 'balanced', 'balancedMeaning'],
    ['macroF1', 'macroF1', 'macroF1Meaning'],
    ['logLoss', 'logLoss', 'logLossMeaning'],
    ['calibrationError', 'calibration', 'calibrationMeaning'],
  ] as const;
  return {
    title: best
      ? t(best.accuracy.mean > best.majority + worthwhile ? 'learned' : 'notLearned', {
          accuracy: formatPercent(best.accuracy.mean),
          majority,
        })
      : t('failed'),
    read: [...origin(known, t), t('notCompared')].join(language === 'en' ? ' ' : ''),
    heads: {
      measure: t('measure'),
      meaning: t('meaning'),
      methods: scored.map(({ method }) => methodNames[language][method]),
    },
    rows: measures.map(([measure, name, meaning]) => ({
      name: t(name),
      values: scored.map(({ supervised }) => {
        const interval = supervised[measure];
        return `${formatMeasure(interval.mean)} ± ${formatMargin(interval)}`;
      }),
      meaning: t(meaning, { majority }),
    })),
    reliability: {
      title: t('reliability'),
      heads: [t('said'), t('right'), t('customers')],
      methods: scored.map(({ method, supervised }) => ({
        name: methodNames[language][method],
        rows: supervised.reliability.map(({ confidence, accuracy, rows }) => [
          formatPercent(confidence),
          formatPercent(accuracy),
          formatCount(rows),
        ]),
      })),
    },
    rules: known.rules && {
      title: t('rules'),
      lines: known.rules.map((rule) => leafText(rule, report, known, language)),
    },
  };
}

function origin(
  known: KnownLabels,
  t: (key: KnownLabelsKey, figures?: Record<string, string | number>) => string,
): string[] {
  const { from, source, completed, rare } = known;
  const labelled = formatCount(known.labelled);
  return [
    t(from === 'run' ? 'fromRun' : 'fromDataset', { source, labelled }),
    completed > 0 ? t('completed', { completed: formatCount(completed) }) : t('allKnown'),
    ...(rare.labels > 0 ? [t('rare', { labels: rare.labels, customers: formatCount(rare.customers) })] : []),
  ];
}

function leafText(rule: LeafRule, report: RunReport, known: KnownLabels, language: Language): string {
  const texts = knownLabelsTexts[language];
  const ranges = ruleConditions(rule, report.features, language, report.dataset.currency);
  const conditions = ranges.map((range, i) => {
    const condition = fill(texts.condition, range);
    return rule.conditions[i]!.orMissing ? fill(texts.orMissing, { condition }) : condition;
  });
  return fill(texts.rule, {
    label: segmentName(known.names[rule.label]!, language),
    probability: formatPercent(rule.probability),
    conditions: conditions.length > 0 ? joinList(conditions, language) : texts.everyone,
  });
}

/** Which methods did not race for want of labels; null where all did. */
export function absentText({ absent = [] }: RunReport, language: Language): string | null {
  if (absent.length === 0) return null;
  const methods = joinList(
    absent.map(({ method }) => methodNames[language][method]),
    language,
  );
  return fill(knownLabelsTexts[language].absent, { methods });
}

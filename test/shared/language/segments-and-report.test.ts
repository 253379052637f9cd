import { describe, expect, it } from 'vitest';
import { languages, segmentKinds, type FeatureDefinition, type MethodAdvice } from '../../../shared/domain.ts';
import { knownLabelsTexts } from '../../../shared/language/known-labels.ts';
import {
  cleaningRuleNames,
  delimiterName,
  formatDay,
  rejectionReasons,
  reportTexts,
} from '../../../shared/language/report.ts';
import {
  countAdviceText,
  kindTexts,
  methodAdviceText,
  methodNames,
  ruleConditions,
  ruleQuality,
  segmentName,
  segmentSentences,
  stabilitySentence,
  traitSentence,
} from '../../../shared/language/segments.ts';
import {
  fill,
  formatCount,
  formatMeasure,
  formatPercent,
  formatSeconds,
  formatShareOf,
  formatShares,
  joinList,
  openingNumber,
} from '../../../shared/language/sentence.ts';

const placeholders = (template: string): string[] =>
  [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

describe('both languages', () => {
  const catalogues: [string, Record<string, Record<string, string>>][] = [
    ['report', reportTexts],
    ['segments', segmentSentences],
    ['methods', methodNames],
    ['cleaning rules', cleaningRuleNames],
    ['rejections', rejectionReasons],
    ['known labels', knownLabelsTexts],
  ];
  it.each(catalogues)('have the same keys and placeholders: %s', (_, texts) => {
    expect(Object.keys(texts['zh-CN']!).sort()).toEqual(Object.keys(texts['en']!).sort());
    for (const key of Object.keys(texts['en']!)) {
      expect(texts['zh-CN']![key], key).not.toBe('');
      expect(placeholders(texts['zh-CN']![key]!), key).toEqual(placeholders(texts['en']![key]!));
    }
  });

  it('have a complete entry for every kind, and no two kinds share a name', () => {
    for (const language of languages) {
      const texts = segmentKinds.map((kind) => kindTexts[language][kind]);
      for (const text of texts) expect(Object.values(text).every((sentence) => sentence.length > 0)).toBe(true);
      expect(new Set(texts.map(({ name }) => name)).size).toBe(segmentKinds.length);
    }
  });

  it('keep the rules of Chinese: no 您, no exclamation mark, full-width punctuation after characters', () => {
    const all = [
      ...Object.values(reportTexts['zh-CN']),
      ...Object.values(segmentSentences['zh-CN']),
      ...segmentKinds.flatMap((kind) => Object.values(kindTexts['zh-CN'][kind])),
    ];
    for (const sentence of all) expect(sentence).not.toMatch(/您|[!！]|\p{Script=Han}[,;:?]/u);
  });
});

describe('figures', () => {
  it('read as people write them', () => {
    expect(formatCount(12345.4)).toBe('12,345');
    expect(formatCount(-5)).toBe('−5');
    expect(formatPercent(0.634)).toBe('63%');
    expect(formatPercent(0.001)).toBe('<1%');
    expect(formatPercent(0)).toBe('0%');
    expect(formatMeasure(-0.4249)).toBe('−0.42');
    expect(formatMeasure(null)).toBe('–');
    expect(formatSeconds(252, 'en')).toBe('4 min 12 s');
    expect(formatSeconds(2.14, 'zh-CN')).toBe('2.1 秒');
    expect(formatDay(Date.UTC(2011, 11, 9, 12) / 1000, 'en')).toBe('9 December 2011');
    expect(formatDay(Date.UTC(2011, 11, 9, 12) / 1000, 'zh-CN')).toBe('2011 年 12 月 9 日');
    expect(joinList(['a', 'b', 'c'], 'en')).toBe('a, b and c');
    expect(joinList(['甲', '乙', '丙'], 'zh-CN')).toBe('甲、乙和丙');
    expect(openingNumber(6, 'en')).toBe('Six');
    expect(openingNumber(12, 'en')).toBe('12');
    expect(delimiterName('\t', 'en')).toBe('tab');
  });

  it('round shares of one whole together, so that what is shown adds up', () => {
    const shares = [0.714, 0.224, 0.032, 0.016, 0.0115, 0.0025];
    const shown = formatShares(shares);
    expect(shown).toEqual(['72%', '22%', '3%', '2%', '1%', '<1%']);
    expect(formatShareOf(shares, [0, 1])).toBe('94%');
    expect(formatShareOf(shares, [5])).toBe('<1%');
    expect(shown.reduce((sum, text) => sum + (text === '<1%' ? 0 : parseInt(text)), 0)).toBe(100);
    // No part of nothing, and nothing that is no number.
    expect(formatShares([1, 0])).toEqual(['100%', '0%']);
    expect(formatShares([NaN, 0.5])).toEqual(['–', '50%']);
    expect(formatShares([])).toEqual([]);
  });

  it('never leave a placeholder: a missing value is an error, a value is not read again', () => {
    expect(() => fill('{name} is {what}', { name: 'x' })).toThrow(RangeError);
    expect(fill('{name}', { name: '{what}' })).toBe('{what}');
  });
});

const definition = (id: string, unit: FeatureDefinition['unit']): FeatureDefinition => ({
  id,
  family: 'orders',
  unit,
  treatment: { missing: 'median', winsorise: null, transform: 'none', scale: 'standard' },
  inUse: true,
});

describe('sentences of a segment', () => {
  it('name it, with what tells equal kinds apart', () => {
    expect(segmentName({ kind: 'atRisk', distinction: null }, 'en')).toBe('At risk');
    const distinction = { feature: 'averageOrderValue', high: true };
    expect(segmentName({ kind: 'loyal', distinction }, 'en')).toBe('Loyal (large orders)');
    expect(segmentName({ kind: 'loyal', distinction }, 'zh-CN')).toMatch(/^忠诚（.+）$/);
  });

  it('state traits by medians, or by means where medians read the same', () => {
    const trait = { feature: 'recency', segmentMedian: 236, overallMedian: 50, segmentMean: 240, overallMean: 92 };
    expect(traitSentence({ ...trait, standardisedDifference: 1.2 }, definition('recency', 'days'), 'en')).toMatch(
      /: 236 days, everyone 50 days$/,
    );
    const rare = { feature: 'returnRate', segmentMedian: 0, overallMedian: 0, segmentMean: 0.08, overallMean: 0.02 };
    expect(traitSentence({ ...rare, standardisedDifference: 1 }, definition('returnRate', 'share'), 'en')).toMatch(
      /: 8%, everyone 2%$/,
    );
  });

  it('put a rule of thumb in words, open ends and categories included', () => {
    const rule = {
      conditions: [
        { feature: 'recency', low: null, high: 31 },
        { feature: 'frequency', low: 5, high: null },
        { feature: 'averageOrderValue', low: 100, high: 400 },
        { feature: 'country=Germany', low: 0.5, high: null },
      ],
      precision: 0.92,
      coverage: 0.87,
    };
    const definitions = [
      definition('recency', 'days'),
      definition('frequency', 'count'),
      definition('averageOrderValue', 'money'),
      definition('country=Germany', 'number'),
    ];
    expect(ruleConditions(rule, definitions, 'en').map(({ range }) => range)).toEqual([
      'below 31 days',
      '5 or more',
      '100 to 400',
      'yes',
    ]);
    expect(ruleConditions(rule, definitions, 'zh-CN').map(({ range }) => range)).toEqual([
      '低于 31 天',
      '5 及以上',
      '100 至 400',
      '是',
    ]);
    expect(ruleQuality(rule, 'en')).toBe('Finds 87% of them; 92% of matches are right.');
  });

  it('warn of a fragile segment and of one that was not measured', () => {
    expect(stabilitySentence(0.55, 'en')).toMatch(/^Fragile.*55%/);
    expect(stabilitySentence(0.9, 'en')).toMatch(/90%/);
    expect(stabilitySentence(NaN, 'en')).toMatch(/not measured/);
  });
});

describe('advice on the number of segments', () => {
  it('gives its reason with figures and what speaks against the next', () => {
    const text = countAdviceText(
      {
        recommended: 6,
        reason: 'best_separation',
        silhouette: 0.42,
        stability: 0.93,
        runnerUp: { nSegments: 7, silhouette: 0.45, daviesBouldin: 1.2, stability: 0.6, against: 'stability' },
      },
      'en',
    );
    expect(text.title).toBe('Six segments describe your customers best');
    expect(text.reason).toContain('0.42');
    expect(text.reason).toContain('93%');
    expect(text.runnerUp).toBe('Not 7: separation would be 0.45, but repetitions would agree to 60% only.');
  });

  it('has a sentence for every reason in every language', () => {
    const reasons = [
      'best_separation',
      'most_stable',
      'only_two_hold',
      'chosen_by_user',
      'fixed_rules',
      'few_customers',
    ] as const;
    for (const language of languages) {
      const sentences = reasons.map((reason) =>
        countAdviceText({ recommended: 2, reason, silhouette: 0.3, stability: 0.7 }, language),
      );
      for (const { title, reason, runnerUp } of sentences) {
        expect(`${title}${reason}`).not.toMatch(/[{}]/);
        expect(runnerUp).toBeNull();
      }
      expect(new Set(sentences.map(({ reason }) => reason)).size).toBe(reasons.length);
    }
  });
});

describe('advice on the method', () => {
  const interval = (mean: number): { mean: number; low: number; high: number } => ({
    mean,
    low: mean - 0.02,
    high: mean + 0.02,
  });
  const advice: MethodAdvice = {
    recommended: 'kmeans',
    reason: 'simpler_as_good',
    deepHelped: false,
    figures: {
      futureValue: interval(0.31),
      stability: interval(0.93),
      otherMethod: 'autoencoder',
      otherFutureValue: interval(0.3),
      otherStability: interval(0.88),
    },
  };

  it('says with figures that deep learning did not help', () => {
    const text = methodAdviceText(advice, 'en');
    expect(text.title).toBe('K-means is as good as the rest, and simpler');
    expect(text.figures).toBe(
      'Foresight: 31% (±2%), next best Autoencoder + k-means 30% (±2%), no clear difference. ' +
        'Stability: 0.93 (±0.02), Autoencoder + k-means 0.88 (±0.02), 0.05 ahead.',
    );
    expect(text.lead).toBe(
      'Against Autoencoder + k-means, the next best: alike in foresight, 0.05 ahead in stability.',
    );
    const behind = methodAdviceText(
      { ...advice, figures: { ...advice.figures, otherFutureValue: interval(0.4) } },
      'en',
    );
    expect(behind.figures).toMatch(/^Foresight: 31% .*, 9% behind\./);
    expect(text.deep).toMatch(/^Deep learning did not help here: /);
  });

  it('has a title for every reason, and leaves out figures that were not measured', () => {
    const text = methodAdviceText({ ...advice, reason: 'tells_more', figures: { otherMethod: 'rfm' } }, 'en');
    expect(text.title).toBe('K-means reads more than the rules do');
    expect([text.figures, text.lead]).toEqual(['', '']);
  });

  it('is silent on deep learning that was not in the race, and glad when it helped', () => {
    expect(methodAdviceText({ ...advice, deepHelped: null }, 'en').deep).toBeNull();
    expect(methodAdviceText({ ...advice, recommended: 'autoencoder', deepHelped: true }, 'zh-CN').deep).toMatch(
      /有帮助/,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { behaviourCatalogue } from '../../../electron/engine/features/behaviour-catalogue.ts';
import { catalogueFeatures } from '../../../electron/engine/features/catalogue-features.ts';
import { orderCatalogue } from '../../../electron/engine/features/order-catalogue.ts';
import { languages } from '../../../shared/domain.ts';
import { featureText, formatFeature, traitPhrase } from '../../../shared/language/features.ts';

const known = [...orderCatalogue, ...catalogueFeatures, ...behaviourCatalogue].map(({ id }) => id);
const levels = [
  'country=Germany',
  'country=*',
  'category=Tea',
  'category=*',
  'browsing:page=Help',
  'browsing:device=phone',
].concat(...['social:community=1', 'social:community=other', 'social:community']);

describe.each(languages)('words for features (%s)', (language) => {
  it.each([...known, ...levels])('%s', (id) => {
    const { label, meaning } = featureText(id, language);
    const phrases = [traitPhrase(id, true, language), traitPhrase(id, false, language)];
    for (const text of [label, meaning, ...phrases]) {
      expect(text).not.toBe('');
      expect(text).not.toContain(id);
      expect(text.length).toBeLessThan(100);
    }
    expect(label.length).toBeLessThan(42);
    expect(phrases[0]).not.toBe(phrases[1]);
  });

  it('has a label of its own for each', () => {
    const labels = known.map((id) => featureText(id, language).label);
    expect(new Set(labels).size).toBe(labels.length);
  });
});

it('speaks Chinese with full-width punctuation and a space beside Latin letters and digits', () => {
  for (const id of [...known, ...levels]) {
    const { label, meaning } = featureText(id, 'zh-CN');
    for (const text of [label, meaning, traitPhrase(id, true, 'zh-CN'), traitPhrase(id, false, 'zh-CN')]) {
      expect(text).toMatch(/\p{Script=Han}/u);
      expect(text).not.toMatch(/[,;!?()]|:(?!\d)/);
      expect(text).not.toMatch(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9%]\p{Script=Han}/u);
    }
  }
  expect(traitPhrase('country=Germany', true, 'zh-CN')).toBe('来自 Germany');
  expect(traitPhrase('country=德国', true, 'zh-CN')).toBe('来自德国');
  expect(featureText('browsing:device=phone', 'zh-CN').meaning).toBe('使用 phone 浏览的比例');
  expect(traitPhrase('browsing:page=帮助', false, 'zh-CN')).toBe('没打开过帮助');
});

it('uses the id of a feature that it does not know', () => {
  expect(featureText('toString', 'en').label).toBe('toString');
  expect(traitPhrase('shoeSize', false, 'zh-CN')).toBe('shoeSize 偏低');
});

it.each([
  [31, 'days', '31 days', '31 天'],
  [1, 'days', '1 day', '1 天'],
  [2.46, 'days', '2.5 days', '2.5 天'],
  [1234, 'count', '1,234', '1,234'],
  [3.42, 'count', '3.4', '3.4'],
  [24500.4, 'money', '24,500', '24,500'],
  [12.345, 'money', '12.35', '12.35'],
  [-24500, 'money', '−24,500', '−24,500'],
  [0.63, 'share', '63%', '63%'],
  [0.004, 'share', '0.4%', '0.4%'],
  [1.8, 'ratio', '1.8×', '1.8 倍'],
  [0.97, 'ratio', '0.97×', '0.97 倍'],
  [12.34, 'ratio', '12.3×', '12.3 倍'],
  [4, 'score', '4 of 5', '4 分'],
  [-0.5, 'number', '−0.5', '−0.5'],
  [-0.001, 'cycle', '0', '0'],
  [NaN, 'money', '–', '–'],
  [Infinity, 'days', '–', '–'],
] as const)('writes %d %s', (value, unit, english, chinese) => {
  expect(formatFeature(value, unit, 'en')).toBe(english);
  expect(formatFeature(value, unit, 'zh-CN')).toBe(chinese);
});

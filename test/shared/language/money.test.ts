import { expect, test } from 'vitest';
import { formatFeature } from '../../../shared/language/features.ts';

const money = (value: number, currency?: string, language: 'en' | 'zh-CN' = 'en'): string =>
  formatFeature(value, 'money', language, currency);

test('money carries its currency where that is known', () => {
  expect(money(6212.4)).toBe('6,212');
  expect(money(6212.4, 'GBP')).toBe('£6,212');
  expect(money(6212.4, 'CNY', 'zh-CN')).toBe('¥6,212');
  expect(money(12.5, 'EUR')).toBe('€12.50');
  expect(money(12.5, 'JPY')).toBe('¥13');
  expect(money(-12.5, 'USD')).toBe('−$12.50');
  expect(money(1000, 'CHF')).toMatch(/^CHF\s1,000$/);
  expect(money(NaN, 'GBP')).toBe('–');
});

test('only money carries it', () => {
  expect(formatFeature(3, 'days', 'en', 'GBP')).toBe('3 days');
  expect(formatFeature(0.5, 'share', 'en', 'GBP')).toBe('50%');
});

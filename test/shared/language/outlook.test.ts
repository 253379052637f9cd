import { expect, test } from 'vitest';
import { formatOutlookRange, outlookDoubt } from '../../../shared/language/outlook.ts';
import type { ForecastCheck } from '../../../shared/domain.ts';
import { makeRunReport } from '../../fixtures/run-report.ts';

const check = (came: number): ForecastCheck => ({
  ...{ days: 90, customers: 1000, foretold: 1000, came },
  tenths: Array.from({ length: 10 }, () => ({ foretold: 100, came: came / 10 })),
});
const said = (forecast: ForecastCheck | null, language: 'en' | 'zh-CN' = 'en'): string =>
  outlookDoubt({ ...makeRunReport(), forecast }, language);

test('says in which direction the forecast was off', () => {
  expect(said(check(1300))).toContain('Checked on the last 90 days: customers spent 30% more than foretold.');
  expect(said(check(900))).toContain('customers spent 10% less than foretold.');
  expect(said(check(1040))).toContain('was within 5% of the forecast.');
  expect(said(check(1300), 'zh-CN')).toContain('用最近 90 天检验：客户实际消费比预测多 30%。');
  expect(said(null)).toContain('too few months to check the forecast');
});

test('says that a season cannot be told from growth where the data are short and the forecast was off', () => {
  const text = 'cannot tell a season from growth';
  const { dataset, ...report } = makeRunReport();
  const long = { ...dataset, firstTime: dataset.lastTime - 800 * 86_400 };
  expect(outlookDoubt({ ...report, dataset, forecast: check(1300) }, 'en')).toContain(text);
  expect(outlookDoubt({ ...report, dataset, forecast: check(1010) }, 'en')).not.toContain(text);
  expect(outlookDoubt({ ...report, dataset: long, forecast: check(1300) }, 'en')).not.toContain(text);
});

test('says nothing where nothing is foretold', () => {
  const report = makeRunReport();
  const segments = report.segments.map((segment) => ({ ...segment, outlook: null }));
  expect(outlookDoubt({ ...report, segments }, 'en')).toBe('');
});

test('new customers may bring more than so far, and it says why', () => {
  const report = makeRunReport();
  const [first] = report.segments;
  const segments = [
    { ...first!, kind: 'recent' as const, revenue: 100, size: 10, outlook: { value: 50, churnRisk: 0 } },
  ];
  expect(outlookDoubt({ ...report, segments }, 'en')).toContain('Recent should bring more in a year than so far');
  const old = [{ ...segments[0]!, revenue: 1000 }];
  expect(outlookDoubt({ ...report, segments: old }, 'en')).not.toContain('so far');
});

test('a range has two digits', () => {
  const outlook = { value: 6212, churnRisk: 0, tenths: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0] };
  expect(formatOutlookRange(outlook, check(1840), 'en')).toBe('likely 3,400 to 11,000');
  expect(formatOutlookRange(outlook, check(1840), 'zh-CN')).toBe('可能为 3,400 至 11,000');
  expect(formatOutlookRange(outlook, null, 'en')).toBeNull();
});

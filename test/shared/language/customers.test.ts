import { describe, expect, it } from 'vitest';
import type { CustomerFigure } from '../../../shared/customers.ts';
import {
  customerFinding,
  formatExceeded,
  howSure,
  isSilent,
  mostApart,
  ordersFinding,
} from '../../../shared/language/customers.ts';
import { languages } from '../../../shared/domain.ts';

const usual = {
  ...{ recency: 20, frequency: 6, monetary: 612, averageOrderValue: 102, daysBetweenOrders: 30 },
  ...{ gapSpread: 0.9, momentum: 0, activeSpan: 150 },
};
const figuresOf = (values: Partial<typeof usual>): CustomerFigure[] =>
  Object.entries({ ...usual, ...values }).map(([feature, value]) => ({
    ...{ feature, value, segmentMedian: 0, overallMedian: feature === 'recency' ? 80 : 0, rank: 0.5 },
  }));
const finding = (values: Partial<typeof usual>, moreMoneyThan = 0.5, language: 'en' | 'zh-CN' = 'en'): string =>
  customerFinding({ customer: '12345', figures: figuresOf(values), moreMoneyThan }, language);

describe('what is said of a customer first', () => {
  it('is silence, then money, then a change of rhythm, then the rhythm', () => {
    const gone = { recency: 241, averageOrderValue: 204 };
    expect(finding(gone, 0.99)).toBe('12345 spent 204 an order, then went silent');
    expect(finding({ momentum: 1 }, 0.9312)).toBe('12345 spends more than 93% of customers');
    expect(finding({ momentum: 1 })).toBe('12345 orders more often than before');
    expect(finding({ momentum: -0.5, gapSpread: 0.1 })).toBe('12345 orders less often than before');
    expect(finding({ gapSpread: 0.1 })).toBe('12345 orders about every 30 days');
    expect(finding({ gapSpread: NaN, frequency: 2 })).toBe('12345 spent 612 in 2 orders');
  });

  it('tells the new from those who ordered once and left', () => {
    const once = { frequency: 1, daysBetweenOrders: NaN, gapSpread: NaN, averageOrderValue: 36 };
    expect(finding({ ...once, recency: 80 })).toBe('12345 placed a first order of 36, 80 days ago');
    expect(finding({ ...once, recency: 81 })).toBe('12345 ordered once, for 36, and has been silent for 81 days');
    expect(finding({ ...once, recency: 12 }, 0.5, 'zh-CN')).toBe('12345 在 12 天前首次下单，金额 36');
  });

  it('knows silence by the customer’s own rhythm', () => {
    expect(isSilent({ figures: figuresOf({ recency: 61 }) })).toBe(true);
    expect(isSilent({ figures: figuresOf({ recency: 60 }) })).toBe(false);
    expect(isSilent({ figures: figuresOf({ recency: 150, daysBetweenOrders: 90 }) })).toBe(false);
    expect(isSilent({ figures: figuresOf({ recency: 500, daysBetweenOrders: NaN }) })).toBe(false);
  });
});

describe('how sure a segment is', () => {
  const names = { segment: 'At risk', other: 'Lapsed' };
  const sure = (distance: number, other: number): string =>
    howSure({ distance, closest: { segment: 2, distance: other } }, names, 'en');
  it('goes by the distance to the next closest', () => {
    expect(sure(2, 4)).toBe('Clearly At risk: Lapsed, the next closest, is 2× as far away.');
    expect(sure(2, 2.4)).toMatch(/^Rather At risk: .* 1\.2×/);
    expect(sure(2, 2.1)).toBe('Between At risk and Lapsed: both are about as close.');
    expect(sure(2, 1.9)).toBe('In At risk, though closer to Lapsed over all features together.');
    expect(sure(0, 3)).toMatch(/^Clearly At risk: .* 99×/);
    expect(howSure({ distance: 1, closest: null }, names, 'en')).toMatch(/^At risk\. There is no other/);
  });
});

describe('orders in a sentence', () => {
  it('tells how many, over how long, and how long ago', () => {
    expect(ordersFinding({ figures: figuresOf({}) }, 'en')).toBe('Six orders in 5 months, the last 20 days ago');
    expect(ordersFinding({ figures: figuresOf({ recency: 241, frequency: 20 }) }, 'en')).toBe(
      '20 orders in 5 months, none in the last 8 months',
    );
    expect(ordersFinding({ figures: figuresOf({ frequency: 1 }) }, 'en')).toBe('One order, 20 days ago');
    expect(ordersFinding({ figures: figuresOf({ activeSpan: 0 }) }, 'en')).toContain('in 1 day,');
    expect(ordersFinding({ figures: [] }, 'en')).toBe('No order that counts');
    expect(ordersFinding({ figures: figuresOf({}) }, 'zh-CN')).toBe('5 个月内 6 单，最近一单在 20 天前');
  });
});

describe('where a customer stands', () => {
  it('is never above everybody', () => {
    expect(formatExceeded(0.9999)).toBe('99%');
    expect(formatExceeded(1)).toBe('99%');
    expect(formatExceeded(0.29)).toBe('29%');
    expect(formatExceeded(NaN)).toBe('–');
  });
  it('is told by the figure furthest from the middle, if any is far', () => {
    const figures = figuresOf({}).map((figure, i) => ({ ...figure, rank: [0.5, 0.9, 0.05][i] ?? NaN }));
    expect(mostApart(figures)?.rank).toBe(0.05);
    expect(mostApart(figuresOf({}))).toBeNull();
    expect(mostApart([])).toBeNull();
  });
});

it('keeps the rules of Chinese in every sentence', () => {
  const sentences = [
    finding({ recency: 241 }, 0.5, 'zh-CN'),
    finding({}, 0.95, 'zh-CN'),
    finding({ gapSpread: 0.1 }, 0.5, 'zh-CN'),
    howSure({ distance: 2, closest: { segment: 1, distance: 4 } }, { segment: '流失风险', other: '已流失' }, 'zh-CN'),
  ];
  for (const sentence of sentences) {
    expect(sentence).not.toMatch(/[您！!]|\p{Script=Han}[,;:?.]|\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u);
  }
  expect(languages).toHaveLength(2);
});

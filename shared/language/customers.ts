/** What is said of one customer, in every language. */
import type { CustomerDetail, CustomerFigure } from '../customers.ts';
import type { FeatureUnit, Language } from '../domain.ts';
import { formatFeature } from './features.ts';
import { fill, formatCount, openingNumber } from './sentence.ts';

const text = {
  en: {
    onceRecently: '{customer} placed a first order of {average}, {silence} ago',
    onceLongAgo: '{customer} ordered once, for {average}, and has been silent for {silence}',
    wentSilent: '{customer} spent {average} an order, then went silent',
    topSpender: '{customer} spends more than {percent} of customers',
    speedsUp: '{customer} orders more often than before',
    slowsDown: '{customer} orders less often than before',
    regular: '{customer} orders about every {gap}',
    steadyOnce: '{customer} spent {money}',
    steady: '{customer} spent {money} in {orders} orders',
    alone: '{segment}. There is no other segment to compare with.',
    clear: 'Clearly {segment}: {other}, the next closest, is {times} as far away.',
    rather: 'Rather {segment}: {other}, the next closest, is {times} as far away.',
    between: 'Between {segment} and {other}: both are about as close.',
    nearer: 'In {segment}, though closer to {other} over all features together.',
    inSpan: '{orders} orders in {span}, the last {silence} ago',
    thenSilent: '{orders} orders in {span}, none in the last {silence}',
    oneOrder: 'One order, {silence} ago',
    noOrder: 'No order that counts',
    months: '{count} months',
  },
  'zh-CN': {
    onceRecently: '{customer} 在 {silence}前首次下单，金额 {average}',
    onceLongAgo: '{customer} 只下过一单，金额 {average}，已 {silence}未再下单',
    wentSilent: '{customer} 每单消费 {average}，之后再未下单',
    topSpender: '{customer} 的消费超过 {percent} 的客户',
    speedsUp: '{customer} 下单比以前频繁',
    slowsDown: '{customer} 下单比以前少',
    regular: '{customer} 大约每 {gap}下一单',
    steadyOnce: '{customer} 共消费 {money}',
    steady: '{customer} 下过 {orders} 单，共消费 {money}',
    alone: '{segment}，没有其他细分可比较。',
    clear: '明确属于{segment}：到次近的{other}的距离是到{segment}的 {times}。',
    rather: '大致属于{segment}：到次近的{other}的距离是到{segment}的 {times}。',
    between: '介于{segment}与{other}之间，两者距离相近。',
    nearer: '归入{segment}，但综合所有特征更接近{other}。',
    inSpan: '{span}内 {orders} 单，最近一单在 {silence}前',
    thenSilent: '{span}内 {orders} 单，最近 {silence}没有下单',
    oneOrder: '仅 1 单，在 {silence}前',
    noOrder: '没有计入的订单',
    months: '{count} 个月',
  },
} satisfies Record<Language, Record<string, string>>;

/** The first cells of customers.csv. */
export function customersCsvHeader(language: Language): string[] {
  return language === 'en' ? ['Customer', 'Segment number', 'Segment'] : ['客户', '细分编号', '细分'];
}

/** How many others are exceeded, in whole percent: never all of them, as nobody exceeds oneself. */
export function formatExceeded(share: number): string {
  return Number.isFinite(share) ? `${Math.min(99, Math.floor(100 * share + 1e-9))}%` : '–';
}

type Figures = Pick<CustomerDetail, 'figures'>;

/** A figure of the customer; NaN where there is none. */
export function figureOf({ figures }: Figures, feature: string): number {
  return figures.find((figure) => figure.feature === feature)?.value ?? NaN;
}

/** Fewer days than this are no silence, however often somebody orders. */
const shortestSilence = 60;
/** Times the usual gap from which a pause is silence. */
const silentAfterGaps = 2;
/** Among the top spenders: the top tenth. */
const topShare = 0.9;
/** Doublings of the order rate from which a change is worth saying: 1.4 times as often, or seldom. */
const changedRate = 0.5;
/** Orders and spread of the gaps (standard deviation / mean) up to which somebody is regular. */
const regularFrom = 4;
const regularSpread = 0.5;

/** Silent for longer than 60 days and than twice the usual gap; who ordered once has no usual gap. */
export function isSilent(customer: Figures): boolean {
  const silence = figureOf(customer, 'recency');
  return silence > shortestSilence && silence > silentAfterGaps * figureOf(customer, 'daysBetweenOrders');
}

/**
 * What there is to say of a customer first: silence, then being a top spender, then a change of rhythm, then a steady
 * rhythm; of who ordered once, whether that was lately.
 */
export function customerFinding(
  customer: Pick<CustomerDetail, 'customer' | 'figures' | 'moreMoneyThan'>,
  language: Language,
  currency?: string,
): string {
  const format = (feature: string, unit: FeatureUnit): string =>
    formatFeature(figureOf(customer, feature), unit, language, currency);
  const orders = figureOf(customer, 'frequency');
  const momentum = figureOf(customer, 'momentum');
  const silence = customer.figures.find(({ feature }) => feature === 'recency');
  const values = {
    customer: customer.customer,
    average: format('averageOrderValue', 'money'),
    money: format('monetary', 'money'),
    silence: format('recency', 'days'),
    gap: format('daysBetweenOrders', 'days'),
    percent: formatExceeded(customer.moreMoneyThan),
    orders,
  };
  const key = ((): keyof (typeof text)['en'] => {
    if (orders === 1) {
      const lately = silence !== undefined && !(silence.value > Math.max(silence.overallMedian, shortestSilence));
      return lately ? 'onceRecently' : 'onceLongAgo';
    }
    if (isSilent(customer)) return 'wentSilent';
    if (customer.moreMoneyThan >= topShare) return 'topSpender';
    if (momentum >= changedRate) return 'speedsUp';
    if (momentum <= -changedRate) return 'slowsDown';
    if (orders >= regularFrom && figureOf(customer, 'gapSpread') <= regularSpread) return 'regular';
    return orders > 1 ? 'steady' : 'steadyOnce';
  })();
  return fill(text[language][key], values);
}

/** Times the own distance from which the next segment is clearly another, and from which it is rather another. */
const clearlyFrom = 1.5;
const ratherFrom = 1.15;

/** How sure it is that a customer belongs to the segment, by the distances to its middle and to the next closest. */
export function howSure(
  { distance, closest }: Pick<CustomerDetail, 'distance' | 'closest'>,
  names: { segment: string; other: string },
  language: Language,
): string {
  const sentences = text[language];
  if (!closest) return fill(sentences.alone, names);
  const times = closest.distance / distance;
  if (times < 1) return fill(sentences.nearer, names);
  if (times < ratherFrom) return fill(sentences.between, names);
  const key = times >= clearlyFrom ? 'clear' : 'rather';
  // Right at the middle of the own segment there is no ratio to tell.
  const most = 99;
  return fill(sentences[key], { ...names, times: formatFeature(Math.min(times, most), 'ratio', language) });
}

/** A stretch of time as a person says it: days below two months, months beyond. */
function formatSpan(days: number, language: Language): string {
  if (days < shortestSilence) return formatFeature(Math.max(1, days), 'days', language);
  return fill(text[language].months, { count: Math.round(days / 30.44) });
}

/** The orders in one sentence: how many, over how long, and how long ago the last was. */
export function ordersFinding(customer: Figures, language: Language): string {
  const orders = figureOf(customer, 'frequency');
  const sentences = text[language];
  if (!(orders >= 1)) return sentences.noOrder;
  const values = {
    orders: orders <= 10 ? openingNumber(orders, language) : formatCount(orders),
    span: formatSpan(figureOf(customer, 'activeSpan'), language),
    silence: formatSpan(figureOf(customer, 'recency'), language),
  };
  if (orders === 1) return fill(sentences.oneOrder, values);
  return fill(isSilent(customer) ? sentences.thenSilent : sentences.inSpan, values);
}

/** The figure in which the customer is furthest from the middle of all; null when none is far out. */
export function mostApart(figures: readonly CustomerFigure[]): CustomerFigure | null {
  const farFromMiddle = 0.25;
  const known = figures.filter(({ rank }) => Math.abs(rank - 0.5) >= farFromMiddle);
  return known.reduce<CustomerFigure | null>(
    (most, figure) => (most && Math.abs(most.rank - 0.5) >= Math.abs(figure.rank - 0.5) ? most : figure),
    null,
  );
}

/** What each feature is called and means, and how its values read, in every language. */
import type { FeatureUnit, Language } from '../domain.ts';
import { behaviourEntry } from './behaviour-features.ts';
import { catalogueFeatureEntries, categoryEntry } from './catalogue-features.ts';
import { spaced } from './sentence.ts';
import { isLevelId, tableFeatureEntry } from './table-features.ts';

export interface FeatureText {
  /** A few words, for axes, tables and lists. */
  label: string;
  /** One line for a marketer. */
  meaning: string;
}

/** Label, meaning, and the phrase for customers who are high or low in it. */
export type FeatureEntry = readonly [label: string, meaning: string, high: string, low: string];

const english = {
  recency: [
    'Days since last order',
    'The longer ago, the more likely the customer is gone',
    'last order long ago',
    'ordered recently',
  ],
  frequency: ['Orders', 'Number of orders in the data', 'orders often', 'orders rarely'],
  monetary: ['Money spent', 'Sum of all orders', 'spends a lot', 'spends little'],
  tenure: [
    'Days since first order',
    'How long someone has been a customer',
    'customer for a long time',
    'new as a customer',
  ],
  averageOrderValue: ['Average order value', 'Money per order', 'large orders', 'small orders'],
  itemsPerOrder: [
    'Items per order',
    'Units in an order, of all products',
    'many items per order',
    'few items per order',
  ],
  linesPerOrder: ['Lines per order', 'Product lines in an order', 'many lines per order', 'few lines per order'],
  distinctProducts: [
    'Different products',
    'How many different products someone has bought',
    'wide range of products',
    'few different products',
  ],
  averagePrice: ['Average price', 'Mean price of what is bought', 'buys dearer products', 'buys cheaper products'],
  daysBetweenOrders: [
    'Days between orders',
    'Mean gap from one order to the next; needs two orders',
    'long gaps between orders',
    'short gaps between orders',
  ],
  gapSpread: [
    'Irregular rhythm',
    'How much the gaps vary beside their mean; needs three orders',
    'orders irregularly',
    'orders at regular intervals',
  ],
  orderValueSpread: [
    'Uneven order values',
    'How much order values vary beside their mean; needs two orders',
    'order values vary a lot',
    'order values are even',
  ],
  recentOrders90: [
    'Orders in the last 90 days',
    'How active someone is right now',
    'many orders lately',
    'few or no orders lately',
  ],
  momentum: [
    'Momentum',
    'Order rate of the last 90 days against the 90 before: +1 is twice as often, −1 half as often',
    'orders more often than before',
    'orders less often than before',
  ],
  newProductShare: [
    'Share of new products',
    'After the first order: products not bought before; the rest are repeats',
    'tries new products',
    'buys the same products again',
  ],
  favouriteProductShare: [
    'Share of favourite product',
    'How much of all purchases the most bought product takes',
    'sticks to one favourite',
    'spreads purchases over products',
  ],
  priceLevel: [
    'Price against usual',
    'Price paid beside the usual price of the same products: 1× is usual',
    'pays above the usual price',
    'pays below the usual price',
  ],
  discountShare: [
    'Discount share',
    'Lines bought at least 5% below the usual price of the product',
    'buys on discount',
    'buys at full price',
  ],
  returnRate: ['Return rate', 'Returned orders beside all orders', 'returns often', 'rarely returns'],
  returnedValueShare: [
    'Returned value',
    'Money that came back beside money spent',
    'returns much of the value',
    'returns little of the value',
  ],
  weekendShare: ['Weekend share', 'Orders on Saturday and Sunday', 'orders at weekends', 'orders on weekdays'],
  eveningShare: ['Evening share', 'Orders from 17:00 on', 'orders in the evening', 'orders during the day'],
  hourSin: [
    'Time of day: morning or evening',
    'Near 1 around 6:00, near −1 around 18:00, near 0 without a habit',
    'orders earlier in the day',
    'orders later in the day',
  ],
  hourCos: [
    'Time of day: night or midday',
    'Near 1 around midnight, near −1 around noon, near 0 without a habit',
    'orders away from midday',
    'orders around midday',
  ],
  weekdaySin: [
    'Weekday: early or late in the week',
    'Near 1 on Tuesday and Wednesday, near −1 at the weekend, near 0 without a habit',
    'orders around Tuesday and Wednesday',
    'orders around the weekend',
  ],
  weekdayCos: [
    'Weekday: Monday or Thursday',
    'Near 1 on Monday, near −1 on Thursday and Friday, near 0 without a habit',
    'orders around Monday',
    'orders around Thursday and Friday',
  ],
  seasonality: [
    'Holiday season share',
    'Orders in November and December; needs a year of data',
    'orders in the holiday season',
    'orders outside the holiday season',
  ],
  activeSpan: [
    'Days from first to last order',
    'How long someone kept ordering; 0 after a single order',
    'active over a long time',
    'active for a short time',
  ],
  itemsTotal: ['Items bought', 'Units of all products in all orders', 'buys large quantities', 'buys small quantities'],
  firstOrderValue: [
    'First order value',
    'Money in the very first order',
    'began with a large order',
    'began with a small order',
  ],
  aliveProbability: [
    'Chance to be still active',
    'How likely someone has not stopped for good; one-time customers count as active (BG/NBD)',
    'most likely still active',
    'has probably stopped',
  ],
  returnProbability: [
    'Chance of another order',
    'How likely someone orders at least once in the next 365 days (BG/NBD)',
    'likely to order again',
    'unlikely to order again',
  ],
  expectedOrders: [
    'Orders to expect',
    'Days with an order to expect in the next 365 days (BG/NBD)',
    'many orders to expect',
    'few orders to expect',
  ],
  expectedOrderValue: [
    'Order value to expect',
    'Money per such day, between the own mean and everybody’s (Gamma-Gamma)',
    'large orders to expect',
    'small orders to expect',
  ],
  lifetimeValue: [
    'Value of the next year',
    'Money to expect in the next 365 days: orders times order value, not discounted',
    'worth a lot in the next year',
    'worth little in the next year',
  ],
  recencyScore: [
    'Recency score',
    'From 1 to 5: 5 is the fifth that ordered last; for reading only',
    'high recency score',
    'low recency score',
  ],
  frequencyScore: [
    'Frequency score',
    'From 1 to 5: 5 is the fifth that orders most; for reading only',
    'high frequency score',
    'low frequency score',
  ],
  monetaryScore: [
    'Money score',
    'From 1 to 5: 5 is the fifth that spends most; for reading only',
    'high money score',
    'low money score',
  ],
} satisfies Record<string, FeatureEntry>;

export type OrderFeatureId = keyof typeof english;

const chinese: Record<OrderFeatureId, FeatureEntry> = {
  recency: ['最近一次购买', '距最近一次下单的天数，越久越可能流失', '很久没下单', '最近刚下单'],
  frequency: ['购买频次', '数据期内的订单数', '下单频繁', '很少下单'],
  monetary: ['消费总额', '全部订单金额之和', '消费高', '消费低'],
  tenure: ['客户年资', '距首次下单的天数', '老客户', '新客户'],
  averageOrderValue: ['客单价', '平均每单金额', '客单价高', '客单价低'],
  itemsPerOrder: ['每单件数', '平均每单购买的商品件数', '每单件数多', '每单件数少'],
  linesPerOrder: ['每单行数', '平均每单的商品行数', '每单商品行多', '每单商品行少'],
  distinctProducts: ['购买商品种数', '买过多少种不同的商品', '购买的商品种类多', '购买的商品种类少'],
  averagePrice: ['平均单价', '所购商品的平均价格', '偏好高价商品', '偏好低价商品'],
  daysBetweenOrders: ['购买间隔', '相邻两单平均相隔的天数，至少两单才有', '购买间隔长', '购买间隔短'],
  gapSpread: ['间隔波动', '购买间隔的波动与均值之比，至少三单才有', '下单不规律', '下单规律'],
  orderValueSpread: ['订单金额波动', '订单金额的波动与均值之比，至少两单才有', '每单金额起伏大', '每单金额稳定'],
  recentOrders90: ['近 90 天订单数', '当前的活跃程度', '近期下单多', '近期很少或没有下单'],
  momentum: ['购买趋势', '近 90 天与此前 90 天的下单速度之比：+1 为翻倍，−1 为减半', '下单比以前频繁', '下单比以前少'],
  newProductShare: ['尝新占比', '首单之后，购买从未买过的商品的比例，其余为复购', '爱尝试新商品', '习惯复购同样的商品'],
  favouriteProductShare: ['最爱商品占比', '购买最多的商品占全部购买的比例', '集中购买一种商品', '购买分散'],
  priceLevel: ['价格水平', '实付价与同款商品常见价之比，1 倍即常见价', '实付价高于常见价', '实付价低于常见价'],
  discountShare: ['折扣购买占比', '比商品常见价低 5% 以上的购买比例', '偏好折扣', '习惯原价购买'],
  returnRate: ['退货率', '退货单数与订单数之比', '退货多', '很少退货'],
  returnedValueShare: ['退货金额占比', '退回金额与消费总额之比', '退货金额占比高', '退货金额占比低'],
  weekendShare: ['周末订单占比', '周六、周日下单的比例', '多在周末下单', '多在工作日下单'],
  eveningShare: ['晚间订单占比', '17:00 以后下单的比例', '多在晚间下单', '多在白天下单'],
  hourSin: [
    '时段：早或晚',
    '接近 1 为 6:00 前后，接近 −1 为 18:00 前后，接近 0 为无固定时段',
    '下单时段偏早',
    '下单时段偏晚',
  ],
  hourCos: [
    '时段：夜间或中午',
    '接近 1 为午夜前后，接近 −1 为正午前后，接近 0 为无固定时段',
    '避开中午下单',
    '多在中午前后下单',
  ],
  weekdaySin: [
    '星期：周中或周末',
    '接近 1 为周二、周三，接近 −1 为周末，接近 0 为无固定日子',
    '多在周二、周三前后下单',
    '多在周末前后下单',
  ],
  weekdayCos: [
    '星期：周一或周四',
    '接近 1 为周一，接近 −1 为周四、周五，接近 0 为无固定日子',
    '多在周一前后下单',
    '多在周四、周五前后下单',
  ],
  seasonality: ['年末旺季占比', '11 月和 12 月下单的比例，数据满一年才有', '集中在年末旺季下单', '多在旺季之外下单'],
  activeSpan: ['活跃时长', '首单到末单的天数，只有一单为 0', '活跃时间长', '活跃时间短'],
  itemsTotal: ['购买件数', '全部订单的商品件数之和', '购买件数多', '购买件数少'],
  firstOrderValue: ['首单金额', '第一笔订单的金额', '首单金额高', '首单金额低'],
  aliveProbability: [
    '仍活跃概率',
    '尚未彻底流失的概率，只购买过一次的视为仍活跃，由 BG/NBD 估计',
    '很可能仍活跃',
    '很可能已流失',
  ],
  returnProbability: [
    '再次下单概率',
    '未来 365 天内至少再下一单的概率，由 BG/NBD 估计',
    '很可能再次下单',
    '不太可能再次下单',
  ],
  expectedOrders: ['预期下单数', '未来 365 天内预期的下单天数，由 BG/NBD 估计', '预期下单多', '预期下单少'],
  expectedOrderValue: [
    '预期每单金额',
    '预期每个下单日的金额，介于本人均值与全体均值之间，由 Gamma-Gamma 估计',
    '预期每单金额高',
    '预期每单金额低',
  ],
  lifetimeValue: [
    '未来一年价值',
    '未来 365 天内预期的消费金额，即下单数乘以每单金额，不计折现',
    '未来一年价值高',
    '未来一年价值低',
  ],
  recencyScore: ['R 值评分', '1 至 5 分，最近下单的五分之一为 5 分，仅供参考', 'R 值高', 'R 值低'],
  frequencyScore: ['F 值评分', '1 至 5 分，下单最多的五分之一为 5 分，仅供参考', 'F 值高', 'F 值低'],
  monetaryScore: ['M 值评分', '1 至 5 分，消费最高的五分之一为 5 分，仅供参考', 'M 值高', 'M 值低'],
};

const entries: Record<Language, Readonly<Record<string, FeatureEntry>>> = {
  en: { ...english, ...catalogueFeatureEntries.en },
  'zh-CN': { ...chinese, ...catalogueFeatureEntries['zh-CN'] },
};

const countryPrefix = 'country=';
const categoryPrefix = 'category=';

/**
 * Label and meaning of a feature. `country=Germany` speaks of the country in its id, `country=*` of all that have no
 * column of their own, `category=` alike; an id without a text of its own is its own label.
 */
export function featureText(id: string, language: Language): FeatureText {
  const [label, meaning] = entryOf(id, language);
  return { label, meaning };
}

/** What a feature means, by its definition: of one that a person made, the formula. */
export function featureMeaning({ id, formula }: { id: string; formula?: string }, language: Language): string {
  return formula === undefined ? featureText(id, language).meaning : formulaMeaning(formula, language);
}

/** What to say of customers who are high (or low) in a feature: `orders often`, 「下单频繁」. */
export function traitPhrase(id: string, high: boolean, language: Language): string {
  const [, , whenHigh, whenLow] = entryOf(id, language);
  return high ? whenHigh : whenLow;
}

function entryOf(id: string, language: Language): FeatureEntry {
  const ofTable = tableFeatureEntry(id, language);
  if (ofTable) return ofTable;
  if (id.startsWith(ownPrefix)) return ownEntry(id.slice(ownPrefix.length), language);
  if (id.startsWith(countryPrefix)) return countryEntry(id.slice(countryPrefix.length), language);
  if (id.startsWith(categoryPrefix)) return categoryEntry(id.slice(categoryPrefix.length), language);
  const texts = entries[language];
  const known = Object.hasOwn(texts, id) ? texts[id] : undefined;
  if (known) return known;
  const behaviour = behaviourEntry(id, language);
  if (behaviour) return behaviour;
  return language === 'en' ? [id, id, `high ${id}`, `low ${id}`] : [id, id, spaced(id, '偏高'), spaced(id, '偏低')];
}

/** The meaning of an own feature in a line. */
function formulaMeaning(formula: string | null, language: Language): string {
  if (formula === null) return language === 'en' ? 'Your own feature' : '自定义特征';
  return language === 'en' ? `Your formula: ${formula}` : `你的公式：${formula}`;
}

const ownPrefix = 'formula:';

/** A feature that a person made and gave a name. */
function ownEntry(name: string, language: Language): FeatureEntry {
  const meaning = formulaMeaning(null, language);
  return language === 'en'
    ? [name, meaning, `high ${name}`, `low ${name}`]
    : [name, meaning, spaced(name, '偏高'), spaced(name, '偏低')];
}

function countryEntry(country: string, language: Language): FeatureEntry {
  if (language === 'en') {
    return country === '*'
      ? ['Other country', 'Orders from none of the main countries', 'from a smaller market', 'from a main country']
      : [`Country: ${country}`, `Orders from ${country}`, `from ${country}`, `not from ${country}`];
  }
  return country === '*'
    ? ['其他国家', '不属于任何主要国家', '来自其他国家', '来自主要国家']
    : [`国家：${country}`, spaced('订单来自', country), spaced('来自', country), spaced('不在', country)];
}

/** A single customer's value: yes or no where the feature is a level, otherwise as `formatFeature`. */
export function formatOwnValue(
  id: string,
  value: number,
  unit: FeatureUnit,
  language: Language,
  currency?: string,
): string {
  if (!isLevelId(id) || !Number.isFinite(value)) return formatFeature(value, unit, language, currency);
  return yesNoWords[language][value >= 0.5 ? 0 : 1];
}

const yesNoWords: Record<Language, readonly [string, string]> = { en: ['yes', 'no'], 'zh-CN': ['是', '否'] };

const formats = [0, 1, 2].map((decimals) => new Intl.NumberFormat('en', { maximumFractionDigits: decimals }));

/**
 * A value as a person reads it, with as many decimals as decide: 31 days, 63%, 1.8×, 4 of 5. Missing (NaN) and infinite
 * values are a dash.
 * @param currency what money is counted in, a code of ISO 4217; without it money is a plain number
 */
export function formatFeature(value: number, unit: FeatureUnit, language: Language, currency?: string): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  switch (unit) {
    case 'days': {
      const days = formatNumber(value, size < 10 ? 1 : 0);
      if (language === 'zh-CN') return `${days} 天`;
      return days === '1' ? '1 day' : `${days} days`;
    }
    case 'count':
      return formatNumber(value, size < 100 ? 1 : 0);
    case 'money':
      return currency ? formatMoney(value, language, currency) : formatNumber(value, size < 100 ? 2 : 0);
    case 'share':
      return `${formatNumber(100 * value, size < 0.01 ? 1 : 0)}%`;
    case 'ratio': {
      const times = formatNumber(value, size < 2 ? 2 : 1);
      return language === 'en' ? `${times}×` : `${times} 倍`;
    }
    case 'score':
      return language === 'en' ? `${formatNumber(value, 1)} of 5` : `${formatNumber(value, 1)} 分`;
    case 'year':
      return String(Math.round(value));
    case 'cycle':
    case 'number':
      return formatNumber(value, 2);
  }
}

/** Commas and a true minus; never a minus before nothing. */
function formatNumber(value: number, decimals: 0 | 1 | 2): string {
  const text = formats[decimals]!.format(value).replace('-', '−');
  return text === '−0' ? '0' : text;
}

const moneyFormats = new Map<string, Intl.NumberFormat>();

/** Small amounts with the decimals that the currency has, larger ones without. */
function formatMoney(value: number, language: Language, currency: string): string {
  const whole = Math.abs(value) >= 100;
  const key = `${language} ${currency} ${whole}`;
  let format = moneyFormats.get(key);
  if (!format) {
    const decimals = whole ? { maximumFractionDigits: 0 } : {};
    format = new Intl.NumberFormat(language, {
      ...{ style: 'currency', currency, currencyDisplay: 'narrowSymbol' },
      ...decimals,
    });
    moneyFormats.set(key, format);
  }
  return format.format(value).replace('-', '−');
}

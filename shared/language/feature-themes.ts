/** What features are about: the groups of a list, and what a direction that several features share is about. */
import type { FeatureFamily, Language, PcaSummary } from '../domain.ts';
import { featureText } from './features.ts';
import { joinList } from './sentence.ts';

const themeOf: Readonly<Record<string, Theme>> = {
  recency: 'lately',
  recencyScore: 'lately',
  recentOrders90: 'lately',
  frequency: 'often',
  frequencyScore: 'often',
  monetary: 'amount',
  monetaryScore: 'amount',
  itemsTotal: 'amount',
  tenure: 'loyalty',
  activeSpan: 'loyalty',
  averageOrderValue: 'basket',
  firstOrderValue: 'basket',
  itemsPerOrder: 'basket',
  linesPerOrder: 'basket',
  orderValueSpread: 'basket',
  distinctProducts: 'range',
  newProductShare: 'range',
  favouriteProductShare: 'range',
  categoriesBought: 'range',
  favouriteCategoryShare: 'range',
  categorySpread: 'range',
  favouriteBrandShare: 'range',
  averagePrice: 'price',
  priceLevel: 'price',
  discountShare: 'discount',
  listDiscount: 'discount',
  returnRate: 'returns',
  returnedValueShare: 'returns',
  daysBetweenOrders: 'rhythm',
  gapSpread: 'rhythm',
  momentum: 'rhythm',
  seasonality: 'rhythm',
  weekendShare: 'clock',
  eveningShare: 'clock',
  hourSin: 'clock',
  hourCos: 'clock',
  weekdaySin: 'clock',
  weekdayCos: 'clock',
  'browsing:sessions': 'visits',
  'browsing:activeDays': 'visits',
  'browsing:events': 'visits',
  'browsing:views': 'visits',
  'browsing:searches': 'visits',
  'browsing:daysSinceLastVisit': 'lastVisit',
  'browsing:eventsPerSession': 'visitDepth',
  'browsing:sessionLength': 'visitDepth',
  'browsing:secondsPerPage': 'visitDepth',
  'browsing:typicalVisit': 'visitDepth',
  'browsing:phoneShare': 'devices',
  'browsing:cartAdds': 'intent',
  'browsing:favourites': 'intent',
  'browsing:purchases': 'intent',
  'browsing:viewToCart': 'intent',
  'browsing:cartToPurchase': 'intent',
  'browsing:viewToPurchase': 'intent',
  'browsing:distinctItems': 'interests',
  'browsing:distinctCategories': 'interests',
  'browsing:commonestCategoryShare': 'interests',
  'browsing:returnedItemShare': 'interests',
  'browsing:weekendShare': 'visitClock',
  'browsing:eveningShare': 'visitClock',
  'browsing:hourSin': 'visitClock',
  'browsing:hourCos': 'visitClock',
  'browsing:weekdaySin': 'visitClock',
  'browsing:weekdayCos': 'visitClock',
  'social:inDegree': 'ties',
  'social:outDegree': 'ties',
  'social:reciprocity': 'ties',
  'social:pageRank': 'ties',
  'social:friendsReach': 'ties',
  'social:referralsMade': 'referrals',
  'social:wasReferred': 'referrals',
  'social:reviews': 'reviews',
  'social:meanRating': 'reviews',
  'social:ratingSpread': 'reviews',
  'social:lowRatingShare': 'reviews',
  'social:likes': 'reviews',
  'social:daysSinceLastReview': 'reviews',
};

/** Themes of the columns that stand for one of several levels, whose text their ids end with. */
const themeOfLevels: readonly (readonly [prefix: string, theme: Theme])[] = [
  ['country=', 'country'],
  ['category=', 'categories'],
  ['browsing:page=', 'pages'],
  ['browsing:device=', 'devices'],
  ['social:community=', 'communities'],
];

const phrases = {
  en: {
    lately: 'how recently they ordered',
    often: 'how often they order',
    amount: 'how much they buy',
    loyalty: 'how long they have been customers',
    basket: 'how large their orders are',
    range: 'how varied their purchases are',
    categories: 'what kinds of products they buy',
    price: 'how dear their products are',
    discount: 'how much they buy on discount',
    returns: 'how much they return',
    rhythm: 'at what rhythm they order',
    clock: 'at what time they order',
    country: 'which country they order from',
    visits: 'how often they visit',
    lastVisit: 'how recently they visited',
    visitDepth: 'how long their visits are',
    intent: 'how near they come to buying',
    interests: 'how varied what they look at is',
    visitClock: 'at what time they visit',
    pages: 'what they look at',
    devices: 'which device they use',
    ties: 'how connected they are',
    communities: 'which community they belong to',
    referrals: 'how they and others found the shop',
    reviews: 'how they review',
  },
  'zh-CN': {
    lately: '最近是否下单',
    often: '下单频次',
    amount: '消费多少',
    loyalty: '客户年资',
    basket: '每单大小',
    range: '购买的多样性',
    categories: '购买的品类',
    price: '商品价位',
    discount: '对折扣的依赖',
    returns: '退货多少',
    rhythm: '下单节奏',
    clock: '下单时段',
    country: '所在国家',
    visits: '访问频次',
    lastVisit: '最近是否来访',
    visitDepth: '访问的深度',
    intent: '离下单有多近',
    interests: '浏览的多样性',
    visitClock: '访问时段',
    pages: '浏览的内容',
    devices: '使用的设备',
    ties: '人脉多少',
    communities: '所属社群',
    referrals: '推荐与被推荐',
    reviews: '评价习惯',
  },
} satisfies Record<Language, Record<string, string>>;

type Theme = keyof (typeof phrases)['en'];

const groupOf: Record<Theme, FeatureGroup> = {
  lately: 'value',
  often: 'value',
  amount: 'value',
  loyalty: 'value',
  basket: 'basket',
  range: 'products',
  categories: 'products',
  price: 'products',
  discount: 'products',
  returns: 'products',
  rhythm: 'time',
  clock: 'time',
  country: 'country',
  visits: 'browsing',
  lastVisit: 'browsing',
  visitDepth: 'browsing',
  intent: 'browsing',
  interests: 'browsing',
  visitClock: 'browsing',
  pages: 'browsing',
  devices: 'browsing',
  ties: 'social',
  communities: 'social',
  referrals: 'social',
  reviews: 'social',
};

const groupNames = {
  en: {
    formula: 'Your own features',
    value: 'Value and loyalty',
    basket: 'The single order',
    products: 'Products, prices and returns',
    time: 'Rhythm and time',
    country: 'Countries',
    lifetimeValue: 'Lifetime value',
    browsing: 'Browsing',
    social: 'Social',
    attributes: 'About the person',
    ready: 'Columns of the table',
    orders: 'Other features of orders',
  },
  'zh-CN': {
    formula: '自定义特征',
    value: '价值与忠诚度',
    basket: '单笔订单',
    products: '商品、价格与退货',
    time: '节奏与时间',
    country: '国家',
    lifetimeValue: '客户终身价值',
    browsing: '浏览行为',
    social: '社交',
    attributes: '客户属性',
    ready: '表中的列',
    orders: '其他订单特征',
  },
} satisfies Record<Language, Record<string, string>>;

export type FeatureGroup = keyof (typeof groupNames)['en'];
/** In the order in which a list shows them. */
export const featureGroups = Object.keys(groupNames.en) as FeatureGroup[];

/** The group of a feature: what orders tell is parted by theme, all else by family. */
export function featureGroup({ id, family }: { id: string; family: FeatureFamily }): FeatureGroup {
  const theme = themeOfFeature(id);
  return family === 'orders' && theme ? groupOf[theme] : family;
}

export function featureGroupName(group: FeatureGroup, language: Language): string {
  return groupNames[language][group];
}

/** A theme that carries less of a direction than this goes unmentioned. */
const leastShare = 0.15;
/** What is said of a direction should carry half of it, and no sentence names more than this. */
const wantedShare = 0.5;
const mostThemes = 2;

/**
 * What a principal component is about, from its loadings: their squares sum to 1 and are added up by theme; the themes
 * that carry most are named, two at most. A feature without a theme is named itself. Where none carries 15 %, it is a
 * mix of many habits.
 */
export function directionText(pca: PcaSummary, component: number, language: Language): string {
  const weights = new Map<string, number>();
  pca.features.forEach((feature, f) => {
    const theme = themeOfFeature(feature);
    const name = theme ? phrases[language][theme] : featureText(feature, language).label;
    const loading = pca.components[component]?.[f] ?? 0;
    weights.set(name, (weights.get(name) ?? 0) + loading ** 2);
  });
  const named: string[] = [];
  let carried = 0;
  for (const [name, weight] of [...weights].sort((a, b) => b[1] - a[1])) {
    if (weight < leastShare || carried >= wantedShare || named.length === mostThemes) break;
    named.push(name);
    carried += weight;
  }
  if (named.length > 0) return joinList(named, language);
  return language === 'en' ? 'a mix of many habits' : '多种习惯的综合';
}

function themeOfFeature(id: string): Theme | undefined {
  if (Object.hasOwn(themeOf, id)) return themeOf[id];
  return themeOfLevels.find(([prefix]) => id.startsWith(prefix))?.[1];
}

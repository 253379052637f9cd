/** What each column of browsing events and relationships is called and means, in every language. */
import type { Language } from '../domain.ts';
import type { FeatureEntry } from './features.ts';
import { spaced } from './sentence.ts';

const english = {
  'browsing:events': [
    'Browsing events',
    'All that someone looked at or did in the data',
    'very active when browsing',
    'hardly active when browsing',
  ],
  'browsing:sessions': [
    'Visits',
    'Visits in the data; half an hour of pause ends one',
    'visits often',
    'visits rarely',
  ],
  'browsing:views': ['Page views', 'Pages and products looked at', 'looks at many pages', 'looks at few pages'],
  'browsing:cartAdds': [
    'Put into the cart',
    'How often something was put into the cart',
    'puts much into the cart',
    'puts little into the cart',
  ],
  'browsing:favourites': [
    'Marked as favourite',
    'How often something was marked as a favourite or liked',
    'marks many favourites',
    'marks few favourites',
  ],
  'browsing:purchases': [
    'Purchases when browsing',
    'How often browsing ended in a purchase',
    'many purchases when browsing',
    'few purchases when browsing',
  ],
  'browsing:searches': ['Searches', 'How often someone searched', 'searches a lot', 'searches little'],
  'browsing:viewToCart': [
    'From view to cart',
    'Of the products viewed, the share also put into the cart',
    'puts much of what is viewed into the cart',
    'views without filling the cart',
  ],
  'browsing:cartToPurchase': [
    'From cart to purchase',
    'Of the products put into the cart, the share also bought',
    'buys what is in the cart',
    'leaves the cart behind',
  ],
  'browsing:viewToPurchase': [
    'From view to purchase',
    'Of the products viewed, the share also bought',
    'buys much of what is viewed',
    'looks without buying',
  ],
  'browsing:daysSinceLastVisit': [
    'Days since last visit',
    'The longer ago, the more likely the interest is gone',
    'last visit long ago',
    'visited recently',
  ],
  'browsing:activeDays': [
    'Days with a visit',
    'Different days on which someone was there',
    'there on many days',
    'there on few days',
  ],
  'browsing:eventsPerSession': [
    'Events per visit',
    'How much someone looks at or does in a visit',
    'does much in a visit',
    'does little in a visit',
  ],
  'browsing:sessionLength': [
    'Minutes per visit',
    'Mean time from the first to the last event of a visit',
    'stays long',
    'stays briefly',
  ],
  'browsing:typicalVisit': [
    'Minutes of a typical visit',
    'The middle one of all visits, by the time spent on all of its pages',
    'long visits',
    'short visits',
  ],
  'browsing:phoneShare': [
    'Visits by phone',
    'Of the visits whose device is known, the share by phone',
    'visits by phone',
    'visits from a computer or tablet',
  ],
  'browsing:distinctItems': [
    'Different items viewed',
    'How many different products or pages someone has looked at',
    'looks at many different items',
    'looks at few different items',
  ],
  'browsing:distinctCategories': [
    'Different categories viewed',
    'How many different categories someone has looked at',
    'looks into many categories',
    'looks into few categories',
  ],
  'browsing:commonestCategoryShare': [
    'Share of favourite category',
    'How much of all browsing the commonest category takes',
    'looks into one category above all',
    'spreads looks over categories',
  ],
  'browsing:returnedItemShare': [
    'Share of items come back to',
    'Of the items looked at, the share that came up in more than one visit',
    'comes back to the same items',
    'looks at new items each visit',
  ],
  'browsing:secondsPerPage': [
    'Seconds per page',
    'Mean time on a page, where it is known',
    'takes time over pages',
    'leaves pages quickly',
  ],
  'browsing:weekendShare': [
    'Weekend visits',
    'Share of visits on Saturday and Sunday',
    'visits at weekends',
    'visits on weekdays',
  ],
  'browsing:eveningShare': [
    'Evening visits',
    'Share of visits from 17:00 on',
    'visits in the evening',
    'visits during the day',
  ],
  'browsing:hourSin': [
    'Visiting time: morning or evening',
    'Near 1 around 6:00, near −1 around 18:00, near 0 without a habit',
    'visits earlier in the day',
    'visits later in the day',
  ],
  'browsing:hourCos': [
    'Visiting time: night or midday',
    'Near 1 around midnight, near −1 around noon, near 0 without a habit',
    'visits away from midday',
    'visits around midday',
  ],
  'browsing:weekdaySin': [
    'Visiting day: early or late in the week',
    'Near 1 on Tuesday and Wednesday, near −1 at the weekend, near 0 without a habit',
    'visits around Tuesday and Wednesday',
    'visits around the weekend',
  ],
  'browsing:weekdayCos': [
    'Visiting day: Monday or Thursday',
    'Near 1 on Monday, near −1 on Thursday and Friday, near 0 without a habit',
    'visits around Monday',
    'visits around Thursday and Friday',
  ],
  'social:inDegree': ['Followers', 'Customers with a tie to this one', 'has many followers', 'has few followers'],
  'social:outDegree': ['Following', 'Customers to whom this one has a tie', 'follows many', 'follows few'],
  'social:reciprocity': ['Mutual ties', 'Share of all ties that go both ways', 'ties go both ways', 'ties go one way'],
  'social:pageRank': [
    'Influence',
    'Followed by those who are followed themselves (PageRank); 1× is the mean of all customers',
    'influential among customers',
    'little influence among customers',
  ],
  'social:friendsReach': [
    'Reach of friends',
    'To how many customers each friend has a tie, on average',
    'friends know many others',
    'friends know few others',
  ],
  'social:community': [
    'Community',
    'Customers with more ties among themselves than to others (Louvain)',
    'in a community',
    'in no community',
  ],
  'social:referralsMade': [
    'Referrals made',
    'Customers whom this one brought along',
    'brings others along',
    'brings nobody along',
  ],
  'social:wasReferred': [
    'Came by referral',
    'Another customer brought this one along',
    'came by referral',
    'came without referral',
  ],
  'social:reviews': ['Reviews', 'Number of reviews or ratings', 'reviews a lot', 'reviews little'],
  'social:meanRating': ['Mean rating', 'Mean of all ratings given', 'rates high', 'rates low'],
  'social:ratingSpread': [
    'Spread of ratings',
    'How much the ratings vary; needs two',
    'ratings vary a lot',
    'ratings are even',
  ],
  'social:lowRatingShare': [
    'Share of low ratings',
    'Ratings in the lowest quarter of the scale: 1 and 2 of 5',
    'often rates low',
    'seldom rates low',
  ],
  'social:likes': ['Likes', 'How often others liked the reviews', 'reviews are liked', 'reviews are seldom liked'],
  'social:daysSinceLastReview': [
    'Days since last review',
    'How long ago the last review or rating was given',
    'last review long ago',
    'reviewed recently',
  ],
} satisfies Record<string, FeatureEntry>;

const chinese: Record<keyof typeof english, FeatureEntry> = {
  'browsing:events': ['浏览行为数', '数据期内浏览和操作的总次数', '浏览活跃', '浏览不活跃'],
  'browsing:sessions': ['访问次数', '数据期内的访问次数，停顿满半小时即为一次结束', '访问频繁', '很少访问'],
  'browsing:views': ['浏览量', '浏览页面和商品的次数', '浏览页面多', '浏览页面少'],
  'browsing:cartAdds': ['加购次数', '把商品加入购物车的次数', '加购多', '加购少'],
  'browsing:favourites': ['收藏次数', '收藏或点赞的次数', '收藏多', '收藏少'],
  'browsing:purchases': ['浏览中购买次数', '浏览后完成购买的次数', '浏览中购买多', '浏览中购买少'],
  'browsing:searches': ['搜索次数', '进行搜索的次数', '常用搜索', '很少搜索'],
  'browsing:viewToCart': ['浏览到加购', '浏览过的商品中，也加入购物车的比例', '浏览后常加购', '浏览后少加购'],
  'browsing:cartToPurchase': ['加购到购买', '加入购物车的商品中，也购买的比例', '加购后多会购买', '加购后常放弃'],
  'browsing:viewToPurchase': ['浏览到购买', '浏览过的商品中，也购买的比例', '浏览后常购买', '只看不买'],
  'browsing:daysSinceLastVisit': [
    '最近一次访问',
    '距最近一次访问的天数，越久兴趣越可能消退',
    '很久没来访',
    '最近刚来访',
  ],
  'browsing:activeDays': ['访问天数', '有访问记录的不同日期数', '来访天数多', '来访天数少'],
  'browsing:eventsPerSession': ['每次访问行为数', '平均每次访问的浏览和操作次数', '每次访问看得多', '每次访问看得少'],
  'browsing:sessionLength': ['每次访问分钟数', '一次访问从首个到末个行为的平均时长', '停留时间长', '停留时间短'],
  'browsing:typicalVisit': [
    '典型访问时长',
    '各次访问时长的中位数，由各页停留时间相加，单位为分钟',
    '访问时间长',
    '访问时间短',
  ],
  'browsing:phoneShare': ['手机访问占比', '已知设备的访问中，来自手机的比例', '多用手机访问', '多用电脑或平板访问'],
  'browsing:distinctItems': [
    '浏览的不同对象',
    '看过多少种不同的商品或页面',
    '看过的商品或页面多',
    '看过的商品或页面少',
  ],
  'browsing:distinctCategories': ['浏览的不同类目', '看过多少个不同的类目', '涉猎的类目多', '涉猎的类目少'],
  'browsing:commonestCategoryShare': ['最常看类目占比', '最常看的类目占全部浏览的比例', '集中看一个类目', '浏览分散'],
  'browsing:returnedItemShare': [
    '回看占比',
    '看过的商品或页面中，在不止一次访问中出现的比例',
    '常回看同样的内容',
    '每次都看新内容',
  ],
  'browsing:secondsPerPage': ['每页停留秒数', '已知的页面停留时间的平均值', '看得仔细', '翻看很快'],
  'browsing:weekendShare': ['周末访问占比', '周六、周日访问的比例', '多在周末访问', '多在工作日访问'],
  'browsing:eveningShare': ['晚间访问占比', '17:00 以后访问的比例', '多在晚间访问', '多在白天访问'],
  'browsing:hourSin': [
    '访问时段：早或晚',
    '接近 1 为 6:00 前后，接近 −1 为 18:00 前后，接近 0 为无固定时段',
    '访问时段偏早',
    '访问时段偏晚',
  ],
  'browsing:hourCos': [
    '访问时段：夜间或中午',
    '接近 1 为午夜前后，接近 −1 为正午前后，接近 0 为无固定时段',
    '避开中午访问',
    '多在中午前后访问',
  ],
  'browsing:weekdaySin': [
    '访问日：周中或周末',
    '接近 1 为周二、周三，接近 −1 为周末，接近 0 为无固定日子',
    '多在周二、周三前后访问',
    '多在周末前后访问',
  ],
  'browsing:weekdayCos': [
    '访问日：周一或周四',
    '接近 1 为周一，接近 −1 为周四、周五，接近 0 为无固定日子',
    '多在周一前后访问',
    '多在周四、周五前后访问',
  ],
  'social:inDegree': ['粉丝数', '与其建立关系的客户数', '粉丝多', '粉丝少'],
  'social:outDegree': ['关注数', '其主动建立关系的客户数', '关注的人多', '关注的人少'],
  'social:reciprocity': ['互相关注占比', '全部关系中双向关系的比例', '多为双向关系', '多为单向关系'],
  'social:pageRank': [
    '影响力',
    '被同样受关注的客户关注的程度，由 PageRank 计算，1 倍为全体均值',
    '在客户中影响力大',
    '在客户中影响力小',
  ],
  'social:friendsReach': ['好友人脉', '每位好友平均与多少客户有关系', '好友人脉广', '好友人脉窄'],
  'social:community': ['社群', '彼此联系多于与外部联系的一群客户，由 Louvain 划分', '属于某个社群', '不属于任何社群'],
  'social:referralsMade': ['推荐人数', '由其带来的客户数', '常带来新客户', '很少带来新客户'],
  'social:wasReferred': ['经推荐而来', '由另一位客户带来', '经推荐而来', '不经推荐而来'],
  'social:reviews': ['评价数', '发表评价或评分的次数', '评价多', '评价少'],
  'social:meanRating': ['平均评分', '全部评分的平均值', '评分偏高', '评分偏低'],
  'social:ratingSpread': ['评分波动', '评分起伏的大小，至少两次才有', '评分起伏大', '评分稳定'],
  'social:lowRatingShare': [
    '低分占比',
    '评分落在量表最低四分之一的比例，五分制即 1 分和 2 分',
    '常打低分',
    '很少打低分',
  ],
  'social:likes': ['获赞数', '评价获得他人点赞的次数', '评价常获赞', '评价很少获赞'],
  'social:daysSinceLastReview': ['最近一次评价', '距最近一次评价或评分的天数', '很久没评价', '最近刚评价'],
};

const entries: Record<Language, Readonly<Record<string, FeatureEntry>>> = { en: english, 'zh-CN': chinese };

/** Columns that stand for one of several levels: `browsing:page=Basket` speaks of the page in its id. */
const levels: readonly [prefix: string, entryOf: (text: string, language: Language) => FeatureEntry][] = [
  ['browsing:page=', pageEntry],
  ['browsing:device=', deviceEntry],
  ['social:community=', communityEntry],
];

/** The texts of a column of browsing or social; undefined for any other id. */
export function behaviourEntry(id: string, language: Language): FeatureEntry | undefined {
  if (Object.hasOwn(entries[language], id)) return entries[language][id];
  const level = levels.find(([prefix]) => id.startsWith(prefix));
  return level?.[1](id.slice(level[0].length), language);
}

function pageEntry(page: string, language: Language): FeatureEntry {
  return language === 'en'
    ? [`Page: ${page}`, `Has opened ${page}`, `has opened ${page}`, `has not opened ${page}`]
    : [`页面：${page}`, spaced('打开过', page), spaced('打开过', page), spaced('没打开过', page)];
}

function deviceEntry(device: string, language: Language): FeatureEntry {
  return language === 'en'
    ? [`Device: ${device}`, `Share of browsing with ${device}`, `often uses ${device}`, `seldom uses ${device}`]
    : [`设备：${device}`, spaced(spaced('使用', device), '浏览的比例'), spaced('常用', device), spaced('少用', device)];
}

/** `other` stands for all communities too small for a column. */
function communityEntry(community: string, language: Language): FeatureEntry {
  if (community === 'other') {
    return language === 'en'
      ? ['Other community', 'In none of the large communities', 'in a smaller community', 'in a large community']
      : ['其他社群', '不属于任何较大的社群', '属于较小的社群', '属于较大的社群'];
  }
  return language === 'en'
    ? [
        `Community ${community}`,
        `One of the communities of customers with many ties among themselves; 1 is the largest`,
        `in community ${community}`,
        `not in community ${community}`,
      ]
    : [`社群 ${community}`, '彼此联系较多的客户社群之一，1 为最大', `属于社群 ${community}`, `不属于社群 ${community}`];
}

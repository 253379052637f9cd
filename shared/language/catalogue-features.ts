/** What the features that need a catalogue of products are called and mean, in every language. */
import type { Language } from '../domain.ts';
import type { FeatureEntry } from './features.ts';
import { spaced } from './sentence.ts';

const english = {
  categoriesBought: [
    'Categories bought',
    'How many categories of the catalogue someone has bought from',
    'buys from many categories',
    'buys from few categories',
  ],
  favouriteCategoryShare: [
    'Money in favourite category',
    'How much of the money goes to the category that gets most of it',
    'keeps to one category',
    'has no favourite category',
  ],
  categorySpread: [
    'Spread over categories',
    '0% is all money in one category, 100% an equal share in every one (entropy)',
    'spreads money over categories',
    'spends in a few categories',
  ],
  favouriteBrandShare: [
    'Money in favourite brand',
    'How much of the money goes to the brand that gets most of it',
    'loyal to one brand',
    'mixes brands',
  ],
  listDiscount: [
    'Saved against list price',
    'How far below the list price of the catalogue someone buys, on average',
    'pays far below list price',
    'pays list price or more',
  ],
} satisfies Record<string, FeatureEntry>;

const chinese: Record<keyof typeof english, FeatureEntry> = {
  categoriesBought: ['购买品类数', '买过商品目录中多少个品类', '购买的品类多', '购买的品类少'],
  favouriteCategoryShare: ['最爱品类占比', '花费最多的品类占全部花费的比例', '集中购买一个品类', '没有偏好的品类'],
  categorySpread: [
    '品类分散度',
    '0% 表示全部花在一个品类，100% 表示各品类花费相同，按熵计算',
    '花费分散在各品类',
    '花费集中在少数品类',
  ],
  favouriteBrandShare: ['最爱品牌占比', '花费最多的品牌占全部花费的比例', '忠于一个品牌', '购买多个品牌'],
  listDiscount: ['低于标价的幅度', '实付金额平均比目录标价低多少', '实付远低于标价', '按标价或更高价购买'],
};

export const catalogueFeatureEntries: Record<Language, Record<keyof typeof english, FeatureEntry>> = {
  en: english,
  'zh-CN': chinese,
};

/** Share of spend in a category; `*` stands for all that have no column of their own. */
export function categoryEntry(category: string, language: Language): FeatureEntry {
  if (language === 'en') {
    return category === '*'
      ? [
          'Spent on other categories',
          'Share of the money that went to none of the main categories',
          'spends much on smaller categories',
          'spends little on smaller categories',
        ]
      : [
          `Spent on ${category}`,
          `Share of the money that went to ${category}`,
          `spends much on ${category}`,
          `spends little on ${category}`,
        ];
  }
  if (category === '*') {
    return ['其他品类花费占比', '花在主要品类之外的比例', '其他品类花费占比高', '其他品类花费占比低'];
  }
  const name = spaced(category, '花费占比');
  return [name, spaced(spaced('花在', category), '上的金额比例'), `${name}高`, `${name}低`];
}

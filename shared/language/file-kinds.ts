/** What files are about, in words. */
import type { FileKind, Language } from '../domain.ts';

export const kindNames: Record<Language, Record<FileKind, string>> = {
  en: {
    orders: 'Orders',
    attributes: 'Customers',
    events: 'Visits and clicks',
    relationships: 'Who knows whom',
    reviews: 'Reviews',
    features: 'Ready features',
    catalogue: 'Products',
  },
  'zh-CN': {
    orders: '订单',
    attributes: '客户资料',
    events: '浏览与点击',
    relationships: '客户关系',
    reviews: '评价',
    features: '现成特征',
    catalogue: '商品目录',
  },
};

/** One line on what a row of such a file is. */
export const kindMeanings: Record<Language, Record<FileKind, string>> = {
  en: {
    orders: 'a line per product sold',
    attributes: 'a row per customer',
    events: 'a line per visit, click or page',
    relationships: 'a line per pair of customers',
    reviews: 'a line per rating',
    features: 'a row per customer, numbers only, used as they are',
    catalogue: 'a line per product, joined to what was bought',
  },
  'zh-CN': {
    orders: '每行一件售出的商品',
    attributes: '每行一位客户',
    events: '每行一次访问、点击或页面',
    relationships: '每行一对客户',
    reviews: '每行一次评分',
    features: '每行一位客户，全部为数值，按原样使用',
    catalogue: '每行一件商品，与购买记录相连',
  },
};

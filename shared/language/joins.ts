/** How a file fits the files it was joined to, in a sentence. */
import type { Language, SourceFile } from '../domain.ts';
import { fill, formatCount } from './sentence.ts';

const text = {
  en: {
    customers: '{matched} of its customers are in these data',
    customersLeft: '{matched} of its customers are in these data; {unmatched} more are left out',
    orders: '{matched} of {of} products of the orders are in the catalogue',
    events: '{matched} of {of} products of the visits are in the catalogue',
    reviews: '{matched} of {of} products of the reviews are in the catalogue',
    nothing: 'No other file names products, so nothing can be said by this one',
    images: '{found} of {named} pictures were found',
  },
  'zh-CN': {
    customers: '其中 {matched} 位客户在这些数据中',
    customersLeft: '其中 {matched} 位客户在这些数据中，另有 {unmatched} 位未计入',
    orders: '订单中的 {of} 种商品，有 {matched} 种在商品目录中',
    events: '浏览记录中的 {of} 种商品，有 {matched} 种在商品目录中',
    reviews: '评价中的 {of} 种商品，有 {matched} 种在商品目录中',
    nothing: '其他文件没有提到商品，因此用不上这份目录',
    images: '找到 {found} 张图片，共 {named} 张',
  },
} satisfies Record<Language, Record<string, string>>;

/** Null for a file that was joined to no other. */
export function joinText({ match, catalogue }: SourceFile, language: Language): string | null {
  const t = text[language];
  if (catalogue) {
    const { namedBy, of, matched, images } = catalogue;
    const products = namedBy ? fill(t[namedBy], { matched: formatCount(matched), of: formatCount(of) }) : t.nothing;
    if (!images) return products;
    const pictures = fill(t.images, { found: formatCount(images.found), named: formatCount(images.named) });
    return products + (language === 'en' ? '; ' : '；') + pictures;
  }
  if (!match) return null;
  const { matched, unmatched } = match;
  const figures = { matched: formatCount(matched), unmatched: formatCount(unmatched) };
  return fill(unmatched > 0 ? t.customersLeft : t.customers, figures);
}

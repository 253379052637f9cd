/** What a file's own words for actions mean, in English and Chinese. */

export const browsingActions = ['view', 'cart', 'favourite', 'purchase', 'search'] as const;
export type BrowsingAction = (typeof browsingActions)[number];

/** Takes something back, or only begins it. */
const undoing =
  /\b(remove[ds]?|removal|delete[ds]?|un\w*like[ds]?|unfav\w*|cancel\w*|return(s|ed)?|refund\w*|begin|start|abandon\w*|info)\b|移除|移出|删除|取消|退货|退款|清空|不喜欢|[未待](支付|付款|下单)/;

/**
 * Asked in this order: `view_cart` is a view and `view_search_results` a search, but a click on something else than a
 * page is that something.
 */
const meanings: readonly [BrowsingAction, RegExp][] = [
  ['search', /\b(search\w*|query|queries)\b|搜索|检索|查询/],
  [
    'view',
    /\b(pv|pageviews?|views?|viewed|viewing|browse[ds]?|browsing|visit(s|ed)?|impressions?)\b|浏览|查看|访问|曝光/,
  ],
  ['cart', /\b(cart|addtocart|add2cart|atc|basket|trolley|bag)\b|加购|购物车|购物袋|加车/],
  [
    'favourite',
    /\b(fav|favs|favou?rite[ds]?|likes?|liked|wish|wishlist|collect(s|ed)?|bookmark\w*)\b|收藏|喜欢|点赞|心愿|想要/,
  ],
  [
    'purchase',
    /\b(buys?|bought|purchase[ds]?|orders?|ordered|pay|pays|paid|payments?|transactions?|sales?|sold)\b|购买|下单|支付|付款|成交|买入|交易/,
  ],
  ['view', /\b(clicks?|clicked|open(s|ed)?|reads?|detail|details|page|pages|hit|hits)\b|点击|打开|阅读|详情/],
];

/**
 * The action that a text such as `pv`, `add_to_cart`, `AddToCart` or 「加入购物车」 names; null for any other, and for
 * those that take one back (`remove_from_cart`) or only begin it (`begin_checkout`).
 */
export function recogniseAction(text: string): BrowsingAction | null {
  const words = text
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[\s_./:-]+/g, ' ');
  if (undoing.test(words)) return null;
  return meanings.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** Names of columns, and words in them, that only files other than orders have. */
import { plainName } from '../column-names.ts';

/** `from` is the first customer of a relationship, `page` what was looked at. */
export type TableName =
  'from' | 'other' | 'relation' | 'action' | 'category' | 'rating' | 'page' | 'session' | 'device' | 'label';

const names: Readonly<Record<Exclude<TableName, 'label'>, ReadonlySet<string>>> = {
  from: words(
    'from fromid fromcustomer fromuser source sourceid follower followerid referrer referrerid referrercustomerid inviter inviterid sender customera usera 推荐人 邀请人 关注者 发起人',
  ),
  other: words(
    'to toid tocustomer touser target targetid followee followed followedid followeeid referred referredid referredcustomerid invitee inviteeid receiverid customerb userb friend friendid relatedcustomer 被推荐人 被邀请人 好友 被关注者',
  ),
  relation: words('relation relationtype relationship type kind link tie 关系 关系类型'),
  action: words(
    'action event eventtype eventname eventaction activity behaviour behavior behaviortype behaviourtype interaction 行为 行为类型 事件 事件类型 操作',
  ),
  category: words(
    'category categoryid productcategory itemcategory cat categorycode department 类目 类目id 品类 商品类目 分类',
  ),
  rating: words('rating score stars star reviewscore overall grade 评分 星级 打分'),
  session: words(
    'session sessionid sessionno sessionnumber sessionkey gasessionid visit visitid visitno visitnumber 会话 会话id 会话编号 会话标识 访问id 访问编号 访问标识',
  ),
  device: words(
    'device devicetype devicecategory devicename platform useragent ua terminal terminaltype os operatingsystem operatingsystems 设备 设备类型 设备名称 终端 终端类型 平台 用户代理 操作系统',
  ),
  page: words('page pageid pageurl url path pagepath area vroot screen site landingpage link 页面 网址 路径'),
};

const actions = new Set(
  (
    'pv view views viewed pageview page_view pageviews click clicks clicked impression cart carts addtocart add_to_cart ' +
    'cart_add removefromcart remove_from_cart fav favorite favourite like liked wish wishlist addtowishlist buy bought purchase purchased ' +
    'order ordered checkout begin_checkout transaction search searched share shared login visit session_start view_item ' +
    'product_view product_viewed 浏览 点击 加购 加入购物车 收藏 购买 下单 支付 搜索 分享 登录'
  ).split(' '),
);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** What a column's name calls it; null where it says nothing about a table. */
export function roleOfTableName(name: string): TableName | null {
  const plain = plainName(name);
  for (const [role, known] of Object.entries(names)) if (known.has(plain)) return role as TableName;
  return null;
}

const timeSpent =
  /^(seconds?|secs?|milliseconds?|millis|msecs?)$|duration|dwell|timeonpage|timespent|staytime|viewtime|engagementtime|停留|时长/;

/** The unit of a column that says how long something took, in seconds; null where it is called after no such thing. */
export function timeUnit(name: string): number | null {
  const plain = plainName(name);
  if (!timeSpent.test(plain)) return null;
  if (/(millis|milliseconds?|msecs?|ms|毫秒)$/.test(plain)) return 0.001;
  if (/(minutes?|mins?|分钟|分)$/.test(plain)) return 60;
  return /(hours?|hrs?|小时)$/.test(plain) ? 3600 : 1;
}

/** Whether a cell says what a visitor did: `pv`, `add to cart`, 加购. */
export function isActionWord(text: string): boolean {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return actions.has(word) || actions.has(word.replaceAll('_', ''));
}

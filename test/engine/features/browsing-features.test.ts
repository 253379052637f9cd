import { describe, expect, it } from 'vitest';
import { recogniseAction } from '../../../electron/engine/features/browsing-actions.ts';
import { namedDevices, recogniseDevice } from '../../../electron/engine/features/browsing-devices.ts';
import { browsingColumns } from '../../../electron/engine/features/browsing-features.ts';
import { logOf, valuesOf, type LogRecord } from './behaviour-logs.ts';

describe('words for actions', () => {
  it.each([
    ['view', 'pv view page_view PageView viewed product-view view_item view_cart click 浏览 查看商品 点击 商品详情'],
    ['cart', 'cart add_to_cart AddToCart addtocart Cart basket_add 加购 加入购物车'],
    ['favourite', 'fav favorite Favourite like add_to_wishlist collect 收藏 加入收藏 点赞'],
    ['purchase', 'buy purchase order purchased transaction paid 购买 下单 支付成功'],
    ['search', 'search view_search_results SEARCH 搜索'],
    [
      null,
      'remove_from_cart RemoveFromCart unfavorite begin_checkout refund 取消收藏 移出购物车 未支付 login 1 preferences',
    ],
  ])('%s', (action, texts) => {
    for (const text of texts.split(' ')) expect(recogniseAction(text), text).toBe(action);
  });
});

/** 2024-03-04 is a Monday. */
const shop: LogRecord[] = [
  { customer: 'Ann', time: '2024-03-04 09:00', item: 'a', category: 'x', action: 'pv', device: 'phone', seconds: 30 },
  // Not in the order of time: 9:00, 9:20 and 9:50 are one visit, as no pause is longer than half an hour.
  { customer: 'Ann', time: '2024-03-04 09:50', item: 'b', category: 'x', action: 'pv', device: 'phone', seconds: 10 },
  { customer: 'Ann', time: '2024-03-04 09:20', item: 'a', category: 'x', action: 'cart', device: 'phone', seconds: 0 },
  // 31 minutes after the last: a new visit.
  { customer: 'Ann', time: '2024-03-04 10:21', item: 'a', category: 'x', action: 'buy', device: 'desktop', seconds: 0 },
  { customer: 'Ann', time: '2024-03-09 18:00', item: 'c', category: 'y', action: 'pv', device: 'desktop', seconds: -1 },
  { customer: 'Ben', time: '2024-03-10 21:00', item: 'c', category: '', action: 'fav', device: '', seconds: 5 },
];

describe('browsing by hand', () => {
  const { events } = logOf(shop);
  const columns = browsingColumns(events, 3);
  const values = (name: string): number[] => valuesOf(columns, `browsing:${name}`);

  it('counts what was done', () => {
    expect(values('events')).toEqual([5, 1, 0]);
    expect(values('views')).toEqual([3, 0, 0]);
    expect(values('cartAdds')).toEqual([1, 0, 0]);
    expect(values('favourites')).toEqual([0, 1, 0]);
    expect(values('purchases')).toEqual([1, 0, 0]);
    expect(columns.some(({ id }) => id === 'browsing:searches')).toBe(false);
  });

  it('ends a visit after half an hour', () => {
    expect(values('sessions')).toEqual([3, 1, 0]);
    expect(values('eventsPerSession')).toEqual([5 / 3, 1, NaN]);
    expect(values('sessionLength')).toEqual([50 / 3, 0, NaN]);
    expect(values('activeDays')).toEqual([2, 1, 0]);
    expect(values('daysSinceLastVisit')).toEqual([2, 1, NaN]);
    const later = browsingColumns(events, 3, { referenceTime: Date.UTC(2024, 2, 20) / 1000 });
    expect(valuesOf(later, 'browsing:daysSinceLastVisit')).toEqual([11, 10, NaN]);
  });

  it('follows distinct items from view to purchase', () => {
    expect(values('distinctItems')).toEqual([3, 1, 0]);
    expect(values('viewToCart')).toEqual([1 / 3, NaN, NaN]);
    expect(values('cartToPurchase')).toEqual([1, NaN, NaN]);
    expect(values('viewToPurchase')).toEqual([1 / 3, NaN, NaN]);
    expect(values('returnedItemShare')).toEqual([1 / 3, 0, NaN]);
  });

  it('says what it is about, from where, for how long', () => {
    expect(values('distinctCategories')).toEqual([2, 0, 0]);
    expect(values('commonestCategoryShare')).toEqual([0.8, NaN, NaN]);
    // Two of Ann's three visits began with another device than a phone, which has no column of its own beside their share.
    expect(values('phoneShare')).toEqual([1 / 3, NaN, NaN]);
    expect(columns.some(({ id }) => id === 'browsing:device=phone')).toBe(false);
    expect(values('device=desktop')).toEqual([0.4, NaN, NaN]);
    // Of views with a known time only.
    expect(values('secondsPerPage')).toEqual([20, NaN, NaN]);
    // Visits of 40 and 0 seconds; of the third nothing is known.
    expect(values('typicalVisit')).toEqual([20 / 60, 5 / 60, NaN]);
  });

  it('knows hours and weekdays of visits', () => {
    expect(values('weekendShare')).toEqual([1 / 3, 1, NaN]);
    expect(values('eveningShare')).toEqual([1 / 3, 1, NaN]);
    // Ann: Monday twice and Saturday; 9:00, 10:21 and 18:00. Ben: Sunday at 21:00.
    const turn = 2 * Math.PI;
    expect(values('weekdayCos')[0]).toBeCloseTo((2 + Math.cos((turn * 5) / 7)) / 3, 12);
    expect(values('weekdaySin')[0]).toBeCloseTo(Math.sin((turn * 5) / 7) / 3, 12);
    const angles = [9, 10.35, 18].map((hour) => (turn * hour) / 24);
    expect(values('hourSin')[0]).toBeCloseTo(angles.reduce((sum, angle) => sum + Math.sin(angle), 0) / 3, 12);
    expect(values('hourSin')[1]).toBeCloseTo(-Math.SQRT1_2, 12);
    expect(values('hourCos')[1]).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it('does not depend on the order of the lines', () => {
    const turned = logOf([...shop.slice(0, 1), ...shop.slice(1).reverse()]);
    const again = browsingColumns(turned.events, 3);
    for (const { id } of columns) expect(valuesOf(again, id), id).toEqual(valuesOf(columns, id));
  });

  it('sees only customers of the list, and may see nobody', () => {
    expect(valuesOf(browsingColumns(events, 1), 'browsing:events')).toEqual([5]);
    for (const { values: none } of browsingColumns(logOf([]).events, 2)) expect([...none]).toEqual([0, 0]);
  });
});

describe('words for devices', () => {
  it.each([
    ['phone', 'Mobile|phone|smartphone|iPhone|Android|iOS|手机|移动端|小程序|m-site|APP'],
    ['tablet', 'Tablet|iPad|平板|平板电脑'],
    ['desktop', 'Desktop|PC|Windows|Macintosh|Mac OS X|Linux|web|电脑|桌面端'],
    [null, 'Smart TV|watch|1|Googlebot|unknown'],
  ])('%s', (device, texts) => {
    for (const text of texts.split('|')) expect(recogniseDevice(text), text).toBe(device);
  });

  it.each([
    ['phone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1'],
    ['phone', 'Mozilla/5.0 (Linux; Android 14; SM-S901B) AppleWebKit/537.36 Chrome/123.0 Mobile Safari/537.36'],
    ['tablet', 'Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 Chrome/120.0 Safari/537.36'],
    ['tablet', 'Mozilla/5.0 (iPad; CPU OS 16_5 like Mac OS X) AppleWebKit/605.1.15 Version/16.5 Mobile/15E148'],
    ['desktop', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/124.0 Safari/537.36'],
    ['desktop', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.0 Safari/605.1.15'],
    [null, 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) Mobile'],
  ])('%s: what a browser sends', (device, agent) => expect(recogniseDevice(agent)).toBe(device));

  it('are one device whatever they are called; other names stay, and what robots send is missing', () => {
    const texts = ['iPhone', 'Android', 'TV', `Googlebot/2.1 ${'x'.repeat(40)}`];
    const { device, devices } = namedDevices(Int32Array.of(0, 1, 2, 3, -1), texts);
    expect([devices, [...device]]).toEqual([
      ['phone', 'TV'],
      [0, 0, 1, -1, -1],
    ]);
  });
});

describe('files that tell less', () => {
  const ids = (records: LogRecord[]): string[] => browsingColumns(logOf(records).events, 2).map(({ id }) => id);

  it('give counts and pages without times', () => {
    const { events } = logOf(['home', 'help', 'home'].map((item, i) => ({ customer: String(i % 2), item })));
    const columns = browsingColumns(events, 2);
    expect(columns.map(({ id, type }) => [id, type])).toEqual([
      ['browsing:events', 'number'],
      ['browsing:distinctItems', 'number'],
      ['browsing:page=help', 'yesNo'],
      ['browsing:page=home', 'yesNo'],
    ]);
    expect(valuesOf(columns, 'browsing:page=home')).toEqual([1, 0]);
    expect(valuesOf(columns, 'browsing:page=help')).toEqual([0, 1]);
  });

  it('give days but no hours where times are dates', () => {
    const found = ids([
      { customer: '1', time: '2024-03-04' },
      { customer: '1', time: '2024-03-05' },
    ]);
    expect(found).toEqual(
      ['sessions', 'daysSinceLastVisit', 'activeDays', 'events', 'eventsPerSession', 'weekendShare']
        .concat('weekdaySin', 'weekdayCos')
        .map((name) => `browsing:${name}`),
    );
  });

  it('tell sessions themselves, with or without times', () => {
    const sessions = logOf(
      ['s1', 's2', 's1', 's3'].map((session, i) => ({ customer: i < 3 ? '1' : '2', session, item: 'a' })),
    );
    const columns = browsingColumns(sessions.events, 2);
    expect(valuesOf(columns, 'browsing:sessions')).toEqual([2, 1]);
    expect(valuesOf(columns, 'browsing:eventsPerSession')).toEqual([1.5, 1]);
    expect(valuesOf(columns, 'browsing:returnedItemShare')).toEqual([1, 0]);
    const long = logOf([
      { customer: '1', session: 's', time: '2024-03-04 09:00' },
      { customer: '1', session: 's', time: '2024-03-04 11:00' },
      { customer: '1', session: '', time: '2024-03-04 12:00' },
      { customer: '1', session: '', time: '2024-03-04 13:00' },
    ]);
    const withTimes = browsingColumns(long.events, 1);
    expect(valuesOf(withTimes, 'browsing:sessions')).toEqual([3]);
    expect(valuesOf(withTimes, 'browsing:sessionLength')).toEqual([40]);
  });

  it('tell how long whole visits were: then nothing is known of pages', () => {
    const { events } = logOf(
      [60, 180, 120].map((seconds, i) => ({ customer: '1', session: `s${i}`, time: `2024-03-0${i + 1}`, seconds })),
    );
    const columns = browsingColumns(events, 1);
    expect(valuesOf(columns, 'browsing:typicalVisit')).toEqual([2]);
    expect(columns.some(({ id }) => id === 'browsing:secondsPerPage')).toBe(false);
  });

  it('say no share of phones where all visits are by phone', () => {
    const { events } = logOf([{ customer: '1', time: '2024-03-04 09:00', device: 'iPhone' }]);
    expect(browsingColumns(events, 1).some(({ id }) => /phone/.test(id))).toBe(false);
  });

  it('count events without a time, but put them into no visit', () => {
    const { events } = logOf([{ customer: '1', time: '2024-03-04 09:00' }, { customer: '1' }, { customer: '2' }]);
    const columns = browsingColumns(events, 2);
    expect(valuesOf(columns, 'browsing:events')).toEqual([2, 1]);
    expect(valuesOf(columns, 'browsing:sessions')).toEqual([1, 0]);
    expect(valuesOf(columns, 'browsing:eventsPerSession')).toEqual([1, NaN]);
    expect(valuesOf(columns, 'browsing:activeDays')).toEqual([1, 0]);
    expect(valuesOf(columns, 'browsing:daysSinceLastVisit')).toEqual([1, NaN]);
  });

  it('give a page a column from two visitors in a hundred on, and thirty at most', () => {
    const rare = Array.from({ length: 100 }, (_, i) => ({ customer: String(i), item: i < 2 ? 'two' : 'rest' }));
    rare[5]!.item = 'one';
    const found = browsingColumns(logOf(rare).events, 100).map(({ id }) => id);
    expect(found).toContain('browsing:page=two');
    expect(found).not.toContain('browsing:page=one');
    const many = Array.from({ length: 80 }, (_, i) => ({ customer: String(i % 40), item: `p${i % 40}` }));
    const pages = browsingColumns(logOf(many).events, 40).filter(({ id }) => id.startsWith('browsing:page='));
    expect(pages.length).toBe(30);
  });
});

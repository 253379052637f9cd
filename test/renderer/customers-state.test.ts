/** The state of the customers' page against a real engine: lists, selections, one customer, masking, reloads. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppState } from '../../renderer/app.svelte.ts';
import { listTitle, rangeText, typedValue } from '../../renderer/features/customers/list-title.ts';
import { timelineOf } from '../../renderer/features/customers/timeline-data.ts';
import { Preferences } from '../../renderer/preferences.svelte.ts';
import { CustomerSearch } from '../../renderer/shell/customer-search.svelte.ts';
import { keepIdsAsWritten } from '../fixtures/ids-as-written.ts';
import { startEngine, tabMemory, testHost, type TestEngine } from './engine.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = startEngine();
  mkdirSync(join(engine.folder, 'upload'), { recursive: true });
  const lines: string[] = [];
  for (let i = 0; i < 130; i++) {
    for (let o = 0; o < 1 + (i % 5); o++) {
      const day = `2024-0${1 + ((i + 2 * o) % 9)}-1${i % 9}`;
      lines.push(`${i}-${o};p${(i + o) % 11};${day};${1 + (i % 4)};${5 + (i % 17)};person${i}@shop.example`);
    }
  }
  const head = 'invoice;product;date;quantity;price;customer';
  writeFileSync(join(engine.folder, 'upload', 'mails.csv'), [head, ...lines].join('\n'));
  const { app } = await openWindow();
  const client = app.session.client;
  await client.request('workspace.create', { path: 'workspace:Shop', key: { kind: 'local' } });
  await app.session.enter(await client.request('workspace.info', {}));
  const settings = {
    ...app.train.settings,
    methods: ['kmeans' as const],
    preset: 'fast' as const,
    map: 'none' as const,
  };
  const columns = { columns: { customer: 'customer' } };
  await app.session.importFiles(
    { name: 'Shop', files: ['upload:mails.csv'], ...columns },
    { ...settings, segments: 3 },
  );
  await until(() => app.session.report !== null);
  await client.request('workspace.close', {});
  const { id } = app.session.report!.dataset;
  keepIdsAsWritten(join(engine.folder, 'Shop.clientele'), join(engine.folder, 'config'), id);
  await client.request('workspace.open', { path: 'workspace:Shop', key: { kind: 'local' } });
});
afterAll(() => engine.close());

const until = (condition: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 30_000, interval: 10 });

async function openWindow(memory = tabMemory()) {
  const places: string[] = [];
  const app = new AppState(engine.connect(), testHost(memory), (place) => places.push(place));
  await app.session.start();
  return { app, places, memory, customers: app.customers };
}
/** A window on the table, with its first page. */
async function openTable(memory = tabMemory()) {
  const window = await openWindow(memory);
  await until(() => window.app.session.report !== null);
  window.app.go('customers');
  window.customers.take();
  await until(() => window.customers.list.total !== null);
  return window;
}
const settled = (customers: AppState['customers']) => until(() => !customers.list.waiting);
const words = new Preferences({ storage: tabMemory(), preferred: ['en'], systemIsDark: false });

describe('the list of customers', () => {
  it('comes page by page, best first, and only what is in view', async () => {
    const { customers, places } = await openTable();
    expect(places).toEqual(['customers']);
    expect(customers.list).toMatchObject({ total: 130, revenueShare: 1, waiting: false, personal: true });
    expect(customers.list.columns).toEqual(customers.columns);
    expect(customers.list.rowAt(0)).not.toBeNull();
    expect(customers.list.rowAt(49)).not.toBeNull();
    expect(customers.list.rowAt(50)).toBeNull();
    customers.list.want(95, 110);
    await until(() => customers.list.rowAt(100) !== null && customers.list.rowAt(50) !== null);
    expect(customers.list.rowAt(130)).toBeNull();
    const money = customers.columns.indexOf('monetary');
    const best = customers.list.rowAt(0)!.values[money]!;
    expect(best).toBeGreaterThanOrEqual(customers.list.rowAt(1)!.values[money]!);
  });

  it('sorts both ways, filters, and says so in its title', async () => {
    const { customers, app } = await openTable();
    const report = app.session.report!;
    const title = () => {
      const { total, revenueShare } = customers.list;
      const { sort, search, segments, where } = customers;
      const selection = customers.selection?.label ?? null;
      return listTitle({ total: total!, revenueShare, sort, search, segments, where, selection }, report, words);
    };
    expect(title()).toBe('130 customers, best first');
    customers.setSort('frequency');
    expect(customers.sort).toEqual({ by: 'frequency', descending: true });
    await settled(customers);
    expect(title()).toBe('130 customers by orders, highest first');
    customers.setSort('frequency');
    await settled(customers);
    expect(title()).toBe('130 customers by orders, lowest first');
    const orders = customers.columns.indexOf('frequency');
    expect(customers.list.rowAt(0)!.values[orders]).toBe(1);
    customers.setSort('customer');
    expect(customers.sort.descending).toBe(false);

    const [segment] = report.segments;
    customers.active = 9;
    customers.toggleSegment(segment!.id);
    expect(customers.active).toBe(0);
    await settled(customers);
    expect(customers.list.total).toBe(segment!.size);
    expect(title()).toMatch(new RegExp(`: ${segment!.size} customers, \\d+% of revenue$`));
    customers.setRange({ feature: 'frequency', low: 2, high: 3 });
    customers.setRange({ feature: 'frequency', low: 5, high: null });
    expect(customers.where).toEqual([{ feature: 'frequency', low: 5, high: null }]);
    await settled(customers);
    expect(title()).toMatch(/^(Filtered: |Nobody)/);
    customers.clearFilters();
    customers.setSearch('PERSON12');
    customers.setSearch('PERSON12@');
    await until(() => customers.list.total === 1);
    expect(title()).toMatch(/^Search: one customer/);
    customers.setSearch('nobody at all');
    await until(() => customers.list.total === 0);
    expect(title()).toBe('Nobody fits these filters');
    expect(customers.isFiltered).toBe(true);
  });

  it('shows chosen columns in the order of the features, and values that belong to them', async () => {
    const { customers } = await openTable();
    const usual = customers.columns;
    customers.toggleColumn('tenure');
    customers.toggleColumn('frequency');
    expect(customers.columns).toEqual(['recency', 'monetary', 'tenure', ...usual.slice(3)]);
    // Until the answer has come, values and headings are those of before.
    expect(customers.list.columns).toEqual(usual);
    await settled(customers);
    expect(customers.list.columns).toEqual(customers.columns);
    expect(customers.list.rowAt(0)!.values).toHaveLength(customers.columns.length);
    customers.usualColumns();
    expect(customers.columns).toEqual(usual);
  });

  it('takes rows picked elsewhere; another run drops what does not fit it', async () => {
    const { customers, places, app } = await openTable();
    customers.setSearch('person');
    customers.show({ rows: Int32Array.of(3, 1, 4), label: 'Picked on the map' });
    expect(places.at(-1)).toBe('customers');
    await until(() => customers.list.total === 3);
    expect(customers).toMatchObject({ search: '', isFiltered: true });
    const rows = [0, 1, 2].map((i) => customers.list.rowAt(i)!.row);
    expect(rows.sort()).toEqual([1, 3, 4]);
    const [segment] = app.session.report!.segments;
    customers.show({ segments: [segment!.id] });
    expect(customers.selection).toBeNull();
    await until(() => customers.list.total === segment!.size);
    app.session.report = { ...app.session.report!, segments: app.session.report!.segments.slice(1) };
    customers.take();
    expect(customers.segments).toEqual([]);
  });
});

describe('one customer', () => {
  it('is opened, has neighbours, and the table is where it was', async () => {
    const { customers, app, places } = await openTable();
    customers.open(customers.list.rowAt(7)!.row);
    expect(places.at(-1)).toBe(`customers/${customers.opened}`);
    await until(() => customers.detail !== null);
    expect(customers.detail!.place).toMatchObject({ position: 7, previous: customers.list.rowAt(6)!.row });
    customers.open(customers.detail!.place!.next);
    expect(customers.detail).toBeNull();
    await until(() => customers.detail !== null);
    expect(customers.active).toBe(8);
    // The browser's back button.
    app.follow('#customers');
    expect(customers).toMatchObject({ opened: null, detail: null, cameBack: true, active: 8 });
    app.follow('#customers/99999');
    await until(() => customers.error !== null);
    expect(customers.error!.details.reason).toBe('no_such_customer');
    app.follow('#customers/DROP TABLE');
    expect(customers.opened).toBeNull();
  });

  it('has a timeline that agrees with the orders', async () => {
    const { customers } = await openTable();
    customers.open(customers.list.rowAt(0)!.row);
    await until(() => customers.detail !== null);
    const detail = customers.detail!;
    const { bars, monthly, data } = timelineOf(detail, 'en');
    expect(monthly).toBe(false);
    expect(bars).toHaveLength(detail.orders.length);
    expect(bars.map(({ time }) => time)).toEqual(bars.map(({ time }) => time).sort((a, b) => a - b));
    expect(data.silentFrom).toBeLessThanOrEqual(data.to);
    const many = { ...detail, orderCount: 600 };
    expect(timelineOf(many, 'en').monthly).toBe(true);
    const sum = timelineOf(many, 'en').bars.reduce((total, { amount }) => total + amount, 0);
    expect(sum).toBeCloseTo(bars.reduce((total, { amount }) => total + amount, 0));
  });

  it('is found from anywhere, by keyboard', async () => {
    const { app } = await openTable();
    const search = new CustomerSearch(app.session);
    search.type('person1');
    expect(search).toMatchObject({ open: true, found: null });
    expect(search.take()).toBeNull();
    await until(() => search.found !== null);
    expect(search.found!.length).toBe(20);
    search.move(-1);
    expect(search.active).toBe(19);
    search.move(1);
    const row = search.found![0]!.row;
    expect(search.take()).toBe(row);
    expect(search).toMatchObject({ text: '', open: false, found: null });
    search.type('  ');
    expect(search.open).toBe(false);
  });
});

describe('personal ids', () => {
  it('are shown for a while and masked at once after it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    try {
      const { customers } = await openTable();
      expect(customers.list.rowAt(0)!.customer).toBe('p*****@s*****.example');
      customers.reveal();
      await settled(customers);
      expect(customers.list.rowAt(0)!.customer).toMatch(/^person\d+@shop\.example$/);
      await vi.advanceTimersByTimeAsync(30_000);
      expect(customers.revealed).toBe(false);
      // Nothing is left on the screen while the masked ids are on their way.
      expect(customers.list.rowAt(0)?.customer ?? '').not.toContain('person');
      await until(() => customers.list.rowAt(0) !== null);
      expect(customers.list.rowAt(0)!.customer).toBe('p*****@s*****.example');
    } finally {
      vi.useRealTimers();
    }
  });

  it('of one customer do not show those of the table', async () => {
    const { customers } = await openTable();
    customers.open(customers.list.rowAt(0)!.row);
    await until(() => customers.detail !== null);
    customers.reveal();
    await until(() => customers.detail!.customer.startsWith('person'));
    expect(customers.list.rowAt(0)).toBeNull();
    customers.hide();
    expect(customers.detail).toBeNull();
    await until(() => customers.detail !== null);
    expect(customers.detail!.customer).toBe('p*****@s*****.example');
  });
});

describe('a reload', () => {
  it('keeps sort, filter and place, but neither picked rows nor a search among personal ids', async () => {
    const first = await openTable();
    const { customers } = first;
    const segment = first.app.session.report!.segments[1]!;
    customers.setSort('recency');
    customers.toggleSegment(segment.id);
    customers.setRange({ feature: 'frequency', low: 1, high: null });
    customers.toggleColumn('tenure');
    customers.setSearch('person');
    customers.position = 12.5;
    customers.active = 14;
    customers.remember();
    expect(first.memory.getItem('clientele.customers')).not.toContain('person');
    const again = (await openTable(first.memory)).customers;
    expect(again).toMatchObject({
      ...{ sort: { by: 'recency', descending: true }, segments: [segment.id], position: 12.5, active: 14, search: '' },
      ...{ where: [{ feature: 'frequency', low: 1, high: null }], lostSelection: false },
    });
    expect(again.columns).toContain('tenure');
    expect(again.list.total).toBe(segment.size);

    again.show({ rows: Int32Array.of(1), label: 'Picked' });
    const third = (await openTable(first.memory)).customers;
    expect(third).toMatchObject({ lostSelection: true, selection: null });
    expect(third.list.total).toBe(130);
    third.dropSelection();
    expect(third.lostSelection).toBe(false);
  });

  it('opens the customer of the address', async () => {
    const { app, customers } = await openWindow();
    app.follow('#customers/5');
    await until(() => app.session.report !== null);
    customers.take();
    await until(() => customers.detail !== null);
    expect(customers.detail!.row).toBe(5);
  });
});

describe('the export', () => {
  it('is of the list that is shown, and only as long as that is', async () => {
    const { customers, app } = await openTable();
    customers.setSearch('person10');
    await until(() => customers.list.total === 11);
    await customers.write('en');
    expect(customers.export.error).toBeNull();
    expect(customers.export.written).toMatchObject({ count: 11, key: customers.exportKey({}) });
    expect(customers.export.written!.address).toMatch(/^exports\/customers\w+\/customers\.csv$/);
    customers.clearFilters();
    expect(customers.export.written!.key).not.toBe(customers.exportKey({}));
    expect(app.session.activeJob).toBeNull();
  });
});

describe('values that are typed', () => {
  it('are read as people write them', () => {
    expect(typedValue(' 1,234.5 ', 'money')).toBe(1234.5);
    expect(typedValue('63%', 'share')).toBe(0.63);
    expect(typedValue('63', 'share')).toBe(0.63);
    expect(typedValue('', 'count')).toBeNull();
    expect(typedValue('many', 'count')).toBeNull();
  });

  it('read back in both languages', async () => {
    const { app } = await openTable();
    const report = app.session.report!;
    expect(rangeText({ feature: 'frequency', low: 2, high: 5 }, report, words)).toBe('Orders: 2 to 5');
    expect(rangeText({ feature: 'discountShare', low: 0.5, high: null }, report, words)).toBe(
      'Discount share: 50% and more',
    );
    words.setLanguage('zh-CN');
    expect(rangeText({ feature: 'frequency', low: null, high: 5 }, report, words)).toBe('购买频次：5 及以下');
    words.setLanguage('en');
  });
});

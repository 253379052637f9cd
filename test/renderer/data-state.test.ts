/** The state of step 1 over a real engine, without a window: drafts, their readings, rules, undo, errors in words. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppState } from '../../renderer/app.svelte.ts';
import { headline, otherFindings } from '../../renderer/features/data/findings.ts';
import { extremes, growth, monthName, monthOfGap, monthTicks } from '../../renderer/features/data/months.ts';
import { languages, type DatasetSummary } from '../../shared/domain.ts';
import { joinText } from '../../shared/language/joins.ts';
import { ingestText } from '../../shared/language/ingest.ts';
import { windowErrorSentence } from '../../shared/language/window.ts';
import type { DataQuality } from '../../shared/quality.ts';
import { quickSettings } from '../engine/jobs/engine-client.ts';
import { startEngine, tabMemory, testHost, type TestEngine } from './engine.ts';

let engine: TestEngine;
let app: AppState;
/** What the window keeps over a reload. */
const memory = tabMemory();
beforeAll(async () => {
  engine = startEngine();
  mkdirSync(join(engine.folder, 'upload'), { recursive: true });
  app = await open(memory);
  await app.welcome.create('Shop');
});
afterAll(() => engine.close());

const until = (condition: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 20_000, interval: 20 });

async function open(memory = tabMemory()): Promise<AppState> {
  const opened = new AppState(engine.connect(), testHost(memory), () => {});
  await opened.session.start();
  return opened;
}

async function add(name: string, lines: readonly string[]): Promise<void> {
  writeFileSync(join(engine.folder, 'upload', name), lines.join('\n'));
  await app.data.add([new File(['x'], name)]);
}

const roles = () => app.data.shown!.columns.map(({ role }) => role);
/** Every date fits both orders, and neither makes the lines follow each other better. */
const open40 = Array.from(
  { length: 40 },
  (_, i) => `u${i % 9},${(i % 6) + 1}/${((i * 5) % 6) + 1}/2024,${i}.5,${i % 3 ? 2 : -1}`,
);

describe('a draft', () => {
  it('asks about dates until somebody says, and forgets the answer with another date column', async () => {
    await add('open.csv', ['customer,date,price,quantity', ...open40]);
    const { data } = app;
    const draft = data.shown!;
    expect(draft.asksDates).toBe(true);
    expect(draft.inspection!.openDates).toHaveLength(2);
    expect(data.questions).toBe(1);
    await data.choose({ dateOrder: 'dmy' });
    expect(data.questions).toBe(0);
    expect(draft.inspection).toMatchObject({ dateOrder: 'dmy', dateOrderAmbiguous: false });
    expect(draft.reading).toMatchObject({ dateOrder: 'dmy', columns: {}, exclude: [], personal: [] });
    await data.setRole(1, 'ignored');
    expect(draft.reading).toEqual({ kind: 'orders', columns: {}, exclude: [2], personal: [] });
    expect(draft.missing).toEqual(['date']);
    expect(data.canRead).toBe(false);
    await data.setRole(1, 'date');
    expect(draft.asksDates).toBe(true);
    data.clear();
  });

  it('keeps the answer of the thorough look while roles change', async () => {
    // The date that settles the order is far behind what a quick look sees.
    const far = [...Array.from({ length: 3000 }, (_, i) => open40[i % 40]!), 'u1,25/12/2024,3.5,1'];
    await add('far.csv', ['customer,date,price,quantity', ...far]);
    const draft = app.data.shown!;
    expect(draft.inspection).toMatchObject({ dateOrder: 'dmy', dateOrderAmbiguous: false });
    await app.data.setRole(3, 'ignored');
    expect(draft.inspection).toMatchObject({ dateOrder: 'dmy', dateOrderAmbiguous: false });
    expect(draft.inspection!.because.dateOrder).toBe('value');
    expect(draft.asksDates).toBe(false);
    app.data.clear();
  });

  it('shows the latest of several quick answers, and the earlier view where a choice does not go', async () => {
    await add('shop.csv', ['customer,date,price,quantity', ...open40]);
    const { data } = app;
    const draft = data.shown!;
    await Promise.all([data.setRole(3, 'price'), data.setRole(2, 'price'), data.setRole(3, 'quantity')]);
    expect(roles()).toEqual(['customer', 'date', 'price', 'quantity']);
    expect(draft.inspection!.columns.map(({ role }) => role)).toEqual(roles());
    const before = draft.inspection;
    await data.choose({ encoding: 'klingon' });
    expect(draft.choiceError?.details.reason).toBe('unknown_encoding');
    expect(draft.inspection).toBe(before);
    expect(data.ready).toBe(false);
    await data.choose({ encoding: undefined });
    expect(draft.choiceError).toBeNull();
    expect(draft.inspection!.because.encoding).toBe('ascii');
    // Other columns: what was said about the old ones is forgotten.
    await data.choose({ delimiter: '/' });
    expect(draft.reading.columns).toEqual({});
    data.clear();
  });
});

describe('a draft that does not fit into the memory', () => {
  it('is said to before it is read, and is read as a sample where a person chooses one', async () => {
    const many = Array.from(
      { length: 30_000 },
      (_, i) => `K${(i * 7) % 600},2024-0${1 + (i % 9)}-1${i % 9},${i % 90}.5`,
    );
    const { data, session } = app;
    process.env.CLIENTELE_MEMORY = '56';
    try {
      await add('large.csv', ['customer,date,price', ...many]);
      expect(data.shown!.inspection!.memory).toMatchObject({ oneIn: 2 });
      expect(data.asksSample).toBe(true);
      await data.read(null);
      await until(() => session.error !== null);
      for (const language of languages) {
        expect(windowErrorSentence(session.error!, language)).toContain('50 MB');
        expect(windowErrorSentence(session.error!, language)).not.toContain('--');
      }
      expect(data.drafts).toHaveLength(1);
      data.readSample(2);
    } finally {
      delete process.env.CLIENTELE_MEMORY;
    }
    await data.read(null);
    await until(() => session.dataset?.name === 'large');
    const [file] = session.dataset!.files;
    expect(file!.sample).toEqual({ share: 0.5, seed: 1, of: 30_000 });
    expect(file!.lines).toBe(50 * session.dataset!.customers);
    expect(data.asksSample).toBe(false);
    await data.care.remove(session.dataset!.id);
  });
});

describe('a draft of a shape that was corrected before', () => {
  it('begins with what was said, says so, and is recognised anew where a person wants it', async () => {
    const rows = open40.map((line) => `${line},A${line.length}`);
    const { data, session } = app;
    await add('first.csv', ['shop_id,customer,date,price', ...rows.map((row) => row.split(',').slice(0, 4).join())]);
    expect(data.shown!.remembered).toBe(false);
    data.clear();
    const header = 'who,when,much,many,code';
    await add('second.csv', [header, ...rows]);
    await data.choose({ kind: 'orders' });
    for (const [index, role] of (['customer', 'date', 'price', 'quantity', 'ignored'] as const).entries()) {
      await data.setRole(index, role);
    }
    await data.choose({ dateOrder: 'dmy' });
    await data.read(null);
    await until(() => session.dataset?.name === 'second');
    await add('third.csv', [header, ...rows.toReversed()]);
    const draft = data.shown!;
    expect(draft.remembered).toBe(true);
    expect(roles()).toEqual(['customer', 'date', 'price', 'quantity', 'ignored']);
    expect(draft.columns.every(({ corrected }) => corrected)).toBe(true);
    expect(draft.inspection).toMatchObject({ kind: 'orders', dateOrder: 'dmy', dateOrderAmbiguous: false });
    // A reload neither loses it nor brings it back where it was sent away.
    const again = await open(memory);
    await again.data.restore();
    expect([again.data.shown!.remembered, again.data.shown!.choices]).toEqual([true, draft.choices]);
    await data.recogniseAnew();
    expect(draft.remembered).toBe(false);
    expect(draft.columns.some(({ corrected }) => corrected)).toBe(false);
    const once = await open(memory);
    await once.data.restore();
    expect([once.data.shown!.remembered, once.data.shown!.choices]).toEqual([false, {}]);
    data.clear();
    await data.care.remove(session.dataset!.id);
  });
});

describe('files with the columns of data that are there', () => {
  it('become data of their own, or go into these, which says what came of it', async () => {
    const row = (i: number): string =>
      `${Math.floor(i / 2)},c${i % 60},2024-0${1 + (i % 9)}-1${i % 9},${i % 7}.5,${1 + (i % 3)}`;
    const rows = Array.from({ length: 240 }, (_, i) => row(i));
    const header = 'InvoiceNo,CustomerID,InvoiceDate,UnitPrice,Quantity';
    const { data, session } = app;
    const take = async (from: number, to: number): Promise<void> => {
      await add('shop.csv', [header, ...rows.slice(from, to)]);
      await until(() => data.canRead);
    };
    await take(0, 150);
    expect(data.target).toBeNull();
    await data.read(null);
    await until(() => session.dataset?.name === 'shop');
    const { id } = session.dataset!;
    await session.startRun(id, { ...quickSettings, methods: ['kmeans'], map: 'none', segments: 3 });
    await until(() => session.report?.dataset.id === id);
    expect(session.report!.dataset.version).toBe(session.dataset!.version);

    await take(100, 240);
    expect(data.targets.map(({ dataset, ways }) => [dataset.id, ways])).toEqual([[id, ['append', 'new', 'replace']]]);
    data.addAs('new');
    const again = await open(memory);
    await again.data.restore();
    expect([again.data.how, again.data.target?.dataset.id]).toEqual(['new', id]);
    await data.read(null);
    await until(() => session.dataset?.version === 1);
    expect(session.dataset).toMatchObject({ id, lines: 240, name: 'shop' });
    expect(session.dataset!.additions).toMatchObject([{ read: 140, known: 50, added: 90 }]);
    expect(data.how).toBeNull();
    // The results that are shown are of earlier data, and still there to be looked at.
    expect(session.report!.dataset.version).toBeUndefined();
    expect(session.runs.at(-1)!.contentId).not.toBe(id);
    app.customers.take();
    await until(() => app.customers.list.total !== null || app.customers.error !== null);
    expect(app.customers.error).toBeNull();

    await take(100, 240);
    data.addAs('new');
    await data.read(null);
    await until(() => data.added?.added === 0);
    expect(data.added).toMatchObject({ read: 140, known: 140, added: 0 });
    expect(session.dataset!.version).toBe(1);
    await data.care.remove(id);
  });
});

describe('a data set', () => {
  it('is read with a reading for each file, and shows what each rule does before any run', async () => {
    await add('one.csv', ['customer,date,price,quantity', ...open40]);
    await app.data.choose({ dateOrder: 'dmy' });
    await add(
      'two.csv',
      open40.map((line) => line.replaceAll(',', ';')),
    );
    app.data.selected = 1;
    await app.data.setRole(0, 'customer');
    await app.data.setRole(1, 'date');
    await app.data.setRole(2, 'price');
    await app.data.setRole(3, 'quantity');
    await app.data.choose({ dateOrder: 'mdy' });
    await app.data.read(null);
    await until(() => app.session.dataset?.name === 'one');
    const { dataset } = app.session;
    expect(dataset!.files.map(({ dateOrder, hasHeader }) => [dateOrder, hasHeader])).toEqual([
      ['dmy', true],
      ['mdy', false],
    ]);
    const { care } = app.data;
    expect(care.cleaning!.counts.find(({ rule }) => rule === 'return')!.lines).toBe(28);
    // Three of the nine customers did nothing but send things back.
    expect(care.effectOf('return')).toEqual({ lines: 28, customers: 3 });
  });

  it('has its rules switched, and switched back step by step', async () => {
    const { care } = app.data;
    const before = app.session.dataset!.recipe;
    await app.recipe.setRule('return', false);
    await app.recipe.setRule('nonPositivePrice', false);
    expect(care.cleaning!.counts.find(({ rule }) => rule === 'return')).toEqual({
      rule: 'return',
      enabled: false,
      lines: 0,
    });
    expect(care.effectOf('return')!.lines).toBe(-28);
    await app.recipe.undo();
    expect(app.session.dataset!.recipe.rules.filter(({ enabled }) => !enabled).map(({ rule }) => rule)).toEqual([
      'return',
    ]);
    await app.recipe.undo();
    expect(app.session.dataset!.recipe).toEqual(before);
    expect(app.recipe.canUndo).toBe(false);
  });

  it('that was chosen stays chosen until another one is read', async () => {
    const first = app.session.dataset!.id;
    await add('next.csv', [
      'customer,date,price',
      ...open40.slice(0, 20).map((line) => line.split(',').slice(0, 3).join(',')),
    ]);
    await app.data.read(null);
    await until(() => app.session.dataset?.name === 'next');
    await app.session.chooseDataset(first);
    await app.session.refresh();
    expect(app.session.dataset!.id).toBe(first);
    // A window that is loaded anew goes on with it, another one does not know of it.
    expect((await open(memory)).session.dataset!.id).toBe(first);
    expect((await open()).session.dataset!.name).toBe('next');
    await app.data.care.rename(first, 'First of all');
    expect(app.session.dataset!.name).toBe('First of all');
    await app.data.care.remove(first);
    expect(app.session.dataset!.name).toBe('next');
    await app.data.care.remove(first);
    expect(app.data.care.error?.code).toBe('not_found');
  });
});

describe('what is found, in words', () => {
  const quality = (more: Partial<DataQuality> = {}): DataQuality => ({
    version: 3,
    linesByRules: [80, 10, 0, 0, 0, 0, 0, 0, 5, ...Array<number>(119).fill(0)],
    customersByRules: [],
    months: { firstMonth: { year: 2023, month: 11 }, orders: [5, 10, 12, 10, 20, 24, 22, 3], lines: [] },
    gaps: [],
    gapCount: 0,
    futureLines: 0,
    ancientLines: 0,
    hours: null,
    outliers: { quantity: null, price: null },
    ...more,
  });
  const dataset = (rejected: number) =>
    ({ files: [{ lines: 100, rejected, columns: [] }] }) as unknown as DatasetSummary;

  it('begins with the largest thing that is wrong', () => {
    expect(headline(dataset(0), quality())).toEqual({ key: 'dataHeadNoCustomer', share: 0.1 });
    expect(headline(dataset(20), quality())).toEqual({ key: 'dataHeadRejected', share: 0.2 });
    expect(headline(dataset(0), quality({ linesByRules: [100] })).key).toBe('dataHeadGood');
  });

  it('names gaps, stray dates and giants, and nothing where there is nothing', () => {
    expect(otherFindings(dataset(0), quality(), 'en')).toEqual([]);
    const odd = quality({
      gaps: [{ from: 86_400 * 19_000, to: 86_400 * 19_010, days: 11 }],
      gapCount: 3,
      futureLines: 4,
      outliers: { quantity: { lines: 2, low: -9, high: 80_000.126, beyond: 1 }, price: null },
    });
    expect(otherFindings(dataset(7), odd, 'en').map(({ name, read, lines }) => [name, read, lines])).toEqual([
      ['notReadTitle', 'notReadRead', 7],
      ['gapOne', 'gapMoreRead', null],
      ['futureDates', 'futureDatesRead', 4],
      ['oddQuantity', 'oddQuantityRead', 2],
    ]);
    expect(otherFindings(dataset(0), odd, 'en').at(-1)!.values).toEqual({ low: '−9', high: '80,000.13' });
  });

  it('doubts a clock that is quiet by day, zones that do not agree, and names the currencies', () => {
    const files = [
      {
        ...{ lines: 100, rejected: 0, columns: [] },
        zones: [
          { zone: '+01:00', lines: 70 },
          { zone: '+02:00', lines: 20 },
          { zone: '-05:00', lines: 10 },
        ],
        currencies: [
          { code: 'GBP', lines: 90 },
          { code: 'EUR', lines: 6 },
          { code: 'USD', lines: 4 },
        ],
      },
    ] as unknown as DatasetSummary['files'];
    const hours = Array.from({ length: 24 }, (_, hour) => (hour >= 10 && hour < 18 ? 0 : 50));
    const found = otherFindings({ ...dataset(0), files }, quality({ hours }), 'en');
    expect(found.map(({ name, read, lines, values }) => [name, read, lines, values])).toEqual([
      ['quietHours', 'quietHoursAhead', null, { from: '10:00', to: '18:00', hours: 11, count: 500 }],
      ['zonesMixed', 'zonesMixedRead', 30, { list: '+01:00, +02:00 and -05:00', count: 30 }],
      ['currenciesFound', 'currenciesFoundRead', 10, { main: 'GBP', list: 'EUR and USD' }],
    ]);
  });

  it('tells growth over full months alone', () => {
    const { months } = quality();
    // (20 + 24 + 22) / (10 + 12 + 10): the first and the last month are cut off.
    expect(growth(months)).toEqual({ share: 66 / 32 - 1, months: 3 });
    expect(growth({ ...months, orders: [1, 2, 3, 4] })).toBeNull();
    expect(extremes(months)).toEqual({ most: 5, fewest: 0 });
    expect(monthName(months, 2, 'en')).toBe('Jan 2024');
    expect(monthTicks(months, 'zh-CN').slice(0, 4)).toEqual(['2023 年 11 月', '12 月', '2024 年 1 月', '2 月']);
    expect(monthOfGap(months, Date.UTC(2024, 1, 3) / 1000)).toBe(3);
  });

  it('never sends a window to the command line', () => {
    const details = {
      file: 'a.csv',
      line: 3,
      column: 'x',
      role: 'date',
      shape: '',
      cause: 'bad_date',
      rejected: 4,
      records: 5,
      most: 8e9,
      encoding: 'x',
      kind: 'pdf',
    };
    for (const language of languages) {
      for (const reason of [
        ...Object.keys(ingestText.en.errors),
        'file_too_large',
        'unknown_file',
        'no_customer_named',
        'dataset_busy',
      ]) {
        const sentence = windowErrorSentence({ code: 'invalid_input', details: { ...details, reason } }, language);
        expect(sentence, reason).not.toMatch(/--|command line|命令行|undefined/);
        expect(sentence.length, reason).toBeGreaterThan(8);
      }
    }
  });
});

describe('a list of products', () => {
  const products = ['sku,name,category,price', 'A,Tent,Camping,45', 'B,Lamp,Light,12', 'C,Mug,Kitchen,4'];
  const orders = Array.from({ length: 60 }, (_, i) => `${i},c${i % 20},2024-0${1 + (i % 6)}-11,${'ABD'[i % 3]},1,5`);

  it('waits for a file that names customers, and is joined to it with its pictures', async () => {
    const { data } = app;
    await add('goods.csv', products);
    expect(data.shown!.kind).toBe('catalogue');
    expect([data.missing, data.onlyProducts, data.canRead]).toEqual([[], true, false]);
    await add('sales.csv', ['invoice,customer,date,product,quantity,price', ...orders]);
    writeFileSync(join(engine.folder, 'upload', 'a.jpg'), '');
    await data.add([new File(['x'], 'a.jpg')]);
    expect(data.drafts).toHaveLength(2);
    expect(data.pictures.map(({ name }) => name)).toEqual(['a.jpg']);
    expect([data.onlyProducts, data.canRead]).toEqual([false, true]);
    await data.read(null);
    await until(() => app.session.dataset?.name === 'sales');
    expect(data.pictures).toEqual([]);
    const [list] = app.session.dataset!.files;
    const images = { named: 1, found: 1 };
    expect(list!.catalogue).toEqual({ items: 3, namedBy: 'orders', of: 3, matched: 2, images });
    expect(joinText(list!, 'en')).toBe(
      '2 of 3 products of the orders are in the catalogue; 1 of 1 pictures were found',
    );
    expect(joinText(list!, 'zh-CN')).toBe('订单中的 3 种商品，有 2 种在商品目录中；找到 1 张图片，共 1 张');
    // Its lines are not lines of orders that were left out.
    expect(headline(app.session.dataset!, app.session.dataset!.quality!).key).toBe('dataHeadGood');
  });
});

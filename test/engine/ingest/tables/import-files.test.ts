/** Files of every kind, from bytes to one table of customers. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../../electron/engine/ingest/import-files.ts';
import type { ImportedOrders } from '../../../../electron/engine/ingest/import-orders.ts';
import { inspectFile } from '../../../../electron/engine/ingest/inspect-file.ts';
import type { CategoryColumn, CustomerColumn, NumberColumn } from '../../../../shared/customer-table.ts';
import type { FileKind, FileReading } from '../../../../shared/domain.ts';
import { fileOf, failure, quiet } from '../import-text.ts';

const asFound: FileReading = { columns: {}, exclude: [] };

function load(texts: readonly string[], readings: readonly Partial<FileReading>[] = []): Promise<ImportedOrders> {
  const paths = texts.map((text, i) => fileOf(text, `file ${i}.csv`));
  return importFiles(
    paths,
    paths.map((_, i) => ({ ...asFound, ...readings[i] })),
    quiet,
  );
}

function columnOf({ orders }: ImportedOrders, id: string): CustomerColumn {
  const column = orders.table?.columns.find((one) => one.id === id);
  if (!column) throw new Error(`no ${id} among ${orders.table?.columns.map((one) => one.id).join(', ')}`);
  return column;
}
const numbers = (imported: ImportedOrders, id: string): number[] => [
  ...(columnOf(imported, id) as NumberColumn).values,
];
const texts = (imported: ImportedOrders, id: string): (string | null)[] => {
  const { levels, codes } = columnOf(imported, id) as CategoryColumn;
  return [...codes].map((code) => levels[code] ?? null);
};

const people = [
  'CustomerID,Gender,Age,Joined,Member,Region,Income,Note',
  '0001,f,31,31/12/2020,yes,2,"1,200.50",likes tea',
  '0002,m,44,05/01/2021,no,3,,asks for invoices',
  '0003,f,27,17/02/2021,yes,2,900,calls on Mondays',
  '0004,m,,11/03/2021,,1,NA,wants no bags',
].join('\n');

const orders = [
  'invoice,customer,date,product,quantity,price',
  '1,1,2024-01-01,A,1,5',
  '1,1,2024-01-01,B,1,5',
  '2,3,2024-02-01,A,2,5',
  '3,9,2024-03-01,B,1,5',
].join('\n');

describe('a file with a row per customer', () => {
  it('becomes numbers, dates, yes and no, and categories', async () => {
    const imported = await load([people]);
    expect(imported.orders.dictionaries.customers).toEqual(['0001', '0002', '0003', '0004']);
    expect(imported.orders.lines.count).toBe(0);
    expect(numbers(imported, 'attributes:Age')).toEqual([31, 44, 27, NaN]);
    expect(numbers(imported, 'attributes:Income')).toEqual([1200.5, NaN, 900, NaN]);
    expect(numbers(imported, 'attributes:Member')).toEqual([1, 0, 1, NaN]);
    expect(texts(imported, 'attributes:Gender')).toEqual(['f', 'm', 'f', 'm']);
    // Whole numbers that its name calls a region have no order.
    expect(texts(imported, 'attributes:Region')).toEqual(['2', '3', '2', '1']);
    const days = numbers(imported, 'attributes:Joined').map((time) => new Date(1000 * time).toISOString().slice(0, 10));
    expect(days).toEqual(['2020-12-31', '2021-01-05', '2021-02-17', '2021-03-11']);
    const [file] = imported.files;
    expect(file).toMatchObject({ kind: 'attributes', lines: 4, accepted: 4, rejected: 0, dateOrder: 'dmy' });
    expect(file!.columns.find(({ name }) => name === 'Age')!.profile).toMatchObject({ type: 'number', missing: 1 });
  });

  it('takes the last row of a customer with several, and leaves out rows without an id', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `c${i},${i}`);
    const imported = await load([['user_id,score', ...rows, 'c3,333', ',5'].join('\n')]);
    expect(imported.orders.dictionaries.customers).toHaveLength(60);
    expect(numbers(imported, 'attributes:score')[3]).toBe(333);
  });

  it('reads a column again as text that only began with numbers', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `${i},${i < 1500 ? i % 7 : ['red', 'blue'][i % 2]!}`);
    const imported = await load([['client_id,what', ...rows].join('\n')]);
    expect(texts(imported, 'attributes:what').slice(-2)).toEqual(['red', 'blue']);
    expect(texts(imported, 'attributes:what')[3]).toBe('3');
  });

  it('keeps personal columns out, and a known segment apart', async () => {
    const text =
      'member_id,email,phone,age,segment\n1,ann@example.com,+44 7700 900603,40,gold\n2,bo@example.com,+44 7700 900604,50,\n';
    const imported = await load([text], [{ columns: { label: 'segment' } }]);
    expect(imported.orders.table!.columns.map(({ id }) => id)).toEqual(['attributes:age']);
    expect(imported.orders.table!.label).toEqual({ name: 'segment', levels: ['gold'], codes: Int32Array.of(0, -1) });
    expect(JSON.stringify(imported.files)).not.toMatch(/ann@|7700/);
  });

  it('is refused where nothing in it tells customers apart', async () => {
    expect(
      await failure(load(['user_id,remark\n1,hello there\n2,who are you\n'], [{ exclude: ['remark'] }])),
    ).toMatchObject({ code: 'invalid_input', details: { reason: 'no_attributes' } });
  });

  it('gives two columns of one name two ids', async () => {
    const imported = await load(['user_id,score,score\n1,5,6\n2,7,8\n']);
    expect(imported.orders.table!.columns.map(({ id }) => id)).toEqual(['attributes:score', 'attributes:score (2)']);
  });
});

describe('several files', () => {
  it('are joined to the customers of the orders, also where ids are written with leading zeros', async () => {
    const imported = await load([people, orders]);
    expect(imported.orders.lines.count).toBe(4);
    expect(imported.orders.dictionaries.customers).toEqual(['1', '3', '9']);
    expect(numbers(imported, 'attributes:Age')).toEqual([31, 27, NaN]);
    expect(texts(imported, 'attributes:Gender')).toEqual(['f', 'f', null]);
    expect(imported.files.map(({ kind, match }) => [kind, match])).toEqual([
      ['attributes', { matched: 2, unmatched: 2 }],
      ['orders', undefined],
    ]);
  });

  it('say the same in any order of columns, and count what they do not share', async () => {
    const visits =
      'user_id,page,time\n1,home,2024-01-01 10:00\n1,shop,2024-01-01 10:05\n3,home,2024-01-02 09:00\n7,home,2024-01-03 09:00\n';
    const imported = await load([orders, visits], [{}, { kind: 'events' }]);
    expect(numbers(imported, 'browsing:sessions')).toEqual([1, 1, NaN]);
    expect(imported.files[1]!.match).toEqual({ matched: 2, unmatched: 1 });
  });
});

describe('lines of behaviour', () => {
  it('visits: sessions, actions and rates per customer', async () => {
    const lines = [
      'a,view,1,2024-05-01 10:00',
      'a,cart,1,2024-05-01 10:01',
      'a,buy,1,2024-05-02 10:00',
      'b,view,2,2024-05-02 11:00',
    ];
    const imported = await load([['customer,event,product,time', ...lines].join('\n')]);
    expect(imported.files[0]!.kind).toBe('events');
    expect(imported.orders.dictionaries.customers).toEqual(['a', 'b']);
    expect(numbers(imported, 'browsing:sessions')).toEqual([2, 1]);
    expect(numbers(imported, 'browsing:purchases')).toEqual([1, 0]);
  });

  it('relationships: both ends are customers', async () => {
    const imported = await load(['from,to,type\na,b,follows\nb,a,follows\nc,a,follows\n']);
    expect(imported.files[0]!.kind).toBe('relationships');
    expect(imported.orders.dictionaries.customers).toEqual(['a', 'b', 'c']);
    expect(numbers(imported, 'social:inDegree')).toEqual([2, 1, 0]);
  });

  it('reviews: how many, how good', async () => {
    const imported = await load([
      'customer,product,rating,time\na,x,5,2024-01-01\na,y,3,2024-01-05\nb,x,1,2024-01-02\n',
    ]);
    expect(imported.files[0]!.kind).toBe('reviews');
    expect(numbers(imported, 'social:meanRating')).toEqual([4, 1]);
  });

  it('a list of products is recognised, and refused as it names nobody', async () => {
    const text = 'StockCode,name,category,price\n1A,Tent,Camping,45\n2B,Lamp,Camping,12\n3C,Mug,Kitchen,4\n';
    expect((await inspectFile(fileOf(text))).kind).toBe('catalogue');
    expect(await failure(load([text]))).toMatchObject({
      code: 'invalid_input',
      details: { reason: 'no_customers_in_file' },
    });
  });
});

describe('what real files are (CLIENTELE_DATA)', () => {
  const data = process.env['CLIENTELE_DATA'];
  const kinds: [string, FileKind, string | null, number][] = [
    ['online_retail.csv.gz', 'orders', 'CustomerID', 8],
    ['cdnow/CDNOW_master.txt', 'orders', 'customer_id', 4],
    ['cdnow/CDNOW_sample.txt', 'orders', 'column 1', 5],
    ['marketing_campaign.csv', 'attributes', 'ID', 29],
    ['marketing_campaign_semicolon_bom.csv', 'attributes', 'ID', 29],
    ['Mall_Customers.csv', 'attributes', 'CustomerID', 5],
    ['Wholesale_customers_data.csv', 'attributes', null, 8],
    ['online_shoppers_intention.csv', 'attributes', null, 18],
    ['msweb_page_visits.csv.gz', 'events', 'user_id', 2],
    ['taobao_UserBehavior_sample.csv', 'events', 'column 1', 5],
    ['chinese/tmall_double11_beauty_gbk.csv', 'catalogue', null, 7],
    ['chinese/meal_order_detail.csv', 'orders', 'emp_id', 19],
  ];
  it.skipIf(!data).each(kinds)('%s: %s', async (name, kind, customer, width) => {
    const inspection = await inspectFile(join(data!, name), {}, { quick: true });
    expect([inspection.kind, inspection.columns.length]).toEqual([kind, width]);
    if (kind === 'catalogue') return;
    expect(inspection.columns.find(({ role }) => role === 'customer')?.name ?? null).toBe(customer);
  });

  it.skipIf(!data)('counts of the tables', async () => {
    const rows: [string, number, number][] = [
      ['marketing_campaign.csv', 2240, 2240],
      ['Mall_Customers.csv', 200, 200],
      ['Wholesale_customers_data.csv', 440, 440],
      ['online_shoppers_intention.csv', 12_330, 12_330],
      ['msweb_page_visits.csv.gz', 98_653, 32_710],
      ['taobao_UserBehavior_sample.csv', 4321, 43],
    ];
    for (const [name, lines, customers] of rows) {
      const imported = await importFiles([join(data!, name)], [asFound], quiet);
      expect([name, imported.files[0]!.lines, imported.orders.dictionaries.customers.length]).toEqual([
        name,
        lines,
        customers,
      ]);
      expect(imported.files[0]!.rejected).toBe(0);
    }
  });
});

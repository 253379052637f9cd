import { describe, expect, it } from 'vitest';
import { roleOfName } from '../../../electron/engine/ingest/column-names.ts';
import { inspectFile } from '../../../electron/engine/ingest/inspect-file.ts';
import { failure, fileOf } from './import-text.ts';

describe('roleOfName', () => {
  it.each([
    ['InvoiceNo', 'invoice'],
    ['Invoice', 'invoice'],
    ['Order ID', 'invoice'],
    ['order_number', 'invoice'],
    ['订单号', 'invoice'],
    ['订单编号', 'invoice'],
    ['StockCode', 'product'],
    ['SKU', 'product'],
    ['product_id', 'product'],
    ['商品编码', 'product'],
    ['Description', 'description'],
    ['商品名称', 'description'],
    ['Quantity', 'quantity'],
    ['qty', 'quantity'],
    ['数量', 'quantity'],
    ['InvoiceDate', 'date'],
    ['Order Date', 'date'],
    ['Order Purchase Date (UTC)', 'date'],
    ['下单时间', 'date'],
    ['UnitPrice', 'price'],
    ['Price', 'price'],
    ['单价', 'price'],
    ['Total Amount', 'amount'],
    ['实付金额', 'amount'],
    ['Customer ID', 'customer'],
    ['CustomerID', 'customer'],
    ['user_id', 'customer'],
    ['客户', 'customer'],
    ['会员编号', 'customer'],
    ['Country', 'country'],
    ['国家', 'country'],
    ['E-Mail', 'personal'],
    ['Customer Name', 'personal'],
    ['Billing Address', 'personal'],
    ['手机号', 'personal'],
    ['收货人姓名', 'personal'],
    ['Recency', undefined],
    ['', undefined],
  ])('%s: %s', (name, role) => {
    expect(roleOfName(name)?.role).toBe(role);
  });
});

const rows = (header: string, row: (i: number) => string, n = 60): string =>
  [header, ...Array.from({ length: n }, (_, i) => row(i))].filter((line) => line !== '').join('\n');

async function rolesOf(
  content: string,
  ...rest: [Parameters<typeof inspectFile>[1]?]
): Promise<Record<string, string>> {
  const { columns } = await inspectFile(fileOf(content), ...rest);
  return Object.fromEntries(columns.map(({ name, role }) => [name, role]));
}

describe('inspectFile', () => {
  it('finds roles by name, with more confidence where the values agree', async () => {
    const content = rows('Invoice,Customer ID,InvoiceDate,Price,Quantity,Colour', (i) =>
      [`5${i >> 1}`, `1${i % 7}`, `2011-01-${1 + (i % 28)}`, '2.5', i % 3, 'red'].join(','),
    );
    const { columns, ...rest } = await inspectFile(fileOf(content));
    expect(columns.map(({ role }) => role)).toEqual(['invoice', 'customer', 'date', 'price', 'quantity', 'ignored']);
    expect(columns[2]).toMatchObject({ index: 2, name: 'InvoiceDate', because: 'name and values', missingShare: 0 });
    expect(columns[2]!.confidence).toBeGreaterThan(0.9);
    expect(rest).toMatchObject({
      file: 'orders.csv',
      bytes: content.length,
      compression: 'none',
      encoding: 'utf-8',
      delimiter: ',',
      hasHeader: true,
      decimal: '.',
      dateOrder: 'ymd',
      dateOrderAmbiguous: false,
    });
  });

  it('recognises personal columns by name and by value', async () => {
    const names = ['Anna Smith', 'John Miller', 'Maria Garcia', 'Peter Jones', 'Emma Brown'];
    const content = rows('CustomerID,Contact,a,b,c,d,e,Date,Price', (i) =>
      [
        100 + (i % 9),
        `person${i}@example.org`,
        `+44 20 7946 0${100 + i}`,
        names[i % 5],
        `192.168.1.${i}`,
        i % 2 ? '4111 1111 1111 1111' : '5500 0000 0000 0004',
        `${i} High Street`,
        '2011-01-03',
        '2.50',
      ].join(','),
    );
    expect(await rolesOf(content)).toEqual({
      CustomerID: 'customer',
      Contact: 'personal',
      a: 'personal',
      b: 'personal',
      c: 'personal',
      d: 'personal',
      e: 'personal',
      Date: 'date',
      Price: 'price',
    });
  });

  it('recognises Chinese personal columns by value', async () => {
    const people = ['张伟', '王芳', '李娜', '刘洋', '陈静'];
    const content = rows('客户编号,a,b,c,日期,金额', (i) =>
      [i % 9, people[i % 5], `1380013${1000 + i}`, `浙江省杭州市西湖区文三路${i}号`, '2016/8/3', '25.5'].join(','),
    );
    const roles = await rolesOf(content);
    expect(roles).toMatchObject({ a: 'personal', b: 'personal', c: 'personal', 客户编号: 'customer', 金额: 'amount' });
  });

  it('keeps e-mail addresses out even where they are called customer, and codes in that look like phones', async () => {
    const roles = await rolesOf(
      rows('customer,customer_id,invoice,date,price', (i) =>
        [`p${i % 9}@example.org`, i % 9, `138001${10000 + i}`, '2011-01-03', '2.50'].join(','),
      ),
    );
    expect(roles).toMatchObject({ customer: 'personal', customer_id: 'customer', invoice: 'invoice' });
  });

  it('guesses from values where there is no header', async () => {
    const content = rows(
      '',
      (i) => {
        const order = i >> 2;
        return [
          500 + order,
          `2${i % 23}A`,
          i % 5,
          `2011-01-${10 + (order % 9)} 10:${10 + order}`,
          `${1 + (i % 7)}.25`,
          100 + (order % 5),
        ].join(',');
      },
      200,
    );
    const { columns, hasHeader } = await inspectFile(fileOf(content));
    expect(hasHeader).toBe(false);
    expect(columns.map(({ role }) => role)).toEqual(['invoice', 'product', 'quantity', 'date', 'price', 'customer']);
    expect(columns[0]).toMatchObject({ name: 'column 1', because: 'values' });
    expect(columns[5]!.confidence).toBeLessThan(0.6);
  });

  it('lets a person decide', async () => {
    const content = rows('Customer ID,Who,When,Price', (i) => [i % 9, `k${i % 7}`, '2011-01-03', '2.5'].join(','));
    expect(await rolesOf(content, { columns: { customer: 'who', date: 3 }, exclude: ['Customer ID'] })).toEqual({
      'Customer ID': 'ignored',
      Who: 'customer',
      When: 'date',
      Price: 'price',
    });
    const unknown = await failure(inspectFile(fileOf(content), { columns: { customer: 'Nobody' } }));
    expect(unknown.details).toEqual({ reason: 'no_such_column', file: 'orders.csv', column: 'Nobody' });
    expect((await failure(inspectFile(fileOf(content), { columns: { date: 9 } }))).details.column).toBe(9);
  });

  it.each([
    ['comma', 'a,b,c\n1,"x;y;z",2011-01-03\n2,"x;y;z",2011-01-03\n', ','],
    ['semicolon with decimal commas', 'id;price;amount\n1;2,5;3,5\n2;2,5;3,5\n', ';'],
    ['tab', 'a\tb, or c\td\n1\t2, 3\t4\n', '\t'],
    ['pipe', 'a|b|c\n1|2,5|3\n', '|'],
    ['blanks', ' id  date value\n 1 20110103   2.5\n 2 20110104  3.5\n', 'blanks'],
    ['announced', 'sep=;\na;b,c\n1;2,3\n', ';'],
  ])('finds the delimiter: %s', async (_, content, delimiter) => {
    expect((await inspectFile(fileOf(content))).delimiter).toBe(delimiter);
  });

  it('tells decimal commas from points', async () => {
    const comma = await inspectFile(fileOf('id;price\n1;2,55\n2;1.234,50\n'));
    expect(comma.decimal).toBe(',');
    expect((await inspectFile(fileOf('id;price\n1;2.55\n2;1,234.50\n'))).decimal).toBe('.');
  });

  it('looks for the order of day and month beyond the sample', async () => {
    const filler = 'x'.repeat(200);
    const content = rows(
      'CustomerID,InvoiceDate,Price,Note',
      (i) => [i % 9, i < 9000 ? '1/2/2011' : '25/2/2011', '2.5', filler].join(','),
      9100,
    );
    expect(content.length).toBeGreaterThan(1_900_000);
    expect(await inspectFile(fileOf(content))).toMatchObject({ dateOrder: 'dmy', dateOrderAmbiguous: false });
    const open = await inspectFile(fileOf(content.replaceAll('25/2/', '1/2/')));
    expect(open.dateOrderAmbiguous).toBe(true);
  });
});

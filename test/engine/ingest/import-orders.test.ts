import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { LineFlag } from '../../../shared/orders.ts';
import { fileOf, importPaths, importText, lineOf, quiet } from './import-text.ts';

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/ingest/${name}`, import.meta.url));

describe('importOrders', () => {
  it('reads lines, dictionaries and what is known about the file', async () => {
    const path = fixture('shop.csv');
    const shares: number[] = [];
    const imported = await importPaths([path], {}, { ...quiet, report: (share) => shares.push(share) });
    const bytes = readFileSync(path);
    expect(imported.files).toEqual([
      expect.objectContaining({
        name: 'shop.csv',
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        encoding: 'utf-8',
        delimiter: ',',
        dateOrder: 'mdy',
        lines: 10,
        accepted: 9,
        rejected: 1,
      }),
    ]);
    expect(lineOf(imported, 0)).toEqual({
      customer: '17850',
      invoice: '536365',
      product: '85123A',
      country: 'United Kingdom',
      quantity: 6,
      price: 2.55,
      time: '2010-12-01T08:26',
      flags: 0,
    });
    const { lines, dictionaries } = imported.orders;
    expect(lines.count).toBe(9);
    expect([...lines.flags]).toEqual([0, 0, LineFlag.repeats, 0, LineFlag.creditNote, 0, 0, 0, 0]);
    expect(dictionaries.customers).toEqual(['17850', '13047', '12583']);
    expect(lines.customer[7]).toBe(-1);
    expect(dictionaries.products.map(({ code, name, isService }) => [code, name, isService])).toEqual([
      ['85123A', 'WHITE HANGING HEART T-LIGHT HOLDER', false],
      ['71053', 'RECORD FRAME 7" SINGLE, "SIZE"', false],
      ['POST', 'POSTAGE', true],
      ['22423', 'engraved', false],
    ]);
    expect(imported.rejectedLines).toEqual([
      { file: 'shop.csv', line: 11, reason: 'bad_number', column: 'Quantity', shape: 'aaa' },
    ]);
    expect(shares.at(-1)).toBe(1);
    for (const column of [lines.customer, lines.time, lines.flags]) expect(column).toHaveLength(9);
  });

  it('reads the same from gzip, UTF-16, a mark, other delimiters, line ends and encodings', async () => {
    const text = readFileSync(fixture('shop.csv'), 'utf8');
    const plain = await importText(text);
    const semicolons = text.replace(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ';');
    const variants: Record<string, Uint8Array | string> = {
      gzip: gzipSync(text),
      utf16: iconv.encode(text, 'utf-16le', { addBOM: true }),
      'utf16, big end first': iconv.encode(text, 'utf-16be', { addBOM: true }),
      'utf16 without a mark': iconv.encode(text, 'utf-16le'),
      mark: `\ufeff${text}`,
      semicolons,
      tabs: semicolons.replaceAll(';', '\t'),
      pipes: semicolons.replaceAll(';', '|'),
      crlf: text.replaceAll('\n', '\r\n'),
      cr: text.replaceAll('\n', '\r'),
      'announced delimiter': `sep=;\r\n${semicolons}`,
    };
    for (const [name, content] of Object.entries(variants)) {
      const { orders } = await importText(content, {}, `${name}.csv`);
      expect(orders, name).toEqual(plain.orders);
    }
  });

  it('decodes values late: one pound sign after megabytes of ASCII', async () => {
    const rows = Array.from(
      { length: 40_000 },
      (_, i) => `5${i},2${i % 50},CUP,1,12/${1 + (i % 28)}/2010,1.25,${i % 99},UK`,
    );
    const text = [header, ...rows, '9,99,VOUCHER £5,1,12/1/2010,5,7,UK'].join('\n');
    expect(text.length).toBeGreaterThan(1_500_000);
    const { orders, files } = await importText(iconv.encode(text, 'latin1'));
    expect(files[0]!.encoding).toBe('latin1');
    expect(orders.dictionaries.products.at(-1)!.name).toBe('VOUCHER £5');
  });

  it('reads GBK, where | may hide in a character', async () => {
    // The second byte of 東 in GBK is the code of |.
    expect(iconv.encode('東', 'gbk')[1]).toBe('|'.charCodeAt(0));
    const hiding = '東';
    const rows = [
      '客户编号|日期|金额|数量|商品名称',
      ...Array.from({ length: 30 }, (_, i) => `${i % 7}|2016/8/${1 + (i % 28)}|25.5|1|红色${hiding}陶瓷杯子`),
    ];
    for (const delimiter of ['|', ',']) {
      const content = iconv.encode(rows.join('\n').replaceAll('|', delimiter), 'gbk');
      const { orders, files } = await importText(content);
      expect(files[0]).toMatchObject({ encoding: 'gb18030', delimiter, accepted: 30 });
      expect(orders.dictionaries.products).toEqual([
        { code: `红色${hiding}陶瓷杯子`, name: `红色${hiding}陶瓷杯子`, isService: false },
      ]);
    }
  });

  it('shares dictionaries between files, and notices repeats across them', async () => {
    const first = fileOf(`${header}\n1,A,CAFÉ,1,2011-01-13,2,17,France\n`, 'first.csv');
    const second = fileOf(
      iconv.encode(`${header}\n2,A,CAFÉ,1,2011-01-14,2,18,France\n1,A,CUP,1,2011-01-13,2,17,France\n`, 'latin1'),
      'second.csv',
    );
    const third = fileOf('customer;date;amount;sku\n17;13.01.2011;4,50;B\n18;14.01.2011;3,50;A\n', 'third.csv');
    const repeated = fileOf(`${header}\n1,A,CUP,1,2011-01-13,2,17,France\n`, 'fourth.csv');
    const imported = await importPaths([first, second, third, repeated]);
    const { dictionaries, lines } = imported.orders;
    expect(imported.files.map(({ name, encoding }) => `${name} ${encoding}`)).toEqual([
      'first.csv utf-8',
      'second.csv latin1',
      'third.csv utf-8',
      'fourth.csv utf-8',
    ]);
    expect(dictionaries.customers).toEqual(['17', '18']);
    expect(dictionaries.products.map(({ code, name }) => `${code} ${name}`)).toEqual(['A CAFÉ', 'B ']);
    expect([...lines.flags]).toEqual([0, 0, 0, 0, 0, LineFlag.repeats]);
    expect([...lines.customer]).toEqual([0, 1, 0, 0, 1, 0]);
    expect([...lines.price]).toEqual([2, 2, 2, 4.5, 3.5, 2]);
    expect(dictionaries.invoices).toEqual(['1', '2', '17 2011-01-13', '18 2011-01-14']);
  });

  it('makes one order per customer and day where there are no order numbers', async () => {
    const { orders } = await importText(
      'user_id,timestamp,price,qty\n7,2011-01-13 08:00,2,1\n8,2011-01-13 09:00,2,1\n7,2011-01-13 20:00,3,1\n7,2011-01-14 00:00,3,1\n',
    );
    expect(orders.dictionaries.invoices).toBeNull();
    expect([...orders.lines.invoice]).toEqual([0, 1, 0, 2]);
  });

  it('fills in what a file lacks: quantity 1, price from the amount', async () => {
    const one = await importText('customer_id,date,amount\n1,2011-01-13,7.5\n2,2011-01-14,3\n');
    expect([...one.orders.lines.quantity]).toEqual([1, 1]);
    expect([...one.orders.lines.price]).toEqual([7.5, 3]);
    expect([...one.orders.lines.product]).toEqual([-1, -1]);
    const two = await importText(
      'customer_id,date,amount,qty\n1,2011-01-13,7.5,3\n2,2011-01-14,-6,-2\n3,2011-01-14,6,-2\n4,2011-01-14,6,0\n',
    );
    expect([...two.orders.lines.price]).toEqual([2.5, 3, 3, 0]);
    expect([...two.orders.lines.quantity]).toEqual([3, -2, -2, 0]);
  });

  it('decides day and month over the whole column, and rejects what then has no date', async () => {
    const rows = (dates: string[]): string =>
      ['customer_id,date,price', ...dates.map((date) => `1,${date},2`)].join('\n');
    const open = Array<string>(40).fill('2/1/2011 10:30');
    const late = await importText(rows([...open, '25/1/2011 10:30']));
    expect(late.files[0]).toMatchObject({ dateOrder: 'dmy', accepted: 41 });
    expect(lineOf(late, 0).time).toBe('2011-01-02T10:30');
    expect(lineOf(late, 40).time).toBe('2011-01-25T10:30');
    const mixed = await importText(rows([...open, '1/25/2011', '25/1/2011', '1/26/2011']));
    expect(mixed.files[0]).toMatchObject({ dateOrder: 'mdy', accepted: 42, rejected: 1 });
    expect(mixed.rejectedLines).toEqual([
      { file: 'orders.csv', line: 43, reason: 'bad_date', column: 'date', shape: '99/99/9999' },
    ]);
    expect(lineOf(mixed, 0).time).toBe('2011-02-01T10:30');
    expect(lineOf(mixed, 41).time).toBe('2011-01-26T00:00');
  });

  it('rejects single lines with their reason and place, and goes on', async () => {
    const good = Array.from({ length: 20 }, (_, i) => `${i},2011-01-13,2,"a\nb"`);
    const bad = [
      '1,2011-02-30,2,x',
      '1,,2,x',
      '1,2011-01-13,two,x',
      '1,2011-01-13',
      '1,2011-01-13,2,x,y',
      '1,2011-01-13,2,x,,',
      ',2011-01-13,2,x',
    ];
    const { files, rejectedLines, orders } = await importText(
      ['customer_id,date,price,note', ...good, ...bad].join('\n'),
    );
    expect(files[0]).toMatchObject({ lines: 27, accepted: 22, rejected: 5 });
    expect(rejectedLines.map(({ line, reason, column, shape }) => [line, reason, column, shape])).toEqual([
      [42, 'bad_date', 'date', '9999-99-99'],
      [43, 'bad_date', 'date', ''],
      [44, 'bad_number', 'price', 'aaa'],
      [45, 'too_few_fields', undefined, undefined],
      [46, 'too_many_fields', undefined, undefined],
    ]);
    expect(orders.lines.customer[21]).toBe(-1);
  });

  it('keeps a thousand rejected lines, and counts all', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) =>
      i % 2 ? '1,2011-01-13,2' : i % 20 ? '1,soon,2' : '1,2011-01-13,2',
    );
    const { files, rejectedLines } = await importText(['customer_id,date,price', ...rows].join('\n'));
    expect(files[0]!.rejected).toBe(2250);
    expect(rejectedLines).toHaveLength(1000);
    expect(rejectedLines[999]!.line).toBeLessThan(2300);
  });

  it('rejects bytes that are no text in an encoding that was asked for', async () => {
    const content = Buffer.concat([
      Buffer.from('customer_id,date,price\né,2011-01-13,2\nb,2011-01-14,2\n'),
      Buffer.from([0xe9]),
      Buffer.from(',2011-01-13,2\nd,2011-01-13,2\n'),
    ]);
    const asked = await importText(content, { encoding: 'utf-8' });
    expect(asked.orders.dictionaries.customers).toEqual(['é', 'b', 'd']);
    expect(asked.rejectedLines).toEqual([{ file: 'orders.csv', line: 4, reason: 'undecodable' }]);
    expect((await importText(content, { encoding: 'latin1' })).orders.dictionaries.customers).toEqual([
      'Ã©',
      'b',
      'é',
      'd',
    ]);
  });

  it('takes missing values and numbers of other programs for what they are', async () => {
    const { orders } = await importText(
      'customer_id,date,price,country\n17850.0,2011-01-13,2,NA\nNULL,2011-01-13,2,France\n17850,2011-01-13,2,Spain\n N/A ,2011-01-13,2,France\n',
    );
    expect([...orders.lines.customer]).toEqual([0, -1, 0, -1]);
    expect(orders.dictionaries.countries).toEqual(['France', 'Spain']);
    const codes = await importText(
      'customer_id,date,price,country\n1,2011-01-13,2,NA\n2,2011-01-13,2,FR\n3,2011-01-13,2,DE\n',
    );
    expect(codes.orders.dictionaries.countries).toEqual(['NA', 'FR', 'DE']);
  });

  it('reads seconds since 1970, Excel days, and columns given by number', async () => {
    const unix = await importText('1,10,1511544070,2.5\n2,11,1511561733,3.5\n', {
      columns: { customer: 1, product: 2, date: 3, price: 4 },
    });
    expect(unix.files[0]).toMatchObject({ dateOrder: 'unix-seconds', accepted: 2 });
    expect([...unix.orders.lines.time]).toEqual([1511544070, 1511561733]);
    const excel = await importText('customer_id,date,price\n1,40513.5,2.5\n2,40514,3.5\n');
    expect(excel.files[0]!.dateOrder).toBe('excel-serial');
    expect(lineOf(excel, 0).time).toBe('2010-12-01T12:00');
  });

  it('never reads personal or excluded columns', async () => {
    const content =
      'Customer ID,Email,Date,Price,Description,Country\n1,a@b.org,2011-01-13,2,CUP for a@b.org,France\n' +
      '2,c@d.org,2011-01-14,2,CUP,France\n'.repeat(9);
    const { orders, files } = await importText(content, { exclude: ['Country'] });
    expect(JSON.stringify(orders.dictionaries)).not.toMatch(/@|France/);
    expect(orders.dictionaries.products.map(({ code }) => code)).toEqual(['CUP for', 'CUP']);
    expect(files[0]!.columns[1]!.role).toBe('personal');
    expect(files[0]!.columns[5]!.role).toBe('ignored');
  });

  it('stops when the job is cancelled', async () => {
    const cancelled = new AppError('cancelled');
    const rows = Array.from({ length: 50_000 }, (_, i) => `${i},2011-01-13,2`);
    let asked = 0;
    const context = {
      ...quiet,
      checkCancelled: (): void => {
        if (++asked > 1) throw cancelled;
      },
    };
    await expect(importPaths([fileOf(['customer_id,date,price', ...rows].join('\n'))], {}, context)).rejects.toBe(
      cancelled,
    );
  });
});

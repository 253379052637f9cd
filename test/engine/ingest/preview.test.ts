/** The first records as they would be read, and what a person may say about a file. */
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { inspectFile } from '../../../electron/engine/ingest/inspect-file.ts';
import { at, failure, fileOf, importPaths, importText, lineOf } from './import-text.ts';

const shop = [
  'Order no;Customer ID;Day;Price;Note;Mail',
  '1;c7;03/04/2011;1,50;call 0151 23456789;ada@shop.example',
  '2;c8;04/04/2011;free;;bob@shop.example',
  '3;;05/04/2011;2,00;"said ""yes""";',
  '4;c9;99/99/2011;3,00;;eve@shop.example',
  '5;c9;06/04/2011',
].join('\n');

describe('the preview of a file', () => {
  it('shows cells as written and as understood, marks what cannot be read, and masks what is personal', async () => {
    const { preview, columns } = await inspectFile(fileOf(shop));
    expect(columns.map(({ role }) => role)).toEqual(['invoice', 'customer', 'date', 'price', 'ignored', 'personal']);
    expect(preview.map(({ line, fault }) => [line, fault ?? null])).toEqual([
      [2, null],
      [3, null],
      [4, null],
      [5, null],
      [6, 'too_few_fields'],
    ]);
    const [first, second, third, fourth] = preview;
    expect(first!.cells).toEqual([
      { text: '1' },
      { text: 'c7' },
      { text: '03/04/2011', value: at('2011-04-03 00:00') },
      { text: '1,50', value: 1.5 },
      // What looks like a telephone number inside a text is not shown either.
      { text: 'call' },
      { text: 'a•••@•••.example' },
    ]);
    expect(second!.cells[3]).toEqual({ text: 'free', fault: 'bad_number' });
    expect(third!.cells[1]).toEqual({ text: '' });
    expect(third!.cells[4]).toEqual({ text: 'said "yes"' });
    expect(fourth!.cells[2]).toEqual({ text: '99/99/2011', fault: 'bad_date' });
  });

  it('masks personal cells whatever role a person gives them', async () => {
    const { columns, preview } = await inspectFile(fileOf(shop), { columns: { customer: 'Mail' }, personal: [5] });
    expect(columns[5]).toMatchObject({ role: 'customer', masked: true });
    expect(columns[4]).toMatchObject({ role: 'personal', masked: true });
    expect(JSON.stringify(preview)).not.toMatch(/shop\.example|call/);
  });

  it('tells what decided, and two dates that fit both orders', async () => {
    const found = await inspectFile(fileOf(shop));
    expect(found.because).toEqual({ encoding: 'ascii', delimiter: 'regular', header: 'names', dateOrder: 'sequence' });
    expect(found).toMatchObject({ dateOrder: 'dmy', dateOrderAmbiguous: true });
    expect(found.openDates).toEqual([
      { text: '03/04/2011', monthFirst: at('2011-03-04 00:00'), dayFirst: at('2011-04-03 00:00') },
      { text: '05/04/2011', monthFirst: at('2011-05-04 00:00'), dayFirst: at('2011-04-05 00:00') },
    ]);
    const settled = await inspectFile(fileOf(shop.replace('03/04/2011', '03/24/2011')));
    expect(settled).toMatchObject({ dateOrder: 'mdy', dateOrderAmbiguous: false, openDates: [] });
    expect(settled.because.dateOrder).toBe('value');
    const marked = await inspectFile(fileOf(`\ufeff${shop}`));
    expect(marked.because.encoding).toBe('mark');
    expect((await inspectFile(fileOf(`sep=;\n${shop}`))).because.delimiter).toBe('said');
    const latin = iconv.encode(shop.replace('yes', 'café'), 'latin1');
    expect((await inspectFile(fileOf(latin))).because.encoding).toBe('likeliest');
  });

  it('follows every choice of a person', async () => {
    const chosen = await inspectFile(fileOf(shop), { dateOrder: 'mdy', hasHeader: false, columns: { date: 3 } });
    expect(chosen).toMatchObject({ dateOrder: 'mdy', dateOrderAmbiguous: false, hasHeader: false, openDates: [] });
    expect(chosen.because).toMatchObject({ dateOrder: 'chosen', header: 'chosen' });
    expect(chosen.columns[2]!.name).toBe('column 3');
    expect(chosen.preview[0]!.cells[2]).toEqual({ text: 'Day', fault: 'bad_date' });
    expect(chosen.preview[1]!.cells[2]!.value).toBe(at('2011-03-04 00:00'));
    const other = await inspectFile(fileOf(iconv.encode(shop.replace('yes', '好'), 'gb18030')), {
      encoding: 'gb18030',
      delimiter: ';',
    });
    expect(other.because).toMatchObject({ encoding: 'chosen', delimiter: 'chosen' });
    expect(other.preview[2]!.cells[4]!.text).toBe('said "好"');
    expect((await inspectFile(fileOf(shop), { delimiter: '|' })).columns).toHaveLength(1);
  });

  it('keeps 50 records, and is quick where it is asked to be', async () => {
    const rows = Array.from({ length: 600_000 }, (_, i) => `${i % 900},01/02/2011,${i % 7}.25`);
    const path = fileOf(['customer_id,date,price', ...rows].join('\n'), 'long.csv');
    // The best of a few: other programs may want the processor, too.
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const started = performance.now();
      await inspectFile(path, {}, { quick: true });
      times.push(performance.now() - started);
    }
    expect(Math.min(...times)).toBeLessThan(200);
    const { preview, dateOrderAmbiguous } = await inspectFile(path, {}, { quick: true });
    expect(preview).toHaveLength(50);
    expect(dateOrderAmbiguous).toBe(true);
  });
});

describe('what a person says about a file', () => {
  it('holds for the import', async () => {
    const content = 'c1,03/04/2011,2\nc2,05/04/2011,3\nc3,25/04/2011,4\n';
    const columns = { customer: 1, date: 2, price: 3 };
    const read = await importText(content, { columns, hasHeader: false, dateOrder: 'mdy' });
    expect(read.files[0]).toMatchObject({ hasHeader: false, dateOrder: 'mdy', accepted: 2, rejected: 1 });
    expect(lineOf(read, 0)).toMatchObject({ customer: 'c1', time: '2011-03-04T00:00' });
    expect(read.rejectedLines[0]).toMatchObject({ line: 3, reason: 'bad_date' });
    const headed = await importText(content, { columns, hasHeader: true, dateOrder: 'dmy' });
    expect(headed.files[0]).toMatchObject({ hasHeader: true, accepted: 2, rejected: 0 });
    expect(lineOf(headed, 0)).toMatchObject({ customer: 'c2', time: '2011-04-05T00:00' });
  });

  it('may differ from file to file', async () => {
    const one = fileOf('who,day,price\na,03/04/2011,2\n', 'one.csv');
    const other = fileOf('buyer;when;sum\nb;03/04/2011;3\n', 'other.csv');
    const read = await importPaths(
      [one, other],
      [
        { columns: { customer: 'who', date: 'day', price: 'price' }, dateOrder: 'mdy' },
        { columns: { customer: 'buyer', date: 'when', price: 3 }, dateOrder: 'dmy' },
      ],
    );
    expect(lineOf(read, 0)).toMatchObject({ customer: 'a', time: '2011-03-04T00:00' });
    expect(lineOf(read, 1)).toMatchObject({ customer: 'b', time: '2011-04-03T00:00' });
    // One reading for both does not go: a column of the first is not in the second.
    const common = importPaths([one, other], { columns: { customer: 'who' } });
    expect((await failure(common)).details).toMatchObject({ reason: 'no_such_column', file: 'other.csv' });
  });
});

import { describe, expect, it } from 'vitest';
import { maxRecordBytes, RecordScanner } from '../../../electron/engine/ingest/record-scanner.ts';
import { AppError } from '../../../shared/errors.ts';

function scan(text: string, delimiter = ',', chunk = 1 << 20): { line: number; fields: string[] }[] {
  const records: { line: number; fields: string[] }[] = [];
  const scanner = new RecordScanner(
    delimiter,
    (record) => {
      const fields: string[] = [];
      for (let i = 0; i < record.nFields; i++) {
        record.unescape(i);
        fields.push(Buffer.from(record.bytes.subarray(record.starts[i], record.ends[i])).toString());
      }
      records.push({ line: record.line, fields });
    },
    { file: 'orders.csv' },
  );
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += chunk) scanner.push(bytes.subarray(from, from + chunk));
  scanner.end();
  return records;
}

const fieldsOf = (text: string, delimiter = ','): string[][] => scan(text, delimiter).map(({ fields }) => fields);

describe('RecordScanner', () => {
  it('reads LF, CRLF and CR, with and without an end to the last line', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(scan(['a,b', '1,2', '', '3,'].join(end))).toEqual([
        { line: 1, fields: ['a', 'b'] },
        { line: 2, fields: ['1', '2'] },
        { line: 4, fields: ['3', ''] },
      ]);
      expect(fieldsOf(`a,b${end}`)).toEqual([['a', 'b']]);
    }
  });

  it('reads quotes, doubled quotes, delimiters and line breaks inside, and counts physical lines', () => {
    expect(scan('"a ""b"", c","x\r\ny"\r\n1,""\r\n')).toEqual([
      { line: 1, fields: ['a "b", c', 'x\r\ny'] },
      { line: 3, fields: ['1', ''] },
    ]);
  });

  it('takes stray quotes as text', () => {
    expect(fieldsOf('RECORD 7" SINGLE,"a" b,x"y"')).toEqual([['RECORD 7" SINGLE', '"a" b', 'x"y"']]);
  });

  it('drops blanks at the ends of fields', () => {
    expect(fieldsOf(' a , " b " ,\tc\t')).toEqual([['a', 'b', 'c']]);
    expect(fieldsOf('a\t\tb ', '\t')).toEqual([['a', '', 'b']]);
  });

  it('reads runs of blanks as one delimiter', () => {
    expect(fieldsOf(' 00001  19970101\t1   11.77 \r\n\r\n 2 3', 'blanks')).toEqual([
      ['00001', '19970101', '1', '11.77'],
      ['2', '3'],
    ]);
  });

  it('gives the same records whatever the chunks', () => {
    const text = '"a\r\n""b""",c\r\n1,"2"\r\rd,"e\r"\n"",\nlast,"one"';
    const whole = scan(text);
    expect(whole).toHaveLength(5);
    for (const chunk of [1, 2, 3, 5, 7]) expect(scan(text, ',', chunk)).toEqual(whole);
  });

  it('reads more fields than it first has room for', () => {
    const many = Array.from({ length: 300 }, (_, i) => String(i));
    expect(fieldsOf(many.join(';'), ';')).toEqual([many]);
  });

  it('says where an unclosed quote opened', () => {
    const reason = (text: string): unknown => {
      try {
        scan(text);
      } catch (thrown) {
        return (thrown as AppError).details;
      }
      return null;
    };
    expect(reason('a,b\n1,2\n3,"4\n5,6\n')).toEqual({ reason: 'unclosed_quote', file: 'orders.csv', line: 3 });
    expect(reason('a,b\n1,"2\n"3,4"\n')).toMatchObject({ reason: 'unclosed_quote', line: 2 });
    expect(reason(`a,b\n"${'x,y\n'.repeat(300_000)}`)).toMatchObject({ reason: 'unclosed_quote', line: 2 });
  });

  it('refuses long lines without keeping them', () => {
    const scanner = new RecordScanner(',', () => undefined, { file: 'f' });
    const chunk = new Uint8Array(1 << 16).fill(97);
    let pushed = 0;
    expect(() => {
      for (; pushed < 100; pushed++) scanner.push(chunk);
    }).toThrow(AppError);
    expect(pushed * chunk.length).toBeLessThan(2 * maxRecordBytes);
    expect(scanner.bytes.length).toBeLessThanOrEqual(4 * maxRecordBytes);
    expect(() => scan(`a,b\n1,"${'x'.repeat(maxRecordBytes + 10)}"\n`)).toThrow('line_too_long');
  });
});

import { describe, expect, it } from 'vitest';
import { decimalVotes, parseNumber, type Decimal } from '../../../electron/engine/ingest/numbers.ts';

function parse(text: string, decimal: Decimal = '.', encoding: BufferEncoding = 'utf8'): number {
  const bytes = Buffer.from(`x${text}y`, encoding);
  return parseNumber(bytes, 1, bytes.length - 1, decimal);
}

describe('parseNumber', () => {
  it.each([
    ['6', 6],
    ['-12', -12],
    ['+3', 3],
    ['2.55', 2.55],
    ['.5', 0.5],
    ['5.', 5],
    ['0.1', 0.1],
    ['123456789.12', 123456789.12],
    ['12345678901234567890', 12345678901234567000],
    ['1,234', 1234],
    ['1,234,567.89', 1234567.89],
    ['12,34,567.5', 1234567.5],
    ["1'234.50", 1234.5],
    ['1 234.50', 1234.5],
    ['1\u00a0234.50', 1234.5],
    ['$1,234.50', 1234.5],
    ['-$5', -5],
    ['$-5', -5],
    ['£2.50', 2.5],
    ['2.50 €', 2.5],
    ['USD 12', 12],
    ['12 EUR', 12],
    ['R$ 3.10', 3.1],
    ['¥100', 100],
    ['100元', 100],
    ['(1.00)', -1],
    ['($1,000.25)', -1000.25],
    ['1.00-', -1],
    ['−4', -4],
    ['12%', 0.12],
    ['1e3', 1000],
    ['1.5E+05', 150000],
    ['12,50', 12.5],
    ['1\u2009234.5', 1234.5],
    ['1\u202f234.5', 1234.5],
    ['1\u2019234.5', 1234.5],
    ['1.234.567', 1234567],
    ['1.234,50', 1234.5],
    ['1 234,5', 1234.5],
    ['₹1,23,456.00', 123456],
    ['１２３４．５', 1234.5],
    ['－５％', -0.05],
    ['（１，２３４）', -1234],
    ['￥100', 100],
    ['CN¥1,000', 1000],
    ['CNY 100', 100],
    ['100 USD', 100],
    ['人民币100', 100],
    ['1.2万', 12000],
    ['3件', 3],
    ['HK$5', 5],
    ['$(5.00)', -5],
    ['5 Kč', 5],
    ['5,-', 5],
    ['1.234,-', 1234],
    ['5−', -5],
    ['\u200e5', 5],
    ['5 ‰', 0.005],
  ])('%s with decimal points', (text, value) => {
    expect(parse(text)).toBe(value);
  });

  it.each([
    ['2,55', 2.55],
    ['1.234', 1234],
    ['1.234,50', 1234.5],
    ['1.234.567,5', 1234567.5],
    ['-0,5 €', -0.5],
    ['12.50', 12.5],
    ['1 234,5', 1234.5],
  ])('%s with decimal commas', (text, value) => {
    expect(parse(text, ',')).toBe(value);
  });

  it.each(['', ' ', '-', '.', 'NA', 'abc', '1.2.3', '12abc', 'A12', '1,2,3', '1-2', '12/1', '--5', '(5', '1e999', '€'])(
    'refuses %j',
    (text) => {
      expect(parse(text)).toBeNaN();
    },
  );

  it.each([
    '∞',
    'Infinity',
    '-inf',
    'NaN',
    '#DIV/0!',
    '12ABC',
    '5½',
    '10²',
    '5月',
    '2016年',
    '3千',
    '×2',
    '5 pcs',
    '(-5)',
  ])('refuses %j, which is no plain number', (text) => {
    expect(parse(text)).toBeNaN();
    expect(parse(text, ',')).toBeNaN();
  });

  it('reads currency signs of other encodings', () => {
    expect(parse('\xa35.20', '.', 'latin1')).toBe(5.2);
    expect(parse('\xa3\xa4100', '.', 'latin1')).toBe(100);
    expect(parse('100\xd4\xaa', '.', 'latin1')).toBe(100);
    expect(parse('12.50 \x80', '.', 'latin1')).toBe(12.5);
    // Full-width digits of GBK.
    expect(parse('\xa3\xb1\xa3\xb2', '.', 'latin1')).toBe(12);
  });

  it('reads every two-decimal price to the last bit', () => {
    for (let cents = 0; cents < 20_000; cents += 7) {
      const text = (cents / 100).toFixed(2);
      expect(parse(text)).toBe(Number(text));
    }
  });
});

it('decimalVotes tells points from commas, and leaves 1,234 open', () => {
  expect(decimalVotes(['2.55', '1,234.50'])).toBe(2);
  expect(decimalVotes(['2,55', '1.234,50', '€ 3,1'])).toBe(-3);
  expect(decimalVotes(['1,234', '1.234', '12'])).toBe(0);
  expect(decimalVotes(['1,23,456', '１２．５'])).toBe(2);
  expect(decimalVotes(['1\u202f234,5'])).toBe(-1);
});

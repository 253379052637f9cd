import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { EncodingJudge, LineJudge } from '../../../electron/engine/ingest/encoding-judge.ts';
import { needsTranscoding, Utf8, validUtf8 } from '../../../electron/engine/ingest/encoding.ts';

const valid = (...bytes: number[]): number => validUtf8(Uint8Array.from(bytes), 0, bytes.length);

describe('validUtf8', () => {
  it('agrees with the decoder of the platform on all pairs and many triples of bytes', () => {
    const accepts = (bytes: Uint8Array): boolean => !Buffer.from(bytes).toString('utf8').includes('\ufffd');
    for (let a = 0x70; a < 256; a++) {
      for (let b = 0x70; b < 256; b++) {
        for (const c of [0x41, 0x80, 0x9f, 0xbf, 0xc0]) {
          for (const d of [0x41, 0x80]) {
            const bytes = Uint8Array.of(a, b, c, d);
            if ((validUtf8(bytes, 0, 4) !== Utf8.invalid) !== accepts(bytes)) expect([...bytes]).toBe('judged alike');
          }
        }
      }
    }
  });

  it('tells short sequences from long ones', () => {
    expect(valid(0x41)).toBe(Utf8.ascii);
    expect(valid(0xc3, 0xa9)).toBe(Utf8.valid);
    expect(valid(0xe5, 0xbc, 0xa0)).toBe(Utf8.validAndLong);
    expect(valid(0xe5, 0xbc)).toBe(Utf8.invalid);
  });
});

describe('EncodingJudge', () => {
  const judged = (parts: [string, string][], marked = false): unknown => {
    const judge = new EncodingJudge();
    let line = 0;
    for (const [text, encoding] of parts) {
      for (const row of text.split('\n')) {
        const bytes = iconv.encode(row, encoding);
        judge.add(bytes, 0, bytes.length, ++line);
      }
    }
    const { encoding, changesAt } = judge.verdict(marked);
    return changesAt === null ? encoding : changesAt;
  };
  const french = 'Crème brûlée à emporter\nDéjà vu, été, forêt\nGâteau préféré de ma mère\nLe garçon a mangé des pâtes';
  const chinese = '红色陶瓷咖啡杯,北京\n蓝色的玻璃花瓶,上海\n木制圣诞装饰品,广州\n复古风格的挂钟和镜子,深圳';

  it.each([
    [french, 'utf-8', 'utf-8'],
    [french, 'latin1', 'latin1'],
    [`${french}\n“café” – 5 €`, 'windows-1252', 'windows-1252'],
    ['£5 voucher\nTEA TOWEL £10', 'latin1', 'latin1'],
    [chinese, 'gbk', 'gb18030'],
    [chinese, 'utf-8', 'utf-8'],
    ['紅色的咖啡杯與藍色玻璃花瓶，適合送給朋友的禮物\n復古風格的時鐘與鏡子，我們的新產品', 'big5', 'big5'],
    ['赤いコーヒーカップと青いガラスの花瓶です\nこれはとても美しい時計です', 'shift_jis', 'shift_jis'],
    ['Красная кофейная чашка\nСтеклянная ваза для цветов', 'windows-1251', 'windows-1251'],
  ])('%#: %s in %s', (text, encoding, expected) => {
    expect(judged([[text, encoding]])).toBe(expected);
  });

  it('names the line on which the encoding changes', () => {
    expect(
      judged([
        [french, 'utf-8'],
        [french, 'latin1'],
      ]),
    ).toBe(5);
    expect(
      judged([
        [chinese, 'gbk'],
        [chinese, 'utf-8'],
      ]),
    ).toBe(5);
    expect(
      judged([
        ['é', 'utf-8'],
        ['é', 'latin1'],
      ]),
    ).toBe(2);
    expect(
      judged(
        [
          [french, 'utf-8'],
          [french, 'latin1'],
        ],
        true,
      ),
    ).toBe(5);
  });

  it('forgives one damaged record in a thousand', () => {
    const many = Array<string>(1000).fill('café').join('\n');
    expect(
      judged([
        [many, 'utf-8'],
        ['é', 'latin1'],
      ]),
    ).toBe('utf-8');
    expect(
      judged([
        [many, 'utf-8'],
        ['é\né', 'latin1'],
      ]),
    ).toBe(1001);
  });

  it('judges a text without line feeds in pieces, and cuts no character', () => {
    const bytes = Buffer.from('红色陶瓷杯,北京\r'.repeat(20_000));
    const judge = new LineJudge();
    for (let i = 0; i < bytes.length; i += 65_000) judge.push(bytes.subarray(i, i + 65_000));
    expect(judge.end(true).verdict(false)).toEqual({ encoding: 'utf-8', changesAt: null, damagedRecords: 0 });
  });

  it('judges bytes in chunks like whole lines', () => {
    const bytes = Buffer.concat([Buffer.from('a\né\n'), iconv.encode('é\nb', 'latin1')]);
    for (const chunk of [1, 2, 100]) {
      const judge = new LineJudge();
      for (let i = 0; i < bytes.length; i += chunk) judge.push(bytes.subarray(i, i + chunk));
      expect(judge.end().verdict(false).changesAt).toBe(3);
    }
  });
});

it('needsTranscoding: second bytes of two-byte characters are never a delimiter other than |', () => {
  for (const encoding of ['gb18030', 'big5', 'shift_jis', 'euc-kr', 'euc-jp']) {
    expect(needsTranscoding(encoding, '|')).toBe(true);
    // Letters among the second bytes of these two change what follows a number.
    const always = encoding === 'big5' || encoding === 'shift_jis';
    for (const delimiter of [',', ';', '\t', 'blanks']) expect(needsTranscoding(encoding, delimiter)).toBe(always);
    const structural = new Set([...',;\t "\r\n'].map((sign) => sign.charCodeAt(0)));
    for (let point = 0x80; point < 0xffff; point++) {
      const bytes = iconv.encode(String.fromCharCode(point), encoding);
      if (bytes.length > 1 && bytes.some((byte) => structural.has(byte))) expect([encoding, point]).toBe('safe');
    }
  }
  expect(needsTranscoding('utf-8', '|')).toBe(false);
  expect(needsTranscoding('utf-16le', ',')).toBe(true);
});

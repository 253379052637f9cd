import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { inspectFile } from '../../../electron/engine/ingest/inspect-file.ts';
import { fileOf, importText } from './import-text.ts';

/** Texts as shops sell by them; the first is the name of the column. */
const texts = {
  simplified: ['商品名称', '夏季新款连衣裙 修身显瘦', '纯棉T恤 男士短袖', '护肤套装 补水保湿面霜', '儿童益智玩具积木'],
  traditional: ['商品名稱', '夏季新款連衣裙', '純棉T恤 男士短袖', '護膚套裝 保濕面霜', '廚房不鏽鋼刀具'],
  japanese: [
    '商品名',
    '夏のワンピース 花柄',
    'メンズTシャツ 半袖',
    'スキンケアセット 保湿クリーム',
    'キッチン包丁セット',
  ],
  french: [
    'Désignation',
    'Crème hydratante été',
    'Théière en céramique',
    'Gâteau préféré',
    'Bougie parfumée à la rose',
  ],
  german: ['Bezeichnung', 'Müsli-Schälchen', 'Größe M blau', 'Tischläufer grün', 'Fußmatte'],
  english: ['Description', 'T-light holder', '£5 gift voucher', 'Plate “blue” – 20 cm', 'Naïve art print'],
} as const;

function fileIn(language: keyof typeof texts, encoding: string, rows: number, mark = false): Buffer {
  const [name, ...things] = texts[language];
  const lines = Array.from(
    { length: rows },
    (_, i) => `${1000 + i},${i % 5},${things[i % things.length]},2023-01-${10 + (i % 20)},${i}.50`,
  );
  return iconv.encode([`order_id,customer_id,${name},date,amount`, ...lines].join('\r\n'), encoding, { addBOM: mark });
}

type Case = [keyof typeof texts, string, string, boolean];
const cases: Case[] = [
  ['simplified', 'utf-8', 'utf-8', false],
  ['simplified', 'utf-8', 'utf-8', true],
  ['simplified', 'utf-16le', 'utf-16le', false],
  ['simplified', 'utf-16le', 'utf-16le', true],
  ['simplified', 'utf-16be', 'utf-16be', false],
  ['simplified', 'utf-16be', 'utf-16be', true],
  ['simplified', 'gbk', 'gb18030', false],
  ['simplified', 'gb18030', 'gb18030', false],
  ['traditional', 'big5', 'big5', false],
  ['japanese', 'shift_jis', 'shift_jis', false],
  ['japanese', 'euc-jp', 'euc-jp', false],
  ['french', 'latin1', 'latin1', false],
  ['german', 'latin1', 'latin1', false],
  ['english', 'windows-1252', 'windows-1252', false],
  ['french', 'utf-16le', 'utf-16le', true],
  ['german', 'utf-8', 'utf-8', false],
];

describe.each([4, 20, 400])('files of %i lines', (rows) => {
  it.each(cases)('%s in %s', async (language, encoding, expected, mark) => {
    const found = await inspectFile(fileOf(fileIn(language, encoding, rows, mark)));
    expect(found.encoding).toBe(expected);
    expect(found.columns[2]!.name).toBe(texts[language][0]);
    expect(found.preview[3]!.cells[2]!.text).toBe(texts[language][4]);
  });
});

it('does what a person says of the encoding, whatever the bytes look like', async () => {
  const bytes = fileIn('simplified', 'gbk', 20);
  const found = await inspectFile(fileOf(bytes), { encoding: 'big5' });
  expect(found).toMatchObject({ encoding: 'big5', because: { encoding: 'chosen' } });
  const western = await inspectFile(fileOf(fileIn('german', 'utf-8', 20)), { encoding: 'windows-1252' });
  expect(western.preview[0]!.cells[2]!.text).toBe('MÃ¼sli-SchÃ¤lchen');
});

it.each([
  ['big5', '下午3:05', '元'],
  ['shift_jis', '15:05', '円'],
  ['gbk', '下午3:05', '元'],
  ['utf-16le', '下午3:05', '元'],
])('reads dates and amounts in %s', async (encoding, time, unit) => {
  const bytes = iconv.encode(
    [
      'customer_id,品名,date,price',
      ...Array.from({ length: 9 }, (_, i) => `${i % 3},花柄茶碗,2023/1/${10 + i} ${time},${i}.5${unit}`),
    ].join('\n'),
    encoding,
  );
  const { orders, files } = await importText(bytes, { encoding });
  expect(files[0]!.rejected).toBe(0);
  expect([...orders.lines.price.subarray(0, 3)]).toEqual([0.5, 1.5, 2.5]);
  expect(new Date(orders.lines.time[0]! * 1000).toISOString()).toBe('2023-01-10T15:05:00.000Z');
});

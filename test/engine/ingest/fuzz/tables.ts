/** Small tables of every kind, as rows of texts, from which files are made. */
import type { FileKind } from '../../../../shared/domain.ts';
import type { Random } from '../../../../electron/engine/ml/random.ts';
import type { RejectedLine } from '../../../../shared/domain.ts';

export interface Row {
  cells: string[];
  /** Why the import has to reject it. */
  fault?: RejectedLine['reason'];
}

export interface Table {
  kind: FileKind;
  header: string[];
  rows: Row[];
}

/** Words of the writings that legacy encodings are for; each encoding gets one that it can write. */
export type Writing = 'english' | 'german' | 'chinese' | 'traditional' | 'japanese';

const goods: Record<Writing, readonly string[]> = {
  english: ['White lantern', 'Red mug', 'Tea towel', 'Alarm clock', 'Cake stand', 'Wool blanket', 'Paper kit'],
  german: ['Weiße Größe', 'Grüne Schüssel', 'Käseglocke', 'Bücherstütze', 'Nähkästchen', 'Möbelöl', 'Türkranz'],
  chinese: [
    '白色灯笼套装（大号）',
    '红色陶瓷马克杯',
    '亚麻厨房茶巾两条装',
    '复古双铃闹钟',
    '三层点心蛋糕架',
    '加厚纯羊毛毯子',
    '儿童手工纸艺材料包',
  ],
  traditional: ['白色燈籠套裝', '紅色馬克杯', '亞麻茶巾', '復古鬧鐘', '三層蛋糕架', '羊毛毯子', '紙藝材料包'],
  japanese: [
    '白いランタンのセット',
    '赤いマグカップ',
    'リネンの布巾',
    '目覚まし時計',
    'ケーキスタンド',
    '羊毛の毛布',
    '紙細工キット',
  ],
};

export function productName(code: string, writing: Writing): string {
  return goods[writing][Number(code.slice(1)) - 100]!;
}

/** Orders of up to 24 customers from seven products over a year. */
export function ordersTable(random: Random, writing: Writing, lines = 48): Table {
  const rows = Array.from({ length: lines }, (): Row => {
    const product = `P${100 + random.integer(7)}`;
    const day = new Date(Date.UTC(2024, 0, 1 + random.integer(360), random.integer(24), random.integer(60)));
    const when = day.toISOString().slice(0, 16).replace('T', ' ');
    const price = (1 + random.integer(9000) / 100).toFixed(2);
    const who = `K${1000 + random.integer(24)}`;
    const order = `R${5000 + random.integer(lines)}`;
    return { cells: [order, product, productName(product, writing), String(1 + random.integer(12)), when, price, who] };
  });
  return {
    kind: 'orders',
    header: ['invoice', 'product', 'description', 'quantity', 'date', 'price', 'customer'],
    rows,
  };
}

/** One row per customer, with a number, an amount with gaps, a date, yes and no, and a category. */
export function attributesTable(random: Random, writing: Writing, lines = 90): Table {
  const rows = Array.from({ length: lines }, (_, i): Row => {
    const income = random.integer(9) === 0 ? '' : (500 + random.integer(90_000) / 10).toFixed(1);
    const joined = new Date(Date.UTC(2019, 0, 1 + random.integer(1500))).toISOString().slice(0, 10);
    const liked = goods[writing][random.integer(4)]!;
    return {
      cells: [`K${1000 + i}`, String(18 + random.integer(60)), income, joined, random.integer(2) ? 'yes' : 'no', liked],
    };
  });
  return { kind: 'attributes', header: ['customer_id', 'age', 'income', 'joined', 'newsletter', 'favourite'], rows };
}

const when = (random: Random): string =>
  new Date(Date.UTC(2024, 2, 1, 0, random.integer(80_000))).toISOString().slice(0, 19).replace('T', ' ');

export function eventsTable(random: Random, lines = 60): Table {
  const rows = Array.from({ length: lines }, (): Row => {
    const action = ['view', 'cart', 'buy', 'fav'][random.integer(4)]!;
    return { cells: [`K${1000 + random.integer(20)}`, when(random), `P${random.integer(30)}`, action] };
  });
  return { kind: 'events', header: ['user_id', 'timestamp', 'item_id', 'action'], rows };
}

export function reviewsTable(random: Random, lines = 48): Table {
  const rows = Array.from({ length: lines }, (): Row => ({
    cells: [`K${1000 + random.integer(20)}`, `P${random.integer(30)}`, String(1 + random.integer(5)), when(random)],
  }));
  return { kind: 'reviews', header: ['customer_id', 'product_id', 'rating', 'date'], rows };
}

export function relationshipsTable(random: Random, lines = 48): Table {
  const rows = Array.from({ length: lines }, (_, i): Row => ({
    cells: [`K${1000 + random.integer(20)}`, `K${1000 + ((i * 7) % 20)}`, ['friend', 'referral'][random.integer(2)]!],
  }));
  return { kind: 'relationships', header: ['source', 'target', 'relation'], rows };
}

export function featuresTable(random: Random, lines = 60): Table {
  const rows = Array.from({ length: lines }, (): Row => ({
    cells: Array.from({ length: 9 }, () => random.normal().toFixed(5)),
  }));
  return { kind: 'features', header: Array.from({ length: 9 }, (_, i) => `x${i + 1}`), rows };
}

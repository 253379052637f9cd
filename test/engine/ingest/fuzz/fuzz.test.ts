/**
 * Thousands of changed files of all formats: every one ends with a correct import or with an error in words.
 * `CLIENTELE_FUZZ=20 npm test -- test/engine/ingest/fuzz` takes twenty times as many; the seeds are `round` numbers, so
 * that the first are always the same.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { importFiles } from '../../../../electron/engine/ingest/import-files.ts';
import type { ImportedOrders } from '../../../../electron/engine/ingest/import-orders.ts';
import { inspectFile } from '../../../../electron/engine/ingest/inspect-file.ts';
import { Random } from '../../../../electron/engine/ml/random.ts';
import { LineFlag } from '../../../../shared/orders.ts';
import { doubles, idx, npy } from '../array-files.ts';
import { fileOf, quiet } from '../import-text.ts';
import { changes, type Change } from './changes.ts';
import { damaged } from './damage.ts';
import { formats, textOf, type Format } from './formats.ts';
import * as tables from './tables.ts';
import type { Table } from './tables.ts';
import { tallyOf, verifyError, verifyImport, type Tally } from './verify.ts';

const times = Math.max(1, Number(process.env.CLIENTELE_FUZZ ?? 1));
const seed = new Random(20_261_125);
/** A file of a few kilobytes is done in milliseconds; this is for a machine on which everything waits. */
const slowestMs = 10_000;
const mostMemory = 1 << 30;
let files = 0;
let read = 0;

afterAll(() => {
  if (times === 1) expect(files).toBeGreaterThanOrEqual(2000);
  expect(read).toBeGreaterThan(files / 4);
});

/** The import, or the reason why there is none; nothing else can come back. */
async function ending(bytes: Uint8Array, look: boolean): Promise<ImportedOrders | string> {
  const path = fileOf(bytes, 'fuzz.bin');
  const start = performance.now();
  files++;
  let end: ImportedOrders | string;
  try {
    end = await importFiles([path], [{ columns: {}, exclude: [] }], quiet);
    verifyImport(end, bytes);
    read++;
  } catch (thrown) {
    end = verifyError(thrown);
  }
  if (look) await inspectFile(path).catch(verifyError);
  expect(performance.now() - start).toBeLessThan(slowestMs);
  expect(process.memoryUsage.rss()).toBeLessThan(mostMemory);
  return end;
}

/** Says which mutant it was. */
async function naming<T>(mutant: string, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (thrown) {
    throw new Error(`${mutant}: ${(thrown as Error).message}`, { cause: thrown });
  }
}

function expected({ header, rows }: Table): Tally & { repeats: number; faults: number } {
  const column = (name: string): number => header.indexOf(name);
  const good = rows.filter(({ fault }) => !fault).map(({ cells }) => cells);
  const numbers = good.map((cells) => [Number(cells[column('quantity')]), Number(cells[column('price')])] as const);
  const who = good.map((cells) => cells[column('customer')]!.trim()).filter((id) => !/^(null|nan)?$/i.test(id));
  const seconds = good.map((cells) => Date.parse(`${cells[column('date')]!.replace(' ', 'T')}Z`) / 1000);
  return {
    lines: good.length,
    units: numbers.reduce((sum, [quantity]) => sum + quantity, 0),
    money: numbers.reduce((sum, [quantity, price]) => sum + quantity * Math.round(price * 100), 0),
    customers: [...new Set(who)].sort(),
    withoutCustomer: good.length - who.length,
    firstTime: Math.min(...seconds),
    lastTime: Math.max(...seconds),
    repeats: good.length - new Set(good.map((cells) => JSON.stringify(cells))).size,
    faults: rows.length - good.length,
  };
}

async function verifyChange(format: Format, { name, change }: Change, round: number): Promise<void> {
  const random = seed.fork(`${format.name}, ${name}, ${round}`);
  const table = change(tables.ordersTable(random, format.writing), random);
  const imported = await ending(await format.write(table), round % 8 === 0);
  if (typeof imported === 'string') throw new Error(`refused: ${imported}`);
  const { orders, rejectedLines } = imported;
  const { repeats, faults, ...tally } = expected(table);
  expect(tallyOf(orders.lines, orders.dictionaries.customers)).toEqual(tally);
  expect(orders.lines.flags.filter((flag) => (flag & LineFlag.repeats) !== 0)).toHaveLength(repeats);
  const causes = table.rows.flatMap(({ fault }) => fault ?? []).sort();
  expect(causes).toHaveLength(faults);
  expect(rejectedLines.map(({ reason }) => reason).sort()).toEqual(causes);
  if (!['nothing', 'shuffled', 'cut off between lines'].includes(name)) return;
  for (const product of orders.dictionaries.products) {
    expect(product.name).toBe(tables.productName(product.code, format.writing));
  }
}

describe.each(formats)('orders as $name', (format) => {
  it('say the same after every change that can be foreseen', async () => {
    for (const change of changes.filter(({ text }) => !text || format.isText)) {
      for (let round = 0; round < (format.isPacked ? 1 : 2) * times; round++) {
        await naming(`${change.name}, ${round}`, () => verifyChange(format, change, round));
      }
    }
  });

  it('are read or refused after any damage', async () => {
    const whole = await format.write(tables.ordersTable(seed.fork(format.name), format.writing));
    for (let round = 0; round < 75 * times; round++) {
      await naming(`${round}`, () => ending(damaged(whole, seed.fork(`${format.name} ${round}`)), round % 8 === 0));
    }
  });
});

const others: Record<string, (random: Random) => Table> = {
  attributes: (random) => tables.attributesTable(random, 'chinese'),
  events: tables.eventsTable,
  reviews: tables.reviewsTable,
  relationships: tables.relationshipsTable,
  features: tables.featuresTable,
};

describe.each(Object.entries(others))('a file of %s', (kind, make) => {
  const whole = make(seed.fork(kind));

  it('names the same customers, however its lines are ordered, and in every format', async () => {
    for (const [i, format] of formats.entries()) {
      const order = seed.fork(`${kind} ${i}`).permutation(whole.rows.length);
      const table = { ...whole, rows: Array.from(order, (row) => whole.rows[row]!) };
      const writable = kind !== 'attributes' || /UTF|GB|gzip|zip/.test(format.name);
      if (!writable) continue;
      const imported = await naming(format.name, async () => ending(await format.write(table), false));
      if (typeof imported === 'string') throw new Error(`${format.name}: ${imported}`);
      expect(imported.files[0]!.kind, format.name).toBe(kind);
      const sides = kind === 'relationships' ? [0, 1] : [0];
      const named = new Set(table.rows.flatMap(({ cells }) => sides.map((side) => cells[side]!)));
      const customers = imported.orders.dictionaries.customers;
      if (kind === 'features') expect(customers).toHaveLength(table.rows.length);
      else expect([...customers].sort()).toEqual([...named].sort());
    }
  });

  it('is read or refused after any damage', async () => {
    for (const [name, bytes] of [
      ['text', textOf(whole)],
      ['gzip', gzipSync(textOf(whole))],
    ] as const) {
      for (let round = 0; round < 32 * times; round++) {
        const random = seed.fork(`${kind} ${name} ${round}`);
        await naming(`${name} ${round}`, () => ending(damaged(bytes, random), round % 8 === 0));
      }
    }
  });
});

describe('a file of attributes', () => {
  it('holds for every customer what was written, and nothing where no number or date is', async () => {
    for (let round = 0; round < 12 * times; round++) {
      const random = seed.fork(`cells ${round}`);
      const table = tables.attributesTable(random, 'german');
      // Fewer than one cell in twenty: more, and the column is none of numbers.
      for (let n = 0; n < 3; n++) {
        const row = table.rows[random.integer(table.rows.length)]!;
        row.cells[2] = ['NaN', 'inf', '-Infinity', '=1+1', 'much', '1e999', '#N/A'][random.integer(7)]!;
      }
      const imported = await ending(textOf(table), false);
      if (typeof imported === 'string') throw new Error(`${round}: ${imported}`);
      const { table: found, dictionaries } = imported.orders;
      const values = (name: string): Float64Array => {
        const column = found!.columns.find(({ id }) => id === `attributes:${name}`);
        if (!column || column.type === 'category') throw new Error(`${round}: no numbers ${name}`);
        return column.values;
      };
      const [age, income, joined] = [values('age'), values('income'), values('joined')];
      for (const { cells } of table.rows) {
        const i = dictionaries.customers.indexOf(cells[0]!);
        expect(age[i]).toBe(Number(cells[1]));
        expect(income[i]).toBe(/^\d+(\.\d+)?$/.test(cells[2]!) ? Number(cells[2]) : NaN);
        expect(joined[i]).toBe(Date.parse(cells[3]!) / 1000);
      }
    }
  });
});

const parquet = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../../fixtures/parquet/${name}.parquet`, import.meta.url)));
const pixels = Uint8Array.from({ length: 40 * 12 }, (_, i) => (i * 37) % 256);
const damagedFiles: Record<string, Uint8Array> = {
  'a text with everything in it': readFileSync(
    fileURLToPath(new URL('../../../fixtures/ingest/shop.csv', import.meta.url)),
  ),
  'Parquet, Snappy': parquet('orders-snappy'),
  'Parquet, plain': parquet('orders-plain'),
  'Parquet, Zstandard': parquet('orders-v2-zstd'),
  NumPy: npy('<f8', [40, 12], doubles(Array.from(pixels, (pixel) => pixel / 7))),
  'NumPy, gzip': gzipSync(npy('|u1', [40, 3, 4], pixels, { fortran: true })),
  IDX: idx(8, [40, 3, 4], pixels),
  'IDX, gzip': gzipSync(idx(8, [40, 12], pixels)),
};

describe.each(Object.entries(damagedFiles))('%s', (name, whole) => {
  it('is read or refused after any damage', async () => {
    expect(await ending(whole, true)).toBeTypeOf('object');
    for (let round = 0; round < 80 * times; round++) {
      await naming(`${round}`, () => ending(damaged(whole, seed.fork(`${name} ${round}`)), round % 8 === 0));
    }
  });
});

describe('arrays', () => {
  it('hold their numbers in every type and order; what is not finite is missing', async () => {
    for (let round = 0; round < 24 * times; round++) {
      const random = seed.fork(`array ${round}`);
      const [rows, columns] = [1 + random.integer(30), 1 + random.integer(12)];
      const values = Array.from({ length: rows * columns }, () =>
        random.integer(20) === 0 ? [NaN, Infinity, -Infinity][random.integer(3)]! : random.normal(),
      );
      const fortran = round % 2 === 1;
      const laidOut = fortran
        ? Array.from({ length: values.length }, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!)
        : values;
      const body = npy('<f8', [rows, columns], doubles(laidOut), { fortran, version: 1 + (round % 3) });
      const imported = await ending(round % 4 < 2 ? body : gzipSync(body), false);
      if (typeof imported === 'string') throw new Error(`${round}: ${imported}`);
      const found = imported.orders.table!.columns;
      expect(found).toHaveLength(columns);
      found.forEach((column, c) => {
        const wanted = Array.from({ length: rows }, (_, r) => values[r * columns + c]!);
        const own = column.type === 'category' ? [] : [...column.values];
        expect(own).toEqual(wanted.map((value) => (Number.isFinite(value) ? value : NaN)));
      });
    }
  });
});

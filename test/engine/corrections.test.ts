/** What was corrected about a file is there for the next one of its shape, and for no other. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as corrections from '../../electron/engine/workspace/corrections.ts';
import type { Params } from '../../shared/contract.ts';
import type { FileInspection, FileReading } from '../../shared/domain.ts';
import { startBench, when, type TestBench } from './jobs/engine-client.ts';

/** A memory that no import would leave. */
let planted: FileReading | null = null;
vi.mock('../../electron/engine/workspace/corrections.ts', async (original) => {
  const actual = await original<typeof corrections>();
  const rememberedReading: typeof actual.rememberedReading = (db, shape) =>
    planted ?? actual.rememberedReading(db, shape);
  return { ...actual, rememberedReading };
});

let bench: TestBench;
beforeAll(async () => void (bench = await startBench(1)));
afterAll(() => bench.close());

let files = 0;
/** Orders whose two columns of codes are taken the wrong way round; `seed` changes every cell. */
function orders(seed: number, header: string | null = 'code_a,code_b,when,money,opens'): string {
  const rows = Array.from(
    { length: 80 },
    (_, i) => `A${(i + seed) % 40},B${(i * seed) % 9},${1 + (i % 9)}/${1 + (seed % 9)}/2024,${i + seed}.50,${i % 3}`,
  );
  const name = `${++files}.csv`;
  writeFileSync(join(bench.folder, name), [...(header === null ? [] : [header]), ...rows].join('\n'));
  return name;
}

async function read(file: string, reading: Partial<Params<'dataset.import'>> = {}): Promise<void> {
  const { jobId } = await bench.client.request('dataset.import', { name: file, files: [file], ...reading });
  await when(bench.client, jobId, ({ status }) => status === 'succeeded');
}

const inspect = (file: string, reading = {}): Promise<FileInspection> =>
  bench.client.request('file.inspect', { file, ...reading });
const corrected = {
  kind: 'orders' as const,
  columns: { customer: 'code_b', date: 3, price: 'money' },
  exclude: ['opens'],
  dateOrder: 'dmy' as const,
};

describe('a corrected mapping', () => {
  it('is remembered for the next file of the shape, by numbers of columns alone', async () => {
    expect((await inspect(orders(1))).remembered).toBeUndefined();
    await read(orders(2), corrected);
    const { remembered } = await inspect(orders(3));
    expect(remembered).toMatchObject({ columns: { customer: 2, date: 3, price: 4 }, exclude: [5], dateOrder: 'dmy' });
    // Whoever says how to read has said it.
    expect((await inspect(orders(3), { columns: { customer: 1 } })).remembered).toBeUndefined();
    expect((await inspect(orders(3, 'code_a,code_b,when,money,other'))).remembered).toBeUndefined();
    await bench.restart();
    expect((await inspect(orders(4))).remembered).toEqual(remembered);
  });

  it('stays where a command reads in passing, and goes where a file is read as it is found', async () => {
    await read(orders(5), {
      columns: { customer: 'code_a', date: 3, price: 'money' },
      kind: 'orders',
      remember: false,
    });
    expect((await inspect(orders(6))).remembered!.columns.customer).toBe(2);
    await read(orders(7, 'shop_id,customer,date,price,opens'), { kind: 'orders', columns: { customer: 1 } });
    expect((await inspect(orders(8, 'shop_id,customer,date,price,opens'))).remembered).toBeDefined();
    await read(orders(9, 'shop_id,customer,date,price,opens'));
    expect((await inspect(orders(8, 'shop_id,customer,date,price,opens'))).remembered).toBeUndefined();
  });

  it('is told by the kinds of values where there are no names', async () => {
    await read(orders(3, null), { kind: 'orders', columns: { customer: 1, date: 3, price: 4 }, hasHeader: false });
    expect((await inspect(orders(11, null))).remembered!.columns).toEqual({ customer: 1, date: 3, price: 4 });
  });

  it('is passed over where it does not fit', async () => {
    planted = { columns: { customer: 9 }, exclude: [] };
    expect((await inspect(orders(12))).remembered).toBeUndefined();
    planted = { columns: { customer: 2 }, exclude: [], encoding: 'klingon' };
    expect((await inspect(orders(12))).remembered).toBeUndefined();
    planted = { columns: { customer: 2 }, exclude: [] };
    expect((await inspect(orders(12))).remembered).toEqual(planted);
  });
});

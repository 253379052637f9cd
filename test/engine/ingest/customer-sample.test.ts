import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../electron/engine/ingest/import-files.ts';
import type { FileReading } from '../../../shared/domain.ts';
import { fileOf, failure, quiet } from './import-text.ts';
import { doubles, npy } from './array-files.ts';

const reading = (share: number, seed = 1, rest: Partial<FileReading> = {}): FileReading => ({
  ...{ columns: {}, exclude: [], sample: { share, seed } },
  ...rest,
});

/** Three orders of each customer. */
function orders(ids: readonly string[]): string {
  const lines = [0, 1, 2].flatMap((n) =>
    ids.map((id, i) => `${n * ids.length + i},${id},2024-03-0${n + 1},${n + 1.5}`),
  );
  return `invoice,customer,date,price\n${lines.join('\n')}\n`;
}

async function sampled(content: string | Uint8Array, share: number, seed = 1): Promise<string[]> {
  const { orders, files } = await importFiles([fileOf(content)], [reading(share, seed)], quiet);
  expect(orders.lines.count).toBe(3 * orders.dictionaries.customers.length);
  expect(files[0]!.lines).toBe(orders.lines.count);
  return orders.dictionaries.customers;
}

const numbers = Array.from({ length: 2000 }, (_, i) => String(1000 + i));

describe('a sample of customers', () => {
  it('has about its share of them, each with all lines; a larger one holds it, another seed chooses others', async () => {
    const fifth = await sampled(orders(numbers), 0.2);
    expect(fifth.length).toBeGreaterThan(330);
    expect(fifth.length).toBeLessThan(470);
    const half = new Set(await sampled(orders(numbers), 0.5));
    expect(fifth.every((id) => half.has(id))).toBe(true);
    expect(await sampled(orders(numbers), 0.2)).toEqual(fifth);
    expect(await sampled(orders(numbers.toReversed()), 0.2)).toEqual(fifth.toReversed());
    const other = await sampled(orders(numbers), 0.2, 2);
    const both = other.filter((id) => fifth.includes(id)).length;
    expect(both).toBeLessThan(fifth.length / 2);
  });

  it('is the same however ids are written: zeros before, .0 behind, case, encoding', async () => {
    const plain = await sampled(orders(numbers), 0.2);
    expect(await sampled(orders(numbers.map((id) => `000${id}`)), 0.2)).toEqual(plain.map((id) => `000${id}`));
    expect((await sampled(orders(numbers.map((id) => `${id}.0`)), 0.2)).map((id) => id.replace('.0', ''))).toEqual(
      plain,
    );
    const names = numbers.map((id) => `Kd-${id}`);
    const lower = await sampled(orders(names), 0.2);
    expect(await sampled(orders(names.map((id) => id.toUpperCase())), 0.2)).toEqual(
      lower.map((id) => id.toUpperCase()),
    );
    const chinese = orders(numbers.map((id) => `会员客户编号${id}`));
    const inUtf8 = await sampled(chinese, 0.2);
    expect(inUtf8.length).toBeGreaterThan(330);
    expect(await sampled(iconv.encode(chinese, 'gb18030'), 0.2)).toEqual(inUtf8);
    expect(await sampled(iconv.encode(chinese, 'utf-16le', { addBOM: true }), 0.2)).toEqual(inUtf8);
  });

  it('takes the same customers from every file', async () => {
    const people = numbers.map((id, i) => `${id},${20 + (i % 50)},${['n', 'e', 's'][i % 3]!}`);
    const visits = numbers.flatMap((id, i) => [
      `${id},view,2024-03-0${1 + (i % 9)} 10:00`,
      `${id},buy,2024-03-11 11:00`,
    ]);
    const paths = [
      fileOf(orders(numbers), 'orders.csv'),
      fileOf(`customer_id,age,side\n${people.join('\n')}\n`, 'people.csv'),
      fileOf(`user_id,action,timestamp\n${visits.join('\n')}\n`, 'visits.csv'),
    ];
    const { files } = await importFiles(paths, [reading(0.1), reading(0.1), reading(0.1)], quiet);
    const customers = files[0]!.lines / 3;
    expect(customers).toBeGreaterThan(150);
    expect(files.map(({ lines }) => lines)).toEqual([3 * customers, customers, 2 * customers]);
    expect(files.map(({ sample }) => sample!.of)).toEqual([6000, 2000, 4000]);
    expect(files[1]!.match).toEqual({ matched: customers, unmatched: 0 });
    expect(files[2]!.match).toEqual({ matched: customers, unmatched: 0 });
  });

  it('holds ties between its customers only', async () => {
    const ties = numbers.map((id, i) => `${id},${numbers[(i * 13 + 1) % 2000]!},friend`);
    const path = fileOf(`source,target,relation\n${ties.join('\n')}\n`, 'ties.csv');
    const chosen = new Set(await sampled(orders(numbers), 0.5));
    const { orders: found } = await importFiles([path], [reading(0.5)], quiet);
    expect(found.dictionaries.customers.length).toBeGreaterThan(500);
    expect(found.dictionaries.customers.every((id) => chosen.has(id))).toBe(true);
  });

  it('of lines that name nobody has its share, too', async () => {
    const lines = Array.from({ length: 4000 }, (_, i) => `${i},${i % 2 ? '' : `K${i % 500}`},2024-03-01,2.5`);
    const path = fileOf(`invoice,customer,date,price\n${lines.join('\n')}\n`);
    const { orders: found } = await importFiles([path], [reading(0.25)], quiet);
    const unnamed = found.lines.customer.filter((customer) => customer < 0).length;
    expect(unnamed).toBeGreaterThan(400);
    expect(unnamed).toBeLessThan(600);
  });

  it('is refused where nothing names the customers', async () => {
    const array = fileOf(npy('<f8', [4, 2], doubles([1, 2, 3, 4, 5, 6, 7, 8])), 'array.npy');
    expect(await failure(importFiles([array], [reading(0.5)], quiet))).toEqual({
      ...{ code: 'invalid_input', details: { reason: 'sample_needs_ids', file: 'array.npy' } },
    });
  });
});

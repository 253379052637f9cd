/** Files that are too large for the memory there is: refused before they are read, with a plan; never a crash. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../electron/engine/ingest/import-files.ts';
import { inspectFile } from '../../../electron/engine/ingest/inspect-file.ts';
import { memoryPlan } from '../../../electron/engine/ingest/memory-plan.ts';
import { createCancelFlag } from '../../../electron/engine/jobs/cancel.ts';
import { createPool } from '../../../electron/engine/jobs/pool.ts';
import { languages, type FileReading } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { errorSentence } from '../../../shared/language/errors.ts';
import { fileOf, failure, quiet } from './import-text.ts';

const megabytes = 2 ** 20;
const asFound: FileReading = { columns: {}, exclude: [] };

/** Lines of 24 bytes of `customers` customers. */
function shop(lines: number, customers: number): string {
  const days = Array.from({ length: 28 }, (_, day) => `2024-02-${String(day + 1).padStart(2, '0')}`);
  const rows = Array.from({ length: lines }, (_, i) => `K${(i * 7) % customers},${days[i % 28]!},${(i % 90) + 1}.50`);
  return `customer,date,price\n${rows.join('\n')}\n`;
}

describe('the memory that files need', () => {
  const orders = { name: 'orders.csv', records: 10_000_000, perRecord: 120 };

  it('is no matter where there is enough', () => {
    expect(memoryPlan([orders], 2048 * megabytes)).toBeNull();
    expect(memoryPlan([orders], 700 * megabytes, 0.4)).toBeNull();
  });

  it('is told with the largest sample that fits', () => {
    expect(memoryPlan([orders], 1000 * megabytes)).toMatchObject({ records: 10_000_000, oneIn: 2 });
    expect(memoryPlan([orders], 400 * megabytes)).toMatchObject({ oneIn: 5, free: 360 * megabytes });
    expect(memoryPlan([orders, orders], 400 * megabytes)).toMatchObject({ oneIn: 10, records: 20_000_000 });
    expect(memoryPlan([orders], 20 * megabytes)).toMatchObject({ oneIn: null });
  });
});

describe('a file too large for the memory', () => {
  const text = shop(300_000, 3000);
  const path = fileOf(text, 'large.csv');

  it('is refused at once, with figures and a plan in both languages', async () => {
    let told = 0;
    const context = { ...quiet, report: () => void told++, memory: 80 * megabytes };
    const error = await failure(importFiles([path], [asFound], context));
    expect(error).toMatchObject({ code: 'out_of_memory', details: { reason: 'memory_short', oneIn: 2 } });
    expect(Number(error.details.records)).toBeGreaterThan(290_000);
    expect(Number(error.details.records)).toBeLessThan(360_000);
    expect(told).toBe(0);
    expect(errorSentence(AppError.fromWire(error), 'en')).toMatch(
      /^large\.csv: about 3\d\d,\d{3} lines need \d\d MB of memory, and 72 MB can be had\. .*one customer in 2 \(--sample-customers 1\/2\)/,
    );
    for (const language of languages) {
      const sentence = errorSentence(AppError.fromWire(error), language);
      expect(sentence).toContain('72 MB');
      expect(sentence).not.toMatch(/undefined|NaN|\{/);
    }
  });

  it('is read as a sample that fits: all lines of some customers, and the file says so', async () => {
    const sample = { share: 0.5, seed: 1 };
    const { orders, files } = await importFiles([path], [{ ...asFound, sample }], { ...quiet, memory: 80 * megabytes });
    const { customers } = orders.dictionaries;
    expect(customers.length).toBeGreaterThan(1350);
    expect(customers.length).toBeLessThan(1650);
    expect(orders.lines.count).toBe(100 * customers.length);
    expect(files[0]).toMatchObject({ lines: orders.lines.count, sample: { ...sample, of: 300_000 } });
  });

  it('is looked at with the same plan, which a sample settles', async () => {
    const inspection = await inspectFile(path, {}, { quick: true, memory: 80 * megabytes });
    expect(inspection.memory).toMatchObject({ oneIn: 2, free: 72 * megabytes });
    const sampled = await inspectFile(path, { sample: { share: 0.5, seed: 1 } }, { memory: 80 * megabytes });
    expect(sampled).not.toHaveProperty('memory');
    expect(sampled.preview).toEqual(inspection.preview);
    expect(await inspectFile(path, {}, { quick: true })).not.toHaveProperty('memory');
  });

  it('is known by its length when it is packed', async () => {
    const packed = fileOf(gzipSync(text, { level: 1 }), 'large.csv.gz');
    const error = await failure(importFiles([packed], [asFound], { ...quiet, memory: 80 * megabytes }));
    expect(error.details.reason).toBe('memory_short');
    expect(Number(error.details.records)).toBeGreaterThan(290_000);
    expect(Number(error.details.records)).toBeLessThan(360_000);
  });

  it('stops where it holds more than it said', async () => {
    // Two packed files in a row: what stands at the end is the length of the second.
    const many = gzipSync(`customer,date,price\n${'K1,2024-02-01,5\n'.repeat(2_500_000)}`, { level: 1 });
    const lying = fileOf(Buffer.concat([many, gzipSync('K2,2024-02-02,6\n')]), 'lying.csv.gz');
    const error = await failure(importFiles([lying], [asFound], { ...quiet, memory: 80 * megabytes }));
    expect(error).toMatchObject({ code: 'out_of_memory', details: { reason: 'memory_gone', file: 'lying.csv.gz' } });
    for (const language of languages) {
      expect(errorSentence(AppError.fromWire(error), language)).toMatch(/72 MB.*--sample-customers/);
    }
  });

  it('counts numbers of tables and arrays by their cells', async () => {
    const header = Array.from({ length: 60 }, (_, i) => `x${i}`).join(',');
    const wide = fileOf(`${header}\n${`${'0.25,'.repeat(59)}1\n`.repeat(4000)}`, 'wide.csv');
    const error = await failure(
      importFiles([wide], [{ ...asFound, kind: 'features' }], { ...quiet, memory: 60 * megabytes }),
    );
    expect(error.details).toMatchObject({ reason: 'memory_short', file: 'wide.csv' });
    const excluded = Array.from({ length: 50 }, (_, i) => i + 1);
    const reading: FileReading = { ...asFound, kind: 'features', exclude: excluded };
    const { orders } = await importFiles([wide], [reading], { ...quiet, memory: 60 * megabytes });
    expect(orders.table!.columns).toHaveLength(10);
  });
});

describe('a thread that runs out of memory', () => {
  it('fails its task with what to do, and the next one is served', async () => {
    const pool = createPool(1, { mostMb: 24 });
    const ids = Array.from({ length: 250_000 }, (_, i) => `customer-with-a-long-name-${i},2024-02-0${1 + (i % 9)},5`);
    const paths = [fileOf(`customer,date,price\n${ids.join('\n')}`, 'names.csv')];
    const run = (paths: string[]) =>
      pool.run(
        'importFiles',
        { paths, readings: [asFound], key: new Uint8Array(32), now: 0 },
        { cancel: createCancelFlag() },
      );
    try {
      const error = await failure(run(paths));
      expect(error).toMatchObject({ code: 'out_of_memory', details: { reason: 'out_of_memory' } });
      for (const language of languages) {
        expect(errorSentence(AppError.fromWire(error), language)).toContain('--sample-customers');
      }
      const { orders } = await run([fileOf(shop(300, 20), 'small.csv')]);
      expect(orders.lines.count).toBe(300);
    } finally {
      await pool.close();
    }
  });
});

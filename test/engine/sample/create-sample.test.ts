import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { createSample, sampleFiles, sampleKinds } from '../../../electron/engine/sample/create-sample.ts';
import { quiet, readSample, withFolder } from './sample-folder.ts';
import type { ReadSample } from './sample-folder.ts';

describe('the default sample', () => {
  let sample: ReadSample;
  let orders: Record<string, string>[];
  let sales: Record<string, string>[];

  beforeAll(async () => {
    sample = await readSample({});
    orders = sample.files['orders.csv']!;
    sales = orders.filter((line) => Number(line.Quantity) > 0 && Number(line.UnitPrice) > 0 && line.CustomerID !== '');
  });

  it('has the usual headers and the promised sizes', () => {
    expect(sample.headers['orders.csv']).toBe(
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
    );
    expect(sample.headers['truth.csv']).toBe('customer,kind');
    expect(sample.summary.files.map(({ name }) => name)).toEqual([...sampleFiles]);
    for (const { name, lines } of sample.summary.files) expect(sample.files[name], name).toHaveLength(lines);
    expect(orders).toHaveLength(75_000);
    expect(sample.summary).toMatchObject({ lines: 75_000, customers: 3000, seed: 1 });
  });

  it('lets every customer of truth.csv and customers.csv, and nobody else, buy something', () => {
    const buyers = [...new Set(sales.map((line) => line.CustomerID!))].sort();
    const named = [...new Set(orders.map((line) => line.CustomerID!))].filter((id) => id !== '').sort();
    expect(buyers).toHaveLength(3000);
    expect(named).toEqual(buyers);
    expect(sample.files['truth.csv']!.map((row) => row.customer).sort()).toEqual(buyers);
    expect(sample.files['customers.csv']!.map((row) => row.CustomerID).sort()).toEqual(buyers);
  });

  it('has each hidden kind in its share', () => {
    expect(sampleKinds.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    for (const { name, share } of sampleKinds) {
      const count = sample.files['truth.csv']!.filter(({ kind }) => kind === name).length;
      expect(Math.abs(count - share * 3000), name).toBeLessThan(1);
      expect(sample.summary.kinds[name]).toBe(count);
    }
  });

  it('is sorted by time, and numbers invoices in that order', () => {
    const number = (line: Record<string, string>): number => Number(line.InvoiceNo!.replace('C', ''));
    const outOfOrder = orders.slice(1).filter((line, i) => {
      const step = number(line) - number(orders[i]!);
      return line.InvoiceDate! < orders[i]!.InvoiceDate! || step < 0 || step > 1;
    });
    expect(outOfOrder).toEqual([]);
    expect(orders.every((line) => /^20\d\d-\d\d-\d\d \d\d:\d\d$/.test(line.InvoiceDate!))).toBe(true);
  });

  it('has credit notes, each for something that customer bought before at that price', () => {
    const notes = orders.filter((line) => line.InvoiceNo!.startsWith('C'));
    expect(notes.length).toBe(sample.summary.returns);
    expect(notes.length).toBeGreaterThan(500);
    const key = (line: Record<string, string>): string => `${line.CustomerID} ${line.StockCode} ${line.UnitPrice}`;
    const bought = new Map<string, Record<string, string>[]>();
    for (const line of sales) bought.set(key(line), [...(bought.get(key(line)) ?? []), line]);
    for (const note of notes) {
      expect(Number(note.Quantity)).toBeLessThan(0);
      const earlier = bought
        .get(key(note))
        ?.filter((sale) => sale.InvoiceDate! < note.InvoiceDate! && Number(sale.Quantity) >= -Number(note.Quantity));
      expect(earlier?.length).toBeGreaterThan(0);
    }
    expect(orders.filter((line) => Number(line.Quantity) < 0)).toHaveLength(notes.length);
  });

  it('has lines without customer, exact duplicates, zero prices and postage, as counted', () => {
    const { summary } = sample;
    const seen = new Set<string>();
    let duplicates = 0;
    for (const line of orders) {
      const text = JSON.stringify(line);
      if (seen.has(text)) duplicates++;
      seen.add(text);
    }
    expect(duplicates).toBe(summary.exactDuplicates);
    expect(duplicates).toBeGreaterThan(100);
    const count = (test: (line: Record<string, string>) => boolean): number => orders.filter(test).length;
    expect(count((line) => line.CustomerID === '')).toBe(summary.withoutCustomer);
    expect(count((line) => Number(line.UnitPrice) === 0)).toBe(summary.zeroPrices);
    expect(count((line) => line.StockCode === 'POST')).toBe(summary.postage);
    expect(summary.withoutCustomer / 75_000).toBeGreaterThan(0.02);
    expect(summary.withoutCustomer / 75_000).toBeLessThan(0.1);
    expect(summary.zeroPrices).toBeGreaterThan(10);
    expect(summary.postage).toBeGreaterThan(500);
    expect(new Set(orders.map((line) => line.InvoiceNo)).size).toBe(
      summary.orders + orders.filter((line) => line.InvoiceNo!.startsWith('C')).length,
    );
  });

  it('has seasons, opening hours, discounts and a price rise', () => {
    const inMonth = (month: string): number => sales.filter((line) => line.InvoiceDate!.slice(0, 7) === month).length;
    expect(inMonth('2024-12')).toBeGreaterThan(1.3 * inMonth('2024-09'));
    expect(inMonth('2024-07')).toBeGreaterThan(1.1 * inMonth('2024-03'));
    expect(sales.every((line) => Number(line.InvoiceDate!.slice(11, 13)) >= 7)).toBe(true);
    expect(sales.every((line) => !line.InvoiceDate!.includes('-12-25'))).toBe(true);
    const prices = new Map<string, Set<string>>();
    for (const { StockCode, UnitPrice } of sales)
      prices.set(StockCode!, (prices.get(StockCode!) ?? new Set()).add(UnitPrice!));
    expect([...prices.values()].filter((set) => set.size > 1).length).toBeGreaterThan(0.8 * prices.size);
  });

  it('invents people who cannot be anybody', () => {
    for (const row of sample.files['customers.csv']!) {
      expect(row.email).toMatch(/^[a-z.0-9]+@example\.com$/);
      expect(row.phone).toMatch(/^\+44 (7700 900|1632 960)\d{3}$/);
      expect(row.consent).toMatch(/^(yes|no)$/);
    }
  });

  it('refers only to customers and products that exist, and signs people up before they buy', () => {
    const customers = new Map(sample.files['customers.csv']!.map((row) => [row.CustomerID!, row]));
    const products = new Set(sample.files['products.csv']!.map((row) => row.StockCode!));
    expect(products.size).toBe(sample.files['products.csv']!.length);
    expect(sales.filter((line) => !products.has(line.StockCode!) && line.StockCode !== 'POST')).toEqual([]);
    const tooEarly = sales.filter(
      (line) => customers.get(line.CustomerID!)!.signUpDate! > line.InvoiceDate!.slice(0, 10),
    );
    expect(tooEarly).toEqual([]);
    for (const name of ['events.csv', 'reviews.csv']) {
      expect(sample.files[name]!.length).toBeGreaterThan(300);
      expect(sample.files[name]!.every((row) => customers.has(row.customer!) && products.has(row.product!))).toBe(true);
    }
    for (const { from, to, type } of sample.files['relationships.csv']!) {
      expect(from).not.toBe(to);
      expect(customers.has(from!) && customers.has(to!)).toBe(true);
      expect(type).toMatch(/^(follows|referred)$/);
    }
    const types = new Set(sample.files['events.csv']!.map((row) => row.type));
    expect([...types].sort()).toEqual(['cart', 'purchase', 'view']);
  });

  it('gives each kind its habits', () => {
    const kindOf = new Map(sample.files['truth.csv']!.map((row) => [row.customer!, row.kind!]));
    const share = (kind: string, test: (line: Record<string, string>) => boolean): number => {
      const lines = sales.filter((line) => kindOf.get(line.CustomerID!) === kind);
      return lines.filter(test).length / lines.length;
    };
    const weekend = (line: Record<string, string>): boolean =>
      [0, 6].includes(new Date(`${line.InvoiceDate!.slice(0, 10)}T00:00Z`).getUTCDay());
    const evening = (line: Record<string, string>): boolean => Number(line.InvoiceDate!.slice(11, 13)) >= 17;
    expect(share('weekday_regular', weekend)).toBeLessThan(0.1);
    expect(share('gift_buyer', weekend)).toBeGreaterThan(0.6);
    expect(share('gift_buyer', evening)).toBeGreaterThan(0.8);
    expect(share('gift_buyer', (line) => /-1[12]-/.test(line.InvoiceDate!))).toBe(1);
    expect(share('wholesaler', (line) => line.StockCode === 'POST' || Number(line.Quantity) % 6 === 0)).toBe(1);
    expect(share('lapsed_one_timer', (line) => line.InvoiceDate! < '2024-10-02')).toBe(1);
  });
});

describe('other samples', () => {
  it('are the same bytes for the same seed, and others for another', async () => {
    const options = { customers: 200, lines: 5000, seed: 7 };
    const [first, second, other] = [
      await readSample(options),
      await readSample(options),
      await readSample({ ...options, seed: 8 }),
    ];
    expect(second.hashes).toEqual(first.hashes);
    for (const name of sampleFiles) expect(other.hashes[name], name).not.toBe(first.hashes[name]);
  });

  it.each([
    [1, 8],
    [3, 24],
    [40, 320],
    [1000, 31_000],
    [50, 20_000],
  ])('has exactly the wanted customers and lines: %i, %i', async (customers, lines) => {
    const { files } = await readSample({ customers, lines, seed: 3 });
    const orders = files['orders.csv']!;
    expect(orders).toHaveLength(lines);
    const valid = orders.filter((line) => Number(line.Quantity) > 0 && Number(line.UnitPrice) > 0 && line.CustomerID);
    expect(new Set(valid.map((line) => line.CustomerID)).size).toBe(customers);
  });

  it('takes fewer customers than usual where there are too few lines for them, unless told otherwise', async () => {
    expect((await readSample({ lines: 1000 })).summary).toMatchObject({ lines: 1000, customers: 40 });
    expect((await readSample({ lines: 24_000 })).summary).toMatchObject({ lines: 24_000, customers: 3000 });
  });

  it('keeps memory flat: 300,000 lines take little more than 75,000', async () => {
    const module = new URL('../../../electron/engine/sample/create-sample.ts', import.meta.url).href;
    // A process of its own, so that nothing else is in its memory.
    const peakOf = (lines: number): Promise<number> =>
      withFolder(async (out) => {
        const script = `
          import { createSample } from ${JSON.stringify(module)};
          const ctx = { checkCancelled: () => {}, report: () => {} };
          await createSample({ out: ${JSON.stringify(out)}, customers: 3000, lines: ${lines} }, ctx);
          console.log(process.resourceUsage().maxRSS / 1024);`;
        return Number(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }));
      });
    const small = await peakOf(75_000);
    const large = await peakOf(300_000);
    console.log(`peak memory: ${small.toFixed(0)} MB for 75,000 lines, ${large.toFixed(0)} MB for 300,000`);
    expect(large).toBeGreaterThan(0);
    expect(large).toBeLessThan(250);
    expect(large - small).toBeLessThan(60);
  });

  it('reports rising shares that end at 1', async () => {
    const shares: number[] = [];
    await withFolder((out) =>
      createSample({ out, customers: 500 }, { ...quiet, report: (share) => shares.push(share) }),
    );
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

describe('what goes wrong', () => {
  it.each([1, 5, 12, 20])('stops when cancelled (at check %i) and leaves nothing behind', async (stopAt) => {
    await withFolder(async (folder) => {
      const out = join(folder, 'new');
      let checks = 0;
      const checkCancelled = (): void => {
        if (++checks === stopAt) throw new AppError('cancelled', { reason: 'cancelled' });
      };
      const run = createSample({ out, customers: 2000, lines: 100_000 }, { ...quiet, checkCancelled });
      await expect(run).rejects.toMatchObject({ code: 'cancelled' });
      expect(checks).toBe(stopAt);
      expect(existsSync(out)).toBe(false);
    });
  });

  it('keeps an older sample whole when the new one is cancelled', async () => {
    await withFolder(async (out) => {
      await writeFile(join(out, 'orders.csv'), 'old');
      let checks = 0;
      const checkCancelled = (): void => {
        if (++checks === 15) throw new AppError('cancelled');
      };
      await expect(createSample({ out }, { ...quiet, checkCancelled })).rejects.toMatchObject({ code: 'cancelled' });
      expect(await readdir(out)).toEqual(['orders.csv']);
    });
  });

  it('says storage where the folder cannot be made or a file cannot take its name', async () => {
    await withFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');
      const inFile = createSample({ out: join(folder, 'file', 'inside'), customers: 20 }, quiet);
      await expect(inFile).rejects.toMatchObject({ code: 'storage', details: { reason: 'cannot_write' } });
      const taken = join(folder, 'taken');
      await mkdir(join(taken, 'orders.csv', 'inside'), { recursive: true });
      const onFolder = createSample({ out: taken, customers: 20 }, quiet);
      await expect(onFolder).rejects.toMatchObject({ code: 'storage', details: { file: 'orders.csv' } });
      expect(await readdir(taken)).toEqual(['orders.csv']);
    });
  });

  it.skipIf(!existsSync('/dev/full'))('says that the disk is full', async () => {
    const { TextFile } = await import('../../../electron/engine/sample/text-files.ts');
    const { open } = await import('node:fs/promises');
    const file = new TextFile('orders.csv', await open('/dev/full', 'w'));
    file.append('text\n');
    await expect(file.flush()).rejects.toMatchObject({
      code: 'storage',
      details: { reason: 'disk_full', file: 'orders.csv' },
    });
    await file.close();
  });

  it.skipIf(process.getuid?.() === 0)('says storage where the folder is read-only', async () => {
    await withFolder(async (folder) => {
      await chmod(folder, 0o500);
      await expect(createSample({ out: folder, customers: 20 }, quiet)).rejects.toMatchObject({ code: 'storage' });
      await chmod(folder, 0o700);
    });
  });

  it.each([
    { customers: 0 },
    { customers: 1.5 },
    { customers: 100, lines: 799 },
    { customers: 100, lines: 500_001 },
    { seed: -1 },
  ])('refuses %o before it writes', async (options) => {
    await withFolder(async (out) => {
      await expect(createSample({ ...options, out }, quiet)).rejects.toMatchObject({ code: 'invalid_input' });
      expect(await readdir(out)).toEqual([]);
    });
  });
});

/** Files read into data that are there: every way, on orders and on customers; runs, pseudonyms, cancels. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Params } from '../../shared/contract.ts';
import type { DatasetSummary, Job } from '../../shared/domain.ts';
import { quickSettings, rest, startBench, type TestBench } from './jobs/engine-client.ts';

let bench: TestBench;
beforeAll(async () => void (bench = await startBench(2)));
afterAll(() => bench.close());

type Into = NonNullable<Params<'dataset.import'>['into']>;
const head = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID';

/** A line of a small shop; equal numbers give equal lines. */
function line(i: number): string {
  const day = String(1 + (i % 28)).padStart(2, '0');
  return `${1000 + Math.floor(i / 2)},S${i % 7},Cup ${i % 7},${1 + (i % 3)},2024-0${1 + (i % 9)}-${day} 10:00,${2 + (i % 5)}.5,${200 + (Math.floor(i / 2) % 40)}`;
}
const lines = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => line(from + i));

function write(name: string, rows: readonly string[], header = head): string {
  writeFileSync(join(bench.folder, name), [header, ...rows].join('\n'));
  return name;
}

async function read(file: string, into?: Into, reading = {}): Promise<{ datasetId: number; job: Job }> {
  const params = { name: file, files: [file], ...reading, ...(into ? { into } : {}) };
  const { jobId, datasetId } = await bench.client.request('dataset.import', params);
  const job = await rest(bench.client, jobId);
  expect(job.error).toBeUndefined();
  return { datasetId, job };
}

const get = (datasetId: number): Promise<DatasetSummary> => bench.client.request('dataset.get', { datasetId });
/** What is in a data set, whichever way it came there. */
async function contentOf(datasetId: number): Promise<unknown> {
  const { lines: count, customers, orders, products, firstTime, lastTime, quality } = await get(datasetId);
  const page = { datasetId, offset: 0, limit: 500, sort: { by: 'code' as const, descending: false } };
  const { rows } = await bench.client.request('product.page', page);
  return { count, customers, orders, products, firstTime, lastTime, quality, rows };
}

async function run(datasetId: number): Promise<number> {
  const settings = { ...quickSettings, methods: ['kmeans' as const], map: 'none' as const, segments: 3 };
  const started = await bench.client.request('run.start', { datasetId, settings });
  expect((await rest(bench.client, started.jobId)).error).toBeUndefined();
  return started.runId;
}

describe('orders', () => {
  const together = async (): Promise<number> => {
    write('a.csv', lines(0, 400));
    write('b.csv', lines(300, 600));
    const { jobId, datasetId } = await bench.client.request('dataset.import', {
      name: 'both',
      files: ['a.csv', 'b.csv'],
    });
    await rest(bench.client, jobId);
    return datasetId;
  };

  it('appended are the same as read together, and keep id, name and recipe', async () => {
    const both = await together();
    const { datasetId } = await read('a.csv');
    const recipe = (await get(datasetId)).recipe;
    recipe.rules.find(({ rule }) => rule === 'nonProduct')!.enabled = false;
    await bench.client.request('dataset.setRecipe', { datasetId, recipe });
    const { job, datasetId: same } = await read('b.csv', { datasetId, how: 'append' });
    expect(same).toBe(datasetId);
    expect(job.result).toMatchObject({ how: 'append', of: 'lines', read: 300, known: 100, added: 300 });
    expect(await contentOf(datasetId)).toEqual(await contentOf(both));
    const dataset = await get(datasetId);
    expect(dataset).toMatchObject({ name: 'a.csv', recipe, version: 1, lines: 700 });
    expect(dataset.files.map(({ name }) => name)).toEqual(['a.csv', 'b.csv']);
    expect(dataset.additions).toMatchObject([{ how: 'append', files: ['b.csv'], added: 300 }]);
    const again = { name: 'b.csv', files: ['b.csv'], into: { datasetId, how: 'append' as const } };
    const refused = await rest(bench.client, (await bench.client.request('dataset.import', again)).jobId);
    expect(refused.error?.details.reason).toBe('file_there_already');
    expect((await get(datasetId)).lines).toBe(700);
  });

  it('of which only the new ones are added survive as often as they are more than before', async () => {
    write('first.csv', [...lines(0, 50), line(7), line(8)]);
    // Line 7 is there twice and comes three times; line 9 once, and comes twice; 60 lines are new.
    write('second.csv', [...lines(0, 110), line(7), line(7), line(9)]);
    const { datasetId } = await read('first.csv');
    const { job } = await read('second.csv', { datasetId, how: 'new' });
    expect(job.result).toMatchObject({ of: 'lines', read: 113, known: 51, added: 62, updated: 0 });
    const { lines: count, quality, version, files } = await get(datasetId);
    expect(files.map(({ accepted, passed }) => [accepted, passed])).toEqual([
      [52, undefined],
      [62, 51],
    ]);
    expect(count).toBe(52 + 62);
    // Repeated lines: 7 (twice more), 8, 9.
    const repeated = quality!.linesByRules.reduce((sum, lines, set) => sum + ((set & 2) !== 0 ? lines : 0), 0);
    expect(repeated).toBe(4);
    const idle = await read('second.csv', { datasetId, how: 'new' });
    expect(idle.job.result).toMatchObject({ read: 113, known: 113, added: 0 });
    expect((await get(datasetId)).version).toBe(version);
    expect((await bench.client.request('dataset.list', {})).filter(({ status }) => status !== 'ready')).toEqual([]);
  });

  it('that are there already take over the status that they have by now', async () => {
    const header = `${head},Order Status`;
    const of = (status: (i: number) => string): string[] => lines(0, 80).map((one, i) => `${one},${status(i)}`);
    const cancelled = (): Promise<number> =>
      get(datasetId).then(({ quality }) =>
        quality!.linesByRules.reduce((sum, lines, set) => sum + ((set & 4) !== 0 ? lines : 0), 0),
      );
    write(
      'status.csv',
      of((i) => (i % 4 === 0 ? 'pending' : 'completed')),
      header,
    );
    const { datasetId } = await read('status.csv');
    // An order has one status, that of its first line.
    expect(await cancelled()).toBe(20);
    write(
      'later.csv',
      of(() => 'completed'),
      header,
    );
    const { job } = await read('later.csv', { datasetId, how: 'new' });
    expect(job.result).toMatchObject({ known: 80, added: 0, updated: 20 });
    expect(await cancelled()).toBe(0);
  });

  it('are replaced, and the run made before goes on with what it was made of', async () => {
    write('old.csv', lines(0, 300));
    write('fresh.csv', lines(200, 700));
    const { datasetId } = await read('old.csv');
    const runId = await run(datasetId);
    const asked = { runId, offset: 0, limit: 500, sort: { by: 'customer', descending: false } };
    const before = await bench.client.request('customer.page', asked);
    const report = await bench.client.request('run.report', { runId });
    await bench.client
      .request('run.export', { runId, folder: 'before', language: 'en' })
      .then(({ jobId }) => rest(bench.client, jobId));
    const { job } = await read('fresh.csv', { datasetId, how: 'replace' });
    expect(job.result).toMatchObject({ how: 'replace', read: 500, added: 500 });
    expect(await get(datasetId)).toMatchObject({ lines: 500, version: 1, name: 'old.csv' });

    const [summary] = (await bench.client.request('run.list', {})).filter(({ id }) => id === runId);
    expect(summary).toMatchObject({ datasetId });
    expect(summary!.contentId).not.toBe(datasetId);
    expect(await bench.client.request('customer.page', asked)).toEqual(before);
    expect(await bench.client.request('run.report', { runId })).toEqual(report);
    await bench.client
      .request('run.export', { runId, folder: 'after', language: 'en' })
      .then(({ jobId }) => rest(bench.client, jobId));
    const csv = (folder: string): string => readFileSync(join(bench.folder, folder, 'segments.csv'), 'utf8');
    expect(csv('after')).toBe(csv('before'));
    const bigger = { kind: 'split' as const, segment: report.segments[0]!.id, into: 2 };
    const { jobId } = await bench.client.request('segment.adjust', { runId, action: bigger });
    expect((await rest(bench.client, jobId!)).error).toBeUndefined();

    const again = await run(datasetId);
    const comparison = await bench.client.request('run.compare', { runId: again, otherId: runId });
    expect(comparison.sameData).toBe(false);
    expect((await bench.client.request('workspace.verify', {})).problems).toEqual([]);
    // What only the earlier run needed goes with it.
    const size = async (): Promise<number> => (await bench.client.request('workspace.info', {})).datasets;
    const datasets = await size();
    await bench.client.request('run.delete', { runId });
    expect(await size()).toBe(datasets);
    expect((await bench.client.request('run.report', { runId: again })).customers).toBe(40);
    expect((await bench.client.request('workspace.verify', {})).problems).toEqual([]);
    await bench.client.request('dataset.delete', { datasetId });
    expect((await bench.client.request('run.list', {})).some((one) => one.datasetId === datasetId)).toBe(false);
  });

  it('of another making are refused at once, and nothing is left of a cancelled reading', async () => {
    write('mine.csv', lines(0, 60));
    const { datasetId } = await read('mine.csv');
    const before = await get(datasetId);
    write(
      'other.csv',
      lines(0, 60).map((one) => `${one},x`),
      `${head},Extra`,
    );
    const wrong = { name: 'other', files: ['other.csv'], into: { datasetId, how: 'append' as const } };
    await expect(bench.client.request('dataset.import', wrong)).rejects.toMatchObject({
      details: { reason: 'layout_differs' },
    });
    write('more.csv', lines(60, 30_060));
    const into = { datasetId, how: 'append' as const };
    const { jobId } = await bench.client.request('dataset.import', { name: 'more', files: ['more.csv'], into });
    await expect(
      bench.client.request('dataset.import', { name: 'more', files: ['more.csv'], into }),
    ).rejects.toMatchObject({ details: { reason: 'dataset_busy' } });
    await expect(bench.client.request('dataset.delete', { datasetId })).rejects.toMatchObject({
      details: { reason: 'dataset_busy' },
    });
    await bench.client.request('job.cancel', { jobId });
    expect((await rest(bench.client, jobId)).status).toBe('cancelled');
    expect(await get(datasetId)).toEqual(before);
    // One that the end of the program cuts off leaves the data as they were, and is taken up again.
    const cut = await bench.client.request('dataset.import', { name: 'more', files: ['more.csv'], into });
    await bench.restart();
    expect(await get(datasetId)).toEqual(before);
    await bench.client.request('job.resume', { jobId: cut.jobId });
    expect((await rest(bench.client, cut.jobId)).status).toBe('succeeded');
    expect((await get(datasetId)).lines).toBe(30_060);
    expect((await bench.client.request('workspace.verify', {})).problems).toEqual([]);
  });

  it('without order numbers are told apart by customer and day', async () => {
    const plain = 'customer,date,price,quantity';
    const row = (i: number): string =>
      `c${i % 61},2024-01-${String(10 + (i % 19)).padStart(2, '0')},${i % 5}.5,${1 + (i % 2)}`;
    const rows = Array.from({ length: 120 }, (_, i) => row(i));
    write('p.csv', rows.slice(0, 80), plain);
    write('q.csv', rows.slice(40), plain);
    const { datasetId } = await read('p.csv', undefined, { kind: 'orders' });
    await read('q.csv', { datasetId, how: 'append' }, { kind: 'orders' });
    const both = await bench.client.request('dataset.import', {
      name: 'pq',
      files: ['p.csv', 'q.csv'],
      kind: 'orders',
    });
    await rest(bench.client, both.jobId);
    expect(await contentOf(datasetId)).toEqual(await contentOf(both.datasetId));
  });
});

describe('customers', () => {
  const header = 'customer_id,age,plan,newsletter';
  const row = (i: number, age = 20 + (i % 50)): string =>
    `K${i},${age},${['basic', 'plus'][i % 2]},${i % 3 ? 'yes' : ''}`;
  const rows = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => row(from + i));
  /** Ages by id, as a run of the data sees them. */
  async function ages(datasetId: number): Promise<Record<string, number>> {
    const runId = await run(datasetId);
    const asked = { runId, offset: 0, limit: 500, columns: ['attributes:age'] };
    const page = await bench.client.request('customer.page', asked);
    return Object.fromEntries(page.rows.map(({ customer, values }) => [customer, values[0]!]));
  }

  it('take the newer row of an id, and new ids come in', async () => {
    write('people.csv', rows(0, 120), header);
    write(
      'changed.csv',
      [...Array.from({ length: 40 }, (_, i) => row(i, i < 10 ? 99 : 20 + (i % 50))), ...rows(120, 150)],
      header,
    );
    for (const how of ['append', 'new'] as const) {
      const { datasetId } = await read('people.csv');
      const { job } = await read('changed.csv', { datasetId, how });
      expect(job.result).toMatchObject({ of: 'customers', read: 70, known: 40, added: 30, updated: 10 });
      const found = await ages(datasetId);
      expect(Object.keys(found)).toHaveLength(150);
      expect([found['K3'], found['K30'], found['K140']]).toEqual([99, 50, 60]);
      expect((await get(datasetId)).quality!.consent).toEqual({ yes: 100, no: 0, unknown: 50 });
      // The same rows once more change nothing.
      const version = (await get(datasetId)).version;
      await read('changed.csv', { datasetId, how: 'new' });
      expect((await get(datasetId)).version).toBe(version);
    }
  });

  it('are replaced', async () => {
    const { datasetId } = await read('people.csv');
    await read('changed.csv', { datasetId, how: 'replace' });
    expect(Object.keys(await ages(datasetId))).toHaveLength(70);
  });

  it('who are rows without an id are counted on, and cannot be compared', async () => {
    const plain = 'age,income,visits';
    const numbers = (from: number): string[] =>
      Array.from({ length: 60 }, (_, i) => `${from + i},${1000 * i},${i % 7}`);
    write('rows.csv', numbers(20), plain);
    write('rows2.csv', numbers(21), plain);
    const { datasetId } = await read('rows.csv', undefined, { kind: 'attributes' });
    const only = {
      name: 'r',
      files: ['rows2.csv'],
      kind: 'attributes' as const,
      into: { datasetId, how: 'new' as const },
    };
    await expect(bench.client.request('dataset.import', only)).rejects.toMatchObject({
      details: { reason: 'layout_differs' },
    });
    const { job } = await read('rows2.csv', { datasetId, how: 'append' }, { kind: 'attributes' });
    expect(job.result).toMatchObject({ of: 'customers', read: 60, known: 0, added: 60 });
    expect(Object.keys(await ages(datasetId)).sort()[119]).toBe('99');
  });

  it('join the orders of the same data, whichever of both is added', async () => {
    write('o.csv', lines(0, 200));
    write(
      'c.csv',
      Array.from({ length: 40 }, (_, i) => `${200 + i},${20 + i},basic,no`),
      header,
    );
    const { jobId, datasetId } = await bench.client.request('dataset.import', {
      name: 'oc',
      files: ['o.csv', 'c.csv'],
    });
    await rest(bench.client, jobId);
    write('c2.csv', [...Array.from({ length: 10 }, (_, i) => `${200 + i},77,plus,yes`), '999,50,plus,yes'], header);
    const { job } = await read('c2.csv', { datasetId, how: 'new' }, { kind: 'attributes' });
    // Nobody ordered as 999.
    expect(job.result).toMatchObject({ of: 'customers', read: 11, known: 10, added: 0, updated: 10 });
    expect(await get(datasetId)).toMatchObject({ lines: 200, customers: 40 });
    expect((await get(datasetId)).quality!.consent).toEqual({ yes: 10, no: 30, unknown: 0 });
    write('o2.csv', lines(200, 260));
    await read('o2.csv', { datasetId, how: 'new' });
    expect(await get(datasetId)).toMatchObject({ lines: 260, customers: 40 });
    expect((await get(datasetId)).quality!.consent).toEqual({ yes: 10, no: 30, unknown: 0 });
  });
});

it('customers called by addresses keep their pseudonyms, and an export gives all of them back', async () => {
  const mail = (from: number, to: number): string[] =>
    lines(from, to).map((one) => one.replace(/,(\d+)$/, (_, id) => `,person${id}@shop.example`));
  write('m1.csv', mail(0, 60));
  write('m2.csv', mail(40, 160));
  const { datasetId } = await read('m1.csv');
  const { job } = await read('m2.csv', { datasetId, how: 'new' });
  expect(job.result).toMatchObject({ read: 120, known: 20, added: 100 });
  expect(await get(datasetId)).toMatchObject({ customers: 40, lines: 160 });
  const runId = await run(datasetId);
  const { jobId } = await bench.client.request('run.export', {
    runId,
    folder: 'mail',
    language: 'en',
    revealIds: true,
  });
  await rest(bench.client, jobId);
  const ids = readFileSync(join(bench.folder, 'mail/segments.csv'), 'utf8').trim().split('\n').slice(1);
  expect(ids).toHaveLength(40);
  expect(ids.every((one) => /^person\d+@shop\.example,/.test(one))).toBe(true);
});

/** What is done to data sets over the contract: readings of each file, rules, names, rejected lines, removal. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { openWorkspace } from '../../electron/engine/workspace/open.ts';
import type { Job, RunSettings } from '../../shared/domain.ts';
import { connect, memoryPorts, type Client } from '../../shared/protocol.ts';
import { cleaningOf, withRule } from '../../shared/quality.ts';
import { temporaryFolder } from '../cli/command.ts';

const folder = temporaryFolder();
let engine: Engine;
let client: Client;

beforeAll(async () => {
  const [clientPort, enginePort] = memoryPorts();
  engine = createEngine({
    workers: 2,
    configFolder: join(folder, 'config'),
    resolveFile: (file) => join(folder, file),
    onFailure: (error) => {
      throw error;
    },
  });
  engine.attach(enginePort);
  client = connect(clientPort);
  await client.request('workspace.create', { path: 'w.clientele', key: { kind: 'local' } });
});
afterAll(async () => {
  await engine.close();
  client.close();
});

function rest(jobId: number): Promise<Job> {
  return new Promise((resolve) => {
    const stop = client.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (!job || job.status === 'queued' || job.status === 'running') return;
      stop();
      resolve(job);
    });
  });
}

function write(name: string, lines: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  return name;
}

const header = 'InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID';
/** 600 sales of 60 customers over a year, 20 returns, 30 lines without a customer, and 5 that cannot be read. */
const shop = [
  header,
  ...Array.from({ length: 600 }, (_, i) => {
    const day = new Date(Date.UTC(2023, 0, 1 + ((i * 7) % 360))).toISOString().slice(0, 10);
    return `${1000 + i},P${i % 23},${(i % 5) + 1},${day},${(i % 11) + 1}.50,C${(i * i) % 61}`;
  }),
  ...Array.from({ length: 20 }, (_, i) => `C${2000 + i},P${i % 23},-1,2023-06-0${(i % 9) + 1},3.50,C${i}`),
  ...Array.from({ length: 30 }, (_, i) => `${3000 + i},P1,1,2023-07-01,2.50,`),
  ...Array.from({ length: 5 }, (_, i) => `${4000 + i},P1,1,tomorrow,2.50,C1,`),
];

const settings: RunSettings = {
  methods: ['kmeans'],
  segments: 3,
  preset: 'fast',
  seed: 1,
  network: null,
  map: 'none',
  backend: 'kernels',
  exclude: [],
};

async function importFile(name: string, params: object = {}): Promise<number> {
  const { jobId, datasetId } = await client.request('dataset.import', { name, files: [name], ...params });
  expect((await rest(jobId)).error).toBeUndefined();
  return datasetId;
}

describe('a data set', () => {
  it('tells right after reading what each rule would do, and switches rules', async () => {
    const id = await importFile(write('shop.csv', shop));
    const dataset = await client.request('dataset.get', { datasetId: id });
    expect(dataset.createdAt).toBeGreaterThan(Date.UTC(2020, 0, 1));
    expect(dataset.files[0]!.columns[2]!.profile).toMatchObject({ type: 'number', low: -1, high: 5 });
    const before = cleaningOf(dataset.quality!, dataset.recipe);
    expect(before.counts.map(({ rule, lines }) => [rule, lines])).toEqual([
      ['noCustomer', 30],
      ['exactDuplicate', 0],
      ['notCompleted', 0],
      ['return', 20],
      ['nonPositivePrice', 0],
      ['otherCurrency', 0],
      ['nonProduct', 0],
    ]);
    const recipe = withRule(dataset.recipe, 'return', false);
    const changed = await client.request('dataset.setRecipe', { datasetId: id, recipe });
    expect(changed.recipe).toEqual(recipe);
    expect(cleaningOf(changed.quality!, recipe).keptLines).toBe(before.keptLines + 20);
    await expect(
      client.request('dataset.setRecipe', { datasetId: id, recipe: { version: 1, rules: recipe.rules.slice(1) } }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('gives a run the rules it was started with, whatever is switched later', async () => {
    const [dataset] = await client.request('dataset.list', {});
    const { runId, jobId } = await client.request('run.start', { datasetId: dataset!.id, settings });
    const recipe = withRule(dataset!.recipe, 'noCustomer', false);
    await client.request('dataset.setRecipe', { datasetId: dataset!.id, recipe });
    await expect(client.request('dataset.delete', { datasetId: dataset!.id })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'dataset_busy' },
    });
    expect((await rest(jobId)).status).toBe('succeeded');
    const report = await client.request('run.report', { runId });
    expect(report.dataset.recipe).toEqual(dataset!.recipe);
    expect(report.cleaning.find(({ rule }) => rule === 'return')).toEqual({ rule: 'return', enabled: false, lines: 0 });
    expect((await client.request('dataset.get', { datasetId: dataset!.id })).recipe).toEqual(recipe);
  });

  it('writes out what could not be read, with the text only from the very same file', async () => {
    const id = (await client.request('dataset.list', {}))[0]!.id;
    const ask = (sources: string[], language: 'en' | 'zh-CN' = 'en') =>
      client.request('dataset.exportRejected', { datasetId: id, folder: 'out', language, sources });
    const table = (): string[] =>
      readFileSync(join(folder, 'out', 'rejected.csv'), 'utf8')
        .trimEnd()
        .split('\n');
    expect(await ask([])).toEqual({ lines: 5, withText: 0 });
    expect(table()[0]).toBe('\ufeffFile,Line,Column,Reason,Looks like');
    expect(table()[1]).toBe('shop.csv,652,InvoiceDate,The date cannot be read,aaaaaaaa');
    expect(table()).toHaveLength(6);
    expect(await ask(['shop.csv'], 'zh-CN')).toEqual({ lines: 5, withText: 5 });
    expect(table()[0]).toBe('\ufeff文件,行号,列,原因,形式,原始内容');
    expect(table()[5]).toBe('shop.csv,656,InvoiceDate,日期无法识别,aaaaaaaa,"4004,P1,1,tomorrow,2.50,C1,"');
    // As long, but not the same: nothing of it is told.
    write('changed.csv', [...shop.slice(0, -1), '4004,P1,1,yestoday,2.50,C1,']);
    expect(await ask(['changed.csv'])).toEqual({ lines: 5, withText: 0 });
    expect(await ask(['no-such.csv'])).toEqual({ lines: 5, withText: 0 });
  });

  it('that was read before this was kept is looked at when somebody asks, and it is kept then', async () => {
    const { id, quality } = (await client.request('dataset.list', {}))[0]!;
    const key = { kind: 'local', configFolder: join(folder, 'config') } as const;
    const path = join(folder, 'w.clientele');
    await client.request('workspace.close', {});
    const before = openWorkspace(path, { key });
    before.db.prepare('UPDATE datasets SET quality = NULL').run();
    before.close();
    await client.request('workspace.open', { path: 'w.clientele', key: { kind: 'local' } });
    expect((await client.request('dataset.get', { datasetId: id })).quality).toBeUndefined();
    expect(await client.request('dataset.quality', { datasetId: id })).toEqual(quality);
    expect((await client.request('dataset.get', { datasetId: id })).quality).toEqual(quality);
  });

  it('is found again by the reading of each file, and by no other', async () => {
    write('one.csv', ['who,day,price', 'a,03/04/2011,2', 'b,04/05/2011,3']);
    write('other.csv', ['b;05/06/2011;3', 'c;06/07/2011;4']);
    const each = [
      { columns: { customer: 1, date: 2 }, dateOrder: 'dmy' as const },
      { columns: { customer: 1, date: 2, price: 3 }, hasHeader: false, delimiter: ';' },
    ];
    const files = ['one.csv', 'other.csv'];
    const { jobId, datasetId } = await client.request('dataset.import', { name: 'both', files, each });
    expect((await rest(jobId)).error).toBeUndefined();
    expect(await client.request('dataset.get', { datasetId })).toMatchObject({ lines: 4, customers: 3 });
    const find = async (readings: object[]) =>
      (await client.request('dataset.find', { files, each: readings as typeof each }))?.id;
    expect(await find(each)).toBe(datasetId);
    expect(await find([{ ...each[0], dateOrder: 'mdy' }, each[1]!])).toBeUndefined();
    expect(await find([{ ...each[0], hasHeader: false }, each[1]!])).toBeUndefined();
    expect(await find([each[0]!, { columns: {}, personal: [1] }])).toBeUndefined();
  });

  it('of nobody is refused with the column that is empty, and leaves nothing', async () => {
    write('nobody.csv', ['CustomerID,InvoiceDate,UnitPrice', ',2024-01-01,3', 'NA,2024-01-02,4']);
    const before = (await client.request('dataset.list', {})).length;
    const { jobId } = await client.request('dataset.import', { name: 'nobody', files: ['nobody.csv'] });
    expect((await rest(jobId)).error).toEqual({
      code: 'insufficient_data',
      details: { reason: 'no_customer_named', file: 'nobody.csv', column: 'CustomerID', lines: 2 },
    });
    expect(await client.request('dataset.list', {})).toHaveLength(before);
  });

  it('can be renamed and removed', async () => {
    const id = await importFile(write('short.csv', shop.slice(0, 40)));
    expect(await client.request('dataset.rename', { datasetId: id, name: ' Spring ' })).toMatchObject({
      name: 'Spring',
    });
    await expect(client.request('dataset.rename', { datasetId: id, name: ' ' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await client.request('dataset.delete', { datasetId: id });
    await expect(client.request('dataset.get', { datasetId: id })).rejects.toMatchObject({ code: 'not_found' });
    rmSync(join(folder, 'short.csv'));
  });

  it('knows what its money is counted in, unless a person says it otherwise', async () => {
    const pounds = shop.map((line, i) => (i === 0 ? line.replace('UnitPrice', 'UnitPrice (GBP)') : line));
    const id = await importFile(write('pounds.csv', pounds.slice(0, 600)));
    expect(await client.request('dataset.get', { datasetId: id })).toMatchObject({ currency: 'GBP' });
    const { runId, jobId } = await client.request('run.start', { datasetId: id, settings });
    expect((await rest(jobId)).status).toBe('succeeded');
    const said = await client.request('dataset.setCurrency', { datasetId: id, currency: 'EUR' });
    expect(said.currency).toBe('EUR');
    // The reports of earlier runs follow.
    expect((await client.request('run.report', { runId })).dataset.currency).toBe('EUR');
    const unsaid = await client.request('dataset.setCurrency', { datasetId: id, currency: null });
    expect(unsaid).not.toHaveProperty('currency');
    expect((await client.request('run.report', { runId })).dataset).not.toHaveProperty('currency');
    await expect(client.request('dataset.setCurrency', { datasetId: id, currency: 'XQZ' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const bare = await importFile(write('bare.csv', shop.slice(0, 40)));
    expect(await client.request('dataset.get', { datasetId: bare })).not.toHaveProperty('currency');
  });
});

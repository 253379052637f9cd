/** Customers without orders, through the whole engine: from a file of attributes to segments, report and new customers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { Random } from '../../electron/engine/ml/random.ts';
import { renderReport } from '../../electron/engine/output/report/render-report.ts';
import type { Job, RunReport, RunSettings } from '../../shared/domain.ts';
import { summaryLines } from '../../shared/language/summary.ts';
import { segmentName } from '../../shared/language/segments.ts';
import { connect, memoryPorts, type Client } from '../../shared/protocol.ts';
import { temporaryFolder } from '../cli/command.ts';

const folder = temporaryFolder();
let engine: Engine;
let client: Client;

/** Three kinds of people, told apart by income, age and plan. */
function people(count: number, seed: number): string {
  const random = new Random(seed);
  const rows = Array.from({ length: count }, (_, i) => {
    const kind = i % 3;
    const income = Math.exp(9.5 + kind + 0.15 * random.normal());
    const age = [25, 45, 65][kind]! + 3 * random.normal();
    return [
      `P${i}`,
      income.toFixed(2),
      age.toFixed(0),
      ['basic', 'plus', 'gold'][kind],
      i % 2 === 0 ? 'yes' : 'no',
    ].join(',');
  });
  return ['customer_id,income,age,plan,newsletter', ...rows].join('\n');
}

const settings: RunSettings = {
  methods: ['rfm', 'kmeans', 'gmm', 'autoencoder', 'idec'],
  ...{
    segments: 'auto',
    preset: 'fast',
    seed: 1,
    network: null,
    map: 'pca',
    backend: 'kernels',
    exclude: ['newsletter'],
  },
};

function rest(jobId: number): Promise<Job> {
  return new Promise((resolve) => {
    const stop = client.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (!job || ['queued', 'running'].includes(job.status)) return;
      stop();
      resolve(job);
    });
  });
}

async function read(name: string, text: string): Promise<number> {
  writeFileSync(join(folder, name), text);
  const { jobId, datasetId } = await client.request('dataset.import', { name, files: [name] });
  expect((await rest(jobId)).error).toBeUndefined();
  return datasetId;
}

beforeAll(async () => {
  const [clientPort, enginePort] = memoryPorts();
  engine = createEngine({
    workers: 2,
    configFolder: join(folder, 'config'),
    resolveFile: (file) => join(folder, file),
    onFailure: (error) => expect(error).toBeUndefined(),
  });
  engine.attach(enginePort);
  client = connect(clientPort);
  await client.request('workspace.create', { path: 'w.clientele', key: { kind: 'local' } });
});
afterAll(() => engine.close());

describe('customers without orders', () => {
  let datasetId = 0;
  let runId = 0;
  let report: RunReport;

  beforeAll(async () => {
    datasetId = await read('people.csv', people(300, 5));
    const started = await client.request('run.start', { datasetId, settings });
    ({ runId } = started);
    expect((await rest(started.jobId)).error).toBeUndefined();
    report = await client.request('run.report', { runId });
  });

  it('are a data set without lines, and the workspace stays sound', async () => {
    const dataset = await client.request('dataset.get', { datasetId });
    expect(dataset).toMatchObject({ status: 'ready', customers: 300, lines: 0, orders: 0, products: 0 });
    expect(dataset.files[0]).toMatchObject({ kind: 'attributes', accepted: 300 });
    expect(await client.request('workspace.verify', {})).toEqual({ ok: true, problems: [] });
  });

  it('fall into the three kinds there are; rules say that they need orders', () => {
    expect(report.nSegments).toBe(3);
    expect(report.segments.map(({ size }) => size)).toEqual([100, 100, 100]);
    expect(report.revenue).toBeNull();
    expect(
      report.segments.every(({ revenue, outlook, kind }) => revenue === null && !outlook && kind === 'group'),
    ).toBe(true);
    const rules = report.scoreboard.find(({ method }) => method === 'rfm')!;
    expect(rules).toMatchObject({ status: 'failed', failure: { reason: 'rules_need_orders' } });
    for (const score of report.scoreboard.filter(({ method }) => method !== 'rfm')) {
      expect([score.method, score.status, score.futureValue]).toEqual([score.method, 'ok', null]);
    }
  });

  it.each(['en', 'zh-CN'] as const)(
    'are called by what sets them apart, each by another name: %s',
    async (language) => {
      const names = report.segments.map((segment) => segmentName(segment, language));
      expect(new Set(names).size).toBe(3);
      expect(names.join()).toMatch(/income|age|plan/);
      const page = await renderReport(report, language);
      expect(page).not.toMatch(/NaN|null|undefined/);
      for (const name of names) expect(page).toContain(name);
      expect(summaryLines(report, language).join('\n')).not.toMatch(/NaN|null|undefined/);
    },
  );

  it('are listed by id, found, and looked at one by one', async () => {
    const page = await client.request('customer.page', { runId, offset: 0, limit: 5 });
    expect(page.rows.map(({ customer }) => customer)).toEqual(['P0', 'P1', 'P2', 'P3', 'P4']);
    expect(page.columns).toContain('attributes:income');
    expect((await client.request('customer.find', { runId, text: 'p29' })).length).toBeGreaterThan(5);
    const one = await client.request('customer.get', { runId, row: 7 });
    expect(one.orders).toEqual([]);
    expect(one.figures.find(({ feature }) => feature === 'attributes:income')!.value).toBeGreaterThan(0);
  });

  it('can be merged, and new ones join the segments that there are', async () => {
    const { jobId } = await client.request('run.export', { runId, folder: 'out', language: 'en' });
    expect((await rest(jobId)).error).toBeUndefined();
    writeFileSync(join(folder, 'new.csv'), people(60, 6));
    const assigned = await client.request('model.assign', {
      ...{ model: 'out/model', files: ['new.csv'], folder: 'new', language: 'en' },
    });
    expect(await rest(assigned.jobId)).toMatchObject({
      status: 'succeeded',
      result: { customers: 60, sizes: [20, 20, 20] },
    });
    const known = readFileSync(join(folder, 'out/segments.csv'), 'utf8').split('\n');
    const joined = readFileSync(join(folder, 'new/segments.csv'), 'utf8').split('\n');
    const segmentOf = (lines: string[], id: string): string =>
      lines.find((line) => line.startsWith(`${id},`))!.split(',')[1]!;
    for (const id of ['P0', 'P1', 'P2']) expect(segmentOf(joined, id)).toBe(segmentOf(known, id));
    const [first, second] = report.segments;
    await client.request('segment.adjust', { runId, action: { kind: 'merge', segments: [first!.id, second!.id] } });
    await expect
      .poll(async () => (await client.request('run.report', { runId })).nSegments, { timeout: 20_000 })
      .toBe(2);
  });

  it('can be told by a column of theirs, which then is no feature', async () => {
    const methods: RunSettings['methods'] = ['tree', 'classifier'];
    const learn = (labels: RunSettings['labels']) =>
      client.request('run.start', { datasetId, settings: { ...settings, methods, map: 'none', labels } });
    const started = await learn({ column: 'attributes:plan' });
    expect((await rest(started.jobId)).error).toBeUndefined();
    const told = await client.request('run.report', { runId: started.runId });
    expect(told.known).toMatchObject({ from: 'column', source: 'plan', labelled: 300, completed: 0 });
    expect(told.segments.map(({ name }) => name).sort()).toEqual(['basic', 'gold', 'plus']);
    expect(told.features.filter(({ id, inUse }) => inUse && id.includes('plan'))).toEqual([]);
    for (const language of ['en', 'zh-CN'] as const) {
      expect(await renderReport(told, language)).not.toMatch(/NaN|null|undefined/);
    }
    // The other method's segments are called after the labels as well.
    const other = told.method === 'tree' ? 'classifier' : 'tree';
    const chosen = await client.request('run.chooseMethod', { runId: started.runId, method: other });
    expect((await rest(chosen.jobId!)).error).toBeUndefined();
    const names = (await client.request('run.report', { runId: chosen.runId })).segments.map(({ name }) => name);
    expect(names.sort()).toEqual(['basic', 'gold', 'plus']);
    const refused = async (labels: RunSettings['labels']): Promise<unknown> =>
      (await rest((await learn(labels)).jobId)).error?.details.reason;
    expect(await refused({ column: 'attributes:income' })).toBe('label_is_numbers');
    expect(await refused({ column: 'attributes:nowhere' })).toBe('no_label_column');
    expect(await refused({ run: 9999 })).toBe('no_such_run');
    expect(await refused(undefined)).toBe('needs_labels');
  });

  it.each([
    ['a single customer', people(1, 1), 'too_few_customers'],
    [
      'nobody who differs',
      ['customer_id,score', ...Array.from({ length: 80 }, (_, i) => `c${i},5`)].join('\n'),
      'no_varying_feature',
    ],
  ])('%s: says so, and nothing is lost', async (name, text, reason) => {
    const id = await read(`${name}.csv`, text);
    const { jobId } = await client.request('run.start', { datasetId: id, settings });
    expect((await rest(jobId)).error).toMatchObject({ code: 'insufficient_data', details: { reason } });
    expect((await client.request('dataset.get', { datasetId: id })).status).toBe('ready');
  });
});

/** Step 4 by the contract: silhouettes, selections, two runs, another method of the race, deleting; over a real engine. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import type { Job, RunSettings } from '../../shared/domain.ts';
import { connect, memoryPorts, type Client } from '../../shared/protocol.ts';
import { temporaryFolder } from '../cli/command.ts';

const folder = temporaryFolder();
let engine: Engine;
let client: Client;
let datasetId = 0;
let first = 0;

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

const settings: RunSettings = {
  methods: ['rfm', 'kmeans', 'autoencoder'],
  segments: 'auto',
  preset: 'fast',
  seed: 1,
  network: null,
  map: 'pca',
  backend: 'kernels',
  exclude: [],
};

async function startRun(changes: Partial<RunSettings> = {}, dataset = datasetId): Promise<number> {
  const { jobId, runId } = await client.request('run.start', {
    datasetId: dataset,
    settings: { ...settings, ...changes },
  });
  expect((await rest(jobId)).status).toBe('succeeded');
  return runId;
}

async function importShop(customers: number): Promise<number> {
  const name = `shop${customers}`;
  mkdirSync(join(folder, name));
  await rest((await client.request('sample.create', { folder: name, customers })).jobId);
  const started = await client.request('dataset.import', { name, files: [`${name}/orders.csv`] });
  expect((await rest(started.jobId)).status).toBe('succeeded');
  return started.datasetId;
}

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
  datasetId = await importShop(700);
  first = await startRun();
});
afterAll(() => engine.close());

describe('the runs of a workspace', () => {
  it('are listed with method, number of segments and data', async () => {
    const report = await client.request('run.report', { runId: first });
    const [run] = await client.request('run.list', {});
    expect(run).toMatchObject({ id: first, dataset: 'shop700', method: report.method, nSegments: report.nSegments });
    expect(report).not.toHaveProperty('raced');
  });
});

describe('silhouettes', () => {
  it('agree with the scoreboard, and are measured once', async () => {
    const report = await client.request('run.report', { runId: first });
    const plot = await client.request('run.silhouettes', { runId: first });
    const common = report.scoreboard.find(({ method }) => method === report.method)!.common!;
    expect(plot.measured).toBe(700);
    expect(plot.mean).toBeCloseTo(common.silhouette, 9);
    expect(plot.segments.map(({ measured }) => measured)).toEqual(report.segments.map(({ size }) => size));
    expect(plot.segments.every(({ position, neighbour }) => neighbour !== position)).toBe(true);
    const started = performance.now();
    expect(await client.request('run.silhouettes', { runId: first })).toEqual(plot);
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe('a selection', () => {
  it('by a rule and its description agree with the profiles', async () => {
    const report = await client.request('run.report', { runId: first });
    const everybody = Int32Array.from({ length: 700 }, (_, row) => row);
    const all = await client.request('selection.describe', { runId: first, rows: everybody });
    expect(all.mix).toEqual(report.segments.map(({ size }) => size));
    expect(all.revenue).toBeCloseTo(
      report.segments.reduce((sum, { revenue }) => sum + revenue!, 0),
      4,
    );
    expect(all.traits).toEqual([]);
    const range = { runId: first, feature: 'frequency', low: 5, high: null };
    const { rows, least, most } = await client.request('selection.find', range);
    expect(least).toBeGreaterThanOrEqual(1);
    expect(most).toBeGreaterThan(5);
    const often = await client.request('selection.describe', { runId: first, rows });
    expect(often.customers).toBe(rows.length);
    expect(often.traits).toHaveLength(3);
    expect(often.traits.every(({ own, overall }) => own !== overall)).toBe(true);
    const wrong = client.request('selection.describe', { runId: first, rows: Int32Array.of(700) });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_input', details: { reason: 'no_such_row' } });
  });
});

describe('two runs', () => {
  it('of one data set with the same settings are the same', async () => {
    const again = await startRun({ map: 'none' });
    const same = await client.request('run.compare', { runId: again, otherId: first });
    expect(same).toMatchObject({ sameData: true, shared: 700, added: 0, dropped: 0, moved: 0, adjustedRand: 1 });
    expect(same.before).toEqual(same.after);
    await client.request('run.delete', { runId: again });
    expect((await client.request('run.list', {})).map(({ id }) => id)).toEqual([first]);
    await expect(client.request('run.report', { runId: again })).rejects.toMatchObject({ code: 'not_found' });
    await expect(client.request('run.delete', { runId: again })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of other data match customers by name, and count who is new and who is gone', async () => {
    const other = await importShop(500);
    const runId = await startRun({ methods: ['kmeans'] }, other);
    const comparison = await client.request('run.compare', { runId, otherId: first });
    const names = (file: string): Set<string> => {
      const [head, ...lines] = readFileSync(join(folder, file), 'utf8').trim().split('\n');
      const at = head!.split(',').findIndex((name) => /customer/i.test(name));
      return new Set(lines.map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)[at]!).filter(Boolean));
    };
    const [later, earlier] = [names('shop500/orders.csv'), names('shop700/orders.csv')];
    const both = [...later].filter((name) => earlier.has(name)).length;
    expect(comparison.sameData).toBe(false);
    expect(comparison.shared).toBe(both);
    expect(comparison.added).toBe(500 - both);
    expect(comparison.dropped).toBe(700 - both);
    expect(comparison.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(both);
    expect(comparison.before).toHaveLength(500);
    await client.request('dataset.delete', { datasetId: other });
  });
});

describe('another method of the race', () => {
  it('is a run of its own, beside the first and comparable with it; asked again, the same one', async () => {
    const before = await client.request('run.report', { runId: first });
    const method = before.method === 'kmeans' ? 'autoencoder' : 'kmeans';
    const chosen = await client.request('run.chooseMethod', { runId: first, method });
    expect((await rest(chosen.jobId!)).status).toBe('succeeded');
    const report = await client.request('run.report', { runId: chosen.runId });
    expect(report).toMatchObject({ runId: chosen.runId, method, scoreboard: before.scoreboard });
    expect(report.methodAdvice).toEqual(before.methodAdvice);
    expect(report.countAdvice.recommended).toBe(report.nSegments);
    expect(report.segments.map(({ size }) => size).sort((a, b) => b - a)).toEqual(
      before.scoreboard.find((score) => score.method === method)!.sizes,
    );
    expect(report.map!.x).toEqual(before.map!.x);
    expect((await client.request('run.report', { runId: first })).segments).toEqual(before.segments);

    expect(await client.request('run.chooseMethod', { runId: first, method })).toEqual({
      jobId: null,
      runId: chosen.runId,
    });
    const back = { runId: chosen.runId, method: before.method };
    expect(await client.request('run.chooseMethod', back)).toEqual({ jobId: null, runId: first });

    // A run of that method alone finds the very same segments under the same names.
    const alone = await client.request('run.report', { runId: await startRun({ methods: [method] }) });
    expect(report.segments).toEqual(alone.segments);

    const comparison = await client.request('run.compare', { runId: chosen.runId, otherId: first });
    expect(comparison.shared).toBe(700);
    expect(comparison.moved).toBeGreaterThan(0);
    expect(comparison.adjustedRand).toBeLessThan(1);
    // What was answered is a copy: the customers of the run can be asked for still, and the answer comes again.
    const customer = await client.request('customer.get', { runId: chosen.runId, row: 3 });
    expect(report.segments.map(({ id }) => id)).toContain(customer.segment);
    expect(await client.request('run.compare', { runId: chosen.runId, otherId: first })).toEqual(comparison);

    // Its model takes in new customers as that method does.
    const folders = ['chosen', 'alone'].map((name) => join(folder, name));
    const runs = [chosen.runId, alone.runId];
    for (const [i, runId] of runs.entries()) {
      const asked = await client.request('run.export', { runId, folder: ['chosen', 'alone'][i]!, language: 'en' });
      expect((await rest(asked.jobId)).status).toBe('succeeded');
    }
    const models = folders.map((path) => readFileSync(join(path, 'model', 'model.bin')));
    expect(models[0]!.equals(models[1]!)).toBe(true);
  });

  it('goes on from there to the third, and refuses what did not race', async () => {
    const rules = await client.request('run.chooseMethod', { runId: first, method: 'rfm' });
    expect((await rest(rules.jobId!)).status).toBe('succeeded');
    const report = await client.request('run.report', { runId: rules.runId });
    expect(report.countAdvice.reason).toBe('fixed_rules');
    expect(report.segments.reduce((sum, { size }) => sum + size, 0)).toBe(700);
    const single = (await client.request('run.list', {})).find((run) => run.settings.methods.length === 1)!;
    const missing = client.request('run.chooseMethod', { runId: single.id, method: 'rfm' });
    await expect(missing).rejects.toMatchObject({ code: 'not_found', details: { reason: 'method_not_raced' } });
    expect(await client.request('workspace.verify', {})).toEqual({ ok: true, problems: [] });
  });
});

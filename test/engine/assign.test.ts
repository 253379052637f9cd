/** New files into an exported model: treated as those of the run were. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { Random } from '../../electron/engine/ml/random.ts';
import { decodeModel } from '../../electron/engine/segmentation/model.ts';
import { listAudit } from '../../electron/engine/workspace/audit-log.ts';
import { openWorkspace } from '../../electron/engine/workspace/open.ts';
import type { Params } from '../../shared/contract.ts';
import type { Job, RunSettings } from '../../shared/domain.ts';
import { connect, memoryPorts, type Client } from '../../shared/protocol.ts';
import { temporaryFolder } from '../cli/command.ts';

const folder = temporaryFolder();
const configFolder = join(folder, 'config');
let engine: Engine;
let client: Client;

/** Eighty people of two kinds, who order through 2024; the second kind goes over to the first one's tastes in July. */
function orders(): string {
  const random = new Random(3);
  const lines = ['invoice,email,date,product,quantity,price'];
  for (let i = 0; i < 640; i++) {
    const [person, month] = [i % 80, 1 + Math.floor(i / 64)];
    const heavy = person % 2 === 0 || month > 6;
    const product = `${heavy ? 'A' : 'B'}${random.integer(4)}`;
    const day = String(1 + random.integer(28)).padStart(2, '0');
    const amount = (heavy ? 40 : 5) + random.uniform();
    lines.push(
      `${i},person${person}@shop.example,2024-${String(month).padStart(2, '0')}-${day},${product},1,${amount.toFixed(2)}`,
    );
  }
  return lines.join('\n');
}
const products = [
  'sku,name,category,brand',
  ...['A', 'B'].flatMap((kind) => [0, 1, 2, 3].map((i) => `${kind}${i},Thing ${kind}${i},Kind ${kind},Make ${i}`)),
].join('\n');

/** Orders until the end of June count. */
const period = { until: Date.UTC(2024, 6, 1) / 1000, cutOff: Date.UTC(2024, 4, 1) / 1000 };
const settings: RunSettings = {
  ...{ methods: ['kmeans'], segments: 2, preset: 'fast', seed: 1, network: null, map: 'none', backend: 'kernels' },
  ...{ exclude: [], include: ['category=Kind A'], period },
};

async function ended(jobId: number): Promise<Job> {
  return new Promise((resolve) => {
    const stop = client.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (!job || ['queued', 'running'].includes(job.status)) return;
      stop();
      resolve(job);
    });
  });
}
async function assign(out: string, change: Partial<Params<'model.assign'>> = {}): Promise<Job> {
  const { jobId } = await client.request('model.assign', {
    ...{ model: 'out/model', files: ['orders.csv', 'products.csv'], folder: out, language: 'en' },
    ...change,
  });
  return ended(jobId);
}
const lines = (name: string): string[] =>
  readFileSync(join(folder, name, 'segments.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .sort();

beforeAll(async () => {
  const [clientPort, enginePort] = memoryPorts();
  engine = createEngine({ workers: 2, configFolder, resolveFile: (file) => join(folder, file), onFailure: () => {} });
  engine.attach(enginePort);
  client = connect(clientPort);
  await client.request('workspace.create', { path: 'w.clientele', key: { kind: 'local' } });
  writeFileSync(join(folder, 'orders.csv'), orders());
  writeFileSync(join(folder, 'products.csv'), products);
  const read = await client.request('dataset.import', { name: 'shop', files: ['orders.csv', 'products.csv'] });
  expect((await ended(read.jobId)).error).toBeUndefined();
  const run = await client.request('run.start', { datasetId: read.datasetId, settings });
  expect((await ended(run.jobId)).error).toBeUndefined();
  const { jobId } = await client.request('run.export', { runId: run.runId, folder: 'out', language: 'en' });
  expect((await ended(jobId)).error).toBeUndefined();
});
afterAll(async () => {
  await engine.close();
  client.close();
});

describe('the files of a run, assigned to its own model', () => {
  it('give the same people the same segments, under the same pseudonyms, at the time that the run looked at', async () => {
    const job = await assign('again');
    expect(job.error).toBeUndefined();
    expect(job.result).toMatchObject({ customers: 80, personal: 80 });
    expect(lines('again')).toEqual(lines('out'));
    expect(
      lines('again')
        .slice(0, -1)
        .every((line) => /^p(-[0-9a-z]{4}){3},/.test(line)),
    ).toBe(true);
    const model = decodeModel(readFileSync(join(folder, 'out/model/model.bin')));
    expect(model).toMatchObject({ period: { until: period.until }, personalIds: true });
    expect(model.preprocessing.columns.map(({ id }) => id)).toContain('category=Kind A');
  });

  it('look at another time where one is asked for', async () => {
    await assign('whole', { period: { until: Date.UTC(2025, 0, 1) / 1000 } });
    expect(lines('whole')).not.toEqual(lines('out'));
    expect(await assign('never', { period: { until: Date.UTC(2020, 0, 1) / 1000 } })).toMatchObject({
      status: 'failed',
      error: { code: 'invalid_input', details: { reason: 'period_empty' } },
    });
  });

  it('keep their ids where that is asked for, which the log of the workspace notes', async () => {
    await assign('shown', { revealIds: true });
    const shown = lines('shown');
    expect(new Set(shown.map((line) => line.split(',')[0]))).toEqual(
      new Set(Array.from({ length: 80 }, (_, i) => `person${i}@shop.example`)),
    );
    const reader = openWorkspace(join(folder, 'w.clientele'), { key: { kind: 'local', configFolder }, readOnly: true });
    const noted = listAudit(reader.db).filter(({ action }) => action === 'customers.assigned');
    reader.close();
    expect(noted.map(({ details }) => details)).toContainEqual({ customers: 80, revealed: 80 });
    expect(noted.map(({ details }) => details)).toContainEqual({ customers: 80, revealed: 0 });
    expect(JSON.stringify(noted)).not.toMatch(/person\d/);
  });

  it('are refused without the catalogue that the model compares by', async () => {
    expect(await assign('without', { files: ['orders.csv'] })).toMatchObject({
      status: 'failed',
      error: { code: 'invalid_input', details: { reason: 'needs_catalogue' } },
    });
  });

  it('replace few ids as well as many: what was personal in the run is so here', async () => {
    // Names of people, too few to be told for such by themselves.
    writeFileSync(
      join(folder, 'few.csv'),
      'invoice,customer,date,product,quantity,price\n1,Zed,2024-05-01,A1,1,4\n2,Zed,2024-06-01,A1,1,4\n',
    );
    expect((await assign('few', { files: ['few.csv', 'products.csv'] })).error).toBeUndefined();
    expect(lines('few')[0]).toMatch(/^p(-[0-9a-z]{4}){3},/);
  });
});

/** A workbook over the contract: both sheets as one data set, one of them by choice, and what could not be read. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import type { DatasetSummary, Job } from '../../shared/domain.ts';
import { connect, memoryPorts, type Client } from '../../shared/protocol.ts';
import { temporaryFolder } from '../cli/command.ts';
import { workbook, type Rows } from './ingest/workbooks.ts';

const folder = temporaryFolder();
let engine: Engine;
let client: Client;

const sheet = (n: number, year: number): Rows => [
  ['Invoice', 'Quantity', 'InvoiceDate', 'Price', 'Customer ID'],
  ...Array.from({ length: n }, (_, i) => [
    ...[
      1000 + i,
      1 + (i % 4),
      new Date(Date.UTC(year, i % 12, 1 + (i % 28), 9, 30)),
      1.25 * (1 + (i % 9)),
      500 + (i % 20),
    ],
  ]),
];

beforeAll(async () => {
  const [clientPort, enginePort] = memoryPorts();
  engine = createEngine({
    workers: 1,
    configFolder: join(folder, 'config'),
    resolveFile: (file) => join(folder, file),
    onFailure: (error) => {
      throw error;
    },
  });
  engine.attach(enginePort);
  client = connect(clientPort);
  mkdirSync(folder, { recursive: true });
  const second = sheet(60, 2024);
  second[12]![2] = 'soon';
  writeFileSync(join(folder, 'shop.xlsx'), await workbook({ '2023': sheet(80, 2023), '2024': second }));
  await client.request('workspace.create', { path: 'w.clientele', key: { kind: 'local' } });
});
afterAll(async () => {
  await engine.close();
  client.close();
});

async function imported(part?: string): Promise<DatasetSummary> {
  const { datasetId, jobId } = await client.request('dataset.import', { name: 'Shop', files: ['shop.xlsx'], part });
  const job = await new Promise<Job>((resolve) => {
    const stop = client.subscribe('jobs', {}, (jobs) => {
      const found = jobs.find(({ id }) => id === jobId);
      if (!found || found.status === 'queued' || found.status === 'running') return;
      stop();
      resolve(found);
    });
  });
  expect(job.status).toBe('succeeded');
  return client.request('dataset.get', { datasetId });
}

it('reads both sheets, and writes out the rejected row with its sheet and its text', async () => {
  const inspection = await client.request('file.inspect', { file: 'shop.xlsx' });
  expect(inspection.parts.map(({ name, read }) => [name, read])).toEqual([
    ['2023', true],
    ['2024', true],
  ]);
  const dataset = await imported();
  expect(dataset).toMatchObject({ lines: 139, customers: 20 });
  const ask = { datasetId: dataset.id, folder: 'out', language: 'en' as const, sources: ['shop.xlsx'] };
  expect(await client.request('dataset.exportRejected', ask)).toEqual({ lines: 1, withText: 1 });
  const [, row] = readFileSync(join(folder, 'out', 'rejected.csv'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(row).toBe('shop.xlsx › 2024,13,InvoiceDate,The date cannot be read,aaaa,"1011,4,soon,3.75,511"');
});

it('reads one sheet by choice, and finds each data set by it', async () => {
  const whole = await client.request('dataset.find', { files: ['shop.xlsx'] });
  const one = await imported('2023');
  expect(one).toMatchObject({ lines: 80, rejectedLines: [] });
  expect(one.files[0]!.part).toBe('2023');
  expect((await client.request('dataset.find', { files: ['shop.xlsx'], part: '2023' }))!.id).toBe(one.id);
  expect((await client.request('dataset.find', { files: ['shop.xlsx'] }))!.id).toBe(whole!.id);
  expect(await client.request('dataset.find', { files: ['shop.xlsx'], part: '2024' })).toBeNull();
});

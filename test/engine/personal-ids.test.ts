/** Personal ids of customers, over the contract: pseudonyms in their place, the ids kept apart for exports. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { loadDictionaries } from '../../electron/engine/workspace/datasets.ts';
import { listAudit } from '../../electron/engine/workspace/audit-log.ts';
import { openWorkspace, type Workspace } from '../../electron/engine/workspace/open.ts';
import { loadPersonalIds } from '../../electron/engine/workspace/personal-ids.ts';
import { verifyWorkspace } from '../../electron/engine/workspace/verify.ts';
import type { DatasetSummary, Job, RunSettings } from '../../shared/domain.ts';
import { idsReplaced } from '../../shared/file-roles.ts';
import { connect, memoryPorts, type Client } from '../../shared/protocol.ts';
import { temporaryFolder } from '../cli/command.ts';

const folder = temporaryFolder();
const configFolder = join(folder, 'config');
const shape = /^p(-[0-9a-z]{4}){3}$/;
let engine: Engine;
let client: Client;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  const [clientPort, enginePort] = memoryPorts();
  engine = createEngine({
    workers: 2,
    configFolder,
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

async function finished(jobId: number): Promise<Job> {
  const job = await new Promise<Job>((resolve) => {
    const stop = client.subscribe('jobs', {}, (jobs) => {
      const found = jobs.find(({ id }) => id === jobId);
      if (!found || found.status === 'queued' || found.status === 'running') return;
      stop();
      resolve(found);
    });
  });
  expect(job).toMatchObject({ status: 'succeeded' });
  return job;
}

const nCustomers = 60;
const address = (i: number): string => `person${i}@shop.example`;

/** Three orders a customer, the address in another spelling each time. */
function orders(name: string, from = 0): string {
  const spellings = [address, (i: number) => `Person${i}@Shop.example`, (i: number) => ` ${address(i)} `];
  const lines = ['invoice,product,date,quantity,price,email'];
  for (let i = from; i < from + nCustomers; i++) {
    spellings.forEach((spell, o) => {
      lines.push(
        `${i * 3 + o},p${(i + o) % 9},2024-0${1 + ((i + o) % 9)}-1${i % 9},${1 + (i % 4)},${5 + (i % 17)}.5,${spell(i)}`,
      );
    });
  }
  writeFileSync(join(folder, name), lines.join('\n'));
  return name;
}

async function imported(...files: string[]): Promise<DatasetSummary> {
  const { jobId, datasetId } = await client.request('dataset.import', { name: files[0]!, files });
  await finished(jobId);
  return client.request('dataset.get', { datasetId });
}

function look<Value>(read: (db: Workspace['db']) => Value): Value {
  const reader = openWorkspace(join(folder, 'w.clientele'), { key: { kind: 'local', configFolder }, readOnly: true });
  try {
    return read(reader.db);
  } finally {
    reader.close();
  }
}

describe('e-mail addresses as customers', () => {
  it('become pseudonyms, one for all spellings, and the addresses are kept apart', async () => {
    const dataset = await imported(orders('march.csv'));
    expect(dataset).toMatchObject({ customers: nCustomers, lines: 3 * nCustomers });
    expect(idsReplaced(dataset.files)).toBe(true);
    expect(JSON.stringify(dataset)).not.toMatch(/person\d|shop\.ex/i);
    const { names, ids } = look((db) => ({
      names: loadDictionaries(db, dataset.id).customers,
      ids: loadPersonalIds(db, dataset.id),
    }));
    expect(names.every((name) => shape.test(name))).toBe(true);
    expect(names.map((name) => ids.get(name))).toEqual(Array.from({ length: nCustomers }, (_, i) => address(i)));
  });

  it('are the same in a later import, and join files by their addresses', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `PERSON${i + 30}@shop.example,${20 + i},${['A', 'B', 'C'][i % 3]}`,
    );
    writeFileSync(join(folder, 'people.csv'), ['Email,Age,Plan', ...rows].join('\n'));
    const dataset = await imported(orders('april.csv', 30), 'people.csv');
    expect(dataset.files[1]!.match).toEqual({ matched: 40, unmatched: 0 });
    const [earlier, later] = look((db) => [
      loadDictionaries(db, 1).customers,
      loadDictionaries(db, dataset.id).customers,
    ]);
    expect(later!.slice(0, 30)).toEqual(earlier!.slice(30));
  });

  it('are written only where an export asks for them, which is noted as a count', async () => {
    const settings: RunSettings = {
      ...{ methods: ['kmeans'], segments: 3, preset: 'fast', seed: 1, network: null },
      ...{ map: 'none', backend: 'auto', exclude: [] },
    };
    const { runId, jobId } = await client.request('run.start', { datasetId: 1, settings });
    await finished(jobId);
    const page = await client.request('customer.page', { runId, offset: 0, limit: 100 });
    expect(page.personal).toBe(false);
    expect(page.rows.every(({ customer }) => shape.test(customer))).toBe(true);
    const firstCells = async (revealIds: boolean): Promise<string[][]> => {
      const out = `out-${revealIds}`;
      const asked = { runId, folder: out, language: 'en' as const, revealIds };
      await finished((await client.request('run.export', asked)).jobId);
      await finished((await client.request('customer.export', asked)).jobId);
      const cells = ['segments.csv', 'customers.csv'].map((file) =>
        readFileSync(join(folder, out, file), 'utf8')
          .trim()
          .split('\n')
          .slice(1)
          .map((line) => line.split(',')[0]!),
      );
      const model = readFileSync(join(folder, out, 'model', 'model.bin'), 'latin1');
      const report = readFileSync(join(folder, out, 'report.html'), 'utf8');
      expect(model + report).not.toMatch(/person\d+@|Person\d+@/);
      return cells;
    };
    for (const cells of await firstCells(false)) {
      expect(cells).toHaveLength(nCustomers);
      expect(cells.every((cell) => shape.test(cell))).toBe(true);
    }
    const everybody = Array.from({ length: nCustomers }, (_, i) => address(i)).sort();
    for (const cells of await firstCells(true)) expect(cells.sort()).toEqual(everybody);
    const notes = look((db) => listAudit(db).filter(({ action }) => action.endsWith('.exported')));
    expect(notes.map(({ details }) => details.revealed)).toEqual([nCustomers, nCustomers, 0, 0]);
    expect(JSON.stringify(notes)).not.toMatch(/person\d/);
  });

  it('are gone when the data set is', async () => {
    await client.request('dataset.delete', { datasetId: 1 });
    const left = look((db) => db.prepare('SELECT dataset_id FROM personal_ids').pluck().all());
    expect(left).toEqual([2]);
    const reader = openWorkspace(join(folder, 'w.clientele'), { key: { kind: 'local', configFolder }, readOnly: true });
    expect(verifyWorkspace(reader)).toEqual({ ok: true, problems: [] });
    reader.close();
  });
});

it('ids that are no addresses stay as they are', async () => {
  const lines = Array.from({ length: 50 }, (_, i) => `${i},p${i % 7},2024-01-${10 + (i % 9)},1,2.50,C${i % 20}`);
  writeFileSync(join(folder, 'plain.csv'), ['invoice,product,date,quantity,price,customer', ...lines].join('\n'));
  const dataset = await imported('plain.csv');
  expect(idsReplaced(dataset.files)).toBe(false);
  expect(look((db) => loadDictionaries(db, dataset.id).customers)).toContain('C7');
});

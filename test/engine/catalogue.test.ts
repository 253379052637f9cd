/** A catalogue through the whole engine: read beside orders, kept, shown, written, compared by, and gone with its data. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { sampleFiles } from '../../electron/engine/sample/create-sample.ts';
import { listAudit } from '../../electron/engine/workspace/audit-log.ts';
import { loadCatalogue, loadCatalogueTexts } from '../../electron/engine/workspace/catalogues.ts';
import { openWorkspace, type Workspace } from '../../electron/engine/workspace/open.ts';
import type { Params } from '../../shared/contract.ts';
import type { Job } from '../../shared/domain.ts';
import { connect, memoryPorts, type Client } from '../../shared/protocol.ts';
import { temporaryFolder } from '../cli/command.ts';

const folder = temporaryFolder();
const configFolder = join(folder, 'config');
let engine: Engine;
let client: Client;
let datasetId = 0;

function ended(jobId: number): Promise<Job> {
  return new Promise((resolve) => {
    const stop = client.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (!job || job.status === 'queued' || job.status === 'running') return;
      stop();
      resolve(job);
    });
  });
}

function look<Value>(read: (db: Workspace['db']) => Value): Value {
  const reader = openWorkspace(join(folder, 'w.clientele'), { key: { kind: 'local', configFolder }, readOnly: true });
  try {
    return read(reader.db);
  } finally {
    reader.close();
  }
}

/** All that the sample shop writes but the hidden kinds, which no shop knows. */
const shop = sampleFiles.filter((name) => name !== 'truth.csv').map((name) => `shop/${name}`);

beforeAll(async () => {
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
  await ended((await client.request('sample.create', { folder: 'shop', customers: 400 })).jobId);
  const started = await client.request('dataset.import', { name: 'shop', files: shop });
  ({ datasetId } = started);
  expect((await ended(started.jobId)).error).toBeUndefined();
});
afterAll(async () => {
  await engine.close();
  client.close();
});

describe('the files of the sample shop, dropped together', () => {
  it('need no correction: each is what it is, and all are joined', async () => {
    const { files, customers } = await client.request('dataset.get', { datasetId });
    expect(customers).toBe(400);
    expect(files.map(({ kind }) => kind)).toEqual([
      ...['orders', 'events', 'reviews', 'attributes', 'relationships', 'catalogue'],
    ]);
    for (const { kind, match, rejected } of files) {
      expect(rejected).toBe(0);
      if (kind !== 'orders' && kind !== 'catalogue') expect(match!.unmatched).toBe(0);
    }
    const { catalogue } = files.at(-1)!;
    expect(catalogue).toMatchObject({ items: 1000, namedBy: 'orders' });
    expect(catalogue!.matched).toBe(catalogue!.of);
    expect(catalogue!.of).toBeGreaterThan(900);
  });

  it('are kept in the workspace, whole and checked', async () => {
    const [catalogue, texts] = look((db) => [loadCatalogue(db, datasetId)!, loadCatalogueTexts(db, datasetId)!]);
    expect(texts.codes).toHaveLength(1000);
    expect(catalogue.category.texts).toContain('Camping');
    expect(catalogue.listPrice.every((price) => price > 0)).toBe(true);
    expect(catalogue.listPrice.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(await client.request('workspace.verify', {})).toEqual({ ok: true, problems: [] });
  });

  it('tell of each customer which kinds of things they spend on', async () => {
    const { features } = await client.request('features.get', { datasetId, exclude: [] });
    const known = new Map(features.map((feature) => [feature.definition.id, feature]));
    for (const id of [
      'category=Camping',
      'favouriteCategoryShare',
      'categorySpread',
      'categoriesBought',
      'listDiscount',
    ])
      expect(known.has(id), id).toBe(true);
    expect(known.get('category=Camping')!.definition.inUse).toBe(true);
    expect(known.get('category=Camping')!.minimum).toBeGreaterThanOrEqual(0);
    expect(known.get('category=Camping')!.maximum).toBeLessThanOrEqual(1);
    expect(known.get('categoriesBought')!.maximum).toBeLessThanOrEqual(10);
  });
});

describe('the list of products', () => {
  const sort = { by: 'category', descending: false } as const;

  it('has their categories and list prices', async () => {
    const page = await client.request('product.page', { datasetId, offset: 0, limit: 3, sort });
    expect(page.hasCatalogue).toBe(true);
    expect(page.rows.map(({ category }) => category)).toEqual(['Camping', 'Camping', 'Camping']);
    for (const { listPrice, averagePrice, brand } of page.rows) {
      expect(averagePrice / listPrice).toBeGreaterThan(0.5);
      expect(averagePrice / listPrice).toBeLessThan(1.1);
      expect(brand).not.toBe('');
    }
  });

  it('is written by a job, which the log of the workspace notes', async () => {
    const asked = { datasetId, folder: 'lists', language: 'en', sort, search: 'camping' } as const;
    const { jobId } = await client.request('product.export', asked);
    const job = await ended(jobId);
    expect(job).toMatchObject({
      kind: 'products',
      status: 'succeeded',
      progress: 1,
      result: { files: ['products.csv'] },
    });
    const lines = readFileSync(join(folder, 'lists/products.csv'), 'utf8').trimEnd().split('\n');
    expect(lines[0]).toBe(
      '\ufeffProduct,Name,Category,Brand,Customers,Orders,Quantity,Revenue,Average price,List price,Return rate,First sold,Last sold',
    );
    expect(lines).toHaveLength(1 + Number(job.result!.products));
    const [latest] = look((db) => listAudit(db)).filter(({ action }) => action === 'products.exported');
    expect(latest!.details).toEqual({ dataset: datasetId, products: Number(job.result!.products) });
  });

  it('is not written at all when the job is cancelled', async () => {
    const asked = { datasetId, folder: 'lists', name: 'never.csv', language: 'en' } as const;
    const { jobId } = await client.request('product.export', asked);
    await client.request('job.cancel', { jobId });
    const { status } = await ended(jobId);
    // It may have been too quick to be cancelled.
    if (status === 'cancelled') expect(existsSync(join(folder, 'lists/never.csv'))).toBe(false);
    else expect(status).toBe('succeeded');
  });

  it('is refused for a run that is not there', async () => {
    const asked = { datasetId, runId: 99, folder: 'lists', language: 'en' } as const;
    await expect(client.request('product.export', asked)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('data with a catalogue that later files are read into', () => {
  const header = 'invoice,customer,date,product,description,quantity,price';
  const list = 'sku,name,category,brand,price';
  const write = (name: string, ...lines: string[]): string => {
    writeFileSync(join(folder, name), lines.join('\n'));
    return name;
  };
  const read = async (params: Omit<Params<'dataset.import'>, 'name'>): Promise<number> => {
    const { jobId, datasetId: id } = await client.request('dataset.import', { name: 'later', ...params });
    expect((await ended(jobId)).error).toBeUndefined();
    return id;
  };
  const sold = async (id: number): Promise<unknown[]> => {
    const asked = { datasetId: id, offset: 0, limit: 9, sort: { by: 'code', descending: false } } as const;
    const { rows } = await client.request('product.page', asked);
    return rows.map(({ code, name, category, listPrice }) => [code, name, category, listPrice]);
  };

  it('knows the new products, too, and takes over what a newer list says', async () => {
    const others = Array.from({ length: 60 }, (_, i) => `1${i},f${i},2024-01-02,X,odd,1,1`);
    const first = write('o1.csv', header, '1,a,2024-01-01,A,tent,1,40', ...others);
    const id = await read({ files: [first, write('c1.csv', list, 'A,Tent,Camping,N,50', 'B,Lamp,Light,L,12')] });
    expect(await sold(id)).toEqual([
      ['A', 'Tent', 'Camping', 50],
      ['X', 'odd', '', NaN],
    ]);
    const second = write('o2.csv', header, '3,a,2024-02-01,B,lamp,1,11');
    await read({ files: [second], into: { datasetId: id, how: 'append' } });
    expect((await sold(id))[1]).toEqual(['B', 'Lamp', 'Light', 12]);
    const { files } = await client.request('dataset.get', { datasetId: id });
    expect(files.map(({ catalogue }) => catalogue && [catalogue.of, catalogue.matched])).toEqual([
      ...[undefined, [3, 2], undefined],
    ]);

    const third = write('o3.csv', header, '4,c,2024-03-01,C,mug,1,4');
    const newer = write('c2.csv', list, 'B,Desk lamp,Home,L,14', 'C,Mug,Kitchen,M,5');
    await read({ files: [third, newer], into: { datasetId: id, how: 'new' } });
    expect(await sold(id)).toEqual([
      ['A', 'Tent', 'Camping', 50],
      ['B', 'Desk lamp', 'Home', 14],
      ['C', 'Mug', 'Kitchen', 5],
      ['X', 'odd', '', NaN],
    ]);
    expect(look((db) => loadCatalogueTexts(db, id)!.codes)).toEqual(['A', 'B', 'C']);
    expect(await client.request('workspace.verify', {})).toEqual({ ok: true, problems: [] });
    await client.request('dataset.delete', { datasetId: id });
  });
});

it('goes when its data set goes', async () => {
  await client.request('dataset.delete', { datasetId });
  expect(look((db) => db.prepare('SELECT count(*) FROM catalogues').pluck().get())).toBe(0);
});

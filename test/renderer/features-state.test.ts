/** The state behind the features page, against a real engine: what a person switches, and what the engine answers. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppState } from '../../renderer/app.svelte.ts';
import { changeBetween } from '../../renderer/features/features/changes.ts';
import type { FeatureSummary } from '../../shared/feature-overview.ts';
import { startEngine, testHost, type TestEngine } from './engine.ts';

let engine: TestEngine;
let app: AppState;

const until = (condition: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 60_000, interval: 20 });
const feature = (id: string): FeatureSummary =>
  app.features.overview!.features.find(({ definition }) => definition.id === id)!;
const inUse = (id: string): boolean => feature(id).definition.inUse;

async function open(): Promise<AppState> {
  const opened = new AppState(engine.connect(), testHost(), () => {});
  await opened.session.start();
  return opened;
}

/** Reads orders of so many customers, each with some orders of a few products. */
async function read(name: string, customers: number, line: (customer: number, order: number) => string): Promise<void> {
  mkdirSync(join(engine.folder, 'upload'), { recursive: true });
  const lines = Array.from({ length: customers }, (_, c) =>
    Array.from({ length: 1 + (c % 7) }, (__, order) => line(c, order)),
  ).flat();
  const head = 'CustomerID,InvoiceNo,InvoiceDate,UnitPrice,Quantity,StockCode';
  writeFileSync(join(engine.folder, 'upload', `${name}.csv`), [head, ...lines].join('\n'));
  await app.session.importFiles({ name, files: [`upload:${name}.csv`] }, null);
  await until(() => app.session.dataset?.name === name);
}

const varied = (c: number, order: number): string => {
  const day = String(1 + ((c * 7 + order * 5) % 28)).padStart(2, '0');
  const month = String(1 + ((c + order * 2) % 12)).padStart(2, '0');
  return `${c},${c}-${order},2024-${month}-${day} ${8 + (c % 12)}:15,${(1 + ((c * c + order) % 37)) / 2},${1 + (c % 5)},p${(c * 3 + order) % 23}`;
};

beforeAll(async () => {
  engine = startEngine();
  app = await open();
  await app.session.client.request('workspace.temporary', {});
  await app.session.start();
  await read('shop', 300, varied);
  await app.features.load();
});
afterAll(() => engine.close());

describe('features before anything is trained', () => {
  it('are all there, with what they hold and why some are off', () => {
    const { features } = app;
    expect(app.session.report).toBeNull();
    expect(features.error).toBeNull();
    expect(features.overview!.customers).toBe(300);
    expect(features.used).toBeGreaterThan(5);
    expect(features.used).toBeLessThan(features.all);
    expect(features.groups.flatMap((group) => group.features)).toHaveLength(features.all);
    for (const { before, after, definition } of features.overview!.features) {
      for (const { counts, below, above, missing } of [before, after]) {
        const all = counts.reduce((sum, count) => sum + count, 0) + below + above + missing;
        expect(all, definition.id).toBe(300);
      }
    }
    expect(features.overview!.pca.features).toHaveLength(features.used);
    expect(features.changed).toBe(false);
  });

  it('are found by name in both languages, and by whether they are in use', () => {
    const { features } = app;
    features.search = 'SUM of all orders';
    expect(features.groups.flatMap((group) => group.features).map(({ definition }) => definition.id)).toEqual([
      'monetary',
    ]);
    features.search = '全部订单金额之和';
    expect(features.groups).toHaveLength(1);
    features.search = 'nothing is called that';
    expect(features.groups).toEqual([]);
    features.search = '';
    features.filter = 'off';
    expect(features.groups.flatMap((group) => group.features)).toHaveLength(features.all - features.used);
    // Opening one that is not in sight brings it there.
    features.open('monetary');
    expect(features.filter).toBe('all');
    features.open(null);
  });

  it('are switched at once, and the answer tells what it did', async () => {
    const { features } = app;
    const before = features.used;
    features.toggle(feature('monetary'));
    expect(features.isOn(feature('monetary'))).toBe(false);
    expect(app.train.settings.exclude).toEqual(['monetary']);
    await features.load();
    expect(inUse('monetary')).toBe(false);
    expect(features.changed).toBe(true);
    const change = changeBetween(features.earlier!, features.overview!, new Set(['monetary']));
    expect([change.usedBefore, change.used]).toEqual([before, features.used]);
    expect(change.used).toBe(before - 1 + change.cameIn.length - change.wentOut.length);
    expect(change.share).not.toBe(change.shareBefore);
    features.toggle(feature('monetary'));
    await features.load();
    expect(features.used).toBe(before);
    expect(features.changed).toBe(false);
  });

  it('can be forced on where that makes sense, and given back', async () => {
    const { features } = app;
    const reading = feature('hourSin');
    expect(reading.definition.off?.reason).toBe('reading_only');
    features.toggle(reading);
    await features.load();
    expect(inUse('hourSin')).toBe(true);
    expect(app.train.settings.include).toEqual(['hourSin']);
    features.toggle(feature('hourSin'));
    expect(features.changed).toBe(false);
    await features.load();
    expect(inUse('hourSin')).toBe(false);
    const constant = features.overview!.features.find(({ varies }) => !varies)!;
    expect(features.canSwitch(constant)).toBe(false);
  });

  it('are treated otherwise when a person wants it, and what is as suggested is no change', async () => {
    const { features } = app;
    const [before, suggested] = [feature('monetary'), feature('monetary').suggested.treatment];
    features.treat(before, { winsorise: null, transform: 'sqrt' });
    await features.load();
    expect(feature('monetary').definition.treatment).toEqual({ ...suggested, winsorise: null, transform: 'sqrt' });
    expect(feature('monetary').held).toBe(0);
    expect(feature('monetary').after.edges).not.toEqual(before.after.edges);
    expect(feature('monetary').before).toEqual(before.before);
    features.treat(feature('monetary'), { transform: suggested.transform });
    expect(app.train.settings.treatments).toEqual({ monetary: { winsorise: null } });
    features.treat(feature('monetary'), { winsorise: suggested.winsorise });
    expect(features.changed).toBe(false);
    await features.load();
    expect(feature('monetary')).toEqual(before);
  });

  it('never all go: the last one stays', async () => {
    const { features } = app;
    const ids = features.overview!.features.map(({ definition }) => definition.id);
    app.train.chooseFeatures({ exclude: ids.filter((id) => id !== 'recency') });
    await features.load();
    expect(features.used).toBe(1);
    features.toggle(feature('recency'));
    expect(features.refused).toBe(true);
    expect(features.isOn(feature('recency'))).toBe(true);
    expect(features.overview!.pca.explainedVarianceRatio).toEqual([1]);
    features.restore();
    expect(features.refused).toBe(false);
    await features.load();
    expect(features.used).toBeGreaterThan(5);
  });

  it('answer with nothing in use rather than fail, should all be excluded from elsewhere', async () => {
    const exclude = app.features.overview!.features.map(({ definition }) => definition.id);
    const datasetId = app.session.dataset!.id;
    const overview = await app.session.client.request('features.get', { datasetId, exclude });
    expect(overview.features.some(({ definition }) => definition.inUse)).toBe(false);
    expect(overview.pca.explainedVarianceRatio).toEqual([]);
    const { jobId } = await app.session.client.request('features.map', { datasetId, exclude, kind: 'pca' });
    await expect(app.session.ended(jobId!)).rejects.toMatchObject({ details: { reason: 'no_varying_feature' } });
  });

  it('are what the next run uses', async () => {
    const { features, train } = app;
    train.preset = 'fast';
    features.toggle(feature('monetary'));
    features.toggle(feature('hourCos'));
    features.treat(feature('recency'), { transform: 'log1p' });
    await features.load();
    const shown = features.overview!.features.map(({ definition }) => definition);
    await train.start();
    await until(() => app.session.report !== null);
    expect(app.session.report!.features).toEqual(shown);
    expect(app.session.report!.pca).toEqual(features.overview!.pca);
    features.restore();
    await features.load();
  });
});

describe('the first map', () => {
  const wish = () => ({ datasetId: app.session.dataset!.id, exclude: [], kind: 'tsne' as const });

  it('is drawn by a job, is the same again, and is there for a window that is loaded anew', async () => {
    const { map } = app.features;
    await map.follow();
    expect(map.error).toBeNull();
    const { drawn } = map;
    expect(drawn!.x).toHaveLength(300);
    expect(drawn!.clarity.map(({ feature: id }) => id).sort()).toEqual([...app.features.overview!.pca.features].sort());
    expect(map.colourBy).toBe(drawn!.clarity[0]!.feature);
    expect(Array.from(drawn!.figures[map.colourBy!]!)).toHaveLength(300);
    expect(map.job).toBeNull();

    const again = await open();
    await again.features.load();
    const jobs = again.session.jobs.length;
    await again.features.map.follow();
    expect(again.features.map.drawn).toEqual(drawn);
    expect(again.session.jobs.length).toBe(jobs);

    // Another colour needs no other map, another kind does.
    map.chosenColour = 'tenure';
    await map.follow();
    expect(map.drawn!.x).toEqual(drawn!.x);
    expect(map.drawn!.figures.tenure).toHaveLength(300);
    map.kind = 'pca';
    await map.follow();
    expect(map.drawn!.x).not.toEqual(drawn!.x);
    map.chosenColour = null;
    map.kind = 'tsne';
    await map.follow();
    expect(map.drawn!.x).toEqual(drawn!.x);
  });

  it('is one job for two who want it, and can be cancelled', async () => {
    const { client } = app.session;
    const seed = 77;
    const [one, other] = await Promise.all([0, 1].map(() => client.request('features.map', { ...wish(), seed })));
    expect(one!.jobId).toBe(other!.jobId);
    await client.request('job.cancel', { jobId: one!.jobId! });
    await expect(app.session.ended(one!.jobId!)).rejects.toMatchObject({ code: 'cancelled' });
    const next = await client.request('features.map', { ...wish(), seed });
    expect(next.jobId).not.toBe(one!.jobId);
    await app.session.ended(next.jobId!);
    const { map } = await client.request('features.map', { ...wish(), seed, figures: ['recency'] });
    expect(map!.x).toHaveLength(300);
  });

  it('stays away when a person cancels it, until they ask again', async () => {
    const { features } = app;
    const { map } = features;
    features.toggle(feature('monetary'));
    await features.load();
    const following = map.follow();
    await until(() => map.drawing);
    await map.cancel();
    await following;
    expect(map.stopped).toBe(true);
    expect(map.error).toBeNull();
    const { drawn } = map;
    await map.follow();
    expect(map.drawn).toBe(drawn);
    await map.again();
    expect(map.drawn).not.toBe(drawn);
    features.restore();
    await features.load();
  });

  it('refuses a figure that there is not', async () => {
    await expect(
      app.session.client.request('features.map', { ...wish(), figures: ['shoeSize'] }),
    ).rejects.toMatchObject({ details: { reason: 'unknown_feature' } });
  });
});

describe('data that say little', () => {
  it('are refused with the number of customers, when these are too few', async () => {
    await read('few', 12, varied);
    await app.features.load();
    expect(app.features.overview).toBeNull();
    expect(app.features.error).toMatchObject({ details: { reason: 'too_few_customers', customers: 12, needed: 20 } });
  });

  it('say so, when all customers are the same', async () => {
    await read('same', 25, (c, order) => (order > 0 ? '' : `${c},${c},2024-03-01 10:00,5,1,pot`));
    await app.features.load();
    expect(app.features.error).toBeNull();
    expect(app.features.used).toBe(0);
    expect(app.features.overview!.features.every(({ varies }) => !varies)).toBe(true);
    expect(app.features.overview!.pairs).toEqual([]);
  });

  it('hold prices beyond all measure without a crash', async () => {
    await read('odd', 60, (c, order) =>
      varied(c, order).replace(/,([\d.]+),(\d+),p/, c === 3 ? ',1e300,9,p' : c === 4 ? ',NaN,2,p' : ',$1,$2,p'),
    );
    await app.features.load();
    expect(app.features.error).toBeNull();
    for (const { before, after } of app.features.overview!.features) {
      expect([...before.edges, ...after.edges].every(Number.isFinite)).toBe(true);
      expect(Number.isFinite(before.skewness) && Number.isFinite(after.skewness)).toBe(true);
    }
    expect(app.features.overview!.pca.explainedVarianceRatio.every(Number.isFinite)).toBe(true);
  });
});

describe('the time that is looked at', () => {
  it('is chosen for the next run, survives what is suggested, and is refused where nobody ordered', async () => {
    const { features } = app;
    await until(() => features.overview !== null && !features.loading);
    const all = features.overview!.customers;
    features.choosePeriod({ from: Date.UTC(2024, 6, 1) / 1000 });
    await features.load();
    expect(features.error).toBeNull();
    expect(features.overview!.customers).toBeLessThan(all);
    expect(features.changed).toBe(false);
    features.restore();
    expect(features.period).toEqual({ from: Date.UTC(2024, 6, 1) / 1000 });

    features.choosePeriod({ from: Date.UTC(2030, 0, 1) / 1000 });
    await features.load();
    expect(features.error?.details.reason).toBe('period_empty');
    features.choosePeriod({});
    await features.load();
    expect(features.error).toBeNull();
    expect(features.overview!.customers).toBe(all);
  });
});

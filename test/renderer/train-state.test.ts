/** The state of the Train page against a real engine: choices that last, two windows, pause, what was cut off. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppState } from '../../renderer/app.svelte.ts';
import { orEmpty, parseLayers, parseNumber, parseWhole } from '../../renderer/features/train/architecture.ts';
import { leaderboard } from '../../renderer/features/train/leaderboard.ts';
import { takesPlace } from '../../renderer/features/train/summary.ts';
import { defaultSettings } from '../../renderer/session.svelte.ts';
import { methods, supervisedMethods, type Method } from '../../shared/domain.ts';
import type { Client } from '../../shared/protocol.ts';
import { startEngine, tabMemory, testHost, type TestEngine } from './engine.ts';

let engine: TestEngine;
beforeAll(() => void (engine = startEngine()));
afterAll(() => engine.close());

const until = (condition: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 90_000, interval: 20 });
/** Long enough for a choice to go to the engine and come to other windows. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 80));

/** Counts what a window saves. */
function counting(client: Client): { client: Client; saves: () => number } {
  let saves = 0;
  const request: Client['request'] = (name, params, signal) => {
    if (name === 'setting.save') saves++;
    return client.request(name, params, signal);
  };
  return { client: { ...client, request }, saves: () => saves };
}

async function openWindow(memory = tabMemory()): Promise<{ app: AppState; saves: () => number; places: string[] }> {
  const { client, saves } = counting(engine.connect());
  const places: string[] = [];
  const app = new AppState(client, testHost(memory), (page) => places.push(page));
  await app.session.start();
  return { app, saves, places };
}

function orders(customers: number): string {
  const lines = Array.from({ length: customers * 8 }, (_, i) => {
    const day = new Date(Date.UTC(2023, 0, 1 + ((i * 37) % 500))).toISOString().slice(0, 10);
    return `${i},p${i % 23},${day},u${(i * 7) % customers},${(i % 5) + 1},${((i * 13) % 90) + 1}.50`;
  });
  return ['InvoiceNo,StockCode,InvoiceDate,CustomerID,Quantity,UnitPrice', ...lines].join('\n');
}

async function read(app: AppState, name: string, customers: number): Promise<void> {
  mkdirSync(join(engine.folder, 'upload'), { recursive: true });
  writeFileSync(join(engine.folder, 'upload', name), orders(customers));
  await app.data.add([new File(['x'], name)]);
  await app.data.read(null);
  await until(() => app.session.dataset?.name === name.replace('.csv', '') && app.session.activeJob === null);
}

/** Those that need no labels. */
const racing = methods.filter((method) => !supervisedMethods.includes(method));

describe('the state of training', () => {
  it('keeps choices of the data set, also those made before there was one', async () => {
    const { app } = await openWindow();
    await app.welcome.create('Choices');
    app.train.preset = 'fast';
    expect(app.train.estimates).toBeNull();
    await read(app, 'first.csv', 400);
    await until(() => app.train.estimates !== null);
    expect(app.train.estimates!.deep.seconds).toBeGreaterThan(app.train.estimates!.fast.seconds);
    app.train.seed = 7;
    app.train.chooseFeatures({ exclude: ['recency'] });
    app.train.setMethod('rfm', false);
    app.train.choices.change({ network: [32, 4], segments: 5, map: 'pca', backend: 'wasm' });
    await settle();

    // A window that knows nothing but the workspace, as after a reload.
    const other = await openWindow();
    await until(() => other.app.train.seed === 7);
    expect(other.app.train.settings).toEqual({
      ...{
        methods: methods.filter((method) => method !== 'rfm'),
        segments: 5,
        preset: 'fast',
        seed: 7,
        network: [32, 4],
      },
      ...{ map: 'pca', backend: 'wasm', exclude: ['recency'], include: [], treatments: {}, computed: [], period: {} },
    });
    // Reading them is not choosing them.
    await settle();
    expect(other.saves()).toBe(0);
  });

  it('agrees between two windows: the last one has it, and neither answers the other', async () => {
    const [one, two] = [await openWindow(), await openWindow()];
    await until(() => one.app.train.seed === 7 && two.app.train.seed === 7);
    one.app.train.seed = 21;
    await until(() => two.app.train.seed === 21);
    two.app.train.preset = 'balanced';
    await until(() => one.app.train.preset === 'balanced');
    expect([one.saves(), two.saves()]).toEqual([1, 1]);
    // Both at once, several times: whatever the order, they end alike.
    for (let i = 0; i < 5; i++) {
      one.app.train.seed = 100 + i;
      two.app.train.seed = 200 + i;
    }
    await settle();
    await settle();
    expect(one.app.train.seed).toBe(two.app.train.seed);
    expect(one.saves() + two.saves()).toBeLessThanOrEqual(12);
    const before = one.saves() + two.saves();
    await settle();
    expect(one.saves() + two.saves()).toBe(before);
  });

  it('keeps at least one method, and goes back to the defaults without forgetting features', async () => {
    const { app } = await openWindow();
    await until(() => app.train.exclude.length === 1);
    for (const method of methods) app.train.setMethod(method, false);
    expect(app.train.settings.methods).toEqual(['gan']);
    app.train.choices.recommend();
    expect(app.train.settings).toEqual({
      ...defaultSettings,
      exclude: ['recency'],
      include: [],
      treatments: {},
      computed: [],
      period: {},
    });
    await settle();
  });

  it('ignores what is no choice', async () => {
    const { app } = await openWindow();
    await until(() => app.session.dataset !== null);
    const datasetId = app.session.dataset!.id;
    const before = app.train.settings;
    for (const value of ['x', 5, { preset: 'turbo' }, { ...defaultSettings, seed: -1 }]) {
      await app.session.client.request('setting.save', { key: 'train', datasetId, value });
    }
    await settle();
    expect(app.train.settings).toEqual(before);
    await app.session.client.request('setting.save', { key: 'train', datasetId, value: { ...before } });
  });

  it('pauses, lets others work, goes on to the results of a person who waits', async () => {
    const { app, places } = await openWindow();
    await until(() => app.session.dataset !== null);
    app.go('train');
    app.train.choices.change({ preset: 'balanced', exclude: [] });
    await app.train.start();
    await until(() => (app.session.activeJob?.progress ?? 0) > 0.1);
    expect(app.session.training!.methods.map(({ method }) => method)).toEqual(racing);
    await app.train.pause();
    await until(() => app.train.paused);
    expect(app.session.error).toBeNull();
    const held = app.session.activeJob!.id;
    // Another run while that one is held.
    const { jobId } = await app.session.client.request('run.start', {
      datasetId: app.session.dataset!.id,
      settings: { ...defaultSettings, methods: ['kmeans'], preset: 'fast' },
    });
    await until(() => app.train.others.some(({ id }) => id === held));
    await until(() => app.session.jobs.find(({ id }) => id === jobId)?.status === 'succeeded');
    await until(() => app.session.activeJob?.id === held);
    expect(app.train.paused).toBe(true);
    await app.train.resume();
    await until(() => app.page === 'results');
    expect(places.at(-1)).toBe('results');
    expect(app.session.report!.scoreboard).toHaveLength(racing.length);
    expect(app.train.ended).toBeNull();
  });

  it('tells who works on another page that it is done, instead of taking them away', async () => {
    const { app } = await openWindow();
    await until(() => app.session.report !== null);
    app.train.choices.change({ preset: 'fast', seed: 33 });
    app.go('train');
    await app.train.start();
    app.go('data');
    await until(() => app.finished !== null);
    expect(app.page).toBe('data');
    expect(app.session.report!.runId).toBe(app.finished);
    app.go('results');
    expect(app.finished).toBeNull();
  });

  it('says that a run was cancelled, until somebody has read it', async () => {
    const { app } = await openWindow();
    await until(() => app.session.report !== null);
    const { runId } = app.session.report!;
    await app.train.start();
    await until(() => app.session.activeJob !== null);
    await app.train.cancel();
    await until(() => app.train.ended?.status === 'cancelled');
    expect(app.session.report!.runId).toBe(runId);
    app.train.dismissed = app.train.ended!.id;
    expect(app.train.ended).toBeNull();
  });

  it('offers what was cut off, and throws it away', async () => {
    const { app } = await openWindow();
    await until(() => app.session.dataset !== null);
    app.train.preset = 'deep';
    await app.train.start();
    await until(() => (app.session.activeJob?.progress ?? 0) > 0.02);
    await app.closeWorkspace();
    await app.welcome.open(app.welcome.known.find(({ name }) => name === 'Choices')!);
    await until(() => app.session.interruptedJob !== null);
    expect(app.train.preset).toBe('deep');
    const { subjectId } = app.session.interruptedJob!;
    expect(app.session.runs.map(({ id }) => id)).toContain(subjectId);
    await app.train.throwAway();
    await until(() => app.session.interruptedJob === null);
    expect(app.session.error).toBeNull();
    expect(app.session.runs.map(({ id }) => id)).not.toContain(subjectId);
    expect(app.train.ended).toBeNull();
  });

  it('starts new data with the choices of before, and another workspace with the defaults', async () => {
    const { app } = await openWindow();
    await until(() => app.train.preset === 'deep');
    await read(app, 'second.csv', 300);
    await settle();
    expect(app.train.preset).toBe('deep');
    app.train.preset = 'fast';
    await settle();
    const [first, second] = app.session.datasets;
    const kept = (datasetId: number): Promise<unknown> =>
      app.session.client.request('setting.get', { key: 'train', datasetId });
    expect(await kept(first!.id)).toMatchObject({ preset: 'deep' });
    expect(await kept(second!.id)).toMatchObject({ preset: 'fast' });
    await app.closeWorkspace();
    expect(app.train.settings).toEqual(defaultSettings);
    await app.welcome.create('Other shop');
    await settle();
    expect(app.train.settings).toEqual(defaultSettings);
    await app.closeWorkspace();
  });
});

describe('a workspace that is open for reading', () => {
  it('keeps no choices, says so, and works on', async () => {
    const writer = await openWindow();
    await writer.app.welcome.load();
    const known = writer.app.welcome.known.find(({ name }) => name === 'Choices')!;
    const client = engine.connect();
    await client.request('workspace.open', { path: known.file, key: { kind: 'local' }, readOnly: true });
    const { app, saves } = await openWindow();
    await until(() => app.session.dataset !== null);
    await until(() => app.train.preset === 'fast');
    app.train.seed = 99;
    await settle();
    expect(app.train.choices.kept).toBe(false);
    expect(app.train.seed).toBe(99);
    expect(saves()).toBe(0);
    expect(app.session.error).toBeNull();
    await client.request('workspace.close', {});
  });
});

describe('what is typed', () => {
  it('is layers, parted as people part numbers', () => {
    expect(parseLayers('64, 32')).toEqual({ value: [64, 32], problem: null });
    expect(parseLayers(' 64-32，16 、8 ').value).toEqual([64, 32, 16, 8]);
    expect(parseLayers('').value).toEqual([]);
    for (const text of ['64, x', '0', '3.5', '1e3', '10001'])
      expect(parseLayers(text).problem).toBe('layersNotNumbers');
    expect(parseLayers('1 2 3 4 5 6 7 8 9').problem).toBe('layersTooMany');
  });

  it('is a whole number within its bounds', () => {
    expect(parseWhole(' 12 ', 2, 50, 'segmentsRange')).toEqual({ value: 12, problem: null });
    for (const text of ['', '1', '51', '7.5', '-3', 'six']) {
      expect(parseWhole(text, 2, 50, 'segmentsRange')).toEqual({ value: null, problem: 'segmentsRange' });
    }
  });
});

describe('the leaderboard of structures', () => {
  it('has each once, those that went furthest first', () => {
    const trial = (layers: number[], epochs: number, validationLoss: number) => ({
      layers,
      epochs,
      validationLoss,
      chosen: false,
    });
    const shown = leaderboard([
      trial([64, 4], 8, 0.5),
      trial([32, 4], 8, 0.4),
      trial([16, 2], 8, 0.3),
      trial([64, 4], 24, 0.2),
      trial([32, 4], 24, 0.1),
    ]);
    expect(shown.map(({ layers, epochs }) => [layers[0], epochs])).toEqual([
      [32, 24],
      [64, 24],
      [16, 8],
    ]);
  });

  it('tells candidates of the same layers apart, the chosen one first, then by score', () => {
    const trial = (candidate: number, rung: number, score: number | null, chosen = false) => ({
      ...{ layers: [64, 4], noise: candidate / 10, learningRate: 1e-3, epochs: 5 * 2 ** rung, validationLoss: 0.1 },
      ...{ candidate, rung, chosen },
      score: score === null ? null : { score, nSegments: 4, stability: 1, explained: score },
    });
    const shown = leaderboard([
      ...[trial(1, 1, 0.3), trial(2, 1, null), trial(3, 1, 0.5), trial(4, 1, 0.4)],
      ...[trial(3, 2, 0.5), trial(4, 2, 0.6, true)],
    ]);
    expect(shown.map(({ candidate, rung }) => [candidate, rung])).toEqual([
      [4, 2],
      [3, 2],
      [1, 1],
      [2, 1],
    ]);
  });

  it('takes numbers with a point or a comma, and nothing as no choice', () => {
    const parse = orEmpty((text) => parseNumber(text, 1e-5, 0.1, 'rateRange'));
    expect([' 0.002 ', '0,01', '.05', '1e-4'].map((text) => parse(text).value)).toEqual([0.002, 0.01, 0.05, 1e-4]);
    expect(parse('  ')).toEqual({ value: undefined, problem: null });
    for (const text of ['0', '1', 'fast', '-0.1', '0.1.2']) expect(parse(text).problem).toBe('rateRange');
  });
});

describe('the stages of a run', () => {
  it('are those that its settings ask for', () => {
    const of = (methods: Method[], map: 'none' | 'pca'): string[] =>
      (['load', 'train', 'map', 'compare'] as const).filter((stage) => takesPlace(stage, { methods, map }));
    expect(of(['rfm', 'idec'], 'pca')).toEqual(['load', 'train', 'map', 'compare']);
    expect(of(['rfm', 'gmm'], 'pca')).toEqual(['load', 'map', 'compare']);
    expect(of(['autoencoder'], 'none')).toEqual(['load', 'train', 'compare']);
  });
});

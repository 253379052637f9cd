/** The window's state against a real engine: from the sample to its results, reloads, cancelling and failures. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppState } from '../../renderer/app.svelte.ts';
import { startEngine, tabMemory, testHost, type TestEngine } from './engine.ts';

let engine: TestEngine;
beforeAll(() => void (engine = startEngine()));
afterAll(() => engine.close());

const until = (condition: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 90_000, interval: 20 });

/** A window as main.ts makes it. */
async function openWindow(memory = tabMemory()): Promise<{ app: AppState; places: string[]; memory: typeof memory }> {
  const places: string[] = [];
  const app = new AppState(engine.connect(), testHost(memory), (page) => places.push(page));
  await app.session.start();
  return { app, places, memory };
}

describe('the window’s state', () => {
  it('begins without a workspace, and says so by no error', async () => {
    const { app } = await openWindow();
    expect(app.session.started).toBe(true);
    expect(app.session.workspace).toBeNull();
    expect(app.session.error).toBeNull();
  });

  it('goes from the sample to its results, through a reload in the middle', async () => {
    const first = await openWindow();
    first.app.train.preset = 'fast';
    await first.app.welcome.load();
    await first.app.trySample('Sample shop');
    expect(first.places).toEqual(['train']);
    expect(first.app.session.activeJob?.kind).toMatch(/sample|import|segment/);

    // The reload: the old window is gone, the new one knows only what the tab remembers.
    first.app.session.client.close();
    const { app, places } = await openWindow(first.memory);
    expect(app.session.workspace?.path).toContain('Sample shop');
    const tenths: number[] = [];
    const watching = setInterval(() => tenths.push(app.train.tenths ?? -1), 10);
    await until(() => app.session.report !== null);
    clearInterval(watching);
    expect(Math.max(...tenths)).toBeGreaterThan(3);
    expect(places).toEqual(['results']);
    expect(app.page).toBe('results');

    const { report, dataset } = app.session;
    expect(report!.settings.preset).toBe('fast');
    expect(report!.segments).toHaveLength(report!.nSegments);
    expect(report!.map!.x).toBeInstanceOf(Float32Array);
    expect(dataset!.name).toBe('Sample shop');
    expect(app.session.reportOfDataset).toBe(report);
    expect(app.session.activeJob).toBeNull();
    expect(app.train.tenths).toBeNull();
    expect(first.memory.getItem('clientele.following')).toBeNull();

    // A third window, later: nothing is running, everything is there.
    const third = await openWindow();
    await until(() => third.app.session.report !== null);
    expect(third.app.firstPage()).toBe('results');
    expect(third.app.session.report!.runId).toBe(report!.runId);

    // The focus is on one segment, and goes round.
    const { results } = third.app;
    const begun = results.position;
    results.move(-1);
    results.move(1);
    expect(results.position).toBe(begun);
    results.chosen = report!.segments.length - 1;
    results.move(1);
    expect(results.position).toBe(0);

    await results.writeReport('zh-CN');
    expect(results.error).toBeNull();
    const [, exportId] = /^exports\/(\w+)\/report\.html$/.exec(results.written!.report)!;
    expect(existsSync(join(engine.folder, 'export', exportId!, 'report.html'))).toBe(true);
    expect(results.written).toMatchObject({ language: 'zh-CN' });
  });

  it('shows the loss curve of a run, cancels it, and keeps the earlier results', async () => {
    const { app, places } = await openWindow();
    await until(() => app.session.report !== null);
    const before = app.session.report!.runId;
    app.train.preset = 'deep';
    await app.train.start();
    await until(() => (app.session.curve?.loss.length ?? 0) > 0);
    expect(app.session.curve!.validationLoss.length).toBe(app.session.curve!.loss.length);
    await app.train.cancel();
    await until(() => app.session.activeJob === null && app.session.curve === null);
    expect(app.session.error).toBeNull();
    expect(app.session.report!.runId).toBe(before);
    expect(places).toEqual([]);
  });

  it('tries another number of segments and shows that run', async () => {
    const { app, places } = await openWindow();
    await until(() => app.session.report !== null);
    const { runId, nSegments } = app.session.report!;
    const wanted = nSegments === 3 ? 4 : 3;
    await app.train.startWith(wanted);
    await until(() => app.session.report!.runId !== runId);
    expect(app.session.report!.nSegments).toBe(wanted);
    await until(() => places.includes('results'));
    expect(app.session.readyRuns.map(({ id }) => id)).toContain(runId);
    // The earlier run can be shown again, and stays so when something else changes.
    await app.session.show(runId);
    await app.session.refresh();
    expect(app.session.report!.runId).toBe(runId);
  });

  it('asks for the passphrase where this computer’s key does not fit, and shows the recovery key once', async () => {
    const { app, places } = await openWindow();
    await app.closeWorkspace();
    expect(app.session.workspace).toBeNull();
    const { welcome, session } = app;
    welcome.withPassphrase = true;
    await welcome.create('My shop');
    expect(welcome.error?.details.reason).toBe('passphrase_empty');
    expect(welcome.errorAt).toBe('create');

    let went = 0;
    welcome.passphrase = 'correct horse';
    await welcome.create('My shop', () => Promise.resolve(void went++));
    expect(welcome.error).toBeNull();
    const recoveryKey = welcome.recoveryKey!;
    expect(recoveryKey.length).toBeGreaterThan(20);
    expect(welcome.passphrase).toBe('');
    // What was to happen waits until the key has been kept.
    expect(went).toBe(0);
    await welcome.keyNoted();
    expect(went).toBe(1);
    expect(welcome.recoveryKey).toBeNull();

    await app.closeWorkspace();
    const known = welcome.known.find(({ name }) => name === 'My shop')!;
    await welcome.open(known);
    expect(session.workspace).toBeNull();
    expect(welcome.asking).toEqual(known);
    expect(welcome.error).toBeNull();
    welcome.answer = 'wrong';
    await welcome.unlock();
    expect(welcome.error?.details.reason).toBe('wrong_passphrase');
    welcome.useRecoveryKey = true;
    welcome.answer = ` ${recoveryKey} `;
    await welcome.unlock();
    expect(session.workspace?.path).toContain('My shop');
    expect(welcome.asking).toBeNull();
    expect(welcome.answer).toBe('');
    expect(places).toEqual(['data']);
    await app.closeWorkspace();
    await welcome.open(welcome.known.find(({ name }) => name === 'Sample shop')!);
    expect(places).toEqual(['data', 'results']);
  });

  it('keeps somebody’s own workspace of the sample’s name, and takes another name', async () => {
    const { app } = await openWindow();
    await app.closeWorkspace();
    await app.welcome.load();
    let filled = 0;
    await app.welcome.sample('My shop', () => Promise.resolve(void filled++));
    expect(app.welcome.error).toBeNull();
    expect(app.session.workspace?.path).toContain('My shop 2');
    expect(filled).toBe(1);
  });

  it('reads files with corrected columns; after a failure they stay, and after a reload too', async () => {
    mkdirSync(join(engine.folder, 'upload'), { recursive: true });
    const lines = Array.from(
      { length: 400 },
      (_, i) => `p${i % 7};2024-0${(i % 9) + 1}-11;u${i % 40};${i % 5};9.50;note`,
    );
    writeFileSync(join(engine.folder, 'upload', 'shop.csv'), ['sku;day;who;pieces;price;remark', ...lines].join('\n'));
    const { app, memory } = await openWindow();
    const { data, session } = app;
    await data.add([new File(['x'], 'shop.csv')]);
    expect(data.drafts[0]!.error).toBeNull();
    expect(data.ready).toBe(true);
    const at = (name: string): number => ['sku', 'day', 'who', 'pieces', 'price', 'remark'].indexOf(name);
    const columns = () => Object.fromEntries(data.shown!.columns.map(({ name, role }) => [name, role]));
    expect(columns()).toMatchObject({ sku: 'product', day: 'date', price: 'price' });

    // A role goes to one column only, and what is missing is named.
    await data.setRole(at('who'), 'customer');
    expect(columns()).toMatchObject({ who: 'customer' });
    await data.setRole(at('remark'), 'customer');
    expect(columns()).toMatchObject({ who: 'ignored', remark: 'customer' });
    await data.setRole(at('remark'), 'ignored');
    expect(data.missing).toEqual(['customer']);
    await data.setRole(at('who'), 'date');
    expect(columns().day).toBe('ignored');

    // Customers are no dates: the import fails, and the files are still there to be corrected.
    await data.setRole(at('remark'), 'customer');
    await data.read(null);
    await until(() => session.error !== null);
    expect(session.error!.code).toBe('invalid_input');
    expect(data.drafts).toHaveLength(1);

    const again = (await openWindow(memory)).app;
    await again.data.restore();
    expect(again.data.shown?.name).toBe('shop.csv');
    // What was said about the columns is still said.
    expect(again.data.shown!.columns.map(({ role }) => role)).toContain('date');
    expect(again.data.shown!.columns[at('who')]).toMatchObject({ role: 'date', corrected: true });
    await again.data.setRole(at('day'), 'date');
    await again.data.setRole(at('who'), 'customer');
    await again.data.setRole(at('remark'), 'ignored');
    await again.data.read(null);
    await until(() => again.session.dataset?.name === 'shop' && again.data.drafts.length === 0);
    expect(again.session.dataset).toMatchObject({ customers: 40, lines: 400 });
    const excluded = again.session.dataset!.files[0]!.columns.find(({ name }) => name === 'remark');
    expect(excluded!.role).toBe('ignored');
    expect(again.session.report).toBeNull();
  });

  it('shows the error of a run that fails, and lets it be dismissed', async () => {
    mkdirSync(join(engine.folder, 'upload'), { recursive: true });
    writeFileSync(
      join(engine.folder, 'upload', 'tiny.csv'),
      'CustomerID,InvoiceDate,UnitPrice\n1,2024-01-01,3\n2,2024-01-02,4\n',
    );
    const { app, places } = await openWindow();
    await app.data.add([new File(['x'], 'tiny.csv')]);
    await app.doItForMe();
    await until(() => app.session.error !== null);
    expect(app.session.error!.code).toBe('insufficient_data');
    expect(places).toEqual(['train']);
    await until(() => app.session.activeJob === null);
  });
});

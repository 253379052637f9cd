/** The engine's process without Electron: its entry with a parent port of ours, and the main process's end of it. */
import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { linkEngine, type EngineLink, type ProcessLike } from '../../electron/desktop/engine-link.ts';
import type { MainCalls } from '../../electron/desktop/engine-service.ts';
import { messagePort } from '../../electron/desktop/message-port.ts';
import { AppError } from '../../shared/errors.ts';
import { connect, type Client } from '../../shared/protocol.ts';
import { ended } from '../local/start-host.ts';
import { electronChannel, type TestPort } from './node-ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-test-'));
const failures: AppError[] = [];
const endings: Parameters<MainCalls['jobEnded']>[0][] = [];
const revealed: string[] = [];
let savePath: string | null = null;
let printed = '';
let ends = 0;

/** A key store that turns bits over, as long as it is unlocked. */
let unlocked = true;
const turned = (bytes: Uint8Array): Promise<Uint8Array> => {
  if (!unlocked) return Promise.reject(new AppError('locked', { reason: 'system_key_unavailable' }));
  return Promise.resolve(bytes.map((byte) => byte ^ 0xff));
};

const own: MainCalls = {
  wrapSecret: turned,
  unwrapSecret: turned,
  print: (html) => {
    printed = html;
    return Promise.resolve(new TextEncoder().encode('%PDF-1.7'));
  },
  chooseSavePath: () => Promise.resolve(savePath),
  reveal: (path) => Promise.resolve(void revealed.push(path)),
  jobEnded: (ending) => void endings.push(ending),
};

/** What the entry of the process hears its parent by. */
const parentPort = new EventEmitter();
const forked: (EventEmitter & ProcessLike<TestPort>)[] = [];
function fork(): ProcessLike<TestPort> {
  const process = Object.assign(new EventEmitter(), {
    postMessage: (data: unknown, ports: TestPort[]) =>
      void parentPort.emit('message', { data: structuredClone(data), ports }),
    kill: () => process.emit('exit'),
  });
  forked.push(process);
  return process;
}

let link: EngineLink<TestPort>;
let client: Client;
beforeAll(async () => {
  Object.defineProperty(process, 'parentPort', { value: parentPort, configurable: true });
  await import('../../electron/desktop/engine-process.ts');
  link = linkEngine({
    fork,
    createChannel: electronChannel,
    settings: { home: join(folder, 'home'), configFolder: join(folder, 'config'), keyStore: true, workers: 1 },
    own,
    onFailure: (error) => failures.push(error),
    onEnd: () => ends++,
  });
  client = connect(messagePort(link.openLine()));
});
afterAll(() => {
  for (const process of forked) process.kill();
  rmSync(folder, { recursive: true, force: true });
});

const orders = join(folder, 'orders.csv');

describe('the engine’s process', () => {
  it('answers a window over its line, and says what this host can do', async () => {
    expect(await client.request('workspace.list', {})).toEqual([]);
    expect(await client.request('host.abilities', {})).toEqual({
      print: true,
      saveDialog: true,
      reveal: true,
      systemKeys: true,
    });
    expect(forked).toHaveLength(1);
  });

  it('reads a chosen file where it lies, by a reference that tells nothing', async () => {
    writeFileSync(orders, 'customer,date,amount\nA1,2024-01-05,10.50\nA2,2024-02-06,7\n');
    const file = await link.call('addFile', orders);
    expect(file).toMatch(/^file:[0-9a-f]{32}$/);
    expect(await link.call('addFile', orders)).toBe(file);
    const inspection = await client.request('file.inspect', { file });
    expect(inspection.columns.map(({ name }) => name)).toEqual(['customer', 'date', 'amount']);
    const own = readdirSync(tmpdir()).filter((name) => name.startsWith(`clientele-local-${process.pid}-`));
    expect(readdirSync(join(tmpdir(), own[0]!), { recursive: true })).toEqual([]);
  });

  it('keeps pasted cells as a private file, and takes nothing but bytes for them', async () => {
    const file = await link.call('addCells', 'Pasted cells.tsv', new TextEncoder().encode('who\tspent\nA1\t10\n'));
    expect(file).toMatch(/^upload:[0-9a-f]{32}$/);
    const inspection = await client.request('file.inspect', { file });
    expect(inspection.columns.map(({ name }) => name)).toEqual(['who', 'spent']);
    await expect(link.call('addCells', 'x.tsv', '/etc/hostname' as never)).rejects.toMatchObject({
      details: { reason: 'unknown_file' },
    });
  });

  it('takes no path, and no file that is not there', async () => {
    const refused = { code: 'invalid_input', details: { reason: 'unknown_file' } };
    for (const path of ['', 'orders.csv', folder, join(folder, 'none.csv')]) {
      await expect(link.call('addFile', path)).rejects.toMatchObject(refused);
    }
    for (const file of [orders, 'file:', `file:${'0'.repeat(32)}`, `file://${orders}`]) {
      await expect(client.request('file.inspect', { file })).rejects.toMatchObject(refused);
    }
  });

  it('goes from the sample to a printed report, and tells the host of each job', async () => {
    const made = await client.request('workspace.create', { path: 'workspace:Shop', key: { kind: 'local' } });
    expect(made.keySlots).toEqual(['system', 'recovery']);
    expect(made.recoveryKey).not.toBeNull();
    const sample = await client.request('sample.create', { folder: 'sample:', customers: 150, lines: 1500 });
    expect(await ended(client, sample.jobId)).toBe('succeeded');
    const shop = await client.request('dataset.import', { name: 'My/Shop', files: ['sample:orders.csv'] });
    expect(await ended(client, shop.jobId)).toBe('succeeded');
    const { jobId, runId } = await client.request('run.start', {
      datasetId: shop.datasetId,
      settings: {
        methods: ['rfm', 'kmeans'],
        segments: 'auto',
        preset: 'fast',
        seed: 1,
        network: null,
        map: 'pca',
        backend: 'kernels',
        exclude: [],
      },
    });
    expect(await ended(client, jobId)).toBe('succeeded');
    await vi.waitFor(() => expect(endings.map(({ kind }) => kind)).toEqual(['sample', 'import', 'segment']));
    expect(endings.every(({ status, seconds }) => status === 'succeeded' && seconds > 0)).toBe(true);

    expect(await client.request('run.print', { runId, language: 'zh-CN' })).toEqual({ file: null });
    expect(printed).toBe('');
    savePath = join(folder, 'report.pdf');
    const { file } = await client.request('run.print', { runId, language: 'zh-CN' });
    expect(printed).toContain('<html lang="zh-CN">');
    expect(readFileSync(savePath, 'utf8')).toBe('%PDF-1.7');
    expect(file).toMatch(/^file:/);
    await client.request('file.reveal', { file: file! });
    expect(revealed).toEqual([savePath]);

    const written = await client.request('run.export', { runId, folder: 'export:first1', language: 'en' });
    expect(await ended(client, written.jobId)).toBe('succeeded');
    const report = await link.call('exported', 'first1', 'report.html');
    expect(readFileSync(report!, 'utf8')).toContain('</html>');
    expect(await link.call('exported', '..', 'report.html')).toBeNull();
    expect(await link.call('exported', 'first1', '../secret.html')).toBeNull();
    await link.call('downloaded', 'first1');
    expect(existsSync(report!)).toBe(true);
  });

  it('keeps references over a reload of the window, and lets go of what was kept', async () => {
    const file = await link.call('addFile', orders);
    client.close();
    await vi.waitFor(async () => expect(await link.call('exported', 'first1', 'report.html')).toBeNull());
    client = connect(messagePort(link.openLine()));
    expect((await client.request('file.inspect', { file })).columns).toHaveLength(3);
    expect((await client.request('workspace.info', {})).path).toContain('Shop');
  });

  it('opens by the key store alone, and says when that does not give', async () => {
    const config = readdirSync(join(folder, 'config'));
    expect(config).toContain('system.key');
    expect(config).not.toContain('local.key');
    if (process.platform !== 'win32') expect(statSync(join(folder, 'config', 'system.key')).mode & 0o777).toBe(0o600);
    const open = () => client.request('workspace.open', { path: 'workspace:Shop', key: { kind: 'local' } });
    await client.request('workspace.close', {});
    unlocked = false;
    await expect(open()).rejects.toMatchObject({ code: 'locked', details: { reason: 'system_key_unavailable' } });
    unlocked = true;
    expect((await open()).runs).toBe(1);
    await client.request('workspace.close', {});
  });

  it('closes what is open when it is told to, and comes anew for the next line', async () => {
    await client.request('workspace.open', { path: 'workspace:Shop', key: { kind: 'local' } });
    expect(ends).toBe(0);
    await link.close();
    expect(ends).toBe(1);
    expect(existsSync(join(folder, 'home', 'Shop.clientele-wal'))).toBe(false);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`clientele-local-${process.pid}-`))).toEqual([]);
    expect(failures).toEqual([]);
    // This test's entry has one service for good; what matters is that another process is asked for.
    link.openLine();
    expect(forked).toHaveLength(2);
  });
});

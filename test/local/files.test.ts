/** What goes in, what comes out, and that nothing of it stays. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../shared/protocol.ts';
import { connectWindow, ended, startTestHost, type TestHost } from './start-host.ts';

const orders = 'customer,date,amount\nA1,2024-01-05,10.50\nA2,2024-02-06,7\n';
const settings = {
  methods: ['rfm', 'kmeans', 'autoencoder'],
  segments: 'auto',
  preset: 'fast',
  seed: 1,
  network: null,
  map: 'pca',
  backend: 'kernels',
  exclude: [],
} as const;

let test: TestHost;
let own: Record<string, string>;
let client: Client;
beforeEach(async () => {
  test = await startTestHost({ mostUploadBytes: 100_000, graceSeconds: 0.3 });
  own = await test.enter();
  client = await connectWindow(test, own);
});
afterEach(() => test.stop());

/** The private folder of the one host that this process runs. */
function privateFolder(): string {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(`clientele-local-${process.pid}-`));
  expect(folders).toHaveLength(1);
  return join(tmpdir(), folders[0]!);
}

function privateFiles(): string[] {
  return readdirSync(privateFolder(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function upload(body: string, name = 'orders.csv'): Promise<string> {
  const path = `/upload?name=${encodeURIComponent(name)}`;
  const reply = await test.ask(path, { method: 'POST', headers: own, body });
  expect(reply.status).toBe(200);
  const { file } = JSON.parse(reply.body) as { file: string };
  expect(file).toMatch(/^upload:[0-9a-f]{32}$/);
  return file;
}

describe('an upload', () => {
  it('can be inspected, and only its owner can read it', async () => {
    const file = await upload(orders);
    const inspection = await client.request('file.inspect', { file });
    expect(inspection.columns.map(({ name }) => name)).toEqual(['customer', 'date', 'amount']);
    const [path] = privateFiles();
    expect(readFileSync(path!, 'utf8')).toBe(orders);
    if (process.platform === 'win32') return;
    expect(statSync(path!).mode & 0o777).toBe(0o600);
    expect(statSync(privateFolder()).mode & 0o777).toBe(0o700);
  });

  it.each([
    ['../../etc/orders.csv', 'orders.csv'],
    ['C:\\shop\\orders.csv', 'orders.csv'],
    ['or\u0000de\nrs\u202e.csv', 'orders.csv'],
    ['..', 'upload'],
    ['', 'upload'],
    ['订单 2024.csv', '订单 2024.csv'],
    [`${'长'.repeat(300)}.csv`, `${'长'.repeat(52)}.csv`],
  ])('named %j is kept as %j', async (name, kept) => {
    await upload(orders, name);
    const [path, ...more] = privateFiles();
    expect(more).toEqual([]);
    expect(path!.slice(privateFolder().length)).toMatch(
      new RegExp(`^[/\\\\]uploads[/\\\\][0-9a-f]{32}[/\\\\]${kept}$`),
    );
  });

  it('that is too large is refused, whether it says so or not, and leaves nothing', async () => {
    const body = 'a'.repeat(100_001);
    for (const length of [{ 'Content-Length': '100001' }, { 'Transfer-Encoding': 'chunked' }]) {
      const reply = await test.ask('/upload?name=a', { method: 'POST', headers: { ...own, ...length }, body });
      expect(reply.status).toBe(413);
      expect(JSON.parse(reply.body)).toEqual({
        error: { code: 'invalid_input', details: { reason: 'file_too_large', most: 100_000 } },
      });
    }
    expect(privateFiles()).toEqual([]);
    await upload('a'.repeat(100_000));
  });

  it('that is cut off leaves nothing', async () => {
    const socket = connectSocket(test.host.port, '127.0.0.1');
    const lines = Object.entries({ ...own, Host: `127.0.0.1:${test.host.port}`, 'Content-Length': '1000' });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.write(`POST /upload?name=a.csv HTTP/1.1\r\n${head}\r\n${orders}`);
    await vi.waitFor(() => expect(privateFiles()).toHaveLength(1));
    socket.destroy();
    await vi.waitFor(() => expect(privateFiles()).toEqual([]));
  });

  it('stays after an import that failed, and goes with the last window', async () => {
    await client.request('workspace.temporary', {});
    const file = await upload('a,b\n1,2\n');
    const { jobId } = await client.request('dataset.import', { name: 'shop', files: [file], kind: 'orders' });
    expect(await ended(client, jobId)).toBe('failed');
    const second = await connectWindow(test, own);
    client.close();
    expect(await second.request('file.inspect', { file })).toMatchObject({ columns: [{}, {}] });
    second.close();
    await vi.waitFor(() => expect(privateFiles()).toEqual([]));
  });

  it('stays over a reload, however slow its page is, and goes when nobody comes back', async () => {
    const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const file = await upload(orders);
    client.close();
    await wait(200);
    // The page is asked for, and its scripts take their time.
    expect((await test.ask('/', { headers: own })).status).toBe(200);
    await wait(200);
    const reloaded = await connectWindow(test, own);
    await wait(500);
    expect(await reloaded.request('file.inspect', { file })).toMatchObject({ columns: [{}, {}, {}] });
    reloaded.close();
    await wait(100);
    expect(privateFiles()).toHaveLength(1);
    // A page of somebody without the session keeps nothing.
    await test.ask('/');
    await vi.waitFor(() => expect(privateFiles()).toEqual([]));
    // And with the host everything goes at once.
    await upload(orders);
    const kept = privateFolder();
    await test.host.close();
    expect(existsSync(kept)).toBe(false);
  });
});

describe('a file reference', () => {
  it.each([
    '/etc/passwd',
    'orders.csv',
    '../secret.txt',
    'upload:',
    `upload:${'0'.repeat(32)}`,
    'upload:../secret.txt',
    'sample:../secret.txt',
    'sample:/etc/passwd',
    'export:',
    'export:..',
    'export:a/b',
    'file:///etc/passwd',
    'toString',
  ])('%s is refused', async (file) => {
    await expect(client.request('file.inspect', { file })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'unknown_file' },
    });
  });

  it.each(['', '..', 'a/b', 'a\\b', '.hidden', 'end.', ' a', 'a ', 'a:b', 'a\nb', 'nul', 'a'.repeat(81)])(
    'to a workspace named %j is refused',
    async (name) => {
      const create = client.request('workspace.create', { path: `workspace:${name}`, key: { kind: 'local' } });
      await expect(create).rejects.toMatchObject({ code: 'invalid_input', details: { reason: 'workspace_name' } });
      expect(existsSync(test.home)).toBe(false);
    },
  );

  it('names the workspaces of the data folder, latest first', async () => {
    expect(await client.request('workspace.list', {})).toEqual([]);
    for (const name of ['My shop 2.0', '商店']) {
      await client.request('workspace.create', { path: `workspace:${name}`, key: { kind: 'local' } });
      await client.request('workspace.close', {});
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    writeFileSync(join(test.home, 'other.txt'), '');
    mkdirSync(join(test.home, 'folder.clientele'));
    const listed = await client.request('workspace.list', {});
    expect(listed.map(({ name }) => name)).toEqual(['商店', 'My shop 2.0']);
    expect(listed[0]!.bytes).toBe(statSync(join(test.home, '商店.clientele')).size);
    const opened = await client.request('workspace.open', { path: listed[1]!.file, key: { kind: 'local' } });
    expect(opened.path).toBe(join(test.home, 'My shop 2.0.clientele'));
  });
});

describe('the whole way', () => {
  it('from the sample to the downloaded report leaves nothing behind', async () => {
    await client.request('workspace.create', { path: 'workspace:Shop', key: { kind: 'local' } });
    const sample = await client.request('sample.create', { folder: 'sample:', customers: 150, lines: 1500 });
    expect(await ended(client, sample.jobId)).toBe('succeeded');

    const uploaded = await upload(orders);
    const small = await client.request('dataset.import', { name: 'small', files: [uploaded] });
    expect(await ended(client, small.jobId)).toBe('succeeded');
    await expect(client.request('file.inspect', { file: uploaded })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(privateFiles().filter((path) => path.includes('uploads'))).toEqual([]);

    const shop = await client.request('dataset.import', { name: 'Shop', files: ['sample:orders.csv'] });
    expect(await ended(client, shop.jobId)).toBe('succeeded');
    const { jobId, runId } = await client.request('run.start', {
      datasetId: shop.datasetId,
      settings: { ...settings, methods: [...settings.methods], exclude: [] },
    });
    expect(await ended(client, jobId)).toBe('succeeded');
    const folder = 'export:first1';
    const written = await client.request('run.export', { runId, folder, language: 'en' });
    expect(await ended(client, written.jobId)).toBe('succeeded');

    const report = await test.ask('/exports/first1/report.html', { headers: own });
    expect(report.status).toBe(200);
    expect(report.body).toContain('</html>');
    expect(report.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'unsafe-inline'; .*; sandbox$/,
    );
    const segments = await test.ask('/exports/first1/segments.csv', { headers: own });
    expect(segments.body.trim().split('\n')).toHaveLength(151);
    expect(segments.headers['content-disposition']).toBe('attachment; filename="segments.csv"');
    expect((await test.ask('/exports/first1/profiles.csv', { method: 'HEAD', headers: own })).status).toBe(200);
    expect((await test.ask('/exports/first1/none.csv', { headers: own })).status).toBe(404);
    expect((await test.ask('/exports/first1/segments.csv')).status).toBe(403);

    // The next export takes the place of one that was downloaded.
    const next = await client.request('run.export', { runId, folder: 'export:second', language: 'zh-CN' });
    expect(await ended(client, next.jobId)).toBe('succeeded');
    expect((await test.ask('/exports/first1/segments.csv', { headers: own })).status).toBe(404);

    const kept = privateFolder();
    expect(privateFiles().length).toBeGreaterThan(5);
    await test.host.close();
    expect(existsSync(kept)).toBe(false);
    expect(readdirSync(test.home).sort()).toContain('Shop.clientele');
  });
});

describe('what a dead host left', () => {
  it('is removed by the next one, and nothing else', async () => {
    const left = join(tmpdir(), 'clientele-local-999999999-test');
    const living = join(tmpdir(), `clientele-local-${process.ppid}-test`);
    for (const folder of [left, living]) mkdirSync(folder);
    writeFileSync(join(left, 'orders.csv'), orders);
    const next = await startTestHost();
    await next.stop();
    expect([existsSync(left), existsSync(living)]).toEqual([false, true]);
    rmSync(living, { recursive: true });
  });
});

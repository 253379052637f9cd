/** The desktop host's own composition, with our stand-in for Electron: that its parts fit together. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { messagePort } from '../../electron/desktop/message-port.ts';
import { desktopText } from '../../shared/language/desktop.ts';
import { connect, type Client } from '../../shared/protocol.ts';
import { fakeElectron, FakeContents, FakeWindow } from './fake-electron.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-test-'));
const failures: unknown[] = [];
const fake = fakeElectron((error) => failures.push(error));
vi.mock('electron', () => fake.electron);

let window: FakeWindow;
const contents = () => window.webContents;
const event = (url = 'app://clientele/#data', parent: unknown = null, sender: unknown = contents()) => ({
  sender,
  senderFrame: { url, parent },
});
/** Calls what was given to Electron under a name. */
const call = <Result>(name: string, ...args: unknown[]): Result =>
  (fake.handlers.get(name) as (...args: unknown[]) => Result)(...args);

beforeAll(async () => {
  vi.stubEnv('CLIENTELE_HOME', join(folder, 'home'));
  vi.stubEnv('CLIENTELE_CONFIG', join(folder, 'config'));
  await import('../../electron/desktop/main.ts');
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('before Electron is ready', () => {
  it('everything that only counts then is done: folder, sandbox, switches, scheme', () => {
    expect(FakeWindow.all).toHaveLength(0);
    expect(fake.calls).toContainEqual(['setPath', 'userData', join(folder, 'config', 'window')]);
    expect(existsSync(join(folder, 'config', 'window'))).toBe(true);
    expect(fake.calls).toContainEqual(['enableSandbox']);
    expect(fake.calls).toContainEqual(['appendSwitch', 'host-resolver-rules', 'MAP * ~NOTFOUND']);
    const privileges = { standard: true, secure: true, supportFetchAPI: true };
    expect(fake.calls).toContainEqual(['registerSchemes', [{ scheme: 'app', privileges }]]);
  });
});

describe('the application', () => {
  beforeAll(async () => {
    fake.isReady();
    await vi.waitFor(() => expect(FakeWindow.all).toHaveLength(1));
    window = FakeWindow.all[0]!;
  });

  it('opens one sandboxed window on its own page, shown when it is painted', () => {
    expect(contents().mainFrame.url).toBe('app://clientele/');
    const { preload, ...rest } = window.options.webPreferences;
    expect(existsSync(String(preload))).toBe(true);
    expect(rest).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
    expect(window.calls).toEqual([]);
    window.emit('ready-to-show');
    expect(window.calls).toEqual(['show']);
  });

  it('comes forward when it is started a second time', () => {
    fake.app.emit('second-instance');
    expect(window.calls.slice(-2)).toEqual(['restore', 'focus']);
  });

  it('lets no request out, and grants nothing but copying', () => {
    const cancelled = (url: string): unknown => {
      let answer: unknown;
      call('onBeforeRequest', { url }, (given: unknown) => (answer = given));
      return answer;
    };
    expect(cancelled('app://clientele/assets/main.js')).toEqual({ cancel: false });
    expect(cancelled('https://example.com/')).toEqual({ cancel: true });
    expect(call('permissionCheck', null, 'media', 'app://clientele')).toBe(false);
    expect(call('permissionCheck', null, 'clipboard-sanitized-write', 'app://clientele')).toBe(true);
    const granted: unknown[] = [];
    const requestingUrl = 'app://clientele/';
    call('permissionRequest', null, 'geolocation', (answer: unknown) => granted.push(answer), { requestingUrl });
    expect(granted).toEqual([false]);
    expect(call('device')).toBe(false);
    const prevented: string[] = [];
    for (const url of ['https://example.com/a.exe', 'app://clientele/exports/a/segments.csv']) {
      fake.session.emit('will-download', { preventDefault: () => prevented.push(url) }, { getURL: () => url });
    }
    expect(prevented).toEqual(['https://example.com/a.exe']);
  });

  it('keeps its page where it is, and opens reports alone, in a window that can do nothing', () => {
    const gone: string[] = [];
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      for (const url of ['https://example.com/', 'app://clientele/exports/a/report.html', 'app://clientele/#data']) {
        let stayed = false;
        contents().emit(name, { url, preventDefault: () => (stayed = true) });
        if (!stayed) gone.push(url);
      }
    }
    expect(new Set(gone)).toEqual(new Set(['app://clientele/#data']));

    const report = 'app://clientele/exports/run1/report.html';
    for (const url of [
      'https://example.com/',
      'app://clientele/',
      report,
      'app://clientele/exports/run1/segments.csv',
    ]) {
      expect(contents().openHandler({ url })).toEqual({ action: 'deny' });
    }
    expect(FakeWindow.all.slice(1).map(({ webContents }) => webContents.mainFrame.url)).toEqual([report]);
    const preferences = FakeWindow.all[1]!.options.webPreferences;
    expect(preferences).toMatchObject({ javascript: false, sandbox: true });
    expect(preferences).not.toHaveProperty('preload');
    expect(contents().downloads).toEqual(['app://clientele/exports/run1/segments.csv']);
    expect(FakeWindow.all[1]!.webContents.openHandler({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
  });

  let client: Client;
  it('gives its own page a line to the engine, and nobody else', async () => {
    call('clientele:connect', event('https://example.com/'));
    call('clientele:connect', event('app://clientele/', {}));
    call('clientele:connect', event('app://clientele/', null, new FakeContents()));
    expect(contents().posted).toEqual([]);
    call('clientele:connect', event());
    expect(contents().posted[0]!.channel).toBe('clientele:port');
    client = connect(messagePort(contents().posted[0]!.ports[0]!));
    expect(await client.request('workspace.list', {})).toEqual([]);
    // basic_text protects nothing.
    expect((await client.request('host.abilities', {})).systemKeys).toBe(false);
    expect(fake.calls.filter(([name]) => name === 'fork')).toHaveLength(1);
    expect(existsSync(String(fake.calls.find(([name]) => name === 'fork')![1]))).toBe(true);
  });

  it('turns a chosen file into a reference for its own page alone', async () => {
    const path = join(folder, 'orders.csv');
    writeFileSync(path, 'customer,date\n1,2024-01-01\n');
    const { file } = await call<Promise<{ file: string }>>('clientele:file', event(), path);
    expect((await client.request('file.inspect', { file })).columns).toHaveLength(2);
    const refused = { error: { code: 'invalid_input', details: { reason: 'unknown_file' } } };
    expect(await call('clientele:file', event('https://example.com/'), path)).toEqual(refused);
    expect(await call('clientele:file', event(), '')).toEqual(refused);
  });

  it('serves pages by the scheme', async () => {
    const missing = await call<Promise<Response>>('scheme app', {
      method: 'GET',
      url: 'app://clientele/exports/a/b.csv',
    });
    expect(missing.status).toBe(404);
  });

  it('speaks the system’s language, then the page’s', async () => {
    const labels = () => fake.menus.at(-1) as { label?: string; submenu?: { label?: string; click?: () => void }[] }[];
    expect(JSON.stringify(labels())).toContain(desktopText['zh-CN'].quit);
    for (const wanted of ['fr', 3, 'zh-CN']) call('clientele:language', event(), wanted);
    expect(fake.menus).toHaveLength(1);
    call('clientele:language', event(), 'en');
    expect(JSON.stringify(labels())).toContain(desktopText.en.quit);
    labels()
      .flatMap(({ submenu }) => submenu ?? [])
      .find(({ click }) => click)!.click!();
    const box = { message: desktopText.en.aboutTitle, detail: desktopText.en.aboutRead };
    expect(fake.calls.at(-1)).toEqual(['showMessageBox', expect.objectContaining(box)]);
  });

  it('closes the engine before it goes, and then goes', async () => {
    await client.request('workspace.create', { path: 'workspace:Shop', key: { kind: 'local' } });
    const quit = vi.spyOn(fake.app, 'quit');
    window.emit('closed');
    // Electron asks as well when the last window is gone.
    fake.app.quit();
    expect(fake.calls.at(-1)![0]).toBe('will-quit prevented');
    await vi.waitFor(() => expect(existsSync(join(folder, 'home', 'Shop.clientele-wal'))).toBe(false));
    await vi.waitFor(() => expect(quit).toHaveBeenCalledTimes(3));
    expect(fake.calls.filter(([name]) => name === 'will-quit prevented')).toHaveLength(2);
    expect(failures).toEqual([]);
  });
});

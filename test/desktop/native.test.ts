/** What the main process does for the engine, with things of ours in Electron's place. */
import type { BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import type { JobEnding } from '../../electron/engine/host.ts';
import { protects, unwrapSecret, wrapSecret, type SafeStorageLike } from '../../electron/desktop/key-store.ts';
import { endingNotice, nativeCalls, type Native } from '../../electron/desktop/native.ts';
import { languages, type JobKind } from '../../shared/domain.ts';

const storage: SafeStorageLike = {
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  encryptStringAsync: (text) => Promise.resolve(Buffer.from(`wrapped ${text}`)),
  decryptStringAsync: (bytes) =>
    Promise.resolve({ result: bytes.toString().replace('wrapped ', ''), shouldReEncrypt: false }),
};

describe('the key store', () => {
  const on = (backend: string): SafeStorageLike => ({ ...storage, getSelectedStorageBackend: () => backend });

  it('is refused on Linux where it protects nothing', async () => {
    for (const backend of ['basic_text', 'unknown']) expect(await protects(on(backend), 'linux')).toBe(false);
    for (const backend of ['gnome_libsecret', 'kwallet6']) expect(await protects(on(backend), 'linux')).toBe(true);
    expect(await protects(storage, 'linux')).toBe(false);
  });

  it('is used elsewhere when the system says it is there', async () => {
    expect(await protects(storage, 'darwin')).toBe(true);
    expect(await protects(storage, 'win32')).toBe(true);
    const gone = { ...storage, isAsyncEncryptionAvailable: () => Promise.resolve(false) };
    expect(await protects(gone, 'darwin')).toBe(false);
    const broken = { ...storage, isAsyncEncryptionAvailable: () => Promise.reject(new Error('no keychain')) };
    expect(await protects(broken, 'darwin')).toBe(false);
  });

  it('gives back every byte', async () => {
    const secret = Uint8Array.from({ length: 256 }, (_, i) => i);
    const wrapped = await wrapSecret(storage, secret);
    expect(wrapped.constructor).toBe(Uint8Array);
    expect(await unwrapSecret(storage, wrapped)).toEqual(secret);
  });
});

describe('the end of a job', () => {
  const ending = (change: Partial<JobEnding> = {}): JobEnding => ({
    kind: 'segment',
    status: 'succeeded',
    seconds: 60,
    ...change,
  });

  it('is told when it was long and nobody looks', () => {
    expect(endingNotice(ending(), false, 'en')).toBe('Your segments are ready.');
    expect(endingNotice(ending(), true, 'en')).toBeNull();
    expect(endingNotice(ending({ seconds: 3 }), false, 'en')).toBeNull();
    expect(endingNotice(ending({ status: 'cancelled' }), false, 'en')).toBeNull();
    expect(endingNotice(ending({ status: 'interrupted' }), false, 'en')).toBeNull();
  });

  it('has a sentence for every kind, in both languages', () => {
    const kinds: JobKind[] = ['import', 'segment', 'assign', 'export', 'sample'];
    for (const language of languages) {
      for (const kind of kinds) {
        for (const status of ['succeeded', 'failed'] as const) {
          expect(endingNotice(ending({ kind, status }), false, language)).toMatch(/[.。]$/);
        }
      }
    }
  });
});

/** Electron's classes as far as they are used, noting what is asked of them. */
function start(focused = false) {
  const log: string[] = [];
  let dialogAnswer = { canceled: false, filePath: '/chosen/report.pdf' };
  let asked: Record<string, unknown> = {};
  let printing: () => Promise<Buffer> = () => Promise.resolve(Buffer.from('%PDF'));
  class FakeWindow {
    webContents = { printToPDF: () => printing() };
    constructor(options: { show: boolean; webPreferences: Record<string, unknown> }) {
      log.push(`window ${options.show} ${String(options.webPreferences.javascript)}`);
    }
    loadURL = (address: string) => Promise.resolve(void log.push(`load ${address}`));
    destroy = () => void log.push('destroy');
  }
  class FakeNotification {
    static isSupported = () => true;
    readonly body: string;
    constructor({ body }: { body: string }) {
      this.body = body;
    }
    on = (_event: string, listener: () => void) => void listener();
    show = () => void log.push(`notify ${this.body}`);
  }
  const calls = nativeCalls(
    {
      safeStorage: storage,
      dialog: {
        showSaveDialog: (...args: unknown[]) => {
          asked = args.at(-1) as typeof asked;
          return Promise.resolve(dialogAnswer);
        },
      },
      shell: { showItemInFolder: (path: string) => void log.push(`reveal ${path}`) },
      BrowserWindow: FakeWindow,
      Notification: FakeNotification,
    } as unknown as Native,
    {
      window: () => ({ isFocused: () => focused, focus: () => void log.push('focus') }) as unknown as BrowserWindow,
      language: () => 'en',
      pages: { lend: (html) => ({ address: `lent:${html}`, takeBack: () => void log.push('takeBack') }) },
    },
  );
  return {
    calls,
    log,
    asked: () => asked,
    answer: (given: typeof dialogAnswer) => (dialogAnswer = given),
    failPrinting: () => (printing = () => Promise.reject(new Error('printer'))),
  };
}

describe('the main process', () => {
  it('prints a report in a window nobody sees, without scripts, and leaves nothing open', async () => {
    const { calls, log, failPrinting } = start();
    const pdf = await calls.print('<p>');
    expect([pdf.constructor, Buffer.from(pdf).toString()]).toEqual([Uint8Array, '%PDF']);
    expect(log).toEqual(['window false false', 'load lent:<p>', 'destroy', 'takeBack']);
    failPrinting();
    await expect(calls.print('<p>')).rejects.toThrow('printer');
    expect(log.slice(-2)).toEqual(['destroy', 'takeBack']);
  });

  it('asks where a file shall go, with a name every system takes', async () => {
    const { calls, asked, answer } = start();
    expect(await calls.chooseSavePath('My/Shop: "A"?.pdf')).toBe('/chosen/report.pdf');
    expect(asked()).toMatchObject({ defaultPath: 'My Shop A .pdf', filters: [{ name: 'PDF', extensions: ['pdf'] }] });
    answer({ canceled: true, filePath: '' });
    expect(await calls.chooseSavePath('a.pdf')).toBeNull();
  });

  it('reveals files, and tells of long jobs to whoever looks elsewhere', async () => {
    const { calls, log } = start();
    await calls.reveal('/a/b');
    calls.jobEnded({ kind: 'import', status: 'succeeded', seconds: 60 });
    expect(log).toEqual(['reveal /a/b', 'focus', 'notify Your orders have been read.']);
    const looking = start(true);
    looking.calls.jobEnded({ kind: 'import', status: 'succeeded', seconds: 60 });
    expect(looking.log).toEqual([]);
  });
});

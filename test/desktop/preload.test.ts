/** The preload, run as Electron does, with a page of ours. */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { DesktopBridge } from '../../renderer/desktop-host.ts';

const source = readFileSync(new URL('../../electron/desktop/preload.cjs', import.meta.url), 'utf8');

function load() {
  const log: unknown[][] = [];
  const exposed: Record<string, unknown> = {};
  const heard: Record<string, (event: unknown) => void> = {};
  const loaded: (() => void)[] = [];
  let changed: () => void = () => {};
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => (exposed[name] = value) },
    ipcRenderer: {
      on: (channel: string, listener: (event: unknown) => void) => (heard[channel] = listener),
      send: (...args: unknown[]) => void log.push(['send', ...args]),
      invoke: (...args: unknown[]) => Promise.resolve(log.push(['invoke', ...args]) && { file: 'file:1' }),
    },
    webUtils: { getPathForFile: ({ name }: File) => (name === 'pasted.tsv' ? '' : `/somewhere/${name}`) },
  };
  const documentElement = { lang: 'en' };
  runInNewContext(source, {
    require: (name: string) => {
      // A sandboxed preload has hardly anything else.
      if (name !== 'electron') throw new Error(`a sandboxed preload cannot have ${name}`);
      return electron;
    },
    window: {
      postMessage: (...args: unknown[]) => void log.push(['post', ...args]),
      addEventListener: (event: string, listener: () => void) =>
        void (event === 'DOMContentLoaded' && loaded.push(listener)),
    },
    document: { documentElement },
    MutationObserver: class {
      constructor(listener: () => void) {
        changed = listener;
      }
      observe() {}
    },
  });
  return { log, exposed, heard, load: () => loaded[0]!(), documentElement, changed: () => changed() };
}

describe('the preload', () => {
  it('puts into the page a way to ask for a port and to give a file, and nothing else', async () => {
    const { exposed, log } = load();
    expect(Object.keys(exposed)).toEqual(['clientele']);
    const bridge = exposed.clientele as DesktopBridge;
    expect(Object.keys(bridge).sort()).toEqual(['addFile', 'connect']);
    bridge.connect();
    expect(await bridge.addFile({ name: 'orders.csv' } as File)).toEqual({ file: 'file:1' });
    expect(log).toEqual([
      ['send', 'clientele:connect'],
      ['invoke', 'clientele:file', '/somewhere/orders.csv'],
    ]);
  });

  it('hands pasted cells, which lie nowhere, over as bytes', async () => {
    const { exposed, log } = load();
    const bytes = new TextEncoder().encode('a\tb\n1\t2\n');
    const pasted = { name: 'pasted.tsv', arrayBuffer: () => Promise.resolve(bytes.buffer) } as unknown as File;
    await (exposed.clientele as DesktopBridge).addFile(pasted);
    // Typed arrays of the preload's world are others than ours.
    expect(log).toHaveLength(1);
    const [how, channel, name, sent] = log[0] as [string, string, string, Uint8Array];
    expect([how, channel, name]).toEqual(['invoke', 'clientele:cells', 'pasted.tsv']);
    expect([...sent]).toEqual([...bytes]);
  });

  it('hands a port on to the page, and that it is lost', () => {
    const { heard, log } = load();
    heard['clientele:port']!({ ports: ['port'] });
    heard['clientele:lost']!({});
    expect(log).toEqual([
      ['post', 'clientele:port', '*', ['port']],
      ['post', 'clientele:lost', '*'],
    ]);
  });

  it('tells the language of the page, now and when it changes', () => {
    const page = load();
    page.load();
    page.documentElement.lang = 'zh-CN';
    page.changed();
    expect(page.log).toEqual([
      ['send', 'clientele:language', 'en'],
      ['send', 'clientele:language', 'zh-CN'],
    ]);
  });
});

/** The window's desktop side in a real browser: a page whose bridge gives it a real message port to a real engine. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { windowText } from '../../shared/language/window.ts';
import { chromiumPath, openWindow, type Window } from '../renderer/browser.ts';

if (!chromiumPath) {
  console.warn('SKIPPED: no Chromium was found, so the window’s desktop side was not tested. Set CLIENTELE_CHROMIUM.');
}

/** What the preload does, with the loopback host's socket for Electron's channel behind the port. Runs in the page. */
function bridge(): void {
  const globals = globalThis as unknown as { clientele: unknown; frames: number };
  globals.frames = 0;
  globals.clientele = {
    connect: () => {
      const { port1, port2 } = new MessageChannel();
      const socket = new WebSocket(`ws://${location.host}/socket`);
      socket.binaryType = 'arraybuffer';
      socket.onmessage = ({ data }) => port2.postMessage(new Uint8Array(data as ArrayBuffer));
      port2.onmessage = ({ data }) => {
        globals.frames++;
        socket.send(data as Uint8Array<ArrayBuffer>);
      };
      socket.onopen = () => window.postMessage('clientele:port', '*', [port1]);
    },
    addFile: async (file: File) => {
      const answer = await fetch(`upload?name=${file.name}`, { method: 'POST', body: file });
      return (await answer.json()) as unknown;
    },
  };
}

describe.skipIf(!chromiumPath)('the window with a bridge', () => {
  let opened: Window;
  beforeAll(async () => {
    opened = await openWindow();
    await opened.page.addInitScript(bridge);
    await opened.page.reload();
  });
  afterAll(() => opened?.close());

  it('talks to the engine by the port alone, and takes a file by its reference', async () => {
    const { page, folder } = opened;
    await page.getByRole('heading', { level: 1 }).waitFor();
    const lines = Array.from({ length: 200 }, (_, i) => `u${i % 40},2024-0${(i % 9) + 1}-11,9.50`);
    writeFileSync(join(folder, 'orders.csv'), ['customer,date,price', ...lines].join('\n'));
    await page.locator('input[type=file]').first().setInputFiles(join(folder, 'orders.csv'));
    await page.waitForURL(/#data$/);
    await page.getByText('orders.csv').first().waitFor();
    expect(await page.evaluate(() => (globalThis as unknown as { frames: number }).frames)).toBeGreaterThan(2);
    expect(opened.complaints).toEqual([]);
    expect(opened.foreign).toEqual([]);
  });

  it('says when the engine is gone, and finds it again', async () => {
    const { page } = opened;
    // As the preload says it: a port in Chromium does not.
    await page.evaluate(() => window.postMessage('clientele:lost', '*'));
    await page.getByRole('heading', { name: windowText.en.lostTitle }).waitFor();
    await page.getByRole('button', { name: windowText.en.reload }).click();
    await page.getByText('orders.csv').first().waitFor();
  });
});

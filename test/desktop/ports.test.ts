/** The two ends of the desktop's wire: the engine's and the window's. */
import { describe, expect, it } from 'vitest';
import { messagePort } from '../../electron/desktop/message-port.ts';
import { desktopHost, desktopPort, type DesktopBridge } from '../../renderer/desktop-host.ts';
import type { Port } from '../../shared/protocol.ts';
import { describeTransport } from '../contract/transport.ts';
import { electronChannel } from './node-ports.ts';

/** A page whose preload answers `connect` with a port, as preload.cjs and main.ts do between them; and its other end. */
function openPage(delay = 0) {
  const page = new EventTarget();
  const { port1, port2 } = electronChannel();
  const give = (source: unknown, data: unknown): void => {
    const event = Object.assign(new Event('message'), { source, data, ports: [port1.node] });
    page.dispatchEvent(event);
  };
  const bridge: DesktopBridge = {
    connect: () =>
      void setTimeout(() => {
        give(null, 'clientele:port');
        give(page, 'something else');
        give(page, 'clientele:port');
      }, delay),
    addFile: () => Promise.resolve({}),
  };
  return { window: desktopPort(bridge, page as unknown as Window), engine: messagePort(port2) };
}

describeTransport('a window’s port to the engine', () => {
  const { window, engine } = openPage();
  return Promise.resolve([window, engine]);
});

const next = (port: Port): Promise<Uint8Array> => new Promise((resolve) => port.onMessage(resolve));
const closed = (port: Port): Promise<void> => new Promise((resolve) => port.onClose(resolve));

describe('a port to the engine', () => {
  it('keeps what is posted before it is there, in order, and copies it', async () => {
    const { window, engine } = openPage(20);
    const seen: number[] = [];
    engine.onMessage((frame) => seen.push(frame[0]!));
    const frame = Uint8Array.of(1);
    window.post(frame);
    window.post(Uint8Array.of(2));
    await expect.poll(() => seen).toEqual([1, 2]);
    expect(frame.byteLength).toBe(1);
    window.close();
  });

  it('sends a part of a buffer as that part alone', async () => {
    const { port1, port2 } = electronChannel();
    const received = next(messagePort(port2));
    messagePort(port1).post(new Uint8Array(1000).subarray(10, 12));
    expect((await received).buffer.byteLength).toBe(2);
    port1.close();
  });

  it('tells both ends of a close, once, whichever asked for it', async () => {
    for (const asking of ['window', 'engine'] as const) {
      const ends = openPage();
      let heard = 0;
      ends[asking].onClose(() => heard++);
      const other = closed(asking === 'window' ? ends.engine : ends.window);
      ends.engine.onMessage(() => {});
      await new Promise((resolve) => setTimeout(resolve, 10));
      ends[asking].close();
      ends[asking].close();
      await other;
      expect(heard).toBe(1);
      ends[asking].post(Uint8Array.of(1));
    }
  });

  it('ends in the window when it is said to be lost, by the page itself', async () => {
    const page = new EventTarget();
    const say = (source: unknown): void =>
      void page.dispatchEvent(Object.assign(new Event('message'), { source, data: 'clientele:lost', ports: [] }));
    const bridge = { connect: () => {}, addFile: () => Promise.resolve({}) };
    let ends = 0;
    desktopPort(bridge, page as unknown as Window).onClose(() => ends++);
    say(null);
    expect(ends).toBe(0);
    say(page);
    say(page);
    expect(ends).toBe(1);
  });

  it('that was closed before it was there is closed when it comes', async () => {
    const { window, engine } = openPage(20);
    const other = closed(engine);
    window.close();
    await other;
  });

  it('closes on what is no frame', async () => {
    const { port1, port2 } = electronChannel();
    const engine = messagePort(port2);
    let frames = 0;
    engine.onMessage(() => frames++);
    const end = closed(engine);
    port1.postMessage('text' as unknown as Uint8Array);
    await end;
    expect(frames).toBe(0);
  });
});

describe('the desktop as the window’s host', () => {
  const memory = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  const chosen = { name: 'orders.csv' } as File;
  const host = (answer: Awaited<ReturnType<DesktopBridge['addFile']>>) =>
    desktopHost({ connect: () => {}, addFile: () => Promise.resolve(answer) }, memory);

  it('has a file at once, by its reference', async () => {
    const shares: number[] = [];
    expect(await host({ file: 'file:a' }).upload(chosen, (share) => shares.push(share))).toBe('file:a');
    expect(shares).toEqual([1]);
  });

  it('names the file that could not be taken', async () => {
    const error = { code: 'invalid_input', details: { reason: 'unknown_file' } } as const;
    const expected = { code: 'invalid_input', details: { reason: 'unknown_file', file: 'orders.csv' } };
    await expect(host({ error }).upload(chosen, () => {})).rejects.toMatchObject(expected);
    await expect(host({}).upload(chosen, () => {})).rejects.toMatchObject(expected);
  });

  it('has exports beside the page', () => {
    expect(host({}).exportAddress('run1', 'report.html')).toBe('exports/run1/report.html');
  });
});

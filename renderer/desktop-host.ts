/** The window in the desktop application: a port to the engine beside it, and files that stay where they lie. */
import { AppError, type WireError } from '../shared/errors.ts';
import type { Port } from '../shared/protocol.ts';
import type { Host } from './client.ts';

/** What electron/desktop/preload.cjs puts into the page. */
export interface DesktopBridge {
  /**
   * Asks for a port to the engine, which arrives as the message `clientele:port`; `clientele:lost` says that it is
   * gone, as Chromium's ports do not tell.
   */
  connect: () => void;
  addFile: (file: File) => Promise<{ file?: string; error?: WireError }>;
}

/** The bridge where there is one; null in a browser. */
export function desktopBridge(): DesktopBridge | null {
  return (globalThis as { clientele?: DesktopBridge }).clientele ?? null;
}

/** What is used of a MessagePort. */
type BrowserPort = Pick<MessagePort, 'postMessage' | 'addEventListener' | 'start' | 'close'>;
/** What is used of the window. */
type Listening = Pick<Window, 'addEventListener'>;

/** The port that the bridge asks for. What is posted before it is there waits. Frames are copied, never transferred. */
export function desktopPort(bridge: DesktopBridge, window: Listening): Port {
  const messageListeners: ((frame: Uint8Array) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  const waiting: Uint8Array[] = [];
  let port: BrowserPort | null = null;
  let open = true;

  function end(): void {
    if (!open) return;
    open = false;
    for (const listener of closeListeners) listener();
  }
  function receive({ data, source, ports }: MessageEvent): void {
    if (source !== window) return;
    if (data === 'clientele:lost') end();
    else if (data === 'clientele:port' && ports[0] && !port) use(ports[0]);
  }
  function use(given: BrowserPort): void {
    if (!open) return given.close();
    port = given;
    given.addEventListener('message', (event) => {
      const frame: unknown = (event as MessageEvent).data;
      if (open && frame instanceof Uint8Array) for (const listener of messageListeners) listener(frame);
    });
    // Node has this event, and Chromium may have it one day.
    given.addEventListener('close', end);
    given.start();
    for (const frame of waiting.splice(0)) given.postMessage(frame);
  }

  window.addEventListener('message', receive);
  bridge.connect();
  return {
    post: (frame) => {
      if (!open) return;
      if (port) port.postMessage(frame);
      else waiting.push(frame);
    },
    onMessage: (listener) => void messageListeners.push(listener),
    onClose: (listener) => void closeListeners.push(listener),
    close: () => {
      port?.close();
      end();
    },
  };
}

/** The desktop's host: a file is there at once, however large; what is kept of an export goes through a save dialog. */
export function desktopHost(bridge: DesktopBridge, memory: Host['memory']): Host {
  return {
    upload: async (chosen, onProgress) => {
      const { file, error } = await bridge.addFile(chosen);
      if (error) throw AppError.fromWire({ ...error, details: { file: chosen.name, ...error.details } });
      if (file === undefined) throw new AppError('invalid_input', { reason: 'unknown_file', file: chosen.name });
      onProgress(1);
      return file;
    },
    exportAddress: (exportId, file) => `exports/${exportId}/${file}`,
    memory,
  };
}

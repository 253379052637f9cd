/** The window's end of the wire and what its host offers besides. Nothing else knows which host it is in. */
import { AppError, type WireError } from '../shared/errors.ts';
import { connect, type Client, type Port } from '../shared/protocol.ts';
import { desktopBridge, desktopHost, desktopPort } from './desktop-host.ts';

/** What the window asks of its host, besides the engine's contract. */
export interface Host {
  /** Hands a file to the host; resolves to a reference that the contract's `file` parameters take. */
  upload: (file: File, onProgress: (share: number) => void) => Promise<string>;
  /** Where a file of an export (`report.html`) can be opened or, by a link with `download`, kept. */
  exportAddress: (exportId: string, file: string) => string;
  /** Remembers things for as long as the window lives, reloads included. Nothing personal goes in. */
  memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
}

/** A WebSocket as a port. What is posted before it is open waits. */
function socketPort(socket: WebSocket): Port {
  socket.binaryType = 'arraybuffer';
  const waiting: Uint8Array<ArrayBuffer>[] = [];
  socket.addEventListener('open', () => {
    for (const frame of waiting.splice(0)) socket.send(frame);
  });
  return {
    post: (frame) => {
      const bytes = frame as Uint8Array<ArrayBuffer>;
      if (socket.readyState === WebSocket.CONNECTING) waiting.push(bytes);
      else if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    },
    onMessage: (listener) => {
      socket.addEventListener('message', ({ data }) => listener(new Uint8Array(data as ArrayBuffer)));
    },
    onClose: (listener) => socket.addEventListener('close', () => listener()),
    close: () => socket.close(),
  };
}

function loopbackPort(): Port {
  const address = new URL('socket', location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.hash = '';
  return socketPort(new WebSocket(address));
}

/**
 * Finds out where this page runs, connects to the engine there, and gives what the host offers besides. `onLost` is
 * called once, when the connection ends.
 */
export function connectToHost(onLost: () => void): { client: Client; host: Host } {
  const bridge = desktopBridge();
  const port = bridge ? desktopPort(bridge, window) : loopbackPort();
  port.onClose(onLost);
  return { client: connect(port), host: bridge ? desktopHost(bridge, sessionStorage) : loopbackHost() };
}

/** The loopback host: files go up as they are read, exports are pages beside this one. */
const loopbackHost = (): Host => ({
  upload: (file, onProgress) =>
    new Promise((resolve, reject) => {
      const refuse = (): void => reject(new AppError('storage', { reason: 'upload_failed', file: file.name }));
      // Only this old interface tells how much of a file has gone up.
      const request = new XMLHttpRequest();
      request.open('POST', `upload?name=${encodeURIComponent(file.name)}`);
      request.setRequestHeader('content-type', 'application/octet-stream');
      request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
      request.addEventListener('error', refuse);
      request.addEventListener('load', () => {
        const { file: reference, error } = answerOf(request.responseText);
        if (reference !== undefined) resolve(reference);
        else if (error) reject(AppError.fromWire({ ...error, details: { file: file.name, ...error.details } }));
        else refuse();
      });
      request.send(file);
    }),
  exportAddress: (exportId, file) => `exports/${exportId}/${file}`,
  memory: sessionStorage,
});

/** What the host says to an upload; nothing, if it is not understood. */
function answerOf(text: string): { file?: string; error?: WireError } {
  try {
    return JSON.parse(text) as { file?: string; error?: WireError };
  } catch {
    return {};
  }
}

/** Electron's MessagePortMain as a carrier of frames. */
import type { Port } from '../../shared/protocol.ts';

/** What is used of MessagePortMain, so that tests can put Node's own ports in its place. */
export interface MessagePortLike {
  postMessage: (frame: Uint8Array) => void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start: () => void;
  close: () => void;
}

/**
 * Frames are copied, never transferred: Electron loses messages that hand over an ArrayBuffer. The port begins to
 * deliver with its first listener. Electron tells only the other end of a close, so this end tells its own listeners.
 */
export function messagePort(port: MessagePortLike): Port {
  const closeListeners: (() => void)[] = [];
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    for (const listener of closeListeners) listener();
  };
  port.on('close', end);
  const close = (): void => {
    port.close();
    end();
  };
  return {
    post: (frame) => {
      // Of a view, the whole buffer behind it would be copied.
      if (open) port.postMessage(frame.byteLength === frame.buffer.byteLength ? frame : frame.slice());
    },
    onMessage: (listener) => {
      port.on('message', ({ data }) => {
        if (!open) return;
        // What is no frame comes from none of ours.
        if (data instanceof Uint8Array) listener(data);
        else close();
      });
      port.start();
    },
    onClose: (listener) => void closeListeners.push(listener),
    close,
  };
}

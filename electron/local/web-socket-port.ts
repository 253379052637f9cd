import type { WebSocket } from 'ws';
import type { Port } from '../../shared/protocol.ts';

/** Code of RFC 6455 for a kind of message that is not taken. */
const unsupportedData = 1003;

/**
 * The frames of an open WebSocket, one to a binary message. A text message closes it: its sender is not one of ours.
 * Closing counts from the moment this end asks for it; what arrives while it is agreed upon is nobody's any more.
 */
export function webSocketPort(socket: WebSocket): Port {
  const closeListeners: (() => void)[] = [];
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    for (const listener of closeListeners) listener();
  };
  const close = (code?: number): void => {
    socket.close(code);
    end();
  };
  socket.on('close', end);
  // Broken or oversized messages end in 'close', which is what listeners hear.
  socket.on('error', () => {});
  return {
    post: (frame) => {
      if (open) socket.send(frame);
    },
    onMessage: (listener) => {
      socket.on('message', (data: Buffer, isBinary) => {
        if (!open) return;
        if (!isBinary) return close(unsupportedData);
        listener(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      });
    },
    onClose: (listener) => void closeListeners.push(listener),
    close: () => close(),
  };
}

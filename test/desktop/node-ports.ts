/** Node's message ports with the manners of Electron's: events carry `data`, and one hears only of the other's close. */
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { MessagePortLike } from '../../electron/desktop/message-port.ts';

export interface TestPort extends MessagePortLike {
  node: MessagePort;
}

function electronPort(node: MessagePort): TestPort {
  const events = new EventEmitter();
  let closedHere = false;
  node.on('close', () => {
    if (!closedHere) events.emit('close');
  });
  return {
    node,
    postMessage: (frame) => node.postMessage(frame),
    on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) => events.on(event, listener),
    start: () => {
      if (node.listenerCount('message') === 0)
        node.on('message', (data) => events.emit('message', { data, ports: [] }));
    },
    close: () => {
      closedHere = true;
      node.close();
    },
  };
}

/** As `new MessageChannelMain()`. */
export function electronChannel(): { port1: TestPort; port2: TestPort } {
  const { port1, port2 } = new MessageChannel();
  return { port1: electronPort(port1), port2: electronPort(port2) };
}

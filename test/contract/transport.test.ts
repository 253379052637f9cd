import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { memoryPorts, type Port } from '../../shared/protocol.ts';
import { describeTransport } from './transport.ts';

/** Node's MessagePort has the shape of Electron's: this is what the desktop host's adapter will look like. */
function messagePort(port: MessagePort): Port {
  return {
    post: (frame) => port.postMessage(frame),
    onMessage: (listener) => void port.on('message', listener),
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  };
}

describeTransport('memory', () => Promise.resolve(memoryPorts()));
describeTransport('a message channel', () => {
  const { port1, port2 } = new MessageChannel();
  return Promise.resolve([messagePort(port1), messagePort(port2)]);
});

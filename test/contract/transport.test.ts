import { messagePort } from '../../electron/desktop/message-port.ts';
import { memoryPorts } from '../../shared/protocol.ts';
import { electronChannel } from '../desktop/node-ports.ts';
import { describeTransport } from './transport.ts';

// The WebSocket is tested by the same suite in test/local, the window's end of a message port in test/desktop.
describeTransport('memory', () => Promise.resolve(memoryPorts()));
describeTransport('a message channel', () => {
  const { port1, port2 } = electronChannel();
  return Promise.resolve([messagePort(port1), messagePort(port2)]);
});

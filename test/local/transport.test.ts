import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { webSocketPort } from '../../electron/local/web-socket-port.ts';
import { describeTransport } from '../contract/transport.ts';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
afterAll(() => {
  for (const socket of server.clients) socket.terminate();
  server.close();
});

describeTransport('a WebSocket', async () => {
  if (!server.address()) await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [[socket]] = (await Promise.all([once(server, 'connection'), once(client, 'open')])) as [[WebSocket], unknown];
  return [webSocketPort(client), webSocketPort(socket)];
});

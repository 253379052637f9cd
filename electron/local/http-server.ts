/** The host's web server: the gate first, then the window's files, uploads, exports and the one WebSocket. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { AppError } from '../../shared/errors.ts';
import type { Port } from '../../shared/protocol.ts';
import { exportHeaders, windowFile } from '../files/content.ts';
import type { PrivateFiles } from '../files/private-files.ts';
import { headersFor, rawAnswer, sendFile, sendJson, sendPage } from './answers.ts';
import { createGate, readTarget, type Gate, type Target } from './gate.ts';
import { receiveUpload } from './upload.ts';
import { webSocketPort } from './web-socket-port.ts';

const mostMessageBytes = 64 * 1024 * 1024;
const statusOfReason: Record<string, number> = { file_too_large: 413, disk_full: 507 };

export interface HttpServerOptions {
  /** 0 for any that is free. */
  port: number;
  /** Folder of the built window. */
  rendererFolder: string;
  mostUploadBytes: number;
  files: PrivateFiles;
  onPort: (port: Port) => void;
  /** The window's page has been asked for: a window is about to open. */
  onVisit: () => void;
  /** The last window has closed. */
  onIdle: () => void;
  onFailure: (error: AppError) => void;
}

export interface HttpServer {
  port: number;
  /** One-use launch token. */
  token: string;
  /** Cuts all connections. */
  close: () => Promise<void>;
}

/** Listens on 127.0.0.1 only. Rejects with the system's error, such as EADDRINUSE. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  // A large file on a slow disk may take longer than Node's five minutes; a missing Host is ours to refuse.
  const server = createServer({ requestTimeout: 0, requireHostHeader: false });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const gate = createGate(port);
  const host = `127.0.0.1:${port}`;
  server.on('request', (request, response) => void answer(request, response, gate, host, options));
  server.on('checkExpectation', (_request, response: ServerResponse) => {
    response.writeHead(417, headersFor(host)).end();
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end(rawAnswer(400, host));
    else socket.destroy();
  });
  const sockets = serveSockets(server, gate, host, options);
  return {
    port,
    token: gate.token,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function serveSockets(
  server: Server,
  gate: Gate,
  host: string,
  { onPort, onIdle }: HttpServerOptions,
): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: mostMessageBytes });
  const refuse = (socket: Duplex, status: number): void => void socket.end(rawAnswer(status, host));
  sockets.on('headers', (headers, request) => {
    for (const [name, value] of Object.entries(headersFor(request.headers.host!))) headers.push(`${name}: ${value}`);
  });
  sockets.on('wsClientError', (_error, socket) => refuse(socket, 400));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal = gate.refusal(request);
    if (refusal) return refuse(socket, refusal);
    if (request.method !== 'GET') return refuse(socket, 405);
    if (!gate.hasSession(request)) return refuse(socket, 403);
    if (readTarget(request.url ?? '')?.path !== '/socket') return refuse(socket, 404);
    sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.on('close', () => {
        if (sockets.clients.size === 0) onIdle();
      });
      onPort(webSocketPort(opened));
    });
  });
  return sockets;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  gate: Gate,
  host: string,
  options: HttpServerOptions,
): Promise<void> {
  const refusal = gate.refusal(request);
  // The policy names the host a page came from; a foreign one has no place in it.
  const headers = headersFor(refusal ? host : request.headers.host!);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const target = readTarget(request.url ?? '');
  // What is left of a body that nobody reads must not be taken for the next request.
  if (request.method === 'POST') response.setHeader('Connection', 'close');
  try {
    if (refusal === 405) response.writeHead(405, { Allow: 'GET, HEAD, POST' }).end();
    else if (refusal) response.writeHead(refusal).end();
    else if (!target) response.writeHead(400).end();
    else if (gate.hasSession(request)) await serveOwn(request, response, target, options);
    else enter(request, response, target, gate);
  } catch (thrown) {
    if (response.destroyed || response.headersSent) return void response.destroy(); // The reader went away.
    options.onFailure(AppError.from(thrown));
    response.writeHead(500).end();
  }
}

/** Swaps the launch token for the session's cookie; nobody else gets past here. */
function enter(request: IncomingMessage, response: ServerResponse, target: Target, gate: Gate): void {
  const token = target.query.get('token');
  const cookie = request.method === 'GET' && target.path === '/' && token !== null ? gate.swap(token) : null;
  if (cookie) response.writeHead(303, { Location: '/', 'Set-Cookie': cookie }).end();
  else sendPage(response, 403, 'noSession');
}

async function serveOwn(
  request: IncomingMessage,
  response: ServerResponse,
  { path, query }: Target,
  options: HttpServerOptions,
): Promise<void> {
  if (path === '/upload') return upload(request, response, query, options);
  if (request.method === 'POST') return void response.writeHead(405, { Allow: 'GET, HEAD' }).end();
  const head = request.method === 'HEAD';
  // A launch link that was opened again where its session lives.
  if (path === '/' && query.has('token')) return void response.writeHead(303, { Location: '/' }).end();
  const [, folder, id = '', name = '', ...more] = path.split('/');
  if (folder === 'exports' && more.length === 0) return sendExport(response, id, name, head, options.files);
  if (path === '/') options.onVisit();
  const file = windowFile(options.rendererFolder, path === '/' ? '/index.html' : path);
  if (file && (await sendFile(response, file, head))) return;
  if (path === '/') sendPage(response, 200, 'notBuilt');
  else response.writeHead(404).end();
}

async function upload(
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
  { files, mostUploadBytes, onFailure }: HttpServerOptions,
): Promise<void> {
  if (request.method !== 'POST') return void response.writeHead(405, { Allow: 'POST' }).end();
  try {
    const file = await receiveUpload(request, query.get('name') ?? '', files, mostUploadBytes);
    sendJson(response, 200, { file });
  } catch (thrown) {
    if (request.destroyed && !request.complete) return; // Whoever sent it went away.
    const error = AppError.from(thrown);
    if (error.code === 'internal') onFailure(error);
    sendJson(response, statusOfReason[error.details.reason ?? ''] ?? 500, { error: error.toWire() });
  }
}

async function sendExport(
  response: ServerResponse,
  id: string,
  name: string,
  head: boolean,
  files: PrivateFiles,
): Promise<void> {
  const path = files.exported(id, name);
  if (!path || !(await sendFile(response, path, head, exportHeaders(name)))) return void response.writeHead(404).end();
  if (!head) files.downloaded(id);
}

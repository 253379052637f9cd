/** A loopback host in folders of its own, and requests as raw as an attacker would make them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { startLocalHost, type LocalHost, type LocalHostOptions } from '../../electron/local/host.ts';
import { webSocketPort } from '../../electron/local/web-socket-port.ts';
import { connect, type Client } from '../../shared/protocol.ts';

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface TestHost {
  host: LocalHost;
  folder: string;
  home: string;
  origin: string;
  token: string;
  /** Sends the path exactly as it is. */
  ask: (path: string, options?: Ask) => Promise<Reply>;
  /** The headers of our own page after it swapped the token. */
  enter: () => Promise<Record<string, string>>;
  open: (headers: Record<string, string>, path?: string) => Promise<WebSocket>;
  stop: () => Promise<void>;
}

export async function startTestHost(options: Partial<LocalHostOptions> = {}): Promise<TestHost> {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-test-'));
  const home = join(folder, 'home');
  const rendererFolder = join(folder, 'renderer');
  mkdirSync(join(rendererFolder, 'assets'), { recursive: true });
  writeFileSync(join(rendererFolder, 'index.html'), '<!doctype html><title>window</title>');
  writeFileSync(join(rendererFolder, 'assets', 'main.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const host = await startLocalHost({
    home,
    configFolder: join(folder, 'config'),
    rendererFolder,
    workers: 1,
    onFailure: (error) => {
      throw error;
    },
    ...options,
  });
  const origin = `http://127.0.0.1:${host.port}`;
  const token = new URL(host.url).searchParams.get('token')!;

  const ask = (path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const request = httpRequest({ port: host.port, host: '127.0.0.1', path, method, headers, agent: false });
      request.on('error', reject);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode!, headers: response.headers, body: text });
        });
      });
      request.end(body);
    });

  return {
    host,
    folder,
    home,
    origin,
    token,
    ask,
    enter: async () => {
      const { headers } = await ask(`/?token=${token}`);
      return { Cookie: headers['set-cookie']![0]!.split(';')[0]!, Origin: origin };
    },
    open: (headers, path = '/socket') =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers, perMessageDeflate: false });
        socket.once('open', () => resolve(socket));
        socket.once('error', reject);
      }),
    stop: async () => {
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the window does: a client over a real WebSocket. */
export async function connectWindow(host: TestHost, headers: Record<string, string>): Promise<Client> {
  return connect(webSocketPort(await host.open(headers)));
}

/** Waits until a job has ended, and gives its status. */
export function ended(client: Client, jobId: number): Promise<string> {
  return new Promise((resolve) => {
    const stop = client.subscribe('jobs', {}, (jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (!job || job.status === 'queued' || job.status === 'running') return;
      stop();
      resolve(job.status);
    });
  });
}

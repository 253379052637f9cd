/** How the host answers: the headers that every answer carries, texts, and files. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { STATUS_CODES, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { contentType, securityHeaders } from '../files/content.ts';

/** What every answer carries, whatever its status. `host` is the Host the page was asked from. */
export function headersFor(host: string): Record<string, string> {
  return securityHeaders(`ws://${host}`);
}

/** An answer for a socket that has no response object: a WebSocket that is refused, a request that cannot be read. */
export function rawAnswer(status: number, host: string): string {
  const headers = { ...headersFor(host), Connection: 'close', 'Content-Length': '0' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', ''].join('\r\n');
}

export function sendJson(response: ServerResponse, status: number, value: unknown, headers: OutgoingHttpHeaders = {}) {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(value));
}

/** A page of plain text in every language we speak: it is shown where the window, which knows the language, is not. */
export function sendPage(response: ServerResponse, status: number, page: keyof typeof pages): void {
  const paragraphs = pages[page].map(([language, text]) => `<p lang="${language}">${text}</p>`);
  const start = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Clientele</title><h1>Clientele</h1>';
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(start + paragraphs.join(''));
}

const pages = {
  notBuilt: [
    ['en', 'Clientele is running, but its window has not been built yet. Build it, then load this page again.'],
    ['zh-CN', 'Clientele 正在运行，但界面尚未构建。请先构建，然后重新加载此页。'],
  ],
  noSession: [
    [
      'en',
      'Only the browser that opened the link Clientele printed when it started may come in, and the link works once. ' +
        'If this is that browser, <a href="/">try again</a>. Otherwise stop Clientele (Ctrl C) and start it again.',
    ],
    [
      'zh-CN',
      '只有打开过 Clientele 启动时所显示链接的浏览器才能进入，且该链接只能使用一次。' +
        '如果就是此浏览器，请<a href="/">重试</a>；否则请停止 Clientele（Ctrl C）后重新启动。',
    ],
  ],
} satisfies Record<string, [string, string][]>;

/** Streams a file; false when there is none. `head` sends the headers only. Rejects when the reader went away. */
export async function sendFile(
  response: ServerResponse,
  path: string,
  head: boolean,
  headers: OutgoingHttpHeaders = {},
): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return false;
  response.writeHead(200, { 'Content-Type': contentType(path), 'Content-Length': found.size, ...headers });
  if (head) response.end();
  else await pipeline(createReadStream(path), response);
  return true;
}

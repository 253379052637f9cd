/** Answers to `app://clientele/`: the window's files, a person's exports, and a report that is being printed. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { contentType, exportHeaders, reportPolicy, securityHeaders, windowFile } from '../files/content.ts';
import { windowAddress } from './policy.ts';

export interface PagesOptions {
  /** Folder of the built window. */
  rendererFolder: string;
  /** The path of an exported file; null where there is none. */
  exported: (id: string, name: string) => Promise<string | null>;
  /** Somebody has a copy of an export. */
  downloaded: (id: string) => void;
}

export interface Pages {
  /** Never rejects: what cannot be answered is 404 or 500. */
  answer: (request: Request) => Promise<Response>;
  /** Gives a report an address for as long as it is being printed. */
  lend: (html: string) => { address: string; takeBack: () => void };
}

/** The printed page: as a report, but no sandbox of its own, which might stand between it and the printer. */
const printPolicy = reportPolicy.replace('; sandbox', '');
const lentPath = /^\/print\/([0-9a-f]{32})$/;

export function createPages({ rendererFolder, exported, downloaded }: PagesOptions): Pages {
  const lent = new Map<string, string>();

  async function find(path: string): Promise<Response | null> {
    const html = lent.get(lentPath.exec(path)?.[1] ?? '');
    if (html !== undefined) {
      return new Response(
        html,
        headers({ 'Content-Type': contentType('.html'), 'Content-Security-Policy': printPolicy }),
      );
    }
    const [, folder, id = '', name = '', ...more] = path.split('/');
    if (folder === 'exports' && more.length === 0) {
      const file = await exported(id, name);
      const answer = file === null ? null : await fileAnswer(file, exportHeaders(name));
      if (answer) downloaded(id);
      return answer;
    }
    const file = windowFile(rendererFolder, path === '/' ? '/index.html' : path);
    return file === null ? null : fileAnswer(file, {});
  }

  return {
    answer: async ({ method, url }) => {
      if (method !== 'GET') return nothing(405);
      // The scheme may have other hosts, which are none of ours.
      if (!url.startsWith(windowAddress)) return nothing(404);
      try {
        return (await find(decodeURIComponent(new URL(url).pathname))) ?? nothing(404);
      } catch {
        return nothing(500);
      }
    },
    lend: (html) => {
      const id = randomBytes(16).toString('hex');
      lent.set(id, html);
      return { address: `${windowAddress}print/${id}`, takeBack: () => void lent.delete(id) };
    },
  };
}

const headers = (more: Record<string, string>): { headers: Record<string, string> } => ({
  headers: { ...securityHeaders(), ...more },
});

const nothing = (status: number): Response => new Response(null, { status, ...headers({}) });

async function fileAnswer(path: string, more: Record<string, string>): Promise<Response | null> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return null;
  // Node's type of a stream and the web's differ on paper only.
  const body = Readable.toWeb(createReadStream(path)) as unknown as BodyInit;
  return new Response(
    body,
    headers({ 'Content-Type': contentType(path), 'Content-Length': String(found.size), ...more }),
  );
}

/**
 * Who may come in. The host is reachable by every program and every web page on this computer, so each request must
 * prove three things: it was meant for us (Host), it comes from our own page (Origin), and it comes from the browser
 * that was given the launch link (cookie).
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is turned away: a status of HTTP. */
export type Refusal = 400 | 403 | 405;

export interface Target {
  /** Decoded; begins with a slash and has no `..`. */
  path: string;
  query: URLSearchParams;
}

export interface Gate {
  /** 32 random bytes in base64url, for the launch link. Good for one use. */
  token: string;
  /** Looks at everything but the session: method, Host, Origin. Null when the request may go on. */
  refusal: (request: IncomingMessage) => Refusal | null;
  /** Takes the launch token and gives the Set-Cookie of the session; null for a used or wrong one. */
  swap: (token: string) => string | null;
  hasSession: (request: IncomingMessage) => boolean;
}

const methods: unknown[] = ['GET', 'HEAD', 'POST'];
const secret = (): string => randomBytes(32).toString('base64url');
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in the same time wherever the texts differ, and however long they are. */
function equal(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

export function createGate(port: number): Gate {
  const hosts: unknown[] = [`127.0.0.1:${port}`, `localhost:${port}`];
  // Browsers do not keep cookies of different ports apart: the name has to.
  const cookie = `clientele-${port}`;
  const token = secret();
  const session = secret();
  let tokenUsed = false;
  return {
    token,
    refusal: ({ method, headers }) => {
      if (!hosts.includes(headers.host)) return 403;
      if (!methods.includes(method)) return 405;
      const originNeeded = method === 'POST' || headers.upgrade !== undefined;
      const originFits = headers.origin === `http://${headers.host}`;
      return originFits || (headers.origin === undefined && !originNeeded) ? null : 403;
    },
    swap: (offered) => {
      if (!equal(offered, token) || tokenUsed) return null;
      tokenUsed = true;
      return `${cookie}=${session}; HttpOnly; SameSite=Strict; Path=/`;
    },
    hasSession: ({ headers }) =>
      (headers.cookie ?? '').split(';').some((pair) => {
        const [name, value] = pair.trim().split('=', 2);
        return name === cookie && equal(value ?? '', session);
      }),
  };
}

/** Path and query of a request line; null for what no page of ours asks for: other forms, `..`, `\`, control characters. */
export function readTarget(url: string): Target | null {
  const [encoded = '', query = ''] = url.split(/\?(.*)/s, 2);
  if (!encoded.startsWith('/') || encoded.startsWith('//')) return null;
  let path: string;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    return null;
  }
  if (/[\\\p{Cc}]/u.test(path) || path.split('/').some((part) => part === '..' || part === '.')) return null;
  return { path, query: new URLSearchParams(query) };
}
